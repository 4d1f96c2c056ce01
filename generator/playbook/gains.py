"""The cheapest next thing: what closing one gap would clear, found by trying it.

For every open criterion and every finding, the facts it waits for are filled in with the
method's own example of them, and the process is judged again. What is gained is the
difference; nothing is estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct

from playbook.assess import Assessment, reassess
from playbook.criteria import CRITERIA
from playbook.findings import Judgement, Risk
from playbook.load.convert import convert
from playbook.model.method import Example, Method
from playbook.model.organisation import Organisation
from playbook.model.paths import attributes
from playbook.model.process import Evidence, Process
from playbook.model.setting import Setting

_EVERYTHING = frozenset(("steps", "sourcing"))
"""Fields on which whole steps and phases depend."""
_NONE: frozenset[str] = frozenset()


class Gain(Struct, frozen=True, kw_only=True):
    """What closing one criterion or finding of one process clears.

    Args:
        code: Code of the criterion or rule.
        fields: Fields to fill in, as written in YAML.
        points: Points of dispute risk that it clears.
        criteria: Codes of the criteria that it closes.
        steps: Codes of the steps that it completes.
    """

    code: str
    fields: tuple[str, ...]
    points: int
    criteria: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to close, with the facts that close it.

    Args:
        code: Code of the criterion or rule.
        fields: Fields to fill in, as written in YAML.
        process: An example process in which these fields hold good facts.
        organisation: The same for facts of the organisation.
    """

    code: str
    fields: tuple[str, ...]
    process: Process
    organisation: Organisation

    @property
    def heads(self) -> frozenset[str]:
        """Return the top-level fields that are filled in."""
        return frozenset(_head(field) for field in self.fields)

    def fill(self, process: Process, setting: Setting) -> tuple[Process, Setting]:
        """Return a process and its setting with these fields filled in.

        Args:
            process: The process as it is.
            setting: Its setting as it is.
        """
        organisation = setting.organisation
        for field in self.fields:
            parts = field.replace("[]", ".[]").split(".")
            if parts[0] == "organisation":
                organisation = _overlay(organisation, self.organisation, parts[1:])
            else:
                process = _overlay(process, self.process, parts)
        if organisation is setting.organisation:
            return process, setting
        return process, Setting(organisation, setting.thresholds, setting.today)


class Gains:
    """Try out what closing a gap would clear.

    Args:
        method: The method, with its examples.
        judgement: Judges processes by the rules.
    """

    def __init__(self, method: Method, judgement: Judgement) -> None:
        self.method = method
        self.judgement = judgement
        self.setting = judgement.setting

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """Return every gap that can be closed by filling in fields, by its code."""
        criteria = [item for step in self.method.steps for item in step.criteria]
        rules = [item for dispute in self.method.disputes for item in dispute.rules]
        return {
            **{
                item.code: _gap(item.code, item.fields, item.example)
                for item in criteria
                if item.code in CRITERIA and item.fields and item.example
            },
            **{
                item.code: _gap(item.code, item.fields, item.instead)
                for item in rules
                if item.fields and item.instead
            },
        }

    @cached_property
    def _reading(self) -> Mapping[str, frozenset[str]]:
        """Return the criteria that a change of each top-level field can affect."""
        heads: dict[str, set[str]] = {}
        for step in self.method.steps:
            for criterion in step.criteria:
                declared = CRITERIA.get(criterion.code)
                reads = declared.reads if declared else ()
                for field in (*reads, *(criterion.fields or ())):
                    heads.setdefault(_head(field), set()).add(criterion.code)
        return {head: frozenset(codes) for head, codes in heads.items()}

    def reading(self, heads: Iterable[str]) -> frozenset[str]:
        """Return the criteria that a change of some top-level fields can affect.

        Args:
            heads: The fields.
        """
        return _NONE.union(*(self._reading.get(head, _NONE) for head in heads))

    def of(self, process: Process, assessment: Assessment, risk: Risk) -> list[Gain]:
        """Return what closing each gap of a process would clear, the most first.

        Args:
            process: The process.
            assessment: Where it is on the ladder.
            risk: What the rules say of it.
        """
        wanted = [
            result.code
            for step in assessment.steps
            for result in step.results
            if result.open and result.code != "A0"
        ]
        wanted += [finding.code for finding in risk.open]
        before = self.judgement.points_of(process, self.setting, assessment)
        tried = (self.close(code, process, assessment, before) for code in wanted)
        # Some gaps no example can close: what is missing depends on this process's own facts.
        gains = [gain for gain in tried if gain and (gain.points > 0 or gain.criteria)]
        gains.sort(key=lambda gain: (-len(gain.steps), -gain.points, -len(gain.criteria)))
        return gains

    def close(
        self, code: str, process: Process, assessment: Assessment, before: int
    ) -> Gain | None:
        """Return what closing one gap clears; nothing when no fact can close it.

        Args:
            code: Code of the criterion or rule.
            process: The process as it is.
            assessment: Where it is on the ladder.
            before: Points of the process as it is.
        """
        closed = self.closed(code, process)
        if closed is None:
            return None
        filled, setting, fields = closed
        heads = {_head(field) for field in fields}
        codes = self.reading(heads) | {code}
        if heads & _EVERYTHING:
            codes = frozenset(item.code for step in assessment.steps for item in step.results)
        after = reassess(filled, assessment, self.method, setting, codes)
        steps = _open_steps(assessment) - _open_steps(after)
        return Gain(
            code=code,
            fields=fields,
            points=before - self.judgement.points_of(filled, setting, after),
            criteria=tuple(sorted(_open_criteria(assessment) - _open_criteria(after))),
            steps=tuple(step.code for step in after.steps if step.code in steps),
        )

    def closed(
        self, code: str, process: Process
    ) -> tuple[Process, Setting, tuple[str, ...]] | None:
        """Return a process in which a gap is closed, with what was filled in.

        Args:
            code: Code of the criterion or rule.
            process: The process as it is.
        """
        gap = self.gaps.get(code)
        if gap is not None:
            return (*gap.fill(process, self.setting), gap.fields)
        found = self.method.criterion(code)
        if found is None or code in CRITERIA:
            return None
        proof = Evidence(met=True, on=self.setting.today, kind="measured", link="example")
        evidence = {**(process.evidence or {}), code: proof}
        proven = msgspec.structs.replace(process, evidence=evidence)
        return proven, self.setting, (f"evidence.{code}",)


def _gap(code: str, fields: tuple[str, ...], example: Example) -> Gap:
    process = {"id": "example", "name": "Example", **example.process}
    organisation = {"name": "Example", **(example.organisation or {})}
    return Gap(code, fields, _typed(process, Process), _typed(organisation, Organisation))


def _typed(values: dict[str, Any], type_: Any) -> Any:
    value, problems = convert(values, type_, 0, "the method's example")
    if problems:
        raise ValueError("; ".join(str(problem) for problem in problems))
    return value


def _head(field: str) -> str:
    return field.replace("[]", "").split(".")[0]


def _overlay(mine: Any, example: Any, parts: list[str]) -> Any:
    """Return a value with the part at a path taken from an example.

    A list keeps its items and takes the part in each of them; what is not there at all is
    taken over from the example as it is.
    """
    if not parts or mine is None or example is None:
        return example if not parts or mine is None else mine
    if parts[0] == "[]":
        if not isinstance(mine, tuple) or not mine or not example or len(parts) == 1:
            return example
        return tuple(_overlay(item, example[0], parts[1:]) for item in mine)
    if isinstance(mine, tuple):
        one = example[0] if isinstance(example, tuple) else example
        return tuple(_overlay(item, one, parts) for item in mine)
    if isinstance(mine, Struct) and isinstance(example, Struct):
        name = attributes(type(mine))[parts[0]]
        inner = _overlay(getattr(mine, name), getattr(example, name), parts[1:])
        return msgspec.structs.replace(mine, **{name: inner})
    return example


def _open_criteria(assessment: Assessment) -> set[str]:
    return {item.code for step in assessment.steps for item in step.results if item.open}


def _open_steps(assessment: Assessment) -> set[str]:
    return {step.code for step in assessment.steps if step.state == "open"}
