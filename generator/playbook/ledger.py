"""What a build knows from the builds before it, so that it does not think it out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

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
        self.keys = {
            (name, ident): site.ledger_key(portfolio, ident)
            for name, portfolio in self.portfolios.items()
            for ident in portfolio.processes
        }
        self.store = store
        self.complete = False

    def recall(self) -> None:
        """Take over what is still so from the build before."""
        kept = self.store.find(_LEDGER) if self.store else None
        if not isinstance(kept, dict):
            return
        self.complete = True
        for (name, ident), key in self.keys.items():
            row = kept.get(key.hex())
            if row is None:
                self.complete = False
            else:
                tried, brief, results, findings = row
                self.portfolios[name].briefs[ident] = tuple(brief)
                self.portfolios[name].remember(ident, tried)
                self.portfolios[name].results.remember(ident, results)
                self.portfolios[name].findings.remember(ident, findings)

    def missing(self) -> list[tuple[str, str]]:
        """Return the processes of which it is not known: organisation and id."""
        return [
            (name, ident) for name, ident in self.keys if ident not in self.portfolios[name].ledger
        ]

    def take(self, name: str, ident: str, row: Sequence[Any]) -> None:
        """Take over what a worker tried out.

        Args:
            name: Id of the organisation.
            ident: Id of the process.
            row: What it found.
        """
        self.portfolios[name].remember(ident, row)

    def keep(self) -> None:
        """Keep everything for the next build."""
        if self.store and not self.complete:
            rows = {
                key.hex(): (
                    self.portfolios[name].ledger[ident],
                    self.portfolios[name].brief(ident),
                    *self.portfolios[name].kinds(ident),
                )
                for (name, ident), key in self.keys.items()
                if ident in self.portfolios[name].ledger
            }
            self.store.keep(_LEDGER, rows)


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
