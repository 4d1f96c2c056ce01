"""Step 5: does information flow without paper or typing over?"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.organisation import DataObject
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("D1", "digital_input.rate")
def input_digital(process: Process, setting: Setting) -> Verdict:
    """Decide whether nearly all input arrives as structured data."""
    rate = process.digital_input.rate if process.digital_input else None
    if rate is None:
        return unknown("missing", field="digital_input.rate")
    enough = rate >= setting.thresholds["digital_input_low"]
    state, key = (met, "high") if enough else (not_met, "low")
    return state(key, at=("digital_input", "rate"), threshold="digital_input_low", rate=rate)


@criterion("D2", "activities")
def nothing_typed_over(process: Process, _setting: Setting) -> Verdict:
    """Decide whether no data is typed over from one system to another."""
    activities = process.activities or ()
    if not activities:
        return unknown("none", at=("activities",))
    for at, item in enumerate(activities):
        if item.rekeying:
            return not_met("typed", at=("activities", at, "rekeying"), activity=item.name)
    for at, item in enumerate(activities):
        if item.rekeying is None:
            return unknown("unsaid", at=("activities", at), activity=item.name)
    return met("nothing", at=("activities",), count=len(activities))


def _objects(process: Process, setting: Setting) -> Iterator[tuple[int, DataObject]]:
    for ident in process.data or ():
        if ident in setting.data:
            yield setting.data[ident]


@criterion("D3", "data")
def data_owned(process: Process, setting: Setting) -> Verdict:
    """Decide whether each data object has one source system and one owner."""
    count = 0
    for at, item in _objects(process, setting):
        count += 1
        for field in ("source", "owner"):
            if getattr(item, field) is None:
                return unknown(f"no_{field}", at=("organisation", "data", at), data=item.name)
    if not count:
        return met("none", at=("data",))
    return met("owned", at=("data",), count=count)


@criterion("D4", "event_log")
def events_logged(process: Process, _setting: Setting) -> Verdict:
    """Decide whether status and moments of each case are recorded."""
    log = process.event_log
    if log is None or log.status is None or log.timestamps is None:
        return unknown("unsaid", at=("event_log",))
    if log.status and log.timestamps:
        return met("logged", at=("event_log",))
    return not_met("not_logged", at=("event_log",))


@criterion("D5", "data")
def data_classified(process: Process, setting: Setting) -> Verdict:
    """Decide whether class, personal data and retention of each object are recorded."""
    count = 0
    for at, item in _objects(process, setting):
        count += 1
        for field in ("classification", "personal", "retention"):
            if getattr(item, field) is None:
                return unknown(f"no_{field}", at=("organisation", "data", at), data=item.name)
    if not count:
        return met("none", at=("data",))
    return met("classified", at=("data",), count=count)


@criterion("D6", "access")
def access_by_role(process: Process, _setting: Setting) -> Verdict:
    """Decide whether access follows roles and no account is shared."""
    access = process.access
    if access is None:
        return unknown("missing", field="access")
    if access.shared_accounts:
        return not_met("shared", at=("access", "shared_accounts"))
    if access.role_based is False:
        return not_met("not_by_role", at=("access", "role_based"))
    if access.role_based is None or access.shared_accounts is None:
        return unknown("unsaid", at=("access",))
    return met("by_role", at=("access",))


@criterion("D7", "interfaces")
def interfaces_documented(process: Process, _setting: Setting) -> Verdict:
    """Decide whether connections and exports are written down."""
    interfaces = process.interfaces or ()
    for at, item in enumerate(interfaces):
        if item.documented is False:
            return not_met("undocumented", at=("interfaces", at, "documented"), number=at + 1)
    for at, item in enumerate(interfaces):
        if item.documented is None:
            return unknown("unsaid", at=("interfaces", at), number=at + 1)
    return met("documented", at=("interfaces",), count=len(interfaces))
