"""What the pages of an organisation are made from, in short: digests of its facts and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from playbook import digests
from playbook.model.processes import Print
from playbook.printed import mentions, print_of

if TYPE_CHECKING:
    from playbook.contexts.portfolio import Portfolio


class Prints:
    """Tell in short what the pages of one organisation are made from.

    Args:
        portfolio: The organisation.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self._named: dict[str, bytes] = {}

    @cached_property
    def processes(self) -> Mapping[str, Print]:
        """Return each process in short, by its id."""
        inventory = self.portfolio.inventory
        found: dict[str, Print] = {}
        for file in inventory.processes.files:
            # What was read in a run before brings it along.
            found.update(file.prints or {one.id: print_of(one, at) for one, at in file.placed})
        return found

    @cached_property
    def around(self) -> bytes:
        """Return the digest of what every page of the organisation may show beside processes.

        Its texts, and the names of its processes, stand on any page: so do the names of the
        processes that these refer to.
        """
        inventory, method = self.portfolio.inventory, self.portfolio.method
        texts = tuple(map(digests.encode, (inventory.organisation, inventory.suppliers, method)))
        named = frozenset[str]().union(*map(mentions, texts), *self._of_names())
        return digests.of_bytes(
            *texts,
            inventory.organisation_places.packed,
            digests.of_value([(own.key, own.language, own.title) for own in inventory.own_pages]),
            digests.of_value([(own.anchors, own.formerly) for own in inventory.own_pages]),
            inventory.elsewhere.digest,
            digests.of_value(dict(self.portfolio.ignored)),
            self.names(sorted(named)),
        )

    def _of_names(self) -> Iterable[frozenset[str]]:
        """Yield the ids of the processes that the name of each process refers to."""
        for ident, card in self.portfolio.cards.items():
            if self.processes[ident].mentions:
                yield mentions(digests.encode(card.name))

    @cached_property
    def outline(self) -> bytes:
        """Return the digest of all that pages may show which tell of many processes."""
        inventory = self.portfolio.inventory
        return digests.of_bytes(
            digests.of_value((inventory.handed, dict(inventory.answers), inventory.own_pages)),
            *(each.outline for each in self.processes.values()),
        )

    @cached_property
    def placed(self) -> bytes:
        """Return the same with the places of what they show."""
        places = self.portfolio.inventory.places.values()
        told = (part for each in places for part in (each.file.encode(), each.packed))
        return digests.of_bytes(self.outline, *told)

    @cached_property
    def called(self) -> bytes:
        """Return the digest of the ids and names of all processes."""
        return digests.of_value([(card.id, card.name) for card in self.portfolio.cards.values()])

    def names(self, idents: Iterable[str]) -> bytes:
        """Return the digest of the names that some processes go by, and of where these lead.

        Args:
            idents: Their ids, those that they had before too, in an order that matters.
        """
        return digests.of_bytes(*map(self._name, idents))

    def _name(self, ident: str) -> bytes:
        known = self._named.get(ident)
        if known is None:
            known = self._named[ident] = digests.of_value((ident, self._now(ident)))
        return known

    def _now(self, ident: str) -> list[tuple[str, Any]]:
        """Return id and name of the process that an id means now; of what is no more its heirs."""
        portfolio = self.portfolio
        gone = portfolio.removed.get(ident)
        now = gone.instead if gone else (portfolio.renamed.get(ident, ident),)
        found = map(portfolio.cards.get, now)
        return [(each.id, each.name) for each in found if each]
