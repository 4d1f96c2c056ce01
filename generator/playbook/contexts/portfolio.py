"""One organisation, assessed and indexed, whatever the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from playbook import digests
from playbook.assess import Assessment, Result
from playbook.changes import standing
from playbook.contexts.alike import Alike
from playbook.contexts.prints import Prints
from playbook.contexts.tagging import rare_tags
from playbook.contexts.work import Involved, Work
from playbook.edition import Edition
from playbook.findings import Finding, Risk
from playbook.gains import Gain, Gains
from playbook.lazily import Lazily
from playbook.model.inventory import Inventory
from playbook.model.method import Criterion, Method, RuleText
from playbook.model.organisation import Removed
from playbook.model.past import State
from playbook.model.process import Process
from playbook.model.processes import Found
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.plan import UNASSIGNED
from playbook.quality import Doubt, doubts
from playbook.rules.rule import Rule
from playbook.trust import Known, known

Tried = tuple[str, int, int, int]
"""Code of a gap, and how many points, criteria and steps closing it clears."""
_TRIED: Final = msgspec.msgpack.Decoder(tuple[Tried, ...])


class Brief(NamedTuple):
    """Tell in short how a process stands.

    Args:
        rung: Code of the step it is on, or how it is when no step is left.
        band: Code of its worst band; empty when nobody thinks of outsourcing.
        fired: How many findings come from facts.
        unknown: How many come from what is not known.
    """

    rung: str
    band: str
    fired: int
    unknown: int


@dataclass(frozen=True)
class Portfolio:
    """Hold one organisation with its assessment, whatever the language.

    Args:
        inventory: The organisation and its processes.
        processes: Each process by its id.
        method: The method that it works by.
        setting: What the judgements looked at beside the processes.
        assessments: Assessment by the process's id.
        risks: What the rules say of each process, by its id.
        gains: Tries out what closing a gap would clear.
        ignored: Reason why the project ignores a rule, by its code.
        results: Of which processes the same is known of a criterion.
        findings: Of which processes a rule says the same.
    """

    inventory: Inventory
    processes: Mapping[str, Process]
    method: Method
    setting: Setting
    assessments: Lazily[Assessment]
    risks: Lazily[Risk]
    gains: Gains
    ignored: Mapping[str, str]
    results: Alike[Result]
    findings: Alike[Finding]

    def judge_all(self) -> None:
        """Judge every process now, those that nobody has asked for as well."""
        self.assessments.make_all()
        self.risks.make_all()

    def kinds(self, ident: str) -> tuple[bytes, bytes]:
        """Return of which kinds that is what was found of a process: its results and findings.

        Args:
            ident: Its id.
        """
        return (
            self.results.numbers(ident, self._results_of(ident)),
            self.findings.numbers(ident, self._findings_of(ident)),
        )

    def _results_of(self, ident: str) -> Iterator[Result]:
        for step in self.assessments[ident].steps:
            yield from step.results

    def _findings_of(self, ident: str) -> Iterator[Finding]:
        yield from self.risks[ident].findings

    def brief(self, ident: str) -> Brief:
        """Return in short how a process stands.

        Args:
            ident: Its id.
        """
        if ident not in self.briefs:
            risk = self.risks[ident]
            states = [finding.state for finding in risk.open]
            counts = (states.count("fired"), states.count("unknown"))
            self.briefs[ident] = Brief(self.assessments[ident].rung, risk.band or "", *counts)
        return self.briefs[ident]

    @cached_property
    def briefs(self) -> dict[str, Brief]:
        """Remember in short how each process stands, by its id; a build fills it from before."""
        return {}

    def count_all(self) -> None:
        """Count now what several pages tell of all processes."""
        _ = (self.criterion_counts, self.rule_counts, self.by_rule)
        _ = (self.work, self.involved, self.doubts)

    @cached_property
    def state(self) -> State:
        """Return in short how the organisation stands, to compare with how it stood."""
        judged = (
            standing(process, self.assessments[process.id], self.risks[process.id])
            for process in self.inventory.processes
        )
        return State(day=self.setting.today, processes=tuple(judged))

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Return the rules that it is judged by, by their code."""
        return self.gains.judgement.rules

    @cached_property
    def prints(self) -> Prints:
        """Return in short what its pages are made from."""
        return Prints(self)

    @cached_property
    def rare_tags(self) -> frozenset[str]:
        """Return the places of tags that do not stand on the page of tags; mostly none."""
        return rare_tags(self.inventory)

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Return each criterion of the method by its code."""
        return {item.code: item for step in self.method.steps for item in step.criteria}

    @cached_property
    def rule_texts(self) -> Mapping[str, RuleText]:
        """Return the words of each rule, by its code."""
        return {item.code: item for dispute in self.method.disputes for item in dispute.rules}

    @property
    def cards(self) -> Mapping[str, Found]:
        """Return what each process is found by, by its id."""
        return self.inventory.processes.cards

    @property
    def renamed(self) -> Mapping[str, str]:
        """Return the id that a process has now, by each id that it had."""
        return self.inventory.processes.former

    @cached_property
    def removed(self) -> Mapping[str, Removed]:
        """Return each process that is no more, by the id that it had."""
        return {item.id: item for item in self.inventory.organisation.removed or ()}

    @cached_property
    def members(self) -> Mapping[str, Sequence[str]]:
        """Return the ids of the processes of each department, by its id."""
        whole, named = self.inventory.organisation, self.inventory.processes.by_department
        groups = {item.id: named.get(item.id, ()) for item in whole.departments}
        return {**groups, UNASSIGNED: named[None]} if None in named else groups

    @cached_property
    def by_department(self) -> Lazily[Sequence[Process]]:
        """Return the processes of each department, by its id."""

        def make(department: str) -> Sequence[Process]:
            return [self.processes[ident] for ident in self.members[department]]

        return Lazily(self.members, make, {})

    def neighbours(self, ident: str) -> tuple[str, str]:
        """Return the processes before and after one in its department; empty at the ends.

        Args:
            ident: Id of the process.
        """
        department = self.cards[ident].department
        return self._rows[department or UNASSIGNED][ident]

    @cached_property
    def _rows(self) -> Lazily[Mapping[str, tuple[str, str]]]:
        def make(department: str) -> Mapping[str, tuple[str, str]]:
            ids = self.members[department]
            return dict(zip(ids, zip(["", *ids], [*ids[1:], ""], strict=False), strict=True))

        return Lazily(self.members, make, {})

    @property
    def parts(self) -> Mapping[str, Sequence[str]]:
        """Return the smaller processes inside each process."""
        return self.inventory.processes.parts

    @property
    def followers(self) -> Mapping[str, Sequence[str]]:
        """Return the processes that each process sets going."""
        return self.inventory.processes.followers

    @cached_property
    def criterion_counts(self) -> Mapping[str, tuple[int, int, int, int]]:
        """Return how many processes have each criterion met, not met, unknown, not applicable."""
        order = ("met", "not_met", "unknown", "not_applicable")
        counts = {item.code: [0, 0, 0, 0] for step in self.method.steps for item in step.criteria}
        for assessment in self.assessments.values():
            for step in assessment.steps:
                for result in step.results:
                    counts[result.code][order.index(result.state)] += 1
        return {code: (c[0], c[1], c[2], c[3]) for code, c in counts.items()}

    @cached_property
    def by_rule(self) -> Mapping[str, Sequence[tuple[str, Finding]]]:
        """Return the findings of each rule that are not clear, with the process's id."""
        found: dict[str, list[tuple[str, Finding]]] = {code: [] for code in self.rules}
        for process, risk in self.risks.items():
            for finding in risk.findings:
                if finding.state != "clear":
                    found[finding.code].append((process, finding))
        return found

    @cached_property
    def rule_counts(self) -> Mapping[str, tuple[int, int, int]]:
        """Return for how many processes each rule fired, is unknown and is clear."""
        order = ("fired", "unknown", "clear")
        counts = {code: [0, 0, 0] for code in self.rules}
        for risk in self.risks.values():
            for finding in risk.findings:
                counts[finding.code][order.index(finding.state)] += 1
        return {code: (c[0], c[1], c[2]) for code, c in counts.items()}

    @cached_property
    def known(self) -> Lazily[Sequence[Known]]:
        """Return what is known and shared of each process, by its id."""

        def make(ident: str) -> Sequence[Known]:
            return known(self.processes[ident], self.setting, self.inventory.suppliers)

        return Lazily(self.processes, make, {})

    def first_gains(self, process: str) -> Sequence[Gain]:
        """Return what closing each gap of a process would clear, the most first.

        Args:
            process: Its id.
        """
        return self.gains.of(
            self.processes[process], self.assessments[process], self.risks[process]
        )

    def tried(self, process: str) -> Sequence[Tried]:
        """Return in short what closing each gap of a process would clear.

        Args:
            process: Its id.
        """
        return _TRIED.decode(self.outcome(process))

    def outcome(self, process: str) -> bytes:
        """Return what `tried` tells of a process as bytes, to be remembered.

        Args:
            process: Its id.
        """
        if process not in self.ledger:
            gains = self.first_gains(process)
            self.ledger[process] = digests.encode(
                [(each.code, each.points, len(each.criteria), len(each.steps)) for each in gains]
            )
        return self.ledger[process]

    @cached_property
    def ledger(self) -> dict[str, bytes]:
        """Remember what `outcome` gave of each process; a build fills it from before."""
        return {}

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """Remember the edition of each supplier, by its id."""
        return {}

    @cached_property
    def doubts(self) -> Sequence[Doubt]:
        """Return every fact that is old or was not measured."""
        places = self.inventory.places
        return [
            doubt
            for process in self.inventory.processes
            for doubt in doubts(process, places[process.id], self.setting)
        ]

    @cached_property
    def work(self) -> Work:
        """Return what is open for whom."""
        return Work(self)

    @cached_property
    def involved(self) -> Involved:
        """Return in which processes each role, unit, system and data object takes part."""
        return Involved(self.inventory)

    @cached_property
    def system_owners(self) -> Mapping[str, str | None]:
        """Return the role that owns each system, by the system's id."""
        return {item.id: item.owner for item in self.inventory.organisation.systems}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number of each step, by its code."""
        return {step.code: step.number or 0 for step in self.method.steps}

    @cached_property
    def department_names(self) -> Mapping[str, Text]:
        """Return the name of each department, by its id."""
        return {item.id: item.name for item in self.inventory.organisation.departments}
