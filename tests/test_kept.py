"""What pages show alike is put into words once, and never in the place of something else."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inventories import TODAY, write_project
from playbook.contexts import process as of_process
from playbook.contexts import risk as of_risk
from playbook.contexts.kept import Kept
from playbook.opening import Opening
from playbook.plan import Page
from playbook.site import Site, open_site

REPOSITORY = Path(__file__).parents[1]
LANGUAGES = ("en", "nl")


def site_of(folder: Path, processes: list[Any], **organisation: Any) -> Site:
    project = write_project(folder, organisation, processes)
    (project / "playbook.yaml").write_text("title: Test\nlanguages: [en, nl]\n", "utf-8")
    return open_site(project, Opening(TODAY))


def page_of(site: Site, kind: str, key: str, language: str = "en") -> Page:
    wanted = (kind, key, language)
    return next(p for p in site.pages.values() if (p.kind, p.key, p.language) == wanted)


def rows_of(site: Site, key: str, language: str = "en") -> dict[str, Any]:
    shown: Any = site.context(page_of(site, "process", key, language))
    return {row.code: row for section in shown.sections for row in section.rows}


def alone(site: Site, page: Page) -> bytes:
    """Return a page that is made as if no other had been made before."""
    for view in site.views.values():
        view.__dict__["kept"] = Kept()
    return site.html(page)


def test_pages_made_together_are_the_same_as_each_made_alone() -> None:
    """In every organisation and language, of every kind."""
    site = open_site(REPOSITORY, Opening(TODAY))
    pages = [page for page in site.pages.values() if page.organisation]
    random.Random(5).shuffle(pages)  # noqa: S311
    some = Counter[str]()
    chosen = []
    for page in pages:
        some[page.kind] += 1
        if some[page.kind] <= (60 if page.kind == "process" else 6):
            chosen.append(page)
    together = [site.html(page) for page in chosen]
    assert together == [alone(site, page) for page in chosen]
    assert len({(page.organisation, page.language) for page in chosen}) > 2


def test_what_waits_for_the_same_is_put_into_words_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    told: list[str] = []
    worded, said = of_process._ProcessView.worded, of_risk._worded

    def counted(self: Any, result: Any, value: str) -> Any:
        made.append(result.code)
        return worded(self, result, value)

    def counted_finding(view: Any, page: Page, finding: Any, value: str) -> Any:
        told.append(finding.code)
        return said(view, page, finding, value)

    monkeypatch.setattr(of_process._ProcessView, "worded", counted)
    monkeypatch.setattr(of_risk, "_worded", counted_finding)
    site = site_of(tmp_path / "p", [{"id": f"p{at}", "name": f"P{at}"} for at in range(5)])
    for language in LANGUAGES:
        rows = [rows_of(site, f"p{at}", language) for at in range(5)]
        assert len({row["S1"].place for row in rows}) == 5, "each says where it stands itself"
    assert set(Counter(made).values()) == {len(LANGUAGES)}
    assert set(Counter(told).values()) == {len(LANGUAGES)}


def test_the_same_is_said_in_each_language(tmp_path: Path) -> None:
    site = site_of(tmp_path / "p", [{"id": "p", "name": "P"}])
    english, dutch = (rows_of(site, "p", language)["S1"] for language in LANGUAGES)
    assert english.state == dutch.state
    assert english.reason != dutch.reason
    assert english.state_name != dutch.state_name


def test_the_value_that_stands_there_is_the_own_one(tmp_path: Path) -> None:
    """Both are found to be the same; what is in the field differs."""
    names = ("Letter", "Call")
    data = [
        {"id": name.lower(), "name": name, "owner": "r", "source": "s", "classification": "public"}
        for name in names
    ]
    processes = [
        {"id": f"p{at}", "name": "P", "data": [item["id"]]} for at, item in enumerate(data)
    ]
    roles, systems = [{"id": "r", "name": "R"}], [{"id": "s", "name": "S"}]
    site = site_of(tmp_path / "p", processes, data=data, roles=roles, systems=systems)
    found = [
        {
            item.code: item
            for step in site.portfolios[0].assessments[p].steps
            for item in step.results
        }
        for p in ("p0", "p1")
    ]
    assert found[0]["D3"] is found[1]["D3"]
    assert found[0]["D3"].state == "met"
    for language in LANGUAGES:
        values = [rows_of(site, p, language)["D3"].value for p in ("p0", "p1", "p0")]
        assert values == ["letter", "call", "letter"]


def test_what_the_owner_says_stays_with_its_process(tmp_path: Path) -> None:
    """A reason in two languages is no key, and is another for each process."""
    processes = [
        {
            "id": f"p{at}",
            "name": "P",
            "evidence": {"S1": {"not_applicable": {"en": f"Reason {at}", "nl": f"Reden {at}"}}},
            "actions": [{"for": "H1", "what": f"Do {at}"}],
        }
        for at in range(3)
    ]
    site = site_of(tmp_path / "p", processes)
    for language, word in (("en", "Reason"), ("nl", "Reden")):
        for at in (0, 1, 2, 0):
            rows = rows_of(site, f"p{at}", language)
            assert f"{word} {at}" in rows["S1"].reason
            assert [f"Do {at}" in action.what for action in rows["H1"].actions] == [True]


def test_a_finding_leads_right_from_pages_of_every_kind(tmp_path: Path) -> None:
    processes = [{"id": "p", "name": "P", "sourcing": {"intent": "talks"}}]
    site = site_of(tmp_path / "p", processes)
    for kind, key in (("process", "p"), ("findings", "")) * 2:
        page = page_of(site, kind, key)
        html = site.html(page)
        assert html == alone(site, page)
        assert b'href="../rules/' in html if kind == "process" else b'href="rules/' in html


def test_no_more_rows_are_kept_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playbook.contexts.kept.MOST_ROWS", 3)
    site = site_of(tmp_path / "p", [{"id": f"p{at}", "name": "P"} for at in range(3)])
    before = [site.html(page_of(site, "process", f"p{at}")) for at in range(3)]
    view = next(iter(site.views.values()))
    assert len(view.kept.criteria) == len(view.kept.findings) == 3
    assert before == [site.html(page_of(site, "process", f"p{at}")) for at in range(3)]
