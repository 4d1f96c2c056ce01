"""Step 3: does it need to be done?"""

from __future__ import annotations

import math

from playbook.criteria.verdict import Path, Verdict, criterion, met, not_met, unknown
from playbook.model.figures import Kpi
from playbook.model.process import Process
from playbook.model.scalars import Percentage
from playbook.model.setting import Setting


@criterion("S1", "activities")
def activities_judged(process: Process, _setting: Setting) -> Verdict:
    """Decide whether each activity was judged, and when."""
    activities = process.activities or ()
    if not activities:
        return not_met("none", at=("activities",))
    for at, item in enumerate(activities):
        if item.value is None:
            return unknown("unjudged", at=("activities", at), activity=item.name)
        if item.judged is None:
            return unknown("undated", at=("activities", at), activity=item.name)
    return met("judged", at=("activities",), count=len(activities))


@criterion("S2", "exceptions.rate")
def few_exceptions(process: Process, setting: Setting) -> Verdict:
    """Decide whether exceptions are few and their causes known."""
    exceptions = process.exceptions
    if exceptions is None or exceptions.rate is None:
        return unknown("missing", field="exceptions.rate")
    at = ("exceptions", "rate")
    if exceptions.rate > setting.thresholds["exceptions_high"]:
        return not_met("many", at=at, threshold="exceptions_high", rate=exceptions.rate)
    if exceptions.rate and exceptions.catalogue is None:
        return unknown("no_causes", at=("exceptions",), rate=exceptions.rate)
    if exceptions.rate and not exceptions.catalogue:
        return not_met("no_causes", at=("exceptions", "catalogue"), rate=exceptions.rate)
    return met("few", at=at, threshold="exceptions_high", rate=exceptions.rate)


@criterion("S3", "activities")
def approvals_reasoned(process: Process, _setting: Setting) -> Verdict:
    """Decide whether every approval has a threshold and a reason."""
    activities = process.activities or ()
    found = [(at, item) for at, item in enumerate(activities) if item.approval is not None]
    for at, item in found:
        if item.approval and not (item.approval.threshold and item.approval.reason):
            return not_met("bare", at=("activities", at, "approval"), activity=item.name)
    if not found:
        return unknown("none", at=("activities",))
    return met("reasoned", at=("activities",), count=len(found))


@criterion("S4", "activities")
def decisions_ruled(process: Process, _setting: Setting) -> Verdict:
    """Decide whether every choice has a written rule or is marked as judgement."""
    activities = process.activities or ()
    if not activities:
        return not_met("none", at=("activities",))
    unsaid = None
    for at, item in enumerate(activities):
        if item.rule is not None or item.judgement or item.decision is False:
            continue
        if item.decision:
            return not_met("unruled", at=("activities", at, "decision"), activity=item.name)
        unsaid = at if unsaid is None else unsaid
    if unsaid is not None:
        return unknown("unsaid", at=("activities", unsaid), activity=activities[unsaid].name)
    return met("ruled", at=("activities",), count=len(activities))


@criterion("S5")
def right_first_time(process: Process, setting: Setting) -> Verdict:
    """Decide whether most cases go right the first time, over the whole chain."""
    rates = [item.first_time_right for item in process.activities or ()]
    known = [rate for rate in rates if rate is not None]
    measured = _measured_shares(process.kpis or ())
    if known and len(known) == len(rates):
        share = float(math.prod(known))
        return _high_enough(share, ("activities",), setting, Percentage.computed(share))
    if measured:
        lowest, place = min(measured)
        return _high_enough(lowest, place, setting, Percentage(lowest))
    share, threshold = float(math.prod(known)), "first_time_right_low"
    if known and share < setting.thresholds[threshold]:
        rate, at = Percentage.computed(share), ("activities",)
        return not_met("low_already", at=at, threshold=threshold, rate=rate)
    return unknown("unmeasured", at=("activities",))


def _high_enough(share: float, at: Path, setting: Setting, said: Percentage) -> Verdict:
    threshold = "first_time_right_low"
    enough = share >= setting.thresholds[threshold]
    state, key = (met, "high") if enough else (not_met, "low")
    return state(key, at=at, threshold=threshold, rate=said)


def _measured_shares(kpis: tuple[Kpi, ...]) -> list[tuple[float, Path]]:
    """Return the latest share of each measure of first-time-right, with its place."""
    found: list[tuple[float, Path]] = []
    for at, kpi in enumerate(kpis):
        if kpi.measures != "first_time_right":
            continue
        for name, value in (("result", kpi.result), ("baseline", kpi.baseline)):
            if value is not None and value.unit == "%":
                found.append((value.number, ("kpis", at, name)))
                break
    return found


@criterion("S6", "handoffs", "history")
def fewer_handoffs(process: Process, _setting: Setting) -> Verdict:
    """Decide whether there are fewer hand-offs than before."""
    points = [item for item in process.history or () if item.handoffs is not None]
    if not points:
        return unknown("no_baseline", at=("history",))
    first = min(points, key=lambda item: item.on)
    now, then = len(process.handoffs or ()), first.handoffs or 0
    # Where no work changes hands nothing is left to take away.
    state, key = (met, "fewer") if now < then or not now else (not_met, "as_many")
    return state(key, at=("handoffs",), now=now, then=then, on=first.on)


@criterion("S7", "kpis")
def times_measured(process: Process, _setting: Setting) -> Verdict:
    """Decide whether lead time and touch time were measured before and after."""
    kpis = process.kpis or ()
    if not kpis:
        return not_met("none", at=("kpis",))
    for measure in ("lead_time", "touch_time"):
        found = [(at, kpi) for at, kpi in enumerate(kpis) if kpi.measures == measure]
        if not found:
            return unknown(f"no_{measure}", at=("kpis",))
        for at, kpi in found:
            if kpi.baseline is None or kpi.result is None:
                return unknown("half", at=("kpis", at), kpi=kpi.name)
    return met("measured", at=("kpis",))
