"""Every link and anchor of a site as it lies in its folder."""

from __future__ import annotations

import difflib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from posixpath import basename, dirname, splitext
from typing import Any, Final
from urllib.parse import quote

from playbook import urls, workers
from playbook.links import marks
from playbook.links.ways import Inside, Nowhere, Outside, Way, anchors_of, is_top, way
from playbook.problems import Place, Problem, Unusable

PAGE: Final = ".html"
_SCRIPT: Final = ".js"
_KINDS: Final = (PAGE, ".css", _SCRIPT)
WORTH_SHARING: Final = 200
"""Files from which several processes are faster than one."""
MOST_NEAREST: Final = 200
"""Lost addresses that a near one is looked for; more are one mistake, made everywhere."""
_Wanted = dict[tuple[str, str], tuple[str, str, int]]
"""Where links lead, with the first file that leads there, in which words, and how many do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a site.

    Args:
        problems: Links that lead nowhere, each told once however many pages have it.
        files: How many files were read.
        links: How many different places they lead to, inside the site.
    """

    problems: tuple[Problem, ...]
    files: int
    links: int


@dataclass(slots=True)
class _Read:
    """What was read of a site.

    Args:
        files: Every file that is there.
        wanted: Where links lead.
        refused: Addresses that work nowhere, with why.
        anchors: The places on each page, and how often each is there.
        leads_on: Where each page that only leads on leads to.
        broken: Files that cannot be understood.
    """

    files: frozenset[str]
    wanted: _Wanted = field(default_factory=dict)
    refused: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    anchors: dict[str, Counter[str]] = field(default_factory=dict)
    leads_on: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    read: int = 0

    def take(self, message: Sequence[Any]) -> None:
        """Take in what was read in one file."""
        file, anchors, leads_on, found = message
        self.read += 1
        if anchors is None:
            self.broken.append(file)
            return
        if file.endswith(PAGE):
            self.anchors[file] = Counter(anchors)
        if leads_on:
            self.leads_on[file] = leads_on
        for written, path, anchor, why, instead in found:
            if why:
                first, often = self.refused.get((written, why, instead), (file, 0))
                self.refused[written, why, instead] = (min(first, file), often + 1)
                continue
            first, words, often = self.wanted.get((path, anchor), (file, written, 0))
            if file < first:
                first, words = file, written
            self.wanted[path, anchor] = (first, words, often + 1)


def check_site(folder: Path, jobs: int = 1, called: str = "") -> Checked:
    """Follow every link inside a site that was built.

    Args:
        folder: The folder of the site.
        jobs: How many processes may work at once.
        called: What the folder is called in what is told; empty for its files alone.

    Raises:
        Unusable: There is no page in it.
    """
    files = sorted(_files(folder))
    if not any(file.endswith(PAGE) for file in files):
        instead = "build the site first, or name the folder that it is in"
        problem = Problem(Place(called or folder.name), "no site lies here", instead, "K06")
        raise Unusable([problem])
    read = _Read(frozenset(files))
    todo = [file for file in files if file.endswith(_KINDS)]
    jobs = jobs if len(todo) >= WORTH_SHARING else 1

    def work(number: int, send: workers.Send) -> None:
        for file in todo[number::jobs]:
            send(_of_file(folder, file))

    workers.run(jobs, work, read.take)
    problems = tuple(sorted(_Judge(folder, read, called).problems()))
    return Checked(problems, read.read, len(read.wanted))


def _files(folder: Path) -> Iterator[str]:
    """Yield every file of a site, from its root; links to elsewhere are no part of it."""
    root = str(folder)
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = here[len(root) + 1 :].replace(os.sep, "/")
        yield from (f"{inside}/{name}" if inside else name for name in names)


def _of_file(folder: Path, file: str) -> tuple[Any, ...]:
    """Return what links lead from and to in one file; in a worker."""
    found = _marks(folder, file)
    if found is None:
        return file, None, "", []
    start = way(found.base, file) if found.base else Inside(file, "")
    base = start.path if isinstance(start, Inside) else None
    ways = [(written, _way(written, base)) for written in found.links]
    if isinstance(start, Nowhere):
        ways.append((found.base, start))
    leads_on = _way(found.leads_on, base) if found.leads_on is not None else None
    return (
        file,
        found.anchors,
        leads_on.path if isinstance(leads_on, Inside) else "",
        [_packed(written, there) for written, there in ways if not isinstance(there, Outside)],
    )


def _way(written: str, base: str | None) -> Way:
    """Return where an address leads from a page whose addresses may all begin elsewhere."""
    return Outside(written) if base is None else way(written, base)


def _packed(written: str, there: Inside | Nowhere) -> tuple[str, str, str, str, str]:
    if isinstance(there, Inside):
        return written, there.path, there.anchor, "", ""
    return written, "", "", there.why, there.instead


def _marks(folder: Path, file: str) -> marks.Marks | None:
    """Return the marks of a file; nothing when it is not what its name says."""
    try:
        data = (folder / file).read_bytes()
    except OSError:
        return None
    if file.endswith(PAGE):
        return marks.of_html(data)
    text = data.decode("utf-8", "replace")
    if file.endswith(".css"):
        return marks.of_css(text)
    try:
        return marks.of_script(text) or marks.Marks(())
    except (ValueError, KeyError, IndexError, TypeError):
        return None


class _Judge:
    """Tell which links lead nowhere, and where they might have led.

    Args:
        folder: The folder of the site.
        read: What was read of it.
        called: What the folder is called.
    """

    def __init__(self, folder: Path, read: _Read, called: str) -> None:
        self.folder, self.read, self.called = folder, read, called
        self.by_folder: defaultdict[str, list[str]] = defaultdict(list)
        self.by_name: defaultdict[str, list[str]] = defaultdict(list)
        self.folders = {""}
        for file in sorted(read.files):
            self.by_folder[dirname(file)].append(file)
            self.by_name[basename(file).lower()].append(file)
            self.folders.add(dirname(file))
        self.looked = 0

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with links."""
        for (path, anchor), (first, written, often) in self.read.wanted.items():
            wrong = self._wrong(path, anchor, first)
            if wrong:
                yield self._problem(*wrong, first, written, often)
        for (written, why, instead), (first, often) in self.read.refused.items():
            yield self._problem("K03", why, instead, first, written, often)
        for file in self.read.broken:
            why = "this cannot be read" if not file.endswith(_SCRIPT) else _NO_PART
            yield Problem(self._place(file), why, "build the site anew", "K05")
        yield from self._rounds()

    def _wrong(self, path: str, anchor: str, first: str) -> tuple[str, str, str] | None:
        """Return code, what is wrong and what to write, of a place that is linked to."""
        if path not in self.read.files:
            return self._lost(path, anchor, first)
        if is_top(anchor) or not path.endswith(PAGE):
            return None
        if path in self.read.leads_on:
            there = self._shown(first, self.read.leads_on[path], anchor)
            return (
                "K04",
                "leads to a page that leads on, where the anchor is lost",
                f"write {there}",
            )
        places = self.read.anchors[path]
        name = next((name for name in anchors_of(anchor) if name in places), "")
        if not name:
            near = self._near(anchors_of(anchor)[1], places)
            instead = f"did you mean {self._shown(first, path, near)}?" if near else _NO_ANCHOR
            return "K02", f"leads to an anchor that is not on {path}", instead
        if places[name] > 1:
            return "K02", f"leads to an anchor that is {places[name]} times on {path}", _TWICE
        return None

    def _lost(self, path: str, anchor: str, first: str) -> tuple[str, str, str]:
        """Return what is wrong with a link to a file that is not there."""
        if path.rstrip("/") in self.folders:
            page = f"{path.rstrip('/')}/index{PAGE}".lstrip("/")
            instead = f"write {self._shown(first, page, anchor)}"
            if page not in self.read.files:
                instead = "link to a page in it"
            return "K01", "leads to a folder, which shows no page", instead
        near = self._nearest(path, first)
        instead = f"did you mean {self._shown(first, near, anchor)}?" if near else _NO_FILE
        if near.lower() == path.lower():
            return "K01", "leads to a file whose name has other capitals", instead
        return "K01", "leads to a file that is not in the site", instead

    def _nearest(self, path: str, first: str) -> str:
        """Return a file that may have been meant; an empty text when none is near."""
        alike = [file for file in self.by_name.get(basename(path).lower(), ()) if file != first]
        if alike:
            same = path.lower()
            return max(alike, key=lambda file: (file.lower() == same, _together(file, path)))
        # Without what all names end in, which would make any two of them alike.
        stems = {splitext(basename(file))[0]: file for file in self.by_folder[dirname(path)]}
        return stems.get(self._near(splitext(basename(path))[0], stems), "")

    def _near(self, name: str, names: Iterable[str]) -> str:
        self.looked += 1
        if self.looked > MOST_NEAREST:
            return ""
        return next(iter(difflib.get_close_matches(name, list(names), 1, 0.6)), "")

    def _rounds(self) -> Iterator[Problem]:
        """Yield pages that lead on to each other for ever, each round once."""
        done: set[str] = set()
        for start in sorted(self.read.leads_on):
            seen: list[str] = []
            page = start
            while page in self.read.leads_on and page not in done and page not in seen:
                seen.append(page)
                page = self.read.leads_on[page]
            if page in seen:
                why = "leads on in a round that never ends: " + ", ".join(seen[seen.index(page) :])
                yield Problem(self._place(page), why, "let one of them be a page", "K04")
            done.update(seen)

    def _problem(  # noqa: PLR0913, PLR0917 - what a problem is made of
        self, code: str, why: str, instead: str, first: str, written: str, often: int
    ) -> Problem:
        line, column = 0, 0
        if first.endswith(PAGE):
            text = (self.folder / first).read_text("utf-8", "replace")
            line, column = marks.where(text, written)
        others = f", here and in {often - 1} other files" if often > 1 else ""
        return Problem(
            self._place(first, line, column), f"the link “{written}” {why}{others}", instead, code
        )

    def _place(self, file: str, line: int = 0, column: int = 0) -> Place:
        return Place(f"{self.called}/{file}" if self.called else file, line, column)

    def _shown(self, first: str, path: str, anchor: str) -> str:
        """Return how a page links to a place."""
        way_there = quote(urls.relative(first, path))
        return f"“{way_there}#{anchor}”" if anchor else f"“{way_there}”"


_NO_PART: Final = "this cannot be read as a part of the search index"
_NO_FILE: Final = "remove the link, or put the file there"
_NO_ANCHOR: Final = "remove what follows “#”, or name a place on that page"
_TWICE: Final = "give each place on a page a name of its own"


def _together(one: str, other: str) -> int:
    """Return in how many folders two files are together, from the root."""
    pairs = zip(one.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
