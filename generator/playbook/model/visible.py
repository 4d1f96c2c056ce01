"""Who may see which field, read from the marks on the model's types."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from playbook.model.marks import Visibility


class Part(Struct, frozen=True):
    """One field of a struct of the model.

    Args:
        name: Its attribute.
        written: Its key, as the inventory writes it.
        visibility: Who may see it.
        hint: Its type, with the marks.
        needed: Whether the struct cannot be without it.
    """

    name: str
    written: str
    visibility: Visibility
    hint: Any
    needed: bool


@cache
def parts(struct: type[Struct]) -> tuple[Part, ...]:
    """Return the fields of a struct, each with who may see it.

    Args:
        struct: A struct of the model.

    Raises:
        TypeError: A field has no mark, or more than one.
    """
    return tuple(
        Part(
            field.name,
            field.encode_name,
            _visibility(struct, field.name, field.type),
            field.type,
            field.required,
        )
        for field in msgspec.structs.fields(struct)
    )


def _visibility(struct: type[Struct], name: str, hint: Any) -> Visibility:
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, msgspec.Meta)]
    found: list[Visibility] = [
        mark.extra["visibility"] for mark in marks if mark.extra and "visibility" in mark.extra
    ]
    if len(found) != 1:
        raise TypeError(
            f"mark {struct.__name__}.{name} shareable, conditional or internal, once: "
            "without a mark nobody knows who may see it"
        )
    return found[0]


def structs_in(hint: Any) -> Iterator[type[Struct]]:
    """Yield the structs that a value of a type may hold directly.

    Args:
        hint: The type, with marks.
    """
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        if issubclass(hint, Struct):
            yield hint
        return
    for inner in typing.get_args(hint):
        yield from structs_in(inner)


def require_marks(*roots: type[Struct]) -> None:
    """Refuse types of which a field, however deep, does not say who may see it.

    Args:
        roots: The structs to begin with.

    Raises:
        TypeError: A field has no mark, or more than one.
    """
    seen: set[type[Struct]] = set()
    waiting = list(roots)
    while waiting:
        struct = waiting.pop()
        if struct not in seen:
            seen.add(struct)
            waiting += (inner for part in parts(struct) for inner in structs_in(part.hint))


@cache
def fields(struct: type[Struct]) -> dict[str, Visibility]:
    """Return who may see each field below a struct, by its dotted name.

    A field inside another is never easier to see than the one around it. Lists are left out of
    the name: ``kpis.target`` is the target of every measure.

    Args:
        struct: The struct to begin with.
    """
    found: dict[str, Visibility] = {}
    _gather(struct, "", "shareable", found)
    return found


_ORDER: dict[Visibility, int] = {"shareable": 0, "conditional": 1, "internal": 2}


def _gather(
    struct: type[Struct], before: str, around: Visibility, found: dict[str, Visibility]
) -> None:
    for part in parts(struct):
        dotted = f"{before}{part.written}"
        found[dotted] = max(part.visibility, around, key=_ORDER.__getitem__)
        for inner in structs_in(part.hint):
            _gather(inner, f"{dotted}.", found[dotted], found)
