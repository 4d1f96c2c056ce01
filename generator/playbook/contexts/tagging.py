"""Where a tag stands, and which tags are too rare to stand on the page of tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from playbook.load.convert import slug
from playbook.model.inventory import Inventory

MOST_TAGS: Final = 800
"""Tags on the page of tags; search finds what has another."""


def anchors(tags: Sequence[str] | None) -> dict[str, str]:
    """Return tags by their place; two that differ in capitals are one.

    Args:
        tags: The tags of a process or a page.
    """
    made: dict[str, str] = {}
    for tag in tags or ():
        made.setdefault(f"tag-{slug(tag)}", tag)
    return made


def rare_tags(inventory: Inventory) -> frozenset[str]:
    """Return the places of tags that do not stand on the page of tags; mostly none.

    Args:
        inventory: The organisation and its processes.
    """
    written = inventory.processes.tags.union(*[page.tags or () for page in inventory.own_pages])
    # Written in one way or another, they are no more than these: mostly nothing has to be counted.
    if len(written) <= MOST_TAGS:
        return frozenset()
    own = Counter(place for page in inventory.own_pages for place in anchors(page.tags))
    used = Counter(
        place for card in inventory.processes.cards.values() for place in anchors(card.tags)
    )
    ordered = sorted({*own, *used}, key=lambda place: (-own[place], -used[place], place))
    return frozenset(ordered[MOST_TAGS:])
