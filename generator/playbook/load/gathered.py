"""What is gathered from one file of processes, kept for the next run as the model has it.

What was read, converted and found to be right is not looked at again as long as the text of the
file is the same: from what is kept, the values of the model are made in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import msgspec

from playbook.load.alone import check_alone
from playbook.load.named import Needs, gather
from playbook.model.places import Located
from playbook.model.process import Process, ProcessFile
from playbook.model.processes import Card, Filed, Print, card_of
from playbook.printed import print_of
from playbook.problems import Problem


@dataclass(frozen=True)
class Gathered:
    """Hold the processes of one file, and what can be said of them by themselves.

    Args:
        filed: The processes.
        located: Where each stands, in their order: an id may be there twice.
        needs: What they name.
        alone: What is wrong with each by itself.
    """

    filed: Filed
    located: Sequence[Located]
    needs: Needs
    alone: tuple[Problem, ...] = ()

    @property
    def processes(self) -> tuple[tuple[Process, Located], ...]:
        """Return each process with its places."""
        return tuple(zip(self.filed.processes, self.located, strict=True))

    def made(self) -> Gathered:
        """Return the same with its processes made: those take less room than with their cards."""
        processes, prints = self.filed.processes, self.filed.prints
        places = {process.id: self.filed.places[process.id] for process in processes}
        known = {process.id: prints[process.id] for process in processes}
        return Gathered(Filed.of(processes, places, known), self.located, self.needs, self.alone)


def gathered(processes: tuple[Process, ...], located: Sequence[Located]) -> Gathered:
    """Return what is gathered from the processes of one file.

    Args:
        processes: The processes.
        located: Where each stands.
    """
    placed = list(zip(processes, located, strict=True))
    alone = tuple(problem for one in placed for problem in check_alone(*one))
    places = {process.id: where for process, where in placed}
    prints = {process.id: print_of(process, where) for process, where in placed}
    return Gathered(Filed.of(processes, places, prints), located, gather(processes), alone)


class _Later:
    """Make processes from what was kept of them when they are asked for.

    Args:
        data: What was kept; let go as soon as the processes are there.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._made: tuple[Process, ...] | None = None

    def __call__(self) -> tuple[Process, ...]:
        """Return the processes."""
        # Threads of the preview may ask at once: what one lets go another has in its hand.
        data = self._data
        if self._made is None:
            self._made = DECODER.decode(data).processes
            self._data = b""
        return self._made


def folded(value: ProcessFile, found: Gathered) -> Any:
    """Return a file of processes in which nothing is wrong as plain values, to be kept.

    Args:
        value: What it says.
        found: What was gathered from it.
    """
    packed = [located.packed for located in found.located]
    needs = {kind: sorted(texts) for kind, texts in found.needs.items()}
    short = [found.filed.prints[ident] for ident in found.filed.ids]
    prints = [(each.whole, each.outline, sorted(each.mentions)) for each in short]
    cards = [card_of(each) for each in found.filed.cards]
    return _ENCODER.encode(value), packed, needs, prints, _ENCODER.encode(cards)


def unfolded(kept: Any, file: str) -> Gathered | None:
    """Return a file of processes from what was kept; nothing when that is something else.

    Args:
        kept: What `folded` gave.
        file: Path of the file from the project's folder.
    """
    try:
        data, packed, named, short, first = kept
        cards = _CARDS.decode(first)
        located = [Located(file, each) for each in packed]
        needs = {kind: frozenset(texts) for kind, texts in named.items()}
        prints = [Print(whole, outline, frozenset(seen)) for whole, outline, seen in short]
        ids = [card.id for card in cards]
        places = dict(zip(ids, located, strict=True))
        by_id = dict(zip(ids, prints, strict=True))
    except (AttributeError, TypeError, ValueError):
        return None
    if not isinstance(data, bytes):
        return None
    return Gathered(Filed(cards, _Later(data), places, by_id), located, needs)


def _unfold(type_: Any, plain: Any) -> Any:
    """Return a value that has a class of its own from its content."""
    if issubclass(type_, float):
        return type_(plain)
    first, second = plain
    return type_(Decimal(first) if isinstance(first, str) else first, second)


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=float)
_CARDS: Final = msgspec.msgpack.Decoder(tuple[Card, ...])
DECODER: Final = msgspec.msgpack.Decoder(ProcessFile, dec_hook=_unfold)
