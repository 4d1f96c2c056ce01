"""Checks that need more than one value: ids given twice, references that lead nowhere."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from typing import Any, Final

from playbook.load.alone import given_twice, no_page
from playbook.load.files import Folder
from playbook.load.mentioned import Known, lost_mentions
from playbook.load.named import CALLED, Needs, called
from playbook.load.opening import check_opened
from playbook.load.ownchecks import check_own_pages, odd_places
from playbook.load.references import references
from playbook.model.inventory import Inventory
from playbook.model.mention import IN_ORGANISATION
from playbook.model.organisation import Removed, Supplier
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.problems import Problem

SCHEMES: Final = ("http", "https", "mailto", "tel")
_LISTS: Final[dict[str, str]] = {
    "role": "roles",
    "unit": "units",
    "department": "departments",
    "system": "systems",
    "data": "data",
}
_WORDS: Final[dict[str, str]] = {
    "role": "role",
    "unit": "unit",
    "department": "department",
    "system": "system",
    "data": "data object",
    "process": "process",
    "supplier": "supplier",
}
_GONE: Final = "removed"

Ids = Mapping[str, Mapping[str, Any]]


def check_inventory(  # noqa: PLR0913, PLR0917 - what an organisation is checked with
    folder: Folder,
    inventory: Inventory,
    suppliers: Iterable[tuple[Supplier, Located]],
    duplicates: Iterable[tuple[Process, Located]],
    needs: Needs,
    more: bool = False,
) -> Iterator[Problem]:
    """Yield what is wrong between the values of one organisation.

    Args:
        folder: The project's folder, for files that are referred to.
        inventory: The organisation and its processes.
        suppliers: Its suppliers, each with its places.
        duplicates: Processes whose id another has, with their places.
        needs: Everything that the processes name.
        more: Whether extensions may declare directives too.
    """
    suppliers = list(suppliers)
    yield from _ill_named(inventory, suppliers, duplicates)
    yield from _former_names(inventory)
    yield from _still(inventory)
    yield from _same_names(inventory, needs)
    ids = _ids(inventory)
    yield from _dangling(folder, ids, inventory.organisation, inventory.organisation_places)
    for supplier, located in suppliers:
        yield from _dangling(folder, ids, supplier, located)
        opened = supplier.shares.conditional if supplier.shares else ()
        yield from check_opened(opened, located, ("shares", "conditional"))
    inside: dict[str, AbstractSet[str]] = {kind: ids[kind].keys() for kind in IN_ORGANISATION}
    inside["ref"] = {name for own in inventory.own_pages for name in own.anchors}
    yield from check_own_pages(inventory, more)
    odd = {**odd_places(inventory.own_pages), **_gone(inventory)}
    known = Known(targets=inside, odd=odd, elsewhere=inventory.elsewhere)
    yield from lost_mentions(folder, inventory, known, needs)
    outside = [(kind, text) for kind in ("link", "file") for text in needs.get(kind, ())]
    there = all(ids[kind].keys() >= needs.get(kind, frozenset()) for kind in ids)
    if not there or any(_wrong(folder, ids, kind, text) for kind, text in outside):
        for process in inventory.processes:
            yield from _dangling(folder, ids, process, inventory.places[process.id])


def _ids(inventory: Inventory) -> Ids:
    whole = inventory.organisation
    return {
        "role": {item.id: item for item in whole.roles},
        "unit": {item.id: item for item in whole.units},
        "department": {item.id: item for item in whole.departments},
        "system": {item.id: item for item in whole.systems},
        "data": {item.id: item for item in whole.data},
        "process": inventory.processes.where,
        "supplier": {item.id: item for item in inventory.suppliers},
        _GONE: {item.id: item for item in whole.removed or ()},
    }


def _ill_named(
    inventory: Inventory,
    suppliers: Iterable[tuple[Supplier, Located]],
    duplicates: Iterable[tuple[Process, Located]],
) -> Iterator[Problem]:
    """Yield ids that are given twice, or by which no page can be called."""
    for process, located in duplicates:
        first = inventory.places[process.id].place(("id",))
        yield Problem(
            located.place(("id",)),
            f"the process “{process.id}” is there already, in {first}",
            "give one of the two another id, or remove it",
            "R02",
        )
    for kind, key in _LISTS.items():
        seen: set[str] = set()
        for at, item in enumerate(getattr(inventory.organisation, key)):
            yield from no_page(item.id, kind, inventory.organisation_places, (key, at, "id"))
            if item.id in seen:
                yield given_twice(item.id, inventory.organisation_places, (key, at, "id"))
            seen.add(item.id)
    seen = set()
    for supplier, located in suppliers:
        yield from no_page(supplier.id, "supplier", located, ("id",))
        if supplier.id in seen:
            yield given_twice(supplier.id, located, ("id",))
        seen.add(supplier.id)


def _former_names(inventory: Inventory) -> Iterator[Problem]:
    former: dict[str, str] = {}
    for card in inventory.processes.renamed:
        for at, old in enumerate(card.formerly or ()):
            if old in inventory.places or former.setdefault(old, card.id) != card.id:
                yield Problem(
                    inventory.places[card.id].place(("formerly", at)),
                    f"“{old}” is or was the id of another process as well",
                    "keep it at one of the two",
                    "R04",
                )


def _still(inventory: Inventory) -> Iterator[Problem]:
    """Yield processes that are said to be no more, and are there."""
    removed = inventory.organisation.removed or ()
    former = inventory.processes.former
    for at, item in enumerate(removed):
        if item.id in inventory.places or item.id in former:
            yield Problem(
                inventory.organisation_places.place((_GONE, at, "id")),
                f"“{item.id}” is said to be removed, and is or was the id of a process here",
                "take it out of “removed”, or remove the process",
                "R04",
            )


def gone(item: Removed) -> tuple[str, str]:
    """Return that a process is no more, and what to write instead.

    Args:
        item: What is known of it.
    """
    when = f" on {item.on.isoformat()}" if item.on else ""
    instead = " or ".join(f"“{ident}”" for ident in item.instead)
    what = f"the process “{item.id}” was removed{when}"
    return what, f"write {instead}" if instead else "take this out"


def _gone(inventory: Inventory) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return ids of processes and paths of pages that were, and what to write instead."""
    pages = {old: own.key for own in inventory.own_pages for old in own.formerly}
    removed = {
        ("process", item.id): gone(item)
        for item in inventory.organisation.removed or ()
        if item.id not in inventory.places
    }
    return removed | {
        (kind, old): (f"the {word} “{old}” has another name now", f"write “{now}”")
        for kind, word, names in (
            ("process", "process", inventory.processes.former),
            ("doc", "page", pages),
        )
        for old, now in names.items()
    }


def _same_names(inventory: Inventory, needs: Needs) -> Iterator[Problem]:
    """Warn of processes in one department that nobody can tell apart by name."""
    names = sum(len(texts) for kind, texts in needs.items() if kind.startswith(CALLED))
    if names == len(inventory.processes):
        return
    seen: dict[str, str] = {}
    for process in inventory.processes:
        first = seen.setdefault(called(process), process.id)
        if first != process.id:
            yield Problem(
                inventory.places[process.id].place(("name",)),
                f"the process “{first}” in the same department has the same name",
                "name them apart, or keep one of the two",
                "W01",
                "warning",
            )


def _dangling(folder: Folder, ids: Ids, value: Any, located: Located) -> Iterator[Problem]:
    for kind, text, path in references(value):
        wrong = _wrong(folder, ids, kind, text)
        if wrong:
            yield Problem(located.place(path), *wrong)


def _wrong(folder: Folder, ids: Ids, kind: str, text: str) -> tuple[str, str, str] | None:
    if kind == "link":
        return _link(text)
    if kind == "file":
        return _file(folder, text)
    return None if text in ids[kind] else _missing(kind, text, ids)


def _missing(kind: str, text: str, ids: Ids) -> tuple[str, str, str]:
    word = _WORDS[kind]
    if kind == "process" and text in ids[_GONE]:
        return (*gone(ids[_GONE][text]), "R01")
    near = difflib.get_close_matches(text, ids[kind], 1, 0.6)
    if near:
        return f"there is no {word} “{text}”", f"did you mean “{near[0]}”?", "R01"
    where = {
        "process": "the processes",
        "supplier": "suppliers.yaml",
    }.get(kind, f"“{_LISTS.get(kind, '')}” in organisation.yaml")
    return f"there is no {word} “{text}”", f"add it to {where}, or correct the id", "R01"


def _link(text: str) -> tuple[str, str, str] | None:
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*)\s*:", text)
    if scheme and scheme[1].lower() not in SCHEMES:
        return (
            f"addresses that begin with “{scheme[1]}:” are not linked to",
            f"use an address that begins with {', '.join(SCHEMES[:-1])} or {SCHEMES[-1]}",
            "R05",
        )
    if not scheme and (text.startswith(("//", "\\\\")) or re.search(r"[\x00-\x20\\]", text)):
        return (
            f"“{text[:40]}” is not an address",
            "write the whole address, beginning with https://",
            "R05",
        )
    return None


def _file(folder: Folder, text: str) -> tuple[str, str, str] | None:
    path = PurePosixPath(text)
    outside = path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text
    if outside or not folder.holds(folder.root / text):
        return (
            f"“{text}” leads out of the project",
            "copy the file into the project and write its path from playbook.yaml",
            "R06",
        )
    if not (folder.root / text).is_file():
        return f"there is no file “{text}”", "write its path from the project's folder", "R06"
    return None
