"""The menu of pages, as a project lists them, held against the pages that there are."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.config import Config
from playbook.load.codes import NOT_ASKED, Offered
from playbook.load.directed import near
from playbook.load.project import Project
from playbook.model.paths import Path
from playbook.problems import Place, Problem


def check_menu(project: Project, offered: Offered) -> Iterator[Problem]:
    """Yield entries of the menu that are no page, and own pages that no menu leads to.

    Args:
        project: The project; an entry is a page of one of its organisations at least.
        offered: What extensions offer; what they were not asked for may be theirs.
    """
    config, places = project.config, project.config_places
    if config.nav is None:
        return
    pages = [own for inventory in project.inventories for own in inventory.own_pages]
    known = sorted({*(own.key for own in pages), *(offered.pages or ())})
    seen: set[str] = set()
    for key, path in _entries(config):
        if key in seen:
            yield Problem(places.place(path), f"“{key}” is given twice", "keep one", "C11")
        elif key not in known and offered.pages is None:
            what, instead = f"there is no page “{key}”", NOT_ASKED
            yield Problem(places.place(path), what, instead, "C10", "warning")
        elif key not in known:
            what = f"there is no page “{key}”"
            yield Problem(places.place(path), what, near(key, known), "C10")
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
