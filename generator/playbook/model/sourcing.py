"""What has to be settled before another party performs the process."""

from typing import Annotated, Literal

from msgspec import Struct

from playbook.model.marks import conditional, internal, shareable
from playbook.model.scalars import (
    Count,
    Date,
    Duration,
    Link,
    Money,
    Party,
    Percentage,
    RoleId,
    Text,
)


class DecisionRecord(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """The decision to outsource, with what was weighed."""

    on: Annotated[Date | None, internal("When it was decided.")] = None
    by: Annotated[RoleId | None, internal("Role that decided.")] = None
    alternatives: Annotated[tuple[Text, ...] | None, internal("What else was weighed.")] = None
    case: Annotated[Text | None, internal("The case, in short.")] = None
    retained_cost: Annotated[
        Money | None, internal("Yearly cost of what stays in the organisation.", "money")
    ] = None
    exit_cost: Annotated[Money | None, internal("Cost of leaving again.", "money")] = None
    link: Annotated[Link | None, internal("Where the record is kept.")] = None


class Duty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that one party has to do for the other."""

    what: Annotated[Text, shareable("What has to be done.")]
    by: Annotated[Party, shareable("Which party does it.")]
    when: Annotated[Text | None, shareable("By when, or how soon.")] = None


class PriceDriver(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What is counted to come to a price."""

    unit: Annotated[Text, conditional("The thing that is counted.")]
    counted_by: Annotated[Party | None, conditional("Who counts.")] = None
    bands: Annotated[
        tuple[Count, ...] | None, conditional("Monthly counts at which the price changes.", "cases")
    ] = None
    dead_band: Annotated[
        Percentage | None, conditional("Change in volume that changes no price.", "share")
    ] = None
    target: Annotated[Money | None, internal("Price that we want to reach.", "money")] = None


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a change of the work is asked for, priced and agreed."""

    procedure: Annotated[Text | None, conditional("How a change goes.")] = None
    owner: Annotated[RoleId | None, conditional("Role that may order a change.")] = None
    included: Annotated[Text | None, conditional("Changes that cost nothing extra.")] = None
    escalation: Annotated[Text | None, conditional("Who decides when the parties disagree.")] = None


class PlannedChange(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A change that is known to come."""

    what: Annotated[Text, conditional("What will change.")]
    kind: Annotated[
        Literal["law", "system", "reorganisation", "other"] | None,
        conditional("What sort of change it is."),
    ] = None
    on: Annotated[Date | None, conditional("When it takes effect.")] = None


class Criticality(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Whether the organisation can do without the process, and for how long."""

    critical: Annotated[
        Literal["yes", "no", "not_assessed"] | None,
        conditional("Whether it is critical or important (list of DORA B_06.01)."),
    ] = None
    reason: Annotated[Text | None, conditional("Why.")] = None
    on: Annotated[Date | None, conditional("When this was assessed.")] = None
    rto: Annotated[
        Duration | None, conditional("Time within which it has to work again.", "time")
    ] = None
    rpo: Annotated[Duration | None, conditional("Time over which data may be lost.", "time")] = None
    impact: Annotated[
        Literal["low", "medium", "high", "not_assessed"] | None,
        conditional("What it would mean if it stopped."),
    ] = None


class DataReturn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How data comes back."""

    form: Annotated[Text | None, conditional("In which form.")] = None
    within: Annotated[Duration | None, conditional("Within what time.", "time")] = None


class Exit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the parties leave each other in good order."""

    plan: Annotated[Text | None, conditional("The exit plan, in short.")] = None
    link: Annotated[Link | None, internal("Where the plan is kept.")] = None
    tested_on: Annotated[Date | None, conditional("When the plan was last tested.")] = None
    data_return: Annotated[DataReturn | None, conditional("How data comes back.")] = None
    ownership: Annotated[
        Text | None, conditional("Who keeps instructions, scripts and bots afterwards.")
    ] = None
    substitutability: Annotated[
        Literal["not_substitutable", "highly_complex", "medium", "easy", "not_assessed"] | None,
        conditional("How easily another could do it (list of DORA B_07.01)."),
    ] = None
    reintegration: Annotated[
        Literal["easy", "difficult", "highly_complex", "not_assessed"] | None,
        conditional("How easily it could come back in-house (list of DORA B_07.01)."),
    ] = None
    alternatives: Annotated[tuple[Text, ...] | None, internal("Who else could do it.")] = None
    walk_away: Annotated[Text | None, internal("When we would stop talking.")] = None


class Retained(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The roles that stay to steer the supplier."""

    owner: Annotated[RoleId | None, shareable("Role that owns the process.")] = None
    service: Annotated[RoleId | None, shareable("Role that manages the service.")] = None
    contract: Annotated[RoleId | None, shareable("Role that manages the contract.")] = None
    meetings: Annotated[Text | None, shareable("How often the parties meet, and on what.")] = None


class KnowledgePlan(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """How knowledge passes from one team to the other."""

    topics: Annotated[tuple[Text, ...] | None, conditional("What has to be learned.")] = None
    acceptance: Annotated[Text | None, conditional("Cases that the new team must do unaided.")] = (
        None
    )
    owner: Annotated[RoleId | None, conditional("Role that answers for it.")] = None
    link: Annotated[Link | None, internal("Where the plan is kept.")] = None


Stage = Literal["not_started", "started", "done", "not_needed"]


class People(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What outsourcing would mean for staff."""

    affected: Annotated[bool | None, internal("Whether anybody's work would change.")] = None
    works_council: Annotated[
        Stage | None, internal("How far the check of the works council's rights is.")
    ] = None
    transfer: Annotated[
        Stage | None, internal("How far the check of a transfer of undertaking is.")
    ] = None
    knowledge_plan: Annotated[KnowledgePlan | None, conditional("How knowledge passes on.")] = None
