"""The contract in words: what each kind of page shows, from the types and their docstrings."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

from markupsafe import Markup
from msgspec import Struct

_INTRODUCTION: Final = """\
# What a template can read

A theme has one template for each kind of page, named after it: `process.html` for `process`. A
template reads the fields of its page below, by their own names, and two more:

- `words`: the words of the interface in the page's language, such as `words.processes`
  (`content/interface.yaml` has them all);
- `theme`: `theme.name`, and `theme.options` with what the project chose. `theme.colours` is the
  address of a style sheet with the colours that it chose, and empty when it chose none.

Beside the filters of Jinja there are two: `{{ total|grouped(words) }}` keeps the thousands of a
whole number apart as the language does, `{{ place|breakable }}` lets a path, or the name of a
field, go on in a new line.

*Marked text* is HTML that is ready to print. All other text is escaped when it is printed. A
template that asks for anything else cannot make its page; `playbook theme check` finds it
beforehand, and says where and what was probably meant.

This page is made from the types themselves; `make golden` writes it anew.
"""
_ARGUMENT: Final = re.compile(r"^    (\w+): (.*)$")


def document(pages: Mapping[str, type[Struct]]) -> str:
    """Return the contract as Markdown.

    Args:
        pages: What each kind of page shows, by kind.
    """
    parts = sorted(_parts(pages.values()), key=lambda struct: (struct.__name__, struct.__module__))
    lines = [_INTRODUCTION, "## Pages", ""]
    for kind, struct in sorted(pages.items()):
        lines += [f"### {kind}", "", *_described(struct)]
    lines += ["## Parts", ""]
    for struct in parts:
        lines += [f"### {struct.__name__}", "", *_described(struct)]
    return "\n".join(lines).rstrip("\n") + "\n"


def descriptions(struct: type[Struct]) -> dict[str, str]:
    """Return what a docstring says of each field, by name.

    Args:
        struct: The type.
    """
    found: dict[str, str] = {}
    name = ""
    for line in (inspect.getdoc(struct) or "").partition("Args:\n")[2].splitlines():
        start = _ARGUMENT.match(line)
        if start:
            name = start[1]
            found[name] = start[2]
        elif name:
            found[name] += f" {line.strip()}"
    return found


def structs(pages: Mapping[str, type[Struct]]) -> set[type[Struct]]:
    """Return every type that a template can come upon.

    Args:
        pages: What each kind of page shows, by kind.
    """
    return {*pages.values(), *_parts(pages.values())}


def _described(struct: type[Struct]) -> Iterator[str]:
    sentence = (inspect.getdoc(struct) or "").partition("\n")[0]
    said, hints = descriptions(struct), typing.get_type_hints(struct)
    yield from (sentence, "", "| Field | Holds | What |", "|---|---|---|")
    for name in struct.__struct_fields__:
        what = said.get(name, "").replace("|", "\\|")
        yield f"| `{name}` | {_holds(hints[name])} | {what} |"
    yield ""


def _parts(pages: Any) -> set[type[Struct]]:
    found: set[type[Struct]] = set()
    waiting: list[Any] = list(pages)
    while waiting:
        struct = waiting.pop()
        for hint in typing.get_type_hints(struct).values():
            new = {inner for inner in _classes(hint) if issubclass(inner, Struct)} - found
            found |= new
            waiting += new
    return found


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and not typing.get_args(hint):
        yield hint
    for inner in typing.get_args(hint):
        yield from _classes(inner)


def _holds(hint: Any) -> str:
    """Return a type in words, linked to where it is described."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in inner)
    if origin in (typing.Union, types.UnionType):
        choices = [_holds(choice) for choice in inner if choice is not types.NoneType]
        return " or ".join(choices) + (", or nothing" if types.NoneType in inner else "")
    if inner:
        return _holds_several(origin, inner)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _WORDS.get(hint, f"`{getattr(hint, '__name__', hint)}`")


def _holds_several(origin: Any, inner: tuple[Any, ...]) -> str:
    if origin is tuple and inner[-1] is not Ellipsis:
        return " and ".join(_holds(item) for item in inner)
    if issubclass(origin, Mapping):
        return f"{_holds(inner[-1])} by key"
    return f"list of {_holds(inner[0])}"


_WORDS: Final[Mapping[Any, str]] = {
    str: "text",
    Markup: "marked text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
}
