"""The cheapest next thing: what closing one gap would clear, found by trying it.

For every open criterion and every finding, the facts it waits for are filled in with the
method's own example of them, and the process is judged again. What is gained is the
difference; nothing is estimated.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook import digests
from playbook.assess import Assessment
from playbook.criteria import CRITERIA
from playbook.findings import Judgement, Risk
from playbook.lazily import Latest
from playbook.load.convert import convert
from playbook.model.method import Example, Method
from playbook.model.organisation import Organisation
from playbook.model.paths import attributes
from playbook.model.process import Evidence, Process
from playbook.model.setting import Setting
from playbook.reach import AROUND, NO_FACTS, Reach, Touched
from playbook.trial import Trial

_ATTRIBUTES: Final = {"from": "origin", "for": "criterion"}
"""Attributes with another name than the key that the inventory writes."""
MOST_KNOWN: Final = 256
"""Processes of which all that was tried is remembered; of the others what it came to."""


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
        parts: The parts of each field, with ``[]`` where a list is.
        touches: Each field's attribute, and the attribute inside it or nothing.
    """

    code: str
    fields: tuple[str, ...]
    process: Process
    organisation: Organisation
    parts: tuple[tuple[str, ...], ...]
    touches: tuple[tuple[str, str | None], ...]

    def fill(self, process: Process) -> Process:
        """Return a process with these fields filled in.

        Args:
            process: The process as it is.
        """
        for parts in self.parts:
            if parts[0] != "organisation":
                process = _overlay(process, self.process, parts, 0)
        return process

    def around(self, setting: Setting) -> Setting:
        """Return the setting of a process with these fields filled in.

        Args:
            setting: The setting as it is.
        """
        organisation = setting.organisation
        for parts in self.parts:
            if parts[0] == "organisation":
                organisation = _overlay(organisation, self.organisation, parts, 1)
        if organisation is setting.organisation:
            return setting
        return dataclasses.replace(setting, organisation=organisation)

    def touched(self, process: Process) -> Touched:
        """Return what filling in these fields changes.

        Args:
            process: The process as it is.
        """
        # What is not there at all is filled in whole.
        return tuple(
            [
                (name, inside) if inside and getattr(process, name, None) else (name,)
                for name, inside in self.touches
            ]
        )


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
        self._settings: dict[str, Setting] = {}
        # Of each process about 25 KB: the pages of one are made together, and then it is done with.
        self._known = Latest[str, list[Gain]](MOST_KNOWN)
        self._of_facts = Latest[bytes, list[Gain]](MOST_KNOWN)

    def without(self, processes: AbstractSet[str]) -> Gains:
        """Return the same for an organisation of which some processes are not as they were.

        What a gap asks for and what a change can affect is not thought out again.

        Args:
            processes: Ids of these processes.
        """
        gains = Gains(self.method, self.judgement)
        gains.gaps, gains.reach = self.gaps, self.reach
        gains._settings, gains._of_facts = self._settings, self._of_facts
        # Another thread may still show a page of how it was before.
        for ident, known in self._known.copy().items():
            if ident not in processes:
                gains._known[ident] = known
        return gains

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """Return every gap that can be closed by filling in fields, by its code."""
        criteria = [item for step in self.method.steps for item in step.criteria]
        rules = [item for dispute in self.method.disputes for item in dispute.rules]
        return {
            **{
                item.code: _gap(item.code, item.fields, item.example)
                for item in criteria
                if self._decides(item.code) and item.fields and item.example
            },
            **{
                item.code: _gap(item.code, item.fields, item.instead)
                for item in rules
                if item.fields and item.instead
            },
        }

    def _decides(self, code: str) -> bool:
        """Tell whether fields can decide a criterion."""
        return code in CRITERIA or code in self.judgement.setting.deciders

    @cached_property
    def reach(self) -> Reach:
        """Return what a change can affect."""
        return Reach(self.method, self.judgement)

    def fields(self, code: str) -> tuple[str, ...]:
        """Return the fields to fill in for a criterion or a finding.

        Args:
            code: Its code.
        """
        gap = self.gaps.get(code)
        return gap.fields if gap else (f"evidence.{code}",)

    def of(self, process: Process, assessment: Assessment, risk: Risk) -> list[Gain]:
        """Return what closing each gap of a process would clear, the most first.

        Args:
            process: The process.
            assessment: Where it is on the ladder.
            risk: What the rules say of it.
        """
        known = self._known.get(process.id)
        if known is None:
            # Many processes have the same facts, mostly none: these are tried once.
            facts = digests.of_value(msgspec.structs.replace(process, **NO_FACTS))
            known = self._of_facts.get(facts)
            if known is None:
                known = self._try(Trial(process, assessment, risk, self.reach))
                if self.reach.by_facts:
                    self._of_facts[facts] = known
            self._known[process.id] = known
        return known

    def _try(self, trial: Trial) -> list[Gain]:
        wanted = [
            result.code
            for step in trial.assessment.steps
            for result in step.results
            if result.open and result.code != "A0"
        ]
        wanted += [finding.code for finding in trial.risk.open]
        tried = (self._close(code, trial) for code in wanted)
        # Some gaps no example can close: what is missing depends on this process's own facts.
        gains = [gain for gain in tried if gain and (gain.points > 0 or gain.criteria)]
        gains.sort(key=_order)
        # Gaps that the same facts close are one thing to do, named by what asks for least.
        firsts: dict[object, Gain] = {}
        for gain in gains:
            heads = _heads(gain.fields)
            firsts.setdefault((heads, gain.points, gain.criteria, gain.steps), gain)
        return list(firsts.values())

    def _close(self, code: str, trial: Trial) -> Gain | None:
        """Return what closing one gap clears; nothing when no fact can close it."""
        gap = self.gaps.get(code) or _proof(code)
        touched = gap.touched(trial.process)
        clears = trial.recall(touched, code)
        if clears is None:
            closed = self.closed(code, trial.process)
            if closed is None:
                return None
            clears = trial.change(closed[0], closed[1], touched, code)
        return Gain(
            code=code,
            fields=gap.fields,
            points=clears.points,
            criteria=clears.criteria,
            steps=clears.steps,
        )

    def _around(self, gap: Gap) -> Setting:
        """Return the setting in which a gap is closed, the same for every process."""
        known = self._settings.get(gap.code)
        if known is None:
            known = self._settings[gap.code] = gap.around(self.setting)
        return known

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
            return gap.fill(process), self._around(gap), gap.fields
        found = self.method.criterion(code)
        if found is None or self._decides(code):
            return None
        proof = Evidence(met=True, on=self.setting.today, kind="measured", link="example")
        evidence = {**(process.evidence or {}), code: proof}
        proven = msgspec.structs.replace(process, evidence=evidence)
        return proven, self.setting, (f"evidence.{code}",)


def _gap(code: str, fields: tuple[str, ...], example: Example) -> Gap:
    process = {"id": "example", "name": "Example", **example.process}
    organisation = {"name": "Example", **(example.organisation or {})}
    return Gap(
        code=code,
        fields=fields,
        process=_typed(process, Process),
        organisation=_typed(organisation, Organisation),
        parts=tuple(tuple(field.replace("[]", ".[]").split(".")) for field in fields),
        touches=tuple(dict.fromkeys(touch for field in fields for touch in _touches(field))),
    )


@cache
def _proof(code: str) -> Gap:
    """Return the gap that only evidence closes."""
    return _gap(code, (f"evidence.{code}",), Example(process={}))


def _touches(field: str) -> Iterator[tuple[str, str | None]]:
    head, *inside = field.replace("[]", "").split(".")
    if head == "organisation":
        yield from ((name, None) for name in AROUND)
    else:
        name = attributes(Process).get(head, head)
        yield name, _ATTRIBUTES.get(inside[0], inside[0]) if inside else None


def _typed(values: dict[str, Any], type_: Any) -> Any:
    value, problems = convert(values, type_, 0, "the method's example")
    if problems:
        raise ValueError("; ".join(str(problem) for problem in problems))
    return value


def _order(gain: Gain) -> tuple[int, int, int, int]:
    return -len(gain.steps), -gain.points, -len(gain.criteria), len(gain.fields)


@cache
def _heads(fields: tuple[str, ...]) -> frozenset[str]:
    """Return the top-level fields that some fields are in."""
    return frozenset(field.replace("[]", "").split(".")[0] for field in fields)


def _overlay(mine: Any, example: Any, parts: tuple[str, ...], at: int) -> Any:
    """Return a value with the part at a path taken from an example.

    A list keeps its items and takes the part in each of them; what is not there at all is
    taken over from the example as it is.
    """
    if at == len(parts) or mine is None:
        return example
    if example is None:
        return mine
    if parts[at] == "[]":
        at += 1
        if not isinstance(mine, tuple) or not mine or not example or at == len(parts):
            return example
    if isinstance(mine, tuple):
        one = example[0] if isinstance(example, tuple) else example
        return tuple([_overlay(item, one, parts, at) for item in mine])
    if isinstance(mine, Struct) and isinstance(example, Struct):
        name = attributes(type(mine))[parts[at]]
        inner = _overlay(getattr(mine, name), getattr(example, name), parts, at + 1)
        return msgspec.structs.replace(mine, **{name: inner})
    return example
