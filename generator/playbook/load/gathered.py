"""What is gathered from one file of processes, kept for the next run as the model has it.

What was read, converted and found to be right is not looked at again as long as the text of the
file is the same: from what is kept, the values of the model are made in one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

import msgspec

from playbook.load.alone import check_alone
from playbook.load.named import Needs, gather
from playbook.model.places import Located
from playbook.model.process import Process, ProcessFile
from playbook.model.processes import Filed, Print
from playbook.printed import print_of
from playbook.problems import Problem


@dataclass(frozen=True)
class Gathered:
    """Hold the processes of one file, and what can be said of them by themselves.

    Args:
        processes: Each process with its places.
        needs: What they name.
        alone: What is wrong with each by itself.
        prints: Each in short.
    """

    processes: tuple[tuple[Process, Located], ...]
    needs: Needs
    alone: tuple[Problem, ...]
    prints: tuple[Print, ...]

    @cached_property
    def located(self) -> Mapping[str, Located]:
        """Return where each process stands, by its id."""
        return {process.id: located for process, located in self.processes}

    @cached_property
    def filed(self) -> Filed:
        """Return the processes alone, with what they tell by themselves."""
        processes = tuple(process for process, _ in self.processes)
        ids = (process.id for process in processes)
        return Filed(processes, self.located, dict(zip(ids, self.prints, strict=True)))


def gathered(processes: tuple[tuple[Process, Located], ...]) -> Gathered:
    """Return what is gathered from the processes of one file.

    Args:
        processes: Each process with its places.
    """
    alone = tuple(problem for one in processes for problem in check_alone(*one))
    prints = tuple(print_of(*one) for one in processes)
    return Gathered(processes, gather(process for process, _ in processes), alone, prints)


def folded(value: ProcessFile, found: Gathered) -> Any:
    """Return a file of processes in which nothing is wrong as plain values, to be kept.

    Args:
        value: What it says.
        found: What was gathered from it.
    """
    packed = [located.packed for _, located in found.processes]
    needs = {kind: sorted(texts) for kind, texts in found.needs.items()}
    prints = [(short.whole, short.outline, sorted(short.mentions)) for short in found.prints]
    return _ENCODER.encode(value), packed, needs, prints


def unfolded(kept: Any, file: str) -> tuple[ProcessFile, Gathered] | None:
    """Return a file of processes from what was kept; nothing when that is something else.

    Args:
        kept: What `folded` gave.
        file: Path of the file from the project's folder.
    """
    try:
        data, packed, named, short = kept
        value = _DECODER.decode(data)
        located = [Located(file, each) for each in packed]
        processes = tuple(zip(value.processes, located, strict=True))
        needs = {kind: frozenset(texts) for kind, texts in named.items()}
        prints = tuple(Print(whole, outline, frozenset(seen)) for whole, outline, seen in short)
    except (AttributeError, TypeError, ValueError):
        return None
    if len(prints) != len(processes):
        return None
    return value, Gathered(processes, needs, (), prints)


def _unfold(type_: Any, plain: Any) -> Any:
    """Return a value that has a class of its own from its content."""
    if issubclass(type_, float):
        return type_(plain)
    first, second = plain
    return type_(Decimal(first) if isinstance(first, str) else first, second)


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=float)
_DECODER: Final = msgspec.msgpack.Decoder(ProcessFile, dec_hook=_unfold)
