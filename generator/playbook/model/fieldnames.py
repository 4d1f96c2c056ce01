"""Names of fields, as people write them to open a field or as a page shows them."""

from __future__ import annotations

from functools import cache
from typing import Final

from playbook.model.marks import Visibility
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.model.visible import fields

ORGANISATION: Final = "organisation."
"""Begins the names of the organisation's own fields, which no field of a process begins with."""


@cache
def known_fields() -> dict[str, Visibility]:
    """Return who may see each field of a process and of an organisation, by its dotted name."""
    organisation = fields(Organisation)
    return {
        **fields(Process),
        **{f"{ORGANISATION}{name}": seen for name, seen in organisation.items()},
    }


def full_name(name: str) -> str:
    """Return a field's dotted name as `known_fields` has it.

    Args:
        name: As people write it, such as ``kpis[].target``, ``data.owner`` or ``systems.name``.
    """
    bare = name.replace("[]", "")
    return bare if bare in known_fields() else f"{ORGANISATION}{bare}"
