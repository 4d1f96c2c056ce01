"""Step 1: what all units mean by the process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from playbook.guides.speech import Names, Speech
from playbook.model.figures import Kpi
from playbook.model.process import Variant


class Units(Struct, frozen=True, kw_only=True):
    """Units that perform the process.

    Args:
        known: Whether the list is filled in.
        all: All of them.
        agreed: Those that agreed to beginning and end.
        waiting: Those of which no agreement is known.
        shadow: Those that do the work unofficially.
        hub: The unit that works for the others.
    """

    known: bool
    all: Names
    agreed: Names
    waiting: Names
    shadow: Names
    hub: Names


class Variants(Struct, frozen=True, kw_only=True):
    """Other ways of working, named by their unit or by what is different.

    Args:
        known: Whether the list is filled in; an empty list is known too.
        all: All of them.
        undecided: Those without a reason or a decision.
        historic: Those that are there only because it grew that way, and do not stop.
        kept: Those that are not going to stop.
        merging: Those that will be merged.
        retiring: Those that will stop.
    """

    known: bool
    all: Names
    undecided: Names
    historic: Names
    kept: Names
    merging: Names
    retiring: Names


class Terms(Struct, frozen=True, kw_only=True):
    """Shared words.

    Args:
        all: All of them.
        bare: Those without a meaning.
    """

    all: Names
    bare: Names


class Kpis(Struct, frozen=True, kw_only=True):
    """Measures of how well the process does.

    Args:
        all: All of them.
        without_formula: Those without a formula.
        without_source: Those of which it is not known which system the figures come from.
        without_exclusions: Those of which it is not said which cases do not count.
        without_baseline: Those without a first measurement.
        without_result: Those with a first measurement and none after the work was improved.
        without_target: Those without a value to reach.
        unmeasured: Those that were estimated or assumed.
        old: Those whose latest value is older than the method's limit.
        lead_times: Those of how long a case is on its way.
        touch_times: Those of how long somebody really works on a case.
        half_timed: Those of these two that lack a first or a later value.
        months: Months of actual values of the measure that has most.
    """

    all: Names
    without_formula: Names
    without_source: Names
    without_exclusions: Names
    without_baseline: Names
    without_result: Names
    without_target: Names
    unmeasured: Names
    old: Names
    lead_times: Names
    touch_times: Names
    half_timed: Names
    months: int


class Motive(Struct, frozen=True, kw_only=True):
    """Why the process might be outsourced.

    Args:
        words: The drivers.
        own: Whether this process has a motive of its own, beside the organisation's.
        acute: Whether an acute problem is among them.
    """

    words: Names
    own: bool
    acute: bool


class Meaning(Speech):
    """Say what the process is."""

    @cached_property
    def name(self) -> Markup:
        """Name of the process."""
        return self.wording.said(self.process.name)

    @cached_property
    def department(self) -> Markup:
        """Department that owns it."""
        return self.named("department", self.process.department)

    @cached_property
    def owners(self) -> Names:
        """Roles that are named as accountable; there should be one."""
        return self.roles(self.process.accountables)

    @cached_property
    def trigger(self) -> Markup:
        """Event that sets it going."""
        return self.wording.said(self.process.trigger)

    @cached_property
    def result(self) -> Markup:
        """What is there when it is finished."""
        return self.wording.said(self.process.result)

    @cached_property
    def customer(self) -> Markup:
        """Who gets the result."""
        return self.wording.said(self.process.customer)

    @cached_property
    def units(self) -> Units:
        """Units that perform it."""
        today, units = self.setting.today, self.process.units or ()
        agreed = {item.unit for item in units if item.agreed and item.agreed <= today}

        def those(wanted: Iterable[str]) -> Names:
            return self.listed(self.named("unit", unit) for unit in wanted)

        return Units(
            known=self.process.units is not None,
            all=those(item.unit for item in units),
            agreed=those(item.unit for item in units if item.unit in agreed),
            waiting=those(item.unit for item in units if item.unit not in agreed),
            shadow=those(item.unit for item in units if item.role == "shadow"),
            hub=those(item.unit for item in units if item.role == "hub"),
        )

    def _variant(self, item: Variant) -> Markup:
        unit, what = self.named("unit", item.unit), self.wording.said(item.what)
        # A unit can have several variants: its name alone would not tell them apart.
        return Markup("{} ({})").format(what, unit) if what and unit else what or unit

    @cached_property
    def variants(self) -> Variants:
        """Other ways of working."""
        variants = self.process.variants or ()

        def those(wanted: Iterable[Variant]) -> Names:
            return self.listed(self._variant(item) for item in wanted)

        staying = [item for item in variants if item.decision != "retire"]
        return Variants(
            known=self.process.variants is not None,
            all=those(variants),
            undecided=those(item for item in variants if not (item.reason and item.decision)),
            historic=those(item for item in staying if item.reason == "historic"),
            kept=those(staying),
            merging=those(item for item in variants if item.decision == "merge"),
            retiring=those(item for item in variants if item.decision == "retire"),
        )

    @cached_property
    def terms(self) -> Terms:
        """Shared words."""
        said, terms = self.wording.said, self.process.terms or ()
        return Terms(
            all=self.listed(said(item.term) for item in terms),
            bare=self.listed(said(item.term) for item in terms if item.meaning is None),
        )

    @cached_property
    def kpis(self) -> Kpis:
        """Measures of how well it does."""
        said, kpis = self.wording.said, self.process.kpis or ()

        def lacking(field: str) -> Names:
            return self.listed(said(item.name) for item in kpis if getattr(item, field) is None)

        def timing(*measures: str) -> list[Kpi]:
            return [item for item in kpis if item.measures in measures]

        return Kpis(
            all=self.listed(said(item.name) for item in kpis),
            without_formula=lacking("formula"),
            without_source=lacking("source"),
            without_exclusions=lacking("exclusions"),
            without_baseline=lacking("baseline"),
            without_result=self.listed(
                said(item.name) for item in kpis if item.baseline and item.result is None
            ),
            without_target=lacking("target"),
            unmeasured=self.listed(
                said(item.name) for item in kpis if item.kind in ("estimated", "assumed")
            ),
            old=self.listed(said(item.name) for item in kpis if self.older(item.on, "kpi_age")),
            lead_times=self.listed(said(item.name) for item in timing("lead_time")),
            touch_times=self.listed(said(item.name) for item in timing("touch_time")),
            half_timed=self.listed(
                said(item.name)
                for item in timing("lead_time", "touch_time")
                if item.baseline is None or item.result is None
            ),
            months=max((len(self.setting.past(item.months)) for item in kpis), default=0),
        )

    @cached_property
    def motive(self) -> Motive:
        """Why it might be outsourced."""
        own = self.process.sourcing.motive if self.process.sourcing else None
        motives = own if own is not None else self.setting.organisation.motives or ()
        return Motive(
            words=self.listed(self.wording.code(item.driver) for item in motives),
            own=bool(own),
            acute=any(item.driver == "acute_problem" for item in motives),
        )
