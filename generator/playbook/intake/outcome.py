"""What became of each row, and of the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from playbook.intake.cells import Source
from playbook.intake.merge import Difference
from playbook.problems import Problem

Status = Literal["new", "changed", "unchanged", "skipped"]


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one row.

    Args:
        sheet: The sheet.
        row: Number of the row.
        process: Id of the process; empty when it is none.
        status: Whether it was taken.
        why: What changed, or why it was not taken.
    """

    sheet: Source
    row: int
    process: str
    status: Status
    why: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One value on which a sheet and the inventory did not agree.

    Args:
        process: Id of the process.
        sheet: The sheet.
        difference: What differs, and what becomes of it.
    """

    process: str
    sheet: Source
    difference: Difference

    @property
    def place(self) -> str:
        """Return where the cell stands."""
        return self.sheet.place(*self.difference.spot)


@dataclass(slots=True)
class Outcome:
    """Hold what an import did, or would do.

    Args:
        lines: What became of each row.
        differences: Values on which the sheet and the inventory differed.
        problems: Cells that could not be understood.
        made: Names of departments, units, roles, systems and data that are new, by what they are.
        files: Files that are written, from the project's folder.
        missing: Processes of the last import that the sheet no longer has.
    """

    lines: list[Line] = field(default_factory=list)
    differences: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    made: dict[str, dict[str, str]] = field(default_factory=dict)
    files: Sequence[str] = ()
    missing: Sequence[str] = ()

    def count(self, status: Status) -> int:
        """Return how many processes have a status; a row that was skipped counts by itself.

        Args:
            status: The status.
        """
        lines = [line for line in self.lines if line.status == status]
        return len(lines) if status == "skipped" else len({line.process for line in lines})

    @property
    def several(self) -> dict[str, list[int]]:
        """Return the rows of each process that has more than one."""
        rows: dict[str, list[int]] = {}
        for line in self.lines:
            if line.process:
                rows.setdefault(line.process, []).append(line.row)
        return {ident: numbers for ident, numbers in rows.items() if len(numbers) > 1}

    @property
    def conflicts(self) -> list[Told]:
        """Return what the sheet and the inventory both changed."""
        return [found for found in self.differences if found.difference.kind == "conflict"]
