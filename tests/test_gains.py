"""The cheapest next thing keeps its promise, and assessment has no hidden state."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventories import TODAY, assess, judge, method, write_project
from playbook import gains
from playbook.assess import assess_process
from playbook.criteria import CRITERIA
from playbook.findings import Judgement
from playbook.gains import Gain, Gains
from playbook.lazily import Latest
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.load.store import Shelf
from playbook.model.figures import Volume
from playbook.model.inventory import Inventory
from playbook.model.process import Process, Sourcing
from playbook.model.processes import Filed, Processes
from playbook.model.scalars import Duration, Quantity
from playbook.model.setting import Setting
from playbook.model.steps import StepNote, Steps
from playbook.opening import Opening
from playbook.reach import KEYS_ONLY, NO_FACTS, TOLD_ONLY, Effect, Glance, Reach
from playbook.rules import RULES
from playbook.rules.rule import RULE_TABLES, Case, Outcome, Rule, clear, fired, rule
from playbook.sight import EVERYTHING, names_in
from playbook.site import Site, open_site
from playbook.trial import Trial

METHOD = method()
REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(REPOSITORY, Opening(TODAY))


@pytest.fixture(scope="module")
def waterland(site: Site) -> Any:
    return next(p for p in site.portfolios if p.inventory.id == "waterland")


def test_what_is_promised_is_what_closing_clears(waterland: Any) -> None:
    """Fill in what is named, judge the whole process anew, and compare."""
    tried = 0
    for process in waterland.inventory.processes:
        assessment = waterland.assessments[process.id]
        risk = waterland.risks[process.id]
        for gain in waterland.first_gains(process.id):
            filled, setting, _ = waterland.gains.closed(gain.code, process)
            places = waterland.inventory.places[process.id]
            judgement = Judgement(METHOD, setting, {})
            after = assess_process(filled, places, places, METHOD, setting)
            now = judgement.risk(filled, after)
            assert risk.points - now.points == gain.points, (process.id, gain.code)
            before_open = {r.code for s in assessment.steps for r in s.results if r.open}
            after_open = {r.code for s in after.steps for r in s.results if r.open}
            assert tuple(sorted(before_open - after_open)) == gain.criteria
            tried += 1
    assert tried > 300


def test_what_is_named_clears_something(waterland: Any) -> None:
    for process in waterland.inventory.processes:
        for gain in waterland.first_gains(process.id):
            assert gain.points > 0 or gain.criteria, (process.id, gain.code)


def test_every_criterion_that_fields_decide_can_be_closed_in_an_empty_process(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "p", {}, [{"id": "p", "name": "P"}])
    portfolio = open_site(project, Opening(TODAY)).portfolios[0]
    closed = {code for gain in portfolio.first_gains("p") for code in gain.criteria}
    codes = {c.code for step in METHOD.steps for c in step.criteria} - {"A0"}
    assert closed == codes


def test_the_order_of_processes_and_files_does_not_matter(waterland: Any) -> None:
    inventory = waterland.inventory
    shuffled = list(inventory.processes)
    random.Random(3).shuffle(shuffled)  # noqa: S311
    processes = Processes([Filed.of(tuple(shuffled), inventory.places)])
    other = msgspec.structs.replace(inventory, processes=processes)
    setting = waterland.setting
    assessments = assess(other, METHOD, setting)
    assert assessments == dict(waterland.assessments)
    judgement = Judgement(METHOD, setting, {})
    assert judge(other, assessments, judgement) == dict(waterland.risks)


def test_the_order_of_keys_does_not_matter(tmp_path: Path) -> None:
    fields = {
        "accountable": "r",
        "trigger": "in",
        "result": "out",
        "exceptions": {"rate": "30%", "catalogue": ["a"]},
        "sourcing": {"intent": "talks"},
    }
    made = []
    for at, order in enumerate((list(fields), list(reversed(fields)))):
        process = {"id": "p", "name": "P", **{key: fields[key] for key in order}}
        roles = {"roles": [{"id": "r", "name": "R"}]}
        project = write_project(tmp_path / str(at), roles, [process])
        portfolio = open_site(project, Opening(TODAY)).portfolios[0]
        risk = portfolio.risks["p"]
        made.append([(f.code, f.state, f.points, f.reason) for f in risk.findings])
    assert made[0] == made[1]


def outcomes(inventory: Inventory, process: Process) -> dict[str, str]:
    setting = Setting(inventory.organisation, METHOD.numbers, TODAY)
    places = next(iter(inventory.places.values()))
    assessment = assess_process(process, places, places, METHOD, setting)
    judgement = Judgement(METHOD, setting, {})
    risk = judgement.risk(process, assessment)
    states = {r.code: r.state for s in assessment.steps for r in s.results}
    return states | {finding.code: finding.state for finding in risk.findings}


RICH = read_project(Folder.at(REPOSITORY)).inventories[-1]
FIELDS = [name for name in Process.__struct_fields__ if name not in ("id", "name", "sourcing")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_adding_a_fact_never_makes_an_outcome_unknown(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(RICH.processes))
    field = data.draw(st.sampled_from([f for f in FIELDS if getattr(whole, f) is not None]))
    others = data.draw(st.sets(st.sampled_from(FIELDS)))
    names = set(Process.__struct_fields__) - {"id", "name", "sourcing"}
    empty = dict.fromkeys(names - others - {field})
    without = msgspec.structs.replace(whole, **empty, **{field: None})
    with_it = msgspec.structs.replace(without, **{field: getattr(whole, field)})
    before, after = outcomes(RICH, without), outcomes(RICH, with_it)
    turned = {
        code
        for code, state in after.items()
        if state == "unknown" and before.get(code) not in (None, "unknown")
    }
    assert turned == set()


def test_nothing_looks_at_what_is_no_fact(waterland: Any) -> None:
    """Processes with the same facts are tried once, so a name must not decide anything."""
    attributes = {field.name for field in msgspec.structs.fields(Process)}
    assert set(NO_FACTS) <= attributes
    for process in waterland.inventory.processes:
        bare = msgspec.structs.replace(process, **NO_FACTS)
        assert outcomes(waterland.inventory, bare) == outcomes(waterland.inventory, process)


def test_nothing_is_decided_by_what_is_only_told(waterland: Any) -> None:
    """What was tried on one process is recalled for another with other names inside."""
    renamed = 0
    for process in waterland.inventory.processes:
        other: dict[str, object] = {}
        for field, names in TOLD_ONLY.items():
            new = {name: f"another {name}" for name in names}
            items = getattr(process, field) or ()
            other[field] = tuple(msgspec.structs.replace(item, **new) for item in items) or None
            renamed += len(items)
        changed = msgspec.structs.replace(process, **other)
        assert outcomes(waterland.inventory, changed) == outcomes(waterland.inventory, process)
    assert renamed > 50


def test_amounts_of_two_sorts_are_not_taken_for_one() -> None:
    glance = Glance("x", frozenset())
    five = [SimpleNamespace(x=sort(5, "days")) for sort in (Duration, Quantity)]
    assert glance.of(five[0]) == glance.of(SimpleNamespace(x=Duration(5, "days")))
    assert glance.of(five[0]) != glance.of(five[1])
    assert glance.of(SimpleNamespace(x=True)) != glance.of(SimpleNamespace(x=1))


def test_of_a_table_the_keys_are_seen() -> None:
    glance = Glance("x", frozenset(("peak",)), frozenset(("months",)))
    tables = [None, {}, {"2026-01": 1}, {"2026-01": 2}, {"2026-02": 2}]
    seen = [glance.of(SimpleNamespace(x=Volume(months=table))) for table in tables]
    assert len(set(seen)) == 4
    assert seen[2] == seen[3]


@contextmanager
def counted_tries() -> Iterator[list[str]]:
    """Count what is tried, by the code of what it closes."""
    tries: list[str] = []
    real = Trial.change

    def counted(self: Trial, *given: Any) -> Any:
        tries.append(given[3])
        return real(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trial, "change", counted)
        yield tries


def test_a_change_is_recalled_for_a_process_that_differs_elsewhere(tmp_path: Path) -> None:
    """Which roles work in an activity does not matter to what filling in its value clears."""
    roles = [{"id": ident, "name": ident} for ident in ("a", "b", "c")]
    processes = [
        {"id": f"p{at}", "name": "P", "activities": [{"id": "x", "name": "X", "accountable": role}]}
        for at, role in enumerate(("a", "b", "c"))
    ]
    project = write_project(tmp_path / "p", {"roles": roles}, processes)
    portfolio = open_site(project, Opening(TODAY)).portfolios[0]
    with counted_tries() as tries:
        found = [portfolio.first_gains(f"p{at}") for at in range(3)]
    assert found[0] == found[1] == found[2]
    assert tries.count("S1") == 1
    assert tries.count("H1") == 3, "who is accountable goes together with who works in it"


def project(folder: Path, *processes: dict[str, object]) -> Inventory:
    """Return an inventory of processes with these facts."""
    known = [{"id": f"p{at}", "name": "P", **facts} for at, facts in enumerate(processes)]
    around = {"units": [{"id": "u", "name": "U"}], "roles": [{"id": "r", "name": "R"}]}
    return read_project(Folder.at(write_project(folder / "p", around, known))).inventories[0]


def together_as_alone(
    inventory: Inventory, rules: dict[str, Rule]
) -> tuple[Gains, list[list[Gain]]]:
    """Try what closes the gaps of some processes, and find what each of them finds alone."""
    setting = Setting(inventory.organisation, METHOD.numbers, TODAY)
    judgement = Judgement(METHOD, setting, {}, rules)
    together, found = Gains(METHOD, judgement), []
    for process in inventory.processes:
        places = inventory.places[process.id]
        assessment = assess_process(process, places, places, METHOD, setting)
        risk = judgement.risk(process, assessment)
        found.append(together.of(process, assessment, risk))
        assert found[-1] == Gains(METHOD, judgement).of(process, assessment, risk)
    return together, found


def points(gains: list[Gain], code: str) -> int:
    return next((gain.points for gain in gains if gain.code == code), 0)


def test_a_rule_that_another_silences_is_recalled_only_where_that_says_the_same(
    tmp_path: Path,
) -> None:
    """The silencing rule looks at a field that neither the change nor the other looks at."""
    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 1, reads=("terms",))(lambda _case: clear("there"))
        rule("OWN-02", "scope", 5, reads=("trigger",), unless="OWN-01")(lambda _case: fired("said"))
    terms = [{"term": "case", "meaning": "One request."}]
    _, found = together_as_alone(project(tmp_path, {"terms": terms}, {}), own)
    cleared = [points(gains, "H2") for gains in found]
    assert cleared == [0, 0], "it fires for the first, and says nothing of the second"


def test_a_rule_that_is_told_by_names_what_to_look_at_is_tried(tmp_path: Path) -> None:
    """Names of values that a function is given are looked up where it hands the process on."""

    def missing(process: Process, **names: object) -> list[str]:
        return [name for name in names if getattr(process, name) is None]

    def told(case: Case) -> Outcome:
        return fired("x") if missing(case.process, terms=1) else clear("x")

    def handed(case: Case, *, names: tuple[str, ...] = ("forms",)) -> Outcome:
        return fired("x") if missing(case.process, **dict.fromkeys(names)) else clear("x")

    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 5)(told)
        rule("OWN-02", "scope", 5)(handed)
    together, found = together_as_alone(project(tmp_path, {}), RULES | own)
    assert together.reach.of((("terms",),)) == ({"H5"}, {"OWN-01"})
    assert points(found[0], "H5") == 5
    assert points(found[0], "U6") == 5


class Inspector:
    """Looks at a process, as a class of an extension may."""

    def __init__(self, process: Process) -> None:
        self.agreed = process.terms is not None


@cache
def agreed(process: Process) -> bool:
    return process.terms is not None


def test_a_rule_that_looks_by_something_of_its_own_is_tried(tmp_path: Path) -> None:
    own: dict[str, Rule] = {}
    ways = (agreed, lambda process: Inspector(process).agreed)
    with RULE_TABLES.into(own):
        for at, way in enumerate(ways, 1):
            rule(f"OWN-0{at}", "scope", 2)(
                lambda case, way=way: (clear if way(case.process) else fired)("x")
            )
    _, found = together_as_alone(project(tmp_path, {}), RULES | own)
    assert points(found[0], "H5") == 4


def test_what_only_has_to_be_there_is_no_other_by_what_it_says(tmp_path: Path) -> None:
    """What a process is set going by has to be there for H2, and is not looked at by it."""
    units = [{"unit": "u"}]
    edges = [dict.fromkeys(("trigger", "result", "customer"), text) for text in "abc"]
    facts: list[dict[str, object]] = [{"units": units, **each} for each in edges]
    with counted_tries() as tries:
        _, found = together_as_alone(project(tmp_path, *facts, {"units": units}), RULES)
    assert found[0] == found[1] == found[2] != found[3]
    alone = 4
    assert tries.count("C3") == alone + 2, "with a trigger and without"


def test_a_name_inside_a_field_is_not_the_field_of_that_name(tmp_path: Path) -> None:
    """A measure has a result, as a process has, and a step and a variant have a decision."""
    reach = Reach(METHOD, Judgement(METHOD, Setting(RICH.organisation, METHOD.numbers, TODAY), {}))
    assert reach.of((("result",),)) == ({"H2"}, {"SCO-04"})
    assert reach.of((("decision",),)) == ({"O1"}, frozenset())
    facts: list[dict[str, object]] = [{"result": text} for text in "abc"]
    with counted_tries() as tries:
        together_as_alone(project(tmp_path, *facts), RULES)
    alone = 3
    assert tries.count("S7") == tries.count("S5") == alone + 1


def test_how_much_is_counted_in_a_month_makes_no_other_process_of_it(tmp_path: Path) -> None:
    """Shipped judgements look at which months are counted; others may look at the numbers."""
    counts = [{"unit": "case", "months": {"2026-01": count, "2026-02": 7}} for count in (5, 50)]
    facts: list[dict[str, object]] = [{"volumes": each} for each in counts]
    alone = len(facts)
    inventory = project(tmp_path, *facts)
    with counted_tries() as tries:
        together_as_alone(inventory, RULES)
    assert tries.count("S7") == alone + 1

    def busy(case: Case) -> Outcome:
        most = max(max((volume.months or {}).values()) for volume in case.process.counts)
        return fired("x") if case.process.kpis and most > 9 else clear("x")

    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 5)(busy)
    found = together_as_alone(inventory, RULES | own)[1]
    assert points(found[0], "S7") == points(found[1], "S7") + 5


def test_nothing_is_decided_by_how_much_is_counted(waterland: Any) -> None:
    """Of the tables by month only which months they have may decide anything."""
    assert frozenset(("months",)) == KEYS_ONLY
    other = 0
    for process in waterland.inventory.processes:
        more: dict[str, object] = {}
        for field in ("volumes", "kpis"):
            items = getattr(process, field) or ()
            new = [
                msgspec.structs.replace(item, months=dict.fromkeys(item.months, 3))
                if item.months
                else item
                for item in (items if isinstance(items, tuple) else (items,))
            ]
            other += sum(item.months is not None for item in new)
            more[field] = tuple(new) or getattr(process, field)
        changed = msgspec.structs.replace(process, **more)
        assert outcomes(waterland.inventory, changed) == outcomes(waterland.inventory, process)
    assert other > 10


def test_a_note_on_a_step_is_recalled_unless_the_step_is_skipped(tmp_path: Path) -> None:
    """Whether to concentrate is decided alike, whoever performs the process."""
    facts: list[dict[str, object]] = [{"units": [{"unit": "u", "role": "performs"}]}, {}]
    facts += [{**each, "sourcing": {"intent": "talks"}} for each in facts]
    with counted_tries() as tries:
        _, found = together_as_alone(project(tmp_path, *facts), RULES)
    alone = len(facts)
    assert tries.count("C1") == alone + 2, "once for those that are talked about"
    assert tries.count("PEO-05") == 2 + 2, "the step is skipped, which is tried each time"
    skipped = [next(gain for gain in gains if gain.code == "PEO-05") for gains in found[2:]]
    assert [("C2" in gain.criteria, gain.steps) for gain in skipped] == [
        (False, ("concentrate",)),
        (True, ("concentrate",)),
    ]


def test_that_a_step_is_skipped_is_not_recalled(waterland: Any) -> None:
    """It is done or does not apply, whatever is open of its criteria."""
    whole, touched = waterland.inventory.processes[0], (("steps",),)
    process = msgspec.structs.replace(whole, evidence=None, waivers=None, steps=None, sourcing=None)
    places = waterland.inventory.places[process.id]
    assessment = assess_process(process, places, places, METHOD, waterland.setting)
    gains = Gains(METHOD, waterland.gains.judgement)
    risk = gains.judgement.risk(process, assessment)
    trial = Trial(process, assessment, risk, gains.reach)
    for note, known in ((StepNote(reason="X."), True), (StepNote(not_applicable="X."), False)):
        gains.reach.same.clear()
        changed = msgspec.structs.replace(process, steps=Steps(unify=note))
        tried = trial.change(changed, waterland.setting, touched, "C1")
        assert trial.recall(touched, "C1") == (tried if known else None)


def test_a_change_is_recalled_only_where_a_rule_finds_the_same_steps(waterland: Any) -> None:
    """The rule looks at the state of a step that the change does not turn."""

    def hasty(case: Case) -> Outcome:
        return fired("x") if case.process.exit and case.steps["unify"] == "open" else clear("x")

    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 5)(hasty)
    whole = next(each for each in waterland.inventory.processes if each.id == "payment-run")
    none = {"evidence": None, "waivers": None, "steps": None}
    talks = Sourcing(intent="talks")
    done = msgspec.structs.replace(whole, sourcing=talks, exit=None, **none)
    still = msgspec.structs.replace(done, instruction=None)
    places = waterland.inventory.places[whole.id]
    judgement = Judgement(METHOD, waterland.setting, {}, RULES | own)
    together, found = Gains(METHOD, judgement), []
    for ident, process in (("done", done), ("still", still)):
        one = msgspec.structs.replace(process, id=ident)
        assessment = assess_process(one, places, places, METHOD, waterland.setting)
        risk = judgement.risk(one, assessment)
        gains = together.of(one, assessment, risk)
        assert gains == Gains(METHOD, judgement).of(one, assessment, risk)
        cleared = max(gain.points for gain in gains if "exit" in gain.fields)
        found.append((assessment.step("unify").state, cleared))
    cleared = found[0][1]
    assert found == [("done", cleared), ("open", cleared - 5)]


def test_facts_of_the_organisation_leave_the_data_of_a_process_to_look_at(waterland: Any) -> None:
    around = (("organisation",), ("data",))
    seen = {glance.field for glance in waterland.gains.reach.glances(around)}
    assert "data" in seen


def test_what_a_function_may_look_at_is_read_from_its_code() -> None:
    """A judgement must be reached by every field that it reads, through whatever it calls."""
    reach = Reach(
        METHOD,
        Judgement(METHOD, Setting(RICH.organisation, METHOD.numbers, TODAY), {}),
    )
    for code, criterion in CRITERIA.items():
        looks = reach.criteria[code]
        fields = {field.split(".")[0].split("[")[0] for field in criterion.reads}
        assert fields <= looks.heads | looks.needed
    assert "knowledge_holders" in reach.criteria["C5"].names
    assert "volumes" not in reach.criteria["C5"].names
    assert "accountable" in reach.rules["RES-01"].heads, "through a property"
    assert "steps" in reach.rules["RES-07"].names
    assert reach.of((("activities", "value"),))[0] == {"S1"}
    around = reach.of((("organisation",),))
    assert {"H6", "H7", "SCO-05"} <= around[0] | around[1], "not on the process"


def test_a_function_that_looks_at_fields_by_no_name_may_look_at_everything() -> None:
    def careless(case: Case) -> object:
        return vars(case.process)

    assert names_in(careless, ()) == {EVERYTHING}


def test_a_field_that_has_to_be_there_is_reached_with_what_it_stands_in() -> None:
    """The function itself looks at nothing."""
    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 1, reads=("exceptions.rate", "terms"))(lambda _case: clear("x"))
    setting = Setting(RICH.organisation, METHOD.numbers, TODAY)
    reach = Reach(METHOD, Judgement(METHOD, setting, {}, own))
    for touched in (("exceptions",), ("exceptions", "rate"), ("terms",)):
        assert reach.of((touched,))[1] == {"OWN-01"}
    for touched in (("exceptions", "kind"), ("terms", "term"), ("forms",)):
        assert reach.of((touched,))[1] == frozenset()


def test_who_may_look_at_everything_is_taken_to_see_it_all() -> None:
    own: dict[str, Rule] = {}
    with RULE_TABLES.into(own):
        rule("OWN-01", "scope", 1)(lambda case: fired(str(vars(case))))
    setting = Setting(RICH.organisation, METHOD.numbers, TODAY)
    reach = Reach(METHOD, Judgement(METHOD, setting, {}, own))
    seen = {glance.field: glance.names or set() for glance in reach.glances((("terms",),))}
    assert set(seen) == set(Process.__struct_fields__) - {"terms", *NO_FACTS}
    assert {"months", "peak", "at"} <= seen["volumes"]
    assert "name" in seen["activities"]


def test_what_was_tried_on_another_process_is_the_same_here(waterland: Any) -> None:
    """Processes without some facts share what was tried; each has to be as if tried alone."""
    chance = random.Random(7)  # noqa: S311
    inventory, judgement = waterland.inventory, waterland.gains.judgement
    together = Gains(METHOD, judgement)
    recalled = 0
    for turn in range(120):
        whole = chance.choice(inventory.processes)
        kept = {name for name in FIELDS if chance.random() < 0.3}
        empty = dict.fromkeys(set(FIELDS) - kept - {"evidence", "waivers", "steps"})
        some = {"evidence": None, "waivers": None, "steps": None} if turn % 3 else {}
        process = msgspec.structs.replace(whole, id=f"p{turn}", **empty, **some)
        places = inventory.places[whole.id]
        assessment = assess_process(process, places, places, METHOD, waterland.setting)
        risk = judgement.risk(process, assessment)
        before = len(together.reach.same)
        gains = together.of(process, assessment, risk)
        recalled += len(together.reach.same) == before
        assert gains == Gains(METHOD, judgement).of(process, assessment, risk)
    assert together.reach.same
    assert recalled > 10, recalled
    effects = [each for tried in together.reach.same.values() for each in tried.values()]
    assert len({id(each) for each in effects}) == len(set(effects)) < len(effects)


def test_a_change_that_opens_a_criterion_does_not_clear_its_step(waterland: Any) -> None:
    """As it is recalled of another process: there it was open afterwards, here it is met."""
    reach, touched = waterland.gains.reach, (("name",),)
    told = []
    for process in waterland.inventory.processes:
        assessment, risk = waterland.assessments[process.id], waterland.risks[process.id]
        for step in assessment.steps:
            required = [each for each in step.results if each.required]
            still = frozenset(each.code for each in required if each.open)
            met = frozenset(each.code for each in required if not each.open)
            if step.state != "open" or not met:
                continue
            for opened in (frozenset[str](), met):
                trial = Trial(process, assessment, risk, reach)
                effect = Effect(opened, still, (step.code,), ())
                rest = tuple(glance.of(process) for glance in reach.glances(touched))
                talks = not reach.of_steps.isdisjoint(reach.judgement.applicable(process))
                reach.same[touched, "made up", talks] = {rest: effect}
                if (changed := trial.recall(touched, "made up")) is not None:
                    told.append((bool(opened), changed.steps == (step.code,)))
    assert set(told) == {(False, True), (True, False)}
    for talks in (True, False):
        reach.same.pop((touched, "made up", talks), None)


def test_gains_are_the_most_first(waterland: Any) -> None:
    for process in waterland.inventory.processes:
        gains = waterland.first_gains(process.id)
        keys = [(len(g.steps), g.points, len(g.criteria)) for g in gains]
        assert keys == sorted(keys, reverse=True)


def test_gains_name_fields(waterland: Any) -> None:
    assert isinstance(waterland.gains, Gains)
    for process in waterland.inventory.processes:
        assert all(gain.fields for gain in waterland.first_gains(process.id))


def test_after_a_save_only_what_changed_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few processes are remembered whole, of each is remembered what it came to."""
    monkeypatch.setattr(gains, "MOST_KNOWN", 2)
    processes = [{"id": f"p{at}", "name": f"P{at}", "purpose": "X."} for at in range(6)]
    project = write_project(tmp_path / "p", {}, processes)
    opening = Opening(TODAY, shelf=Shelf())
    site = open_site(project, opening)
    findings = next(page for page in site.pages.values() if page.kind == "findings")
    shown = site.html(findings)
    asked: list[str] = []
    of = Gains.of

    def counted(self: Gains, process: Process, *given: Any) -> Any:
        asked.append(process.id)
        return of(self, process, *given)

    monkeypatch.setattr(Gains, "of", counted)
    assert len(site.portfolios[0].gains._known) == 2
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("purpose: X.", "purpose: Y.", 1), "utf-8")
    after = open_site(project, opening, site)
    assert after.html(findings) == shown
    assert asked == ["p0"]
    assert len(after.portfolios[0].gains._known) == 2


@given(st.lists(st.integers(0, 9)), st.integers(1, 4))
def test_the_latest_are_kept_and_no_more(keys: list[int], most: int) -> None:
    kept = Latest[int, int](most)
    for key in keys:
        kept[key] = key
    assert len(kept) == min(most, len(set(keys)))
    assert not keys or keys[-1] in kept


def test_threads_share_what_is_kept() -> None:
    """The preview thinks out several pages at once."""
    kept = Latest[int, int](3)

    def work(number: int) -> None:
        for at in range(20_000):
            kept[(at + number) % 7] = at

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
    finally:
        sys.setswitchinterval(before)
    assert len(kept) == 3
