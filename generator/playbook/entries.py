"""Entries of an archive, with nothing in them of the computer that they were made on."""

from __future__ import annotations

import zipfile
from typing import Final

Stamp = tuple[int, int, int, int, int, int]
"""A moment as an archive holds it: without a zone, in steps of two seconds."""
EARLIEST: Final[Stamp] = (1980, 1, 1, 0, 0, 0)
"""The moment of what is made anew whenever it is read."""
UNIX: Final = 3
PLAIN_FILE: Final = 0o100644 << 16


def entry(name: str, moment: Stamp) -> zipfile.ZipInfo:
    """Return the entry of one file; it is stored as it is, so that its bytes are the same anywhere.

    Args:
        name: Its path.
        moment: Its time.
    """
    made = zipfile.ZipInfo(name, moment)
    made.create_system, made.external_attr = UNIX, PLAIN_FILE
    made.compress_type = zipfile.ZIP_STORED
    return made
