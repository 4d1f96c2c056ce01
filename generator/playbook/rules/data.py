"""Data: whose it is, where it is, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator

from playbook.model.organisation import DataObject
from playbook.rules.rule import Case, Outcome, clear, fired, rule, step_rule, unknown


def _objects(case: Case) -> Iterator[tuple[int, DataObject]]:
    for ident in case.process.data or ():
        if ident in case.setting.data:
            yield case.setting.data[ident]


@rule("DAT-01", "data", 5, reads=("data",), stopper="signing")
def personal_unruled(case: Case) -> Outcome:
    """Fire when personal data has no role or no entry in the register."""
    for at, item in _objects(case):
        personal = item.personal not in (None, "none")
        if personal and (item.role is None or item.register is None):
            return fired("unruled", at=("organisation", "data", at), data=item.name)
    for at, item in _objects(case):
        if item.personal is None:
            return unknown("unsaid", at=("organisation", "data", at), data=item.name)
    return clear("ruled", at=("data",))


@rule("DAT-02", "data", 3, reads=("data",))
def data_orphaned(case: Case) -> Outcome:
    """Fire when a listed data object has no owner or no source."""
    for at, item in _objects(case):
        if item.owner is None or item.source is None:
            return fired("orphaned", at=("organisation", "data", at), data=item.name)
    return clear("owned", at=("data",))


@rule("DAT-03", "data", 3, reads=("data",))
def data_unclassified(case: Case) -> Outcome:
    """Fire when a listed data object has no classification."""
    for at, item in _objects(case):
        if item.classification is None:
            return fired("unclassified", at=("organisation", "data", at), data=item.name)
    return clear("classified", at=("data",))


@rule("DAT-04", "data", 3, reads=("data",), phase="talks")
def places_unknown(case: Case) -> Outcome:
    """Fire when it is said that data is processed nowhere; else ask until both are known."""
    for at, item in _objects(case):
        if item.countries == ():
            return fired("nowhere", at=("organisation", "data", at), data=item.name)
    for at, item in _objects(case):
        if item.countries is None or item.sub_processors is None:
            return unknown("unsaid", at=("organisation", "data", at), data=item.name)
    return clear("known", at=("data",))


step_rule("DAT-05", "data", 3, "digitise")
