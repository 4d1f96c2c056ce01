"""Marks on the fields of the model: who may see a field, its unit, what it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec import Meta

Visibility = Literal["shareable", "conditional", "internal"]
Kind = Literal["role", "unit", "department", "system", "process", "data", "supplier"]


@dataclass(frozen=True, slots=True)
class Refers:
    """Mark a text as the id of something else in the same organisation.

    Args:
        kind: What the id has to be the id of.
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
