"""Scope: what is in, what is out, and what counts as finished."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule, step_rule, unknown


@rule("SCO-01", "scope", 3, reads=("variants",))
def variants_open(case: Case) -> Outcome:
    """Fire when there are many variants, or one of them without a decision."""
    variants = case.process.variants or ()
    for at, item in enumerate(variants):
        if item.decision is None:
            return fired("undecided", at=("variants", at), count=len(variants))
    if len(variants) > case.setting.thresholds["variants_many"]:
        return fired("many", at=("variants",), threshold="variants_many", count=len(variants))
    return clear("decided", at=("variants",), count=len(variants))


@rule("SCO-02", "scope", 3, 5, reads=("exceptions.rate",))
def exception_rate(case: Case) -> Outcome:
    """Fire when many cases leave the standard way; harder when very many do."""
    exceptions = case.process.exceptions
    rate = exceptions.rate if exceptions and exceptions.rate is not None else 0.0
    at = ("exceptions", "rate")
    for tier, name in ((1, "exceptions_very_high"), (0, "exceptions_high")):
        if rate > case.setting.thresholds[name]:
            return fired("high", at=at, threshold=name, tier=tier, rate=rate)
    return clear("low", at=at, threshold="exceptions_high", rate=rate)


@rule("SCO-03", "scope", 5, reads=("activities",), phase="talks")
def scope_unsettled(case: Case) -> Outcome:
    """Fire when no activity says whether it is in, out or retained."""
    activities = case.process.activities or ()
    said = sum(item.scope is not None for item in activities)
    if not said:
        return fired("none", at=("activities",))
    for at, item in enumerate(activities):
        if item.scope is None:
            return unknown("partly", at=("activities", at), said=said, count=len(activities))
    return clear("settled", at=("activities",), count=len(activities))


@rule("SCO-04", "scope", 3)
def edges_half_known(case: Case) -> Outcome:
    """Fire when only one of trigger and result is given; without both it is unknown."""
    trigger, result = case.process.trigger, case.process.result
    if trigger is None and result is None:
        return unknown("missing", at=("trigger",), field="trigger")
    if trigger is None:
        return fired("no_trigger", at=("result",), result=result)
    if result is None:
        return fired("no_result", at=("trigger",), trigger=trigger)
    return clear("known", at=("trigger",), trigger=trigger, result=result)


@rule("SCO-05", "scope", 5)
def acute_motive(case: Case) -> Outcome:
    """Fire when an acute problem is among the motives."""
    own = case.process.sourcing.motive if case.process.sourcing else None
    at = ("sourcing", "motive") if own is not None else ("organisation", "motives")
    motives = own if own is not None else case.setting.organisation.motives
    if motives is None:
        return unknown("missing", at=("sourcing", "motive"), field="sourcing.motive")
    for index, item in enumerate(motives):
        if item.driver == "acute_problem":
            return fired("acute", at=(*at, index, "driver"))
    return clear("lasting", at=at)


step_rule("SCO-06", "scope", 3, "harmonise")
