"""What is known of one process, in short: by it, what is made from the process is known again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from playbook import digests
from playbook.model.mention import mentions as all_mentions
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.model.processes import Print

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


def print_of(process: Process, located: Located) -> Print:
    """Return a process in short; its bytes are looked at once, and not kept.

    Args:
        process: The process.
        located: Where it stands.
    """
    own = digests.encode([getattr(process, field) for field in OWN_PAGE_ONLY])
    others = digests.encode(replace(process, **OWN_PAGE_ONLY))
    outline = digests.of_bytes(others)
    whole = digests.of_bytes(outline, own, located.file.encode(), located.packed)
    return Print(whole, outline, mentions(own) | mentions(others))
