"""One value in one cell: written so that exactly the same value is read back."""

from __future__ import annotations

import datetime
import math
import re
import typing
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.tables.forms import Form

Value = str | int | float | datetime.date
"""What a cell holds: `Percentage` is a number of its own, and a truth is a whole number's kind."""
EMPTY_TEXT: Final = '""'
"""A text without letters; an empty cell is a value that is not there."""
NO_PARTS: Final = "{}"
"""A value with parts, of which none is filled in."""
NO_ITEMS: Final = "[]"
"""A list with nothing in it: there are none."""
NONE_IN_WORDS: Final = {"nl": "(geen)", "en": "(none)"}
"""The same in words."""
LONGEST: Final = 16_000
"""Characters in one cell: Excel takes 32,767 units, of which a character can be two."""
_SIGNS: Final = (EMPTY_TEXT, NO_PARTS, NO_ITEMS, *NONE_IN_WORDS.values())
_LIKE_SIGN: Final = re.compile(rf"\\*(?:{'|'.join(map(re.escape, _SIGNS))})", re.IGNORECASE)
_NO_CELL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What no cell of a workbook can hold as it is; a carriage return would become a line's end."""
_LIKE_SPELLED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPELLED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_TWO_WAYS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def in_cell(value: Any, kind: Form) -> Value:
    """Return a value of one word as a cell holds it.

    Args:
        value: The value.
        kind: What it may be.
    """
    if isinstance(value, Quantity):
        return _held(_quantity(value))
    if isinstance(value, Duration):
        return f"{digits(value.length)} {value.unit}"
    if isinstance(value, Money):
        return f"{value.unit} {_told(format(value.amount, 'f'))}"
    if isinstance(value, str) and typing.get_origin(kind.word) is None:
        text = escaped(value)
        return spelled(text, ";\n") if kind.items else text
    return value  # type: ignore[no-any-return]


def _quantity(value: Quantity) -> str:
    if value.unit == "%":
        return percents(value.number)
    return f"{digits(value.number)} {value.unit}".strip()


def percents(share: float) -> str:
    """Return a share as a percentage from which exactly the same share is read.

    Args:
        share: The share as a fraction.
    """
    return f"{_plain(Decimal(repr(float(share))) * 100)}%"


def digits(number: float) -> str:
    """Return a number in digits that are read in one way only, and as exactly that number.

    Args:
        number: The number.
    """
    return _plain(Decimal(repr(float(number)))) if math.isfinite(number) else repr(float(number))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return _told(text.rstrip("0").rstrip(".") if "." in text else text)


def _told(text: str) -> str:
    """Return a number with a zero more where it would be read in two ways, as 1.250 would."""
    return f"{text}0" if _TWO_WAYS.fullmatch(text) else text


def escaped(text: str) -> str:
    """Return a text as a cell can hold it, told from the signs that mean something.

    Args:
        text: The text.
    """
    if not text:
        return EMPTY_TEXT
    if not text.strip():
        return spelled(text, text)
    kept = _held(text)
    return f"\\{kept}" if _LIKE_SIGN.fullmatch(kept) else kept


def _held(text: str) -> str:
    """Return a text with what no cell can hold spelled by its number."""
    return _NO_CELL.sub(_spell, _LIKE_SPELLED.sub("_x005F_", text))


def told(text: str) -> str | None:
    """Return a sentence for readers as a cell can hold it; nothing for no sentence.

    Args:
        text: The sentence.
    """
    return escaped(text) if text else None


def spelled(text: str, characters: str) -> str:
    """Return a text with some characters spelled by their number, as workbooks do.

    Args:
        text: The text.
        characters: What to spell.
    """
    return re.sub(f"[{re.escape(characters)}]", _spell, text)


def _spell(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def unescaped(cell: str) -> str:
    """Return the text that a cell holds.

    Args:
        cell: What was read from it.
    """
    if cell == EMPTY_TEXT:
        return ""
    if _LIKE_SIGN.fullmatch(cell):
        cell = cell.removeprefix("\\")
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), cell) if "_x" in cell else cell


def listed(items: Sequence[Any], kind: Form) -> str | None:
    """Return a list as one cell holds it; nothing when it needs rows of its own.

    A list of texts has one on each line, another list has semicolons between its items.

    Args:
        items: The items.
        kind: What the list may be.
    """
    row = kind.row
    cells = [in_cell(item, row) for item in items if _is_word(item, row)]
    words = [str(cell) for cell in cells]
    if len(words) < len(items) or not all(map(_stands_alone, words)):
        return None
    if row.inner:
        whole = "\n".join(words)
    else:
        # A list of one is told from one value by the sign behind it.
        whole = "; ".join(words) + (";" if kind.word and len(words) == 1 else "")
    if row.inner is None and any(";" in word for word in words):
        return None
    return whole if len(whole) <= LONGEST else None


def _is_word(item: Any, row: Form) -> bool:
    return row.word is not None and not isinstance(item, dict)


def _stands_alone(word: str) -> bool:
    return word == word.strip() != "" and "\n" not in word and not _LIKE_SIGN.fullmatch(word)


def items_of(cell: str, kind: Form) -> list[str] | None:
    """Return the items of a list in one cell; nothing when the cell holds one value.

    Args:
        cell: What was read from it.
        kind: What it may be.
    """
    if kind.word and ";" not in cell and "\n" not in cell:
        return None
    parts = cell.split("\n") if kind.row.inner else re.split("[;\n]", cell)
    return [unescaped(part.strip()) for part in parts if part.strip()]


def is_none(cell: str) -> bool:
    """Tell whether a cell says that there are none.

    Args:
        cell: What was read from it.
    """
    return cell.lower() in (NO_ITEMS, *NONE_IN_WORDS.values())


def as_text(value: Value, word: Any) -> str:
    """Return a cell's value as a file of the inventory writes it.

    Args:
        value: What was read from the cell.
        word: Type that it is to be.
    """
    if isinstance(value, bool):
        truth = ("yes", "no") if typing.get_origin(word) is typing.Literal else ("true", "false")
        return truth[not value]
    if isinstance(value, Percentage):
        return percents(value)
    if isinstance(value, datetime.date):
        return _day(value)
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) else digits(value)
    return unescaped(value if word is str else value.strip())


def _day(value: datetime.date) -> str:
    """Return a date, with a time only when there is one: a workbook has a time with every date."""
    if isinstance(value, datetime.datetime) and not any(value.timetuple()[3:6]):
        value = value.date()
    return value.isoformat()


def as_cell(value: Value | None) -> str:
    """Return a cell's value as a list in plain text holds it.

    Args:
        value: The value; nothing for an empty cell.
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else as_text(value, None)
