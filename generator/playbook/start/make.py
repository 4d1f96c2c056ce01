"""Making a new project: made ready elsewhere, read as a whole, and only then put in its place."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playbook.intake.take import Taken, Wish, take
from playbook.load.files import Folder
from playbook.load.project import ORGANISATIONS, read_project
from playbook.load.root import CONFIG_FILE
from playbook.problems import Place, Problem, Unusable
from playbook.start.files import Wanted, files
from playbook.write.files import put

_SPARED: Final = (".gitignore", ".vscode/", ".playbook/")
"""Files that a folder may have already: they are left as they are."""


@dataclass(frozen=True, slots=True)
class Made:
    """Hold what was made.

    Args:
        files: Files of the project.
        spared: Files that were there already, and were left as they are.
        taken: What became of the rows of a sheet; nothing without one.
    """

    files: tuple[str, ...]
    spared: tuple[str, ...]
    taken: Taken | None = None


def make(folder: Path, wanted: Wanted, sheet: tuple[str, bytes] | None = None) -> Made:
    """Make a project in a folder.

    Args:
        folder: The folder; made when it is not there.
        wanted: What the project is to be.
        sheet: Name and bytes of a sheet to fill it from.

    Raises:
        Unusable: There is a project already, the sheet cannot be read, or the system refuses;
            the folder is as it was.
    """
    _refuse_project(folder)
    made, taken = _made_ready(wanted, sheet)
    there = [name for name in made if (folder / name).exists()]
    in_the_way = [name for name in there if not name.startswith(_SPARED)]
    if in_the_way:
        what = f"“{in_the_way[0]}” is there already, and nothing is written over it"
        raise Unusable([Problem(Place(in_the_way[0]), what, "choose an empty folder", "N07")])
    put({folder / name: data for name, data in made.items() if name not in there}, folder)
    return Made(tuple(name for name in made if name not in there), tuple(there), taken)


def _refuse_project(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        problem = Problem(Place(folder.name), "this is a file", "choose a folder", "N07")
        raise Unusable([problem])
    for name in (CONFIG_FILE, ORGANISATIONS):
        if (folder / name).exists():
            what = "there is a project in this folder already"
            instead = "choose another folder; playbook import adds a sheet to a project"
            raise Unusable([Problem(Place(name), what, instead, "N07")])


def _made_ready(
    wanted: Wanted, sheet: tuple[str, bytes] | None
) -> tuple[Mapping[str, bytes], Taken | None]:
    """Return the files of a project that was read without a problem."""
    made = files(wanted)
    taken = None
    with tempfile.TemporaryDirectory(prefix="playbook-") as elsewhere:
        root = Path(elsewhere).resolve()
        put({root / name: data for name, data in made.items()}, root)
        if sheet:
            taken = take(root, *sheet, Wish(prefer_sheet=True))
            put(taken.files, root)
            # What the sheet gives comes before the settings, which make it a project.
            said = {path.relative_to(root).as_posix(): data for path, data in taken.files.items()}
            made = {**said, **made, **said}
        read_project(Folder.at(root))
    return made, taken
