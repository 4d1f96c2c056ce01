"""Addresses of pages and the relative way from one to another."""

from __future__ import annotations

from functools import lru_cache
from posixpath import relpath


def home(organisation: str, language: str) -> str:
    """Return the address of an organisation's home page.

    Args:
        organisation: Id of the organisation.
        language: Language of the page.
    """
    return f"{organisation}/{language}/index.html"


def page(organisation: str, language: str, kind: str, key: str = "") -> str:
    """Return the address of a page from the root of the site.

    Args:
        organisation: Id of the organisation.
        language: Language of the page.
        kind: Kind of page, such as ``processes``, ``process`` or ``step``.
        key: Id of what the page is about, for kinds of which there are several.
    """
    if kind == "listing":
        name = key
    elif kind == "index":
        name = f"a-z-{key}" if key else "a-z"
    else:
        folder = _FOLDERS.get(kind)
        name = f"{folder}/{key}" if folder else kind
    return f"{organisation}/{language}/{name}.html"


def of_supplier(kind: str, key: str = "") -> str:
    """Return the address of a page of a supplier's edition.

    Its first page is the first of the archive too, and addresses are short, for Windows.

    Args:
        kind: Kind of page, such as ``supplier_process``.
        key: Id of what the page is about, for kinds of which there are several.
    """
    if kind == "supplier_home":
        return "index.html"
    name = kind.removeprefix("supplier_")
    return f"processes/{key}.html" if key else f"{name}.html"


def index_part(organisation: str, language: str, number: int) -> str:
    """Return the address of a part of the search index from the root of the site.

    Args:
        organisation: Id of the organisation.
        language: Language of the index.
        number: Number of the part.
    """
    return f"{organisation}/{language}/search/{number}.js"


def index_of_supplier() -> str:
    """Return the address of the search index of a supplier's edition."""
    return "search/0.js"


_FOLDERS = {
    "process": "processes",
    "department": "departments",
    "unit": "units",
    "role": "roles",
    "filler": "who",
    "system": "systems",
    "data": "data",
    "extra": "extra",
    "step": "steps",
    "rule": "rules",
    "guide": "guides",
    "own": "pages",
    "moved": "processes",
    "moved_own": "pages",
    "removed": "processes",
    "supplier": "suppliers",
}


def relative(origin: str, target: str, anchor: str = "") -> str:
    """Return the address of a page as seen from another, for ``file://`` as well.

    Args:
        origin: Address of the page that links, from the root of the site.
        target: Address that is linked to, from the root of the site, with an anchor perhaps.
        anchor: Place on that page, when it is not in the address.
    """
    path, mark, place = target.partition("#")
    folder, _, name = path.rpartition("/")
    way = _way(origin.rpartition("/")[0], folder) + name + mark + place
    return f"{way}#{anchor}" if anchor else way


@lru_cache(maxsize=8192)
def _way(start: str, end: str) -> str:
    """Return the way from one folder to another, ending in a slash or empty."""
    way = relpath(end or ".", start or ".")
    return "" if way == "." else f"{way}/"


def root(origin: str) -> str:
    """Return the way from a page to the root of the site, ending in a slash or empty.

    Args:
        origin: Address of the page from the root of the site.
    """
    return "../" * origin.count("/")
