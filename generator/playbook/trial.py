"""Judge a process again after a change, and only what the change can affect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from playbook.assess import Assessment, StepState, reopen
from playbook.findings import Risk, decide
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.reach import Effect, Glance, Reach, StepsWithCriteria, Touched
from playbook.rules.rule import Case

MOST_TRIED: Final = 256
"""Different outcomes of one change to remember: of those that always differ, more is no use."""


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
        self._talks = not self._applicable.isdisjoint(reach.of_steps)
        # What the owner says of criteria, steps or rules makes a process one of its own.
        said = process.evidence or process.steps or process.waivers
        self._alike = not said and self._intent != "in-house" and reach.by_facts
        case = Case(process, self.judgement.setting, self._states)
        self._seen: dict[Glance, object] = {}
        self._silencers = {
            code: decide(self.judgement.rules[code], case)
            for code in reach.silenced_by
            if code in self._applicable
        }

    def recall(self, touched: Touched, code: str) -> Changed | None:
        """Return what a change clears when the same was tried on the like of this process.

        Args:
            touched: What would change.
            code: Code of the criterion or rule that is to be closed.
        """
        tried = self.reach.same.get((touched, code, self._talks)) if self._alike else None
        effect = tried.get(self._rest(touched)) if tried else None
        if effect is None:
            return None
        affected = self.reach.steps_of(frozenset(effect.opened))
        states: dict[str, StepState] = {
            step.code: "open" if self._missing(step.code, effect.opened) else "done"
            for step, _ in affected
        }
        if self._talks and any(state != self._states[step] for step, state in states.items()):
            return None
        fewer = sum(self._points.get(rule, 0) - now for rule, now in effect.points.items())
        return self._changed(fewer, effect.opened, states)

    def _missing(self, step: str, opened: Mapping[str, bool]) -> bool:
        results = self._steps[step].results
        return any(opened.get(item.code, item.open) for item in results if item.required)

    def _rest(self, touched: Touched) -> object:
        """Return all of this process that decides what a change does, beside what changes."""
        return tuple([self._glance(glance) for glance in self.reach.glances(touched)])

    def _glance(self, glance: Glance) -> object:
        try:
            return self._seen[glance]
        except KeyError:
            seen = self._seen[glance] = glance.of(self.process)
            return seen

    def change(self, changed: Process, setting: Setting, touched: Touched, code: str) -> Changed:
        """Return what a change clears.

        Args:
            changed: The process after it.
            setting: Its setting after it.
            touched: What changed.
            code: Code of the criterion or rule that is to be closed by it.
        """
        intent = changed.sourcing.intent if changed.sourcing else None
        # Which rules speak, and whether a whole step is taken, hangs on the intent.
        everything = intent != self._intent or intent == "in-house"
        criteria, rules = self.reach.of(touched)
        codes = self.reach.codes if everything else criteria | {code}
        affected = self._affected_steps(changed, codes)
        opened, states = reopen(changed, self._steps, affected, setting)
        case = Case(changed, setting, {**self._states, **states})
        if everything:
            return self._changed(self._points_of_all(case), opened, states)
        turned = any(state != self._states[step] for step, state in states.items())
        now = self._now(case, (rules | self.reach.of_steps if turned else rules))
        # A note on a step does more than turn criteria and rules.
        if changed.steps is self.process.steps and not (turned and self._talks) and self._alike:
            tried = self.reach.same.setdefault((touched, code, self._talks), {})
            if len(tried) < MOST_TRIED:
                tried[self._rest(touched)] = Effect(opened, now)
        fewer = sum(self._points.get(rule, 0) - points for rule, points in now.items())
        return self._changed(fewer, opened, states)

    def _changed(
        self, fewer: int, opened: Mapping[str, bool], states: Mapping[str, StepState]
    ) -> Changed:
        closed = sorted(code for code, still in opened.items() if not still and code in self._open)
        return Changed(
            points=fewer,
            criteria=tuple(closed),
            steps=tuple(
                step for step, state in states.items() if self._states[step] == "open" != state
            ),
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

    def _now(self, case: Case, rules: frozenset[str]) -> dict[str, int]:
        """Return the points that some rules, and those that they silence, give now."""
        silenced = {each for code in rules for each in self.reach.silenced_by.get(code, ())}
        mine = (rules | silenced) & self._applicable
        table, counted = self.judgement.rules, self.judgement.counted
        outcomes = {**self._silencers, **{code: decide(table[code], case) for code in mine}}
        return {code: counted(outcomes, code, case.process) for code in mine}

    def _points_of_all(self, case: Case) -> int:
        table = self.judgement.rules
        applicable = self.judgement.applicable(case.process)
        outcomes = {code: decide(table[code], case) for code in applicable}
        return sum(self._points.values()) - self.judgement.points_of(outcomes, case.process)
