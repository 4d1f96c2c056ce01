"""What a function may look at, read from its own code.

A judgement that names no field cannot change with it. That is how a change of one field is
judged again without judging everything again, and without running anything to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

EVERYTHING: Final = "*"
"""Stands for every name: the function may reach fields that its code does not name."""
_BLIND: Final = frozenset(("vars", "__dict__", "__struct_fields__", "fields", "asdict", "astuple"))


def names_in(function: Callable[..., Any], types: Iterable[type]) -> frozenset[str]:
    """Return every name that a function, or whatever it calls, may use to look something up.

    Too many names do no harm; a missing one would. So texts count as names, for ``getattr``,
    and so do the names of every property or method that is called by one of these names.

    Args:
        function: The function.
        types: Types of the values that it gets, for their properties and methods.
    """
    methods: dict[str, list[Callable[..., Any]]] = {}
    for type_ in types:
        for name, value in vars(type_).items():
            inner = value.fget if isinstance(value, property) else value
            inner = inner.func if isinstance(inner, cached_property) else inner
            if isinstance(inner, FunctionType):
                methods.setdefault(name, []).append(inner)
    found: set[str] = set()
    waiting: list[Callable[..., Any]] = [function]
    seen = {function}
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType):
            return frozenset((EVERYTHING,))
        named = frozenset(_named(one.__code__))
        found |= named
        further = [each for name in named for each in methods.get(name, ())]
        further += [each for each in _called(one, named) if each not in further]
        waiting += [each for each in further if each not in seen]
        seen.update(further)
        found |= {text for value in _values(one, named) for text in _texts(value)}
    return frozenset((EVERYTHING,)) if found & _BLIND else frozenset(found)


def _named(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named(constant)
        else:
            yield from _texts(constant)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list, set, frozenset, dict)):
        for item in value:
            yield from _texts(item)


def _values(function: FunctionType, named: Iterable[str]) -> Iterator[object]:
    """Yield what a function finds around itself: globals, and what it was made with."""
    around = function.__globals__
    yield from (around[name] for name in named if name in around)
    for cell in function.__closure__ or ():
        yield cell.cell_contents
    yield from function.__defaults__ or ()


def _called(function: FunctionType, named: frozenset[str]) -> Iterator[FunctionType]:
    for value in _values(function, named):
        if isinstance(value, FunctionType):
            yield value
        elif isinstance(value, ModuleType):
            inside = (getattr(value, name, None) for name in named)
            yield from (each for each in inside if isinstance(each, FunctionType))
