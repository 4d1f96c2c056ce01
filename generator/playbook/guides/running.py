"""Steps 4 to 6: where the work is done, on which data, and what runs by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from playbook.guides.speech import Names, Share, Speech
from playbook.model.automation import (
    Audit,
    Automation,
    Fallback,
    Queue,
    RuleBase,
    RuleChange,
    StraightThrough,
)
from playbook.model.organisation import DataObject
from playbook.model.process import Interface


class Concentration(Struct, frozen=True, kw_only=True):
    """Whether the work is brought together in one team.

    Args:
        decided: Whether it was decided, with a reason.
        chosen: Whether the decision is to do so.
        declined: Whether the decision is not to.
        reason: Why.
        agreed: Units that have an internal agreement.
        without: Units that have none.
    """

    decided: bool
    chosen: bool
    declined: bool
    reason: Markup
    agreed: Names
    without: Names


class Volumes(Struct, frozen=True, kw_only=True):
    """How often it runs.

    Args:
        known: Whether any month is counted.
        months: Months that are counted.
        enough: Whether that is as many as the method asks for.
        unit: What is counted.
        peak: Busiest month, written out.
    """

    known: bool
    months: int
    enough: bool
    unit: Markup
    peak: str


class Data(Struct, frozen=True, kw_only=True):
    """Data objects that the process uses.

    Args:
        known: Whether the list is filled in; an empty list is known too.
        all: All of them.
        without_owner: Those without an owner.
        without_source: Those of which it is not known which system is the source.
        unclassified: Those without a classification.
        without_retention: Those of which it is not known how long they are kept.
        personal: Those with personal data.
        personal_unknown: Those of which it is not known whether they hold personal data.
        unsettled: Those with personal data without a role or an entry in the register.
        unplaced: Those without a country or a list of sub-processors.
    """

    known: bool
    all: Names
    without_owner: Names
    without_source: Names
    unclassified: Names
    without_retention: Names
    personal: Names
    personal_unknown: Names
    unsettled: Names
    unplaced: Names


class Interfaces(Struct, frozen=True, kw_only=True):
    """Connections between systems, named as “sender → receiver”.

    Args:
        known: Whether the list is filled in; an empty list is known too.
        all: All of them.
        undocumented: Those that are not known to be written down.
    """

    known: bool
    all: Names
    undocumented: Names


class AutomationFacts(Struct, frozen=True, kw_only=True):
    """How far rules run by themselves.

    Args:
        declined: Whether it was decided not to automate.
        reason: Why.
        rules_owner: Role in the business that owns the rules.
        version: Version of the rules in use.
        unaided: Share of cases without a hand, held against its target.
        target: Share to reach, written out.
        queue_owner: Role that clears the queue of exceptions.
        ageing: Whether the age of each case in the queue is seen.
        oldest: Age of the oldest case, written out.
        fallback: What is done when it fails.
        fallback_tested: When that was last tested, written out.
        fallback_old: Whether that is longer ago than the method's limit.
        trail: Whether every decision can be traced.
        assessed: Whether decisions about people were assessed, or there are none.
        procedure: Who may change a rule, and how.
        test_set: Whether cases to test with are kept.
        unclear: Scripts, bots and models that are not free to pass to another party.
    """

    declined: bool
    reason: Markup
    rules_owner: Markup
    version: str
    unaided: Share
    target: str
    queue_owner: Markup
    ageing: bool
    oldest: str
    fallback: Markup
    fallback_tested: str
    fallback_old: bool
    trail: bool
    assessed: bool
    procedure: Markup
    test_set: bool
    unclear: Names


class Running(Speech):
    """Say where the work is done, on which data, and what runs by itself."""

    @cached_property
    def concentration(self) -> Concentration:
        """Whether the work is brought together in one team."""
        note = self.process.steps.concentrate if self.process.steps else None
        agreed = [item.unit for item in self.process.internal_sla or ()]
        units = [item.unit for item in self.process.units or () if item.role != "hub"]
        return Concentration(
            decided=bool(note and note.reason),
            chosen=bool(note and note.decision == "yes"),
            declined=bool(note and note.decision == "no"),
            reason=self.sentence(note.reason if note else None),
            agreed=self.listed(self.named("unit", unit) for unit in agreed),
            without=self.listed(self.named("unit", unit) for unit in units if unit not in agreed),
        )

    @cached_property
    def volumes(self) -> Volumes:
        """How often it runs."""
        counts = self.process.counts
        months = max((len(self.setting.past(item.months)) for item in counts), default=0)
        peak = next((item.peak for item in counts if item.peak), None)
        unit = next((item.unit for item in counts if item.unit), None)
        return Volumes(
            known=months > 0,
            months=months,
            enough=months >= self.setting.thresholds["volume_months"],
            unit=self.wording.said(unit),
            peak=self.wording.month(peak) if peak else "",
        )

    @cached_property
    def cost_known(self) -> bool:
        """Whether the cost of one case is known."""
        return bool(self.process.unit_cost and self.process.unit_cost.amount)

    @cached_property
    def channels(self) -> Names:
        """Ways in which work comes in."""
        said = self.wording.said
        return self.listed(said(item.name) for item in self.process.channels or ())

    @cached_property
    def paper_channels(self) -> Names:
        """Ways in which work comes in that bring no data."""
        channels = self.process.channels or ()
        said = self.wording.said
        return self.listed(said(item.name) for item in channels if item.digital is False)

    @cached_property
    def digital_input(self) -> Share:
        """Share of input that arrives as structured data."""
        return self.rate(self.process.digital_input, "digital_input_low")

    @cached_property
    def data(self) -> Data:
        """Data objects that it uses."""
        known = self.setting.data
        objects = [known[ident][1] for ident in self.process.data or () if ident in known]

        def those(wanted: Iterable[DataObject]) -> Names:
            return self.listed(self.wording.said(item.name) for item in wanted)

        def lacking(*fields: str) -> Names:
            return those(i for i in objects if any(getattr(i, name) is None for name in fields))

        personal = [item for item in objects if item.personal not in (None, "none")]
        return Data(
            known=self.process.data is not None,
            all=those(objects),
            without_owner=lacking("owner"),
            without_source=lacking("source"),
            unclassified=lacking("classification"),
            without_retention=lacking("retention"),
            personal=those(personal),
            personal_unknown=lacking("personal"),
            unsettled=those(i for i in personal if i.role is None or i.register is None),
            unplaced=lacking("countries", "sub_processors"),
        )

    @cached_property
    def systems(self) -> Names:
        """Systems that it runs on."""
        return self.listed(self.named("system", ident) for ident in self.process.systems or ())

    @cached_property
    def interfaces(self) -> Interfaces:
        """Connections between systems."""
        found = self.process.interfaces or ()
        return Interfaces(
            known=self.process.interfaces is not None,
            all=self.listed(self._interface(item) for item in found),
            undocumented=self.listed(self._interface(i) for i in found if not i.documented),
        )

    def _interface(self, item: Interface) -> Markup:
        unknown = self.wording.word("not_known")
        origin, to = self.named("system", item.origin), self.named("system", item.to)
        return Markup("{} → {}").format(origin or unknown, to or unknown)

    @cached_property
    def logged(self) -> bool:
        """Whether status and moments of each case are recorded."""
        log = self.process.event_log
        return bool(log and log.status and log.timestamps)

    @cached_property
    def shared_accounts(self) -> bool:
        """Whether several people use one account."""
        return bool(self.process.access and self.process.access.shared_accounts)

    @cached_property
    def automation(self) -> AutomationFacts:
        """How far rules run by themselves."""
        item = self.process.automation or Automation()
        note = self.process.steps.automate if self.process.steps else None
        rules, queue = item.rules or RuleBase(), item.queue or Queue()
        fallback, audit = item.fallback or Fallback(), item.audit or Audit()
        change = item.change or RuleChange()
        bound = [i for i in item.ip or () if i.owner in (None, "unclear") or not i.transferable]
        wording = self.wording
        return AutomationFacts(
            declined=bool(note and note.decision == "no"),
            reason=self.sentence(note.reason if note else None),
            rules_owner=self.named("role", rules.owner),
            version=rules.version or "",
            unaided=self._unaided(item.stp or StraightThrough()),
            target=wording.share(item.stp.target) if item.stp and item.stp.target else "",
            queue_owner=self.named("role", queue.owner),
            ageing=bool(queue.ageing),
            oldest=wording.duration(queue.oldest) if queue.oldest else "",
            fallback=wording.said(fallback.how),
            fallback_tested=wording.date(fallback.tested_on),
            fallback_old=self.older(fallback.tested_on, "fallback_age"),
            trail=bool(audit.trail),
            assessed=audit.automated_decisions in ("none", "assessed"),
            procedure=wording.said(change.procedure),
            test_set=bool(change.test_set),
            unclear=self.listed(wording.said(item.what) for item in bound),
        )

    def _unaided(self, item: StraightThrough) -> Share:
        enough = bool(item.rate is not None and item.target and item.rate >= item.target)
        return self.share(item.rate, item.kind, item.on, enough)
