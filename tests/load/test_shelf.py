"""What the preview does not read again after a change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

import playbook.load.gathered
import playbook.load.project
from inventories import write_project
from playbook.load.named import Needs, gather
from playbook.load.snapshot import snapshot
from playbook.load.store import Shelf, Store
from playbook.model.process import Process
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import open_site

TODAY = datetime.date(2026, 11, 24)
PROCESSES = [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {}, PROCESSES)


def test_a_change_of_a_process_leaves_guides_and_theme_unread(project: Path) -> None:
    opening = Opening(TODAY, shelf=Shelf())
    before = open_site(project, opening)
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8") + "\n# one more line\n", "utf-8")
    after = open_site(project, opening, before)
    assert after.project is not before.project
    assert after.handbook is before.handbook
    assert after.theme is before.theme


def test_after_a_change_of_a_process_only_that_process_is_tried_out_again(project: Path) -> None:
    opening = Opening(TODAY, shelf=Shelf())
    before = open_site(project, opening)
    former = before.portfolios[0]
    tried = {ident: former.first_gains(ident) for ident in ("one", "two")}
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8") + "  handoffs: []\n  forms: []\n", "utf-8")
    now = open_site(project, opening, before).portfolios[0]
    assert now.gains.gaps is former.gains.gaps
    assert now.gains.reach is former.gains.reach
    assert now.first_gains("one") is tried["one"]
    alone = open_site(project, Opening(TODAY)).portfolios[0]
    assert now.first_gains("two") == alone.first_gains("two") != tried["two"]


def test_after_a_change_around_processes_everything_is_tried_out_again(project: Path) -> None:
    opening = Opening(TODAY, shelf=Shelf())
    before = open_site(project, opening)
    former = before.portfolios[0]
    assert former.first_gains("one")
    file = project / "content" / "organisations" / "x" / "organisation.yaml"
    file.write_text(file.read_text("utf-8") + "classification_levels: [public]\n", "utf-8")
    now = open_site(project, opening, before).portfolios[0]
    assert now.gains.gaps is not former.gains.gaps
    assert now.first_gains("one") is not former.first_gains("one")


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        (
            "content/method/glossary.yaml",
            "terms:\n  - {code: own, term: Own, meaning: Ours.}\n",
            "handbook",
        ),
        ("themes/harbour/assets/own.css", "body { color: black }\n", "theme"),
        ("playbook.yaml", "theme: ledger\n", "theme"),
        ("playbook.yaml", "languages: [nl]\n", "handbook"),
    ],
)
def test_a_change_of_what_they_are_made_from_is_read(
    name: str, text: str, part: str, project: Path
) -> None:
    opening = Opening(TODAY, trusted=True, shelf=Shelf())
    before = open_site(project, opening)
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text((file.read_text("utf-8") if file.exists() else "") + text, "utf-8")
    after = open_site(project, opening, before)
    assert getattr(after, part) is not getattr(before, part)


def test_what_a_file_names_is_gathered_once(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered = []

    def counted(processes: Iterable[Process]) -> Needs:
        gathered.append(1)
        return gather(processes)

    monkeypatch.setattr(playbook.load.gathered, "gather", counted)
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8") + "  purpose: See {process}`one`.\n", "utf-8")
    opening = Opening(TODAY, store=Store(tmp_path / "cache"))
    first = open_site(project, opening).project
    assert open_site(project, opening).project.needs == first.needs
    assert len(gathered) == 1
    file.write_text(file.read_text("utf-8").replace("`one`", "`none`"), "utf-8")
    warnings = open_site(project, opening).warnings
    assert any("none" in warning.what for warning in warnings)
    assert len(gathered) == 2


def test_what_all_files_name_is_put_together_again_when_one_names_something_else(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening(TODAY, shelf=Shelf())
    open_site(project, opening)
    together = playbook.load.project.together
    made: list[int] = []

    def counted(all_needs: list[Needs]) -> Needs:
        made.append(len(all_needs))
        return together(all_needs)

    monkeypatch.setattr(playbook.load.project, "together", counted)
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    for purpose, times in (
        ("Pays.", 0),
        ("Pays; see {process}`one`.", 1),
        ("Paid {process}`one`.", 0),
    ):
        text = yaml.safe_dump({"processes": [*PROCESSES[:1], {**PROCESSES[1], "purpose": purpose}]})
        file.write_text(text, "utf-8")
        made.clear()
        site = open_site(project, opening)
        assert site.project.needs == open_site(project, Opening(TODAY)).project.needs
        assert len([files for files in made if files > 1]) == times + 1, "once by the clean reading"


def test_what_cannot_be_made_is_tried_again(tmp_path: Path) -> None:
    shelf, tries = Shelf(), []

    def fail() -> str:
        tries.append(1)
        raise Unusable([])

    for _ in range(2):
        with pytest.raises(Unusable):
            shelf.made("it", snapshot([tmp_path]), None, fail)
    assert len(tries) == 2
    assert shelf.made("it", snapshot([tmp_path]), None, lambda: "made") == "made"
    assert shelf.made("it", snapshot([tmp_path]), None, fail) == "made"
    with pytest.raises(Unusable):
        shelf.made("it", snapshot([tmp_path]), "given", fail)


def test_a_snapshot_sees_every_file_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("a.yaml", "in/b.yaml", "in/deep/c.yaml", ".hidden", ".git/d", "in/.e"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    seen = snapshot([tmp_path, tmp_path / "a.yaml", tmp_path / "not there"])
    names = {Path(path).relative_to(tmp_path).as_posix() for path in seen}
    assert names == {"a.yaml", "in/b.yaml", "in/deep/c.yaml"}
    (tmp_path / "in" / "b.yaml").write_text("xy", "utf-8")
    changed = snapshot([tmp_path]).items() ^ seen.items()
    assert {Path(path).name for path, _ in changed} == {"b.yaml"}
