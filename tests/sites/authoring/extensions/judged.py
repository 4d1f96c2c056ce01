"""What Brook judges its processes by, beside what everybody does."""

from playbook.criteria import criterion, met, not_met
from playbook.rules import clear, fired, rule


@rule("BRK-01", "people", 3, reads=("activities",))
def four_eyes(case):
    roles = {str(one.accountable) for one in case.process.activities}
    if len(case.process.activities) > 1 and len(roles) == 1:
        return fired("alone", at=("activities",))
    return clear("shared", at=("activities",))


@criterion("B1", "name")
def called_in_both_languages(process, _setting):
    if isinstance(process.name, dict) and {"nl", "en"} <= process.name.keys():
        return met("both", at=("name",))
    return not_met("one", at=("name",))
