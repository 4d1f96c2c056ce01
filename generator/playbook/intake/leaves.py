"""Values on their way into a file: as text with what it may be, in mappings and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playbook.tables.forms import Form

Path = tuple[str | int, ...]


class Empty(str):
    """Stand for a list or a mapping that is there and holds nothing: ``[]`` or ``{}``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or text.

    Args:
        text: The value, as `playbook.intake.convert.canonical` writes it.
        form: What it may be.
    """

    text: str
    form: Form


Tree = Leaf | Mapping[str, Any] | Sequence[Any]


def mapped(tree: Any, make: Callable[[Leaf], Any]) -> Any:
    """Return a tree with something else for each leaf.

    Args:
        tree: The tree.
        make: Returns what comes in the place of a leaf.
    """
    if isinstance(tree, Leaf):
        return make(tree)
    if isinstance(tree, Mapping):
        return {key: mapped(value, make) for key, value in tree.items()}
    return [mapped(value, make) for value in tree]


def said(tree: Any) -> Any:
    """Return what a tree says, as a file is read.

    Args:
        tree: The tree.
    """
    return mapped(tree, lambda leaf: leaf.text)


def grown(values: Mapping[Path, Any]) -> Any:
    """Return the tree of values that are given by their paths; items of lists are in order.

    Args:
        values: A leaf or a tree for each path.
    """
    made: dict[Any, Any] = {}
    for path, value in values.items():
        node = made
        for part in path[:-1]:
            node = node.setdefault(part, {})
        node[path[-1]] = value
    return _listed(made)


def _listed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(isinstance(key, int) for key in node):
        return [_listed(node[key]) for key in sorted(node)]
    return {key: _listed(value) for key, value in node.items()}


def found(values: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path of plain values; nothing when nothing does.

    Args:
        values: Values as a file is read.
        path: Keys and positions.
    """
    for part in path:
        if isinstance(values, dict):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            return None
    return values


def placed(values: Any, path: Sequence[str | int], value: Any) -> Any:
    """Return plain values with one of them set, or added at the end of its list.

    Args:
        values: Values as a file is read.
        path: Keys and positions that lead to it.
        value: The value.
    """
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(part, int):
        items = list(values) if isinstance(values, list) else []
        if part < len(items):
            items[part] = placed(items[part], rest, value)
        else:
            items.append(placed(None, rest, value))
        return items
    inside = dict(values) if isinstance(values, dict) else {}
    inside[part] = placed(inside.get(part), rest, value)
    return inside


@dataclass(frozen=True, slots=True)
class Change:
    """One value to set in a file.

    Args:
        path: Keys and positions that lead to it; a position behind the last adds an item.
        value: A leaf, or a tree of leaves.
    """

    path: Path
    value: Any


class NotSplicedError(Exception):
    """Say that a file cannot be changed without touching what people wrote."""


def grown_new(changes: Sequence[Change]) -> Any:
    """Return the tree that changes make where nothing was.

    Args:
        changes: The changes.
    """
    if len(changes) == 1 and not changes[0].path:
        return changes[0].value
    return grown({change.path: change.value for change in changes})
