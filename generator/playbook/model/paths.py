"""From a field as people write it to the value in the model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

Path = tuple[str | int, ...]


@cache
def attributes(struct: type[msgspec.Struct]) -> Mapping[Any, str]:
    """Return the attribute of each field, by the key that the inventory writes.

    Args:
        struct: A struct of the model.
    """
    return {field.encode_name: field.name for field in msgspec.structs.fields(struct)}


@cache
def path_of(field: str) -> Path:
    """Return the path to a dotted field; a list inside it ends the path.

    Args:
        field: Such as ``exceptions.rate`` or ``activities[].value``.
    """
    head, inside_list, _ = field.partition("[]")
    return tuple(head.split(".")) if head or not inside_list else ()


def value_at(value: Any, path: Path) -> Any:
    """Return the value at a path, or nothing when there is none.

    Args:
        value: A struct of the model.
        path: Keys as the inventory writes them, and positions in lists.
    """
    for part in path:
        if isinstance(value, msgspec.Struct):
            name = attributes(type(value)).get(part)
            value = getattr(value, name) if name else None
        elif isinstance(value, tuple):
            value = value[part] if isinstance(part, int) and part < len(value) else None
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value
