"""Which pages a site has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import product
from math import ceil
from typing import Final, get_args

from msgspec import Struct

from playbook import urls
from playbook.guides.guide import Handbook
from playbook.model.inventory import Inventory
from playbook.model.method import Filler, Method
from playbook.model.ownpage import former_paths

LANDING: Final = "index.html"
MISSING: Final = "404.html"
UNASSIGNED: Final = "none"
"""Key of the page of processes that name no department."""
FILLERS: Final[tuple[str, ...]] = get_args(Filler)
"""The parts that people play in the method, whatever the organisation calls them."""
MOST_NAMES: Final = 500
"""Names on one page of the index."""
PER_INDEX_PART: Final = 1_000
"""Processes in one part of the search index: half a megabyte that a browser reads at once."""


class Page(Struct, frozen=True, kw_only=True):
    """One page of the site.

    Args:
        kind: Kind of page; also the name of its template.
        path: Address from the root of the site.
        organisation: Id of its organisation; empty for pages of the whole site.
        language: Its language.
        key: Id of what it is about; empty when there is one of its kind.
    """

    kind: str
    path: str
    organisation: str = ""
    language: str
    key: str = ""

    @property
    def folder(self) -> str:
        """Return the folder of its address: pages in one folder link alike."""
        return self.path.rpartition("/")[0]


NO_PAGE: Final = Page(kind="", path="", language="")
"""Stands for the page where only the name of something is asked for, and no way to it."""


class IndexPart(Struct, frozen=True, kw_only=True):
    """One script of the search index of an organisation in one language.

    Args:
        path: Address from the root of the site.
        organisation: Id of its organisation.
        language: Its language.
        number: 0 for everything but the processes, then one for each so many of these.
    """

    path: str
    organisation: str
    language: str
    number: int


def index_parts(inventories: Iterable[Inventory], languages: Sequence[str]) -> Iterator[IndexPart]:
    """Yield every part of the search index.

    Args:
        inventories: The organisations.
        languages: Languages of the site.
    """
    for inventory in inventories:
        parts = 1 + ceil(len(inventory.processes) / PER_INDEX_PART)
        for language in languages:
            for number in range(parts):
                yield IndexPart(
                    path=urls.index_part(inventory.id, language, number),
                    organisation=inventory.id,
                    language=language,
                    number=number,
                )


def plan(
    inventories: Sequence[Inventory],
    method: Method,
    handbook: Handbook,
    languages: Sequence[str],
) -> dict[str, Page]:
    """Return every page of the site, by its address from there.

    Args:
        inventories: The organisations.
        method: The method, for its steps and rules.
        handbook: The guides.
        languages: Languages of the site, the default first.
    """
    whole = (("landing", LANDING), ("missing", MISSING))
    pages = {path: Page(kind=kind, path=path, language=languages[0]) for kind, path in whole}
    for inventory, language in product(inventories, languages):
        for page in _of_organisation(inventory, method, handbook, language):
            pages[page.path] = page
        pages |= _of_processes(inventory.id, language, tuple(inventory.places))
    return pages


def _of_organisation(
    inventory: Inventory, method: Method, handbook: Handbook, language: str
) -> Iterator[Page]:
    page = partial(_page, inventory.id, language)
    yield page("home")
    yield page("processes")
    yield page("departments")
    kinds = ("trust", "agenda", "findings", "motives", "quality", "changes", "about", "search")
    for kind in kinds:
        yield page(kind)
    for kind in ("guides", "sheets", "glossary"):
        yield page(kind)
    for key in handbook.pages_in(language):
        yield page("guide", key)
    yield from (page(kind, key) for kind, key in _who_and_what(inventory))
    for dispute in method.disputes:
        for rule in dispute.rules:
            yield page("rule", rule.code)
    for step in method.steps:
        yield page("step", step.code)
    for department in departments(inventory):
        yield page("department", department)


@lru_cache(maxsize=8)
def _of_processes(
    organisation: str, language: str, processes: tuple[str, ...]
) -> Mapping[str, Page]:
    """Return the pages of processes; after most changes these are the same processes."""
    pages = (_page(organisation, language, "process", ident) for ident in processes)
    return {page.path: page for page in pages}


@lru_cache(maxsize=1 << 16)
def _page(organisation: str, language: str, kind: str, key: str = "") -> Page:
    """Return a page; the preview asks for the same ones after every change."""
    path = (
        urls.home(organisation, language)
        if kind == "home"
        else urls.page(organisation, language, kind, key)
    )
    return Page(kind=kind, path=path, organisation=organisation, language=language, key=key)


def _who_and_what(inventory: Inventory) -> Iterator[tuple[str, str]]:
    """Yield kind and key of own pages, of pages on roles, units and the like, and of lists."""
    whole = inventory.organisation
    yield from (("own", key) for key in sorted({own.key for own in inventory.own_pages}))
    yield from (("moved", old) for old in inventory.processes.former)
    yield from (("moved_own", old) for old in sorted(former_paths(inventory.own_pages)))
    yield from (("removed", item.id) for item in whole.removed or ())
    yield from (("tags", "") for _ in range(has_tags(inventory)))
    yield from (("listing", key) for key in listings(inventory))
    yield from (("index", str(at + 1) if at else "") for at in range(index_pages(inventory)))
    yield from (("filler", key) for key in FILLERS)
    yield from (("role", item.id) for item in whole.roles)
    yield from (("unit", item.id) for item in whole.units)
    yield from (("system", item.id) for item in whole.systems)
    yield from (("data", item.id) for item in whole.data)
    yield ("suppliers", "")
    yield from (("supplier", item.id) for item in inventory.suppliers)


def extra_plan(
    inventories: Sequence[Inventory], names: Iterable[str], languages: Sequence[str]
) -> Iterator[Page]:
    """Yield every page that extensions of the project write.

    Args:
        inventories: The organisations.
        names: Names of the pages.
        languages: Languages of the site.
    """
    for inventory, language, name in product(inventories, languages, names):
        path = urls.page(inventory.id, language, "extra", name)
        yield Page(kind="extra", path=path, organisation=inventory.id, language=language, key=name)


def supplier_plan(inventory: Inventory, language: str) -> Iterator[Page]:
    """Yield every page of the site of one supplier's edition.

    Args:
        inventory: The model of the edition, which holds nothing but what is shared.
        language: Its language.
    """

    def page(kind: str, key: str = "") -> Page:
        path = MISSING if kind == "supplier_missing" else urls.of_supplier(kind, key)
        return Page(kind=kind, path=path, organisation=inventory.id, language=language, key=key)

    for kind in ("home", "processes", "trust", "questions", "glossary", "search", "missing"):
        yield page(f"supplier_{kind}")
    for process in inventory.processes:
        yield page("supplier_process", process.id)


def supplier_index(inventory: Inventory, language: str) -> IndexPart:
    """Return the one script of the search index of a supplier's edition.

    Args:
        inventory: The model of the edition.
        language: Its language.
    """
    path = urls.index_of_supplier()
    return IndexPart(path=path, organisation=inventory.id, language=language, number=0)


def departments(inventory: Inventory) -> list[str]:
    """Return the ids of the departments, with `UNASSIGNED` when a process names none.

    Args:
        inventory: The organisation and its processes.
    """
    ids = [department.id for department in inventory.organisation.departments]
    if None in inventory.processes.by_department:
        ids.append(UNASSIGNED)
    return ids


def listings(inventory: Inventory) -> list[str]:
    """Return which kinds of things the organisation has a list of.

    Args:
        inventory: The organisation and its processes.
    """
    whole = inventory.organisation
    kinds = {"units": whole.units, "systems": whole.systems, "data": whole.data}
    return ["roles", *(kind for kind, items in kinds.items() if items)]


def has_tags(inventory: Inventory) -> bool:
    """Tell whether any process or own page has a tag.

    Args:
        inventory: The organisation and its processes.
    """
    return bool(inventory.processes.tags) or any(page.tags for page in inventory.own_pages)


def index_pages(inventory: Inventory) -> int:
    """Return how many pages the index of names takes.

    Args:
        inventory: The organisation and its processes.
    """
    whole = inventory.organisation
    named = (whole.departments, whole.units, whole.roles, whole.systems, whole.data)
    names = len(inventory.processes) + sum(map(len, named))
    return max(1, -(-names // MOST_NAMES))
