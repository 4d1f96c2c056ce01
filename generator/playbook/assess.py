"""From facts to the step a process is on, every result with its reason and its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from playbook.criteria import CRITERIA
from playbook.criteria.verdict import State, Verdict
from playbook.lazily import Latest
from playbook.model.method import Criterion, Method, Step
from playbook.model.paths import Path, path_of, value_at
from playbook.model.places import Located, locate
from playbook.model.process import Evidence, Process
from playbook.model.setting import Setting
from playbook.model.source import Key, Source, key_of, values_of, written
from playbook.model.steps import StepNote
from playbook.texts import Coded

StepState = Literal["done", "open", "not_applicable"]
DecidedBy = Literal["field", "evidence", "owner", "nothing"]
MOST_ALIKE: Final = 50_000
"""Different results to remember: most processes wait for the same."""


class Result(Struct, frozen=True, kw_only=True):
    """What is known of one criterion, the same for every process of which the same is known.

    Args:
        code: The criterion's code.
        required: Whether its step needs it.
        state: Met, not met, unknown or not applicable.
        reason: Key of the reason's text.
        values: Values to fill into that text.
        decided_by: A field, evidence, what the owner says, or nothing yet.
        at: Path to the field that decides, or to the first one to fill in.
        threshold: Name of the threshold it was held against.
        contradicted: Whether evidence says otherwise than the field.
    """

    code: str
    required: bool
    state: State
    reason: str
    values: Mapping[str, object]
    decided_by: DecidedBy
    at: Path
    threshold: str | None
    contradicted: bool = False

    @property
    def field(self) -> str:
        """Return the field that decides, as people write it."""
        return written(self.at)

    @property
    def open(self) -> bool:
        """Tell whether something still has to be done for this criterion."""
        return self.state in ("not_met", "unknown")


class StepResult(Struct, frozen=True, kw_only=True):
    """What is known of one step for one process.

    Args:
        code: The step's code.
        state: Done, open or not applicable.
        decided_against: Whether it is done because it was decided not to take it.
        results: Its criteria.
        note: What the owner says of the step.
    """

    code: str
    state: StepState
    decided_against: bool
    results: tuple[Result, ...]
    note: StepNote | None

    @property
    def missing(self) -> tuple[Result, ...]:
        """Return the required criteria that are open."""
        return tuple(result for result in self.results if result.required and result.open)

    @property
    def started(self) -> bool:
        """Tell whether any criterion is met while the step is open."""
        return self.state == "open" and any(result.state == "met" for result in self.results)


class Assessment(Struct, frozen=True, kw_only=True):
    """Where one process stands.

    Args:
        process: The process's id.
        source: The process itself, to look up what results point to.
        steps: The seven steps, in order.
        current: Code of the step it is on; nothing when no step is left.
        declared: Code of the step that its owner declares.
        in_house: Whether it was decided that it stays.
    """

    process: str
    source: Source
    steps: tuple[StepResult, ...]
    current: str | None
    declared: str | None
    in_house: bool

    def step(self, code: str) -> StepResult:
        """Return one step.

        Args:
            code: The step's code.
        """
        return next(step for step in self.steps if step.code == code)

    @property
    def outcome(self) -> str:
        """Return ``on_step``, ``ready`` or ``in_house``."""
        return "on_step" if self.current else "in_house" if self.in_house else "ready"

    @property
    def rung(self) -> str:
        """Return the code of the step it is on, or how it is when no step is left."""
        return self.current or self.outcome

    @property
    def ahead(self) -> bool:
        """Tell whether the owner declares a later step than the facts show."""
        order = [step.code for step in self.steps]
        if self.declared is None or self.current is None:
            return False
        return order.index(self.declared) > order.index(self.current)


def assess_process(
    process: Process,
    located: Located,
    organisation_located: Located,
    method: Method,
    setting: Setting,
) -> Assessment:
    """Assess one process.

    Args:
        process: The process.
        located: Where it stands.
        organisation_located: Where its organisation's facts stand.
        method: Steps and criteria.
        setting: What the criteria may look at beside the process.
    """
    one = Assessing(Source(process, setting.organisation, located, organisation_located), setting)
    return one.joined(method, one.results(method))


def reopen(
    process: Process,
    former: Mapping[str, StepResult],
    affected: Iterable[tuple[Step, Iterable[Criterion]]],
    setting: Setting,
) -> tuple[dict[str, bool], dict[str, StepState]]:
    """Return which criteria are open, and their steps' states, after little has changed.

    Args:
        process: The process as it is now.
        former: Its steps as they were before, by code.
        affected: Steps with those of their criteria that what changed can affect.
        setting: What the criteria may look at beside the process.
    """
    one = Assessing(Source(process, setting.organisation, _NOWHERE, _NOWHERE), setting)
    opened: dict[str, bool] = {}
    states: dict[str, StepState] = {}
    for step, criteria in affected:
        skip = one.skipped(step, one.note(step))
        mine = {item.code: one.verdict(item, skip)[0].open for item in criteria}
        missing = (
            mine.get(result.code, result.open)
            for result in former[step.code].results
            if result.required
        )
        states[step.code] = _state(skip, any(missing))
        opened |= mine
    return opened, states


_NOWHERE = locate("", 0)


class Assessing:
    """Assess one process.

    Args:
        source: The process and where it stands.
        setting: What the criteria may look at beside the process.
    """

    def __init__(self, source: Source, setting: Setting) -> None:
        self.source = source
        self.process = process = source.process
        self.setting = setting
        self.evidence: Mapping[str, Evidence] = process.evidence or {}
        sourcing = process.sourcing
        self.in_house = sourcing is not None and sourcing.intent == "in-house"

    def results(self, method: Method) -> list[Result]:
        """Return what is known of every criterion, in the method's order.

        Args:
            method: Steps and criteria.
        """
        found: list[Result] = []
        for step in method.steps:
            skip = self.skipped(step, self.note(step))
            found += [self.result(item, *self.verdict(item, skip)) for item in step.criteria]
        return found

    def joined(self, method: Method, results: Iterable[Result]) -> Assessment:
        """Join what is known of every criterion to where the process stands.

        Args:
            method: Steps and criteria.
            results: What `results` gives.
        """
        rest = iter(results)
        steps = tuple(
            [self.step(step, tuple(islice(rest, len(step.criteria)))) for step in method.steps]
        )
        return Assessment(
            process=self.process.id,
            source=self.source,
            steps=steps,
            current=next((step.code for step in steps if step.state == "open"), None),
            declared=self.process.steps.declared if self.process.steps else None,
            in_house=self.in_house,
        )

    def step(self, step: Step, results: tuple[Result, ...]) -> StepResult:
        """Join what is known of the criteria of one step."""
        note = self.note(step)
        skip = self.skipped(step, note)
        state = _state(skip, any(result.required and result.open for result in results))
        against = skip is not None and skip.reason == "decided_against"
        # A step that is remembered holds its results, so that no other can take their numbers.
        key = () if note else (step.code, state, against, *map(id, results))
        if (known := _STEPS.get(key)) is not None:
            return known
        made = StepResult(
            code=step.code, state=state, decided_against=against, results=results, note=note
        )
        if key:
            _STEPS[key] = made
        return made

    def note(self, step: Step) -> StepNote | None:
        """Return what the owner says of a step."""
        return getattr(self.process.steps, step.code, None)

    def skipped(self, step: Step, note: StepNote | None) -> Verdict | None:
        """Return why a whole step does not have to be taken, or nothing."""
        if note and note.not_applicable:
            values = {"reason": note.not_applicable}
            at: Path = ("steps", step.code, "not_applicable")
            return Verdict("not_applicable", "not_applicable", values, at)
        may_decline = step.optional or step.code == "automate"
        if may_decline and note and note.decision == "no" and note.reason:
            values = {"reason": note.reason}
            return Verdict(
                "not_applicable", "decided_against", values, ("steps", step.code, "decision")
            )
        if step.code == "outsource" and self.in_house:
            reason = self.process.sourcing.reason if self.process.sourcing else None
            if reason:
                at = ("sourcing", "reason")
                return Verdict("not_applicable", "in_house", {"reason": reason}, at)
            return Verdict("not_applicable", "in_house_no_reason", {}, ("sourcing", "intent"))
        return None

    def verdict(
        self, criterion: Criterion, skip: Verdict | None
    ) -> tuple[Verdict, DecidedBy, bool]:
        """Return the verdict on one criterion, what decides, and whether evidence objects."""
        evidence = self.evidence.get(criterion.code)
        if skip is not None and not (
            skip.reason == "decided_against" and criterion.code in ("C1", "A0")
        ):
            return skip, "owner", False
        if evidence and evidence.not_applicable:
            at: Path = ("evidence", criterion.code, "not_applicable")
            values = {"reason": evidence.not_applicable}
            return Verdict("not_applicable", "not_applicable", values, at), "owner", False
        verdict = self.from_fields(criterion)
        if verdict and verdict.state != "unknown":
            met = evidence.met if evidence else None
            return verdict, "field", met is not None and met != (verdict.state == "met")
        if evidence and evidence.met is not None:
            return _from_evidence(criterion.code, evidence), "evidence", False
        if verdict:
            return verdict, "nothing", False
        at = ("evidence", criterion.code)
        return Verdict("unknown", "no_evidence", {}, at), "nothing", False

    def from_fields(self, criterion: Criterion) -> Verdict | None:
        """Ask the criterion's function, if it has one, unless a field that it reads is missing."""
        declared = CRITERIA.get(criterion.code) or self.setting.deciders.get(criterion.code)
        if declared is None:
            return None
        for field in declared.reads:
            if value_at(self.process, path_of(field)) is None:
                return _missing(field)
        decided: Verdict = declared.decide(self.process, self.setting)
        return decided

    def result(
        self,
        criterion: Criterion,
        verdict: Verdict,
        decided_by: DecidedBy,
        contradicted: bool,
    ) -> Result:
        """Join a verdict with the field that it is about."""
        fields = criterion.fields or ()
        about = (
            criterion.code,
            bool(criterion.required),
            verdict.state,
            verdict.reason,
            verdict.at or (path_of(fields[0]) if fields else ()),
            verdict.threshold,
            decided_by,
            contradicted,
        )
        values = key_of(verdict.values)
        try:
            return _result(*about, values)
        except TypeError:  # a value that cannot be part of a key
            return _result.__wrapped__(*about, values)


@lru_cache(maxsize=MOST_ALIKE)
def _result(  # noqa: PLR0913, PLR0917 - all that tells one result from another
    code: str,
    required: bool,
    state: State,
    reason: str,
    at: Path,
    threshold: str | None,
    decided_by: DecidedBy,
    contradicted: bool,
    values: Key,
) -> Result:
    return Result(
        code=code,
        required=required,
        state=state,
        reason=reason,
        values=values_of(values),
        decided_by=decided_by,
        at=at,
        threshold=threshold,
        contradicted=contradicted,
    )


_STEPS: Final = Latest[tuple[object, ...], StepResult](MOST_ALIKE)
"""Steps of which the same is known, by what that is: most processes stand the same on most."""


@cache
def _missing(field: str) -> Verdict:
    """Say that a field is missing, which is said more often than all else."""
    return Verdict("unknown", "missing", {"field": field}, path_of(field))


def _state(skip: Verdict | None, missing: bool) -> StepState:
    """Return the state of a step from why it is skipped and whether anything is missing."""
    if skip is None:
        return "open" if missing else "done"
    return "done" if skip.reason == "decided_against" else "not_applicable"


def _from_evidence(code: str, evidence: Evidence) -> Verdict:
    at: Path = ("evidence", code)
    if not evidence.met:
        return Verdict("not_met", "evidence_not_met", {}, at)
    lacking = tuple(
        Coded(name)
        for name, value in (
            ("date", evidence.on),
            ("known_as", evidence.kind),
            ("proof", evidence.link or evidence.file),
        )
        if value is None
    )
    if lacking or evidence.kind is None:
        return Verdict("unknown", "evidence_incomplete", {"lacking": lacking}, at)
    return Verdict("met", "evidence_met", {"on": evidence.on, "kind": Coded(evidence.kind)}, at)
