"""What one supplier sees of single values: fields, references and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from playbook.edition.opened import Opened
from playbook.model.elsewhere import NO_OTHER_SITE, Elsewhere
from playbook.model.marks import Kind
from playbook.model.mention import ELSEWHERE, Mention, in_place
from playbook.model.organisation import Organisation
from playbook.model.scalars import Text
from playbook.texts import pick

_PUBLIC: Final = frozenset(("step", "criterion", "term"))
"""Kinds of things of the method, which every edition tells of."""
_LISTS: Final = {"role": "roles", "unit": "units", "department": "departments", "data": "data"}


class Instead(NamedTuple):
    """What a text says in the place of what is not shared.

    Args:
        process: In the place of a process.
        other: In the place of anything else.
    """

    process: Text
    other: Text


@dataclass(frozen=True)
class Lens:
    """See one organisation as one supplier may.

    Args:
        whole: The organisation with all its facts.
        shared: Ids of the processes that are shared.
        instead: What a text says in the place of what is not.
        opened: Conditional fields that are opened of what is being looked at.
        systems: Id that each system goes by, by its own id; others do not exist.
        elsewhere: Other sites that suppliers may know of.
    """

    whole: Organisation
    shared: frozenset[str]
    instead: Instead
    opened: Opened
    systems: Mapping[str, str]
    elsewhere: Elsewhere = NO_OTHER_SITE

    def sees(self, name: str) -> bool:
        """Tell whether a field, or something inside it, may be seen.

        Args:
            name: Its dotted name.
        """
        return self.opened.shows_part(name)

    def refer(self, kind: Kind, ident: str) -> str | None:
        """Return a reference, or nothing when what it leads to is not shared.

        Args:
            kind: What it refers to.
            ident: The id of that.
        """
        if kind == "process":
            return ident if ident in self.shared else None
        if kind == "system":
            return self.systems.get(ident)
        # Suppliers, addresses and files never leave the house.
        return ident if kind in ("role", "unit", "department", "data") else None

    def text(self, text: str, language: str = "") -> str:
        """Return a text in which nothing is mentioned that is not shared.

        Words of its own for a thing go as the thing itself does: they may tell what it is.

        Args:
            text: The text.
            language: Its language; by default the organisation's.
        """
        spoken = language or self.whole.language

        def said(seen: Mention, written: str) -> str:
            if seen.kind == "process":
                shared = seen.target in self.shared
                return written if shared else pick(self.instead.process, spoken, "en")[0]
            if seen.kind in _PUBLIC or (
                seen.kind == ELSEWHERE and self.elsewhere.find(seen.target)
            ):
                return written
            name = self._called(seen)
            if name is None:
                return pick(self.instead.other, spoken, "en")[0]
            return seen.own or pick(name, spoken, self.whole.language)[0]

        return in_place(text, said)

    def _called(self, seen: Mention) -> Text | None:
        """Return the name of what a text mentions; nothing when it is not to be told."""
        if seen.kind == "system":
            opened = self.opened.shows("organisation.systems.name")
            systems = self.whole.systems if opened else ()
            return next((item.name for item in systems if item.id == seen.target), None)
        items = getattr(self.whole, _LISTS[seen.kind]) if seen.kind in _LISTS else ()
        return next((item.name for item in items if item.id == seen.target), None)

    def party(self, text: Text) -> Text | None:
        """Return who a text means, by name when it is an id in the organisation.

        Args:
            text: A text such as who a hand-off goes to.
        """
        return self._parties.get(text, text) if isinstance(text, str) else text

    @cached_property
    def _parties(self) -> Mapping[str, Text | None]:
        whole = self.whole
        made: dict[str, Text | None] = {
            item.id: self.system_name(item.name, item.category) for item in whole.systems
        }
        made |= {item.id: item.name for item in whole.roles}
        made |= {item.id: item.name for item in whole.departments}
        made |= {item.id: item.name for item in whole.units}
        return made

    def system_name(self, name: Text, category: Text | None) -> Text | None:
        """Return what a system is called: its name when that is opened, else what sort it is.

        Args:
            name: Its name.
            category: What sort of system it is.
        """
        return name if self.opened.shows("organisation.systems.name") else category
