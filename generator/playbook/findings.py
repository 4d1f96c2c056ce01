"""What the rules say of a process, and how badly, by type of dispute."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, Literal

from msgspec import Struct

from playbook.assess import MOST_ALIKE, Assessment
from playbook.model.method import Method
from playbook.model.paths import Path, path_of, value_at
from playbook.model.process import Process, Waiver
from playbook.model.scalars import BANDS, Band, DisputeType
from playbook.model.setting import Setting
from playbook.model.source import Key, Source, key_of, values_of, written
from playbook.rules import RULES
from playbook.rules.rule import Case, Outcome, Rule, Stopper, unknown

FindingState = Literal["fired", "clear", "unknown"]
_TALKS: Final = frozenset(("prepare", "talks", "contracted"))
_NO_BAND: Final = frozenset((None, "none", "in-house"))


class Finding(Struct, frozen=True, kw_only=True):
    """What one rule says, the same for every process of which it says the same.

    Args:
        code: The rule's code.
        type: Its dispute type.
        state: Fired, clear or unknown.
        points: What it counts for; 0 when clear.
        stopper: What it holds up while it is not clear.
        reason: Key of the reason's text.
        values: Values to fill into that text.
        at: Path to the field that decides, or to the first one to fill in.
        threshold: Name of the threshold it was held against.
        waiver: Leave to let it stand, expired or not.
        waived: Whether that leave holds today.
        ignored: Why the project ignores the rule; empty when it does not.
    """

    code: str
    type: DisputeType
    state: FindingState
    points: int
    stopper: Stopper | None
    reason: str
    values: Mapping[str, object]
    at: Path
    threshold: str | None
    waiver: Waiver | None
    waived: bool
    ignored: str

    @property
    def field(self) -> str:
        """Return the field that decides, as people write it."""
        return written(self.at)

    @property
    def counts(self) -> bool:
        """Tell whether its points count: it is not clear, waived or ignored."""
        return self.state != "clear" and not self.waived and not self.ignored


class TypeRisk(Struct, frozen=True, kw_only=True):
    """How badly one type of dispute threatens one process.

    Args:
        type: The dispute type.
        from_facts: Points of rules that fired.
        from_unknowns: Points of rules that could not be judged.
        band: Band of the sum.
    """

    type: DisputeType
    from_facts: int
    from_unknowns: int
    band: Band

    @property
    def points(self) -> int:
        """Return the sum, which decides the band."""
        return self.from_facts + self.from_unknowns


class Risk(Struct, frozen=True, kw_only=True):
    """What the rules say of one process.

    Args:
        process: Its id.
        source: The process itself, to look up what findings point to.
        findings: Outcome of every rule that applies, clear ones too, in the rules' order.
        types: Points and band of each dispute type.
        band: Band of the worst type; nothing when nobody thinks of outsourcing.
        points: Points of all types, for sorting only.
    """

    process: str
    source: Source
    findings: tuple[Finding, ...]
    types: tuple[TypeRisk, ...]
    band: Band | None
    points: int

    @property
    def open(self) -> tuple[Finding, ...]:
        """Return the findings whose points count."""
        return tuple(finding for finding in self.findings if finding.counts)

    def stoppers(self, what: Stopper) -> tuple[Finding, ...]:
        """Return the findings that hold something up.

        Args:
            what: ``sharing`` or ``signing``.
        """
        return tuple(finding for finding in self.open if finding.stopper == what)


class Judgement:
    """Judge processes of one organisation.

    Args:
        method: For points and thresholds.
        setting: What the rules may look at beside the process.
        ignored: Reason why the project ignores a rule, by its code.
        rules: The rules, by code.
    """

    def __init__(
        self,
        method: Method,
        setting: Setting,
        ignored: Mapping[str, str],
        rules: Mapping[str, Rule] = RULES,
    ) -> None:
        self.method = method
        self.setting = setting
        self.rules = rules
        self.ignored = ignored
        self.limits = (method.numbers["band_prepare"], method.numbers["band_resolve"])
        self.order: tuple[DisputeType, ...] = tuple(dispute.type for dispute in method.disputes)
        texts = [rule for dispute in method.disputes for rule in dispute.rules]
        self.codes = sorted(rules, key=lambda code: (self.order.index(rules[code].type), code))
        self.points = {text.code: text.points for text in texts if text.points}

    def risk(self, process: Process, assessment: Assessment) -> Risk:
        """Return what the rules say of one process.

        Args:
            process: The process.
            assessment: Where it is on the ladder.
        """
        return self.joined(process, assessment, self.findings(process, assessment))

    def joined(self, process: Process, assessment: Assessment, findings: Iterable[Finding]) -> Risk:
        """Join what every rule says of one process to how badly it is threatened.

        Args:
            process: The process.
            assessment: Where it is on the ladder.
            findings: What `findings` gives.
        """
        findings = tuple(findings)
        types = tuple(self._type(type_, findings) for type_ in self.order)
        intent = process.sourcing.intent if process.sourcing else None
        worst = max((BANDS.index(item.band) for item in types), default=0)
        return Risk(
            process=process.id,
            source=assessment.source,
            findings=findings,
            types=types,
            band=None if intent in _NO_BAND else BANDS[worst],
            points=sum(item.points for item in types),
        )

    def findings(self, process: Process, assessment: Assessment) -> list[Finding]:
        """Return what every rule that applies says of one process, in the rules' order.

        Args:
            process: The process.
            assessment: Where it is on the ladder.
        """
        steps = {step.code: step.state for step in assessment.steps}
        case = Case(process, self.setting, steps)
        outcomes = {code: decide(self.rules[code], case) for code in self.applicable(process)}
        return [
            self._finding(self.rules[code], outcome, process)
            for code, outcome in outcomes.items()
            if not self._silenced(outcomes, code)
        ]

    def applicable(self, process: Process) -> Iterator[str]:
        """Yield the codes of the rules that speak of a process.

        Args:
            process: The process.
        """
        talks = process.sourcing is not None and process.sourcing.intent in _TALKS
        for code in self.codes:
            if talks or self.rules[code].phase == "always":
                yield code

    def points_of(self, outcomes: Mapping[str, Outcome], process: Process) -> int:
        """Return the points of outcomes, leaving out what is waived or ignored.

        Args:
            outcomes: Outcome of each rule that applies, by its code.
            process: The process, for its waivers.
        """
        return sum(self.counted(outcomes, code, process) for code in outcomes)

    def counted(self, outcomes: Mapping[str, Outcome], code: str, process: Process) -> int:
        """Return the points of one rule; 0 when it is silenced, waived or ignored.

        Args:
            outcomes: Outcome of each rule that applies, by its code.
            code: Code of the rule.
            process: The process, for its waivers.
        """
        if code in self.ignored or self._silenced(outcomes, code):
            return 0
        if any(w.rule == code and _holds(w, self.setting.today) for w in process.waivers or ()):
            return 0
        return self._points(self.rules[code], outcomes[code])

    def _finding(self, rule: Rule, outcome: Outcome, process: Process) -> Finding:
        waivers = process.waivers or ()
        waiver = next((item for item in waivers if item.rule == rule.code), None)
        about = (
            rule.code,
            rule.type,
            outcome.state,
            self._points(rule, outcome),
            rule.stopper,
            outcome.reason,
            outcome.at,
            outcome.threshold,
            waiver,
            waiver is not None and _holds(waiver, self.setting.today),
            self.ignored.get(rule.code, ""),
        )
        values = key_of(outcome.values)
        try:
            return _found(*about, values)
        except TypeError:  # a value that cannot be part of a key
            return _found.__wrapped__(*about, values)

    def _silenced(self, outcomes: Mapping[str, Outcome], code: str) -> bool:
        """Tell whether another rule that is not clear makes this one say nothing."""
        before = outcomes.get(self.rules[code].unless or "")
        return before is not None and before.state != "clear"

    def _points(self, rule: Rule, outcome: Outcome) -> int:
        if outcome.state == "clear":
            return 0
        points = self.points.get(rule.code, rule.points)
        return points[outcome.tier if outcome.tier < len(points) else -1]

    def _type(self, type_: DisputeType, findings: tuple[Finding, ...]) -> TypeRisk:
        counting = [item for item in findings if item.type == type_ and item.counts]
        facts = sum(item.points for item in counting if item.state == "fired")
        unknowns = sum(item.points for item in counting if item.state == "unknown")
        return _type_risk(type_, facts, unknowns, self._band(facts + unknowns))

    def _band(self, points: int) -> Band:
        prepare, resolve = self.limits
        if points >= resolve:
            return "resolve_first"
        if points >= prepare:
            return "prepare"
        return "discuss" if points else "none"


def decide(rule: Rule, case: Case) -> Outcome:
    """Return the outcome of a rule; unknown, without asking it, when a field is missing.

    Args:
        rule: The rule.
        case: What it may look at.
    """
    for field in rule.reads:
        if value_at(case.process, path_of(field)) is None:
            return _missing(field)
    return rule.decide(case)


@lru_cache(maxsize=MOST_ALIKE)
def _found(  # noqa: PLR0913, PLR0917 - all that tells one finding from another
    code: str,
    type_: DisputeType,
    state: FindingState,
    points: int,
    stopper: Stopper | None,
    reason: str,
    at: Path,
    threshold: str | None,
    waiver: Waiver | None,
    waived: bool,
    ignored: str,
    values: Key,
) -> Finding:
    return Finding(
        code=code,
        type=type_,
        state=state,
        points=points,
        stopper=stopper,
        reason=reason,
        values=values_of(values),
        at=at,
        threshold=threshold,
        waiver=waiver,
        waived=waived,
        ignored=ignored,
    )


@lru_cache(maxsize=MOST_ALIKE)
def _type_risk(type_: DisputeType, facts: int, unknowns: int, band: Band) -> TypeRisk:
    return TypeRisk(type=type_, from_facts=facts, from_unknowns=unknowns, band=band)


@cache
def _missing(field: str) -> Outcome:
    """Say that a field is missing, which is said more often than all else."""
    return unknown("missing", at=path_of(field), field=field)


def _holds(waiver: Waiver, today: datetime.date) -> bool:
    return today <= waiver.until
