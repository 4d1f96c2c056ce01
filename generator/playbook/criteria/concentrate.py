"""Step 4: who does it together, and where?"""

from __future__ import annotations

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("C1", "steps.concentrate.decision")
def concentration_decided(process: Process, _setting: Setting) -> Verdict:
    """Decide whether it was decided, with a reason, to concentrate or not."""
    note = process.steps.concentrate if process.steps else None
    at = ("steps", "concentrate", "decision")
    if note is None or not note.reason:
        return not_met("no_reason", at=at)
    return met("yes" if note.decision == "yes" else "no", at=at, reason=note.reason)


@criterion("C2", "units")
def one_hub(process: Process, setting: Setting) -> Verdict:
    """Decide whether one unit or hub performs the process, without shadow teams."""
    units = process.units or ()
    for at, item in enumerate(units):
        if item.role == "shadow":
            name = setting.name("unit", item.unit)
            return not_met("shadow", at=("units", at, "role"), unit=name)
    if not units:
        return not_met("none", at=("units",))
    performing = [item for item in units if item.role in ("performs", "hub")]
    if len(performing) > 1:
        names = tuple(setting.name("unit", item.unit) for item in performing)
        return not_met("several", at=("units",), units=names)
    if len(units) > 1:
        silent = next(at for at, item in enumerate(units) if item.role is None)
        name = setting.name("unit", units[silent].unit)
        return unknown("unsaid", at=("units", silent), unit=name)
    return met("one", at=("units",), unit=setting.name("unit", units[0].unit))


@criterion("C3", "internal_sla", "units")
def internal_agreements(process: Process, setting: Setting) -> Verdict:
    """Decide whether each unit has an internal agreement with a counterpart."""
    agreements = process.internal_sla or ()
    if not agreements:
        return not_met("none", at=("internal_sla",))
    agreed = {item.unit for item in agreements}
    units = [item.unit for item in process.units or () if item.role != "hub"]
    without = tuple(setting.name("unit", unit) for unit in units if unit not in agreed)
    # One performing unit is itself the team with which the others agree.
    if without and len(process.units or ()) > 1:
        return not_met("without", at=("internal_sla",), units=without)
    for at, item in enumerate(agreements):
        if item.counterpart is None or item.on is None:
            name = setting.name("unit", item.unit)
            return unknown("incomplete", at=("internal_sla", at), unit=name)
    return met("agreed", at=("internal_sla",), count=len(agreements))


@criterion("C4", "volumes")
def volumes_per_unit(process: Process, setting: Setting) -> Verdict:
    """Decide whether volumes of a whole year are known for each unit."""
    if not process.counts:
        return not_met("none", at=("volumes",))
    counted = _months_known(process, setting)
    if None in counted or process.units == ():
        return _enough(max(counted.values()), setting)
    if process.units is None:
        # Of those that do the work, one may not have been counted.
        return unknown("units_unknown", at=("units",))
    units = [item.unit for item in process.units]
    for unit in units:
        if counted.get(unit):
            verdict = _enough(counted[unit], setting, unit)
            if verdict.state == "not_met":
                return verdict
    silent = tuple(setting.name("unit", unit) for unit in units if not counted.get(unit))
    if silent:
        return unknown("units_unsaid", at=("volumes",), units=silent)
    return _enough(min(counted[unit] for unit in units), setting)


def _months_known(process: Process, setting: Setting) -> dict[str | None, int]:
    """Return how many past months are counted, by unit; a forecast is no count."""
    months: dict[str | None, set[str]] = {}
    for item in process.counts:
        months.setdefault(item.at, set()).update(setting.past(item.months))
    return {unit: len(found) for unit, found in months.items()}


def _enough(months: int, setting: Setting, unit: str | None = None) -> Verdict:
    at, threshold = ("volumes",), "volume_months"
    if not months:
        return unknown("no_months", at=at)
    if months >= setting.thresholds[threshold]:
        return met("enough", at=at, threshold=threshold, months=months)
    if unit is None:
        return not_met("short", at=at, threshold=threshold, months=months)
    name = setting.name("unit", unit)
    return not_met("unit_short", at=at, threshold=threshold, months=months, unit=name)


@criterion("C5", "activities")
def knowledge_spread(process: Process, setting: Setting) -> Verdict:
    """Decide whether more than one person knows each activity."""
    activities = process.activities or ()
    if not activities:
        return not_met("none", at=("activities",))
    fewest = setting.thresholds["knowledge_holders_low"]
    for at, item in enumerate(activities):
        if item.knowledge_holders is not None and item.knowledge_holders < fewest:
            return not_met(
                "few",
                at=("activities", at, "knowledge_holders"),
                threshold="knowledge_holders_low",
                activity=item.name,
                count=item.knowledge_holders,
            )
    for at, item in enumerate(activities):
        if item.knowledge_holders is None:
            return unknown("unsaid", at=("activities", at), activity=item.name)
    return met("spread", at=("activities",), threshold="knowledge_holders_low")


@criterion("C6", "unit_cost.amount")
def unit_cost_known(process: Process, _setting: Setting) -> Verdict:
    """Decide whether the cost of one case is known."""
    cost = process.unit_cost
    if cost is None or cost.amount is None:
        return unknown("missing", field="unit_cost.amount")
    if cost.kind == "assumed":
        return not_met("assumed", at=("unit_cost", "kind"), amount=cost.amount)
    return met("known", at=("unit_cost", "amount"), amount=cost.amount)


@criterion("C7", "channels")
def one_channel(process: Process, _setting: Setting) -> Verdict:
    """Decide whether work comes in through one channel."""
    channels = process.channels or ()
    if not channels:
        return not_met("none", at=("channels",))
    names = tuple(item.name for item in channels)
    if len(channels) == 1:
        return met("one", at=("channels",), channel=names[0])
    return not_met("several", at=("channels",), count=len(channels))
