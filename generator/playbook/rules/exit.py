"""Exit: how the parties leave each other in good order."""

from __future__ import annotations

from playbook.rules.rule import Case, Outcome, clear, fired, rule, unknown


@rule("EXI-01", "exit", 3, reads=("exit",), phase="talks", unless="EXI-02")
def no_exit_plan(case: Case) -> Outcome:
    """Fire when there is no exit plan; for a critical process EXI-02 speaks instead."""
    leaving = case.process.exit
    if leaving is None or (leaving.plan is None and leaving.link is None):
        return fired("none", at=("exit",))
    return clear("planned", at=("exit",))


@rule("EXI-02", "exit", 5, phase="talks", stopper="signing")
def critical_untested(case: Case) -> Outcome:
    """Fire when the process is critical and its exit plan is missing or untested.

    While it is unknown whether the process is critical this rule is unknown as well, unless
    the plan was tested; so exactly one of `EXI-01` and `EXI-02` counts.
    """
    critical = case.process.criticality.critical if case.process.criticality else None
    if critical == "no":
        return clear("not_critical", at=("criticality", "critical"))
    gap = _plan_gap(case)
    if gap is None or critical == "yes":
        return gap or clear("tested", at=("exit", "tested_on"))
    if critical == "not_assessed":
        return unknown("not_assessed", at=("criticality", "critical"))
    return unknown("missing", at=("criticality",), field="criticality.critical")


def _plan_gap(case: Case) -> Outcome | None:
    leaving = case.process.exit
    if leaving is None or (leaving.plan is None and leaving.link is None):
        return fired("no_plan", at=("exit",))
    if leaving.tested_on is None:
        return fired("untested", at=("exit",))
    months = case.setting.months_since(leaving.tested_on)
    if months <= case.setting.thresholds["exit_test_age"]:
        return None
    at = ("exit", "tested_on")
    return fired("old", at=at, threshold="exit_test_age", on=leaving.tested_on, months=months)


@rule("EXI-03", "exit", 3, reads=("exit.substitutability",), phase="talks")
def hard_to_replace(case: Case) -> Outcome:
    """Fire when it was not assessed who else could do it, or nobody could."""
    level = case.process.exit.substitutability if case.process.exit else None
    at = ("exit", "substitutability")
    if level == "not_assessed":
        return fired("not_assessed", at=at)
    if level == "not_substitutable":
        return fired("nobody", at=at)
    return clear("assessed", at=at)


@rule("EXI-04", "exit", 3, phase="talks")
def ownership_unclear(case: Case) -> Outcome:
    """Fire when it is unclear who keeps a script or bot; else ask until ownership is settled."""
    assets = case.process.automation.ip if case.process.automation else None
    for at, item in enumerate(assets or ()):
        if item.owner == "unclear":
            return fired("unclear", at=("automation", "ip", at, "owner"), asset=item.what)
    if case.process.exit is None or case.process.exit.ownership is None:
        return unknown("missing", at=("exit", "ownership"), field="exit.ownership")
    return clear("settled", at=("exit", "ownership"))


@rule("EXI-05", "exit", 3, reads=("exit.data_return",), phase="talks")
def data_return_vague(case: Case) -> Outcome:
    """Fire when the form or the term of the data's return is left open."""
    back = case.process.exit.data_return if case.process.exit else None
    if back is None or back.form is None or back.within is None:
        return fired("vague", at=("exit", "data_return"))
    return clear("settled", at=("exit", "data_return"))
