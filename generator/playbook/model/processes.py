"""The processes of an organisation, file by file: what one file tells is thought out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol, Self, TypeVar, overload

from playbook.model.places import Located
from playbook.model.process import Process
from playbook.model.scalars import Text

K = TypeVar("K")
T = TypeVar("T")


class Print(NamedTuple):
    """Tell in short what is known of one process.

    Args:
        whole: Digest of all of it, and of its places.
        outline: Digest of it without its places and without what only its own page shows.
        mentions: Ids of the processes that its texts refer to.
    """

    whole: bytes
    outline: bytes
    mentions: frozenset[str]


class Found(Protocol):
    """Tell what a process is found by: a process does, and its card does without the rest."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def name(self) -> Text:
        """Return its name."""

    @property
    def department(self) -> str | None:
        """Return the department that owns it."""

    @property
    def formerly(self) -> tuple[str, ...] | None:
        """Return the ids that it had before."""

    @property
    def tags(self) -> tuple[str, ...] | None:
        """Return words to find it by."""

    @property
    def part_of(self) -> str | None:
        """Return the larger process that it belongs to."""

    @property
    def follows(self) -> tuple[str, ...] | None:
        """Return the processes that set it going."""


class Card(NamedTuple):
    """Tell what a process is found by that nobody has asked for yet; see `Found`."""

    id: str
    name: Text
    department: str | None
    formerly: tuple[str, ...] | None
    tags: tuple[str, ...] | None
    part_of: str | None
    follows: tuple[str, ...] | None


def card_of(process: Found) -> Card:
    """Return what a process is found by.

    Args:
        process: The process.
    """
    return Card(*[getattr(process, name) for name in Card._fields])


@dataclass(frozen=True, eq=False)
class Filed:
    """Hold the processes of one file, with what they tell by themselves.

    The preview keeps this as long as the file is the same: what is written of one file is then
    not looked for again after another has changed. What a run before read is not made into
    processes before one of them is asked for.

    Args:
        cards: The processes in the order of the text, or what they are found by.
        read: Returns the processes in the same order, the same ones at each call.
        places: Where each stands, by its id.
        prints: Each in short, by its id; nothing when that was not made out yet.
    """

    cards: Sequence[Found]
    read: Callable[[], tuple[Process, ...]]
    places: Mapping[str, Located]
    prints: Mapping[str, Print] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        processes: tuple[Process, ...],
        places: Mapping[str, Located],
        prints: Mapping[str, Print] | None = None,
    ) -> Self:
        """Return processes that are at hand as those of one file.

        Args:
            processes: The processes, in the order of the text.
            places: Where each stands, by its id.
            prints: Each in short, by its id.
        """
        return cls(processes, lambda: processes, places, prints or {})

    @property
    def processes(self) -> tuple[Process, ...]:
        """Return the processes, in the order of the text."""
        return self.read()

    @property
    def placed(self) -> Iterator[tuple[Process, Located]]:
        """Yield each process, and where it stands."""
        return ((process, self.places[process.id]) for process in self.processes)

    @cached_property
    def ids(self) -> Sequence[str]:
        """Return the id of each process."""
        return [card.id for card in self.cards]

    @cached_property
    def by_id(self) -> Mapping[str, Process]:
        """Return each process by its id."""
        return dict(zip(self.ids, self.processes, strict=True))

    @cached_property
    def card_by_id(self) -> Mapping[str, Found]:
        """Return what each process is found by, by its id."""
        if any(isinstance(card, Process) for card in self.cards[:1]):
            return self.by_id
        return dict(zip(self.ids, self.cards, strict=True))

    @cached_property
    def by_department(self) -> Mapping[str | None, Sequence[str]]:
        """Return the processes that name each department; under nothing those that name none."""
        return _grouped((card.department, card.id) for card in self.cards)

    @cached_property
    def renamed(self) -> Sequence[Found]:
        """Return the processes that had another id."""
        return [card for card in self.cards if card.formerly]

    @cached_property
    def tags(self) -> frozenset[str]:
        """Return every tag, as it is written."""
        return frozenset(tag for card in self.cards for tag in card.tags or ())

    @cached_property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """Return the smaller processes inside each process that has any, here or elsewhere."""
        found = ((card.part_of, card.id) for card in self.cards)
        return _grouped((whole, part) for whole, part in found if whole)

    @cached_property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Return the processes that each process sets going, here or elsewhere."""
        return _grouped((before, card.id) for card in self.cards for before in card.follows or ())


class Processes(Sequence[Process]):
    """Hold all processes of an organisation, in the order of files and of the text.

    Args:
        files: The processes of each file; no id is there twice.
        where: In which file each process is, as `whereabouts` gives it, when that is known.
    """

    def __init__(self, files: Sequence[Filed], where: Mapping[str, int] | None = None) -> None:
        self.files = files
        self.where = whereabouts([file.ids for file in files]) if where is None else where

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(len(file.cards) for file in self.files)

    def __iter__(self) -> Iterator[Process]:
        """Yield each process."""
        return (process for file in self.files for process in file.processes)

    @overload
    def __getitem__(self, at: int) -> Process: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Process, ...]: ...

    def __getitem__(self, at: int | slice) -> Process | tuple[Process, ...]:
        """Return a process by its number, from 0, or several."""
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Tell whether these are the same processes in the same order."""
        return isinstance(other, Processes) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return the same number for the same processes."""
        return hash(tuple(self.where))

    def __repr__(self) -> str:
        """Return every process as it is written in Python."""
        return f"Processes{tuple(self)}"

    @cached_property
    def places(self) -> Mapping[str, Located]:
        """Return where each process stands, by its id."""
        return _Through(self.where, self.files, lambda file: file.places)

    @cached_property
    def by_id(self) -> Mapping[str, Process]:
        """Return each process by its id."""
        return _Through(self.where, self.files, lambda file: file.by_id)

    @cached_property
    def cards(self) -> Mapping[str, Found]:
        """Return what each process is found by, by its id."""
        return _Through(self.where, self.files, lambda file: file.card_by_id)

    @cached_property
    def by_department(self) -> Mapping[str | None, Sequence[str]]:
        """Return the processes that name each department; under nothing those that name none."""
        return _joined(file.by_department for file in self.files)

    @cached_property
    def renamed(self) -> Sequence[Found]:
        """Return the processes that had another id."""
        return [card for file in self.files for card in file.renamed]

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Return the id that a process has now, by each id that it had."""
        return {old: card.id for card in self.renamed for old in card.formerly or ()}

    @cached_property
    def tags(self) -> frozenset[str]:
        """Return every tag, as it is written."""
        return frozenset().union(*[file.tags for file in self.files])

    @cached_property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """Return the smaller processes inside each process that has any."""
        return _joined(file.parts for file in self.files)

    @cached_property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Return the processes that each process sets going."""
        return _joined(file.followers for file in self.files)


def whereabouts(ids: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return in which file each process is, by its id.

    Args:
        ids: The ids of the processes in each file.
    """
    return {ident: at for at, inside in enumerate(ids) for ident in inside}


class _Through(Mapping[str, T]):
    """Look something of a process up by way of its file, so that nothing is put together."""

    def __init__(
        self,
        at: Mapping[str, int],
        files: Sequence[Filed],
        inside: Callable[[Filed], Mapping[str, T]],
    ) -> None:
        self._at, self._files, self._inside = at, files, inside

    def __getitem__(self, key: str) -> T:
        return self._inside(self._files[self._at[key]])[key]

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _joined(groups: Iterable[Mapping[K, Sequence[T]]]) -> dict[K, list[T]]:
    whole: dict[K, list[T]] = {}
    for group in groups:
        for key, values in group.items():
            whole.setdefault(key, []).extend(values)
    return whole
