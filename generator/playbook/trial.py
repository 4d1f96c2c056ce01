"""Judge a process again after a change, and only what the change can affect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from playbook.assess import Assessment, StepState, looked_at, reopen
from playbook.findings import Judgement, decide
from playbook.model.method import Method
from playbook.model.paths import attributes
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.model.watched import watch
from playbook.rules.rule import Case, Outcome


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
        method: Steps and criteria.
        judgement: Judges processes by the rules.
    """

    def __init__(
        self, process: Process, assessment: Assessment, method: Method, judgement: Judgement
    ) -> None:
        self.process, self.assessment = process, assessment
        self.method, self.judgement = method, judgement
        self._criteria = _by_name(looked_at(process, method, judgement.setting))
        self._all = frozenset(item.code for step in assessment.steps for item in step.results)
        self._open = {item.code for step in assessment.steps for item in step.results if item.open}
        self._states: dict[str, StepState] = {step.code: step.state for step in assessment.steps}
        watched, around, names = watch(process, judgement.setting)
        steps = _WatchedSteps(self._states, names)
        self._outcomes: dict[str, Outcome] = {}
        found: dict[str, frozenset[str]] = {}
        for code in judgement.applicable(process):
            names.clear()
            self._outcomes[code] = decide(judgement.rules[code], Case(watched, around, steps))
            found[code] = frozenset(names)
        self._rules = _by_name(found)
        self._silenceable = [code for code in self._outcomes if judgement.rules[code].unless]
        self.points = judgement.points_of(self._outcomes, process)

    @property
    def looked_at(self) -> frozenset[str]:
        """Return every name of a field or a step that some judgement looks at."""
        return frozenset((*self._criteria, *self._rules))

    def change(
        self, changed: Process, setting: Setting, heads: frozenset[str], code: str
    ) -> Changed:
        """Return what a change clears.

        Args:
            changed: The process after it.
            setting: Its setting after it.
            heads: Top-level fields that changed, as written in YAML.
            code: Code of the criterion whose evidence changed, if any.
        """
        everything = self._everything(changed)
        names = {attributes(Process).get(head, head) for head in heads}
        codes = self._all
        if not everything:
            affected = _affected(self._criteria, names)
            codes = frozenset((*affected, *self._noted(changed), code))
        opened, states = reopen(changed, self.assessment, self.method, setting, codes)
        case = Case(changed, setting, states)
        table = self.judgement.rules
        if everything:
            applicable = self.judgement.applicable(changed)
            outcomes = {code: decide(table[code], case) for code in applicable}
            fewer = self.points - self.judgement.points_of(outcomes, changed)
        else:
            names |= {_step(step) for step, state in states.items() if state != self._states[step]}
            fewer = self._fewer(case, _affected(self._rules, names))
        return Changed(
            points=fewer,
            criteria=tuple(
                sorted(c for c, still in opened.items() if c in self._open and not still)
            ),
            steps=tuple(
                step for step, state in states.items() if self._states[step] == "open" != state
            ),
        )

    def _fewer(self, case: Case, rules: set[str]) -> int:
        """Return the points that some rules no longer give."""
        table, counted = self.judgement.rules, self.judgement.counted
        outcomes = {**self._outcomes, **{code: decide(table[code], case) for code in rules}}
        rules = rules | {code for code in self._silenceable if table[code].unless in rules}
        return sum(
            counted(self._outcomes, code, self.process) - counted(outcomes, code, case.process)
            for code in rules
        )

    def _everything(self, changed: Process) -> bool:
        """Tell whether a whole step, or which rules speak, may depend on what changed."""
        intents = {
            item.sourcing.intent if item.sourcing else None for item in (self.process, changed)
        }
        return len(intents) > 1 or "in-house" in intents

    def _noted(self, changed: Process) -> Iterator[str]:
        """Yield the criteria of steps of which the owner says something else."""
        for step in self.assessment.steps:
            if getattr(changed.steps, step.code, None) != step.note:
                yield from (item.code for item in step.results)


class _WatchedSteps(dict[str, StepState]):
    """Keep which steps were looked at."""

    def __init__(self, states: Mapping[str, StepState], looked_at: set[str]) -> None:
        super().__init__(states)
        self.looked_at = looked_at

    def __getitem__(self, step: str) -> StepState:
        self.looked_at.add(_step(step))
        return super().__getitem__(step)


def _step(code: str) -> str:
    return f"step {code}"


def _by_name(looked_at: Mapping[str, Iterable[str]]) -> Mapping[str, list[str]]:
    """Turn what each code looks at into who looks at each name."""
    turned: dict[str, list[str]] = defaultdict(list)
    for code, names in looked_at.items():
        for name in names:
            turned[name].append(code)
    return turned


def _affected(by_name: Mapping[str, list[str]], names: Iterable[str]) -> set[str]:
    return {code for name in names for code in by_name.get(name, ())}
