"""Step 7: what is settled before another party performs the process."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from playbook.guides.speech import Names, Speech
from playbook.model.sourcing import (
    Change,
    Criticality,
    DataReturn,
    DecisionRecord,
    Exit,
    People,
    Retained,
)

_ROLES: Final = ("owner", "service", "contract")
_READY: Final = ("done", "not_needed")


class DecisionFacts(Struct, frozen=True, kw_only=True):
    """The record of the sourcing decision.

    Args:
        known: Whether there is one.
        on: When it was decided, written out.
        by: Role that decided.
        alternatives: What else was weighed.
        weighed: Whether it is written down how the choice was weighed.
        retained_cost: Whether the cost of what stays is known.
        exit_cost: Whether the cost of leaving is known.
    """

    known: bool
    on: str
    by: Markup
    alternatives: Names
    weighed: bool
    retained_cost: bool
    exit_cost: bool


class Agreement(Struct, frozen=True, kw_only=True):
    """What is settled about price, duties and change.

    Args:
        drivers: What the price is counted in.
        bands: Whether the counts are known at which the price changes.
        change: How a change goes.
        change_owner: Role that may order a change.
        escalation: Who decides when the parties disagree.
        our_duties: What we have to do for the supplier.
        their_duties: What the supplier has to do for us.
        planned: Changes that are known to come.
    """

    drivers: Names
    bands: bool
    change: Markup
    change_owner: Markup
    escalation: Markup
    our_duties: Names
    their_duties: Names
    planned: Names


class ExitFacts(Struct, frozen=True, kw_only=True):
    """How the parties would leave each other, and how badly it may not fail.

    Args:
        plan: Whether there is an exit plan.
        tested: When it was last tested, written out.
        old: Whether that is longer ago than the method's limit.
        data_return: Whether form and time of the return of data are known.
        ownership: Who keeps instructions, scripts and bots afterwards.
        substitutability: How easily another could do it, in words.
        criticality: Whether it is critical, in words.
        critical: Whether it is critical.
        assessed: Whether criticality was assessed.
    """

    plan: bool
    tested: str
    old: bool
    data_return: bool
    ownership: Markup
    substitutability: str
    criticality: str
    critical: bool
    assessed: bool


class RetainedFacts(Struct, frozen=True, kw_only=True):
    """The roles that stay, and what it means for staff.

    Args:
        owner: Role that owns the process.
        service: Role that manages the service.
        contract: Role that manages the contract.
        missing: Which of these three are not filled, in words.
        meetings: How often the parties meet.
        affected_known: Whether it is known if anybody's work would change.
        affected: Whether anybody's work would change.
        works_council: How far the check of the works council's rights is, in words.
        council_ready: Whether that check is done or not needed.
        transfer: How far the check of a transfer of undertaking is, in words.
        transfer_ready: Whether that check is done or not needed.
        knowledge_plan: Whether there is a plan to pass on knowledge.
        acceptance: Cases that the new team must do unaided.
    """

    owner: Markup
    service: Markup
    contract: Markup
    missing: Names
    meetings: Markup
    affected_known: bool
    affected: bool
    works_council: str
    council_ready: bool
    transfer: str
    transfer_ready: bool
    knowledge_plan: bool
    acceptance: Markup


class Leaving(Speech):
    """Say what is settled before another party performs the process."""

    @cached_property
    def decision(self) -> DecisionFacts:
        """The record of the sourcing decision."""
        item = self.process.decision or DecisionRecord()
        said = self.wording.said
        return DecisionFacts(
            known=self.process.decision is not None,
            on=self.wording.date(item.on),
            by=self.named("role", item.by),
            alternatives=self.listed(said(text) for text in item.alternatives or ()),
            weighed=item.case is not None,
            retained_cost=item.retained_cost is not None,
            exit_cost=item.exit_cost is not None,
        )

    @cached_property
    def agreement(self) -> Agreement:
        """What is settled about price, duties and change."""
        said, process = self.wording.said, self.process
        change, duties = process.change or Change(), process.duties or ()
        drivers = process.price_drivers
        return Agreement(
            drivers=self.listed(said(item.unit) for item in drivers),
            bands=bool(drivers) and all(item.bands for item in drivers),
            change=said(change.procedure),
            change_owner=self.named("role", change.owner),
            escalation=said(change.escalation),
            our_duties=self.listed(said(item.what) for item in duties if item.by != "supplier"),
            their_duties=self.listed(said(item.what) for item in duties if item.by != "client"),
            planned=self.listed(said(item.what) for item in process.planned_changes or ()),
        )

    @cached_property
    def exit(self) -> ExitFacts:
        """How the parties would leave each other, and how badly it may not fail."""
        item, wording = self.process.exit or Exit(), self.wording
        back = item.data_return or DataReturn()
        weight = self.process.criticality or Criticality()
        return ExitFacts(
            plan=bool(item.plan or item.link),
            tested=wording.date(item.tested_on),
            old=self.older(item.tested_on, "exit_test_age"),
            data_return=bool(back.form and back.within),
            ownership=wording.said(item.ownership),
            substitutability=wording.code(item.substitutability),
            criticality=wording.code(weight.critical),
            critical=weight.critical == "yes",
            assessed=weight.critical in ("yes", "no"),
        )

    @cached_property
    def staying(self) -> RetainedFacts:
        """The roles that stay, and what it means for staff."""
        item, people = self.process.retained or Retained(), self.process.people or People()
        plan, wording = people.knowledge_plan, self.wording
        roles = {name: self.named("role", getattr(item, name)) for name in _ROLES}
        return RetainedFacts(
            **roles,
            missing=self.listed(wording.word(f"retained_{n}") for n in _ROLES if not roles[n]),
            meetings=wording.said(item.meetings),
            affected_known=people.affected is not None,
            affected=bool(people.affected),
            works_council=wording.code(people.works_council),
            council_ready=people.works_council in _READY,
            transfer=wording.code(people.transfer),
            transfer_ready=people.transfer in _READY,
            knowledge_plan=plan is not None,
            acceptance=wording.said(plan.acceptance if plan else None),
        )
