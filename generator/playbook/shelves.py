"""Places to publish to that programs of a project's own reach: they hold files by addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from playbook.declared import Tables

_NAME: Final = re.compile(r"[a-z][a-z0-9-]+")
_OWN: Final = frozenset(
    "abfs abfss az data file gcs git gs http https local s3 s3a sftp ssh tar zip".split()  # noqa: SIM905 - names
)
"""Begins of addresses that mean something without any program of a project's own."""


class OwnShelf(Protocol):
    """A place that holds files by their addresses from the root of a site."""

    def read(self, address: str) -> bytes | None:
        """Return what a file holds; nothing when there is none."""

    def write(self, address: str, data: bytes) -> None:
        """Write a file, whole at every moment."""

    def remove(self, addresses: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""

    def names(self, folder: str) -> Iterable[str]:
        """Return the names of what lies directly in a folder; the empty one is the root."""


OpenShelf = Callable[[str, Path], OwnShelf]
"""From what stands behind the name in an address, and the project's folder, to the place."""


@dataclass(frozen=True, slots=True)
class ShelfKind:
    """Tie the begin of an address to the function that opens such a place.

    Args:
        name: What stands before the colon of the address.
        open: The function.
    """

    name: str
    open: OpenShelf


SHELF_TABLES: Final[Tables[ShelfKind]] = Tables("the place")
"""Where declarations go."""


def shelf(name: str) -> Callable[[OpenShelf], OpenShelf]:
    """Declare a sort of place to publish to, with addresses such as ``NAME:WHERE``.

    Its function gets what stands behind the colon, and the project's folder. It returns something
    with `read`, `write`, `remove` and `names`; the order of changes, earlier releases and going
    back are taken care of.

    Args:
        name: Two or more small letters, digits and hyphens.

    Raises:
        ValueError: The name is taken, or cannot begin an address.
    """
    if name in _OWN:
        raise ValueError(f"addresses that begin with {name} are taken")
    if not _NAME.fullmatch(name):
        raise ValueError(f"no address can begin with {name}")

    def declare(open_: OpenShelf) -> OpenShelf:
        SHELF_TABLES.declare(name, ShelfKind(name, open_))
        return open_

    return declare
