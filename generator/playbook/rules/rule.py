"""What a rule is: facts in, an outcome out, and one table of all rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from playbook.declared import Tables
from playbook.model.paths import Path
from playbook.model.process import Process
from playbook.model.scalars import DisputeType
from playbook.model.setting import Setting

Phase = Literal["always", "talks"]
Stopper = Literal["sharing", "signing"]
OutcomeState = Literal["fired", "clear", "unknown"]
StepState = Literal["done", "open", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Case:
    """Hold what a rule may look at.

    Args:
        process: The process.
        setting: Its organisation, the thresholds and the day.
        steps: State of each step by its code.
    """

    process: Process
    setting: Setting
    steps: Mapping[str, StepState]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Say what a rule finds, why, and which value decided it.

    Args:
        state: Fired, clear or unknown.
        reason: Key of the reason's text in the method's content.
        values: Values to fill into that text.
        at: Path to the value that decided, from the process; when it starts with
            ``organisation`` from the organisation instead.
        threshold: Name of the threshold that the value was held against.
        tier: Which of the rule's points count, from 0.
    """

    state: OutcomeState
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    at: Path = ()
    threshold: str | None = None
    tier: int = 0


Decide = Callable[[Case], Outcome]


@dataclass(frozen=True, slots=True)
class Rule:
    """Tie a code to its function and to what it counts for.

    Args:
        code: Lasting code, such as ``SCO-01``; never used again for another rule.
        type: The one dispute type it speaks of.
        points: Severity, 1 to 5; one number for each tier, lowest first.
        phase: Always, or only when talks are prepared.
        stopper: What it holds up while it is not clear, if anything.
        reads: Dotted fields that all have to be known before the function is called.
        unless: Code of the rule that, when it is not clear, makes this one say nothing.
        decide: The function.
    """

    code: str
    type: DisputeType
    points: tuple[int, ...]
    phase: Phase
    stopper: Stopper | None
    reads: tuple[str, ...]
    unless: str | None
    decide: Decide


RULES: Final[dict[str, Rule]] = {}
"""The one table of all shipped rules, by code, in the order of declaration."""
RULE_TABLES: Final[Tables[Rule]] = Tables("rule", RULES)
"""Where declarations go."""


def rule(  # noqa: PLR0913 - a declaration names all that a rule is
    code: str,
    type_: DisputeType,
    *points: int,
    reads: tuple[str, ...] = (),
    phase: Phase = "always",
    stopper: Stopper | None = None,
    unless: str | None = None,
) -> Callable[[Decide], Decide]:
    """Declare a rule; see `Rule`.

    Args:
        code: Lasting code.
        type_: The dispute type.
        points: Severity, one number for each tier.
        reads: Fields that have to be known; the outcome is unknown when one is missing.
        phase: When the rule speaks.
        stopper: What it holds up.
        unless: Code of the rule that silences this one.

    Raises:
        ValueError: The code is taken, or the points are not between 1 and 5.
    """

    def declare(decide: Decide) -> Decide:
        if not points or not all(1 <= point <= 5 for point in points):
            raise ValueError(f"rule {code} has points outside 1 to 5")
        made = Rule(code, type_, points, phase, stopper, reads, unless, decide)
        RULE_TABLES.declare(code, made)
        return decide

    return declare


def fired(
    reason: str, /, *, at: Path = (), threshold: str | None = None, tier: int = 0, **values: object
) -> Outcome:
    """Say that a rule fires; see `Outcome`."""
    return Outcome("fired", reason, values, at, threshold, tier)


def clear(reason: str, *, at: Path = (), threshold: str | None = None, **values: object) -> Outcome:
    """Say that a rule finds nothing; see `Outcome`."""
    return Outcome("clear", reason, values, at, threshold)


def unknown(
    reason: str, /, *, at: Path = (), threshold: str | None = None, **values: object
) -> Outcome:
    """Say that the inventory does not tell; see `Outcome`."""
    return Outcome("unknown", reason, values, at, threshold)


def step_rule(code: str, type_: DisputeType, points: int, step: str) -> None:
    """Declare a rule that fires while a step is open, once talks are prepared.

    Skipping a step leads to a dispute later; these rules weigh less than the facts behind
    them, which have scored already.

    Args:
        code: Lasting code.
        type_: The dispute type.
        points: Severity.
        step: Code of the step.
    """

    @rule(code, type_, points, phase="talks")
    def step_open(case: Case) -> Outcome:
        at = ("steps", step)
        return fired("open", at=at) if case.steps[step] == "open" else clear("done", at=at)
