"""Steps 2 and 3: how the work is done."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from playbook.guides.speech import Names, Share, Speech
from playbook.model.activity import Activity, HandOff
from playbook.model.scalars import Text


class Instruction(Struct, frozen=True, kw_only=True):
    """The work instruction.

    Args:
        known: Whether there is one.
        title: Its title.
        reviewed: When it was last reviewed, written out.
        old: Whether that is longer ago than the method's limit.
        owner: Role that keeps it.
    """

    known: bool
    title: Markup
    reviewed: str
    old: bool
    owner: Markup


class Activities(Struct, frozen=True, kw_only=True):
    """What is done.

    Args:
        all: All of them.
        without_accountable: Those of which nobody is accountable.
        several_accountable: Those of which more than one role is accountable.
        without_performer: Those of which it is not known who does them.
        unjudged: Those of which it is not judged, with a date, whether they add value.
        to_drop: Those that can be dropped.
        unruled: Those of which it is not known by which rule a choice is made, or whether one is.
        approvals: Those that need an approval.
        bare_approvals: Those that need an approval without a threshold or a reason.
        rekeyed: Those where data is typed over.
        rekeying_unknown: Those of which it is not known whether data is typed over.
        few_holders: Those that fewer people know than the method's limit.
        holders_unknown: Those of which it is not known how many people know them.
        unscoped: Those that are not marked as in, out or retained.
        handed_over: Those that a supplier would do.
        retained: Those that stay.
    """

    all: Names
    without_accountable: Names
    several_accountable: Names
    without_performer: Names
    unjudged: Names
    to_drop: Names
    unruled: Names
    approvals: Names
    bare_approvals: Names
    rekeyed: Names
    rekeying_unknown: Names
    few_holders: Names
    holders_unknown: Names
    unscoped: Names
    handed_over: Names
    retained: Names


class HandOffs(Struct, frozen=True, kw_only=True):
    """Where work changes hands, named as “sender → receiver”.

    Args:
        known: Whether the list is filled in; an empty list is known too.
        all: All of them.
        incomplete: Those without sender, receiver, content or moment of refusal.
    """

    known: bool
    all: Names
    incomplete: Names


class Forms(Struct, frozen=True, kw_only=True):
    """Forms and data definitions.

    Args:
        known: Whether the list is filled in; an empty list is known too.
        all: All of them.
        differing: Those that are not the same everywhere.
    """

    known: bool
    all: Names
    differing: Names


class Working(Speech):
    """Say how the work is done."""

    @cached_property
    def instruction(self) -> Instruction:
        """The work instruction."""
        item = self.process.instruction
        return Instruction(
            known=item is not None,
            title=self.wording.said(item.title if item else None),
            reviewed=self.wording.date(item.reviewed if item else None),
            old=self.older(item.reviewed if item else None, "instruction_age"),
            owner=self.named("role", item.owner if item else None),
        )

    @cached_property
    def adherence(self) -> Share:
        """Share of sampled cases that follow the instruction."""
        return self.rate(self.process.adherence, "adherence_low")

    @cached_property
    def activities(self) -> Activities:
        """What is done."""
        activities = self.process.activities or ()

        def those(wanted: Iterable[Activity]) -> Names:
            return self.listed(self.wording.said(item.name) for item in wanted)

        def unruled(item: Activity) -> bool:
            return item.rule is None and not item.judgement and item.decision is not False

        fewest = self.setting.thresholds["knowledge_holders_low"]
        holders = [(item, item.knowledge_holders) for item in activities]
        approvals = [(item, item.approval) for item in activities if item.approval is not None]
        return Activities(
            all=those(activities),
            without_accountable=those(item for item in activities if not item.accountables),
            several_accountable=those(i for i in activities if len(i.accountables) > 1),
            without_performer=those(item for item in activities if not item.performers),
            unjudged=those(i for i in activities if i.value is None or i.judged is None),
            to_drop=those(item for item in activities if item.value == "drop"),
            unruled=those(item for item in activities if unruled(item)),
            approvals=those(item for item, _ in approvals),
            bare_approvals=those(
                i for i, said in approvals if not (said.threshold and said.reason)
            ),
            rekeyed=those(item for item in activities if item.rekeying),
            rekeying_unknown=those(item for item in activities if item.rekeying is None),
            few_holders=those(i for i, count in holders if count is not None and count < fewest),
            holders_unknown=those(item for item, count in holders if count is None),
            unscoped=those(item for item in activities if item.scope is None),
            handed_over=those(item for item in activities if item.scope == "in"),
            retained=those(item for item in activities if item.scope == "retained"),
        )

    def party(self, value: Text | None) -> Markup:
        """Return a party of a hand-off: a unit, a role or a name."""
        names = self.setting.names
        for kind in ("unit", "role", "department", "system"):
            if isinstance(value, str) and (kind, value) in names:
                return self.wording.said(names[kind, value])
        return self.wording.said(value)

    def _handoff(self, item: HandOff) -> Markup:
        unknown = self.wording.word("not_known")
        return Markup("{} → {}").format(
            self.party(item.origin) or unknown, self.party(item.to) or unknown
        )

    @cached_property
    def handoffs(self) -> HandOffs:
        """Where work changes hands."""
        found = self.process.handoffs or ()
        bare = [i for i in found if not (i.origin and i.to and i.content and i.acceptance)]
        return HandOffs(
            known=self.process.handoffs is not None,
            all=self.listed(self._handoff(item) for item in found),
            incomplete=self.listed(self._handoff(item) for item in bare),
        )

    @cached_property
    def forms(self) -> Forms:
        """Forms and data definitions."""
        said, forms = self.wording.said, self.process.forms or ()
        return Forms(
            known=self.process.forms is not None,
            all=self.listed(said(item.name) for item in forms),
            differing=self.listed(said(i.name) for i in forms if i.same_everywhere is False),
        )

    @cached_property
    def deviation_approver(self) -> Markup:
        """Role that approves a deviation from the standard."""
        rule = self.process.deviation_rule
        return self.named("role", rule.approver if rule else None)

    @cached_property
    def exceptions(self) -> Share:
        """Share of cases that leave the standard way; enough when there are not many."""
        item = self.process.exceptions
        if item is None or item.rate is None:
            return Share()
        few = item.rate <= self.setting.thresholds["exceptions_high"]
        return self.share(item.rate, item.kind, item.on, few)

    @cached_property
    def causes(self) -> Names:
        """Causes of exceptions, the commonest first."""
        found = self.process.exceptions.catalogue if self.process.exceptions else None
        return self.listed(self.wording.said(item) for item in found or ())
