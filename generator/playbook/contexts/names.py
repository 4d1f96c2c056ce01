"""Names in the order of the alphabet, whatever their capitals and accents."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup

from playbook.model.inventory import Inventory
from playbook.texts import Wording

Named = tuple[str, Markup, str, str]
"""What a name is sorted by, the name, the kind of page it has and its id."""


def sorted_names(inventory: Inventory, wording: Wording) -> list[Named]:
    """Return everything of the organisation that has a page, in order.

    Args:
        inventory: The organisation and its processes.
        wording: The language.
    """
    whole = inventory.organisation
    groups = (
        ("process", inventory.processes),
        ("department", whole.departments),
        ("unit", whole.units),
        ("role", whole.roles),
        ("system", whole.systems),
        ("data", whole.data),
    )
    found = [
        (sorting_key(wording.plain(item.name)), wording.said(item.name), kind, item.id)
        for kind, items in groups
        for item in items
    ]
    return sorted(found, key=lambda item: (item[0], item[2], item[3]))


def sorting_key(name: str) -> str:
    """Return by what a name is sorted: without capitals and accents, signs and digits first.

    Args:
        name: The name.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign)).strip()
    return plain if plain[:1].isalpha() else f"0{plain}"
