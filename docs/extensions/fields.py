"""Every kind of file of a project with its fields, from the types that read them."""

from __future__ import annotations

import datetime
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from msgspec import Meta, Struct

from playbook import resources
from playbook.config import Config
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.model.marks import Refers
from playbook.model.ownpage import FrontMatter
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.model.visible import structs_in
from playbook.pagekinds import page
from playbook.schema import KINDS, Kind

FILES: Final = (*KINDS, Kind("page", FrontMatter, ("content/organisations/*/pages/**/*.md",)))
"""Kinds of files, with what may stand at the top of an own page."""
IN_MENU: Final = ("playbook", "organisation", "processes", "suppliers")
"""Kinds that stand in the menu; the others are reached from these."""
_WORDS: Final[Mapping[Any, str]] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    Any: "anything",
    datetime.date: "date, `2026-03-31`",
    Percentage: "percentage, `14%`",
    Duration: "time, `30 days`",
    Money: "money, `EUR 4.20`",
    Quantity: "measured number, `91%`",
}
_REFERS: Final[Mapping[str, str]] = {"link": "address", "file": "file of the project"}
_SEEN: Final[Mapping[str, str]] = {
    "shareable": "shareable",
    "conditional": "when you open it",
    "internal": "never",
}


def body(kind: Kind, _portfolio: Any, _language: str) -> str:
    """Return all fields of a kind of file.

    Args:
        kind: The kind of file.
    """
    where = ", ".join(f"`{one}`" for one in kind.where)
    words = read_interface(Folder.at(resources.content())).fields
    lines = [f"In {where}. A field in **bold** has to be there; all others can wait.", ""]
    if isinstance(kind.type, type) and issubclass(kind.type, Struct):
        lines += _struct(kind.type, words)
    else:
        lines.append(f"The file holds a {_holds(kind.type)}.\n")
    for struct in _below(kind.type):
        lines += [f"## {struct.__name__}", "", *_struct(struct, words)]
    return "\n".join(lines)


def _struct(struct: type[Struct], words: Mapping[str, Any]) -> Iterator[str]:
    yield f"{_sentence(struct)}\n"
    fields = msgspec.structs.fields(struct)
    marked = any(_mark(field.type).extra for field in fields)
    seen = " For a supplier |" if marked else ""
    yield f"| Field | What | Holds |{seen} Dutch |"
    yield "|---|---|---|---|" + "---|" * marked
    for field in fields:
        mark, name = _mark(field.type), field.encode_name
        dutch = words.get(name, {}).get("nl", "")
        shown = f"**`{name}`**" if field.required else f"`{name}`"
        cells = [shown, _told(mark.description), _holds(field.type)]
        if marked:
            cells.append(_SEEN[(mark.extra or {})["visibility"]])
        yield f"| {' | '.join((*cells, dutch))} |"
    yield ""


def _sentence(struct: type[Struct]) -> str:
    return (inspect.getdoc(struct) or "").partition("\n")[0]


def _told(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("{", "\\{")


def _mark(hint: Any) -> Meta:
    """Return what is said of a field."""
    marks = (one for one in getattr(hint, "__metadata__", ()) if isinstance(one, Meta))
    return next((one for one in marks if one.description), Meta())


def _below(hint: Any) -> list[type[Struct]]:
    """Return every struct that a file may hold, but the file itself, in the order of reading."""
    found: list[type[Struct]] = []
    waiting = list(structs_in(hint))
    top = waiting[0] if isinstance(hint, type) else None
    while waiting:
        struct = waiting.pop(0)
        if struct not in found:
            found.append(struct)
            waiting[:0] = [
                inner
                for field in msgspec.structs.fields(struct)
                for inner in structs_in(field.type)
            ]
    return [struct for struct in found if struct is not top]


def _holds(hint: Any) -> str:
    """Return in words what a field holds."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        refers = [mark.kind for mark in hint.__metadata__ if isinstance(mark, Refers)]
        return _referred(refers[0]) if refers else _holds(hint.__origin__)
    if inner:
        return _holds_several(origin, inner)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _WORDS.get(hint, f"`{getattr(hint, '__name__', hint)}`")


def _holds_several(origin: Any, inner: tuple[Any, ...]) -> str:
    if origin is typing.Literal:
        return " or ".join(f"`{choice}`" for choice in inner)
    if origin is tuple:
        return f"list of {_holds(inner[0])}"
    if origin is dict:
        return f"{_holds(inner[1])} by key"
    if str in inner and any(typing.get_origin(one) is dict for one in inner):
        return "text, or one a language"
    return " or ".join(_holds(one) for one in inner if one is not types.NoneType)


def _referred(kind: str) -> str:
    return _REFERS.get(kind, f"id of a {kind}{' object' if kind == 'data' else ''}")


def _declare(kind: Kind) -> None:
    name = "own pages" if kind.type is FrontMatter else kind.name
    title = {"en": f"Fields: {name}", "nl": f"Velden: {name}"}
    if kind.type is Config:
        title = {"en": "Settings of a project", "nl": "Instellingen van een project"}
    write: Callable[[Any, str], str] = partial(body, kind)
    page(f"fields-{kind.name}", title=title, language="en", menu=kind.name in IN_MENU)(write)


for _kind in FILES:
    _declare(_kind)
