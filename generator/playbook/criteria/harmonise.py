"""Step 1: do all units mean the same?"""

from __future__ import annotations

from collections import defaultdict

from playbook.criteria.verdict import Verdict, criterion, met, not_met, unknown
from playbook.model.figures import Kpi
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.texts import Coded, pick


@criterion("H1", "accountable")
def one_accountable(process: Process, setting: Setting) -> Verdict:
    """Decide whether exactly one role is accountable."""
    names = tuple(setting.name("role", role) for role in process.accountables)
    if len(names) == 1:
        return met("one", at=("accountable",), role=names[0])
    if not names:
        return not_met("none", at=("accountable",))
    return not_met("several", at=("accountable",), count=len(names), roles=names)


@criterion("H2", "trigger", "result", "customer", "units")
def units_agree(process: Process, setting: Setting) -> Verdict:
    """Decide whether every unit agreed to where the process begins and ends."""
    units = process.units or ()
    if not units:
        return not_met("no_units", at=("units",))
    today = setting.today
    open_units = [at for at, unit in enumerate(units) if not unit.agreed or unit.agreed > today]
    if not open_units:
        return met("all_agreed", at=("units",), count=len(units))
    names = tuple(setting.name("unit", units[at].unit) for at in open_units)
    agreed = len(units) - len(open_units)
    at = ("units", open_units[0])
    return unknown("some_agreed", at=at, agreed=agreed, count=len(units), units=names)


@criterion("H3", "units")
def units_listed(process: Process, setting: Setting) -> Verdict:
    """Decide whether the units that perform the process are listed."""
    names = tuple(setting.name("unit", unit.unit) for unit in process.units or ())
    if not names:
        return not_met("none", at=("units",))
    return met("listed", at=("units",), units=names)


@criterion("H4", "variants")
def variants_decided(process: Process, _setting: Setting) -> Verdict:
    """Decide whether every variant has a reason and a decision."""
    variants = process.variants or ()
    if not variants:
        return met("none", at=("variants",))
    bare = [at for at, item in enumerate(variants) if not (item.reason and item.decision)]
    if bare:
        at = ("variants", bare[0])
        return not_met("undecided", at=at, open=len(bare), count=len(variants))
    return met("decided", at=("variants",), count=len(variants))


@criterion("H5", "terms")
def terms_shared(process: Process, _setting: Setting) -> Verdict:
    """Decide whether the shared words have a meaning."""
    terms = process.terms or ()
    bare = [at for at, item in enumerate(terms) if item.meaning is None]
    if not terms:
        return not_met("none", at=("terms",))
    if bare:
        return not_met("bare", at=("terms", bare[0]), term=terms[bare[0]].term)
    return met("shared", at=("terms",), count=len(terms))


@criterion("H6", "kpis")
def formulas_alike(process: Process, setting: Setting) -> Verdict:
    """Decide whether each measure is computed in the same way everywhere."""
    kpis = process.kpis or ()
    if not kpis:
        return not_met("none", at=("kpis",))
    formulas: dict[str, set[str]] = defaultdict(set)
    for at, item in enumerate(kpis):
        if item.formula is None:
            continue
        known = formulas[_said(item.name, setting)]
        known.add(_said(item.formula, setting))
        if len(known) > 1:
            return _differs(at, item, setting)
    for at, item in enumerate(kpis):
        if item.formula is None:
            return unknown("no_formula", at=("kpis", at), kpi=item.name)
    return met("alike", at=("kpis",), count=len(kpis))


def _differs(at: int, kpi: Kpi, setting: Setting) -> Verdict:
    path = ("kpis", at, "formula")
    if kpi.unit is None:
        return not_met("differs", at=path, kpi=kpi.name)
    return not_met("differs_at", at=path, kpi=kpi.name, unit=setting.name("unit", kpi.unit))


def _said(text: Text, setting: Setting) -> str:
    """Return a text so that capitals, spaces and added translations make no difference."""
    language = setting.organisation.language
    return " ".join(pick(text, language, language)[0].split()).casefold()


@criterion("H7")
def motive_recorded(process: Process, setting: Setting) -> Verdict:
    """Decide whether it is recorded why the process might be outsourced."""
    own = process.sourcing.motive if process.sourcing else None
    if own:
        drivers = tuple(Coded(item.driver) for item in own)
        return met("own", at=("sourcing", "motive"), drivers=drivers)
    shared = setting.organisation.motives
    if shared and own is None:
        drivers = tuple(Coded(item.driver) for item in shared)
        return met("shared", at=("organisation", "motives"), drivers=drivers)
    if own is not None:
        return not_met("none", at=("sourcing", "motive"))
    if shared is not None:
        return not_met("none_shared", at=("organisation", "motives"))
    return unknown("unrecorded", at=("sourcing", "motive"))
