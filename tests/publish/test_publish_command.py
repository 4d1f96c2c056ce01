"""`playbook publish` as people run it, and the places that a project names."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inventories import write_project
from playbook.cli.main import main
from playbook.config import Destination
from playbook.problems import Unusable
from playbook.publish.branch import Branch
from playbook.publish.places import destination
from playbook.publish.release import Release

ONE = [{"id": "pay", "name": "Pay suppliers"}]
PUBLIC = """\
publish:
  outside: {to: ../public, public: true}
  intranet: {to: ../intranet, keep: 2}
"""


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "playbook", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795478400", **environment},
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project", {}, ONE)
    (folder / "playbook.yaml").write_text(f"title: Test\n{PUBLIC}", "utf-8")
    return folder


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_publishing_builds_and_shows_and_says_how_to_go_back(project: Path) -> None:
    done = run("publish", "intranet", folder=project)
    assert done.returncode == 0, done.stderr
    assert (project.parent / "intranet" / "x" / "nl" / "processes" / "pay.html").is_file()
    assert "Release 1 is shown at intranet, all at once." in done.stderr
    again = run("publish", "intranet", "--json", folder=project)
    told = json.loads(again.stdout)
    assert (told["number"], told["written"], told["removed"]) == (1, 0, 0)
    assert again.stderr == ""


def test_going_back(project: Path) -> None:
    run("publish", "intranet", folder=project)
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("Pay suppliers", "Pay nobody"), "utf-8")
    done = run("publish", "intranet", folder=project)
    assert "To go back: playbook publish intranet --rollback" in done.stderr
    page = project.parent / "intranet" / "x" / "nl" / "processes" / "pay.html"
    assert "Pay nobody" in page.read_text("utf-8")
    assert run("publish", "intranet", "--rollback", folder=project).returncode == 0
    assert "Pay suppliers" in page.read_text("utf-8")
    assert run("publish", "intranet", "--rollback", folder=project).returncode == 2


@pytest.mark.parametrize("dest", ["outside", "../public", "../public/sub", "..//x/../public/"])
def test_an_internal_edition_never_goes_to_a_public_place(project: Path, dest: str) -> None:
    done = run("publish", dest, folder=project)
    assert done.returncode == 2
    assert "this place is public, and the edition is the internal one" in done.stderr
    assert not (project.parent / "public").exists()


@pytest.mark.parametrize("to", ["../shown", "memory://shown", "git:pages"])
def test_a_place_that_became_public_does_not_go_back_to_the_inside(
    project: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of `publish` in this process, where a store in memory lasts."""
    git(project, "init", "-q")
    monkeypatch.chdir(project)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "A")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "A")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "a@example.org")

    def said(*words: str, public: bool = False) -> str:
        marked = ", public: true" if public else ""
        text = f"title: Test {words}\npublish:\n  place: {{to: '{to}'{marked}}}\n"
        (project / "playbook.yaml").write_text(text, "utf-8")
        done = CliRunner().invoke(main, ["publish", "place", *words])
        return f"{done.exit_code} {done.exception}"

    assert said().startswith("0 ")
    assert said("--strict").startswith("0 ")
    assert "this place is public, and the edition is the internal one" in said(
        "--rollback", public=True
    )
    assert said("--rollback").startswith("0 ")


@pytest.mark.parametrize(
    "dest", ["s3://bucket/x", "S3://bucket/x/", "s3a://bucket//x", "s3://bucket/x/y", "s3://bucket"]
)
def test_spellings_of_one_store_are_the_same_place(dest: str, tmp_path: Path) -> None:
    places = {"web": Destination(to="s3://bucket/x", public=True)}
    assert destination(places, dest, tmp_path).public
    assert not destination(places, "s3://bucket/xy", tmp_path).public


def test_a_link_to_a_public_folder_is_public(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "other").symlink_to("public")
    places = {"web": Destination(to=str(tmp_path / "public"), public=True)}
    assert destination(places, str(tmp_path / "other"), tmp_path).public


@pytest.mark.parametrize(
    ("dest", "words"),
    [
        ("content", "holds other things than a published site"),
        (".", "holds other things than a published site"),
        ("https://example.org/x", "nothing can be published to such an address"),
        ("s3://", "nothing can be published to such an address"),
        ("simplecache::s3://bucket/x", "nothing can be published to such an address"),
        ("nonsense://bucket/x", "no store is called “nonsense”"),
        ("git:pages", "the project is not kept by Git"),
    ],
)
def test_places_that_are_none_are_refused(project: Path, dest: str, words: str) -> None:
    done = run("publish", dest, folder=project)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_problems_of_the_inventory_end_with_1_and_publish_nothing(project: Path) -> None:
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8") + "  nam: x\n", "utf-8")
    assert run("publish", "intranet", folder=project).returncode == 1
    assert not (project.parent / "intranet" / "index.html").exists()


def test_a_branch_gets_a_commit_and_nothing_else_is_touched(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "A")
    git(project, "config", "user.email", "a@example.org")
    git(project, "remote", "add", "origin", str(tmp_path / "remote.git"))
    (project / ".gitignore").write_text("/site/\n")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Begin")
    (project / "draft.txt").write_text("not yet")
    git(project, "add", "draft.txt")
    before = (git(project, "status", "--porcelain"), git(project, "rev-parse", "HEAD"))
    done = run("publish", "git:pages@origin", folder=project)
    assert done.returncode == 0, done.stderr
    assert (git(project, "status", "--porcelain"), git(project, "rev-parse", "HEAD")) == before
    names = git(tmp_path / "remote.git", "ls-tree", "-r", "--name-only", "pages").splitlines()
    assert "x/nl/processes/pay.html" in names
    assert ".nojekyll" in names
    assert "playbook.yaml" not in names
    assert git(project, "rev-list", "--count", "pages") == "1"
    assert run("publish", "git:pages@origin", folder=project).returncode == 0
    assert git(project, "rev-list", "--count", "pages") == "1"
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("Pay suppliers", "Pay nobody"), "utf-8")
    assert run("publish", "git:pages@origin", folder=project).returncode == 0
    page = ("show", "pages:x/nl/processes/pay.html")
    assert "Pay nobody" in git(tmp_path / "remote.git", *page)
    back = run("publish", "git:pages@origin", "--rollback", folder=project)
    assert back.returncode == 0, back.stderr
    assert "Pay suppliers" in git(tmp_path / "remote.git", *page)
    assert git(tmp_path / "remote.git", "rev-list", "--count", "pages") == "3"
    further = run("publish", "git:pages@origin", "--rollback", folder=project)
    assert "no earlier release is kept here" in further.stderr
    onward = run("publish", "git:pages@origin", folder=project)
    assert onward.returncode == 0, onward.stderr
    assert "Pay nobody" in git(tmp_path / "remote.git", *page)


def test_a_branch_never_shows_two_editions_one_after_the_other(project: Path) -> None:
    """Its history would show to the readers of one what was meant for those of the other."""
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "A")
    git(project, "config", "user.email", "a@example.org")
    files = {"index.html": hashlib.sha256(b"page").hexdigest()}
    (project / "index.html").write_bytes(b"page")
    inside, outside = (Release(project, name, files) for name in ("internal", "supplier:nordia"))
    branch = Branch(project, "pages", "", "git:pages")
    branch.publish(inside, lambda _done: None)
    (project / "index.html").write_bytes(b"other")
    with pytest.raises(Unusable, match="holds another edition"):
        branch.publish(outside, lambda _done: None)
    assert git(project, "rev-list", "--count", "pages") == "1"


def test_a_branch_with_other_things_is_refused(project: Path) -> None:
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")
    git(project, "commit", "-qm", "Begin")
    git(project, "branch", "work")
    for branch in ("main", "work", "--upload-pack=x", "a..b"):
        done = run("publish", f"git:{branch}", folder=project)
        assert done.returncode == 2, done.stderr
    assert git(project, "rev-list", "--count", "work") == "1"
