"""Which fields one supplier may see of one process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.model.fieldnames import ORGANISATION, full_name, known_fields
from playbook.model.organisation import Supplier
from playbook.model.process import Process


@dataclass(frozen=True)
class Opened:
    """Hold which conditional fields are opened, by their dotted names.

    A name opens that field and the conditional fields inside it. The name of a field that is
    shareable or internal opens nothing: the first needs no opening, the second has none.

    Args:
        names: The names.
    """

    names: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Opened:
        """Return what some names open.

        Args:
            names: As written in ``shares.conditional`` or in a process's own ``share``.
        """
        known = known_fields()
        full = (full_name(name) for name in names)
        return cls(frozenset(name for name in full if known.get(name) == "conditional"))

    def __or__(self, other: Opened) -> Opened:
        """Return what either opens."""
        return Opened(self.names | other.names)

    def shows(self, name: str) -> bool:
        """Tell whether the whole of a field may be seen.

        Args:
            name: Its dotted name; a name that the model does not know is never seen.
        """
        visibility = known_fields().get(name)
        if visibility == "conditional":
            steps = name.split(".")
            return any(".".join(steps[:to]) in self.names for to in range(1, len(steps) + 1))
        return visibility == "shareable"

    def shows_part(self, name: str) -> bool:
        """Tell whether a field may be seen, or something inside it.

        Args:
            name: Its dotted name.
        """
        return self.shows(name) or any(inner.startswith(f"{name}.") for inner in self.names)


def opened_for(supplier: Supplier, process: Process | None = None) -> Opened:
    """Return which conditional fields are opened for a supplier.

    Args:
        supplier: The supplier.
        process: A process, for what it opens itself to all who may see it.
    """
    opened = Opened.of(supplier.shares.conditional if supplier.shares else ())
    if process is None or not process.share:
        return opened
    own = Opened.of(process.share).names
    return opened | Opened(frozenset(n for n in own if not n.startswith(ORGANISATION)))
