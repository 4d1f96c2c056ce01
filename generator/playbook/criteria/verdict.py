"""What a criterion says of a process, and how a criterion is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from playbook.declared import Tables
from playbook.model.process import Process
from playbook.model.setting import Setting

State = Literal["met", "not_met", "unknown", "not_applicable"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say whether a criterion is met, why, and which value decided it.

    Args:
        state: Met, not met, unknown or not applicable.
        reason: Key of the reason's text in the method's content.
        values: Values to fill into that text.
        at: Path to the value that decided, from the process; when it starts with
            ``organisation`` from the organisation instead.
        threshold: Name of the threshold that the value was held against.
    """

    state: State
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    at: Path = ()
    threshold: str | None = None

    @property
    def open(self) -> bool:
        """Tell whether something still has to be done."""
        return self.state in ("not_met", "unknown")


Decide = Callable[[Process, Setting], Verdict]


@dataclass(frozen=True, slots=True)
class Criterion:
    """Tie a code to the function that decides it and to the fields that it reads.

    Args:
        code: Lasting code, such as ``H1``.
        reads: Dotted fields that all have to be known before the function is called.
        decide: The function.
    """

    code: str
    reads: tuple[str, ...]
    decide: Decide


CRITERIA: Final[dict[str, Criterion]] = {}
"""The one table of all shipped criteria that fields can decide, by code."""
CRITERIA_TABLES: Final[Tables[Criterion]] = Tables("criterion", CRITERIA)
"""Where declarations go."""


def criterion(code: str, *reads: str) -> Callable[[Decide], Decide]:
    """Declare the function that decides a criterion from fields.

    Args:
        code: Lasting code of the criterion.
        reads: Dotted fields; when one of them is missing the criterion is unknown
            and the function is not called.

    Raises:
        ValueError: The code is taken.
    """

    def declare(decide: Decide) -> Decide:
        CRITERIA_TABLES.declare(code, Criterion(code, reads, decide))
        return decide

    return declare


def met(
    reason: str, /, *, at: Path = (), threshold: str | None = None, **values: object
) -> Verdict:
    """Say that a criterion is met; see `Verdict`."""
    return Verdict("met", reason, values, at, threshold)


def not_met(
    reason: str, /, *, at: Path = (), threshold: str | None = None, **values: object
) -> Verdict:
    """Say that a criterion is not met; see `Verdict`."""
    return Verdict("not_met", reason, values, at, threshold)


def unknown(
    reason: str, /, *, at: Path = (), threshold: str | None = None, **values: object
) -> Verdict:
    """Say that the inventory does not tell whether a criterion is met; see `Verdict`."""
    return Verdict("unknown", reason, values, at, threshold)
