"""Cells to values of the inventory, in the one way in which each can be written there."""

from __future__ import annotations

import datetime
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from playbook.intake.cells import Cell
from playbook.intake.targets import Target
from playbook.intake.things import LISTS, Things
from playbook.intake.vocabulary import Vocabulary, plain
from playbook.load import notation
from playbook.load.convert import slug
from playbook.load.notation import Misread
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.tables.forms import Form

_SPLIT: Final = re.compile(r"[;\n]")
_BULLET: Final = re.compile(r"^[-•*–▪·o]\s+")
_NUMBER: Final = re.compile(r"^([0-9]{1,2})[.)]\s+")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
"""Days that a number can be in a column of dates: from 1954 to 2119."""
_IN_BRACKETS: Final = re.compile(r"\(([^)]*)\)|\bin (\w+)\s*$")


class Converter:
    """Convert cells.

    Args:
        vocabulary: What people call codes.
        things: What processes can refer to.
    """

    def __init__(self, vocabulary: Vocabulary, things: Things) -> None:
        self._vocabulary, self._things = vocabulary, things
        self._yes = {word.casefold() for word in vocabulary.names.yes}
        self._no = {word.casefold() for word in vocabulary.names.no}

    def values(self, cell: Cell, target: Target, head: str, epoch: datetime.datetime) -> list[str]:
        """Return the values in a cell, written as the inventory writes them.

        Args:
            cell: The cell; it is not empty.
            target: What its column fills.
            head: What stands above the column.
            epoch: The day from which dates are counted.

        Raises:
            Misread: The cell cannot be understood.
        """
        if cell.wrong:
            raise Misread(*cell.wrong)
        word = target.word
        if not isinstance(cell.value, str):
            return [self._native(cell, word, head, epoch)]
        parts = self.split(cell.value, target)
        if not parts:
            raise Misread(f"“{cell.text}” holds no value", "write one, or empty the cell")
        return [self.word(part, word, head) for part in parts]

    def split(self, text: str, target: Target) -> Sequence[str]:
        """Return the parts of a text that stand for a value each.

        Args:
            text: The text of a cell.
            target: What its column fills.
        """
        several = target.many or target.form.items is not None
        if not several:
            return [text]
        word = target.word
        by_name = word.refers is not None and word.refers not in ("link", "file")
        # Sentences on lines of their own can have semicolons in them; names do not.
        in_lines = word.word is str and not by_name and "\n" in text
        parts = text.split("\n") if in_lines else _SPLIT.split(text)
        commas = "," in text and len(parts) == 1 and (by_name or target.code == "tags")
        known = word.refers in LISTS and self._things.known(str(word.refers), text)
        if commas and not known and target.form.word is None:
            parts = text.split(",")
        return _without_marks([part.strip() for part in parts if part.strip()])

    def word(self, text: str, form: Form, head: str = "") -> str:
        """Return one value, written as the inventory writes it.

        Args:
            text: What stands in the cell.
            form: What the value may be.
            head: What stands above the column.

        Raises:
            Misread: It cannot be understood.
        """
        if typing.get_origin(form.word) is typing.Literal:
            return self._code(text, typing.get_args(form.word))
        if form.word is bool:
            return self._truth(text)
        if form.refers in LISTS:
            return self._things.id_of(str(form.refers), " ".join(text.split()))
        if form.refers == "supplier":
            return self._supplier(text)
        if form.word is str:
            return text
        written = text.strip()
        if form.word in (Duration, Money, Percentage, Quantity):
            written = _with_unit(written, form.word, head)
        return canonical(written, form)

    def _native(self, cell: Cell, form: Form, head: str, epoch: datetime.datetime) -> str:
        """Return a number, a date or a truth of Excel as a value."""
        value = cell.value
        if isinstance(value, bool):
            return self.word("yes" if value else "no", form)
        if isinstance(value, datetime.date | datetime.time):
            return self.word(value.isoformat(), form)
        if not isinstance(value, int | float):
            raise Misread("this cell holds no value", "write one, or empty it")
        if form.word is datetime.date and _FIRST_SERIAL <= value <= _LAST_SERIAL:
            return (epoch + datetime.timedelta(days=int(value))).date().isoformat()
        if cell.shown == "%":
            share = f"{digits(Decimal(repr(value)) * 100)}%"
            return canonical(share, form) if form.word is not str else share
        number = digits(Decimal(repr(value)))
        if form.word is Money:
            number = f"{cell.shown or _currency(head) or 'EUR'} {number}"
        return self.word(number, form, head)

    def _code(self, text: str, allowed: Sequence[str]) -> str:
        word = plain(text)
        for code in allowed:
            if word == plain(code):
                return code
        found = [code for code in self._vocabulary.codes.get(word, ()) if code in allowed]
        if found:
            return found[0]
        if {"yes", "no"} <= set(allowed) and text.strip().casefold() in self._yes | self._no:
            return "yes" if text.strip().casefold() in self._yes else "no"
        choices = ", ".join(self._vocabulary.shown(code) for code in allowed)
        raise Misread(f"“{_short(text)}” is not one of the choices", f"choose from {choices}")

    def _truth(self, text: str) -> str:
        word = text.strip().casefold()
        if word in self._yes or word == "1":
            return "true"
        if word in self._no or word == "0":
            return "false"
        raise Misread(f"“{_short(text)}” is neither yes nor no", "write yes or no")

    def _supplier(self, text: str) -> str:
        found = self._things.known("supplier", text)
        if found is None:
            raise Misread(
                f"there is no supplier “{_short(text)}”", "add it to suppliers.yaml first"
            )
        return found


def _without_marks(parts: Sequence[str]) -> Sequence[str]:
    """Return the items of a list without the signs or numbers in front of them."""
    numbers = [_NUMBER.match(part) for part in parts]
    counted = [int(found[1]) for found in numbers if found]
    # “35. BImSchV” is a name: only numbers that count the items are no part of them.
    if len(parts) > 1 and counted == list(range(1, len(parts) + 1)):
        parts = [_NUMBER.sub("", part, count=1) for part in parts]
    bare = [_BULLET.sub("", part, count=1).strip() for part in parts]
    return [part for part in bare if part]


def canonical(text: str, form: Form) -> str:
    """Return a value in the one way in which the inventory is written by an import.

    Args:
        text: The value as somebody wrote it, in any notation that is read.
        form: What it may be.

    Raises:
        Misread: It cannot be understood.
    """
    write = _WRITTEN.get(form.word)
    return write(text) if write else text


def native(text: str, form: Form) -> Any:
    """Return a value as a YAML library writes it without quotes where its type needs none.

    Args:
        text: The value, as `canonical` returns it.
        form: What it may be.
    """
    make = _NATIVE.get(form.word)
    return make(text) if make else text


def digits(number: Decimal) -> str:
    """Return a number in digits that are read in one way: 1.250 would be read in two.

    Args:
        number: The number.
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}0" if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text) else text


def _share(text: str) -> str:
    return f"{digits(Decimal(repr(float(notation.percentage(text)))) * 100)}%"


def _money(text: str) -> str:
    amount = notation.money(text)
    return f"{amount.unit} {digits(amount.amount)}"


def _duration(text: str) -> str:
    length = notation.duration(text)
    return f"{digits(Decimal(repr(length.length)))} {length.unit}{'s' * (length.length != 1)}"


def _quantity(text: str) -> str:
    value = notation.quantity(text)
    number = Decimal(repr(value.number))
    if value.unit == "%":
        return f"{digits(number * 100)}%"
    return f"{digits(number)} {value.unit}".strip()


_WRITTEN: Final[Mapping[Any, Callable[[str], str]]] = {
    Percentage: _share,
    Money: _money,
    Duration: _duration,
    Quantity: _quantity,
    datetime.date: lambda text: notation.day(text).isoformat(),
    bool: lambda text: "true" if notation.truth(text) else "false",
    int: lambda text: str(notation.whole(text)),
    float: lambda text: digits(notation.decimal(text)),
}
_NATIVE: Final[Mapping[Any, Callable[[str], Any]]] = {
    datetime.date: datetime.date.fromisoformat,
    bool: "true".__eq__,
    int: int,
    float: lambda text: float(text) if "." in text else int(text),
}


def _with_unit(text: str, word: Any, head: str) -> str:
    """Return a bare number with the unit that stands above its column."""
    if not re.fullmatch(r"[+-]?[0-9][0-9.,' \u00a0\u202f]*", text):
        return text
    if word is Money:
        return f"{_currency(head)} {text}".strip()
    if word is Duration and (unit := _unit(head)):
        return f"{text} {unit}"
    if word in (Percentage, Quantity) and "procent" in plain(head).split():
        return _percent(text, word)
    return text


def _percent(text: str, word: Any) -> str:
    number = notation.decimal(text)
    if word is Percentage and 0 < number < 1:
        raise Misread(
            f"“{text}” can be read as {text}% and as {digits(number * 100)}%",
            f"write {digits(number * 100)}% or {text}%",
        )
    return f"{text}%"


def _currency(head: str) -> str:
    return "EUR" if "€" in head or re.search(r"\beuro?'?s?\b", head, re.IGNORECASE) else ""


def _unit(head: str) -> str:
    for bracketed, last in _IN_BRACKETS.findall(head):
        for word in (bracketed or last).split():
            if unit := notation.time_unit(word):
                return f"{unit}s"
    return ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def as_id(text: str) -> str:
    """Return what stands in a column of ids as an id.

    Args:
        text: What stands there.
    """
    return slug(text)
