"""One business process and everything that is known of it."""

from typing import Annotated, Literal, TypeVar

from msgspec import Struct, field

from playbook.model.activity import Activity, HandOff
from playbook.model.automation import Automation
from playbook.model.figures import Exceptions, HistoryPoint, Kpi, Rate, UnitCost, Volume
from playbook.model.marks import conditional, internal, shareable
from playbook.model.organisation import Motive
from playbook.model.scalars import (
    Count,
    CriterionCode,
    DataId,
    Date,
    DepartmentId,
    Id,
    Intent,
    Knowledge,
    Link,
    ProcessId,
    ProjectFile,
    RoleId,
    RuleCode,
    SupplierId,
    SystemId,
    Text,
    UnitId,
)
from playbook.model.sourcing import (
    Change,
    Criticality,
    DecisionRecord,
    Duty,
    Exit,
    People,
    PlannedChange,
    PriceDriver,
    Retained,
)
from playbook.model.steps import Steps

T = TypeVar("T")


class Pcf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Numbers of the same process in the APQC process classification framework."""

    element: Annotated[Count | None, shareable("Lasting number of the element.")] = None
    hierarchy: Annotated[
        str | None, shareable("Place in the hierarchy, such as 9.6.1; shifts between versions.")
    ] = None
    version: Annotated[str | None, shareable("Version of the framework.")] = None


class Flow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that comes into the process or leaves it."""

    what: Annotated[Text, shareable("What comes in or goes out.")]
    origin: Annotated[Text | None, shareable("Who or what it comes from.")] = field(
        name="from", default=None
    )
    to: Annotated[Text | None, shareable("Who or what it goes to.")] = None


class PerformingUnit(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A unit that performs the process."""

    unit: Annotated[UnitId, shareable("The unit.")]
    agreed: Annotated[
        Date | None, shareable("When the unit agreed to trigger, result, customer, in and out.")
    ] = None
    role: Annotated[
        Literal["performs", "hub", "shadow"] | None,
        shareable("Performs the process, is the hub for others, or does it unofficially."),
    ] = None


class Variant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Another way in which the process is performed."""

    unit: Annotated[UnitId | None, conditional("Unit that works this way.")] = None
    what: Annotated[Text | None, conditional("What is done differently.")] = None
    reason: Annotated[
        Literal["legal", "customer", "technical", "historic"] | None,
        conditional("Why the difference is there."),
    ] = None
    decision: Annotated[
        Literal["keep", "merge", "retire"] | None, conditional("What was decided about it.")
    ] = None


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A word and what all units mean by it."""

    term: Annotated[Text, shareable("The word.")]
    meaning: Annotated[Text | None, shareable("What it means, to all units.")] = None


class Instruction(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The work instruction that everybody follows."""

    title: Annotated[Text | None, shareable("Title of the instruction.")] = None
    reviewed: Annotated[Date | None, shareable("When it was last reviewed.")] = None
    owner: Annotated[RoleId | None, shareable("Role that keeps it.")] = None
    link: Annotated[Link | None, internal("Where it is kept.")] = None


class Form(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A form or data definition that the process uses."""

    name: Annotated[Text, conditional("Name of the form.")]
    same_everywhere: Annotated[
        bool | None, conditional("Whether every unit uses the same one.")
    ] = None


class DeviationRule(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How somebody gets leave to depart from the standard."""

    approver: Annotated[RoleId | None, conditional("Role that approves a deviation.")] = None
    recorded: Annotated[Text | None, conditional("Where approvals are recorded.")] = None


class InternalAgreement(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a central team and a unit agreed."""

    unit: Annotated[UnitId, conditional("The unit served.")]
    counterpart: Annotated[RoleId | None, conditional("Role that speaks for the unit.")] = None
    on: Annotated[Date | None, conditional("When it was agreed.")] = None
    link: Annotated[Link | None, internal("Where it is kept.")] = None


class Channel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A way in which work comes in."""

    name: Annotated[Text, conditional("Name of the channel, such as portal, mail or counter.")]
    digital: Annotated[bool | None, conditional("Whether work comes in as data.")] = None


class EventLog(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the systems record of each case."""

    status: Annotated[bool | None, conditional("Whether the status of a case is recorded.")] = None
    timestamps: Annotated[
        bool | None, conditional("Whether the moment of each change is recorded.")
    ] = None
    system: Annotated[SystemId | None, conditional("System that keeps the log.")] = None


class Access(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who gets into the systems, and how."""

    role_based: Annotated[bool | None, conditional("Whether rights follow from roles.")] = None
    shared_accounts: Annotated[bool | None, internal("Whether several people use one account.")] = (
        None
    )
    on: Annotated[Date | None, conditional("When this was checked.")] = None


class Interface(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A connection over which data moves between systems."""

    origin: Annotated[SystemId | None, conditional("System that sends.")] = field(
        name="from", default=None
    )
    to: Annotated[SystemId | None, conditional("System that receives.")] = None
    what: Annotated[Text | None, conditional("Data that moves.")] = None
    documented: Annotated[bool | None, conditional("Whether it is written down.")] = None
    link: Annotated[Link | None, internal("Where it is written down.")] = None


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What shows that a criterion is met, or why it does not apply."""

    met: Annotated[bool | None, shareable("Whether the criterion is met.")] = None
    on: Annotated[Date | None, shareable("When this was found.")] = None
    kind: Annotated[Knowledge | None, shareable("How it is known.")] = None
    link: Annotated[Link | None, internal("Address of the proof.")] = None
    file: Annotated[ProjectFile | None, internal("File in the project that is the proof.")] = None
    not_applicable: Annotated[Text | None, shareable("Why the criterion does not apply.")] = None
    note: Annotated[Text | None, internal("Remark for colleagues.")] = None


class Action(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that somebody will do to close a gap."""

    criterion: Annotated[CriterionCode, internal("Criterion or rule that it closes.")] = field(
        name="for"
    )
    what: Annotated[Text, internal("What will be done.")]
    who: Annotated[RoleId | None, internal("Role that does it.")] = None
    due: Annotated[Date | None, internal("When it is to be ready.")] = None
    done: Annotated[Date | None, internal("When it was ready.")] = None


class Sourcing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the organisation wants to do with the process, and why."""

    intent: Annotated[Intent | None, internal("How far the thought of outsourcing is.")] = None
    reason: Annotated[Text | None, internal("Why this was decided.")] = None
    motive: Annotated[tuple[Motive, ...] | None, internal("Why, for this process.")] = None
    success: Annotated[
        Text | None, internal("By what both parties would call it a success in a year.")
    ] = None
    candidates: Annotated[
        tuple[SupplierId, ...] | None, internal("Suppliers that are thought of.")
    ] = None
    gained: Annotated[
        Text | None, internal("What was gained by preparing, when the process stays in-house.")
    ] = None


class Waiver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Leave to let a finding stand for a while."""

    rule: Annotated[RuleCode, internal("Code of the rule.")]
    reason: Annotated[Text, internal("Why the finding may stand.")]
    approved_by: Annotated[RoleId, internal("Role that approved it.")]
    until: Annotated[Date, internal("Last day on which it holds.")]


class Process(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A business process; only its id and its name have to be known."""

    id: Annotated[Id, shareable("Short lasting name; stable and never used again.")]
    name: Annotated[Text, shareable("Name as people in the organisation say it.")]
    formerly: Annotated[tuple[Id, ...] | None, internal("Ids that it had before.")] = None
    department: Annotated[DepartmentId | None, shareable("Department that owns it.")] = None
    part_of: Annotated[ProcessId | None, shareable("Larger process that it belongs to.")] = None
    follows: Annotated[tuple[ProcessId, ...] | None, shareable("Processes that set it going.")] = (
        None
    )
    purpose: Annotated[Text | None, shareable("What it is for, in a few sentences.")] = None
    accountable: Annotated[
        RoleId | tuple[RoleId, ...] | None, shareable("The one role that answers for it.")
    ] = None
    legal_basis: Annotated[
        tuple[Text, ...] | None, shareable("Laws and rules that it rests on.")
    ] = None
    tags: Annotated[tuple[str, ...] | None, internal("Words to find it by.")] = None
    pcf: Annotated[Pcf | None, shareable("Numbers in the APQC framework; ids only.")] = None
    review_by: Annotated[Date | None, internal("When these facts have to be looked at again.")] = (
        None
    )
    notes: Annotated[Text | None, internal("Remarks for colleagues.")] = None

    trigger: Annotated[Text | None, shareable("Event that sets it going.")] = None
    result: Annotated[Text | None, shareable("What is there when it is finished.")] = None
    customer: Annotated[Text | None, shareable("Who gets the result.")] = None
    inputs: Annotated[tuple[Flow, ...] | None, shareable("What comes in.")] = None
    outputs: Annotated[tuple[Flow, ...] | None, shareable("What goes out.")] = None
    units: Annotated[tuple[PerformingUnit, ...] | None, shareable("Units that perform it.")] = None
    variants: Annotated[
        tuple[Variant, ...] | None, conditional("Other ways of working; [] if there are none.")
    ] = None
    terms: Annotated[tuple[Term, ...] | None, shareable("Shared words.")] = None
    kpis: Annotated[tuple[Kpi, ...] | None, shareable("Measures of how well it does.")] = None

    instruction: Annotated[Instruction | None, shareable("The one work instruction.")] = None
    adherence: Annotated[
        Rate | None, conditional("Share of sampled cases that follow the instruction.")
    ] = None
    activities: Annotated[tuple[Activity, ...] | None, shareable("What is done, in order.")] = None
    handoffs: Annotated[
        tuple[HandOff, ...] | None, shareable("Where work changes hands; [] if nowhere.")
    ] = None
    forms: Annotated[
        tuple[Form, ...] | None, conditional("Forms and data definitions; [] if there are none.")
    ] = None
    deviation_rule: Annotated[
        DeviationRule | None, conditional("How leave to deviate is given.")
    ] = None

    exceptions: Annotated[Exceptions | None, conditional("Cases off the standard way.")] = None
    history: Annotated[
        tuple[HistoryPoint, ...] | None, conditional("Earlier counts, to compare with.")
    ] = None

    internal_sla: Annotated[
        tuple[InternalAgreement, ...] | None, conditional("Agreements of team and units.")
    ] = None
    volumes: Annotated[Volume | tuple[Volume, ...] | None, conditional("How often it runs.")] = None
    unit_cost: Annotated[UnitCost | None, internal("What one case costs.")] = None
    fte: Annotated[float | None, conditional("Work in full-time jobs.", "full-time jobs")] = None
    channels: Annotated[tuple[Channel, ...] | None, conditional("Ways in which work comes in.")] = (
        None
    )

    digital_input: Annotated[
        Rate | None, conditional("Share of input that arrives as structured data.")
    ] = None
    data: Annotated[tuple[DataId, ...] | None, shareable("Data objects that it uses.")] = None
    systems: Annotated[tuple[SystemId, ...] | None, shareable("Systems that it runs on.")] = None
    event_log: Annotated[EventLog | None, conditional("What systems record of a case.")] = None
    access: Annotated[Access | None, conditional("Who gets in.")] = None
    interfaces: Annotated[
        tuple[Interface, ...] | None, conditional("Connections; [] if there are none.")
    ] = None

    automation: Annotated[Automation | None, conditional("How far rules run by themselves.")] = None

    decision: Annotated[DecisionRecord | None, internal("Record of the sourcing decision.")] = None
    duties: Annotated[
        tuple[Duty, ...] | None, shareable("What each party owes the other, and when.")
    ] = None
    price_driver: Annotated[
        PriceDriver | tuple[PriceDriver, ...] | None, conditional("What the price is counted in.")
    ] = None
    change: Annotated[Change | None, conditional("How changes are agreed.")] = None
    planned_changes: Annotated[
        tuple[PlannedChange, ...] | None, conditional("Known changes; [] if there are none.")
    ] = None
    criticality: Annotated[Criticality | None, conditional("How badly it may not fail.")] = None
    exit: Annotated[Exit | None, conditional("How the parties would leave each other.")] = None
    retained: Annotated[Retained | None, shareable("Roles that stay in the organisation.")] = None
    people: Annotated[People | None, conditional("What it means for staff.")] = None

    steps: Annotated[Steps | None, shareable("What no other field tells of the steps.")] = None
    evidence: Annotated[dict[CriterionCode, Evidence] | None, shareable("Proof by criterion.")] = (
        None
    )
    actions: Annotated[tuple[Action, ...] | None, internal("What will be done.")] = None
    sourcing: Annotated[Sourcing | None, internal("What is wanted with it, and why.")] = None
    business_case: Annotated[Text | None, internal("The case for outsourcing, in short.")] = None
    waivers: Annotated[tuple[Waiver, ...] | None, internal("Findings that may stand.")] = None
    share: Annotated[
        tuple[str, ...] | None, internal("Fields of this process shared beyond the defaults.")
    ] = None

    @property
    def accountables(self) -> tuple[str, ...]:
        """Return the accountable roles; empty when none is known."""
        return _each(self.accountable)

    @property
    def counts(self) -> tuple[Volume, ...]:
        """Return the volumes; empty when none is known."""
        return _each(self.volumes)

    @property
    def price_drivers(self) -> tuple[PriceDriver, ...]:
        """Return the price drivers; empty when none is known."""
        return _each(self.price_driver)


def _each(value: T | tuple[T, ...] | None) -> tuple[T, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


class ProcessFile(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One file of the inventory."""

    processes: Annotated[tuple[Process, ...], shareable("Processes, in the order to show them.")]
