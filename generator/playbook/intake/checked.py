"""What a sheet says of a process, held against the types of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playbook.intake.leaves import grown, said
from playbook.intake.merge import PROCESS, laid
from playbook.intake.records import Record
from playbook.load.convert import convert
from playbook.model.places import pack
from playbook.model.process import Process
from playbook.problems import Problem


def check(record: Record, ident: str) -> Iterator[Problem]:
    """Yield what is wrong with the values of a record, and take those out of it.

    Args:
        record: What a sheet says of one process.
        ident: Id of the process.
    """
    while record.values:
        given = grown(record.values)
        values = {"id": ident, "name": "-", **said(laid(given, PROCESS))}
        value, found = convert(values, Process, _places(given), "")
        if value is not None:
            return
        spots = set()
        for problem in found:
            spot = problem.place.line, problem.place.column - 1
            spots.add(spot)
            yield record.sheet.problem(spot, problem.what, problem.instead)
        left = {
            path: given
            for path, given in record.values.items()
            if not given or given[1] not in spots
        }
        record.values = left if len(left) < len(record.values) else {}


def _places(given: Any) -> Any:
    """Return packed places, in which a cell stands for a line and a column."""
    if isinstance(given, tuple):
        row, column = given[1]
        return pack(row - 1, column)
    inside: Any
    if not given:
        return pack(0, 0)
    if isinstance(given, dict):
        inside = {key: _places(value) for key, value in given.items()}
        first = next(iter(inside.values()))
    else:
        inside = [_places(value) for value in given]
        first = inside[0]
    return [first if isinstance(first, int) else first[0], inside]
