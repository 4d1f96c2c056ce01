"""Finding withheld values: every byte is read, and every value is tried, at the speed of a set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from playbook.scan.fold import folded, squashed, words
from playbook.scan.needles import Needle, Secret, needles
from playbook.scan.views import texts, undone

_GRAM: Final = 8
_STEP: Final = 4
"""Of a text that is searched every fourth window is looked up; of a value the first four are."""

_NUMBER: Final = re.compile(rb"[0-9]+(?:[.,' ][0-9]+)+")
"""A number in parts: with marks for thousands, or a decimal one."""


class ScanFailedError(Exception):
    """Say that the search cannot be trusted, so that nothing may be handed over."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One withheld value that was found.

    Args:
        secret: The value and where it comes from.
        member: Path of the file that it was found in.
        where: ``name`` or ``contents``.
    """

    secret: Secret
    member: str
    where: str


class Scanner:
    """Look for values that are withheld.

    A text of fewer than four letters and digits, and a number of fewer than five digits, tell
    nothing by themselves: they are not looked for. A text of fewer than eleven is looked for as
    whole words only. What may be said in any case (the words of the method, of the theme and of
    the edition itself) is no evidence either: `allow` takes it out.

    Args:
        secrets: The values.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self.secrets = tuple(secrets)
        self._said: frozenset[Needle] = frozenset()
        self._allowed: frozenset[int] = frozenset()
        self._grams: dict[bytes, list[Needle]] = {}
        self._words: dict[bytes, list[Needle]] = {}
        self._searched: set[int] = set()
        for needle in needles(self.secrets):
            self._searched.add(needle.number)
            if needle.anywhere:
                for at in range(_STEP):
                    self._grams.setdefault(needle.fold[at : at + _GRAM], []).append(needle)
            else:
                self._words.setdefault(needle.words.split(b" ", 1)[0], []).append(needle)
                if b" " in needle.words:
                    self._words.setdefault(needle.fold, []).append(needle)

    @property
    def searched(self) -> tuple[Secret, ...]:
        """Return the values that are looked for."""
        return tuple(self.secrets[number] for number in sorted(self._searched - self._allowed))

    @property
    def allowed(self) -> tuple[Secret, ...]:
        """Return the values that what may be said holds too."""
        return tuple(self.secrets[number] for number in sorted(self._allowed))

    @property
    def too_short(self) -> tuple[Secret, ...]:
        """Return the values that tell nothing by themselves."""
        return tuple(secret for at, secret in enumerate(self.secrets) if at not in self._searched)

    def allow(self, said: Iterable[str]) -> None:
        """Take out the values that stand in what may be said in any case.

        Args:
            said: Texts that a supplier may see, whatever the inventory holds.
        """
        found = {needle for text in said for view in undone(text) for needle in self._in(view)}
        self._said |= found
        self._allowed |= {needle.number for needle in found if needle.whole}

    def prove(self) -> None:
        """Find every value where it was put, so that a silent search means something.

        Raises:
            ScanFailedError: A value was not found, or there is nothing to look for.
        """
        if self.secrets and not self.searched and not self._allowed:
            raise ScanFailedError("there is nothing to look for, though values are withheld")
        for number in self._searched - self._allowed:
            value = self.secrets[number].value
            if number not in {needle.number for needle in self._in(f"<p>{value}</p>")}:
                raise ScanFailedError(
                    f"the search does not find {self.secrets[number].masked} where it was put"
                )

    def search(self, files: Mapping[str, bytes]) -> Iterator[Hit]:
        """Yield what is found, in names and in contents.

        Args:
            files: Each file by its path.

        Raises:
            UnreadableError: A file cannot be looked into.
        """
        for name, data in files.items():
            yield from self._hits(name, "name", undone(name))
            yield from self._hits(name, "contents", texts(name, data))

    def _hits(self, name: str, where: str, read: Iterable[str]) -> Iterator[Hit]:
        found: set[Needle] = set()
        squashes: set[bytes] = set()
        for text in read:
            fold = folded(text)
            squash = squashed(fold)
            found.update(self._in_fold(fold, squash if squash not in squashes else b""))
            squashes.add(squash)
        numbers = {needle.number for needle in found - self._said}
        for number in sorted(numbers - self._allowed):
            yield Hit(self.secrets[number], name, where)

    def _in(self, text: str) -> Iterator[Needle]:
        fold = folded(text)
        return self._in_fold(fold, squashed(fold))

    def _in_fold(self, fold: bytes, squash: bytes) -> Iterator[Needle]:
        yield from self._whole_words(fold)
        yield from self._anywhere(squash)

    def _whole_words(self, fold: bytes) -> Iterator[Needle]:
        stream = words(fold)
        joined = b""
        numbers = {form for found in _NUMBER.findall(fold) for form in _joined(found)}
        for word in self._words.keys() & (numbers | set(stream)):
            for needle in self._words[word]:
                if word in (needle.words, needle.fold):
                    yield needle
                    continue
                joined = joined or b" " + b" ".join(stream) + b" "
                if b" " + needle.words + b" " in joined:
                    yield needle

    def _anywhere(self, squash: bytes) -> Iterator[Needle]:
        windows = {squash[at : at + _GRAM] for at in range(0, len(squash) - _GRAM + 1, _STEP)}
        tried: dict[bytes, bool] = {}
        for gram in self._grams.keys() & windows:
            for needle in self._grams[gram]:
                if needle.fold not in tried:
                    tried[needle.fold] = needle.fold in squash
                if tried[needle.fold]:
                    yield needle


def _joined(number: bytes) -> tuple[bytes, ...]:
    """Return the digits of a number: all, without noughts at the end, and before the last mark."""
    digits = number.translate(None, b".,' ")
    before = re.sub(rb"[.,' ][0-9]*$", b"", number).translate(None, b".,' ")
    return digits, digits.rstrip(b"0"), before
