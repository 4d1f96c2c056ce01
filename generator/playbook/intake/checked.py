"""What a sheet says of a process, held against the types of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playbook.intake.cells import Source
from playbook.intake.leaves import grown, said
from playbook.intake.merge import PROCESS, laid
from playbook.intake.records import Given, Path, Record
from playbook.load.convert import convert
from playbook.model.places import pack
from playbook.problems import Problem
from playbook.tables.forms import Form


def check(record: Record, ident: str) -> Iterator[Problem]:
    """Yield what is wrong with the values of a record, and take those out of it.

    Args:
        record: What a sheet says of one process.
        ident: Id of the process.
    """
    base = {"id": ident, "name": "-"}
    yield from check_values(record.values, record.sheet, PROCESS, base)


def check_values(
    values: dict[Path, Given], source: Source, form: Form, base: dict[str, str]
) -> Iterator[Problem]:
    """Yield what is wrong with values, and take those out.

    Args:
        values: What a sheet says, by path.
        source: Where it stands.
        form: What the whole may be.
        base: Fields that are known already.
    """
    while values:
        given = grown(values)
        whole = {**base, **said(laid(given, form))}
        value, found = convert(whole, form.struct, _places(given), "")
        if value is not None:
            return
        spots = set()
        for problem in found:
            spot = problem.place.line, problem.place.column - 1
            spots.add(spot)
            yield source.problem(spot, problem.what, problem.instead)
        wrong = [path for path, (_, spot) in values.items() if spot in spots]
        for path in wrong or [*values]:
            del values[path]


def _places(given: Any) -> Any:
    """Return packed places, in which a cell stands for a line and a column."""
    if isinstance(given, tuple):
        row, column = given[1]
        return pack(row - 1, column)
    inside: Any
    if isinstance(given, dict):
        inside = {key: _places(value) for key, value in given.items()}
        first = next(iter(inside.values()))
    else:
        inside = [_places(value) for value in given]
        first = inside[0]
    return [first if isinstance(first, int) else first[0], inside]
