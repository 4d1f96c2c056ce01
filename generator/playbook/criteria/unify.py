"""Step 2: do all units do it the same way?"""

from __future__ import annotations

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("U1", "variants")
def one_standard(process: Process, setting: Setting) -> Verdict:
    """Decide whether one standard is left, with few variants that have a good reason."""
    variants = enumerate(process.variants or ())
    kept = [(at, item) for at, item in variants if item.decision != "retire"]
    for at, item in kept:
        if item.reason == "historic":
            return not_met("historic", at=("variants", at, "reason"))
    count, threshold = len(kept), "variants_kept"
    if count > setting.thresholds[threshold]:
        return not_met("many", at=("variants",), threshold=threshold, count=count)
    for at, item in kept:
        if item.reason is None:
            return unknown("no_reason", at=("variants", at))
    return met("few", at=("variants",), threshold=threshold, count=count)


@criterion("U2", "instruction")
def instruction_reviewed(process: Process, setting: Setting) -> Verdict:
    """Decide whether there is one work instruction, reviewed not long ago."""
    reviewed = process.instruction.reviewed if process.instruction else None
    if reviewed is None:
        return unknown("no_review", at=("instruction",))
    if reviewed > setting.today:
        return unknown("to_come", at=("instruction", "reviewed"), on=reviewed)
    months = setting.months_since(reviewed)
    fresh = months <= setting.thresholds["instruction_age"]
    state, key = (met, "fresh") if fresh else (not_met, "old")
    at = ("instruction", "reviewed")
    return state(key, at=at, threshold="instruction_age", on=reviewed, months=months)


@criterion("U3", "adherence.rate")
def instruction_followed(process: Process, setting: Setting) -> Verdict:
    """Decide whether most sampled cases follow the instruction."""
    rate = process.adherence.rate if process.adherence else None
    if rate is None:
        return unknown("missing", field="adherence.rate")
    at = ("adherence", "rate")
    if rate < setting.thresholds["adherence_low"]:
        return not_met("low", at=at, threshold="adherence_low", rate=rate)
    if process.adherence is None or process.adherence.kind != "measured":
        return unknown("not_measured", at=("adherence",), rate=rate)
    return met("high", at=at, threshold="adherence_low", rate=rate)


@criterion("U4", "activities")
def activities_assigned(process: Process, _setting: Setting) -> Verdict:
    """Decide whether each activity has one accountable role and someone who does it."""
    activities = process.activities or ()
    if not activities:
        return not_met("none", at=("activities",))
    silent = None
    for at, item in enumerate(activities):
        if len(item.accountables) > 1:
            path = ("activities", at, "accountable")
            return not_met("several", at=path, activity=item.name, count=len(item.accountables))
        if item.accountable == () or item.responsible == ():
            return not_met("nobody", at=("activities", at), activity=item.name)
        if silent is None and not (item.accountables and item.performers):
            silent = at
    if silent is not None:
        return unknown("unsaid", at=("activities", silent), activity=activities[silent].name)
    return met("assigned", at=("activities",), count=len(activities))


@criterion("U5", "handoffs")
def handoffs_described(process: Process, _setting: Setting) -> Verdict:
    """Decide whether each hand-off says who, what, and when it may be refused."""
    handoffs = process.handoffs or ()
    if not handoffs:
        return met("none", at=("handoffs",))
    for at, item in enumerate(handoffs):
        if not (item.origin and item.to and item.content and item.acceptance):
            return not_met("incomplete", at=("handoffs", at), number=at + 1, count=len(handoffs))
    return met("described", at=("handoffs",), count=len(handoffs))


@criterion("U6", "forms")
def forms_alike(process: Process, _setting: Setting) -> Verdict:
    """Decide whether forms and data definitions are the same everywhere."""
    forms = process.forms or ()
    for at, item in enumerate(forms):
        if item.same_everywhere is False:
            return not_met("differs", at=("forms", at, "same_everywhere"), form=item.name)
    for at, item in enumerate(forms):
        if item.same_everywhere is None:
            return unknown("unsaid", at=("forms", at), form=item.name)
    return met("alike", at=("forms",), count=len(forms))


@criterion("U7", "deviation_rule")
def deviations_approved(process: Process, setting: Setting) -> Verdict:
    """Decide whether a deviation needs an approval that is recorded."""
    rule = process.deviation_rule
    at = ("deviation_rule",)
    if rule is None or not (rule.approver or rule.recorded):
        return unknown("incomplete", at=at)
    if rule.approver is None:
        return not_met("no_approver", at=at, where=rule.recorded)
    role = setting.name("role", rule.approver)
    if not rule.recorded:
        return not_met("unrecorded", at=at, role=role)
    return met("recorded", at=at, role=role, where=rule.recorded)
