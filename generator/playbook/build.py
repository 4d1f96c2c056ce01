"""Building a whole site: which pages to make, who makes them, and what to do when one fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from playbook import digests, workers
from playbook.ledger import Ledger, Shown
from playbook.load.store import Store
from playbook.making import TRIED, Afresh, Maker, Pages, Whose, unpacked
from playbook.plan import IndexPart, Page
from playbook.problems import Problem, Unusable
from playbook.supply import Published
from playbook.write.manifest import Entry, Manifest
from playbook.write.output import Output, Stage, Written

BLOCKS: Final = 8
"""Blocks for each worker to take, about: many are fair, and few leave memory undivided."""
WORTH_SHARING: Final = 40
"""Pages from which several processes are faster than one."""
WORTH_OPENING_AGAIN: Final = 300
"""Processes from which workers are worth it where each has to open the project for itself."""


class Build:
    """Make the pages of a site that are not there yet, and put them in place.

    Args:
        site: The site.
        output: Where it goes.
        jobs: How many processes may work at once.
        store: Keeps what was tried out, for the next build.
        open_site: Opens the same site again in another process, where none can be forked.
    """

    def __init__(
        self,
        site: Published,
        output: Output,
        jobs: int,
        store: Store | None = None,
        open_site: Callable[[], Published] | None = None,
    ) -> None:
        self.site, self.output, self.jobs = site, output, jobs
        self.open_site = open_site
        self.entries: dict[str, Entry] = {}
        self.changed: set[str] = set()
        self.problems: list[Problem] = []
        self.ledger = Ledger(site, store)
        self.shown = Shown(site, store)

    def run(self, seen: Callable[[int], None]) -> Written:
        """Build the site.

        Args:
            seen: Called with the number of pages that are done now.

        Raises:
            Unusable: A page cannot be made, or the system refuses; the former site stays.
        """
        with self.output.stage() as stage:
            self.ledger.recall()
            self._assets(stage)
            processes, others = self._todo()
            parts = self._parts()
            maker = Maker(self.site, stage)
            self._judge(len(processes))
            seen(len(self.site.pages) - sum(map(len, processes.values())) - len(others))
            self._processes(maker, list(processes.items()), seen)
            # These come last: what clears most is only known when all was tried.
            self._others(maker, others, seen)
            self._index(maker, parts)
            self.ledger.keep()
            if self.problems:
                raise Unusable(self.problems)
            self.shown.keep({address: entry.key for address, entry in self.entries.items()})
            names = (*self.site.assets, *self.site.index, *self.site.pages)
            files = {name: self.entries[name] for name in names}
            return stage.finish(Manifest(files), self.changed)

    def _judge(self, processes: int) -> None:
        """Judge everything before workers part, so that none does it over again."""
        if self._jobs(processes) > 1:
            for portfolio in self.site.portfolios:
                portfolio.judge_all()

    def _todo(self) -> tuple[dict[Whose, list[tuple[Page, str]]], list[Page]]:
        """Return the pages to make of each process, and the others; keep what is there."""
        former, folder = self.output.former, self.output.folder
        processes: dict[Whose, list[tuple[Page, str]]] = {who: [] for who in self.ledger.missing()}
        others = []
        for address, page in self.site.pages.items():
            key = self.site.known_key(page)
            if former.fresh(folder, address, key or self.shown.of(page)):
                self.entries[address] = former.files[address]
            elif not key:
                others.append(page)
            else:
                processes.setdefault((page.organisation, page.key), []).append((page, key))
        return processes, others

    def _parts(self) -> list[tuple[IndexPart, str]]:
        """Return the parts of the search index to make; keep what is there."""
        former, folder = self.output.former, self.output.folder
        parts = []
        for address, part in self.site.index.items():
            key = self.site.script_key(part)
            if former.fresh(folder, address, key):
                self.entries[address] = former.files[address]
            else:
                parts.append((part, key))
        return parts

    def _index(self, maker: Maker, todo: Sequence[tuple[IndexPart, str]]) -> None:
        """Make parts of the search index; each takes as long as some hundred pages."""
        with workers.Turns(todo, len(todo)) as turns:

            def work(_number: int, send: workers.Send) -> None:
                for part, key in turns:
                    send(maker.part(part, key))

            workers.run(self.jobs if len(todo) > 1 else 1, work, self._receive)

    def _assets(self, stage: Stage) -> None:
        former, folder = self.output.former, self.output.folder
        for address, asset in self.site.assets.items():
            key = self.site.asset_key(address)
            data = None if key else asset.read_bytes()
            if data is not None:
                key = digests.of_bytes(data).hex()
            if former.fresh(folder, address, key):
                self.entries[address] = former.files[address]
                continue
            written = stage.write(address, asset.read_bytes() if data is None else data)
            self._receive((address, key, *written))

    def _processes(
        self,
        maker: Maker,
        todo: Sequence[tuple[Whose, Pages]],
        seen: Callable[[int], None],
    ) -> None:
        """Make the pages of processes; all pages of one process are made by one worker."""
        jobs = self._jobs(len(todo))

        def receive(message: Any) -> None:
            if message[0] == TRIED:
                self.ledger.take(*message[1:])
            else:
                self._receive(message)
                seen(bool(message[0]))

        apart = jobs > 1 and not workers.CAN_FORK and len(todo) >= WORTH_OPENING_AGAIN
        if self.open_site and apart:
            shares = [todo[number::jobs] for number in range(jobs)]
            workers.run_apart(jobs, Afresh(self.open_site, maker.stage, shares), receive)
            return
        # What all pages share, such as their templates, is made with the first, for all workers.
        maker.processes(todo[:1], receive)
        with workers.Turns(todo[1:], jobs * BLOCKS) as turns:
            workers.run(jobs, lambda _number, send: maker.processes(turns, send), receive)

    def _others(self, maker: Maker, todo: Sequence[Page], seen: Callable[[int], None]) -> None:
        """Make the pages that tell of many processes, each counted once for all workers."""
        if self._jobs(len(todo)) > 1:
            for portfolio in self.site.portfolios:
                portfolio.count_all()

        def receive(message: Any) -> None:
            self._receive(message)
            seen(1)

        with workers.Turns(todo, len(todo)) as turns:

            def work(_number: int, send: workers.Send) -> None:
                for page in turns:
                    send(maker.page(page))

            workers.run(self._jobs(len(todo)), work, receive)

    def _jobs(self, items: int) -> int:
        return self.jobs if items >= WORTH_SHARING else 1

    def _receive(self, message: Sequence[Any]) -> None:
        address, outcome, *written = message
        if isinstance(outcome, int):
            raise OSError(outcome, *written)
        if not isinstance(outcome, str):
            found = (unpacked(problem) for problem in outcome)
            self.problems += [problem for problem in found if problem not in self.problems]
        elif written:
            self.entries[address] = Entry(outcome, *written)
            self.changed.add(address)
        else:
            self.entries[address] = self.output.former.files[address]
