"""Inventories of every shape that the model allows, made from its types alone."""

from __future__ import annotations

import datetime
import functools
import types
import typing
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from playbook.load import notation
from playbook.model.inventory import Inventory
from playbook.model.marks import Refers
from playbook.model.organisation import Organisation, Supplier
from playbook.model.places import locate
from playbook.model.process import Process
from playbook.model.processes import Filed, Processes
from playbook.model.scalars import Duration, Money, Percentage, Quantity

NOWHERE = locate("nowhere.yaml", 0)
ODD = [
    "", " ", "\n", '""', "{}", "[]", "(geen)", "(None)", "\\[]", "\\\\{}", "=1+1", "'=1+1", "''-x",
    "+31 20 123", "-", "- a\n- b", "@x", "\t=x", "＝1", "007", "1e5", "1.250", "true", "NEE", "no",
    "2026-03-01", "31-12-2026", "14%", "null", "~", "a;b", "a; b;", ";", "a\nb", "a\r\nb", "\r",
    "_x000D_", "_x005F_x000A_", "_x0041_x0042_", "\x00", "\x07bel", "\ufffe", "\u2028",
    "a" * 40_000, "é" * 16_001, "😀" * 16_500, " both ",
    "ends\n", "a,b", 'say "x"', "<b>&amp;</b>", "\ufeffx", "sep=;", "\u00a0=1",
    "#N/A", "#REF!", "x:y", "name.nl", "+2",
]  # fmt: skip
"""Texts that somebody's spreadsheet, parser or notation would take for something else."""
texts = st.sampled_from(ODD) | st.text(max_size=12) | st.text("ab;\n'=\\_x0D \"", max_size=8)
floats = st.floats(allow_nan=False, allow_infinity=False)


def _read(how: Any, written: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Make what the loader would make of a text, and nothing else."""

    def read(text: str) -> Any:
        try:
            return how(text)
        except notation.Misread:
            return None

    return written.map(read).filter(lambda value: value is not None)


numbers = st.decimals(0, 10**9, allow_nan=False, places=4).map(lambda number: format(number, "f"))
short = st.integers(0, 999).map(str) | numbers | st.sampled_from(["1250", "0,125", "1.2500", "-3"])
WORDS: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(0, 10**15),
    float: floats,
    datetime.date: st.dates(),
    Percentage: st.floats(0, 1).map(Percentage),
    Duration: st.builds(
        Duration,
        st.floats(0, 1e6) | st.integers(0, 99).map(float),
        st.sampled_from(["minute", "hour", "day", "week", "month", "year"]),
    ),
    Money: st.builds(
        Money,
        st.decimals(-(10**9), 10**9, allow_nan=False, places=2)
        | st.sampled_from([Decimal("1.25")]),
        st.from_regex(r"\A[A-Z]{3}\Z"),
    ),
    Quantity: st.builds(Quantity, floats, st.just("%"))
    | _read(
        notation.quantity,
        st.builds("{} {}".format, short, st.sampled_from(["%", "d", "EUR", "zaken"]) | texts),
    ),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a type of the model."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _annotated(hint)
    if origin in (types.UnionType, typing.Union):
        return st.one_of(*(of(choice) for choice in inside if choice is not type(None)))
    if origin is tuple:
        return st.lists(of(inside[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(of(inside[0]), of(inside[1]), max_size=3)
    if origin is typing.Literal:
        return st.sampled_from(inside)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return structs(hint)
    return WORDS[hint]


def _annotated(hint: Any) -> st.SearchStrategy[Any]:
    for mark in hint.__metadata__:
        if isinstance(mark, Refers) and mark.kind not in ("link", "file"):
            return st.sampled_from(["a", "role-b"]) | texts
        if pattern := getattr(mark, "pattern", None):
            most = mark.max_length or 1000
            made = st.from_regex(rf"\A{pattern[1:-1]}\Z")
            return made.filter(functools.partial(_no_longer, most))
    return of(hint.__origin__)


@st.composite
def structs(draw: st.DrawFn, struct: type[msgspec.Struct], most: int = 4) -> Any:
    """Make a struct with what it needs and a few of its other fields, whichever."""
    fields = msgspec.structs.fields(struct)
    optional = [field.name for field in fields if not field.required]
    chosen = (
        draw(st.lists(st.sampled_from(optional), unique=True, max_size=most)) if optional else []
    )
    return struct(
        **{
            field.name: draw(of(field.type))
            for field in fields
            if field.required or field.name in chosen
        }
    )


def _no_longer(most: int, text: str) -> bool:
    return len(text) <= most


def _by_id(values: list[Any]) -> tuple[Any, ...]:
    return tuple({value.id: value for value in values}.values())


def _filed(processes: list[Process]) -> Processes:
    return Processes([Filed.of(_by_id(processes), {})])


def inventories() -> st.SearchStrategy[Inventory]:
    """Make inventories: an organisation, suppliers and processes with ids of their own."""
    return st.builds(
        Inventory,
        id=st.just("x"),
        organisation=structs(Organisation),
        suppliers=st.lists(structs(Supplier), max_size=3).map(_by_id),
        processes=st.lists(structs(Process, most=8), max_size=4).map(_filed),
        organisation_places=st.just(NOWHERE),
    )
