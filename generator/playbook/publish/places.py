"""Where to publish: an address or the name of a place, and what may go there."""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from playbook.config import Destination
from playbook.publish.branch import Branch
from playbook.publish.inorder import Allow, InOrder, Seen
from playbook.publish.release import Published, Release
from playbook.publish.shelves import DeclaredShelf, FolderShelf
from playbook.publish.staged import Staged, can_stage
from playbook.publish.stores import store
from playbook.publish.trouble import refuse
from playbook.shelves import ShelfKind

GIT: Final = "git:"
_STORE: Final = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_DECLARED: Final = re.compile(r"(?!git:|file:|local:)([a-z][a-z0-9-]+):(?!//|:)")
"""How the address of a place begins that an extension declares; one letter is a drive."""
_SAME: Final = {"s3a": "s3", "gcs": "gs", "abfs": "az", "abfss": "az", "ssh": "sftp"}


class Publisher(Protocol):
    """What can show a release and bring an earlier one back."""

    def publish(self, release: Release, seen: Seen) -> Published:
        """Show a release."""

    def rollback(self, allow: Allow, seen: Seen) -> Published:
        """Show the release that was shown before."""


def destination(places: Mapping[str, Destination], asked: str, root: Path) -> Destination:
    """Return where to publish and what holds there.

    An address that lies in or around a public place of the project is public too.

    Args:
        places: The project's places, by name.
        asked: The name of a place, or an address.
        root: The project's folder.
    """
    if asked in places:
        found = places[asked]
    else:
        mine = address_of(asked, root)
        same = (one for one in places.values() if address_of(one.to, root) == mine)
        found = next(same, Destination(to=asked))
    around = (one for one in places.values() if one.public)
    if any(_overlap(address_of(found.to, root), address_of(one.to, root)) for one in around):
        return Destination(to=found.to, public=True, edition=found.edition, keep=found.keep)
    return found


def refuse_public(found: Destination, edition: str, asked: str) -> None:
    """Refuse to show to everybody what is meant for the inside.

    Args:
        found: Where to publish.
        edition: For whom the site is.
        asked: The place as it was asked for.

    Raises:
        Unusable: The place is public and the edition is the internal one.
    """
    if found.public and not edition.startswith("supplier:"):
        what = "the project says that this place is public, and the edition is the internal one"
        instead = "publish it elsewhere, or choose --edition supplier:NAME"
        refuse(asked, what, instead, "N02")


def address_of(text: str, root: Path) -> str:
    """Return one spelling of an address, so that two that mean the same are the same.

    Args:
        text: An address, as people write it.
        root: The project's folder, from which a folder is counted.
    """
    if text.startswith(GIT):
        return text
    if declared := _DECLARED.match(text):
        return f"{declared[0]}{posixpath.normpath(text[declared.end() :])}"
    scheme = _STORE.match(text)
    if scheme is None or scheme[1].lower() in ("file", "local"):
        path = Path(text[scheme.end() :] if scheme else text).expanduser()
        return os.path.normcase((root / path).resolve())
    kind = scheme[1].lower()
    rest = re.sub("/+", "/", text[scheme.end() :]).strip("/")
    return f"{_SAME.get(kind, kind)}://{rest}"


def needs_extension(address: str) -> bool:
    """Tell whether only an extension of the project can know a place.

    Args:
        address: The address of the place.
    """
    return _DECLARED.match(address) is not None


def publisher(
    found: Destination, root: Path, keep: int, declared: Mapping[str, ShelfKind] | None = None
) -> Publisher:
    """Return what publishes to a place.

    Args:
        found: Where to publish.
        root: The project's folder.
        keep: How many releases to keep, the one that is shown too.
        declared: Sorts of places that extensions declare, by what begins their addresses.

    Raises:
        Unusable: There is no such place, or a library for it is missing.
    """
    if found.to.startswith(GIT):
        branch, _, remote = found.to.removeprefix(GIT).partition("@")
        return Branch(root, branch, remote, found.to)
    if begin := _DECLARED.match(found.to):
        kind = _kind(begin[1], found.to, declared or {})
        return InOrder(DeclaredShelf(kind.open(found.to[begin.end() :], root), found.to), keep)
    address = address_of(found.to, root)
    if _STORE.match(address) or ("://" in found.to and "::" in found.to):
        return InOrder(store(found.to, address), keep)
    # Not resolved: a link to the release that is shown is the place itself.
    text = re.sub("^(file|local)://", "", found.to)
    path = root / Path(text).expanduser()
    folder = path.parent.resolve() / path.name
    _refuse_sources(folder, root)
    return Staged(folder, keep) if can_stage(folder) else InOrder(FolderShelf(folder), keep)


def _kind(name: str, address: str, declared: Mapping[str, ShelfKind]) -> ShelfKind:
    if name not in declared:
        near = difflib.get_close_matches(name, ("git", *declared), 1, 0.6)
        instead = f"did you mean “{near[0]}:”?" if near else _NO_SUCH_PLACE
        refuse(address, f"no place is called “{name}:”", instead, "N01")
    return declared[name]


_NO_SUCH_PLACE: Final = (
    "write a folder, git:BRANCH or the address of a store, or name an extension that declares it"
)


def _refuse_sources(folder: Path, root: Path) -> None:
    real = folder.resolve()
    above = root.is_relative_to(real) or Path.home().resolve().is_relative_to(real)
    names = ("content", "themes", "extensions", ".git", "site", "site-suppliers")
    inside = any(real.is_relative_to(root / name) for name in names)
    if above or inside or (real / ".git").exists():
        what = "this folder holds other things than a published site"
        refuse(str(folder), what, "choose a folder of its own, outside the project", "N03")


def _overlap(one: str, other: str) -> bool:
    if GIT in (one[: len(GIT)], other[: len(GIT)]):
        return one == other
    first, second = (f"{text.rstrip('/')}/".replace(os.sep, "/") for text in (one, other))
    return first.startswith(second) or second.startswith(first)
