"""Making pages and saying what became of each: the part of a build that a worker does."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from playbook import workers
from playbook.plan import IndexPart, Page
from playbook.problems import Place, Problem, Unusable
from playbook.supply import Published
from playbook.write.output import Stage

TRIED: Final = "/tried"
"""Begin of a message that is not about a page; no address begins with a slash."""
Pages = Sequence[tuple[Page, str]]
"""Pages of one process, each with the digest of what it is made from."""
Whose = tuple[str, str]
"""Id of an organisation and of one of its processes."""


class Maker:
    """Make pages of a site, and say what became of them in messages of plain values.

    Args:
        site: The site.
        stage: Where the pages go.
    """

    def __init__(self, site: Published, stage: Stage) -> None:
        self.site, self.stage = site, stage
        self.portfolios = {item.inventory.id: item for item in site.portfolios}

    def processes(self, items: Iterable[tuple[Whose, Pages]], send: workers.Send) -> None:
        """Make the pages of processes, and try out the gaps of each.

        Args:
            items: The pages to make, by process.
            send: Takes what became of each.
        """
        for who, pages in items:
            for page, key in pages:
                send(self.page(page, key))
            send(self.tried(*who))

    def page(self, page: Page, key: str = "") -> tuple[Any, ...]:
        """Make one page unless it is there.

        Args:
            page: The page.
            key: Digest of what it is made from; empty when only what it shows tells.
        """
        former, folder = self.stage.output.former, self.stage.output.folder
        try:
            shown = self.site.context(page)
            key = key or self.site.shown_key(shown)
            if former.fresh(folder, page.path, key):
                return page.path, key
            data = self.site.rendered(page, shown)
        except Unusable as unusable:
            return page.path, [_packed(problem) for problem in unusable.problems]
        except Exception as error:
            return page.path, [_packed(failure(page, error))]
        return self._written(page.path, key, data)

    def part(self, part: IndexPart, key: str) -> tuple[Any, ...]:
        """Make one part of the search index.

        Args:
            part: The part.
            key: Digest of what it is made from.
        """
        try:
            data = self.site.script(part)
        except Exception as error:
            return part.path, [_packed(failure(part, error))]
        return self._written(part.path, key, data)

    def tried(self, name: str, ident: str) -> tuple[Any, ...]:
        """Try out the gaps of one process.

        Args:
            name: Id of its organisation.
            ident: Its id.
        """
        try:
            return TRIED, name, ident, self.portfolios[name].outcome(ident)
        except Unusable as unusable:
            return "", [_packed(problem) for problem in unusable.problems]

    def _written(self, address: str, key: str, data: bytes) -> tuple[Any, ...]:
        try:
            return address, key, *self.stage.write(address, data)
        except OSError as error:
            return address, error.errno, error.strerror


@dataclass(frozen=True)
class Afresh:
    """Make pages of processes in a process that shares no memory with the one that planned them.

    Args:
        open_site: Opens the same site again; a function that can be sent to another process.
        stage: Where the pages go.
        shares: The pages that each worker makes, by process.
    """

    open_site: Callable[[], Published]
    stage: Stage
    shares: Sequence[Sequence[tuple[Whose, Pages]]]

    def __call__(self, number: int, send: workers.Send) -> None:
        """Make the pages of one worker.

        Args:
            number: Number of the worker, from 0.
            send: Takes what became of each.
        """
        site, share = self.open_site(), self.shares[number]
        if any(site.known_key(page) != key for _, pages in share for page, key in pages):
            place = Place("content")
            problem = Problem(place, "files changed while the site was made", "build again", "O05")
            send(("", [_packed(problem)]))
            return
        Maker(site, self.stage).processes(share, send)


def failure(page: Page | IndexPart, error: Exception) -> Problem:
    """Return why a page cannot be made: the template and its line, and which page.

    Args:
        page: The page.
        error: What went wrong.
    """
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((f for f in reversed(frames) if f.filename.endswith(".html")), frames[-1])
    file = frame.filename.replace("\\", "/")
    themes = file.rpartition("/themes/")[2]
    place = Place(f"themes/{themes}" if themes != file else "themes", frame.lineno or 0)
    about = page.path
    if isinstance(page, Page) and page.kind == "process":
        about = f"the page of the process “{page.key}”"
    what = f"{about} cannot be made ({type(error).__name__}: {error})"
    return Problem(place, what, "correct the template, or report it with this line", "P01")


def _packed(problem: Problem) -> tuple[Any, ...]:
    place = problem.place
    return place.file, place.line, place.column, problem.what, problem.instead, problem.code


def unpacked(packed: Sequence[Any]) -> Problem:
    """Return a problem that a message holds.

    Args:
        packed: Its values.
    """
    file, line, column, what, instead, code = packed
    return Problem(Place(file, line, column), what, instead, code)
