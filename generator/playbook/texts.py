"""Words, numbers and dates in the language of a page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Annotated, Any, Final

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup, escape
from msgspec import Meta, Struct

from playbook.model.mention import Mention, in_words, may_refer
from playbook.model.scalars import Duration, Money, Percentage, Quantity, Text

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
MOST_SENTENCES: Final = 20_000
"""Sentences to remember: the same few thousand come back on every page."""
LANGUAGE_NAMES: Final = {"nl": "Nederlands", "en": "English"}


class Coded(str):
    """Mark a text as a code of the model, to be shown in words."""

    __slots__ = ()


class Interface(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the pages themselves, in every language of the interface."""

    words: Annotated[dict[str, Text], Meta(description="Words and sentences, by key.")]
    codes: Annotated[dict[str, Text], Meta(description="Coded values in words.")]
    fillers: Annotated[dict[str, Text], Meta(description="Who can fill something in.")]
    units: Annotated[
        dict[str, dict[str, tuple[str, str]]],
        Meta(description="Units of time: one and several, by language."),
    ]
    fields: Annotated[dict[str, Text], Meta(description="Fields of the inventory in words.")]
    parts: Annotated[dict[str, Text], Meta(description="Parts of those fields in words.")]
    descriptions: Annotated[
        dict[str, Text], Meta(description="What is on each kind of page, for a list of pages.")
    ]


def pick(text: Text, language: str, otherwise: str) -> tuple[str, str]:
    """Return a text in a language, or in one it has, with the language it is in.

    Args:
        text: One text, or one for each language.
        language: Language to prefer.
        otherwise: Language of a text that names none, and the next to prefer.
    """
    if isinstance(text, str):
        return text, otherwise
    for choice in (language, otherwise, "en"):
        if choice in text:
            return text[choice], choice
    return next(((inner, choice) for choice, inner in text.items()), ("", language))


def running(head: str) -> str:
    """Return a head as it stands within a sentence: small, unless it begins with an abbreviation.

    Args:
        head: A head of the interface, such as that of a fact.
    """
    return head if head[1:2].isupper() else head[:1].lower() + head[1:]


def _nameless(_seen: Mention) -> str:
    return ""


class Wording:
    """Say things in one language.

    Args:
        interface: The words of the pages.
        language: Language of the pages.
        otherwise: Language of inventory texts that name none.
        called: From what a text refers to, to its name; empty when there is no such thing.
    """

    def __init__(
        self,
        interface: Interface,
        language: str,
        otherwise: str,
        called: Callable[[Mention], str] = _nameless,
    ) -> None:
        self.language = language
        self.otherwise = otherwise
        self._called = called
        self._interface = interface
        self._codes = {key: self._own(text) for key, text in interface.codes.items()}
        self._fields = {key: self._own(text) for key, text in interface.fields.items()}
        self._fillers = {key: self._own(text) for key, text in interface.fillers.items()}
        self._words = {key: self._own(text) for key, text in interface.words.items()}
        self.words = SimpleNamespace(**self._words)
        self._sentences: dict[object, tuple[Text, Markup]] = {}

    def _own(self, text: Text) -> str:
        return pick(text, self.language, self.language)[0]

    def word(self, key: str, **values: object) -> str:
        """Return a word or sentence of the interface, with values filled in.

        Args:
            key: Its key.
            values: Values by the names of its placeholders.
        """
        text = self._words[key]
        return _PLACEHOLDER.sub(lambda at: str(values[at[1]]), text) if values else text

    def description(self, kind: str, title: str, organisation: str) -> str:
        """Return one sentence on what a page holds.

        Args:
            kind: Kind of the page.
            title: Its title.
            organisation: Name of its organisation; empty for a page of the whole site.
        """
        values = {"title": title, "organisation": organisation}
        text = self._own(self._interface.descriptions[kind])
        return _PLACEHOLDER.sub(lambda at: values[at[1]], text)

    def text(self, key: str) -> Text:
        """Return a word or sentence of the interface in all its languages.

        Args:
            key: Its key.
        """
        return self._interface.words[key]

    def marked(self, key: str, **values: object) -> Markup:
        """Return a sentence of the interface as HTML, with values that may be HTML.

        Args:
            key: Its key.
            values: Values by the names of its placeholders.
        """
        return _fill(self._words[key], {name: escape(value) for name, value in values.items()})

    def code(self, code: str | None) -> str:
        """Return a coded value in words.

        Args:
            code: The code; nothing gives an empty text.
        """
        return self._codes.get(code, code) if code else ""

    def filler(self, code: str | None) -> str:
        """Return in words who can fill something in.

        Args:
            code: The code; nothing gives an empty text.
        """
        return self._fillers.get(code, code) if code else ""

    def field(self, dotted: str) -> str:
        """Return the name of a field in words.

        Args:
            dotted: The field as written in YAML.
        """
        head = re.split(r"[.\[]", dotted, maxsplit=1)[0]
        return self._fields.get(head, head)

    def plain(self, text: Text | None) -> str:
        """Return an inventory text without marks.

        Args:
            text: The text; nothing gives an empty text.
        """
        return "" if text is None else self.line(text)[0]

    def line(self, text: Text) -> tuple[str, str]:
        """Return an inventory text in plain words, what it refers to by its name, and its language.

        Args:
            text: The text.
        """
        string, language = pick(text, self.language, self.otherwise)
        if may_refer(string):
            # A name that itself refers to something goes no further.
            string = in_words(string, lambda seen: in_words(self._called(seen), _nameless))
        return string, language

    def said(self, text: Text | None) -> Markup:
        """Return an inventory text as HTML, its language marked when it is another one.

        Args:
            text: The text; nothing gives an empty text.
        """
        if text is None:
            return Markup("")
        string, language = self.line(text)
        return self.tagged(_escaped(string), language, "span")

    def tagged(self, html: Markup, language: str, element: str) -> Markup:
        """Return HTML with its language marked when it is not that of the page.

        Args:
            html: The HTML.
            language: Its language.
            element: Element to put around it.
        """
        if language == self.language or not html:
            return html
        return Markup(f'<{element} lang="{escape(language)}">{html}</{element}>')  # noqa: S704

    def date(self, day: datetime.date | None) -> str:
        """Return a date written out.

        Args:
            day: The date; nothing gives an empty text.
        """
        return _date(day, self.language) if day else ""

    def month(self, month: str) -> str:
        """Return a month written out.

        Args:
            month: The month as ``2026-03``.
        """
        year, number = month.split("-")
        return _month(int(year), int(number), self.language)

    def number(self, number: float) -> str:
        """Return a number.

        Args:
            number: The number.
        """
        return _decimal(float(number), self.language)

    def share(self, share: float) -> str:
        """Return a share as a percentage.

        Args:
            share: The share as a fraction.
        """
        return f"{_decimal(round(share * 100, 2), self.language)}%"

    def duration(self, length: Duration) -> str:
        """Return a length of time.

        Args:
            length: The length.
        """
        return self.counted(length.length, length.unit)

    def counted(self, count: float, unit: str) -> str:
        """Return a number of units of time; another unit is left out.

        Args:
            count: How many.
            unit: The unit, singular or plural.
        """
        key = unit.removesuffix("s")
        if key not in self._interface.units:
            return self.number(count)
        one, several = self._interface.units[key][self.language]
        return f"{self.number(count)} {one if count == 1 else several}"

    def money(self, amount: Money) -> str:
        """Return an amount of money.

        Args:
            amount: The amount.
        """
        return format_currency(amount.amount, amount.unit, locale=self.language)

    def quantity(self, quantity: Quantity) -> str:
        """Return a measured number with its unit.

        Args:
            quantity: The number and its unit.
        """
        if quantity.unit == "%":
            return self.share(quantity.number)
        if quantity.unit in self._interface.units:
            return self.counted(quantity.number, quantity.unit)
        return f"{self.number(quantity.number)} {quantity.unit}".strip()

    def show(self, value: Any) -> Markup:
        """Return any value of the model as HTML; a collection of parts gives nothing.

        Args:
            value: The value.
        """
        if isinstance(value, str | dict):
            return escape(self.code(value)) if isinstance(value, Coded) else self.said(value)
        if isinstance(value, Duration | Money | Quantity):
            return escape(self._measured(value))
        if isinstance(value, int | float):
            return escape(self._numeric(value))
        if isinstance(value, datetime.date):
            return escape(self.date(value))
        if isinstance(value, tuple) and all(isinstance(item, str | dict) for item in value):
            return Markup(", ").join(self.show(item) for item in value)
        return Markup("")

    def sentence(self, text: Text, values: Mapping[str, object]) -> Markup:
        """Return a sentence of the method with values filled in, as HTML.

        Args:
            text: The sentence, with names of values between braces.
            values: The values.
        """
        key = (id(text), *((name, type(value), value) for name, value in values.items()))
        try:
            known = self._sentences.get(key)
        except TypeError:  # a value that cannot be a key
            return self._sentence(text, values)
        if known is None:
            if len(self._sentences) >= MOST_SENTENCES:
                self._sentences.clear()
            # The text is kept too, so that its number stays its own.
            known = self._sentences[key] = (text, self._sentence(text, values))
        return known[1]

    def _sentence(self, text: Text, values: Mapping[str, object]) -> Markup:
        string, language = pick(text, self.language, "en")
        shown = {name: self.show(value) for name, value in values.items()}
        return self.tagged(_fill(string, shown), language, "span")

    def plain_sentence(self, text: Text | None) -> str:
        """Return a sentence of the method as one line of text.

        Args:
            text: The sentence; nothing gives an empty text.
        """
        return "" if text is None else " ".join(pick(text, self.language, "en")[0].split())

    def _measured(self, value: Duration | Money | Quantity) -> str:
        if isinstance(value, Duration):
            return self.duration(value)
        return self.money(value) if isinstance(value, Money) else self.quantity(value)

    def _numeric(self, value: float) -> str:
        if isinstance(value, bool):
            return self.word("yes" if value else "no")
        return self.share(value) if isinstance(value, Percentage) else self.number(value)


def _fill(text: str, values: Mapping[str, Markup]) -> Markup:
    parts = _PLACEHOLDER.split(text)
    return Markup("").join(
        values.get(part, Markup("")) if at % 2 else part for at, part in enumerate(parts)
    )


@lru_cache(maxsize=8192)
def _escaped(text: str) -> Markup:
    """Escape a text; names of roles, systems and units stand on most pages."""
    return escape(text)


@lru_cache(maxsize=8192)
def _date(day: datetime.date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


@lru_cache(maxsize=1024)
def _month(year: int, month: int, language: str) -> str:
    return format_date(datetime.date(year, month, 1), "LLLL y", locale=language)


@lru_cache(maxsize=8192)
def _decimal(number: float, language: str) -> str:
    return format_decimal(number, locale=language)


def bare(html: Markup) -> str:
    """Return what HTML says as plain text.

    Args:
        html: The HTML.
    """
    return html.striptags() if "<" in html or "&" in html else " ".join(html.split())


def placeholders(text: Text) -> frozenset[str]:
    """Return the names of the values that a sentence asks for.

    Args:
        text: The sentence, in one language or several.
    """
    strings = (text,) if isinstance(text, str) else text.values()
    return frozenset(name for string in strings for name in _PLACEHOLDER.findall(string))
