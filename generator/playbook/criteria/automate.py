"""Step 6: which rules need no hand?"""

from __future__ import annotations

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("A0", "steps.automate.decision")
def not_automating(process: Process, _setting: Setting) -> Verdict:
    """Decide whether it was decided, with a reason, not to automate."""
    note = process.steps.automate if process.steps else None
    at = ("steps", "automate", "decision")
    if note is None or note.decision != "no":
        return not_met("automating", at=at)
    if not note.reason:
        return not_met("no_reason", at=at)
    return met("declined", at=at, reason=note.reason)


@criterion("A1", "automation.rules")
def rules_owned(process: Process, setting: Setting) -> Verdict:
    """Decide whether the rules are written, versioned and owned by the business."""
    rules = process.automation.rules if process.automation else None
    if rules is None or rules.owner is None or rules.version is None:
        return unknown("incomplete", at=("automation", "rules"))
    role = setting.name("role", rules.owner)
    return met("owned", at=("automation", "rules"), role=role, version=rules.version)


@criterion("A2", "automation.stp.rate")
def straight_through(process: Process, _setting: Setting) -> Verdict:
    """Decide whether the share without a hand is measured against a target."""
    stp = process.automation.stp if process.automation else None
    if stp is None or stp.rate is None:
        return unknown("missing", field="automation.stp.rate")
    if stp.kind != "measured":
        return unknown("not_measured", at=("automation", "stp"), rate=stp.rate)
    if stp.target is None:
        return unknown("no_target", at=("automation", "stp"), rate=stp.rate)
    return met("measured", at=("automation", "stp", "rate"), rate=stp.rate, target=stp.target)


@criterion("A3", "automation.queue")
def queue_owned(process: Process, setting: Setting) -> Verdict:
    """Decide whether the exception queue has an owner and shows the age of cases."""
    queue = process.automation.queue if process.automation else None
    if queue is None or queue.owner is None:
        return unknown("no_owner", at=("automation", "queue"))
    if queue.ageing is False:
        return not_met("no_ageing", at=("automation", "queue", "ageing"))
    if queue.ageing is None:
        return unknown("ageing_unsaid", at=("automation", "queue"))
    return met("owned", at=("automation", "queue"), role=setting.name("role", queue.owner))


@criterion("A4", "automation.audit")
def audit_trail(process: Process, _setting: Setting) -> Verdict:
    """Decide whether decisions can be traced and automated ones were assessed."""
    audit = process.automation.audit if process.automation else None
    if audit is None or audit.trail is None or audit.automated_decisions is None:
        return unknown("unsaid", at=("automation", "audit"))
    if not audit.trail:
        return not_met("no_trail", at=("automation", "audit", "trail"))
    if audit.automated_decisions == "not_assessed":
        return not_met("not_assessed", at=("automation", "audit", "automated_decisions"))
    return met("traced", at=("automation", "audit"))


@criterion("A5", "automation.fallback")
def fallback_tested(process: Process, setting: Setting) -> Verdict:
    """Decide whether working without the automation was tested not long ago."""
    fallback = process.automation.fallback if process.automation else None
    if fallback is None or fallback.tested_on is None:
        return unknown("untested", at=("automation", "fallback"))
    months = setting.months_since(fallback.tested_on)
    fresh = months <= setting.thresholds["fallback_age"]
    state, key = (met, "fresh") if fresh else (not_met, "old")
    at = ("automation", "fallback", "tested_on")
    return state(key, at=at, threshold="fallback_age", on=fallback.tested_on, months=months)


@criterion("A6", "automation.change")
def changes_tested(process: Process, _setting: Setting) -> Verdict:
    """Decide whether a rule is changed by a procedure and with cases to test it."""
    change = process.automation.change if process.automation else None
    if change is None or change.procedure is None or change.test_set is None:
        return unknown("unsaid", at=("automation", "change"))
    if not change.test_set:
        return not_met("no_test_set", at=("automation", "change", "test_set"))
    return met("tested", at=("automation", "change"))


@criterion("A7", "automation.ip")
def ownership_clear(process: Process, _setting: Setting) -> Verdict:
    """Decide whether scripts, bots and models may pass to another party."""
    assets = (process.automation.ip if process.automation else None) or ()
    for at, item in enumerate(assets):
        path = ("automation", "ip", at)
        if item.owner == "unclear":
            return not_met("unclear", at=(*path, "owner"), asset=item.what)
        if item.transferable is False:
            return not_met("bound", at=(*path, "transferable"), asset=item.what)
    for at, item in enumerate(assets):
        if item.owner is None or item.transferable is None:
            return unknown("unsaid", at=("automation", "ip", at), asset=item.what)
    return met("clear", at=("automation", "ip"), count=len(assets))
