"""The processes of an organisation, file by file: what one file tells is thought out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

from playbook.model.places import Located
from playbook.model.process import Process

K = TypeVar("K")
T = TypeVar("T")


class Print(NamedTuple):
    """Tell in short what is known of one process.

    Args:
        whole: Digest of all of it, and of its places.
        outline: The same without what only its own page shows.
        mentions: Ids of the processes that its texts refer to.
    """

    whole: bytes
    outline: bytes
    mentions: frozenset[str]


@dataclass(frozen=True, eq=False)
class Filed:
    """Hold the processes of one file, with what they tell by themselves.

    The preview keeps this as long as the file is the same: what is written of one file is then
    not looked for again after another has changed.

    Args:
        processes: The processes, in the order of the text.
        places: Where each stands, by its id.
        prints: Each in short, by its id; nothing when that was not made out yet.
    """

    processes: tuple[Process, ...]
    places: Mapping[str, Located]
    prints: Mapping[str, Print] = field(default_factory=dict)

    @property
    def placed(self) -> Iterator[tuple[Process, Located]]:
        """Yield each process, and where it stands."""
        return ((process, self.places[process.id]) for process in self.processes)

    @cached_property
    def ids(self) -> Sequence[str]:
        """Return the id of each process."""
        return [process.id for process in self.processes]

    @cached_property
    def by_id(self) -> Mapping[str, Process]:
        """Return each process by its id."""
        return dict(zip(self.ids, self.processes, strict=True))

    @cached_property
    def by_department(self) -> Mapping[str | None, Sequence[Process]]:
        """Return the processes that name each department; under nothing those that name none."""
        return _grouped((process.department, process) for process in self.processes)

    @cached_property
    def renamed(self) -> Sequence[Process]:
        """Return the processes that had another id."""
        return [process for process in self.processes if process.formerly]

    @cached_property
    def tags(self) -> frozenset[str]:
        """Return every tag, as it is written."""
        return frozenset(tag for process in self.processes for tag in process.tags or ())

    @cached_property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """Return the smaller processes inside each process that has any, here or elsewhere."""
        found = ((process.part_of, process.id) for process in self.processes)
        return _grouped((whole, part) for whole, part in found if whole)

    @cached_property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Return the processes that each process sets going, here or elsewhere."""
        return _grouped(
            (before, process.id) for process in self.processes for before in process.follows or ()
        )


class Processes(tuple[Process, ...]):
    """Hold all processes of an organisation, in the order of files and of the text.

    Args:
        files: The processes of each file; no id is there twice.
        where: In which file each process is, as `whereabouts` gives it, when that is known.
    """

    files: Sequence[Filed]
    where: Mapping[str, int]

    def __new__(cls, files: Sequence[Filed], where: Mapping[str, int] | None = None) -> Self:
        """Return the processes of some files together."""
        made = super().__new__(cls, [process for file in files for process in file.processes])
        made.files = files
        made.where = whereabouts([file.ids for file in files]) if where is None else where
        return made

    @cached_property
    def places(self) -> Mapping[str, Located]:
        """Return where each process stands, by its id."""
        return _Through(self.where, [file.places for file in self.files])

    @cached_property
    def by_id(self) -> Mapping[str, Process]:
        """Return each process by its id."""
        return _Through(self.where, [file.by_id for file in self.files])

    @cached_property
    def by_department(self) -> Mapping[str | None, Sequence[Process]]:
        """Return the processes that name each department; under nothing those that name none."""
        return _joined(file.by_department for file in self.files)

    @cached_property
    def renamed(self) -> Sequence[Process]:
        """Return the processes that had another id."""
        return [process for file in self.files for process in file.renamed]

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Return the id that a process has now, by each id that it had."""
        return {old: process.id for process in self.renamed for old in process.formerly or ()}

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

    def __init__(self, at: Mapping[str, int], files: Sequence[Mapping[str, T]]) -> None:
        self._at, self._files = at, files

    def __getitem__(self, key: str) -> T:
        return self._files[self._at[key]][key]

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
