"""Quality: what is good enough, how it is measured, and who bears faults."""

from __future__ import annotations

import math

from playbook.model.paths import Path
from playbook.model.scalars import Percentage
from playbook.model.setting import Setting
from playbook.rules.rule import Case, Outcome, clear, fired, rule, unknown


@rule("QUA-01", "quality", 5, reads=("kpis",))
def no_baseline(case: Case) -> Outcome:
    """Fire when no measure has a baseline."""
    kpis = case.process.kpis or ()
    known = sum(item.baseline is not None for item in kpis)
    if not known:
        return fired("none", at=("kpis",))
    return clear("known", at=("kpis",), count=known)


@rule("QUA-02", "quality", 3, reads=("kpis",), unless="QUA-01")
def baseline_weak(case: Case) -> Outcome:
    """Fire when a value was not measured, or measured long ago."""
    kpis = [(at, k) for at, k in enumerate(case.process.kpis or ()) if k.baseline is not None]
    for at, item in kpis:
        if item.kind in ("estimated", "assumed"):
            return fired("not_measured", at=("kpis", at, "kind"), kpi=item.name)
        if item.on and case.setting.months_since(item.on) > case.setting.thresholds["kpi_age"]:
            path = ("kpis", at, "on")
            return fired("old", at=path, threshold="kpi_age", kpi=item.name, on=item.on)
    for at, item in kpis:
        if item.kind is None or item.on is None:
            return unknown("unsaid", at=("kpis", at), kpi=item.name)
    return clear("fresh", at=("kpis",), count=len(kpis))


@rule("QUA-03", "quality", 3, reads=("kpis",), phase="talks")
def measure_vague(case: Case) -> Outcome:
    """Fire when a measure lacks its formula, its source or its exclusions."""
    kpis = case.process.kpis or ()
    for at, item in enumerate(kpis):
        if item.formula is None or item.source is None or item.exclusions is None:
            return fired("vague", at=("kpis", at), kpi=item.name)
    if not kpis:
        return fired("none", at=("kpis",))
    return clear("sharp", at=("kpis",), count=len(kpis))


@rule("QUA-04", "quality", 3)
def faulty_chain(case: Case) -> Outcome:
    """Fire when too little goes right the first time over the whole chain."""
    rates = [item.first_time_right for item in case.process.activities or ()]
    known = [rate for rate in rates if rate is not None]
    if known and len(known) == len(rates):
        share = math.prod(known)
        return _right_enough(case.setting, share, ("activities",), Percentage.computed(share))
    for index, kpi in enumerate(case.process.kpis or ()):
        value = kpi.result if kpi.result is not None else kpi.baseline
        if kpi.measures == "first_time_right" and value is not None and value.unit == "%":
            said = Percentage(value.number)
            return _right_enough(case.setting, value.number, ("kpis", index), said)
    return unknown("unmeasured", at=("activities",))


def _right_enough(setting: Setting, share: float, at: Path, said: Percentage) -> Outcome:
    low = share < setting.thresholds["first_time_right_low"]
    say, key = (fired, "low") if low else (clear, "high")
    return say(key, at=at, threshold="first_time_right_low", rate=said)


@rule("QUA-05", "quality", 3, reads=("activities",))
def typed_over(case: Case) -> Outcome:
    """Fire when data is typed over from one system to another."""
    activities = case.process.activities or ()
    for at, item in enumerate(activities):
        if item.rekeying:
            return fired("typed", at=("activities", at, "rekeying"), activity=item.name)
    for at, item in enumerate(activities):
        if item.rekeying is None:
            return unknown("unsaid", at=("activities", at), activity=item.name)
    return clear("nothing", at=("activities",), count=len(activities))


@rule("QUA-06", "quality", 3)
def no_shared_success(case: Case) -> Outcome:
    """Fire when there is neither a lasting motive nor a measure of success."""
    sourcing = case.process.sourcing
    own = sourcing.motive if sourcing else None
    motives = own if own is not None else case.setting.organisation.motives
    if sourcing and sourcing.success is not None:
        return clear("success", at=("sourcing", "success"))
    if any(item.driver != "acute_problem" for item in motives or ()):
        return clear("lasting", at=("sourcing", "motive"))
    if motives is None:
        return unknown("missing", at=("sourcing", "motive"), field="sourcing.motive")
    return fired("none", at=("sourcing", "motive"))


@rule("QUA-07", "quality", 3, phase="talks")
def automation_unfinished(case: Case) -> Outcome:
    """Fire when automation is claimed while its step is open."""
    steps = case.process.steps
    declared = steps.declared if steps else None
    claimed = declared in ("automate", "outsource") or case.process.automation is not None
    if claimed and case.steps["automate"] == "open":
        at = ("automation",) if case.process.automation is not None else ("steps", "declared")
        return fired("unfinished", at=at)
    return clear("finished", at=("automation",))
