"""Judge a process again after a change, and only what the change can affect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook import sight
from playbook.assess import Assessment, StepState, reopen
from playbook.criteria import CRITERIA
from playbook.findings import Judgement, Risk, decide
from playbook.model.method import Criterion, Method, Step
from playbook.model.paths import attributes
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.rules.rule import Case

Touched = tuple[tuple[str, ...], ...]
"""What changed, as names of attributes: a whole field, or one part inside what is there."""
StepsWithCriteria = tuple[tuple[Step, tuple[Criterion, ...]], ...]
AROUND: Final = frozenset(("organisation", "data"))
"""Names by which facts of the organisation are looked at."""


class Changed(Struct, frozen=True, kw_only=True):
    """What a change clears.

    Args:
        points: Points of dispute risk that are no longer there; fewer than 0 when there are more.
        criteria: Codes of the criteria that are no longer open.
        steps: Codes of the steps that are no longer open.
    """

    points: int
    criteria: tuple[str, ...]
    steps: tuple[str, ...]


class Reach:
    """Know which criteria and rules a change of a field can affect.

    Args:
        method: Steps and criteria.
        judgement: Judges processes by the rules.
    """

    def __init__(self, method: Method, judgement: Judgement) -> None:
        self.method, self.judgement = method, judgement
        self._known: dict[Touched, tuple[frozenset[str], frozenset[str]]] = {}
        self._steps: dict[frozenset[str], StepsWithCriteria] = {}

    @cached_property
    def criteria(self) -> Mapping[str, frozenset[str]]:
        """Return every name that each criterion's function may look at."""
        return {code: _names(item.decide, item.reads) for code, item in CRITERIA.items()}

    @cached_property
    def rules(self) -> Mapping[str, frozenset[str]]:
        """Return every name that each rule's function may look at."""
        rules = self.judgement.rules
        return {code: _names(item.decide, item.reads) for code, item in rules.items()}

    @cached_property
    def of_steps(self) -> frozenset[str]:
        """Return the rules that may look at the state of a step."""
        return _affected(self.rules, ("steps",))

    @cached_property
    def silenced_by(self) -> Mapping[str, Sequence[str]]:
        """Return the rules that say nothing while another is not clear, by that other."""
        found: dict[str, list[str]] = {}
        for code, rule in self.judgement.rules.items():
            if rule.unless:
                found.setdefault(rule.unless, []).append(code)
        return found

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return every criterion."""
        return frozenset(item.code for step in self.method.steps for item in step.criteria)

    def steps_of(self, codes: frozenset[str]) -> StepsWithCriteria:
        """Return the steps that some criteria belong to, each with those criteria.

        Args:
            codes: Codes of the criteria.
        """
        known = self._steps.get(codes)
        if known is None:
            mine = (
                (step, tuple(item for item in step.criteria if item.code in codes))
                for step in self.method.steps
            )
            known = self._steps[codes] = tuple(pair for pair in mine if pair[1])
        return known

    def of(self, touched: Touched) -> tuple[frozenset[str], frozenset[str]]:
        """Return the criteria and the rules that a change can affect.

        Args:
            touched: What changed.
        """
        known = self._known.get(touched)
        if known is None:
            criteria = (_affected(self.criteria, names) for names in touched)
            rules = (_affected(self.rules, names) for names in touched)
            known = self._known[touched] = (
                frozenset[str]().union(*criteria),
                frozenset[str]().union(*rules),
            )
        return known


class Trial:
    """Judge one process again after a change, and only what the change can affect.

    Args:
        process: The process as it is.
        assessment: Where it is on the ladder.
        risk: What the rules say of it.
        reach: What a change can affect.
    """

    def __init__(self, process: Process, assessment: Assessment, risk: Risk, reach: Reach) -> None:
        self.process, self.assessment, self.risk = process, assessment, risk
        self.reach, self.judgement = reach, reach.judgement
        self._steps = {step.code: step for step in assessment.steps}
        self._states: dict[str, StepState] = {step.code: step.state for step in assessment.steps}
        self._open = {item.code for step in assessment.steps for item in step.results if item.open}
        self._points = {item.code: item.points for item in risk.findings if item.counts}
        self._applicable = frozenset(self.judgement.applicable(process))
        self._intent = process.sourcing.intent if process.sourcing else None
        case = Case(process, self.judgement.setting, self._states)
        self._silencers = {
            code: decide(self.judgement.rules[code], case)
            for code in reach.silenced_by
            if code in self._applicable
        }

    def change(self, changed: Process, setting: Setting, touched: Touched, code: str) -> Changed:
        """Return what a change clears.

        Args:
            changed: The process after it.
            setting: Its setting after it.
            touched: What changed.
            code: Code of the criterion whose evidence changed, if any.
        """
        intent = changed.sourcing.intent if changed.sourcing else None
        # Which rules speak, and whether a whole step is taken, hangs on the intent.
        everything = intent != self._intent or intent == "in-house"
        criteria, rules = self.reach.of(touched)
        codes = self.reach.codes if everything else criteria | {code}
        affected = self._affected_steps(changed, codes)
        opened, states = reopen(changed, self._steps, affected, setting)
        turned = [step for step, state in states.items() if state != self._states[step]]
        case = Case(changed, setting, {**self._states, **states})
        if everything:
            points = self._points_of_all(case)
        else:
            rules = rules | self.reach.of_steps if turned else rules
            points = self._fewer(case, rules & self._applicable)
        return Changed(
            points=points,
            criteria=tuple(
                sorted(c for c, still in opened.items() if not still and c in self._open)
            ),
            steps=tuple(step for step in turned if self._states[step] == "open"),
        )

    def _affected_steps(self, changed: Process, codes: frozenset[str]) -> StepsWithCriteria:
        """Return the steps with the criteria to decide again."""
        if changed.steps is not self.process.steps:
            noted = (
                item.code
                for step in self.reach.method.steps
                if getattr(changed.steps, step.code, None) != self._steps[step.code].note
                for item in step.criteria
            )
            codes = codes.union(noted)
        return self.reach.steps_of(codes)

    def _fewer(self, case: Case, rules: frozenset[str]) -> int:
        """Return the points that some rules no longer give."""
        table, counted = self.judgement.rules, self.judgement.counted
        silenced = {
            each
            for code in rules
            for each in self.reach.silenced_by.get(code, ())
            if each in self._applicable
        }
        rules = rules | silenced
        outcomes = {**self._silencers, **{code: decide(table[code], case) for code in rules}}
        return sum(
            self._points.get(code, 0) - counted(outcomes, code, case.process) for code in rules
        )

    def _points_of_all(self, case: Case) -> int:
        table = self.judgement.rules
        applicable = self.judgement.applicable(case.process)
        outcomes = {code: decide(table[code], case) for code in applicable}
        return sum(self._points.values()) - self.judgement.points_of(outcomes, case.process)


def _names(function: Any, reads: Iterable[str]) -> frozenset[str]:
    parts = {part for field in reads for part in field.replace("[]", "").split(".")}
    return sight.names_in(function, _TYPES) | parts | {_attribute(part) for part in parts}


def _attribute(key: str) -> str:
    """Return the attribute of a top-level field, by the key that the inventory writes."""
    return attributes(Process).get(key, key)


def _structs(type_: Any, found: dict[type, None]) -> dict[type, None]:
    """Return every struct that a process is made of."""
    for inner in getattr(type_, "__args__", ()):
        _structs(inner, found)
    if isinstance(type_, type) and issubclass(type_, Struct) and type_ not in found:
        found[type_] = None
        for field in msgspec.structs.fields(type_):
            _structs(field.type, found)
    return found


_TYPES: Final = (*_structs(Process, {}), Case)


def _affected(looks: Mapping[str, frozenset[str]], names: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(names)
    return frozenset(
        code for code, mine in looks.items() if sight.EVERYTHING in mine or wanted <= mine
    )
