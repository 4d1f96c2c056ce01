"""Everything in a value that points elsewhere, found by the marks on the model's types."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec

from playbook.model.marks import Kind, Refers

Path = tuple[str | int, ...]
Found = tuple[Kind, str, Path]
_Walk = Callable[[Any, Path], Iterator[Found]]


def references(value: msgspec.Struct) -> Iterator[Found]:
    """Yield what a value refers to: its kind, its text and the path to it.

    Args:
        value: A struct of the model.
    """
    walk = _struct(type(value))
    if walk:
        yield from walk(value, ())


@cache
def _struct(type_: type[msgspec.Struct]) -> _Walk | None:
    """Return a walk over the fields of a struct that hold references, or nothing."""
    hints = typing.get_type_hints(type_, include_extras=True)
    inside = [
        (field.name, field.encode_name, walk)
        for field in msgspec.structs.fields(type_)
        if (walk := _walk(hints[field.name]))
    ]
    if not inside:
        return None

    def walk_struct(value: Any, path: Path) -> Iterator[Found]:
        if not isinstance(value, type_):
            return
        for name, written, walk in inside:
            inner = getattr(value, name)
            if inner is not None:
                yield from walk(inner, (*path, written))

    return walk_struct


def _walk(type_: Any) -> _Walk | None:
    if typing.get_origin(type_) is typing.Annotated:
        kinds = [mark.kind for mark in type_.__metadata__ if isinstance(mark, Refers)]
        return _leaf(kinds[0]) if kinds else _walk(type_.__origin__)
    origin = typing.get_origin(type_)
    if origin in (types.UnionType, typing.Union):
        return _union([walk for choice in typing.get_args(type_) if (walk := _walk(choice))])
    if origin is tuple:
        return _sequence(_walk(typing.get_args(type_)[0]))
    if origin is dict:
        return _mapping(_walk(typing.get_args(type_)[1]))
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return _struct(type_)
    return None


def _leaf(kind: Kind) -> _Walk:
    def walk(value: Any, path: Path) -> Iterator[Found]:
        if isinstance(value, str):
            yield kind, value, path

    return walk


def _union(walks: list[_Walk]) -> _Walk | None:
    if not walks:
        return None

    def walk(value: Any, path: Path) -> Iterator[Found]:
        for inner in walks:
            yield from inner(value, path)

    return walk


def _sequence(inner: _Walk | None) -> _Walk | None:
    if inner is None:
        return None

    def walk(value: Any, path: Path) -> Iterator[Found]:
        if isinstance(value, tuple):
            for at, item in enumerate(value):
                yield from inner(item, (*path, at))

    return walk


def _mapping(inner: _Walk | None) -> _Walk | None:
    if inner is None:
        return None

    def walk(value: Any, path: Path) -> Iterator[Found]:
        for key, item in value.items():
            yield from inner(item, (*path, key))

    return walk
