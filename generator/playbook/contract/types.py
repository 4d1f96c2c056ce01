"""Types of what a template can name, as far as the annotations of contexts tell them."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from msgspec import Struct

Type = Any
"""One of the classes below, or a plain class such as `str`; `UNKNOWN` when nothing is known."""
UNKNOWN: Final = object()


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of values of one type.

    Args:
        item: Their type.
    """

    item: Type


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed number of values, each of its own type.

    Args:
        items: Their types.
    """

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key.

    Args:
        key: Type of the keys.
        value: Type of the values.
    """

    key: Type
    value: Type


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of one of several types.

    Args:
        types: The types.
    """

    types: tuple[Type, ...]


@dataclass(frozen=True, eq=False)
class Record:
    """Values by name that no class describes, such as the words of the interface.

    Args:
        name: What it is called in a message.
        attributes: The type of each, by name.
    """

    name: str
    attributes: Mapping[str, Type]


@dataclass(frozen=True, eq=False)
class Result:
    """Something to call.

    Args:
        of: Given the types of the arguments, by place and by name, returns that of the result.
    """

    of: Callable[[Sequence[Type], Mapping[str, Type]], Type]


@cache
def read(annotation: Any) -> Type:
    """Return the type that an annotation means.

    Args:
        annotation: The annotation, with its names resolved.
    """
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return read(inner[0])
    if origin in (typing.Union, types.UnionType):
        return one_of(read(choice) for choice in inner)
    if origin is typing.Literal:
        return one_of(type(choice) for choice in inner)
    if isinstance(origin, type):
        return _collection(origin, inner)
    return annotation if isinstance(annotation, type) else UNKNOWN


def _collection(origin: type, inner: tuple[Any, ...]) -> Type:
    if issubclass(origin, Mapping):
        return Table(*map(read, inner))
    if origin is tuple and inner[-1] is not Ellipsis:
        return Fixed(tuple(read(item) for item in inner))
    return Several(read(inner[0])) if issubclass(origin, Iterable) else UNKNOWN


def one_of(choices: Iterable[Type]) -> Type:
    """Return the type of a value that has one of several.

    Args:
        choices: The types; that of nothing is left out where there are others.
    """
    flat: list[Type] = []
    for choice in choices:
        flat += choice.types if isinstance(choice, OneOf) else [choice]
    if UNKNOWN in flat:
        return UNKNOWN
    kept = list(dict.fromkeys(choice for choice in flat if choice is not types.NoneType))
    if len(kept) == 1:
        return kept[0]
    return OneOf(tuple(kept)) if kept else types.NoneType


def attributes(type_: Type) -> Mapping[str, Type] | None:
    """Return what can stand behind a point, by name; nothing when that is not known.

    Args:
        type_: Type of what stands before it.
    """
    if isinstance(type_, Record):
        return type_.attributes
    if isinstance(type_, Table):
        return {
            "items": _gives(Several(Fixed((type_.key, type_.value)))),
            "keys": _gives(Several(type_.key)),
            "values": _gives(Several(type_.value)),
            "get": Result(lambda _given, _named: type_.value),
        }
    if isinstance(type_, type):
        return _of_class(type_)
    return {} if isinstance(type_, Several | Fixed) else None


def _gives(type_: Type) -> Result:
    return Result(lambda _given, _named: type_)


@cache
def _of_class(class_: type) -> Mapping[str, Type]:
    found: dict[str, Type] = {name: UNKNOWN for name in dir(class_) if not name.startswith("_")}
    if issubclass(class_, Struct):
        found |= {name: read(hint) for name, hint in typing.get_type_hints(class_).items()}
    for name, value in vars(class_).items():
        if isinstance(value, property) and value.fget and not name.startswith("_"):
            found[name] = read(typing.get_type_hints(value.fget).get("return", Any))
    return found


def element(type_: Type) -> Type:
    """Return the type of what a loop over a value gives.

    Args:
        type_: Type of the value.
    """
    if isinstance(type_, Several):
        return type_.item
    if isinstance(type_, Fixed):
        return one_of(type_.items)
    if isinstance(type_, Table):
        return type_.key
    if isinstance(type_, OneOf):
        return one_of(element(choice) for choice in type_.types)
    return str if type_ is str else UNKNOWN


def item(type_: Type, at: Any) -> Type:
    """Return the type of one item of a value.

    Args:
        type_: Type of the value.
        at: Its place, or nothing when that is only known later.
    """
    if isinstance(type_, Fixed) and isinstance(at, int) and -len(type_.items) <= at:
        return type_.items[at] if at < len(type_.items) else UNKNOWN
    if isinstance(type_, Table):
        return type_.value
    if isinstance(type_, Record) and isinstance(at, str):
        return type_.attributes.get(at, UNKNOWN)
    return element(type_) if isinstance(type_, Several | Fixed) else UNKNOWN


def called(type_: Type) -> str:
    """Return what a type is called in a message.

    Args:
        type_: The type.
    """
    if isinstance(type_, Record):
        return type_.name
    if isinstance(type_, Several | Fixed):
        return "a list"
    if isinstance(type_, type):
        return {"str": "a text", "Markup": "a text", "int": "a number", "bool": "yes or no"}.get(
            type_.__name__, f"a {type_.__name__}"
        )
    return "this"
