"""Entries of an archive, with nothing in them of the computer that they were made on."""

from __future__ import annotations

import zipfile
import zlib
from typing import Final

Stamp = tuple[int, int, int, int, int, int]
"""A moment as an archive holds it: without a zone, in steps of two seconds."""
EARLIEST: Final[Stamp] = (1980, 1, 1, 0, 0, 0)
"""The moment of what is made anew whenever it is read."""
UNIX: Final = 3
PLAIN_FILE: Final = 0o100644 << 16
_SUSPICIOUS: Final = 50
"""Times that an entry may be larger unpacked."""


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


def packed(name: str, moment: Stamp, data: bytes) -> zipfile.ZipInfo:
    """Return the entry of one file, made small, which not every computer does alike.

    Args:
        name: Its path.
        moment: Its time.
        data: Its bytes. What would become very small is stored as it is: whoever unpacks it takes
            such an entry for an attack.
    """
    made = entry(name, moment)
    if len(zlib.compress(data, 1)) * _SUSPICIOUS > len(data):
        made.compress_type = zipfile.ZIP_DEFLATED
    return made
