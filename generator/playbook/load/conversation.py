"""Reading what was handed over, and what suppliers answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from playbook.load.files import Folder
from playbook.model.conversation import Answer, HandedOver
from playbook.problems import Place, Problem

HANDED_OVER: Final = "handed-over.yaml"
ANSWERS: Final = "answers"


class Conversation:
    """Read what is said between an organisation and its suppliers.

    Args:
        folder: The project's folder.
        path: The organisation's folder.
    """

    def __init__(self, folder: Folder, path: Path) -> None:
        self.folder, self.path = folder, path
        self.problems: list[Problem] = []

    def handed(self) -> tuple[HandedOver, ...]:
        """Return what was handed over, the first first."""
        path = self.path / HANDED_OVER
        return self._read(path, tuple[HandedOver, ...]) if path.exists() else ()

    def answers(self, suppliers: Collection[str]) -> dict[str, tuple[Answer, ...]]:
        """Return what each supplier answered, the first first.

        Args:
            suppliers: Ids of the suppliers that there are.
        """
        made = {}
        for path in self.files():
            made[path.stem] = self._read(path, tuple[Answer, ...])
            if path.stem not in suppliers:
                self.problems.append(
                    Problem(
                        Place(self.folder.name(path)),
                        f"there is no supplier “{path.stem}”",
                        "give the file the id of a supplier in suppliers.yaml",
                        "R01",
                    )
                )
        return made

    def files(self) -> Iterator[Path]:
        """Yield every file of answers."""
        folder = self.path / ANSWERS
        if folder.is_dir():
            yield from (
                path for path in sorted(folder.iterdir()) if path.suffix in (".yaml", ".yml")
            )

    def _read(self, path: Path, type_: Any) -> tuple[Any, ...]:
        read = self.folder.read(path, type_)
        self.problems += read.problems
        return read.value or ()
