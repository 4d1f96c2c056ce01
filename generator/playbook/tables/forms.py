"""What a type of the model may hold, and where each part of it stands in flat tables."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook.model.marks import Kind, Refers
from playbook.model.organisation import Organisation, Supplier
from playbook.model.process import Process

ORDER: Final = "order"
"""Column that counts the rows of one list, from 1."""
KEY: Final = "key"
"""Column that holds the key of a row, such as the code of a criterion."""
VALUE: Final = "value"
"""Column that holds a row that is one text."""


WORK_LIST: Final = "open"
"""Table of what is open: evidence of criteria, with columns that only tell what is asked."""
EVIDENCE: Final = "processes.evidence"


@dataclass(frozen=True, slots=True)
class Form:
    """Say what a value may be; more than one of these when the type is a union.

    Args:
        word: Type of one word: a text, a number, a date, a list of codes.
        refers: Kind of thing that the word is the id of; empty when it is of none.
        struct: Struct with parts of its own.
        items: Form of the items, when it may be a list.
        inner: Form of the values, when it may be a mapping with keys that people choose.
    """

    word: Any = None
    refers: Kind | None = None
    struct: type[Struct] | None = None
    items: Form | None = None
    inner: Form | None = None

    @property
    def has_rows(self) -> bool:
        """Tell whether such a value can need rows of its own."""
        return self.items is not None or (self.inner is not None and self.inner.struct is not None)

    @property
    def row(self) -> Form:
        """Return the form of one row, of a value that has rows of its own."""
        return self.items or self.inner or self


@dataclass(frozen=True, slots=True)
class Root:
    """Name what an inventory begins with.

    Args:
        code: Code of its table.
        struct: Type of one row.
        key: Column of the tables below it that says to which row they belong; empty when
            there is one row only.
    """

    code: str
    struct: type[Struct]
    key: str


ROOTS: Final = (
    Root("organisation", Organisation, ""),
    Root("suppliers", Supplier, "supplier"),
    Root("processes", Process, "process"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """Lead from a row to the rows of a list or a mapping inside it.

    Args:
        path: Fields that lead there.
        form: Form of the whole list or mapping.
    """

    path: tuple[str, ...]
    form: Form

    @property
    def keyed(self) -> bool:
        """Tell whether its rows have keys that people choose, and no order."""
        return self.form.items is None


@dataclass(frozen=True, slots=True)
class Layout:
    """Say how a table hangs together with the model.

    Args:
        root: What it begins with.
        levels: The way from a row of the root to a row of this table.
    """

    root: Root
    levels: tuple[Level, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the columns that say where a row belongs."""
        if not self.levels:
            return ()
        first = (self.root.key,) if self.root.key else ()
        last = KEY if self.levels[-1].keyed else ORDER
        return (*first, *(level.path[-1] for level in self.levels[:-1]), last)

    @property
    def row(self) -> Form:
        """Return the form of one row."""
        return self.levels[-1].form.row if self.levels else Form(struct=self.root.struct)


@cache
def form(hint: Any) -> Form:
    """Return what a value of a type may be.

    Args:
        hint: The type, with marks.
    """
    found: dict[str, Any] = {}
    for choice, refers in _choices(hint, None):
        origin, inside = typing.get_origin(choice), typing.get_args(choice)
        if origin is tuple:
            found["items"] = form(inside[0])
        elif origin is dict:
            found["inner"] = form(inside[1])
        elif isinstance(choice, type) and issubclass(choice, Struct):
            found["struct"] = choice
        else:
            found |= {"word": choice, "refers": refers}
    return Form(**found)


def _choices(hint: Any, refers: Kind | None) -> Iterator[tuple[Any, Kind | None]]:
    """Yield the types of a union, without marks and without nothing."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        kinds = [mark.kind for mark in hint.__metadata__ if isinstance(mark, Refers)]
        yield from _choices(hint.__origin__, kinds[0] if kinds else refers)
    elif origin in (types.UnionType, typing.Union):
        for inner in typing.get_args(hint):
            yield from _choices(inner, refers)
    elif hint is not types.NoneType:
        yield hint, refers


@cache
def fields(struct: type[Struct]) -> dict[str, tuple[str, Form]]:
    """Return the attribute and the form of each field, by the key that the inventory writes.

    Args:
        struct: A struct of the model.
    """
    return {
        field.encode_name: (field.name, form(field.type))
        for field in msgspec.structs.fields(struct)
    }


@cache
def below(start: Form, column: str) -> tuple[tuple[str, ...], Form] | None:
    """Return the path to what a column holds, and its form; nothing for an unknown column.

    Args:
        start: Form of a row.
        column: Code of the column: fields, keys and languages with dots between them.
    """
    if start.struct is None:
        head, _, rest = column.partition(".")
        if head != VALUE or (rest and start.inner is None):
            return None
        return ((rest,), start.inner) if rest and start.inner else ((), start)
    path = tuple(column.split("."))
    here: Form | None = start
    for part in path:
        here = _inside(here, part) if here else None
    return (path, here) if here else None


def _inside(here: Form, part: str) -> Form | None:
    if here.struct and part in fields(here.struct):
        return fields(here.struct)[part][1]
    return here.inner if here.inner and not here.inner.struct else None


@cache
def layout(code: str) -> Layout | None:
    """Return how a table hangs together with the model; nothing when there is no such table.

    Args:
        code: Code of the table, such as ``processes.kpis``.
    """
    first, *rest = (EVIDENCE if code == WORK_LIST else code).split(".")
    root = next((root for root in ROOTS if root.code == first), None)
    if root is None:
        return None
    levels: list[Level] = []
    here: Form = Form(struct=root.struct)
    path: list[str] = []
    for part in rest:
        known = fields(here.struct) if here.struct else {}
        if part not in known:
            return None
        here = known[part][1]
        path.append(part)
        if here.has_rows:
            levels.append(Level(tuple(path), here))
            here, path = here.row, []
    return None if path else Layout(root, tuple(levels))


def layouts() -> Iterator[tuple[str, Layout]]:
    """Yield every table that an inventory can have, with its code."""
    for root in ROOTS:
        yield root.code, Layout(root, ())
        yield from _layouts(root.code, Form(struct=root.struct), root, (), ())


def _layouts(
    code: str, here: Form, root: Root, levels: Sequence[Level], path: tuple[str, ...]
) -> Iterator[tuple[str, Layout]]:
    for part, (_, inner) in (fields(here.struct) if here.struct else {}).items():
        way = (*path, part)
        if inner.has_rows:
            found = (*levels, Level(way, inner))
            yield f"{code}.{part}", Layout(root, found)
            yield from _layouts(f"{code}.{part}", inner.row, root, found, ())
        elif inner.struct:
            yield from _layouts(f"{code}.{part}", inner, root, levels, way)
