"""The menu of own pages, as a project lists them, held against the pages that there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playbook.config import Config
from playbook.load.directed import near
from playbook.model.inventory import Inventory
from playbook.model.paths import Path
from playbook.model.places import Located
from playbook.problems import Place, Problem


def check_menu(
    config: Config, places: Located, inventories: Sequence[Inventory]
) -> Iterator[Problem]:
    """Yield entries of the menu that are no page, and pages that no menu leads to.

    Args:
        config: The project's settings.
        places: Where each setting stands.
        inventories: The organisations; an entry is a page of one of them at least.
    """
    if config.nav is None:
        return
    pages = [own for inventory in inventories for own in inventory.own_pages]
    known = sorted({own.key for own in pages})
    seen: set[str] = set()
    for key, path in _entries(config):
        if key not in known:
            what = f"there is no page “{key}”"
            yield Problem(places.place(path), what, near(key, known), "C10")
        elif key in seen:
            yield Problem(places.place(path), f"“{key}” is given twice", "keep one", "C11")
        seen.add(key)
    for own in pages:
        if own.key not in seen and own.nav:
            what = f"the page “{own.key}” is not in “nav” of playbook.yaml, so no menu leads to it"
            instead = "add it there, or write “nav: 0” at its top"
            yield Problem(Place(own.place.file), what, instead, "W20", "warning")


def _entries(config: Config) -> Iterator[tuple[str, Path]]:
    """Yield each page that the menu names, with its path in the settings."""
    for at, one in enumerate(config.nav or ()):
        if isinstance(one, str):
            yield one, ("nav", at)
        else:
            yield from ((key, ("nav", at, "pages", on)) for on, key in enumerate(one.pages))
