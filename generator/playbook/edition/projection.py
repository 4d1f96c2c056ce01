"""Making the model of an edition: a new model that holds nothing but what is shared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook.edition.keeping import keep
from playbook.edition.lens import Instead, Lens
from playbook.edition.opened import opened_for
from playbook.load.references import references
from playbook.model.fieldnames import ORGANISATION
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation, Supplier
from playbook.model.places import locate
from playbook.model.process import Process
from playbook.model.processes import Filed, Processes
from playbook.trust import shares

NOWHERE: Final = locate("", 0)
"""The place of everything in an edition: files and lines stay inside."""
_LISTS: Final = {
    "departments": "department",
    "units": "unit",
    "roles": "role",
    "systems": "system",
    "data": "data",
}


def project(inventory: Inventory, supplier: Supplier, instead: Instead) -> Inventory:
    """Return the model of the edition of one supplier.

    Roles, units, systems, data objects and departments that no shared process names are left
    out; so are all places and all suppliers.

    Args:
        inventory: The organisation with all its processes.
        supplier: The supplier.
        instead: What a text says in the place of what is not shared.
    """
    whole = inventory.organisation
    shared = [process for process in inventory.processes if shares(supplier, process)]
    idents = frozenset(process.id for process in shared)
    known = {system.id: system.id for system in whole.systems}
    public = inventory.elsewhere.public()
    lens = Lens(whole, idents, instead, opened_for(supplier), known, public)
    # A system of which nothing can be said does not exist, so it is looked at twice: first to
    # know which ones are named, then to give those new ids, since an id is a name in short.
    _, organisation = _seen(lens, supplier, shared)
    if not lens.opened.shows(f"{ORGANISATION}systems.name"):
        used = enumerate(organisation.systems, 1)
        lens = replace(lens, systems={system.id: f"system-{at}" for at, system in used})
    processes, organisation = _seen(lens, supplier, shared)
    filed = Filed.of(processes, {process.id: NOWHERE for process in processes})
    return Inventory(
        id=inventory.id,
        organisation=organisation,
        suppliers=(),
        processes=Processes([filed]),
        organisation_places=NOWHERE,
        elsewhere=public,
    )


def _seen(
    lens: Lens, supplier: Supplier, shared: Iterable[Process]
) -> tuple[tuple[Process, ...], Organisation]:
    """Return what may be seen of the processes, and of the organisation what these name."""
    kept = (
        keep(replace(lens, opened=opened_for(supplier, process)), process, "") for process in shared
    )
    processes = tuple(process for process in kept if process is not None)
    organisation = keep(lens, lens.whole, ORGANISATION)
    return processes, _trimmed(lens, organisation or Organisation(name=""), processes)


def _trimmed(lens: Lens, whole: Organisation, processes: Iterable[Process]) -> Organisation:
    """Return an organisation with nothing that no process names, directly or by the way."""
    systems = tuple(
        msgspec.structs.replace(system, id=lens.systems[system.id])
        for system in whole.systems
        if system.id in lens.systems
    )
    whole = msgspec.structs.replace(whole, systems=systems)
    used = _named(processes)
    for name in ("data", "systems", "departments"):
        used |= _named(item for item in getattr(whole, name) if (_LISTS[name], item.id) in used)
    lists: dict[str, Any] = {
        name: tuple(item for item in getattr(whole, name) if (kind, item.id) in used)
        for name, kind in _LISTS.items()
    }
    departments = {item.id for item in lists["departments"]}
    # That a role is of a department does not make the department one that a process names.
    lists["roles"] = tuple(
        role if role.department in departments else msgspec.structs.replace(role, department=None)
        for role in lists["roles"]
    )
    return msgspec.structs.replace(whole, **lists)


def _named(values: Iterable[Struct]) -> set[tuple[str, str]]:
    return {(kind, ident) for value in values for kind, ident, _ in references(value)}
