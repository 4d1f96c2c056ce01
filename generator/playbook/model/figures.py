"""What is counted and measured of a process."""

from typing import Annotated, Literal

from msgspec import Struct

from playbook.model.marks import conditional, internal, shareable
from playbook.model.scalars import (
    Count,
    Date,
    Knowledge,
    Money,
    Month,
    Percentage,
    Quantity,
    SystemId,
    Text,
    UnitId,
)


class Exceptions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Cases that leave the standard way."""

    rate: Annotated[Percentage | None, conditional("Share of all cases.", "share")] = None
    kind: Annotated[Knowledge | None, conditional("How the share is known.")] = None
    on: Annotated[Date | None, conditional("When it was found.")] = None
    catalogue: Annotated[tuple[Text, ...] | None, conditional("Causes, the commonest first.")] = (
        None
    )


class Rate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A share that was measured, estimated or assumed."""

    rate: Annotated[Percentage | None, conditional("The share.", "share")] = None
    kind: Annotated[Knowledge | None, conditional("How the share is known.")] = None
    on: Annotated[Date | None, conditional("When it was found.")] = None
    sample: Annotated[Count | None, conditional("How many cases were looked at.", "cases")] = None


class Volume(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How often the process runs."""

    unit: Annotated[Text | None, conditional("What is counted, such as invoices.")] = None
    at: Annotated[UnitId | None, conditional("Unit of the organisation it was counted at.")] = None
    months: Annotated[
        dict[Month, Count] | None, conditional("Count per month (ISO 8601).", "cases")
    ] = None
    peak: Annotated[Month | None, conditional("Busiest month.")] = None
    kind: Annotated[Knowledge | None, conditional("How the counts are known.")] = None


class Kpi(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A measure of how well the process does."""

    name: Annotated[Text, shareable("Name of the measure.")]
    measures: Annotated[
        Literal["lead_time", "touch_time", "first_time_right", "satisfaction", "other"] | None,
        shareable("What sort of measure it is."),
    ] = None
    unit: Annotated[UnitId | None, shareable("Unit it is measured at, when not at all.")] = None
    formula: Annotated[Text | None, shareable("How it is computed.")] = None
    source: Annotated[SystemId | None, shareable("System that the figures come from.")] = None
    exclusions: Annotated[
        tuple[Text, ...] | None, shareable("Cases that do not count; [] if all count.")
    ] = None
    baseline: Annotated[Quantity | None, shareable("Value at the first measurement.")] = None
    on: Annotated[Date | None, shareable("When the latest value was found.")] = None
    kind: Annotated[Knowledge | None, shareable("How the value is known.")] = None
    result: Annotated[Quantity | None, shareable("Value after the work was improved.")] = None
    target: Annotated[Quantity | None, conditional("Value to reach.")] = None
    months: Annotated[
        dict[Month, Quantity] | None, conditional("Actual value per month (ISO 8601).")
    ] = None


class UnitCost(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one case costs."""

    amount: Annotated[Money | None, internal("Cost of one case.", "money")] = None
    per: Annotated[Text | None, internal("What one case is, such as an invoice.")] = None
    kind: Annotated[Knowledge | None, internal("How the cost is known.")] = None
    on: Annotated[Date | None, internal("When it was computed.")] = None


class HistoryPoint(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the process looked like at an earlier date."""

    on: Annotated[Date, conditional("Date of the count.")]
    handoffs: Annotated[Count | None, conditional("Hand-offs then.", "hand-offs")] = None
    activities: Annotated[Count | None, conditional("Activities then.", "activities")] = None
    exceptions: Annotated[Percentage | None, conditional("Exception rate then.", "share")] = None
