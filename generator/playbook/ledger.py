"""What a build knows from the builds before it, so that it does not think it out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from playbook.contexts.portfolio import Brief, Portfolio
from playbook.load.store import Store, name_of
from playbook.plan import Page
from playbook.supply import Published

_LEDGER: Final = name_of("ledger")
_SHOWN: Final = name_of("shown")


class Ledger:
    """Know in short what was found of each process, and what closing each of its gaps clears.

    What the build before knew of a process that did not change, it knew rightly.

    Args:
        site: The site.
        store: Keeps it for the next build.
    """

    def __init__(self, site: Published, store: Store | None) -> None:
        self.portfolios = {item.inventory.id: item for item in site.portfolios}
        self.keys = {name: site.ledger_key(item) for name, item in self.portfolios.items()}
        self.store = store
        self.rows: dict[str, dict[str, Any]] = {}
        """What is still so of what was kept, by organisation and process."""
        self.complete = False

    def recall(self) -> None:
        """Take over what is still so from the build before."""
        found = self.store.find(_LEDGER) if self.store else None
        kept = found if isinstance(found, dict) else {}
        self.complete = bool(kept)
        for name, portfolio in self.portfolios.items():
            key, rows = kept.get(name, (b"", {}))
            known = rows if key == self.keys[name] else {}
            self.rows[name] = same = _same(portfolio, known)
            self.complete &= len(same) == len(portfolio.processes)
            portfolio.ledger.update({ident: row[1] for ident, row in same.items()})
            portfolio.briefs.update({ident: Brief(*row[2]) for ident, row in same.items()})
            portfolio.results.remember({ident: row[3] for ident, row in same.items()})
            portfolio.findings.remember({ident: row[4] for ident, row in same.items()})

    def missing(self) -> list[tuple[str, str]]:
        """Return the processes of which it is not known: organisation and id."""
        return [
            (name, ident)
            for name, portfolio in self.portfolios.items()
            for ident in portfolio.processes
            if ident not in portfolio.ledger
        ]

    def take(self, name: str, ident: str, outcome: bytes) -> None:
        """Take over what a worker tried out.

        Args:
            name: Id of the organisation.
            ident: Id of the process.
            outcome: What it found.
        """
        self.portfolios[name].ledger[ident] = outcome

    def keep(self) -> None:
        """Keep everything for the next build."""
        if self.store and not self.complete:
            kept = {
                name: (self.keys[name], self._rows(name, portfolio))
                for name, portfolio in self.portfolios.items()
            }
            self.store.keep(_LEDGER, kept)

    def _rows(self, name: str, portfolio: Portfolio) -> dict[str, Any]:
        same = self.rows.get(name, {})
        return {ident: same.get(ident) or _row(portfolio, ident) for ident in portfolio.ledger}


def _row(portfolio: Portfolio, ident: str) -> tuple[Any, ...]:
    """Return what is kept of a process: the digest of its facts, and what they were found to be."""
    whole = portfolio.prints.processes[ident].whole
    return whole, portfolio.ledger[ident], portfolio.brief(ident), *portfolio.kinds(ident)


def _same(portfolio: Portfolio, rows: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept of each process that is still the same."""
    prints = portfolio.prints.processes
    found = ((ident, rows.get(ident), short.whole) for ident, short in prints.items())
    return {ident: row for ident, row, whole in found if row and row[0] == whole}


class Shown:
    """Know by the facts alone what pages show of which thinking them out takes long.

    Args:
        site: The site.
        store: Keeps it for the next build.
    """

    def __init__(self, site: Published, store: Store | None) -> None:
        keys = ((page.path, site.facts_key(page)) for page in site.pages.values())
        self.keys = {address: key for address, key in keys if key}
        self.store = store
        kept = store.find(_SHOWN) if store and self.keys else None
        self.kept: Mapping[str, str] = kept if isinstance(kept, dict) else {}

    def of(self, page: Page) -> str:
        """Return the digest of what a page shows; an empty text when it is not known.

        Args:
            page: One of the site.
        """
        return self.kept.get(self.keys.get(page.path, ""), "")

    def keep(self, shown: Mapping[str, str]) -> None:
        """Keep what the pages show for the next build.

        Args:
            shown: Digest of what each page shows, by its address.
        """
        now = {key: shown[address] for address, key in self.keys.items()}
        if self.store and now != self.kept:
            self.store.keep(_SHOWN, now)
