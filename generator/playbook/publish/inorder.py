"""Replacing files one by one, in an order in which no link leads nowhere.

First what pages need, then pages, then what leads to them, and removing comes last. Each file
is whole at every moment. While it is at work a reader may see new and old pages side by side.
What is replaced is kept under its digest, so that an earlier release can be brought back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from playbook.publish.release import (
    Published,
    Record,
    Release,
    before,
    chain,
    decode,
    encode,
    phases,
)
from playbook.publish.trouble import nothing_before, refuse, told

KEPT: Final = ".playbook-releases"
_CURRENT: Final = f"{KEPT}/current.json"
WAY: Final = "file by file"

Seen = Callable[[int], None]
Allow = Callable[[str], None]


class Shelf(Protocol):
    """A place that holds files by their addresses."""

    name: str

    def read(self, address: str) -> bytes | None:
        """Return what a file holds; nothing when there is none."""

    def write(self, address: str, data: bytes) -> None:
        """Write a file, whole at every moment."""

    def put(self, pairs: Iterable[tuple[str, str]], release: Release, seen: Seen) -> None:
        """Put files of a release at their addresses, each whole at every moment."""

    def copy(self, pairs: Iterable[tuple[str, str]], seen: Seen) -> None:
        """Copy files from one address to another, each whole at every moment."""

    def remove(self, addresses: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""

    def names(self, folder: str) -> list[str]:
        """Return the names of what lies in a folder."""


class InOrder:
    """Publish to a place that cannot change a whole site at once.

    Args:
        shelf: The place.
        keep: How many releases to keep, the one that is shown too.
    """

    def __init__(self, shelf: Shelf, keep: int) -> None:
        self.shelf, self.keep = shelf, keep

    def publish(self, release: Release, seen: Seen) -> Published:
        """Show a release.

        Args:
            release: The release.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: The place refuses; what it shows is whole, and publishing again goes on.
        """
        with told(self.shelf.name):
            former = self._current()
            if former is None:
                self._refuse_strangers()
                former = Record(number=0, edition="", files={})
            whole = not former.pending
            if whole and former.files == release.files and former.edition == release.edition:
                seen(len(release.files))
                return Published(former.number, len(release.files), 0, 0, WAY)
            now = Record(
                number=max((former.number, *self._records())) + 1,
                edition=release.edition,
                files=dict(release.files),
                before=before(former, release.edition),
            )
            return self._change(former, now, release, seen)

    def rollback(self, allow: Allow, seen: Seen) -> Published:
        """Show the release that was shown before.

        Args:
            allow: Called with the edition that will be shown; raises when it may not be.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: None is kept, it may not be shown, or the place refuses.
        """
        with told(self.shelf.name):
            former, records = self._current(), self._records()
            number = 0 if former is None else former.before
            if former is None or number not in records:
                nothing_before(self.shelf.name)
            allow(records[number].edition)
            return self._change(former, records[number], None, seen)

    def _change(
        self, former: Record, now: Record, release: Release | None, seen: Seen
    ) -> Published:
        """Go from one release to another: from files at hand, or from what was kept."""
        known = {name: key for name, key in former.files.items() if name not in former.pending}
        changed = {name for name, key in now.files.items() if known.get(name) != key}
        stale = {*former.files, *former.pending} - now.files.keys()
        if former.edition == now.edition:
            self._keep(former, known, changed | stale)
        begun = Record(
            number=now.number,
            edition=former.edition,
            files=former.files,
            before=before(former, now.edition),
            pending=tuple(sorted({*changed, *stale, *former.pending})),
        )
        self.shelf.write(_CURRENT, encode(begun))
        seen(len(now.files) - len(changed))
        for phase in phases(changed):
            if release is None:
                self.shelf.copy(((_object(now.files[name]), name) for name in phase), seen)
            else:
                self.shelf.put(((name, name) for name in phase), release, seen)
        self.shelf.remove(sorted(stale))
        self.shelf.write(_CURRENT, encode(now))
        self._forget(now)
        return Published(now.number, len(now.files), len(changed), len(stale), WAY)

    def _keep(self, former: Record, known: dict[str, str], going: set[str]) -> None:
        """Keep what is about to be replaced, so that it can be brought back."""
        if not former.number or self.keep < 2:
            return
        there = set(self.shelf.names(f"{KEPT}/objects"))
        wanted = {known[name]: name for name in sorted(going & known.keys())}
        pairs = [(name, _object(key)) for key, name in wanted.items() if key not in there]
        self.shelf.copy(pairs, lambda _done: None)
        if not former.pending:  # else it was never shown whole
            self.shelf.write(f"{KEPT}/{former.number}.json", encode(former))

    def _forget(self, now: Record) -> None:
        """Remove what belongs to releases that are not kept any more."""
        records = {**self._records(), now.number: now}
        kept = chain(records, now.number, self.keep)
        gone = [f"{KEPT}/{number}.json" for number in records if number not in kept]
        needed = {key for number in kept for key in records[number].files.values()}
        there = self.shelf.names(f"{KEPT}/objects")
        self.shelf.remove([*gone, *(_object(key) for key in there if key not in needed)])

    def _current(self) -> Record | None:
        data = self.shelf.read(_CURRENT)
        if data is None:
            return None
        found = decode(data)
        if found is None:
            what = f"“{_CURRENT}” there cannot be read"
            refuse(self.shelf.name, what, "empty the place, and publish again", "N03")
        return found

    def _records(self) -> dict[int, Record]:
        found = {}
        for name in self.shelf.names(KEPT):
            number = name.removesuffix(".json")
            record = decode(self.shelf.read(f"{KEPT}/{name}") or b"") if number.isdigit() else None
            if record:
                found[record.number] = record
        return found

    def _refuse_strangers(self) -> None:
        strangers = [name for name in self.shelf.names("") if not name.startswith(".")]
        if strangers:
            what = f"it is not empty (it holds “{strangers[0]}”) and was not published by playbook"
            refuse(self.shelf.name, what, "choose an empty place, or empty this one", "N03")


def _object(key: str) -> str:
    return f"{KEPT}/objects/{key}"
