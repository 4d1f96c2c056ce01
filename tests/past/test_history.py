"""The page on changes, and the commands that tell of the past."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from past.repositories import AUTHOR, commit, git, repository, write
from playbook.contexts.changed import changes_page
from playbook.contexts.changeshapes import ChangesPage
from playbook.load.git import GitSilent
from playbook.load.store import Store
from playbook.opening import Opening
from playbook.past.archive import Archive
from playbook.past.remembered import remembered
from playbook.site import Site, open_site
from playbook.supply import supplier_site
from test_cli import run

TODAY = datetime.date(2026, 4, 20)
NOON = "1776686400"
TERMS = [{"term": "Bill", "meaning": "A request for payment"}]
BEFORE = {
    "id": "invoices-2019",
    "name": "Pay bills",
    "units": [{"unit": "head", "agreed": "2025-02-10"}],
}
PLAIN = {"id": "invoices-2019", "name": "Pay bills"}
AFTER = {**BEFORE, "id": "pay", "formerly": ["invoices-2019"], "terms": TERMS}
GONE = {"id": "gone", "name": "Gone <b>& *away*"}
NEW = {"id": "new", "name": "New"}
ORGANISATION = "name: Test\nlanguage: en\nunits: [{id: head, name: Head}]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project of which a process was renamed and filled in, one came and one went."""
    made = repository(tmp_path / "p", [BEFORE, GONE], "2026-01-10")
    inside = made / "content" / "organisations" / "x"
    (inside / "organisation.yaml").write_text(ORGANISATION, "utf-8")
    commit(made, "2026-01-15")
    git(made, "tag", "v1")
    write(made, [AFTER, NEW])
    (made / "playbook.yaml").write_text("title: T\nhistory: {months: 6, since: v1}\n", "utf-8")
    commit(made, "2026-03-05")
    return made


def opened(root: Path, store: Store | None = None) -> Site:
    return remembered(open_site(root, Opening(TODAY)), store=store)


def shown(root: Path, language: str = "en") -> ChangesPage:
    view = opened(root).views["x", language]
    page = next(
        p for p in opened(root).pages.values() if (p.kind, p.language) == ("changes", language)
    )
    return changes_page(view, page)


def test_the_page_tells_what_changed_in_words(root: Path) -> None:
    page = shown(root)
    assert page.lead == "How things stand on 20 April 2026, compared with v1 (15 January 2026)."
    assert [link.label for link in page.added] == ["New"]
    assert [str(name) for name in page.removed] == ["Gone &lt;b&gt;&amp; *away*"]
    (row,) = page.rows
    assert row.former == "was called Pay bills (invoices-2019)"
    assert "The main words have one meaning" in [link.label for link in row.met]
    assert page.hint == ""


def test_the_page_tells_how_many_processes_were_on_each_step(root: Path) -> None:
    page = shown(root, "nl")
    assert page.months == ("januari 2026", "februari 2026", "maart 2026", "april 2026")
    assert [sum(row.counts[at] for row in page.steps) for at in range(4)] == [2, 2, 2, 2]
    assert page.steps[0].text == "2 in januari 2026, nu 2"


def test_a_process_that_moved_has_its_line_under_all_its_names(tmp_path: Path) -> None:
    made = repository(tmp_path / "p", [PLAIN], "2026-01-10")
    notes = {"steps": {"harmonise": {"not_applicable": "There is one unit."}}}
    write(made, [{**PLAIN, "id": "pay", "formerly": ["invoices-2019"], **notes}])
    (made / "playbook.yaml").write_text("title: T\nhistory: {}\n", "utf-8")
    commit(made, "2026-03-05")
    (line,) = shown(made).lines
    assert [(month, str(step)) for month, step in line.moves] == [
        ("January 2026", "1. Harmonise"),
        ("March 2026", "2. Unify"),
    ]
    assert len(line.points) == 8


def test_without_a_wish_or_without_git_the_page_says_what_to_do(root: Path, tmp_path: Path) -> None:
    (root / ".git").rename(tmp_path / "kept")
    assert "does not keep this playbook" in shown(root).hint
    (root / "playbook.yaml").write_text("title: T\n", "utf-8")
    (tmp_path / "kept").rename(root / ".git")
    page = shown(root)
    assert "history: {}" in page.hint
    assert not page.rows
    assert not page.steps


def test_a_revision_that_is_not_there_is_told_at_its_place(root: Path) -> None:
    (root / "playbook.yaml").write_text("title: T\nhistory:\n  since: v9\n", "utf-8")
    warning = opened(root).warnings[-1]
    assert str(warning.place) == "playbook.yaml:3:10"
    assert warning.what == "Git has no revision “v9” of this project"


def test_two_readings_of_the_past_are_the_same_page(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    sites = [opened(root, store), opened(root, store), opened(root)]
    pages = [page for page in sites[0].pages.values() if page.kind == "changes"]
    for page in pages:
        assert len({site.html(page) for site in sites}) == 1


def test_a_state_is_judged_once_and_a_spoilt_memory_costs_only_time(
    root: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    store = Store(tmp_path / "store")
    first = opened(root, store).past
    with monkeypatch.context() as patched:
        patched.setattr(Archive, "judged", None)
        assert opened(root, store).past == first
    for path in store.folder.iterdir():
        path.write_bytes(b"\x00" * 40)
    assert opened(root, store).past == first


def test_a_rule_that_counts_otherwise_judges_the_past_anew(root: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = opened(root, store).past["x"].since
    assert first
    with (root / "playbook.yaml").open("a", encoding="utf-8") as file:
        code = first.processes[0].findings[0]
        file.write(f"rules: {{ignore: {{{code}: We know this already.}}}}\n")
    after = opened(root, store).past["x"].since
    assert after
    assert not any(code in item.findings for item in after.processes)


def test_a_field_that_is_not_known_any_more_costs_one_process(tmp_path: Path) -> None:
    odd = {"id": "odd", "name": "Odd", "once_a_field": "yes"}
    made = repository(tmp_path / "p", [PLAIN, odd], "2026-01-10")
    write(made, [PLAIN, {"id": "odd", "name": "Odd"}])
    (made / "playbook.yaml").write_text("title: T\nhistory: {}\n", "utf-8")
    commit(made, "2026-04-05")
    page = shown(made)
    assert page.unread == ("content/organisations/x/processes/all.yaml",)
    assert not page.added
    assert not page.removed


def test_the_files_of_the_project_are_left_alone(root: Path) -> None:
    (root / "content" / "organisations" / "x" / "processes" / "all.yaml").touch()
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    opened(root)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before


def test_no_supplier_sees_anything_of_the_past(root: Path) -> None:
    inside = root / "content" / "organisations" / "x"
    (inside / "suppliers.yaml").write_text(
        "- {id: abc, name: Abc, shares: {processes: [pay]}}\n", "utf-8"
    )
    git(root, "tag", "canary-of-a-tag")
    (root / "playbook.yaml").write_text("title: T\nhistory: {since: canary-of-a-tag}\n", "utf-8")
    commit(root, "2026-03-17")
    site = opened(root)
    assert site.past["x"].days["pay"]
    edition = supplier_site(site, "abc")
    told = b"".join(edition.html(page) for page in edition.pages.values())
    canaries = (
        "canary",
        "5 March",
        "17 March",
        "15 January",
        "invoices-2019",
        "Gone",
        "Last changed",
        AUTHOR,
    )
    inside_pages = b"".join(
        site.html(page) for page in site.pages.values() if page.kind in {"changes", "process"}
    )
    assert b"canary-of-a-tag" in inside_pages
    assert b"5 March" in inside_pages
    for canary in canaries:
        assert canary.encode() not in told, canary
    assert not any("changes" in address for address in edition.pages)


def test_diff_tells_in_words(root: Path) -> None:
    done = run("diff", "v1", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert done.returncode == 0, done.stderr
    assert "compared with v1 (15 January 2026)" in done.stdout
    assert "was called Pay bills (invoices-2019)" in done.stdout
    assert "Criteria met: H5 The main words have one meaning" in done.stdout
    dutch = run("diff", "v1", "--language", "nl", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert "Verdwenen processen" in dutch.stdout


def test_diff_compares_two_days_two_folders_and_the_same(root: Path, tmp_path: Path) -> None:
    days = run("diff", "2026-02-01", "2026-02-20", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert "Nothing has changed in steps, criteria and findings" in days.stdout
    other = repository(tmp_path / "other", [BEFORE, GONE])
    whole = Path("content", "organisations", "x", "organisation.yaml")
    (other / whole).write_text(ORGANISATION, "utf-8")
    folders = run("diff", f"{other}", f"{root}", "--json", folder=tmp_path, SOURCE_DATE_EPOCH=NOON)
    found = json.loads(folders.stdout)["organisations"]["x"]
    assert [item["id"] for item in found["added"]] == ["new"]
    assert [item["id"] for item in found["removed"]] == ["gone"]
    assert [(item["id"], item["formerly"]) for item in found["changed"]] == [
        ("pay", "invoices-2019")
    ]


def test_diff_in_markdown_leaves_no_mark_of_the_inventory(root: Path) -> None:
    done = run("diff", "v1", "--markdown", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert r"Gone \<b\>& \*away\* (gone)" in done.stdout


@pytest.mark.parametrize("word", ["v9", "2020-01-01", "--output=elsewhere"])
def test_diff_with_what_is_not_there_ends_with_2(root: Path, word: str) -> None:
    done = run("diff", "--", word, folder=root, SOURCE_DATE_EPOCH=NOON)
    assert done.returncode == 2
    assert f"Git has no revision “{word}” of this project" in done.stderr


def test_history_is_a_table_and_json(root: Path) -> None:
    table = run("history", "--months", "3", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert "January 2026" in table.stdout, table.stderr
    done = run("history", "--months", "3", "--json", folder=root, SOURCE_DATE_EPOCH=NOON)
    months = json.loads(done.stdout)["organisations"]["x"]
    assert [month["day"] for month in months] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-20",
    ]
    assert set(months[0]["processes"]) == {"invoices-2019", "gone"}
    assert set(months[-1]["processes"]) == {"pay", "new"}


def test_history_without_git_ends_with_2(root: Path, tmp_path: Path) -> None:
    (root / ".git").rename(tmp_path / "kept")
    done = run("history", folder=root, SOURCE_DATE_EPOCH=NOON)
    assert done.returncode == 2
    assert "Git does not keep this project" in done.stderr


def test_a_build_is_done_over_when_git_knows_something_else(root: Path) -> None:
    around = {"SOURCE_DATE_EPOCH": NOON, "PLAYBOOK_CACHE_DIR": str(root.parent / "cache")}
    first = run("build", folder=root, **around)
    assert first.returncode == 0, first.stderr
    assert "nothing has changed" in run("build", folder=root, **around).stderr
    git(root, "tag", "-f", "v1", "HEAD")
    third = run("build", folder=root, **around)
    assert "2 files written" in third.stderr, third.stderr
    page = (root / "site" / "x" / "en" / "changes.html").read_text("utf-8")
    assert "Nothing has changed in steps" in page


def test_a_project_that_git_does_not_open_is_built_and_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playbook.load.git._SECONDS", 0)
    site = opened(root)
    assert "nothing of the past" in site.warnings[-1].what
    assert site.past == {}
    with pytest.raises(GitSilent):
        Archive(site)
