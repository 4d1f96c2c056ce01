"""Where what is declared goes: the program's own table, or that of a project's extensions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Tables(Generic[T]):
    """Put each declaration into the innermost table that is open; no name is in two of them.

    Args:
        what: What is declared, as a person would say it.
        own: The program's own table, when it declares some itself.
    """

    def __init__(self, what: str, *own: dict[str, T]) -> None:
        self.what = what
        self._open = list(own)

    @contextmanager
    def into(self, table: dict[str, T]) -> Iterator[None]:
        """Let what is declared meanwhile go into a table.

        Args:
            table: The table.
        """
        self._open.append(table)
        try:
            yield
        finally:
            self._open.pop()

    def declare(self, name: str, item: T) -> None:
        """Put a declaration into the innermost table; without one it is nobody's.

        Args:
            name: Its code or name.
            item: What is declared.

        Raises:
            ValueError: The name is taken.
        """
        if any(name in table for table in self._open):
            raise ValueError(f"{self.what} {name} is declared twice")
        if self._open:
            self._open[-1][name] = item
