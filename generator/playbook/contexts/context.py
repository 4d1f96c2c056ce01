"""From a page to what it shows: one function for build and preview alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_type_hints

from msgspec import Struct

from playbook.contexts.about import about_page
from playbook.contexts.book import glossary_page, guide_page, guides_page, sheets_page
from playbook.contexts.changed import changes_page
from playbook.contexts.extra import extra_page
from playbook.contexts.gaps import quality_page
from playbook.contexts.index import index_page
from playbook.contexts.listings import listing_page
from playbook.contexts.moved import moved_own_page, moved_page, removed_page
from playbook.contexts.overview import (
    department_page,
    departments_page,
    home_page,
    landing_page,
    missing_page,
    processes_page,
    search_page,
    step_page,
)
from playbook.contexts.own import own_page
from playbook.contexts.process import process_page
from playbook.contexts.roles import filler_page, role_page
from playbook.contexts.supplier.pages import shown_to_suppliers
from playbook.contexts.suppliers import supplier_page, suppliers_page
from playbook.contexts.tagged import tags_page
from playbook.contexts.things import data_page, system_page, unit_page
from playbook.contexts.trust import (
    agenda_page,
    findings_page,
    motives_page,
    rule_page,
    trust_page,
)
from playbook.contexts.view import View
from playbook.plan import Page

_OF_ORGANISATION: Final[dict[str, Callable[[View, Page], Struct]]] = {
    "home": home_page,
    "processes": processes_page,
    "process": process_page,
    "departments": departments_page,
    "department": department_page,
    "step": step_page,
    "quality": quality_page,
    "trust": trust_page,
    "agenda": agenda_page,
    "findings": findings_page,
    "rule": rule_page,
    "motives": motives_page,
    "suppliers": suppliers_page,
    "supplier": supplier_page,
    "guides": guides_page,
    "guide": guide_page,
    "sheets": sheets_page,
    "glossary": glossary_page,
    "role": role_page,
    "filler": filler_page,
    "unit": unit_page,
    "system": system_page,
    "data": data_page,
    "listing": listing_page,
    "index": index_page,
    "changes": changes_page,
    "tags": tags_page,
    "about": about_page,
    "extra": extra_page,
    "search": search_page,
    "own": own_page,
    "moved": moved_page,
    "moved_own": moved_own_page,
    "removed": removed_page,
}
_OF_SITE: Final[dict[str, Callable[[Mapping[tuple[str, str], View], Page], Struct]]] = {
    "landing": landing_page,
    "missing": missing_page,
}


def context(views: Mapping[tuple[str, str], View], page: Page) -> Struct:
    """Return what a page shows.

    Args:
        views: The organisations in each language, by organisation and language.
        page: The page.
    """
    if page.kind in _OF_SITE:
        return _OF_SITE[page.kind](views, page)
    return _OF_ORGANISATION[page.kind](views[page.organisation, page.language], page)


def shown_by_kind() -> Mapping[str, type[Struct]]:
    """Return what each kind of page shows, by kind."""
    makers = {**_OF_ORGANISATION, **_OF_SITE}
    inside = {kind: get_type_hints(maker)["return"] for kind, maker in makers.items()}
    return dict(sorted({**inside, **shown_to_suppliers()}.items()))
