"""What one supplier is asked: questions that come from facts of the edition alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec import Struct

from playbook.assess import Assessment
from playbook.edition.opened import Opened
from playbook.findings import Finding, Risk, decide
from playbook.model.fieldnames import full_name
from playbook.model.inventory import Inventory
from playbook.model.method import Method, RuleText
from playbook.model.organisation import Supplier
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.rules.rule import Case, Outcome, Rule, StepState
from playbook.trust import shares


class Asked(Struct, frozen=True, kw_only=True):
    """One question that a supplier is asked about one process.

    Args:
        id: Lasting id, the same in every edition: the rule's code and the process's id.
        code: Code of the rule that asks.
        process: Id of the process.
        type: Dispute type that the rule speaks of.
        reason: Key of the text that says why it is asked.
        values: Values to fill into that text.
        known: Whether it comes from a fact, not from a fact that is not known yet.
    """

    id: str
    code: str
    process: str
    type: str
    reason: str
    values: Mapping[str, object]
    known: bool


@dataclass(frozen=True)
class Asking:
    """Ask what the facts of an edition leave open.

    Every rule speaks, those of the talks too, since with a supplier one talks: what an edition
    asks cannot depend on how far the thought of outsourcing is. A question is only asked when
    the fields that settle it may be seen in this edition; else it would tell of a fact that is
    withheld, or ask for one that is known. For the same reason a rule that is waived or ignored
    inside asks all the same.

    Args:
        method: For the words of the rules.
        rules: The rules, by code.
        setting: What the rules may look at, of the edition.
    """

    method: Method
    rules: Mapping[str, Rule]
    setting: Setting

    def of(self, process: Process, assessment: Assessment, opened: Opened) -> Iterator[Asked]:
        """Yield the questions about one process, in the order of the method.

        Args:
            process: The process, as the edition has it.
            assessment: Its assessment, made of the same.
            opened: Conditional fields that are opened of it.
        """
        case = Case(process, self.setting, _steps(assessment))
        outcomes = {code: decide(rule, case) for code, rule in self.rules.items()}
        for dispute in self.method.disputes:
            for text in dispute.rules:
                outcome = outcomes.get(text.code)
                if outcome is None or outcome.state == "clear":
                    continue
                rule = self.rules[text.code]
                if _may_ask(text, rule, opened) and not _silenced(rule, outcomes):
                    yield _asked(process, rule, outcome)


def _asked(process: Process, rule: Rule, outcome: Outcome) -> Asked:
    return Asked(
        id=f"{rule.code}.{process.id}",
        code=rule.code,
        process=process.id,
        type=rule.type,
        reason=outcome.reason,
        values=outcome.values,
        known=outcome.state == "fired",
    )


def _may_ask(text: RuleText, rule: Rule, opened: Opened) -> bool:
    """Tell whether all that settles a question may be seen; a rule that names nothing may not."""
    named = (*(text.fields or ()), *rule.reads)
    asks = text.question is not None and not text.internal
    return asks and bool(named) and all(opened.shows(full_name(name)) for name in named)


def _silenced(rule: Rule, outcomes: Mapping[str, Outcome]) -> bool:
    before = outcomes.get(rule.unless or "")
    return before is not None and before.state != "clear"


def _steps(assessment: Assessment) -> dict[str, StepState]:
    """Return the steps' states; open is only what a fact of the edition shows to be open."""
    return {
        step.code: "open"
        if any(result.required and result.state == "not_met" for result in step.results)
        else "done"
        for step in assessment.steps
    }


def stoppers(
    inventory: Inventory, supplier: Supplier, risks: Mapping[str, Risk]
) -> tuple[tuple[str, Finding], ...]:
    """Return what holds up sharing with a supplier: ids of shared processes and findings.

    Args:
        inventory: The organisation with all its processes.
        supplier: The supplier.
        risks: What the rules say of each process, by its id.
    """
    return tuple(
        (process.id, finding)
        for process in inventory.processes
        if shares(supplier, process)
        for finding in risks[process.id].stoppers("sharing")
    )
