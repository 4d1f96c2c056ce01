"""What may not be in an archive, and what may be there in any case."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from playbook.edition import Edition, Withheld, withheld
from playbook.handover.questions import sheet
from playbook.load.comments import comments_in
from playbook.load.files import Folder
from playbook.model.fieldnames import known_fields
from playbook.model.inventory import Inventory
from playbook.problems import Place
from playbook.scan.needles import Secret
from playbook.scan.views import texts
from playbook.sheets.questions import as_workbook
from playbook.site import Site
from playbook.supply import SupplierSite


def secrets(site: Site, inside: Inventory, edition: Edition) -> Iterator[Secret]:
    """Yield every value that is withheld, in the organisation and around it.

    Args:
        site: The project opened.
        inside: The organisation with all its processes.
        edition: What is made of it.
    """
    for value in withheld(inside, edition.inventory):
        yield Secret(_written(value.value), value.kind, value.field, value.place)
    for other in site.portfolios:
        if other.inventory.id != inside.id:
            for value in withheld(other.inventory, edition.inventory):
                yield Secret(_written(value.value), value.kind, value.field, value.place)


def beside(site: Site) -> Iterator[Secret]:
    """Yield what the files of a project say beside its organisations.

    Args:
        site: The project opened.
    """
    config, places = site.project.config, site.project.config_places
    for code, reason in config.ignored.items():
        place = places.place(("rules", "ignore", code))
        yield Secret(reason, "text", f"rules.ignore.{code}", place)
    for title in _texts(config.title):
        yield Secret(title, "text", "title", places.place(("title",)))
    yield Secret(config.edit_pattern, "text", "repository.edit", places.place(("repository",)))
    for comment, place in comments_in(Folder.at(site.root)):
        yield Secret(comment, "text", "a comment", place)
    yield Secret(str(site.root), "file", "the project's folder", Place("playbook.yaml"))


def surrounding(what: str, value: str) -> Secret:
    """Return what stands around a project as a value to look for.

    Args:
        what: What it is.
        value: The value; an empty one is not looked for.
    """
    return Secret(value, "text", what, Place("around the project"))


def _written(value: Any) -> str:
    """Return a value as a text to look for."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, tuple):  # a number and its unit
        return f"{value[0]}"
    return f"{value}"


def sayable(site: SupplierSite, own: tuple[object, ...]) -> Iterator[str]:
    """Yield every text that an edition may hold, whatever the inventory is.

    Args:
        site: The site of the edition.
        own: Values of the supplier itself and of the day, that the edition names.
    """
    edition = site.edition
    values = (
        edition.inventory.organisation,
        tuple(edition.inventory.processes),
        edition.inventory.id,
    )
    for value in (values, edition.method, site.interface, own):
        yield "\n".join(_texts(value))
    yield "\n".join(template.text for template in site.theme.templates.values())
    for _, asset in site.theme.assets():
        yield asset.read_bytes().decode("utf-8", "replace")
    bare = msgspec.structs.replace(sheet(site), rows=())
    yield from texts("bare.xlsx", as_workbook(bare, (2000, 1, 1, 0, 0, 0)))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text and number inside a value."""
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, (tuple, list, frozenset)):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


class Removed(Struct, frozen=True, kw_only=True):
    """Say what an edition leaves out, without saying it.

    Args:
        processes: Processes that are not shared.
        by_rule: How many values each rule removed, by field.
    """

    processes: int
    by_rule: Mapping[str, Mapping[str, int]]


def removed(inside: Inventory, edition: Edition) -> Removed:
    """Return what an edition leaves out, by rule and field.

    Args:
        inside: The organisation with all its processes.
        edition: What is made of it.
    """
    counts: dict[str, Counter[str]] = {}
    for value in withheld(inside, edition.inventory):
        rule = _rule(value)
        counts.setdefault(rule, Counter())[value.field or "file"] += 1
    return Removed(
        processes=len(inside.processes) - len(edition.inventory.processes), by_rule=counts
    )


def _rule(value: Withheld) -> str:
    if value.kind == "file" or value.field.startswith(("suppliers.", "answers.", "handed-over.")):
        return "internal"
    name = value.field
    while name and name not in known_fields():  # a text in one language, or in a map
        name = name.rpartition(".")[0]
    visibility = known_fields().get(name, "internal")
    return "not shared" if visibility == "shareable" else visibility
