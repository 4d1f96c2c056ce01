"""Looking after themes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli.shared import project_option, root_of, say, tell
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.model.places import Located
    from playbook.theme import Theme


@click.group()
def theme() -> None:
    """Look after the theme of a project."""


@theme.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@project_option
def check(folder: Path | None, project: Path) -> int:
    """Tell what templates ask for that their pages do not hold.

    FOLDER is a theme, or what lies over one; by default the theme of the project. Nothing of it
    is run.
    """
    from playbook import resources  # noqa: PLC0415 - start-up
    from playbook.contract import check  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up
    from playbook.load.interface import read_interface  # noqa: PLC0415 - start-up

    chosen = _of_folder(folder) if folder else _of_project(root_of(project))
    problems = check.check(chosen, read_interface(Folder.at(resources.content())).words)
    tell(problems)
    if problems:
        return 1
    say(f"The templates of “{chosen.name}” ask for nothing that is not there.")
    return 0


def _of_project(root: Path) -> Theme:
    """Return the theme that a project chose."""
    from playbook.config import Config  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up
    from playbook.load.root import CONFIG_FILE  # noqa: PLC0415 - start-up
    from playbook.model.places import locate  # noqa: PLC0415 - start-up

    folder = Folder.at(root)
    settings = folder.read(folder.root / CONFIG_FILE, Config)
    if settings.value is None:
        raise Unusable(settings.problems)
    return _read(root, settings.value.theme, locate(settings.file, settings.places))


def _of_folder(folder: Path) -> Theme:
    """Return the theme in a folder, or the shipped one that the folder lies over."""
    from playbook.load.themes import THEME_FILE, THEMES  # noqa: PLC0415 - start-up
    from playbook.model.places import locate  # noqa: PLC0415 - start-up

    whole = folder.resolve()
    own, lying_over = (whole / THEME_FILE).is_file(), whole.parent.name == THEMES
    if not whole.is_dir() or not (own or lying_over):
        what, instead = "this is no theme", f"write {THEME_FILE}, or move it into “{THEMES}”"
        raise Unusable([Problem(Place(folder.as_posix()), what, instead, "L01")])
    if not lying_over:
        return _read(whole.parent, f"./{whole.name}", locate(THEME_FILE, 0), home="")
    name = f"{THEMES}/{whole.name}" if own else whole.name
    return _read(whole.parents[1], name, locate(THEMES, 0))


def _read(root: Path, name: str, places: Located, home: str = "themes") -> Theme:
    from playbook import resources  # noqa: PLC0415 - start-up
    from playbook.config import Config  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up
    from playbook.load.themes import read_theme  # noqa: PLC0415 - start-up
    from playbook.theme import Theme  # noqa: PLC0415 - start-up

    shipped = Folder.at(resources.themes())
    config = Config(title="", theme=name)
    read = read_theme(Folder.at(root), shipped, config, places, True, home)
    return Theme(read.layers, read.options, read.values)
