"""Proposing which field each column fills, and how sure that is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from playbook.intake.heads import Head, Heads
from playbook.intake.targets import codes, target
from playbook.intake.vocabulary import Vocabulary, plain
from playbook.load import notation

SURE_ENOUGH: Final = 75
"""From how many percents on a column is taken for a field without asking."""
_LIKE: Final = 68
"""From how many percents on a name is like another; less likely ones would only mislead."""
_SMALL: Final = frozenset(
    (
        "de",
        "het",
        "een",
        "van",
        "der",
        "den",
        "in",
        "op",
        "per",
        "of",
        "the",
        "a",
        "an",
        "is",
        "aantal",
    )
)
_LANGUAGES: Final = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl",
    "en": "en", "eng": "en", "engels": "en", "english": "en",
}  # fmt: skip
_LONG: Final = 10
"""Letters from which on one word inside a head says enough by itself."""
_MONTHS: Final = re.compile(
    r"(?:volume |aantal )?(?:([a-z]+)\.? ((?:19|20)\d\d)|((?:19|20)\d\d) (\d\d?))"
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column probably fills.

    Args:
        head: What stands above it.
        field: The field; empty when none was found.
        sure: How sure that is, in percents.
        nearest: The field that comes nearest, when none was found.
        said: Whether people said so themselves, in ``import.yaml``.
    """

    head: Head
    field: str
    sure: int
    nearest: str = ""
    said: bool = False


class Proposer:
    """Propose fields for heads of columns.

    Args:
        vocabulary: What people call things.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._known = vocabulary.fields
        self._by_words: Mapping[frozenset[str], tuple[str, int]] = {
            words: found for name, found in self._known.items() if (words := _words(name))
        }
        self._heads: dict[str, tuple[str, int]] = {}

    def known(self, head: Head) -> tuple[str, int]:
        """Return the field that a head names in full, and how sure that is, in percents.

        Args:
            head: What stands above a column.
        """
        if head.month:
            return f"volumes.months.{head.month}", 80
        guesses = [self._exact(text) for text in dict.fromkeys((head.text, head.last))]
        return max(guesses, key=lambda guess: guess[1])

    def propose(self, heads: Heads) -> tuple[Guess, ...]:
        """Return what each column probably fills; no field is filled by two columns.

        Args:
            heads: The heads of a sheet.
        """
        found = [(head, *self._guess(head)) for head in heads.columns]
        best: dict[str, tuple[int, int]] = {}
        for at, (_, field, sure) in enumerate(found):
            if sure >= SURE_ENOUGH and (field not in best or sure > best[field][0]):
                best[field] = sure, at
        return tuple(
            Guess(head, field, sure)
            if best.get(field, (0, -1))[1] == at
            else Guess(head, "", 0, nearest=field)
            for at, (head, field, sure) in enumerate(found)
        )

    def _guess(self, head: Head) -> tuple[str, int]:
        known = self.known(head)
        return (
            known
            if known[1]
            else max(
                (self._near(text) for text in dict.fromkeys((head.last, head.text))),
                key=lambda guess: guess[1],
            )
        )

    def _exact(self, text: str) -> tuple[str, int]:
        known = self._heads.get(text)
        if known is None:
            known = self._heads[text] = self._look_up(text)
        return known

    def _look_up(self, text: str) -> tuple[str, int]:
        code = text.strip().lower()
        if target(code):
            return code, 100
        name = plain(text)
        if month := _month(name):
            return f"volumes.months.{month}", 80
        if name in self._known:
            return self._known[name]
        words = name.split()
        if len(words) > 1 and words[-1] in _LANGUAGES:
            field, sure = self._look_up(" ".join(words[:-1]))
            spoken = f"{field}.{_LANGUAGES[words[-1]]}"
            return (spoken, sure) if sure and target(spoken) else ("", 0)
        bare = plain(re.sub(r"\([^)]*\)", " ", text))
        if bare in self._known:
            return self._known[bare]
        field, sure = self._by_words.get(_words(name), ("", 0))
        return field, min(sure, 90)

    def _near(self, text: str) -> tuple[str, int]:
        name = plain(text)
        close = difflib.get_close_matches(name, self._known, 1, 0.5)
        field, sure = "", 0
        if close:
            ratio = difflib.SequenceMatcher(None, name, close[0]).ratio()
            # Short words differ in a letter and mean something else.
            strict = ratio if min(len(name), len(close[0])) > 5 else ratio - 0.15
            if (likely := int(strict * 90)) >= _LIKE:
                field, sure = self._known[close[0]][0], likely
        inside = self._inside(name)
        return inside if inside[1] > sure else (field, sure)

    def _inside(self, name: str) -> tuple[str, int]:
        """Find the longest known name of several words inside a longer one."""
        words = name.split()
        for many in range(len(words) - 1, 0, -1):
            for at in range(len(words) - many + 1):
                found = self._known.get(" ".join(words[at : at + many]))
                if found:
                    long = many > 1 or len(words[at]) >= _LONG
                    return found[0], 78 if long else 60
        return "", 0


def nearest_field(text: str) -> str:
    """Return the field that comes nearest to what somebody wrote; empty when none does.

    Args:
        text: What was written.
    """
    return next(iter(difflib.get_close_matches(text.lower(), codes(), 1, 0.6)), "")


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in name.split() if word not in _SMALL)


def _month(name: str) -> str:
    found = _MONTHS.fullmatch(name)
    if not found:
        return ""
    year = found[2] or found[3]
    number = notation.month(found[1]) if found[1] else int(found[4])
    return f"{year}-{number:02}" if number and 1 <= number <= 12 else ""


def fields_of(guesses: Iterable[Guess]) -> frozenset[str]:
    """Return the fields that columns fill.

    Args:
        guesses: What the columns fill.
    """
    return frozenset(guess.field for guess in guesses if guess.field)
