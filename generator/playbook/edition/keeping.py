"""Keeping of a value what may be seen of it, by the marks on the model's types."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar

from msgspec import Struct

from playbook.edition.lens import Lens
from playbook.model.activity import HandOff
from playbook.model.marks import Kind, Refers
from playbook.model.organisation import System
from playbook.model.process import Flow
from playbook.model.visible import parts

S = TypeVar("S", bound=Struct)
_Keep = Callable[[Lens, Any, str], Any]
"""From who looks, a value and its dotted name to what may be seen of it, or nothing."""

_PARTIES: Final = {(struct, name) for struct in (HandOff, Flow) for name in ("from", "to")}
"""Texts that may be the id of a unit, department, role or system."""


def keep(lens: Lens, value: S, name: str) -> S | None:
    """Return what may be seen of a struct; nothing when nothing of it may.

    What is left over when the rest is taken away has to look like what was never filled in, so
    an empty struct is nothing, and so is one that lost a field that it cannot be without.

    Args:
        lens: Who looks.
        value: The struct.
        name: Its dotted name, ending in a point; empty for a process.
    """
    struct = type(value)
    made: dict[str, Any] = {}
    for part, keep_part in _keepers(struct):
        inner, dotted = getattr(value, part.name), f"{name}{part.written}"
        if inner is None or part.visibility == "internal" or not lens.sees(dotted):
            continue
        kept = keep_part(lens, inner, dotted)
        if (struct, part.written) in _PARTIES:
            kept = lens.party(kept)
        if kept is not None:
            made[part.name] = kept
    if isinstance(value, System):
        made["name"] = lens.system_name(value.name, value.category)
        if made["name"] is None:
            return None
    whole = all(part.name in made for part, _ in _keepers(struct) if part.needed)
    return struct(**made) if made and whole else None


@cache
def _keepers(struct: type[Struct]) -> tuple[tuple[Any, _Keep], ...]:
    return tuple((part, _keeper(part.hint)) for part in parts(struct))


def _keeper(hint: Any) -> _Keep:
    """Return what keeps values of one type."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    keeper: _Keep = _as_it_is
    if origin is typing.Annotated:
        kinds = [mark.kind for mark in hint.__metadata__ if isinstance(mark, Refers)]
        keeper = _reference(kinds[0]) if kinds else _keeper(hint.__origin__)
    elif origin in (types.UnionType, typing.Union):
        keeper = _union([(_class(choice), _keeper(choice)) for choice in inside])
    elif origin is tuple:
        keeper = _sequence(_keeper(inside[0]))
    elif origin is dict:
        keeper = _by_language if inside[1] is str else _mapping(_keeper(inside[1]))
    elif isinstance(hint, type) and issubclass(hint, Struct):
        keeper = _struct
    elif hint is str:
        keeper = _text
    return keeper


def _as_it_is(_lens: Lens, value: Any, _name: str) -> Any:
    return value


def _struct(lens: Lens, value: Any, name: str) -> Any:
    return keep(lens, value, f"{name}.")


def _text(lens: Lens, value: Any, _name: str) -> Any:
    return lens.text(value)


def _reference(kind: Kind) -> _Keep:
    return lambda lens, value, _name: lens.refer(kind, value)


def _class(hint: Any) -> type:
    """Return the class of the values of a type."""
    if typing.get_origin(hint) is typing.Annotated:
        return _class(hint.__origin__)
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return str
    found = origin or hint
    return found if isinstance(found, type) else type(None)


def _union(choices: list[tuple[type, _Keep]]) -> _Keep:
    def keep_one(lens: Lens, value: Any, name: str) -> Any:
        for class_, keeper in choices:
            if isinstance(value, class_):
                return keeper(lens, value, name)
        return None

    return keep_one


def _sequence(keeper: _Keep) -> _Keep:
    def keep_all(lens: Lens, value: Any, name: str) -> Any:
        kept = tuple(item for one in value if (item := keeper(lens, one, name)) is not None)
        # An empty list says that there is none; a list of which all is withheld says nothing.
        return kept if kept or not value else None

    return keep_all


def _mapping(keeper: _Keep) -> _Keep:
    def keep_all(lens: Lens, value: Any, name: str) -> Any:
        made = {key: keeper(lens, item, name) for key, item in value.items()}
        kept = {key: item for key, item in made.items() if item is not None}
        return kept if kept or not value else None

    return keep_all


def _by_language(lens: Lens, value: Any, _name: str) -> Any:
    return {language: lens.text(text, language) for language, text in value.items()}
