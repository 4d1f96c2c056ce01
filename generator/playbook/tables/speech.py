"""Flat tables in the words of their readers: heads, coded values, units of time."""

from __future__ import annotations

import datetime
import re
import typing
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.tables.forms import ORDER, Form, Layout, below
from playbook.tables.written import NO_ITEMS, NONE_IN_WORDS, Value
from playbook.texts import Interface, pick

_MEASURED: Final = re.compile(r"([0-9.]+) ([a-z]+)")
_KINDS: Final[Mapping[Any, str]] = {
    bool: "yes_or_no",
    int: "whole_number",
    float: "number",
    datetime.date: "date",
    Percentage: "percentage",
    Duration: "duration",
    Money: "money",
    Quantity: "quantity",
    str: "text",
}


class Speech:
    """Say in one language what is in tables, and understand it in all of them.

    Args:
        interface: The words of the pages.
        language: Language to speak.
    """

    def __init__(self, interface: Interface, language: str) -> None:
        self.language = language
        self._interface = interface

    def word(self, key: str) -> str:
        """Return a word or sentence of the interface.

        Args:
            key: Its key.
        """
        return self._own(self._interface.words[key])

    def _own(self, text: Any) -> str:
        return pick(text, self.language, self.language)[0]

    def title(self, code: str) -> str:
        """Return what a table is called.

        Args:
            code: Its code.
        """
        parts = code.split(".")
        whole = self._name(parts[-2:], len(parts) > 2 or parts[0] == "organisation")
        return whole[:1].upper() + whole[1:]

    def head(self, code: str, column: str) -> str:
        """Return what a column is called.

        Args:
            code: Code of the table.
            column: Code of the column.
        """
        base, _, part = column.partition("+")
        names = base.split(".")
        owner = code.rsplit(".", maxsplit=1)[-1]
        said = [self._name((names[at - 1] if at else owner, name)) for at, name in enumerate(names)]
        whole = ": ".join(said)
        return f"{whole[:1].upper()}{whole[1:]}{f' ({part})' if part else ''}"

    def _name(self, parts: typing.Sequence[str], whole: bool = True) -> str:
        """Return the name of the last of some parts, as it is called inside the one before."""
        known, name = self._interface.parts, parts[-1]
        dotted = ".".join(parts)
        if whole and dotted in known:
            return self._own(known[dotted])
        text = self._interface.fields.get(name) or known.get(name)
        return self._own(text) if text else name

    def choices(self, form: Form) -> tuple[str, ...]:
        """Return what may be chosen in a cell; nothing when it is not a choice.

        Args:
            form: What the cell may hold.
        """
        if form.word is bool:
            return self._code("yes"), self._code("no")
        if typing.get_origin(form.word) is typing.Literal:
            return tuple(map(self._code, typing.get_args(form.word)))
        return ()

    def _code(self, code: str) -> str:
        text = self._interface.codes.get(code) or self._interface.parts.get(code)
        return self._own(text) if text else code

    def shown(self, value: Value, form: Form) -> Value:
        """Return the value of a cell in words.

        Args:
            value: The value.
            form: What the cell may hold.
        """
        if isinstance(value, bool):
            return self._code("yes" if value else "no")
        if not isinstance(value, str):
            return value
        if value == NO_ITEMS and form.items:
            return NONE_IN_WORDS.get(self.language, NO_ITEMS)
        if typing.get_origin(form.word) is typing.Literal:
            return self._code(value)
        if form.word in (Duration, Quantity) and (found := _MEASURED.fullmatch(value)):
            one, several = self._interface.units.get(found[2], {}).get(
                self.language, (found[2], found[2])
            )
            return f"{found[1]} {one if found[1] == '1' else several}"
        return value

    def code(self, value: Value, form: Form) -> Value:
        """Return the code that a word stands for, in any language; another value as it is.

        Args:
            value: What was read.
            form: What the cell may hold.
        """
        if not isinstance(value, str) or typing.get_origin(form.word) is not typing.Literal:
            return value
        said = value.strip()
        codes: tuple[str, ...] = typing.get_args(form.word)
        return said if said in codes else self._codes(codes).get(said.casefold(), value)

    def _codes(self, codes: tuple[str, ...]) -> Mapping[str, str]:
        return {word: code for code in codes for word in self._words.get(code, ())}

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words for each code, in every language, in small letters."""
        return {
            code: tuple(map(str.casefold, (text,) if isinstance(text, str) else text.values()))
            for code, text in {**self._interface.parts, **self._interface.codes}.items()
        }

    def kind(self, form: Form) -> str:
        """Return what sort of value a cell holds.

        Args:
            form: What the cell may hold.
        """
        if typing.get_origin(form.word) is typing.Literal:
            return f"{self.word('export_choice')}: {', '.join(self.choices(form))}"
        if form.word is None and form.items and form.items.word:
            return f"{self.word('export_several')}: {self.kind(form.items)}"
        if form.refers and form.refers not in ("link", "file"):
            whole = f"{self.word('export_id_of')}: {self.word(f'export_{form.refers}')}"
            return f"{whole}; {self.word('export_or_several')}" if form.items else whole
        return self.word(f"export_{_KINDS.get(form.word, 'parts')}")


def held_in(how: Layout, column: str) -> Form:
    """Return what the cells of a column may hold.

    Args:
        how: How its table hangs together with the model.
        column: Its code.
    """
    if column == ORDER and ORDER in how.keys:
        return Form(word=int)
    if column in how.keys:
        return Form(word=str)
    found = below(how.row, column.partition("+")[0])
    return found[1] if found else Form(word=str)
