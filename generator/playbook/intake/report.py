"""What became of every row, as a file to open, to sort or to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from playbook import cells
from playbook.intake.outcome import Outcome

COLUMNS: Final = ("sheet", "cell", "process", "what", "field", "file", "sheet says", "why")


def as_csv(outcome: Outcome) -> bytes:
    """Return a report as plain text that Excel opens; no cell of it is a formula.

    Args:
        outcome: What an import did.
    """
    rows = [COLUMNS, *_rows(outcome)]
    return cells.as_csv(([cells.safe(cell) for cell in row] for row in rows), ";")


def as_json(outcome: Outcome) -> bytes:
    """Return a report for other programs.

    Args:
        outcome: What an import did.
    """
    made = {
        "rows": [dict(zip(COLUMNS, row, strict=True)) for row in _rows(outcome)],
        "counts": {
            **{
                status: outcome.count(status)
                for status in ("new", "changed", "unchanged", "skipped")
            },
            "problems": len(outcome.problems),
            "conflicts": len(outcome.conflicts),
        },
        "new": outcome.made,
        "missing": list(outcome.missing),
        "files": list(outcome.files),
    }
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def _rows(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for line in outcome.lines:
        sheet, cell = _parted(line.sheet.place(line.row, 0))
        yield sheet, cell.lstrip("A"), line.process, line.status, "", "", "", line.why
    for told in outcome.differences:
        sheet, cell = _parted(told.place)
        said = told.difference
        yield sheet, cell, told.process, said.kind, said.field, said.file, said.sheet, ""
    for problem in outcome.problems:
        sheet, cell = _parted(problem.place.file)
        yield sheet, cell, "", "not read", "", "", "", f"{problem.what}; {problem.instead}"


def _parted(place: str) -> tuple[str, str]:
    """Return the sheet and the cell of a place such as ``processes.xlsx:Sheet1!C14``."""
    sheet, _, cell = place.rpartition(":")[2].rpartition("!")
    return sheet, cell
