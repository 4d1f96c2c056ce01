"""Reading a file as sheets of cells, whatever sort of file it is."""

from __future__ import annotations

from typing import Final

from playbook.intake.cells import RawSheet
from playbook.intake.plaintext import read_plain
from playbook.intake.workbook import read_workbook
from playbook.sheets.guarded import NoSheetError, is_workbook

MOST_FILE: Final = 50 * 1024 * 1024


def read_sheets(name: str, data: bytes) -> list[RawSheet]:
    """Return the sheets of a file; their rows are read when they are asked for.

    Args:
        name: Name of the file.
        data: Its bytes.

    Raises:
        NoSheetError: It is not a sheet, or one that is not safe to read.
    """
    refuse_large(data)
    return read_workbook(name, data) if is_workbook(name, data) else read_plain(name, data)


def refuse_large(data: bytes) -> None:
    """Refuse a file that is larger than any sheet should be.

    Args:
        data: Its bytes.

    Raises:
        NoSheetError: It is.
    """
    if len(data) > MOST_FILE:
        raise NoSheetError(f"it is larger than {MOST_FILE // 1024**2} MB")
