"""Where each value of the inventory stands, kept small.

A place is packed in one number; the places of one process are a tree of the same shape as
what was written, kept as MessagePack until somebody asks. Ten thousand processes would
otherwise hold more places than facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from playbook.problems import Place

_COLUMNS = 20


def pack(line: int, column: int) -> int:
    """Pack a line and a column, both counted from 0, into one number counted from 1.

    Args:
        line: Line.
        column: Column in characters.
    """
    return (line + 1) << _COLUMNS | column + 1


def unpack(packed: int, file: str) -> Place:
    """Return the place that was packed.

    Args:
        packed: The number.
        file: File in which it stands.
    """
    return Place(file, packed >> _COLUMNS, packed & (1 << _COLUMNS) - 1)


def find(places: Any, path: Sequence[str | int], file: str) -> Place:
    """Return the place of a value, or of what is nearest around it.

    Args:
        places: Tree of packed places: a number, or a pair of a number and the places inside.
        path: Keys and positions that lead to the value.
        file: File in which it stands.
    """
    return unpack(_packed(places, path), file)


def _packed(places: Any, path: Sequence[str | int]) -> int:
    node = places
    for part in path:
        if isinstance(node, int):
            return node
        inside = node[1]
        if isinstance(inside, dict):
            inner = inside.get(part)
        else:
            inner = inside[part] if isinstance(part, int) and part < len(inside) else None
        if inner is None:
            break
        node = inner
    return node if isinstance(node, int) else int(node[0])


class Located(msgspec.Struct, frozen=True):
    """Keep the places of one process or one organisation.

    Args:
        file: File in which it stands, from the project's folder.
        packed: Tree of packed places as MessagePack.
    """

    file: str
    packed: bytes

    def place(self, path: Sequence[str | int] = ()) -> Place:
        """Return the place of a value, or of what is nearest around it.

        Args:
            path: Keys and positions that lead to the value.
        """
        return find(self.tree(), path, self.file)

    def line(self, path: Sequence[str | int] = ()) -> str:
        """Return the file and the line of a value, or of what is nearest around it.

        Args:
            path: Keys and positions that lead to the value.
        """
        return f"{self.file}:{_packed(self.tree(), path) >> _COLUMNS}"

    def tree(self) -> Any:
        """Return the tree of packed places, to look up many of them with `find`."""
        return _tree(self.packed)


@lru_cache(maxsize=8)
def _tree(packed: bytes) -> Any:
    """Unpack a tree: all places of one process are asked for one after another."""
    return msgspec.msgpack.decode(packed)


def locate(file: str, places: Any) -> Located:
    """Keep a tree of packed places.

    Args:
        file: File in which the values stand.
        places: Tree of packed places.
    """
    return Located(file, msgspec.msgpack.encode(places))
