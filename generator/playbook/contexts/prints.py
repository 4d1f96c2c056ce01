"""What the pages of an organisation are made from, in short: digests of its facts and names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec.structs import replace

from playbook import digests
from playbook.model.mention import mentions as all_mentions
from playbook.model.places import Located
from playbook.model.process import Process

if TYPE_CHECKING:
    from playbook.contexts.portfolio import Portfolio

OWN_PAGE_ONLY: Final[Mapping[str, Any]] = {
    "purpose": None,
    "legal_basis": None,
    "notes": None,
    "part_of": None,
    "follows": None,
    "pcf": None,
}
"""Fields by which nothing is judged, and that only the process's own page and suppliers' show."""
_BEGIN: Final = b"{process}`"


def mentions(encoded: bytes) -> frozenset[str]:
    """Return the ids of the processes that texts refer to.

    Args:
        encoded: The texts, or what holds them, as `digests.encode` gives it.
    """
    _, *others = encoded.split(_BEGIN)
    # Each is read from where it begins: what nothing closes in one text reaches into the next.
    texts = ((_BEGIN + other).decode(errors="replace") for other in others)
    found = (seen for text in texts for seen, _ in all_mentions(text))
    return frozenset(seen.target for seen in found if seen.kind == "process")


class Print(NamedTuple):
    """Tell in short what is known of one process.

    Args:
        whole: Digest of all of it, and of its places.
        outline: The same without what only its own page shows.
        mentions: Ids of the processes that its texts refer to.
    """

    whole: bytes
    outline: bytes
    mentions: frozenset[str]


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
        """Return each process in short, by its id; its bytes are looked at once, and not kept."""
        inventory = self.portfolio.inventory
        return {
            process.id: _print(process, inventory.places[process.id])
            for process in inventory.processes
        }

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
        for process in self.portfolio.inventory.processes:
            if self.processes[process.id].mentions:
                yield mentions(digests.encode(process.name))

    @cached_property
    def outline(self) -> bytes:
        """Return the digest of all that pages may show which tell of many processes."""
        inventory = self.portfolio.inventory
        return digests.of_bytes(
            digests.of_value((inventory.handed, dict(inventory.answers), inventory.own_pages)),
            *(each.outline for each in self.processes.values()),
        )

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
        found = (portfolio.processes.get(each) for each in now)
        return [(each.id, each.name) for each in found if each]


def _print(process: Process, located: Located) -> Print:
    own = digests.encode([getattr(process, field) for field in OWN_PAGE_ONLY])
    others = digests.encode(replace(process, **OWN_PAGE_ONLY))
    outline = digests.of_bytes(others, located.file.encode(), located.packed)
    return Print(digests.of_bytes(outline, own), outline, mentions(own) | mentions(others))
