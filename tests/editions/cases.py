"""What tests of editions share: an organisation with something of everything."""

from __future__ import annotations

import datetime
import functools
import re
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from playbook.edition import Instead
from playbook.model.inventory import Inventory
from playbook.model.marks import Refers
from playbook.model.organisation import Organisation, Shares, Supplier
from playbook.model.places import locate
from playbook.model.process import Process
from playbook.model.processes import Filed, Processes
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.model.visible import parts

FORMS = ("en", "NL", "H1", "SCO-01", "2026-03")
"""A language, a country, the codes of a criterion and a rule, a month."""
INSTEAD = Instead(
    {"nl": "een ander proces", "en": "another process"},
    {"nl": "iets wat hier niet staat", "en": "something that is not shown here"},
)
IDS = {
    "role": "role-a",
    "unit": "unit-a",
    "department": "department-a",
    "system": "system-a",
    "data": "data-a",
    "process": "shared",
    "supplier": "our-supplier",
}
Say = Callable[[str], str]
"""From the dotted name of a field to the text to put in it."""
Count = Callable[[str], int]
"""From the dotted name of a field to the number to put in it."""


class Filler:
    """Fill every field of the model, found by walking the types.

    Args:
        say: From a field's dotted name to the text that stands in it.
        number: From a field's dotted name to the number in it.
    """

    def __init__(self, say: Say, number: Count) -> None:
        self.say, self.number = say, number

    def struct(self, type_: type[msgspec.Struct], name: str) -> Any:
        values = {
            part.name: self.value(part.hint, f"{name}{part.written}") for part in parts(type_)
        }
        return type_(**values)

    def value(self, hint: Any, name: str) -> Any:
        origin, inside = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Annotated:
            kinds = [mark.kind for mark in hint.__metadata__ if isinstance(mark, Refers)]
            if kinds:
                return IDS.get(kinds[0], self.say(name))
            return self.fitting(hint, name) or self.value(hint.__origin__, name)
        if origin in (types.UnionType, typing.Union):
            return self.value(_richest(inside), name)
        if origin is tuple:
            return (self.value(inside[0], name),)
        if origin is dict:
            return {self.fitting(inside[0], name) or "en": self.value(inside[1], name)}
        if origin is typing.Literal:
            return inside[0]
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return self.struct(hint, f"{name}.")
        return self.scalar(hint, name)

    def fitting(self, hint: Any, name: str) -> str | None:
        """Return a text of the form that a type asks for; nothing when it asks for none."""
        for mark in getattr(hint, "__metadata__", ()):
            if pattern := getattr(mark, "pattern", None):
                choices = (self.say(name), *FORMS)
                return next(text for text in choices if re.fullmatch(pattern, text))
        return None

    def scalar(self, hint: Any, name: str) -> Any:
        made: dict[Any, Callable[[], Any]] = {
            str: lambda: self.say(name),
            bool: lambda: True,
            int: lambda: self.number(name),
            float: lambda: float(self.number(name)),
            datetime.date: lambda: datetime.date(2026, 3, 4),
            Percentage: lambda: Percentage(0.5),
            Duration: lambda: Duration(self.number(name), "day"),
            Money: lambda: Money(Decimal(self.number(name)), "EUR"),
            Quantity: lambda: Quantity(float(self.number(name)), "cases"),
        }
        return made[hint]()


def _richest(choices: tuple[Any, ...]) -> Any:
    """Return the choice that holds most: a list before a struct, a text by language before one."""
    known = [choice for choice in choices if choice is not type(None)]
    for wanted in (tuple, dict):
        for choice in known:
            if typing.get_origin(choice) is wanted:
                return choice
    return known[0]


def full_inventory(say: Say, number: Count = lambda _name: 7) -> Inventory:
    """Return an organisation of which every field is filled: one process shared, one hidden."""
    filler = Filler(say, number)
    shared = replaced(filler.struct(Process, ""), id="shared", share=None, part_of=None)
    hidden = replaced(
        _inside("hidden.", say, number).struct(Process, ""),
        id=say("hidden.id"),
        department="department-b",
        part_of=None,
        share=None,
    )
    mention = f"{{process}}`{hidden.id}`"
    shared = replaced(
        shared, follows=(hidden.id,), purpose={"en": f"{say('purpose')} and {mention}"}
    )
    organisation = filler.struct(Organisation, "organisation.")
    lists = {
        "departments": "department",
        "units": "unit",
        "roles": "role",
        "systems": "system",
        "data": "data",
    }
    for name, kind in lists.items():
        one = replaced(getattr(organisation, name)[0], id=IDS[kind])
        other = replaced(
            _inside(f"hidden.{name}.", say, number).struct(type(one), ""),
            id=f"{kind}-b",
        )
        organisation = replaced(organisation, **{name: (one, other)})
    suppliers = (
        Supplier(
            id="our-supplier", name="Ours", language="en", shares=Shares(processes=("shared",))
        ),
        filler.struct(Supplier, "suppliers."),
    )
    nowhere = locate(say("file"), 0)
    places = {"shared": nowhere, hidden.id: nowhere}
    return Inventory(
        id="x",
        organisation=organisation,
        suppliers=suppliers,
        processes=Processes([Filed.of((shared, hidden), places)]),
        organisation_places=nowhere,
    )


def _inside(before: str, say: Say, number: Count) -> Filler:
    return Filler(lambda name: say(before + name), lambda name: number(before + name))


def replaced(value: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(value, **changes)


@functools.cache
def slug(name: str) -> str:
    return "c" + "".join(c if c.isalnum() else "-" for c in name.lower()) + "-q"
