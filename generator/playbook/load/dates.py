"""On which day the lines of each process were last changed, by what Git keeps.

The history is read once, from the last revision back. The lines of a process are followed
through every change: one that touches them gives the day, any other one only moves them.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

from playbook.load import git

_HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_LOG: Final = (
    *("log", "--first-parent", "-m", "-p", "-U0", "-M", "--relative", "--no-color"),
    *("--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/"),
    *("--format=%x00%cs %P", "--end-of-options"),
)


class Lines(Struct, frozen=True, kw_only=True):
    """The lines of one process.

    Args:
        ident: What they are about.
        first: The first of them, from 1.
        last: The last of them.
    """

    ident: str
    first: int
    last: int


class _Hunk(Struct, frozen=True):
    """Lines that a change put in the place of others."""

    removed: int
    start: int
    added: int

    @property
    def end(self) -> int:
        return self.start + max(self.added, 1) - 1

    def touches(self, lines: Lines) -> bool:
        if self.added:
            return self.start <= lines.last
        return self.start < lines.last  # lines were taken out after this one


class _Change(Struct):
    """What one revision changed: lines by file, and names of files."""

    day: datetime.date
    first: bool
    hunks: dict[str, list[_Hunk]]
    renamed: dict[str, str]


def lines_of(text: str, starts: Sequence[tuple[str, int]]) -> list[Lines]:
    """Return the lines of each process of a file, without what stands between them.

    Args:
        text: The file.
        starts: Id and first line of each process, in the order of the text.
    """
    rows = text.splitlines()
    return [
        Lines(ident=ident, first=first, last=_last(rows, first, after))
        for (ident, first), (_, after) in pairwise([*starts, ("", len(rows) + 1)])
    ]


def whole(file: str) -> list[Lines]:
    """Return all lines of a file, as one thing that goes by the name of the file.

    Args:
        file: Path from the project's folder.
    """
    return [Lines(ident=file, first=1, last=sys.maxsize)]


def _last(rows: Sequence[str], first: int, after: int) -> int:
    last = after - 1
    while last > first and (not rows[last - 1].strip() or rows[last - 1].lstrip().startswith("#")):
        last -= 1
    return last


def last_changed(
    root: Path, revision: str, folder: str, lines: dict[str, list[Lines]]
) -> dict[str, datetime.date]:
    """Return the day on which the lines of each process were last changed.

    Args:
        root: The project's folder.
        revision: Name of the revision in Git.
        folder: The folder that the files are in, with forward slashes.
        lines: The lines of each process as that revision has them, by file.

    Returns:
        The day by id. What Git cannot tell is left out: it was given a part of the history only.
    """
    left = {file: sorted(mine, key=lambda item: item.first) for file, mine in lines.items()}
    shallow = git.is_shallow(root)
    days: dict[str, datetime.date] = {}
    with git.listening(root, *_LOG, revision, "--", f"{folder}/") as said:
        for change in _changes(said):
            known = not (shallow and change.first)
            for file, hunks in change.hunks.items():
                touched, moved = _followed(left.pop(file, []), hunks)
                days |= {item.ident: change.day for item in touched if known}
                if moved:
                    left[file] = moved
            former = {change.renamed.get(file, file): mine for file, mine in left.items()}
            left = former
            if not left:
                break
    return days


def _followed(lines: Iterable[Lines], hunks: Sequence[_Hunk]) -> tuple[list[Lines], list[Lines]]:
    """Return which lines a change touched, and the others as they stood before it."""
    touched, moved = [], []
    at = shift = 0
    for item in lines:
        while at < len(hunks) and hunks[at].end < item.first:
            shift += hunks[at].removed - hunks[at].added
            at += 1
        if at < len(hunks) and hunks[at].touches(item):
            touched.append(item)
        else:
            moved.append(Lines(ident=item.ident, first=item.first + shift, last=item.last + shift))
    return touched, moved


def _changes(said: IO[bytes]) -> Iterator[_Change]:
    """Yield what each revision changed, from what Git says of all of them."""
    change: _Change | None = None
    file = source = ""
    for line in said:
        if line.startswith(b"\0"):
            if change:
                yield change
            day, _, parents = line[1:].decode().strip().partition(" ")
            change = _Change(datetime.date.fromisoformat(day), not parents, {}, {})
        elif change is None:
            continue
        elif line.startswith(b"rename from "):
            source = _name(line[len(b"rename from ") :])
        elif line.startswith(b"rename to "):
            change.renamed[_name(line[len(b"rename to ") :])] = source
        elif line.startswith(b"+++ "):
            file = _name(line[4:]).removeprefix("b/")
        elif found := _HUNK.match(line):
            hunk = _Hunk(int(found[1] or 1), int(found[2]), int(found[3] or 1))
            change.hunks.setdefault(file, []).append(hunk)
            _skip(said, hunk.removed + hunk.added)
    if change:
        yield change


def _skip(said: IO[bytes], count: int) -> None:
    """Pass over the lines of a change themselves; whatever they say, they are no headings."""
    while count:
        if not said.readline().startswith(b"\\"):
            count -= 1


def _name(written: bytes) -> str:
    return written.decode("utf-8", "replace").rstrip("\r\n\t")
