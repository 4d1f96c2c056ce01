"""What one supplier sees of single values: fields, references and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from playbook.edition.opened import Opened
from playbook.model.marks import Kind
from playbook.model.organisation import Organisation
from playbook.model.scalars import Text
from playbook.texts import pick

_MENTION: Final = re.compile(r"\{process\}`([^`]*)`")


@dataclass(frozen=True)
class Lens:
    """See one organisation as one supplier may.

    Args:
        whole: The organisation with all its facts.
        shared: Ids of the processes that are shared.
        instead: What a text says in the place of a process that is not.
        opened: Conditional fields that are opened of what is being looked at.
        systems: Id that each system goes by, by its own id; others do not exist.
    """

    whole: Organisation
    shared: frozenset[str]
    instead: Text
    opened: Opened
    systems: Mapping[str, str]

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
        """Return a text in which no process is mentioned that is not shared.

        Args:
            text: The text.
            language: Its language; by default the organisation's.
        """

        def said(mention: re.Match[str]) -> str:
            if mention[1] in self.shared:
                return mention[0]
            return pick(self.instead, language or self.whole.language, "en")[0]

        return _MENTION.sub(said, text) if "{process}" in text else text

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
