"""A theme: a folder of templates and assets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playbook import digests, resources
from playbook.model.places import Located
from playbook.problems import Problem, Unusable


@dataclass(frozen=True)
class Theme:
    """Hold where a theme's files are.

    Args:
        name: Name of the theme.
        folder: Its folder.
    """

    name: str
    folder: Path

    @property
    def templates(self) -> Path:
        """Return the folder of the templates."""
        return self.folder / "templates"

    @cached_property
    def digest(self) -> bytes:
        """Return the digest of the templates."""
        paths = sorted(path for path in self.templates.rglob("*") if path.is_file())
        return digests.of_files((path.relative_to(self.folder).as_posix(), path) for path in paths)

    def assets(self) -> Iterator[tuple[str, Path]]:
        """Yield each asset: its address from the root of the site and its file."""
        folder = self.folder / "assets"
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield f"assets/{path.relative_to(folder).as_posix()}", path


def find_theme(name: str, config_places: Located) -> Theme:
    """Return a shipped theme.

    Args:
        name: Its name.
        config_places: Where the setting stands.

    Raises:
        Unusable: There is no theme of that name.
    """
    shipped = sorted(path.name for path in resources.themes().iterdir() if path.is_dir())
    if name not in shipped:
        problem = Problem(
            config_places.place(("theme",)),
            f"there is no theme “{name}”",
            f"choose {' or '.join(shipped)}",
            "C03",
        )
        raise Unusable([problem])
    return Theme(name, resources.themes() / name)
