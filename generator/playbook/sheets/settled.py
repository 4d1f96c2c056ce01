"""What every workbook needs that this program makes: texts stay texts, bytes stay the same."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final

from playbook.cells import Value
from playbook.entries import Stamp, entry, packed

_WRITTEN: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(?=<)")


def put(cell: Any, value: Value) -> None:
    """Put a value into a cell, a text as a text.

    Args:
        cell: The cell.
        value: The value.
    """
    cell.value = value
    if isinstance(value, str):
        # Without this, the library would make a formula of a text that begins with “=”.
        cell.data_type = "s"


def saved(book: Any, moment: Stamp, small: bool = False) -> bytes:
    """Return a workbook as a file: the same bytes for the same contents.

    Args:
        book: The workbook.
        moment: Time to write in it.
        small: Whether to make it small, which not every computer does alike.
    """
    made = io.BytesIO()
    book.save(made)
    return _settled(made.getvalue(), moment, small)


def _settled(data: bytes, moment: Stamp, small: bool) -> bytes:
    """Return a workbook without the moment and the order in which it happened to be made."""
    year, month, day, *time = moment
    written = f"{year:04}-{month:02}-{day:02}T{time[0]:02}:{time[1]:02}:{time[2]:02}Z".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as former, zipfile.ZipFile(made, "w") as archive:
        for name in sorted(former.namelist()):
            part = former.read(name)
            if name == "docProps/core.xml":
                part = _WRITTEN.sub(rb"\g<1>" + written, part)
            how = packed(name, moment, part) if small else entry(name, moment)
            archive.writestr(how, part)
    return made.getvalue()
