"""Step 1: do all units mean the same?"""

from __future__ import annotations

from playbook.criteria.verdict import Verdict, criterion, met, not_met
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("H1", "accountable")
def one_accountable(process: Process, setting: Setting) -> Verdict:
    """Decide whether exactly one role is accountable."""
    roles = process.accountables
    names = tuple(setting.name("role", role) for role in roles)
    if len(roles) == 1:
        return met("one", at=("accountable",), role=names[0])
    if not roles:
        return not_met("none", at=("accountable",))
    return not_met("several", at=("accountable",), count=len(roles), roles=names)
