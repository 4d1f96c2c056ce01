"""What changed in an edition since it was handed over."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from playbook import digests
from playbook.edition.edition import Edition
from playbook.model.conversation import HandedOver


class Since(Struct, frozen=True, kw_only=True):
    """Say what changed since an archive was handed over.

    Args:
        added: Ids of processes that are shared now and were not.
        removed: Ids of processes that were shared and are no more.
        changed: Fields that changed, by the id of the process.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]

    @property
    def anything(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.removed or self.changed)


def fingerprints(edition: Edition) -> dict[str, dict[str, str]]:
    """Return a digest of every field that an edition shares of each process.

    Args:
        edition: The edition.
    """
    return {
        process.id: {
            field.encode_name: digests.of_value(value).hex()[:12]
            for field in msgspec.structs.fields(process)
            if (value := getattr(process, field.name)) not in (None, ())
        }
        for process in edition.inventory.processes
    }


def since(former: HandedOver, now: Mapping[str, Mapping[str, str]]) -> Since:
    """Return what changed since an archive was handed over.

    Args:
        former: What was handed over.
        now: What `fingerprints` says of the edition as it is.
    """
    before = former.processes
    changed = {
        ident: tuple(sorted(name for name, _ in before[ident].items() ^ now[ident].items()))
        for ident in now
        if ident in before
    }
    return Since(
        added=tuple(ident for ident in now if ident not in before),
        removed=tuple(ident for ident in before if ident not in now),
        changed={ident: tuple(dict.fromkeys(names)) for ident, names in changed.items() if names},
    )
