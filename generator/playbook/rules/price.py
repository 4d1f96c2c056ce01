"""Price: what is counted, what is included, and what is known to come."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule, step_rule, unknown


@rule("PRI-01", "price", 5, reads=("volumes",))
def no_volumes(case: Case) -> Outcome:
    """Fire when no volume is counted."""
    months = sum(len(case.setting.past(item.months)) for item in case.process.counts)
    if not months:
        return fired("none", at=("volumes",))
    return clear("counted", at=("volumes",), months=months)


@rule("PRI-02", "price", 3, reads=("volumes",), unless="PRI-01")
def volumes_short(case: Case) -> Outcome:
    """Fire when volumes cover less than a year; without a known peak it is unknown."""
    counts = case.process.counts
    months = max((len(case.setting.past(item.months)) for item in counts), default=0)
    if months < case.setting.thresholds["volume_months"]:
        return fired("short", at=("volumes",), threshold="volume_months", months=months)
    if not any(item.peak for item in counts):
        return unknown("no_peak", at=("volumes",), months=months)
    return clear("year", at=("volumes",), threshold="volume_months", months=months)


@rule("PRI-03", "price", 3, reads=("price_driver",), phase="talks")
def drivers_unclear(case: Case) -> Outcome:
    """Fire when not exactly one unit sets the price."""
    count = len(case.process.price_drivers)
    if count != 1:
        return fired("several" if count else "none", at=("price_driver",), count=count)
    return clear("one", at=("price_driver",), unit=case.process.price_drivers[0].unit)


@rule("PRI-04", "price", 3, reads=("change",), phase="talks")
def changes_loose(case: Case) -> Outcome:
    """Fire when the change procedure lacks its steps or its owner."""
    change = case.process.change
    if change is None or change.procedure is None or change.owner is None:
        return fired("loose", at=("change",))
    return clear("settled", at=("change",))


@rule("PRI-05", "price", 3, reads=("planned_changes",), phase="talks")
def change_coming(case: Case) -> Outcome:
    """Fire when a known change takes effect soon; one without a date is unknown."""
    changes = case.process.planned_changes or ()
    horizon = case.setting.thresholds["change_horizon"]
    for at, item in enumerate(changes):
        if item.on and case.setting.is_ahead(item.on, horizon):
            path = ("planned_changes", at)
            return fired("coming", at=path, threshold="change_horizon", what=item.what, on=item.on)
    for at, item in enumerate(changes):
        if item.on is None:
            return unknown("undated", at=("planned_changes", at), what=item.what)
    return clear("none", at=("planned_changes",))


@rule("PRI-06", "price", 1, reads=("unit_cost",), phase="talks")
def cost_unknown(case: Case) -> Outcome:
    """Fire when the cost of one case is described without an amount."""
    cost = case.process.unit_cost
    if cost is None or cost.amount is None:
        return fired("no_amount", at=("unit_cost",))
    return clear("known", at=("unit_cost", "amount"))


step_rule("PRI-07", "price", 3, "simplify")
