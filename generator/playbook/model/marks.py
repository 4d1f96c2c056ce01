"""Marks on the fields of the model: who may see a field, its unit, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec import Meta

Visibility = Literal["shareable", "conditional", "internal"]
Kind = Literal[
    "role", "unit", "department", "system", "process", "data", "supplier", "link", "file"
]


@dataclass(frozen=True, slots=True)
class Refers:
    """Mark a text as pointing elsewhere: to an id in the same organisation, an address or a file.

    Args:
        kind: What the text has to be the id of; ``link`` is an address, ``file`` a path in the
            project.
    """

    kind: Kind


def _mark(visibility: Visibility, description: str, unit: str | None) -> Meta:
    extra = {"visibility": visibility} if unit is None else {"visibility": visibility, "unit": unit}
    return Meta(description=description, extra=extra)


def shareable(description: str, unit: str | None = None) -> Meta:
    """Mark a field that a supplier may see.

    Args:
        description: One sentence on what the field holds.
        unit: Unit of the value, such as ``share`` or ``people``.
    """
    return _mark("shareable", description, unit)


def conditional(description: str, unit: str | None = None) -> Meta:
    """Mark a field that a supplier sees only when it is opted in for that supplier.

    Args:
        description: One sentence on what the field holds.
        unit: Unit of the value, such as ``share`` or ``people``.
    """
    return _mark("conditional", description, unit)


def internal(description: str, unit: str | None = None) -> Meta:
    """Mark a field that never leaves the organisation.

    Args:
        description: One sentence on what the field holds.
        unit: Unit of the value, such as ``share`` or ``people``.
    """
    return _mark("internal", description, unit)
