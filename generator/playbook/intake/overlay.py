"""A project as it would be when files of it were written: to read it before anything is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playbook.load.files import Folder, decode
from playbook.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Overlay(Folder):
    """Read files below a folder, some of them as they are going to be.

    Args:
        root: The project's folder, resolved.
        store: Keeps what was parsed, for the next run.
        shelf: Keeps what was read, for the next look of this run.
        files: Files as they are going to be, by path.
    """

    files: Mapping[Path, bytes] = field(default_factory=dict)

    def has(self, path: Path) -> bool:
        """Tell whether there is or will be something at a path.

        Args:
            path: A path below the folder.
        """
        return path in self.files or path.exists()

    def text(self, path: Path) -> str | Problem:
        """Return a file's text, or what keeps it from being read.

        Args:
            path: A path below the folder.
        """
        data = self.files.get(path)
        if data is not None:
            return decode(data, Place(self.name(path)))
        return Folder.text(self, path)

    def names_below(self, path: Path | str, but: Collection[str] = ()) -> Iterator[str]:
        """Yield the path of every YAML file below another as text.

        Args:
            path: A path below the folder.
            but: Names of folders directly in it that are passed over.
        """
        there = [Path(name) for name in Folder.names_below(self, path, but)]
        new = [
            file
            for file in self.files
            if file.is_relative_to(path)
            and file.suffix in {".yaml", ".yml"}
            and file not in there
            and file.relative_to(path).parts[0] not in but
        ]
        yield from map(str, sorted((*there, *new)))
