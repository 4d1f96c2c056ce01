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
    performing = [item for item in units if item.role in ("performs", "hub")]
    if len(units) == 1 or (len(performing) == 1 and all(item.role for item in units)):
        one = performing[0] if performing else units[0]
        return met("one", at=("units",), unit=setting.name("unit", one.unit))
    if any(item.role is None for item in units) or not units:
        return unknown("unsaid", at=("units",))
    return not_met("several", at=("units",), count=len(performing))


@criterion("C3", "internal_sla", "units")
def internal_agreements(process: Process, setting: Setting) -> Verdict:
    """Decide whether each unit has an internal agreement with a counterpart."""
    agreed = {item.unit for item in process.internal_sla or () if item.counterpart and item.on}
    without = [item.unit for item in process.units or () if item.unit not in agreed]
    without = [unit for unit in without if not _is_hub(process, unit)]
    if without:
        names = tuple(setting.name("unit", unit) for unit in without)
        return not_met("without", at=("internal_sla",), units=names)
    return met("agreed", at=("internal_sla",), count=len(agreed))


def _is_hub(process: Process, unit: str) -> bool:
    return any(item.unit == unit and item.role == "hub" for item in process.units or ())


@criterion("C4", "volumes")
def volumes_per_unit(process: Process, setting: Setting) -> Verdict:
    """Decide whether volumes of a whole year are known for each unit."""
    need = int(setting.thresholds["volume_months"])
    counted: dict[str | None, set[str]] = {}
    for item in process.counts:
        counted.setdefault(item.at, set()).update(item.months or {})
    if None in counted or not process.units:
        months = max((len(found) for found in counted.values()), default=0)
        return _enough(months, need)
    for unit in process.units:
        months = len(counted.get(unit.unit, ()))
        if months < need:
            name = setting.name("unit", unit.unit)
            return not_met(
                "unit_short", at=("volumes",), threshold="volume_months", months=months, unit=name
            )
    return _enough(min(len(found) for found in counted.values()), need)


def _enough(months: int, need: int) -> Verdict:
    state, key = (met, "enough") if months >= need else (not_met, "short")
    return state(key, at=("volumes",), threshold="volume_months", months=months)


@criterion("C5", "activities")
def knowledge_spread(process: Process, setting: Setting) -> Verdict:
    """Decide whether more than one person knows each activity."""
    activities = process.activities or ()
    if not activities:
        return unknown("none", at=("activities",))
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
