"""What an edition leaves out, value by value, to look for in what is handed over."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterator
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from playbook.model.inventory import Inventory
from playbook.model.marks import Refers
from playbook.model.paths import Path
from playbook.model.places import Located, locate
from playbook.model.scalars import Duration, Money, Quantity
from playbook.model.visible import parts
from playbook.problems import Place

Kind = Literal["text", "id", "number", "date", "file"]
_MEASURED: Final = (Duration, Money, Quantity)
_SETTINGS: Final = frozenset(("shares", "share"))
"""Fields that say what is shared: they hold names of fields, which are no secret."""


class Withheld(Struct, frozen=True, kw_only=True):
    """One value that an edition may not hold.

    Args:
        value: The value: a text, a date, or a number with its unit as the model has it.
        kind: What sort of value it is.
        field: Dotted field that it stands in.
        place: Where it stands.
    """

    value: Any
    kind: Kind
    field: str
    place: Place


def withheld(inventory: Inventory, edition: Inventory) -> tuple[Withheld, ...]:
    """Return every value of an organisation that is not in an edition of it.

    A text that stands inside a text of the edition is left out, in capitals or not: it cannot be
    told from what is shared. Words of a fixed list, such as ``historic``, are no secret either.

    Args:
        inventory: The organisation with all its processes.
        edition: What was made of it for one supplier.
    """
    seen = {_key(value) for value in _of_inventory(edition)}
    shared = "\n".join(_folded(value.value) for value in _of_inventory(edition) if _is_text(value))
    made: dict[tuple[str, str], Withheld] = {}
    for value in _of_inventory(inventory):
        shown = _is_text(value) and _folded(value.value) in shared
        if _key(value) not in seen and not shown:
            made.setdefault(_key(value), value)
    return tuple(made.values())


def _is_text(value: Withheld) -> bool:
    return isinstance(value.value, str)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _key(value: Withheld) -> tuple[str, str]:
    return type(value.value).__name__, str(value.value)


def _of_inventory(inventory: Inventory) -> Iterator[Withheld]:
    whole = inventory.organisation_places
    yield from _values(inventory.organisation, whole, "organisation.")
    folder = whole.file.removesuffix("organisation.yaml")
    suppliers = locate(f"{folder}suppliers.yaml", 0)
    for supplier in inventory.suppliers:
        yield from _values(supplier, suppliers, "suppliers.", places=False)
    for sender, answers in inventory.answers.items():
        place = locate(f"{folder}answers/{sender}.yaml", 0)
        for answer in answers:
            # The id of a question and the day tell nothing: the supplier knows them.
            own = msgspec.structs.replace(answer, question="", source=None)
            yield from _values(own, place, "answers.", places=False)
    log = locate(f"{folder}handed-over.yaml", 0)
    for override in (one for handed in inventory.handed for one in handed.overrides):
        own_reason = msgspec.structs.replace(override, rule="", processes=())
        yield from _values(own_reason, log, "handed-over.", places=False)
    for process in inventory.processes:
        yield from _values(process, inventory.places[process.id], "")
    for located in (whole, *inventory.places.values()):
        if located.file:
            yield Withheld(value=located.file, kind="file", field="", place=Place(located.file))


def _values(value: Struct, located: Located, name: str, places: bool = True) -> Iterator[Withheld]:
    for inner, kind, path in _leaves(value, type(value), ()):
        dotted = name + ".".join(str(part) for part in path if isinstance(part, str))
        place = located.place(path) if places else Place(located.file)
        yield Withheld(value=inner, kind=kind, field=dotted, place=place)


def _leaves(value: Any, hint: Any, path: Path) -> Iterator[tuple[Any, Kind, Path]]:
    """Yield every value with a content of its own, by the type that it was declared with."""
    if isinstance(value, Struct):
        for part in parts(type(value)):
            if part.name not in _SETTINGS:
                inner = getattr(value, part.name)
                yield from _leaves(inner, part.hint, (*path, part.written))
    elif isinstance(value, tuple) and not isinstance(value, _MEASURED):
        for at, item in enumerate(value):
            yield from _leaves(item, hint, (*path, at))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, hint, (*path, key))
    else:
        kind = _kind(value, hint, path)
        if kind:
            yield value, kind, path


def _kind(value: Any, hint: Any, path: Path) -> Kind | None:
    """Return what sort of value it is; nothing when it tells nothing by itself."""
    if isinstance(value, str):
        if _is_word(hint, value) or not value.strip():
            return None
        return "id" if _is_id(hint, path) else "text"
    if isinstance(value, datetime.date):
        return "date"
    number = isinstance(value, (*_MEASURED, int, float)) and not isinstance(value, bool)
    return "number" if number else None


def _is_word(hint: Any, value: str) -> bool:
    """Tell whether a text is one of a fixed list that its type allows."""
    if typing.get_origin(hint) is typing.Literal:
        return value in typing.get_args(hint)
    return any(_is_word(inner, value) for inner in typing.get_args(hint))


def _is_id(hint: Any, path: Path) -> bool:
    if path and path[-1] == "id":
        return True
    marks = getattr(hint, "__metadata__", ())
    if any(isinstance(mark, Refers) and mark.kind not in ("link", "file") for mark in marks):
        return True
    return any(_is_id(inner, ()) for inner in typing.get_args(hint))
