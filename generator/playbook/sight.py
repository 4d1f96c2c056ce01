"""What a function may look at, read from its own code.

A judgement that names no field cannot change with it. That is how a change of one field is
judged again without judging everything again, and without running anything to find out.
A judgement is taken to be made from what its function is given, and from nothing that it kept.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import takewhile
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, Final

EVERYTHING: Final = "*"
"""Stands for every name: the function may reach fields that its code does not name."""
_BLIND: Final = frozenset(
    (
        *("vars", "__dict__", "__struct_fields__", "fields", "asdict", "astuple"),
        *("locals", "f_locals", "eval", "exec"),
        *("format", "format_map", "__import__", "import_module", "getmembers"),
    )
)
_LOAD: Final = ("LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW")
_LOOK: Final = ("LOAD_ATTR", "LOAD_METHOD")
_FORGET: Final = ("STORE_FAST", "DELETE_FAST")
_IMPORT: Final = dis.opmap["IMPORT_NAME"]
_OURS: Final = frozenset(("playbook", "msgspec"))
_ELSEWHERE: Final = frozenset((*dis.hasname, *dis.hasconst))
"""Instructions that speak of other names than those of arguments and variables."""


def names_in(function: Callable[..., Any], types: tuple[type, ...]) -> frozenset[str]:
    """Return every name that a function, or whatever it calls, may use to look something up.

    Too many names do no harm; a missing one would. So texts count as names, for ``getattr``,
    and so do the names of every property or method that is called by one of these names.

    Args:
        function: The function.
        types: Types of the values that it gets, for their properties and methods.
    """
    methods = _methods(types)
    found: set[str] = set()
    waiting = [function]
    seen = {function}
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType):
            return frozenset((EVERYTHING,))
        named = frozenset(_named(one.__code__))
        found |= named
        further = [each for name in named for each in methods.get(name, ())]
        called = list(_called(one, named))
        if not all(isinstance(each, FunctionType) for each in called):
            return frozenset((EVERYTHING,))
        further += [each for each in called if each not in further]
        waiting += [each for each in further if each not in seen]
        seen.update(further)
        found |= {text for value in _values(one, named) for text in _texts(value)}
    return frozenset((EVERYTHING,)) if found & _BLIND else frozenset(found)


def heads_in(
    function: Callable[..., Any], types: tuple[type, ...], way: tuple[str, ...] = ()
) -> frozenset[str] | None:
    """Return every name that a function looks up on what it is given itself, not further inside.

    Nothing is returned when the function may do anything else with it: hand it on, keep it, or
    call it by another name.

    Args:
        function: The function.
        types: Types of the values that it gets, for their properties and methods.
        way: Attributes that lead from its first argument to what it is given.
    """
    methods = _methods(types)
    found: set[str] = set()
    waiting = [(function, way)]
    seen = set(waiting)
    while waiting:
        looked = _looked_up(*waiting.pop(), methods)
        if looked is None:
            return None
        found |= looked
        further = {(each, ()) for name in looked for each in methods.get(name, ())} - seen
        waiting += further
        seen |= further
    return frozenset(found)


def _looked_up(
    function: Callable[..., Any], way: tuple[str, ...], methods: Mapping[str, object]
) -> set[str] | None:
    """Return what is looked up at the end of a way, by the instructions of one function."""
    code = function.__code__ if isinstance(function, FunctionType) else None
    if code is None or not code.co_argcount:
        return None
    mine, found = code.co_varnames[0], set[str]()
    steps = list(dis.get_instructions(code))
    for at, step in enumerate(steps):
        # Later versions of Python have instructions for two variables at once.
        named = step.argval if isinstance(step.argval, tuple) else (step.argval,)
        if mine not in named or step.opcode in _ELSEWHERE or step.opname in _FORGET:
            continue
        after = steps[at + 1 : at + 2 + len(way)]
        looks = tuple([each.argval for each in takewhile(lambda s: s.opname in _LOOK, after)])
        on_top = step.opname.endswith(_LOAD) and named.index(mine) == len(named) - 1
        if not on_top or looks == way[: len(looks)] or any(n.startswith("__") for n in looks):
            return None
        if looks[:-1] == way:
            found.add(looks[-1])
        elif looks[0] in methods:
            return None
    return found


@cache
def _methods(types: tuple[type, ...]) -> Mapping[str, list[Callable[..., Any]]]:
    """Return the functions of all properties and methods, by their name."""
    methods: dict[str, list[Callable[..., Any]]] = {}
    for type_ in types:
        for name, value in vars(type_).items():
            inner = value.fget if isinstance(value, property) else value
            inner = inner.func if isinstance(inner, cached_property) else inner
            if isinstance(inner, FunctionType):
                methods.setdefault(name, []).append(inner)
    return methods


def _named(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    if _IMPORT in code.co_code[::2]:  # every other byte is an argument
        yield "__import__"
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
    yield from (function.__kwdefaults__ or {}).values()


def _called(function: FunctionType, named: frozenset[str]) -> Iterator[Callable[..., Any]]:
    """Yield what a function may call: functions, and what is called without its code being seen."""
    for value in _held(_values(function, named), named):
        # What keeps answers, such as `functools.cache`, tells the function that it asks.
        inner = getattr(value, "__wrapped__", value)
        if isinstance(inner, FunctionType) or (callable(inner) and not _is_harmless(inner)):
            yield inner


def _held(values: Iterable[object], named: frozenset[str]) -> Iterator[object]:
    """Yield values, and those inside lists, tables and modules."""
    for value in values:
        if isinstance(value, ModuleType):
            yield from (getattr(value, name, None) for name in named)
        elif isinstance(value, dict):
            yield from _held(value.values(), named)
        elif isinstance(value, (tuple, list, set, frozenset)):
            yield from _held(value, named)
        else:
            yield value


def _is_harmless(value: object) -> bool:
    """Tell whether something that is called looks at nothing that its caller does not name."""
    if isinstance(value, type):
        home = value.__module__.partition(".")[0]
        return home in _OURS or home in sys.stdlib_module_names
    return isinstance(value, BuiltinFunctionType)
