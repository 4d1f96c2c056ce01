"""What Git is asked, and what it can never be made to do."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from past.repositories import commit, git, repository, write
from playbook.load import git as asked
from playbook.load.git import GitSilent

ONE = [{"id": "pay", "name": "Pay"}]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "p", ONE)


def test_a_revision_is_found_by_tag_branch_and_name(root: Path) -> None:
    git(root, "tag", "v1")
    head = asked.head(root)
    assert {asked.find(root, word) for word in ("v1", "main", head, head[:12])} == {head}
    assert asked.find(root, "v2") == ""


@pytest.mark.parametrize("word", ["-h", "--help", "--git-dir=/tmp", "-", "v1\n", "\0"])
def test_a_word_that_could_be_an_option_is_no_revision(root: Path, word: str) -> None:
    assert asked.find(root, word) == ""


def test_revisions_come_with_their_days_the_last_first(root: Path) -> None:
    commit(root, "2026-02-10")
    found = asked.commits(root, asked.head(root))
    days = [datetime.date(2026, 2, 10), datetime.date(2026, 1, 15)]
    assert [item.day for item in found] == days
    assert [item.first for item in found] == [False, True]


def test_a_folder_without_git_has_no_past(tmp_path: Path) -> None:
    assert asked.revisions(tmp_path) == ""
    assert asked.head(tmp_path) == ""


def test_a_project_inside_a_repository_is_read_by_its_own_paths(tmp_path: Path) -> None:
    inner = repository(tmp_path / "whole", ONE) / "inner"
    (tmp_path / "whole" / "content").rename(tmp_path / "whole" / "old")
    inner.mkdir()
    (tmp_path / "whole" / "old").rename(inner / "content")
    head = commit(tmp_path / "whole", "2026-02-01")
    files = asked.files(inner, head, "content/organisations")
    assert set(files) == {
        "content/organisations/x/organisation.yaml",
        "content/organisations/x/processes/all.yaml",
    }
    assert set(asked.contents(inner, [head], "content/organisations")) == {head}


def test_a_link_in_a_revision_is_not_followed(root: Path) -> None:
    (root / "content" / "organisations" / "x" / "processes" / "etc.yaml").symlink_to("/etc/passwd")
    head = commit(root, "2026-02-01")
    assert not any("etc" in path for path in asked.files(root, head, "content/organisations"))


def test_the_same_inventory_has_the_same_name_in_every_revision(root: Path) -> None:
    first = asked.head(root)
    (root / "README.md").write_text("words\n", "utf-8")
    second = commit(root, "2026-02-01")
    write(root, [{"id": "pay", "name": "Pay more"}])
    third = commit(root, "2026-03-01")
    named = asked.contents(root, [first, second, third, "0" * 40], "content/organisations")
    assert named[first] == named[second] != named[third]
    assert len(named) == 3


PROGRAMS = ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "gpg.program")


def test_nothing_that_a_repository_names_is_run(root: Path) -> None:
    ran, program = root / "ran", root / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
    program.chmod(0o755)
    for name in (*PROGRAMS, "diff.x.textconv", "diff.x.command", "filter.x.smudge"):
        git(root, "config", name, str(program))
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "core.hooksPath", str(root))
    (root / ".gitattributes").write_text("*.yaml diff=x filter=x\n", "utf-8")
    write(root, [{"id": "pay", "name": "Pay more"}])
    commit(root, "2026-02-01")
    ran.unlink(missing_ok=True)
    head = asked.head(root)
    from playbook.load.dates import last_changed, lines_of  # noqa: PLC0415 - beside its use

    path = "content/organisations/x/processes/all.yaml"
    lines = {path: lines_of((root / path).read_text("utf-8"), [("pay", 2)])}
    assert last_changed(root, head, "content/organisations", lines)
    assert asked.commits(root, head)
    kept = asked.files(root, head, "content/organisations")
    assert asked.texts(root, [file.id for file in kept.values()])
    assert asked.revisions(root)
    assert not ran.exists()


def test_git_that_does_not_answer_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_SECONDS", 0)
    with pytest.raises(GitSilent, match="does not answer"):
        asked.head(root)
