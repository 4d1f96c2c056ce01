"""Responsibility: who decides, who does, and who owes whom what."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule, step_rule


@rule("RES-01", "responsibility", 5, reads=("accountable",), stopper="sharing")
def nobody_accountable(case: Case) -> Outcome:
    """Fire when it is said that nobody is accountable for the process or an activity."""
    if not case.process.accountables:
        return fired("process", at=("accountable",))
    for at, item in enumerate(case.process.activities or ()):
        if item.accountable == ():
            return fired("activity", at=("activities", at, "accountable"), activity=item.name)
    return clear("known", at=("accountable",))


@rule("RES-02", "responsibility", 5, reads=("accountable",), stopper="sharing")
def several_accountable(case: Case) -> Outcome:
    """Fire when two or more roles are accountable for the process or an activity."""
    count = len(case.process.accountables)
    if count > 1:
        return fired("process", at=("accountable",), count=count)
    for at, item in enumerate(case.process.activities or ()):
        if len(item.accountables) > 1:
            path = ("activities", at, "accountable")
            return fired("activity", at=path, activity=item.name, count=len(item.accountables))
    return clear("one", at=("accountable",))


@rule("RES-03", "responsibility", 3, reads=("activities",))
def nobody_performs(case: Case) -> Outcome:
    """Fire when a described activity names nobody who does it."""
    activities = case.process.activities or ()
    for at, item in enumerate(activities):
        if not item.performers:
            return fired("nobody", at=("activities", at), activity=item.name)
    return clear("everybody", at=("activities",), count=len(activities))


@rule("RES-04", "responsibility", 3, reads=("handoffs",))
def handoff_bare(case: Case) -> Outcome:
    """Fire when a described hand-off lacks its content or its acceptance test."""
    handoffs = case.process.handoffs or ()
    for at, item in enumerate(handoffs):
        if item.content is None or item.acceptance is None:
            return fired("bare", at=("handoffs", at), number=at + 1, count=len(handoffs))
    return clear("described", at=("handoffs",), count=len(handoffs))


@rule("RES-05", "responsibility", 3, reads=("duties",), phase="talks")
def no_own_duties(case: Case) -> Outcome:
    """Fire when what we ourselves have to do is not listed."""
    own = [item for item in case.process.duties or () if item.by != "supplier"]
    if not own:
        return fired("none", at=("duties",))
    return clear("listed", at=("duties",), count=len(own))


@rule("RES-06", "responsibility", 5, reads=("retained",), phase="talks")
def retained_empty(case: Case) -> Outcome:
    """Fire when one of the three roles that steer a supplier is empty."""
    retained = case.process.retained
    roles = ("owner", "service", "contract")
    filled = sum(getattr(retained, name) is not None for name in roles)
    if filled < len(roles):
        return fired("empty", at=("retained",), filled=filled, count=len(roles))
    return clear("filled", at=("retained",), count=len(roles))


step_rule("RES-07", "responsibility", 3, "unify")
