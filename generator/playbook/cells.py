"""What may stand in a cell: text that no spreadsheet takes for a formula, and numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

Value = str | int | float
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Signs that make a formula or a command of a cell, in their wide forms too."""
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def safe(value: Value) -> Value:
    """Return what to write in a cell: a number as it is, a text that cannot be a formula.

    Args:
        value: The number or text.
    """
    if not isinstance(value, str):
        return value
    text = _NOT_TEXT.sub("", value)
    return f"'{text}" if starts(text) else kept(text)


def kept(text: str) -> str:
    """Return what to write in a cell that is marked as text: `meant` gives the text back.

    Args:
        text: The text.
    """
    return f"'{text}" if meant(text) != text else text


def starts(text: str) -> bool:
    """Tell whether a spreadsheet that takes it for no text would run it.

    Args:
        text: The text.
    """
    # Spaces in front do not keep every spreadsheet from seeing a formula.
    return text.lstrip(" \u00a0").startswith(_STARTS)


def meant(text: str) -> str:
    """Return what a writer meant: the text without the sign that made it safe.

    Args:
        text: Text of a cell.
    """
    return text[1:] if text.startswith("'") and starts(text.lstrip("'")) else text


def as_csv(rows: Iterable[Sequence[Value]], separator: str) -> bytes:
    """Return rows as plain text that Excel opens with the right letters.

    Args:
        rows: The cells, made safe.
        separator: What stands between cells: Excel in Dutch expects a semicolon.
    """
    made = io.StringIO()
    csv.writer(made, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode("utf-8-sig")
