"""What processes refer to: found by id or by name, made when a sheet names something new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from playbook.intake.vocabulary import plain
from playbook.load.alone import WINDOWS_NAMES
from playbook.load.convert import slug
from playbook.model.inventory import Inventory

LISTS: Final[Mapping[str, str]] = {
    "department": "departments",
    "unit": "units",
    "role": "roles",
    "system": "systems",
    "data": "data",
}
"""Lists of an organisation that a sheet can add to, by what their items are."""


class Things:
    """Know the departments, units, roles, systems and data objects of an organisation.

    Args:
        inventory: The organisation as it is; nothing when it is to be made.
    """

    def __init__(self, inventory: Inventory | None) -> None:
        self._by_name: dict[str, dict[str, str]] = {}
        self._ids: dict[str, set[str]] = {}
        self.made: dict[str, dict[str, str]] = {kind: {} for kind in LISTS}
        for kind, key in LISTS.items():
            items = getattr(inventory.organisation, key) if inventory else ()
            self._ids[kind] = {item.id for item in items}
            self._by_name[kind] = {
                name: item.id for item in reversed(items) for name in names_of(item.name)
            }
        self._suppliers = {
            name: item.id
            for item in (inventory.suppliers if inventory else ())
            for name in (item.id, *names_of(item.name))
        }

    def known(self, kind: str, text: str) -> str | None:
        """Return the id of a thing that is there; nothing when there is none of that name.

        Args:
            kind: What it is.
            text: Its id or its name.
        """
        if kind == "supplier":
            return self._suppliers.get(text) or self._suppliers.get(plain(text))
        return text if text in self._ids[kind] else self._by_name[kind].get(plain(text))

    def learn(self, kind: str, ident: str, name: Any) -> None:
        """Know of a thing that a sheet describes in full.

        Args:
            kind: What it is.
            ident: Its id.
            name: Its name, in one language or several.
        """
        self._ids[kind].add(ident)
        for plain_name in names_of(name):
            self._by_name[kind].setdefault(plain_name, ident)

    def id_of(self, kind: str, text: str) -> str:
        """Return the id of a thing, which is made when it is not there yet.

        Args:
            kind: What it is.
            text: Its id or its name.
        """
        found = self.known(kind, text)
        if found is None:
            found = new_id(text, self._ids[kind], kind)
            self._ids[kind].add(found)
            self._by_name[kind][plain(text)] = found
            self.made[kind][found] = text
        return found


def new_id(name: str, taken: Collection[str], otherwise: str) -> str:
    """Return an id that resembles a name and that nothing else has.

    Args:
        name: The name.
        taken: Ids that are there.
        otherwise: What to call it when its name has no letters, or is reserved on Windows.
    """
    made = slug(name)
    if made == "an-id":
        made = otherwise
    if made in WINDOWS_NAMES:
        made = f"{made}-{otherwise}"
    number, first = 2, made
    while made in taken:
        made = f"{first[: 79 - len(str(number))].rstrip('-')}-{number}"
        number += 1
    return made


def names_of(name: Any) -> Iterable[str]:
    """Return a name in all its languages, made plain.

    Args:
        name: The name, as the inventory has it.
    """
    return [plain(text) for text in (name.values() if isinstance(name, dict) else (name,))]
