"""Files of spreadsheets made harmless: limits, no entities, and nothing that could run."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from playbook.archive.check import NoArchiveError, read_members
from playbook.tables.plain import letters

_DECLARED: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/sharedStrings\.xml|xl/styles\.xml|xl/theme/theme\d*\.xml|xl/worksheets/[^/]+\.xml"
)
"""What is read of a workbook; macros, links to elsewhere, drawings and the rest are left out."""


class NoSheetError(Exception):
    """Say that a file cannot be read as a sheet, and what to do."""


def is_workbook(name: str, data: bytes) -> bool:
    """Tell whether a file is a workbook of Excel, and not plain text.

    Args:
        name: Name of the file.
        data: Its bytes.

    Raises:
        NoSheetError: It is a workbook that cannot be read.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoSheetError("it is locked or in an old format; save it as .xlsx without a password")
    if data.startswith(b"PK"):
        return True
    if name.lower().endswith((".xlsx", ".xlsm", ".ods", ".xls")):
        raise NoSheetError("it is not a workbook, though its name says so; save it as .xlsx")
    return False


def bare(data: bytes, most: int) -> bytes:
    """Return a workbook with the parts that are read, and nothing that harms who reads it.

    Args:
        data: The workbook.
        most: Bytes that it may have when unpacked.

    Raises:
        NoSheetError: It is damaged, locked, too large or declares entities.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.flag_bits & 1:
                    raise NoSheetError("it is locked with a password; save it without one")
            parts = read_members(archive, most)
    except NoArchiveError as told:
        raise NoSheetError(f"the workbook is not safe to read: {told}") from None
    except (zipfile.BadZipFile, ValueError, UnicodeDecodeError):
        raise NoSheetError("the workbook is damaged; save it again as .xlsx") from None
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            if _PARTS.fullmatch(name):
                if _DECLARED.search(part.replace(b"\0", b"")):
                    raise NoSheetError(f"“{name}” in it declares entities, which no sheet needs")
                archive.writestr(name, part)
    return made.getvalue()


def decoded(data: bytes) -> str:
    """Return text in the encodings that Excel saves in.

    Args:
        data: The bytes of the file.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[:4000].count(b"\0") > len(data[:4000]) // 3:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def cell_name(title: str, row: int, column: int) -> str:
    """Return where a cell stands, such as ``Vragen!E14``.

    Args:
        title: Title of the sheet; empty for plain text.
        row: Number of the row, from 1.
        column: Number of the column, from 0.
    """
    cell = f"{letters(column + 1)}{row}"
    return f"{title}!{cell}" if title else cell
