"""Percentages, dates, durations, money and numbers, in Dutch and in English notation.

What can be read in two ways is refused: a wrong fact is worse than a question.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Final

from playbook.model.scalars import Duration, Money, Percentage, Quantity, TimeUnit


class Misread(ValueError):
    """Say that a text is not in a notation that is read, and what to write instead.

    Args:
        what: What is wrong.
        instead: What to write.
    """

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(f"{what}; {instead}")
        self.what = what
        self.instead = instead


_NUMBER: Final = r"[+-]?[0-9](?:[0-9.,' \u00a0\u202f]*[0-9])?"
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,' \u00a0\u202f])[0-9]{3})+")
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_CURRENCIES: Final = {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR"}
_SPELLINGS: Final[dict[TimeUnit, str]] = {
    "minute": "min minute minutes minuut minuten",
    "hour": "h hour hours u uur uren",
    "day": "d day days dag dagen",
    "week": "w wk week weeks weken",
    "month": "mo month months maand maanden mnd",
    "year": "y yr year years j jr jaar jaren",
}
_UNITS: Final = {word: unit for unit, words in _SPELLINGS.items() for word in words.split()}
_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep september sept",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for word in words.split()
}


def decimal(text: str) -> Decimal:
    """Read a number with a decimal comma or point and with or without grouping.

    Args:
        text: The number as written.

    Raises:
        Misread: It is no number, or one that can be read in two ways.
    """
    bare = text.strip()
    if not re.fullmatch(_NUMBER, bare):
        raise Misread(f"“{text}” is not a number", "write digits, such as 1250 or 12,5")
    sign, bare = (bare[0], bare[1:]) if bare[0] in "+-" else ("", bare)
    marks = [character for character in bare if character in ".,"]
    spaced = re.sub(r"(?<=[0-9])[' \u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", bare)
    if re.search(r"[' \u00a0\u202f]", spaced):
        raise Misread(f"“{text}” is not a number", "write digits, such as 1250 or 12,5")
    if len(set(marks)) == 2:
        whole, _, rest = spaced.rpartition(marks[-1])
        group = marks[0]
        if not re.fullmatch(rf"[0-9]{{1,3}}(\{group}[0-9]{{3}})+", whole):
            raise Misread(f"“{text}” is not a number", "write digits, such as 1250,50")
        return Decimal(f"{sign}{whole.replace(group, '')}.{rest}")
    if len(marks) > 1:
        if not _GROUPED.fullmatch(spaced):
            raise Misread(f"“{text}” is not a number", "write digits, such as 1250000")
        return Decimal(sign + spaced.replace(marks[0], ""))
    if marks and re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", spaced):
        whole, part = re.split("[.,]", spaced)
        raise Misread(
            f"“{text}” can be read as {whole}{part} and as {whole},{part}",
            f"write {whole}{part} or {whole},{part.rstrip('0') or '0'}",
        )
    return Decimal(sign + spaced.replace(",", "."))


def whole(text: str) -> int:
    """Read a whole number; grouping is no doubt here, since there are no parts of one.

    Args:
        text: The number as written.

    Raises:
        Misread: It is no whole number.
    """
    bare = text.strip()
    if re.fullmatch(r"[+-]?[0-9]+", bare):
        return int(bare)
    if _GROUPED.fullmatch(bare):
        return int(re.sub("[^0-9]", "", bare))
    raise Misread(f"“{text}” is not a whole number", "write digits only, such as 1250")


def number(text: str) -> float:
    """Read a number.

    Args:
        text: The number as written.

    Raises:
        Misread: It is no number, or one that can be read in two ways.
    """
    return float(decimal(text))


def percentage(text: str) -> Percentage:
    """Read a share, written as a percentage or as a fraction.

    Args:
        text: Such as ``14%``, ``12,5 %`` or ``0.14``.

    Raises:
        Misread: It is no share between 0 and 100 %, or its writing leaves doubt.
    """
    bare = text.strip()
    if not re.match(r"[+-]?[0-9]", bare):
        raise Misread(f"“{text}” is no percentage", "write it as 14%")
    if bare.endswith("%"):
        share = decimal(bare[:-1]) / 100
    else:
        share = decimal(bare)
        if share >= 1 or share < 0:
            raise Misread(f"“{text}” is no percentage", f"write {bare}% if that is what you mean")
    if not 0 <= share <= 1:
        raise Misread(f"“{text}” is not between 0% and 100%", "write the share of all cases")
    return Percentage(share)


def truth(text: str) -> bool:
    """Read yes or no.

    Args:
        text: ``true``, ``yes`` or ``ja``; ``false``, ``no`` or ``nee``.

    Raises:
        Misread: It is something else.
    """
    word = text.strip().lower()
    if word in ("true", "yes", "ja"):
        return True
    if word in ("false", "no", "nee"):
        return False
    raise Misread(f"“{text}” is neither yes nor no", "write yes or no")


def day(text: str) -> datetime.date:
    """Read a date.

    Args:
        text: ``2026-03-01``, ``1 maart 2026``, ``1 March 2026`` or ``31-03-2026``.

    Raises:
        Misread: It is no date, or day and month can be mistaken for each other.
    """
    bare = text.strip()
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", bare):
        year, month, date = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"([0-9]{1,2})\.? +([A-Za-z]+)\.? +([0-9]{4})", bare):
        date, month, year = int(found[1]), _MONTHS.get(found[2].lower(), 0), int(found[3])
    elif found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", bare):
        date, month, year = (int(part) for part in found.groups())
        if date != month and date <= 12 and month <= 12:
            raise Misread(
                f"“{text}” does not tell day from month",
                f"write {year}-{month:02}-{date:02} or {year}-{date:02}-{month:02}",
            )
        if month > 12:
            date, month = month, date
    else:
        raise Misread(f"“{text}” is not a date", "write it as 2026-03-31")
    try:
        return datetime.date(year, month, date)
    except ValueError:
        raise Misread(f"“{text}” is not on the calendar", "write a date as 2026-03-31") from None


def month(word: str) -> int:
    """Return the number of a month, from 1; 0 for a word that is no month.

    Args:
        word: Its name, in Dutch or in English, whole or short.
    """
    return _MONTHS.get(word.lower(), 0)


def time_unit(word: str) -> TimeUnit | None:
    """Return the unit of time that a word stands for; nothing when it stands for none.

    Args:
        word: The word, in Dutch or in English.
    """
    return _UNITS.get(word.lower())


def duration(text: str) -> Duration:
    """Read a length of time.

    Args:
        text: Such as ``7y``, ``30 d``, ``4 uur`` or ``P7Y``.

    Raises:
        Misread: It is no length of time, or its unit leaves doubt.
    """
    bare = text.strip()
    if found := re.fullmatch(r"P(?:([0-9]+)([YMWD])|T([0-9]+)([HM]))", bare):
        unit: TimeUnit = (
            {"Y": "year", "M": "month", "W": "week", "D": "day"}[found[2]]  # type: ignore[assignment]
            if found[2]
            else {"H": "hour", "M": "minute"}[found[4]]
        )
        return Duration(float(found[1] or found[3]), unit)
    found = re.fullmatch(rf"({_NUMBER}) ?([A-Za-z]+)", bare)
    if not found:
        raise Misread(f"“{text}” is not a length of time", "write it as 30 days or 7 years")
    word = found[2].lower()
    if word == "m":
        raise Misread(f"“{text}” can mean minutes and months", "write min or months")
    if word not in _UNITS:
        raise Misread(
            f"“{found[2]}” is not a unit of time", "write hours, days, weeks, months or years"
        )
    return Duration(number(found[1]), _UNITS[word])


def money(text: str) -> Money:
    """Read an amount of money with its currency.

    Args:
        text: Such as ``€ 4,20``, ``EUR 4.20`` or ``1250 euro``.

    Raises:
        Misread: The amount or the currency is missing, or the amount leaves doubt.
    """
    bare = text.strip().replace(",-", "")
    sign = r"[€$£]|[A-Z]{3}|[Ee]uro"
    found = re.fullmatch(rf"({sign}) ?({_NUMBER})|({_NUMBER}) ?({sign})", bare)
    if not found:
        raise Misread(f"“{text}” is not an amount of money", "write it as EUR 4.20 or € 4,20")
    currency, amount = found[1] or found[4], found[2] or found[3]
    return Money(decimal(amount), _CURRENCIES.get(currency.lower(), currency))


def quantity(text: str) -> Quantity:
    """Read a measured number with its unit.

    Args:
        text: Such as ``91%``, ``4,2 days``, ``€ 12`` or ``3``.

    Raises:
        Misread: It does not begin with a number, or the number leaves doubt.
    """
    bare = text.strip()
    if bare.endswith("%"):
        return Quantity(float(decimal(bare[:-1]) / 100), "%")
    if re.match(r"[€$£]|[A-Z]{3} ?[0-9]", bare):
        amount = money(bare)
        return Quantity(float(amount.amount), amount.unit)
    found = re.fullmatch(rf"({_NUMBER}) ?([^0-9 ].*)?", bare)
    if not found:
        raise Misread(f"“{text}” is not a number with a unit", "write it as 91% or 4 days")
    word = (found[2] or "").strip()
    return Quantity(number(found[1]), _UNITS.get(word.lower(), word))
