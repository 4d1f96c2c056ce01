"""What to look for: each withheld value, in every form in which it could be written."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from babel.dates import format_date

from playbook.problems import Place
from playbook.scan.fold import folded, squashed, words

SHORTEST: Final = 4
"""Letters and digits from which a text tells something by itself."""
ANYWHERE: Final = 11
"""Letters and digits from which a text is looked for inside words and across spaces too."""
SHORTEST_PART: Final = 8
"""Letters and digits from which words in another order, or one sentence, tell something."""
FEWEST_DIGITS: Final = 5
"""Digits from which a number tells something by itself."""
_FORMS: Final = ("d MMMM y", "d MMM y", "MMMM d y", "y-MM-dd", "dd-MM-y", "d/M/y", "MM/dd/y")
_LANGUAGES: Final = ("nl", "en")
MOST_TURNED: Final = 5
"""Words up to which a text is looked for in another order, as names of people are written."""
_ENDS: Final = re.compile(r"[.!?]\s|\n")
"""Where a sentence or a line ends."""
Kind = Literal["text", "id", "number", "date", "file"]


@dataclass(frozen=True, slots=True)
class Secret:
    """One value that may not be found.

    Args:
        value: The value as a text; a date as ``2026-03-01``.
        kind: What sort of value it is.
        field: Dotted field that it stands in.
        place: Where it stands.
    """

    value: str
    kind: Kind
    field: str
    place: Place

    @property
    def masked(self) -> str:
        """Return how long the value is, without telling it."""
        return f"{'•' * min(len(self.value), 8)} ({len(self.value)} characters)"


@dataclass(frozen=True, slots=True)
class Needle:
    """One form of a value.

    Args:
        fold: The form, folded and without anything between letters and digits.
        words: Its words, one space between two.
        anywhere: Whether it is looked for inside words and across spaces too.
        whole: Whether it is the whole value as it stands.
        number: Position of the value among the secrets.
    """

    fold: bytes
    words: bytes
    anywhere: bool
    whole: bool
    number: int


def needles(secrets: Iterable[Secret]) -> Iterator[Needle]:
    """Yield every form to look for; values that tell nothing by themselves have none.

    Args:
        secrets: The withheld values.
    """
    for number, secret in enumerate(secrets):
        exact = secret.kind in ("number", "date")
        found: set[bytes] = set()
        for whole, form in _forms(secret):
            parts = words(folded(form))
            fold = b"".join(parts)
            if len(fold) >= (SHORTEST if whole else SHORTEST_PART) and fold not in found:
                found.add(fold)
                anywhere = len(fold) >= ANYWHERE and not exact
                yield Needle(fold, b" ".join(parts), anywhere, whole, number)
        for digest in _digests(secret):
            yield Needle(digest, digest, True, False, number)


def _forms(secret: Secret) -> Iterator[tuple[bool, str]]:
    """Yield the forms of a value, and whether each is the whole of it as it stands."""
    if secret.kind == "date":
        day = datetime.date.fromisoformat(secret.value)
        for language in _LANGUAGES:
            yield from ((True, format_date(day, form, locale=language)) for form in _FORMS)
        yield True, day.strftime("%Y%m%d")
    elif secret.kind == "number":
        before, _, rest = secret.value.partition(".")
        for digits in (_digits(before), _digits(before + rest.rstrip("0"))):
            if len(digits.strip("0")) >= FEWEST_DIGITS:
                yield True, digits
    else:
        yield True, secret.value
        yield from ((False, form) for form in _parts(secret.value))


def _parts(text: str) -> Iterator[str]:
    """Yield a text's words in another order, or its sentences, which may stand apart."""
    parts = text.split()
    if 2 <= len(parts) <= MOST_TURNED:
        yield " ".join(reversed(parts))
        for at in range(1, len(parts)):
            yield " ".join((*parts[at:], *parts[:at]))
    else:
        yield from (part for part in _ENDS.split(text) if len(part.split()) > MOST_TURNED)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _digests(secret: Secret) -> Iterator[bytes]:
    """Yield what common digests make of a value: whoever guesses the value can test them."""
    if secret.kind not in ("text", "id") or len(squashed(folded(secret.value))) < SHORTEST:
        return
    for form in dict.fromkeys((secret.value, secret.value.casefold())):
        for name in ("md5", "sha1", "sha256"):
            made = hashlib.new(name, form.encode(), usedforsecurity=False)
            yield made.hexdigest()[:16].encode()
            yield squashed(folded(base64.b64encode(made.digest()).decode()))[:16]
