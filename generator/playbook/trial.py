"""Judge a process again after a change, and only what the change can affect."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct

from playbook.assess import Assessing, Assessment, StepState, reopen
from playbook.findings import Risk, decide
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.reach import Effect, Glance, Reach, Touched
from playbook.rules.rule import Case, Outcome

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
        self._open = frozenset(
            [item.code for step in assessment.steps for item in step.results if item.open]
        )
        self._points = {item.code: item.points for item in risk.findings if item.counts}
        self._intent = process.sourcing.intent if process.sourcing else None
        self._applicable = frozenset(self.judgement.applicable(process))
        self._talks = not self._applicable.isdisjoint(reach.of_steps)
        # What the owner says of criteria, steps or rules makes a process one of its own.
        said = process.evidence or process.steps or process.waivers
        self._alike = not said and self._intent != "in-house" and reach.by_facts
        self._seen: dict[Glance, object] = {}

    @cached_property
    def _silencers(self) -> Mapping[str, Outcome]:
        """Return what the rules that can silence another say of the process as it is."""
        case = Case(self.process, self.judgement.setting, self._states)
        return {
            code: decide(self.judgement.rules[code], case)
            for code in self.reach.silenced_by
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
        states: dict[str, StepState] = {}
        for step in effect.steps:
            required = self.reach.required[step]
            open_before = required & self._open
            missing = not open_before <= effect.closed or not required.isdisjoint(effect.opened)
            states[step] = "open" if missing else "done"
            if self._talks and states[step] != self._states[step]:
                return None
        return self._changed(self._fewer(effect.points), effect.closed, states)

    def _fewer(self, now: Iterable[tuple[str, int]]) -> int:
        """Return how many points less some rules give than before."""
        fewer = 0
        for rule, points in now:
            fewer += self._points.get(rule, 0) - points
        return fewer

    def _rest(self, touched: Touched) -> object:
        """Return all of this process that decides what a change does, beside what changes."""
        seen = tuple([self._glance(glance) for glance in self.reach.glances(touched)])
        # Of these a rule looks at the states themselves, whether the change turns them or not.
        by_states = self._talks and self.reach.by_states(touched)
        return (seen, tuple(self._states.values())) if by_states else seen

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
        skipped = self._skipped_otherwise(changed, setting)
        affected = self.reach.steps_of(codes | skipped)
        opened, states = reopen(changed, self._steps, affected, setting)
        closed = frozenset([code for code, still in opened.items() if not still])
        case = Case(changed, setting, {**self._states, **states})
        if everything:
            return self._changed(self._points_of_all(case), closed, states)
        turned = any(state != self._states[step] for step, state in states.items())
        rules = rules | self.reach.of_steps if turned else rules
        points = tuple(self._now(case, rules).items())
        # Skipping a step does more than turn criteria and rules.
        if self._alike and not skipped and not (turned and self._talks):
            tried = self.reach.same.setdefault((touched, code, self._talks), {})
            if len(tried) < MOST_TRIED:
                still = frozenset(opened) - closed
                effect = Effect(still, closed, tuple(states), points)
                tried[self._rest(touched)] = self.reach.effects.setdefault(effect, effect)
        return self._changed(self._fewer(points), closed, states)

    def _changed(
        self, fewer: int, closed: frozenset[str], states: Mapping[str, StepState]
    ) -> Changed:
        was = self._states
        return Changed(
            points=fewer,
            criteria=tuple(sorted(closed & self._open)),
            steps=tuple([step for step in states if was[step] == "open" != states[step]]),
        )

    def _skipped_otherwise(self, changed: Process, setting: Setting) -> frozenset[str]:
        """Return the criteria of the steps that are skipped now and were not, or otherwise."""
        if changed.steps is self.process.steps:
            return frozenset()
        source = self.assessment.source
        before = Assessing(source, setting)
        after = Assessing(dataclasses.replace(source, process=changed), setting)
        return frozenset(
            item.code
            for step in self.reach.method.steps
            if before.skipped(step, before.note(step)) != after.skipped(step, after.note(step))
            for item in step.criteria
        )

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
