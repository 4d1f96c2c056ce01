"""Builds: only what has to be made is made, whatever is kept from before; all or nothing."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import playbook.build
from inventories import TODAY, write_project
from playbook import plan, resources, workers
from playbook.build import Build
from playbook.contexts.judged import judge
from playbook.contexts.keys import OVERVIEWS, PLACED
from playbook.contexts.portfolio import Portfolio
from playbook.former import source_digest
from playbook.ledger import Ledger
from playbook.load.store import Store
from playbook.model.inventory import Inventory
from playbook.model.places import Located
from playbook.model.processes import Filed, Processes
from playbook.model.theme import Layer, Template
from playbook.opening import Opening
from playbook.printed import OWN_PAGE_ONLY
from playbook.problems import Unusable
from playbook.reach import NO_FACTS
from playbook.site import Site, open_site
from playbook.write import manifest
from playbook.write.output import Output, Written
from test_cli import run

SLOW = pytest.mark.slow
ORGANISATION: dict[str, Any] = {
    "departments": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    "roles": [{"id": "lead", "name": "Lead"}],
}


def processes(many: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"p{at:02}",
            "name": f"Process {at}",
            "department": "ab"[at % 2],
            "purpose": f"Does **{at}**. See {{process}}`p{(at + 1) % many:02}`.",
            "accountable": "lead",
            "follows": [f"p{(at + 2) % many:02}"],
            "exceptions": {"rate": f"{at}%", "kind": "measured", "on": "2026-03-01"},
        }
        for at in range(many)
    ]


def make(folder: Path, many: int = 12) -> Path:
    """Write a project with one file for each process."""
    root = write_project(folder, ORGANISATION, processes(many))
    inside = root / "content" / "organisations" / "x" / "processes"
    text = (inside / "all.yaml").read_text("utf-8")
    (inside / "all.yaml").unlink()
    for at, part in enumerate(text.split("- id: ")[1:]):
        (inside / f"{at:02}.yaml").write_text(f"processes:\n- id: {part}", "utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


@dataclasses.dataclass
class Done:
    """What a build did, which pages and scripts it made, and which pages it thought out."""

    written: Written
    rendered: list[str]
    thought: list[str]


def build(
    project: Path,
    store: Path | None = None,
    output: Path | None = None,
    jobs: int = 1,
    trusted: bool = False,
) -> Done:
    """Build in this process and keep which pages and scripts of the index are made."""
    kept = Store(store) if store else None
    site = open_site(project, Opening(TODAY, trusted, store=kept))
    rendered: list[str] = []
    through: Callable[..., bytes] = site.rendered

    def counted(page: Any, shown: Any) -> bytes:
        rendered.append(page.path)
        return through(page, shown)

    thought: list[str] = []
    thinking: Callable[..., Any] = site.context

    def noticed(page: Any) -> Any:
        thought.append(page.path)
        return thinking(page)

    indexed: Callable[..., bytes] = site.script

    def noted(part: Any) -> bytes:
        rendered.append(part.path)
        return indexed(part)

    object.__setattr__(site, "rendered", counted)
    object.__setattr__(site, "script", noted)
    object.__setattr__(site, "context", noticed)
    target = Output(output or project / "site", project)
    written = Build(site, target, jobs, kept).run(lambda _pages: None)
    return Done(written, sorted(rendered), sorted(thought))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != manifest.NAME
    }


def clean(project: Path, folder: Path, trusted: bool = False) -> dict[str, bytes]:
    """Return the files of a build that knows nothing of earlier ones."""
    shutil.rmtree(folder, ignore_errors=True)
    build(project, None, folder, trusted=trusted)
    return files(folder)


def edit(project: Path, number: int, old: str, new: str) -> None:
    path = project / "content" / "organisations" / "x" / "processes" / f"{number:02}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_second_build_renders_and_writes_nothing(project: Path, tmp_path: Path) -> None:
    first = build(project, tmp_path / "store")
    names = files(project / "site")
    made = [name for name in names if name.endswith(".html") or "/search/" in name]
    assert sorted(first.rendered) == sorted(made)
    before = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    second = build(project, tmp_path / "store")
    assert second.rendered == []
    assert second.written == Written(first.written.total, 0, 0)
    assert before == {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}


def test_a_comment_at_the_end_renders_and_judges_nothing(
    project: Path, tmp_path: Path, judged: list[tuple[str, str]]
) -> None:
    build(project, tmp_path / "store")
    assert judged
    judged.clear()
    path = project / "content" / "organisations" / "x" / "processes" / "03.yaml"
    path.write_text(path.read_text() + "# seen\n")
    assert build(project, tmp_path / "store").rendered == []
    assert judged == []


def test_a_changed_text_renders_its_page_alone(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "store")
    edit(project, 3, "Does **3**", "Does **three**")
    done = build(project, tmp_path / "store")
    made = ["processes/p03.html", "search/1.js"]
    assert done.rendered == [f"x/{language}/{name}" for language in ("en", "nl") for name in made]
    assert done.written.written == len(done.rendered)


@pytest.mark.skipif(not workers.CAN_FORK, reason="workers share nothing here")
def test_the_first_page_is_made_before_workers_part(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What all pages share is made with it once; what a worker makes is not counted here."""
    monkeypatch.setattr(playbook.build, "WORTH_SHARING", 2)
    done = build(project, None, tmp_path / "site", jobs=2)
    made = [path for path in done.rendered if "/processes/" in path]
    assert {path.rpartition("/")[2] for path in made} == {"p00.html"}
    assert len(list((tmp_path / "site" / "x" / "en" / "processes").iterdir())) > len(made)


def test_only_the_department_of_a_changed_process_is_thought_out_again(
    project: Path, tmp_path: Path
) -> None:
    build(project, tmp_path / "store")
    edit(project, 3, "Does **3**", "Does **three**")
    done = build(project, tmp_path / "store")
    about = [path for path in done.thought if path.startswith("x/en/departments/")]
    assert about == ["x/en/departments/b.html"]
    assert "x/en/processes/p04.html" not in done.thought


def test_what_only_its_own_page_shows_leaves_every_count_as_it_was(
    project: Path, tmp_path: Path
) -> None:
    build(project, tmp_path / "store")
    edit(project, 3, "Does **3**", "Does **three**")
    done = build(project, tmp_path / "store")
    kinds = {path.split("/")[2].removesuffix(".html") for path in done.thought if "/en/" in path}
    assert kinds.isdisjoint(("index", "trust", "quality", "steps", "rules", "roles"))
    edit(project, 3, "rate: 3%", "rate: 30%")
    again = build(project, tmp_path / "store")
    assert {"x/en/index.html", "x/en/trust.html", "x/en/roles/lead.html"} < set(again.thought)


def test_a_line_more_leaves_pages_as_they_were_that_show_no_line(
    project: Path, tmp_path: Path
) -> None:
    build(project, tmp_path / "store")
    path = project / "content" / "organisations" / "x" / "processes" / "03.yaml"
    path.write_text("# seen\n" + path.read_text())
    thought = build(project, tmp_path / "store").thought
    kinds = {
        address.split("/")[2].removesuffix(".html") for address in thought if "/en/" in address
    }
    assert {"processes", "trust", "findings", "rules", "quality"} <= kinds
    assert kinds.isdisjoint(("index", "agenda", "steps", "roles", "a-z"))


def test_no_page_that_counts_shows_what_only_the_own_page_of_a_process_shows(site: Site) -> None:
    """For these no page is thought out that tells of many processes, so none may show them."""
    shown = {field for item in site.portfolios for field in _own_page_only(item)}
    assert shown == set(OWN_PAGE_ONLY), "an example organisation should use each of them"
    assert OWN_PAGE_ONLY.keys() <= NO_FACTS.keys()
    other = _judged_with(site, _bare)
    kinds: Counter[str] = Counter()
    for page in site.pages.values():
        if page.kind in OVERVIEWS:
            kinds[page.kind] += 1
            assert other.context(page) == site.context(page), page.path
    assert set(kinds) == OVERVIEWS


def _judged_with(site: Site, change: Callable[[Inventory], Processes]) -> Site:
    """Return a site of other processes, judged anew."""
    portfolios = (
        judge(
            msgspec.structs.replace(item.inventory, processes=change(item.inventory)),
            item.gains.judgement,
            None,
        )
        for item in site.portfolios
    )
    return dataclasses.replace(site, portfolios=tuple(portfolios))


def _bare(inventory: Inventory) -> Processes:
    processes = (msgspec.structs.replace(each, **OWN_PAGE_ONLY) for each in inventory.processes)
    return Processes([Filed.of(tuple(processes), inventory.places)])


def test_of_pages_that_count_only_these_show_where_something_stands(site: Site) -> None:
    """After a line more in a file no other page is thought out that tells of many processes."""
    other = _judged_with(site, _moved)
    pages = (page for page in site.pages.values() if page.kind in OVERVIEWS)
    assert {page.kind for page in pages if other.context(page) != site.context(page)} == PLACED


def _moved(inventory: Inventory) -> Processes:
    places = {
        ident: Located(f"other/{located.file}", located.packed)
        for ident, located in inventory.places.items()
    }
    return Processes([Filed.of(tuple(inventory.processes), places)])


def _own_page_only(portfolio: Portfolio) -> Iterator[str]:
    for process in portfolio.inventory.processes:
        yield from (field for field in OWN_PAGE_ONLY if getattr(process, field) is not None)


OWN_RULE = """
from playbook.rules import clear, fired, rule


@rule("OWN-01", "scope", 4, reads=("purpose",))
def short(case):
    return (fired if "three" in str(case.process.purpose) else clear)("said", at=("purpose",))
"""
OWN_RULE_TEXTS = """
type: scope
rules:
  - code: OWN-01
    title: The purpose counts
    looks_at: The purpose.
    why: It should not count.
    question: Why does it count?
    mitigation: Do not count.
    fields: [purpose]
    who: owner
    example: {process: {purpose: three}}
    instead: {process: {purpose: some}}
    reasons: {said: So it says.}
"""


def test_every_count_is_thought_out_when_a_rule_of_the_project_may_look_at_anything(
    project: Path, tmp_path: Path
) -> None:
    (project / "playbook.yaml").write_text("title: Test\nextensions: [extensions/own.py]\n")
    (project / "extensions").mkdir()
    (project / "extensions" / "own.py").write_text(OWN_RULE)
    texts = project / "content" / "method" / "rules" / "own.yaml"
    texts.parent.mkdir(parents=True)
    texts.write_text(OWN_RULE_TEXTS)
    build(project, tmp_path / "store", trusted=True)
    edit(project, 3, "Does **3**", "Does **three**")
    build(project, tmp_path / "store", trusted=True)
    assert files(project / "site") == clean(project, tmp_path / "clean", trusted=True)


AS_THIRD = "As {process}`p03`"


@pytest.fixture
def several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide the processes of the search index over three parts."""
    monkeypatch.setattr(plan, "PER_INDEX_PART", 4)


@pytest.mark.usefixtures("several_parts")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("organisation.yaml", "- id: a\n", f"- id: a\n  purpose: {AS_THIRD}.\n"),
        ("organisation.yaml", "name: A\n", f"name: {AS_THIRD}\n"),
        ("organisation.yaml", "name: Lead\n", f"name: {AS_THIRD}\n"),
        ("processes/08.yaml", "name: Process 8\n", f"name: {AS_THIRD}\n"),
        ("processes/08.yaml", "  accountable:", "  trigger: As {process}`third`\n  accountable:"),
        ("processes/08.yaml", "{process}`p09`.", "{process}`p09\n  notes: " + AS_THIRD),
    ],
)
def test_pages_that_show_a_text_which_names_a_process_are_made_when_that_has_another_name(
    project: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    change(project / "content" / "organisations" / "x" / file, old, new)
    edit(project, 3, "  accountable:", "  formerly: [third]\n  accountable:")
    build(project, tmp_path / "store")
    edit(project, 3, "name: Process 3", "name: Third")
    build(project, tmp_path / "store")
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_a_page_is_made_when_what_it_names_by_a_former_id_has_another_id(
    project: Path, tmp_path: Path
) -> None:
    edit(project, 8, "{process}`p09`", "{process}`third`")
    edit(project, 3, "  accountable:", "  formerly: [third]\n  accountable:")
    build(project, tmp_path / "store")
    for number in (1, 2, 3):
        path = project / "content" / "organisations" / "x" / "processes" / f"{number:02}.yaml"
        path.write_text(path.read_text("utf-8").replace("p03", "p30"), "utf-8")
    edit(project, 3, "[third]", "[third, p03]")
    build(project, tmp_path / "store")
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_a_page_is_made_when_its_neighbours_change_places(project: Path, tmp_path: Path) -> None:
    """What stands before and after a process is named in that order."""
    build(project, tmp_path / "store")
    inside = project / "content" / "organisations" / "x" / "processes"
    for old, new in (("06", "02x"), ("02", "06"), ("02x", "02")):
        (inside / f"{old}.yaml").rename(inside / f"{new}.yaml")
    done = build(project, tmp_path / "store")
    assert "x/en/processes/p04.html" in done.rendered
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_a_changed_name_renders_the_pages_that_show_it(project: Path, tmp_path: Path) -> None:
    build(project, tmp_path / "store")
    edit(project, 3, "name: Process 3", "name: Third")
    done = build(project, tmp_path / "store")
    about = {path for path in done.rendered if "/processes/" in path and "/en/" in path}
    # Its own page; those that mention it, follow it, and are followed by it.
    assert about == {f"x/en/processes/p{n:02}.html" for n in (3, 2, 1, 5)}
    assert "x/en/departments/b.html" in done.rendered
    assert "x/en/departments/a.html" not in done.rendered
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_parsing_and_trying_out_are_not_done_twice(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playbook.gains import Gains  # noqa: PLC0415
    from playbook.load import files as reading  # noqa: PLC0415

    count: Counter[str] = Counter()
    parse, try_ = reading.parse, Gains._try

    def parsing(text: str, file: str) -> Any:
        count["parse"] += 1
        return parse(text, file)

    def trying(*given: Any) -> Any:
        count["tried"] += 1
        return try_(*given)

    monkeypatch.setattr(reading, "parse", parsing)
    monkeypatch.setattr(Gains, "_try", trying)
    build(project, tmp_path / "store")
    assert count["tried"] == 12
    assert count["parse"] > 13
    count.clear()
    edit(project, 3, "Does **3**", "Does **three**")
    build(project, tmp_path / "store")
    assert count == {"tried": 1, "parse": 1}


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Note what is judged, by criteria or by rules, and of which process."""
    from playbook.assess import Assessing  # noqa: PLC0415
    from playbook.findings import Judgement  # noqa: PLC0415

    noted: list[tuple[str, str]] = []
    results, findings = Assessing.results, Judgement.findings

    def assessing(one: Assessing, *given: Any) -> Any:
        noted.append(("results", one.process.id))
        return results(one, *given)

    def judging(judgement: Judgement, process: Any, *given: Any) -> Any:
        noted.append(("findings", process.id))
        return findings(judgement, process, *given)

    monkeypatch.setattr(Assessing, "results", assessing)
    monkeypatch.setattr(Judgement, "findings", judging)
    return noted


def test_of_processes_that_were_alike_one_is_judged(
    project: Path, tmp_path: Path, judged: list[tuple[str, str]]
) -> None:
    for at in range(2, 12):
        edit(project, at, f"rate: {at}%", "rate: 1%")
    build(project, tmp_path / "store")
    assert len(judged) == 24
    judged.clear()
    edit(project, 3, "Does **3**", "Does **three**")
    build(project, tmp_path / "store")
    # Those on the page of its department are alike: one stands for the rest.
    for what in ("results", "findings"):
        idents = {ident for each, ident in judged if each == what}
        assert len(idents) == 2
        assert idents > {"p03"}
    assert len(judged) == 4
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_what_is_told_after_a_build_is_counted_without_judging_all(
    project: Path, tmp_path: Path, judged: list[tuple[str, str]]
) -> None:
    from playbook.cli.concluding import tally  # noqa: PLC0415

    build(project, tmp_path / "store")
    edit(project, 3, "rate: 3%", "rate: 30%")
    kept = Store(tmp_path / "store")
    site = open_site(project, Opening(TODAY, store=kept))
    ledger = Ledger(site, kept)
    ledger.recall()
    judged.clear()
    counted = tally(site)
    assessed = {ident for what, ident in judged if what == "results"}
    assert assessed == {"p03"}, "the one that changed"
    assert counted == tally(open_site(project, Opening(TODAY)))
    assert counted.facts > 0
    assert counted.unknown > 0


def test_pages_are_the_same_with_any_number_of_workers(tmp_path: Path) -> None:
    project = make(tmp_path / "many", 60)
    sites = []
    for jobs in (1, 2, 3):
        build(project, None, tmp_path / f"site{jobs}", jobs)
        sites.append(files(tmp_path / f"site{jobs}"))
    assert sites[0] == sites[1] == sites[2]


def damages(store: Path, site: Path, chance: random.Random) -> Iterator[str]:
    """Damage what is kept, each time in another way, and say how."""
    kept = sorted(path for path in store.iterdir() if path.is_file())
    shutil.rmtree(store)
    yield "the cache is gone"
    for path in sorted(store.iterdir()):
        path.write_bytes(path.read_bytes()[: chance.randrange(40)])
    yield "files of the cache are cut short"
    for path in sorted(store.iterdir()):
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
    yield "a bit of every file of the cache is flipped"
    blobs = [path.read_bytes() for path in sorted(store.iterdir())]
    chance.shuffle(blobs)
    for path, blob in zip(sorted(store.iterdir()), blobs, strict=True):
        path.write_bytes(blob)
    yield "files of the cache are mixed up"
    (site / manifest.NAME).write_bytes((site / manifest.NAME).read_bytes()[:-20])
    yield "the manifest is cut short"
    for _ in range(10):
        data = bytearray((site / manifest.NAME).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (site / manifest.NAME).write_bytes(data)
        yield "a bit of the manifest is flipped"
    page = site / "x" / "en" / "processes" / "p04.html"
    page.write_bytes(page.read_bytes().replace(b"Process", b"Prozess"))
    yield "a page was changed by hand, at the same length"
    page.unlink()
    yield "a page was removed"
    page.unlink()
    page.symlink_to(site / "index.html")
    yield "a page became a link"
    shutil.rmtree(store)
    store.write_text("not a folder")
    yield "the cache is a file"
    assert kept


def test_a_build_is_right_whatever_is_kept(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    (project / "playbook.yaml").write_text("title: Test\nlanguages: [en]\n")
    build(project, store)
    chance = random.Random(7)  # noqa: S311
    number = 0
    for damage in damages(store, project / "site", chance):
        edit(project, 5, "Does **5", "Does **5x")
        number += 1
        build(project, store)
        assert files(project / "site") == clean(project, tmp_path / "clean"), damage
    assert number > 15


PROVEN = "{met: true, on: 2026-03-01, kind: measured, link: 'https://example.org/a'}"
LEAVE = "{rule: SCO-02, reason: Agreed, approved_by: lead, until: 2027-03-01}"
EDITS = [
    ("purpose: Does", "purpose: Now does"),
    ("name: Process", "name: The process"),
    ("- id:", "# a line above\n- id:"),
    ("processes:", "processes:\n- {id: new-one, name: New}"),
    ("  accountable: lead\n", "  # nobody is accountable\n"),
    ("department: a", "department: b"),
    ("rate: ", "rate: 1"),
    ("  accountable:", "  tags: [odd]\n  accountable:"),
    ("  accountable:", "  legal_basis: [Wet op alles]\n  accountable:"),
    ("  accountable:", "  notes: |\n    More\n    to tell.\n  accountable:"),
    ("  accountable:", "  part_of: p00\n  accountable:"),
    ("  accountable:", "  sourcing: {intent: prepare}\n  accountable:"),
    ("  accountable:", "  sourcing: {intent: in-house, reason: Ours}\n  accountable:"),
    ("  accountable:", "  steps: {harmonise: {not_applicable: One place}}\n  accountable:"),
    ("  accountable:", f"  evidence: {{A2: {PROVEN}}}\n  accountable:"),
    ("  accountable:", f"  waivers: [{LEAVE}]\n  accountable:"),
]
SETTINGS = [
    "title: Another\n",
    "title: Test\nthresholds: {exceptions_high: 5%}\n",
    "title: Test\nlanguages: [en]\n",
    "title: Test\nrules: {ignore: {SCO-02: agreed}}\n",
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_each_of_these_changes_can_be_built(project: Path, old: str, new: str) -> None:
    """What cannot be read would be left out below, and nothing be compared."""
    assert change_one(sorted(processes_of(project).iterdir()), old, new)
    open_site(project, Opening(TODAY))


def processes_of(project: Path) -> Path:
    return project / "content" / "organisations" / "x" / "processes"


def change_one(paths: list[Path], old: str, new: str) -> bool:
    """Change the first of some files that can be changed so, and tell whether there is one."""
    for path in paths:
        text = path.read_text("utf-8")
        if old in text and new not in text:
            path.write_text(text.replace(old, new, 1), "utf-8")
            return True
    return False


def change_something(project: Path, chance: random.Random) -> None:
    if chance.random() < 0.3:
        (project / "playbook.yaml").write_text(chance.choice(SETTINGS))
        return
    old, new = chance.choice(EDITS)
    change_one(chance.sample(sorted(processes_of(project).iterdir()), 12), old, new)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=SLOW) for n in range(2, 12))])
def test_after_any_change_a_build_is_as_a_clean_one(tmp_path: Path, seed: int) -> None:
    """Change things at random, build on what is there, and compare with a clean build."""
    chance = random.Random(seed)  # noqa: S311
    project, store = make(tmp_path / "project"), tmp_path / "store"
    build(project, store)
    for _ in range(4):
        change_something(project, chance)
        try:
            build(project, store, jobs=chance.choice((1, 2)))
        except Unusable:
            continue
        assert files(project / "site") == clean(project, tmp_path / "clean")


def test_nothing_is_read_when_no_file_changed(project: Path) -> None:
    first = run("build", folder=project)
    assert "nothing has changed" not in first.stderr
    again = run("build", folder=project)
    assert "nothing has changed" in again.stderr
    (project / "site" / "index.html").unlink()
    assert "1 file written" in run("build", folder=project).stderr
    assert (project / "site" / "index.html").is_file()


def test_warnings_are_told_again_when_nothing_changed(tmp_path: Path) -> None:
    twice = [{"id": "a", "name": "Pay"}, {"id": "b", "name": "Pay"}]
    project = write_project(tmp_path / "p", {}, twice)
    first, second = run("build", folder=project), run("build", folder=project)
    assert "has the same name" in first.stderr
    assert "has the same name" in second.stderr
    assert run("build", "--strict", folder=project).returncode == 1


def test_a_file_that_is_referred_to_and_goes_is_noticed(tmp_path: Path) -> None:
    proof = {"met": True, "on": "2026-03-01", "kind": "measured", "file": "proof.txt"}
    process = {"id": "a", "name": "A", "evidence": {"H7": proof}}
    project = write_project(tmp_path / "p", {}, [process])
    (project / "proof.txt").write_text("seen")
    assert run("build", folder=project).returncode == 0
    (project / "proof.txt").unlink()
    done = run("build", folder=project)
    assert done.returncode == 1
    assert "there is no file “proof.txt”" in done.stderr


def broken_theme(site: Site, folder: Path) -> Site:
    """Return a site of which the page of one process cannot be made."""
    path = folder / "themes" / "broken" / "templates" / "process.html"
    path.parent.mkdir(parents=True)
    text = site.theme.templates["process.html"].text
    line = '{% if name == "Process 3" %}{{ nothing.here }}{% endif %}\n'
    broken = Template(path, path.name, text.replace("<header", line + "<header", 1))
    layer = Layer("broken", path.parents[1], True, {"process.html": broken}, {})
    return dataclasses.replace(
        site, theme=dataclasses.replace(site.theme, layers=(layer, *site.theme.layers))
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_that_fails_is_told_and_the_former_site_stays(tmp_path: Path, jobs: int) -> None:
    project = make(tmp_path / "project", 60)
    build(project)
    before = files(project / "site")
    edit(project, 9, "name: Process 9", "name: Ninth")
    site = broken_theme(open_site(project, Opening(TODAY)), tmp_path)
    seen: list[int] = []
    with pytest.raises(Unusable) as told:
        Build(site, Output(project / "site", project), jobs).run(seen.append)
    for problem in told.value.problems:
        text = site.theme.templates["process.html"].text
        line = text[: text.index("nothing.here")].count("\n") + 1
        assert str(problem.place) == f"themes/broken/templates/process.html:{line}"
        assert "the page of the process “p03” cannot be made" in problem.what
        assert "'nothing' is undefined" in problem.what
    assert sum(seen) == len(site.pages), "the other pages go on"
    assert files(project / "site") == before
    assert [name for name in os.listdir(project) if "playbook-new" in name] == []  # noqa: PTH208


def test_S20_a_cache_that_others_can_write_is_not_used(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(project, store)
    assert store.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in store.iterdir())
    store.chmod(0o777)
    assert not Store(store).usable
    store.chmod(0o700)
    link = tmp_path / "link"
    link.symlink_to(store)
    assert not Store(link).usable


def test_S20_nothing_kept_can_run(project: Path, tmp_path: Path) -> None:
    """What is kept is MessagePack of plain data; a pickle in its place is not read."""
    import pickle  # noqa: PLC0415

    marker = tmp_path / "ran"

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (marker,)

    store = tmp_path / "store"
    build(project, store)
    for path in store.iterdir():
        path.write_bytes(pickle.dumps(Evil()))
    edit(project, 3, "Does **3**", "Does **three**")
    build(project, store)
    assert not marker.exists()
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_a_cache_that_cannot_be_written_is_done_without(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = build(project, tmp_path / "file" / "store")
    assert done.written.written > 12


def test_an_other_day_is_an_other_source(project: Path) -> None:
    tomorrow = TODAY.replace(day=TODAY.day + 1)
    today = source_digest(project, Opening(TODAY))
    assert source_digest(project, Opening(TODAY)) == today
    assert source_digest(project, Opening(tomorrow)) != today
    assert source_digest(project, Opening(TODAY, trusted=True)) != today
    (project / "extensions").mkdir()
    (project / "extensions" / "x.py").write_text("")
    assert source_digest(project, Opening(TODAY)) != today


CLEAN_FLAGS = ("--jobs", "2")


def start(project: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "playbook", "build", *CLEAN_FLAGS],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795478400", **environment},
        start_new_session=True,
    )


def versions(tmp_path: Path, many: int) -> tuple[Path, list[dict[str, bytes]]]:
    """Write a project that has two versions; return it with the files of both sites."""
    project = make(tmp_path / "project", many)
    sites = []
    for title in ("Old", "New"):
        (project / "playbook.yaml").write_text(f"title: {title}\n")
        sites.append(clean(project, tmp_path / "clean"))
    return project, sites


def settled(project: Path) -> list[str]:
    return [name for name in os.listdir(project) if name.startswith(".site")]  # noqa: PTH208


def begun(project: Path) -> bool:
    return any(os.listdir(project / name) for name in settled(project))  # noqa: PTH208


def test_an_interrupted_build_leaves_the_old_site_and_no_process(tmp_path: Path) -> None:
    project, (_, new) = versions(tmp_path, 60)
    build(project)
    (project / "playbook.yaml").write_text("title: Newer\n")
    running = start(project, PLAYBOOK_CACHE_DIR=str(tmp_path / "cache"))
    deadline = time.monotonic() + 30
    # What is interrupted in the very moment of making its folder leaves that to the next start.
    while not begun(project) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert running.returncode == 130, errors
    assert b"Traceback" not in errors
    assert files(project / "site") == new
    assert settled(project) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)


@pytest.mark.slow
def test_200_killed_builds_leave_a_site_wholly_old_or_wholly_new(tmp_path: Path) -> None:
    project, sites = versions(tmp_path, 40)
    chance = random.Random(11)  # noqa: S311
    cache = {"PLAYBOOK_CACHE_DIR": str(tmp_path / "cache")}
    start(project, **cache).communicate(timeout=60)
    begun = time.monotonic()
    start(project, **cache).communicate(timeout=60)
    length, outcomes = time.monotonic() - begun, Counter[str]()
    for turn in range(200):
        title = ("Old", "New")[turn % 2]
        (project / "playbook.yaml").write_text(f"title: {title}\n")
        running = start(project, **cache)
        time.sleep(chance.uniform(0.05, 2.5 * length + 0.5))
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate(timeout=60)
        found = files(project / "site")
        assert found in sites, f"turn {turn}: old and new are mixed"
        outcomes["new" if found == sites[turn % 2] else "old"] += 1
    assert min(outcomes["new"], outcomes["old"]) > 10, outcomes
    start(project, **cache).communicate(timeout=60)
    assert files(project / "site") == sites[1]
    assert settled(project) == []


@pytest.mark.slow
def test_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    """Build onto a file system of a few megabytes until it is full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk takes root")
    try:
        project = make(tmp_path / "project", 10)
        words = ("build", "--output", str(disk / "site"))
        assert run(*words, folder=project).returncode == 0
        before = files(disk / "site")
        shutil.rmtree(project)
        project = make(tmp_path / "project", 90)
        done = run(*words, folder=project)
        assert done.returncode == 2, done.stderr
        assert "no space left on device" in done.stderr
        assert "make room on the disk" in done.stderr
        assert "Traceback" not in done.stderr
        assert files(disk / "site") == before
        assert os.listdir(disk) == ["site"]  # noqa: PTH208
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_read_only_target_is_told(tmp_path: Path) -> None:
    project = make(tmp_path / "project", 3)
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("nothing is closed to root")
    done = run("build", "--output", str(closed / "site"), folder=project)
    assert done.returncode == 2
    assert "choose another folder" in done.stderr


def own_guides(project: Path) -> Path:
    """Give a project its own copy of everything that guides are read from; return its folder."""
    own = project / "content" / "method"
    for name in ("guides", "sheets", "glossary.yaml"):
        source = resources.content() / "method" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, own / name)
    change(own / "guides/en/1-harmonise.md", "(what)=", "Read {guide}`start`.\n\n(what)=")
    return own


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "page"),
    [
        ("start.md", "You have a list of process names.", "guides/start.html"),
        ("role-owner.md", "You decide about the whole process", "guides/role-owner.html"),
        ("1-harmonise.md", "(keep)=\n## ", "steps/harmonise.html"),
        ("3-simplify.md", "(how)=\n## ", "steps/simplify.html"),
    ],
)
def test_a_changed_guide_renders_the_page_that_shows_it_alone(
    project: Path, tmp_path: Path, name: str, old: str, page: str
) -> None:
    own = own_guides(project)
    build(project, tmp_path / "store")
    change(own / "guides" / "en" / name, old, f"{old}More. ")
    done = build(project, tmp_path / "store")
    assert done.rendered == [f"x/en/{page}"]
    assert done.written.written == 1
    assert files(project / "site") == clean(project, tmp_path / "clean")


def test_a_guide_that_speaks_of_processes_renders_their_pages_in_its_language(
    project: Path, tmp_path: Path
) -> None:
    own = own_guides(project)
    build(project, tmp_path / "store")
    change(own / "guides" / "en" / "1-harmonise.md", "**Find an owner.**", "**Look for an owner.**")
    done = build(project, tmp_path / "store")
    # Which step a process is on is not known before it is judged, so all of them are made again.
    assert done.rendered == [f"x/en/processes/p{number:02}.html" for number in range(12)]
    assert files(project / "site") == clean(project, tmp_path / "clean")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("guides/en/states.md", "## Steps at the same time", "## At once"),
        ("guides/en/start.md", "# Starting", "# Beginning"),
        ("guides/en/role-owner.md", "# What is asked", "# What we ask"),
        ("sheets/sipoc.yaml", "Beginning and end of the process", "Begin and end"),
        ("glossary.yaml", 'en: ["variant", "variants"]', 'en: ["variant", "standard"]'),
        ("glossary.yaml", "Another way in which the same work is done.", "Another way."),
    ],
)
def test_a_build_after_a_change_of_the_guides_is_as_a_clean_one(
    project: Path, tmp_path: Path, name: str, old: str, new: str
) -> None:
    own = own_guides(project)
    build(project, tmp_path / "store")
    change(own / name, old, new)
    build(project, tmp_path / "store")
    assert files(project / "site") == clean(project, tmp_path / "clean")
