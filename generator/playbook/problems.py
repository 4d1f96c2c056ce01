"""What is wrong with the input, as values with a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Point at one value in a file.

    Args:
        file: Path relative to the project, with forward slashes.
        line: Line, counted from 1; 0 when the file as a whole is meant.
        column: Column in characters, counted from 1; 0 when not known.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write the place as ``file:line:column``, leaving out what is not known."""
        if not self.line:
            return self.file
        if not self.column:
            return f"{self.file}:{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Say what cannot be understood, where, and what to write instead.

    Args:
        place: Where the value stands.
        what: What is wrong, as its reader would say it.
        instead: What to write or do instead.
        code: Short lasting code of this sort of problem.
        severity: An error keeps a site from being built; a warning does so on request.
    """

    place: Place
    what: str
    instead: str
    code: str = field(default="", compare=False)
    severity: Severity = field(default="error", compare=False)

    def __str__(self) -> str:
        """Write the problem on one line, place first."""
        return f"{self.place}: {self.what}; {self.instead}"


class Unusable(Exception):
    """Stop because the input cannot be used; carries every problem that was found.

    Args:
        problems: The problems, in any order.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
