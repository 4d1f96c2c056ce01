"""Of which processes the same was found before: what is found of one then holds for the others."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_NUMBER: Final = "I"


class Alike(Generic[T]):
    """Judge one process of each kind, when it is known which processes are of the same kinds.

    From build to build only numbers are kept: where two processes have the same number, the
    same was found. What that is, is found anew in the first of them that is asked for.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, bytes] = {}
        self._found: dict[int, T] = {}
        self._kinds: dict[int, int] = {}
        """The number of what was found, by its identity; `_found` keeps that from being reused."""

    def remember(self, numbers: Mapping[str, bytes]) -> None:
        """Remember of which kinds that is what was found of processes, before others are numbered.

        Args:
            numbers: What `numbers` gave of each, by its id.
        """
        self._numbers.update(numbers)

    def of(self, ident: str, judge: Callable[[], Sequence[T]]) -> Sequence[T]:
        """Return what is found of a process.

        Args:
            ident: Its id.
            judge: Finds it; called when something of it was not found of another process yet.
        """
        known = self._numbers.get(ident)
        if known is None:
            return judge()
        numbers = array(_NUMBER, known)
        try:
            return [self._found[number] for number in numbers]
        except KeyError:
            found = judge()
            for number, each in zip(numbers, found, strict=True):
                self._know(number, each)
            return found

    def numbers(self, ident: str, found: Iterable[T]) -> bytes:
        """Return of which kinds that is what was found of a process.

        Args:
            ident: Its id.
            found: What was found; not looked at when its kinds are known from before.
        """
        if ident not in self._numbers:
            self._numbers[ident] = array(_NUMBER, map(self._number, found)).tobytes()
        return self._numbers[ident]

    def _number(self, each: T) -> int:
        known = self._kinds.get(id(each))
        if known is None:
            known = next(self._free)
            self._know(known, each)
        return known

    @cached_property
    def _free(self) -> Iterator[int]:
        """Count on from the highest number that is taken."""
        taken = array(_NUMBER, b"".join(self._numbers.values()))
        return count(max(chain(taken, self._found), default=-1) + 1)

    def _know(self, number: int, each: T) -> None:
        self._found[number] = each
        self._kinds[id(each)] = number
