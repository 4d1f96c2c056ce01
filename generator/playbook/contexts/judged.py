"""An organisation judged, with what is still true of how it was judged before."""

from __future__ import annotations

from functools import partial

from playbook.assess import Assessing, Assessment, Result
from playbook.contexts.alike import Alike
from playbook.contexts.portfolio import Portfolio
from playbook.findings import Finding, Judgement, Risk
from playbook.gains import Gains
from playbook.lazily import Lazily
from playbook.model.inventory import Inventory
from playbook.model.source import Source


def judge(inventory: Inventory, judgement: Judgement, former: Portfolio | None) -> Portfolio:
    """Judge processes when they are asked for; what did not change is taken over.

    Args:
        inventory: The organisation and its processes.
        judgement: What they are judged by.
        former: The same organisation as it was judged before.
    """
    method, setting = judgement.method, judgement.setting
    processes = inventory.processes.by_id
    if former and not _alike(inventory, judgement, former):
        former = None
    changed = _changed(inventory, former.inventory) if former else frozenset[str]()
    places, whole = inventory.places, inventory.organisation_places
    organisation = setting.organisation
    results, findings = Alike[Result](), Alike[Finding]()

    def assess_one(ident: str) -> Assessment:
        source = Source(processes[ident], organisation, places[ident], whole)
        one = Assessing(source, setting)
        return one.joined(method, results.of(ident, partial(one.results, method)))

    def judge_one(ident: str) -> Risk:
        process, assessment = processes[ident], assessments[ident]
        found = findings.of(ident, partial(judgement.findings, process, assessment))
        return judgement.joined(process, assessment, found)

    assessments = Lazily(processes, assess_one, former.assessments.known(changed) if former else {})
    risks = Lazily(processes, judge_one, former.risks.known(changed) if former else {})
    gains = former.gains.without(changed) if former else Gains(method, judgement)
    portfolio = Portfolio(
        inventory=inventory,
        processes=processes,
        method=method,
        setting=setting,
        assessments=assessments,
        risks=risks,
        gains=gains,
        ignored=judgement.ignored,
        results=results,
        findings=findings,
    )
    if former:
        portfolio.ledger.update(former.ledger)
        for ident in changed:
            portfolio.ledger.pop(ident, None)
    return portfolio


def _changed(inventory: Inventory, former: Inventory) -> frozenset[str]:
    """Return the processes that were there, and are not or not as they were."""
    now, places = inventory.processes.by_id, inventory.places
    # A file that did not change gives the very same value: nothing in it is looked at.
    same = frozenset(inventory.processes.files)
    return frozenset(
        ident
        for file in former.processes.files
        if file not in same
        for ident, process in file.by_id.items()
        if now.get(ident) != process or places[ident] != file.places[ident]
    )


def _alike(inventory: Inventory, judgement: Judgement, former: Portfolio) -> bool:
    """Tell whether the same process is judged as it was."""
    before = former.gains.judgement
    return (
        before.setting == judgement.setting
        and before.method == judgement.method
        and before.ignored == judgement.ignored
        and before.rules is judgement.rules
        and former.inventory.organisation_places == inventory.organisation_places
    )
