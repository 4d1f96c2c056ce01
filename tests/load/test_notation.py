"""Percentages, dates, durations, money and numbers in Dutch and in English notation."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.load import notation
from playbook.load.notation import Misread
from playbook.model.scalars import Duration, Money, Quantity

READ: list[tuple[Any, str, Any]] = [
    (notation.percentage, "14%", 0.14),
    (notation.percentage, "12,5 %", 0.125),
    (notation.percentage, "12.5%", 0.125),
    (notation.percentage, "0.14", 0.14),
    (notation.percentage, "0,14", 0.14),
    (notation.percentage, "0", 0.0),
    (notation.percentage, "100%", 1.0),
    (notation.day, "2026-03-01", datetime.date(2026, 3, 1)),
    (notation.day, "31-12-2026", datetime.date(2026, 12, 31)),
    (notation.day, "12/31/2026", datetime.date(2026, 12, 31)),
    (notation.day, "5-5-2026", datetime.date(2026, 5, 5)),
    (notation.day, "1 maart 2026", datetime.date(2026, 3, 1)),
    (notation.day, "1 March 2026", datetime.date(2026, 3, 1)),
    (notation.duration, "7y", Duration(7, "year")),
    (notation.duration, "7 jaar", Duration(7, "year")),
    (notation.duration, "30 d", Duration(30, "day")),
    (notation.duration, "4 uur", Duration(4, "hour")),
    (notation.duration, "P7Y", Duration(7, "year")),
    (notation.duration, "PT4H", Duration(4, "hour")),
    (notation.money, "€ 4,20", Money(Decimal("4.20"), "EUR")),
    (notation.money, "EUR 4.20", Money(Decimal("4.20"), "EUR")),
    (notation.money, "1.250,00 euro", Money(Decimal("1250.00"), "EUR")),
    (notation.money, "$1,250.00", Money(Decimal("1250.00"), "USD")),
    (notation.money, "€ 12,-", Money(Decimal(12), "EUR")),
    (notation.quantity, "91%", Quantity(0.91, "%")),
    (notation.quantity, "4,2 dagen", Quantity(4.2, "day")),
    (notation.quantity, "€ 12", Quantity(12.0, "EUR")),
    (notation.quantity, "3", Quantity(3.0, "")),
    (notation.quantity, "8 calls", Quantity(8.0, "calls")),
    (notation.whole, "3510", 3510),
    (notation.whole, "3.510", 3510),
    (notation.whole, "3,510", 3510),
    (notation.whole, "3 510", 3510),
    (notation.number, "1.250.000", 1250000.0),
    (notation.number, "1.250,5", 1250.5),
    (notation.number, "1,250.5", 1250.5),
    (notation.number, "-3,5", -3.5),
    (notation.truth, "ja", True),
    (notation.truth, "No", False),
]
REFUSED: list[tuple[Any, str, str]] = [
    (notation.percentage, "14", "write 14%"),
    (notation.percentage, "1", "write 1%"),
    (notation.percentage, "140%", "not between 0% and 100%"),
    (notation.percentage, "-5%", "not between 0% and 100%"),
    (notation.percentage, "1.250%", "can be read as 1250 and as 1,250"),
    (notation.day, "3/4/2026", "write 2026-04-03 or 2026-03-04"),
    (notation.day, "01-03-2026", "does not tell day from month"),
    (notation.day, "2026-02-30", "not on the calendar"),
    (notation.day, "maart 2026", "is not a date"),
    (notation.day, "1 foo 2026", "not on the calendar"),
    (notation.duration, "7 m", "can mean minutes and months"),
    (notation.duration, "7", "is not a length of time"),
    (notation.duration, "7 parsecs", "is not a unit of time"),
    (notation.money, "4.20", "write it as EUR 4.20"),
    (notation.money, "EUR 1.250", "can be read as 1250 and as 1,250"),
    (notation.quantity, "many", "is not a number with a unit"),
    (notation.whole, "12.5", "is not a whole number"),
    (notation.number, "1.2.3", "is not a number"),
    (notation.number, "1,250", "can be read as 1250 and as 1,250"),
    (notation.truth, "mostly", "neither yes nor no"),
]
ALL = [
    notation.percentage,
    notation.day,
    notation.duration,
    notation.money,
    notation.quantity,
    notation.whole,
    notation.number,
    notation.truth,
]


@pytest.mark.parametrize(("read", "text", "value"), READ, ids=lambda value: str(value)[:20])
def test_what_is_read(read: Any, text: str, value: Any) -> None:
    assert read(text) == pytest.approx(value) if isinstance(value, float) else read(text) == value


@pytest.mark.parametrize(("read", "text", "words"), REFUSED, ids=lambda value: str(value)[:20])
def test_what_is_refused(read: Any, text: str, words: str) -> None:
    with pytest.raises(Misread) as raised:
        read(text)
    assert words in str(raised.value)


@given(number=st.decimals(0, 10**9, places=2))
def test_dutch_and_english_notation_read_the_same(number: Decimal) -> None:
    english = f"{number:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert notation.decimal(english) == notation.decimal(dutch) == number


@pytest.mark.parametrize("read", ALL, ids=lambda read: read.__name__)
@given(text=st.text(max_size=20) | st.text("0123456789.,-+%€EUR dmy/", max_size=12))
def test_nothing_but_a_misreading_is_raised(read: Any, text: str) -> None:
    try:
        read(text)
    except Misread as error:
        assert error.what
        assert error.instead
