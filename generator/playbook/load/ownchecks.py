"""Checks of own pages that need the rest of an organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import get_args

from playbook.load.directed import wrong_directives
from playbook.model.inventory import Inventory
from playbook.model.ownpage import OwnPage
from playbook.model.scalars import BANDS, StepCode
from playbook.problems import Place, Problem


def check_own_pages(inventory: Inventory, more: bool) -> Iterator[Problem]:
    """Yield what is wrong with the directives and the former paths of own pages.

    Args:
        inventory: The organisation with its pages.
        more: Whether extensions may declare directives too.
    """
    if not inventory.own_pages:
        return
    whole = inventory.organisation
    choices = {
        "process": list(inventory.processes.where),
        "department": [department.id for department in whole.departments],
        "role": [role.id for role in whole.roles],
        "step": get_args(StepCode),
        "band": BANDS,
    }
    for page in inventory.own_pages:
        yield from wrong_directives(page.directives, choices, more)
    yield from _former(inventory.own_pages)


def _former(pages: tuple[OwnPage, ...]) -> Iterator[Problem]:
    now = {page.key for page in pages}
    former: dict[str, str] = {}
    for page in pages:
        for old in page.formerly:
            if old in now or former.setdefault(old, page.key) != page.key:
                what = f"“{old}” is or was the path of another page as well"
                yield Problem(Place(page.place.file), what, "keep it at one of the two", "R04")


def odd_places(pages: tuple[OwnPage, ...]) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return the places on pages that a reference cannot mean for certain, and what is odd.

    Args:
        pages: The pages of one organisation.
    """
    where: dict[str, set[str]] = defaultdict(set)
    twice: dict[str, str] = {}
    for page in pages:
        twice |= dict.fromkeys(page.twice, page.key)
        for name in page.anchors:
            where[name].add(page.key)
    instead = "give each place a name of its own"
    odd = {
        ("ref", name): (f"“{name}” is a place on {', '.join(sorted(keys))}", instead)
        for name, keys in where.items()
        if len(keys) > 1
    }
    return odd | {
        ("ref", name): (f"“{name}” is twice a place on {key}", instead)
        for name, key in twice.items()
    }
