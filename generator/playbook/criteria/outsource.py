"""Step 7: who runs it, on agreed results?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.organisation import DataObject
from playbook.model.process import Process
from playbook.model.setting import Setting


@criterion("O1", "decision")
def decision_recorded(process: Process, _setting: Setting) -> Verdict:
    """Decide whether the decision says what was weighed, with what it costs to stay and leave."""
    record = process.decision
    missing = _lacking(record, "on", "alternatives", "case", "retained_cost", "exit_cost")
    if record is None or missing:
        return unknown("incomplete", at=("decision",))
    return met("recorded", at=("decision",), on=record.on)


def _lacking(value: Any, *names: str) -> bool:
    return value is None or any(getattr(value, name) is None for name in names)


@criterion("O2", "activities")
def scope_settled(process: Process, _setting: Setting) -> Verdict:
    """Decide whether each activity is in, out or retained, with who does it."""
    activities = process.activities or ()
    if not activities:
        return not_met("none", at=("activities",))
    for at, item in enumerate(activities):
        if item.scope is None:
            return unknown("unsaid", at=("activities", at), activity=item.name)
        if not (item.accountables and item.performers):
            return unknown("nobody", at=("activities", at), activity=item.name)
    inside = sum(item.scope == "in" for item in activities)
    return met("settled", at=("activities",), count=len(activities), inside=inside)


@criterion("O3", "volumes", "kpis")
def year_known(process: Process, setting: Setting) -> Verdict:
    """Decide whether a year of volumes and of actual measures is known."""
    need = setting.thresholds["volume_months"]
    volumes = max((len(setting.past(item.months)) for item in process.counts), default=0)
    actuals = max((len(setting.past(item.months)) for item in process.kpis or ()), default=0)
    if volumes < need:
        at = ("volumes",)
        return not_met("short_volumes", at=at, threshold="volume_months", months=volumes)
    if not actuals:
        return unknown("no_actuals", at=("kpis",))
    if actuals < need:
        return not_met("short_actuals", at=("kpis",), threshold="volume_months", months=actuals)
    return met("year", at=("volumes",), threshold="volume_months", months=min(volumes, actuals))


@criterion("O4", "kpis")
def service_level(process: Process, _setting: Setting) -> Verdict:
    """Decide whether each measure with a target says how it is computed."""
    kpis = process.kpis or ()
    aimed = [(at, item) for at, item in enumerate(kpis) if item.target is not None]
    if not aimed:
        return unknown("no_target", at=("kpis",))
    for at, item in aimed:
        if _lacking(item, "formula", "source", "exclusions"):
            return unknown("incomplete", at=("kpis", at), kpi=item.name)
    return met("complete", at=("kpis",), count=len(aimed))


@criterion("O5", "price_driver", "change")
def price_settled(process: Process, _setting: Setting) -> Verdict:
    """Decide whether one unit sets the price, with bands, change and escalation."""
    drivers = process.price_drivers
    if len(drivers) != 1:
        return not_met("drivers", at=("price_driver",), count=len(drivers))
    if not drivers[0].bands:
        return unknown("no_bands", at=("price_driver",), unit=drivers[0].unit)
    if _lacking(process.change, "procedure", "escalation"):
        return unknown("no_procedure", at=("change",))
    return met("settled", at=("price_driver",), unit=drivers[0].unit)


def _objects(process: Process, setting: Setting) -> Iterator[tuple[int, DataObject]]:
    for ident in process.data or ():
        if ident in setting.data:
            yield setting.data[ident]


@criterion("O6", "data")
def data_roles(process: Process, setting: Setting) -> Verdict:
    """Decide whether roles, countries and sub-processors are known for the data."""
    for at, item in _objects(process, setting):
        path = ("organisation", "data", at)
        if item.personal is None:
            return unknown("no_personal", at=path, data=item.name)
        if item.personal != "none" and item.role is None:
            return unknown("no_role", at=path, data=item.name)
        if item.countries is None or item.sub_processors is None:
            return unknown("no_place", at=path, data=item.name)
    return met("known", at=("data",))


@criterion("O7", "exit", "criticality")
def exit_tested(process: Process, setting: Setting) -> Verdict:
    """Decide whether the exit plan was tested and criticality assessed."""
    leaving, critical = process.exit, process.criticality
    if critical is None or critical.critical is None:
        return unknown("no_criticality", at=("criticality",))
    if critical.critical == "not_assessed":
        return not_met("not_assessed", at=("criticality", "critical"))
    if leaving is None or not (leaving.plan or leaving.link):
        return unknown("no_plan", at=("exit",))
    if leaving.tested_on is None:
        return unknown("untested", at=("exit",))
    months = setting.months_since(leaving.tested_on)
    fresh = months <= setting.thresholds["exit_test_age"]
    state, key = (met, "tested") if fresh else (not_met, "old")
    at = ("exit", "tested_on")
    return state(key, at=at, threshold="exit_test_age", on=leaving.tested_on, months=months)


@criterion("O8", "retained", "people")
def people_ready(process: Process, _setting: Setting) -> Verdict:
    """Decide whether retained roles are filled and the people's route is ready."""
    if _lacking(process.retained, "owner", "service", "contract"):
        return unknown("roles_open", at=("retained",))
    people = process.people
    if people is None or people.affected is None:
        return unknown("affected_unsaid", at=("people",))
    if people.affected:
        for name in ("works_council", "transfer"):
            if getattr(people, name) not in ("done", "not_needed"):
                return not_met(f"{name}_open", at=("people", name))
    plan = people.knowledge_plan
    if plan is None or plan.acceptance is None:
        return unknown("no_plan", at=("people",))
    return met("ready", at=("retained",))
