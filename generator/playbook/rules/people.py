"""People: what only somebody knows, and what change means for staff."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule, unknown


@rule("PEO-01", "people", 5, reads=("activities",))
def known_by_one(case: Case) -> Outcome:
    """Fire when too few people know an activity."""
    activities = case.process.activities or ()
    fewest = case.setting.thresholds["knowledge_holders_low"]
    for at, item in enumerate(activities):
        if item.knowledge_holders is not None and item.knowledge_holders < fewest:
            path = ("activities", at, "knowledge_holders")
            name, count = "knowledge_holders_low", item.knowledge_holders
            return fired("few", at=path, threshold=name, activity=item.name, count=count)
    for at, item in enumerate(activities):
        if item.knowledge_holders is None:
            return unknown("unsaid", at=("activities", at), activity=item.name)
    return clear("spread", at=("activities",))


@rule("PEO-02", "people", 3, reads=("instruction",))
def instruction_old(case: Case) -> Outcome:
    """Fire when the work instruction was reviewed long ago."""
    reviewed = case.process.instruction.reviewed if case.process.instruction else None
    if reviewed is None:
        return unknown("no_review", at=("instruction",))
    months = case.setting.months_since(reviewed)
    old = months > case.setting.thresholds["instruction_age"]
    say, key = (fired, "old") if old else (clear, "fresh")
    at = ("instruction", "reviewed")
    return say(key, at=at, threshold="instruction_age", on=reviewed, months=months)


@rule("PEO-03", "people", 5, reads=("people.affected",), phase="talks", stopper="signing")
def staff_unheard(case: Case) -> Outcome:
    """Fire when people are affected and a check of their rights has not begun."""
    people = case.process.people
    if people is None or not people.affected:
        return clear("nobody", at=("people", "affected"))
    for name in ("works_council", "transfer"):
        if getattr(people, name) == "not_started":
            return fired(name, at=("people", name))
    if people.works_council is None or people.transfer is None:
        return unknown("unsaid", at=("people",))
    return clear("begun", at=("people",))


@rule("PEO-04", "people", 3, reads=("people.knowledge_plan",), phase="talks")
def no_teach_back(case: Case) -> Outcome:
    """Fire when the plan for knowledge transfer has no acceptance."""
    plan = case.process.people.knowledge_plan if case.process.people else None
    if plan is None or plan.acceptance is None:
        return fired("no_acceptance", at=("people", "knowledge_plan"))
    return clear("accepted", at=("people", "knowledge_plan"))


@rule("PEO-05", "people", 1, phase="talks")
def concentration_undecided(case: Case) -> Outcome:
    """Fire when it is not decided whether to concentrate."""
    note = case.process.steps.concentrate if case.process.steps else None
    decided = note is not None and note.decision is not None
    if case.steps["concentrate"] == "open" and not decided:
        return fired("undecided", at=("steps", "concentrate"))
    return clear("decided", at=("steps", "concentrate"))
