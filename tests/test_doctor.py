"""`playbook doctor`: what it says when all is well, and of everything that can be wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from inventories import write_project
from playbook import __version__
from playbook.cli.health import installation, places
from playbook.cli.health.history import history
from playbook.cli.health.installation import of_encodings, of_libraries
from playbook.cli.health.sign import Sign

ONE = [{"id": "pay", "name": "Pay suppliers"}]
Signs = dict[str, dict[str, str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {}, ONE)


def run(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "playbook", "doctor", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PLAYBOOK_CACHE_DIR": str(folder.parent / "cache"), **environment},
    )


def examined(folder: Path, *words: str, **environment: str) -> tuple[int, Signs]:
    done = run("--json", *words, folder=folder, **environment)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    signs = {sign["name"]: sign for sign in told["signs"]}
    assert told["well"] == all(sign["state"] == "ok" for sign in signs.values())
    return done.returncode, signs


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def attention(signs: Signs) -> dict[str, str]:
    """Return what to do about each sign that is not well."""
    return {name: sign["instead"] for name, sign in signs.items() if sign["state"] != "ok"}


def test_a_project_in_order_ends_with_0_and_names_all_that_was_looked_at(project: Path) -> None:
    code, signs = examined(project)
    assert (code, attention(signs)) == (0, {})
    assert signs["playbook"]["what"].startswith(__version__)
    assert "click" in signs["libraries"]["what"]
    assert signs["project"]["what"] == str(project)
    assert signs["settings"]["what"] == "“Test” in nl, en, theme harbour"
    assert signs["inventory"]["what"] == "1 process in 1 organisation"
    assert set(signs) >= {"python", "extras", "encoding", "day", "git", "schema", "cache", "site"}
    assert "watching" in signs


def test_for_a_person_each_line_says_how_it_is_and_what_to_do(project: Path) -> None:
    done = run(folder=project)
    assert done.returncode == 0
    assert done.stdout.endswith("\nEverything is in order.\n")
    (project / "playbook.yaml").write_text("titel: Test\n", "utf-8")
    done = run(folder=project)
    lines = done.stdout.splitlines()
    at = next(at for at, line in enumerate(lines) if "  settings  " in line)
    assert lines[at].startswith("attention  settings")
    assert lines[at + 1].strip().startswith("→ ")
    assert lines[-1] == "2 of 15 need attention."


def test_it_changes_nothing_in_the_project(project: Path) -> None:
    before = sorted(project.rglob("*"))
    run(folder=project)
    assert sorted(project.rglob("*")) == before


def test_outside_a_project_the_installation_is_looked_at(tmp_path: Path) -> None:
    code, signs = examined(tmp_path)
    assert (code, attention(signs)) == (0, {})
    assert "none here" in signs["project"]["what"]
    assert not {"settings", "cache", "site"} & set(signs)


def test_a_project_that_was_named_and_is_none_needs_attention(tmp_path: Path) -> None:
    code, signs = examined(tmp_path, "--project", str(tmp_path))
    assert code == 1
    assert "write a playbook.yaml" in attention(signs)["project"]


def test_in_a_broken_project_each_fault_is_told_and_the_rest_goes_on(project: Path) -> None:
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text("processes:\n  - nam: x\n", "utf-8")
    code, signs = examined(project)
    assert code == 1
    assert attention(signs) == {
        "inventory": "run “playbook check”, which tells each with its place"
    }
    (project / "playbook.yaml").write_bytes(b"\xff\xfe")
    assert examined(project)[1]["settings"]["what"] == (
        "playbook.yaml: the file is saved as UTF-16"
    )
    assert "site" in signs


def test_schemas_of_another_version_are_told_until_they_are_written_again(project: Path) -> None:
    write = [sys.executable, "-m", "playbook", "schema"]
    subprocess.run(write, cwd=project, check=True, capture_output=True)
    assert examined(project)[1]["schema"]["what"] == "up to date in .playbook/schema"
    (project / ".playbook" / "schema" / "organisation.schema.json").write_text("{}\n", "utf-8")
    code, signs = examined(project)
    assert (code, attention(signs)) == (1, {"schema": "run “playbook schema”"})
    assert "1 in .playbook/schema are not those of this version" in signs["schema"]["what"]
    subprocess.run(write, cwd=project, check=True, capture_output=True)
    assert examined(project)[0] == 0


def test_what_git_has_of_the_project_is_told(project: Path, tmp_path: Path) -> None:
    def told(folder: Path) -> Sign:
        of_git, of_project = history(folder)
        assert of_git.well
        return of_project

    assert "no repository" in told(project).what
    git(project, "init", "-q", "-b", "main")
    assert attention(examined(project)[1]) == {"history": "git add . && git commit"}
    git(project, "add", ".")
    git(project, "commit", "-qm", "One")
    assert told(project) == Sign("history", "1 revision of this branch")
    git(project, "commit", "-qm", "Two", "--allow-empty")
    assert told(project) == Sign("history", "2 revisions of this branch")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", "shallow")
    assert "--unshallow" in told(tmp_path / "shallow").instead


def test_no_git_matters_only_when_git_keeps_the_project(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    bare = {"PATH": str(tmp_path / "empty")}
    assert attention(examined(project, **bare)[1]) == {}
    git(project, "init", "-q")
    assert list(attention(examined(project, **bare)[1])) == ["git"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_cache_that_others_can_open_is_told_with_the_command(project: Path) -> None:
    examined(project)
    (folder,) = (project.parent / "cache").iterdir()
    folder.chmod(0o755)
    code, signs = examined(project)
    assert (code, attention(signs)) == (1, {"cache": f"chmod 700 '{folder}'"})
    subprocess.run(attention(signs)["cache"], shell=True, check=True)  # noqa: S602 - as it is said
    assert examined(project)[0] == 0


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such modes")
def test_places_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        shut = Path("/proc/self")  # root may write everywhere else
    else:
        shut = tmp_path / "shut"
        shut.mkdir(mode=0o500)
    (sign,) = places._site(shut / "site")
    assert "cannot be written" in sign.what
    assert "--output" in sign.instead
    assert "PLAYBOOK_CACHE_DIR" in places._cache(shut / "cache").instead


def test_a_drive_that_tells_of_no_change_and_a_system_without_watches_are_told(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places._watching(project).what == "the system tells of changes"
    monkeypatch.setattr(places, "silent_kind", lambda _root: "cifs")
    assert places._watching(project).what.startswith("every second, since a cifs drive")
    monkeypatch.setattr(places, "silent_kind", lambda _root: "")
    monkeypatch.setattr(places, "can_watch", lambda _roots: False)
    assert "max_user_watches" in places._watching(project).instead


def test_every_library_that_the_package_asks_for_is_looked_at() -> None:
    needed = installation.requirements()
    assert {"click", "msgspec", "pyyaml", "werkzeug"} <= set(needed[""])
    assert needed["password"] == {"pyzipper": "0.4"}
    assert needed["sftp"].keys() == {"fsspec", "paramiko"}


def test_a_library_that_is_missing_or_too_old_is_told() -> None:
    has = {"click": "8.0.4", "rich": "13.10", "jinja2": "3.1.6.post1", "babel": ""}
    needed = {"click": "8.1", "rich": "13.9", "jinja2": "3.1.6", "babel": "2.16"}
    sign = of_libraries(needed, has.__getitem__)
    assert sign.what == "click 8.0.4 is older than 8.1; babel is missing"
    assert "install playbook again" in sign.instead
    assert of_libraries({"rich": "13.9"}, has.__getitem__).well


def test_a_program_that_was_copied_and_not_installed_is_told(
    repository: Path, tmp_path: Path
) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for each in Path(click.__file__).parents[1].iterdir():
        if "playbook" not in each.name:
            (libraries / each.name).symlink_to(each)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "playbook", "doctor", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": f"{repository / 'generator'}{os.pathsep}{libraries}"},
    )
    assert done.returncode == 1, done.stderr
    (sign,) = [sign for sign in json.loads(done.stdout)["signs"] if sign["state"] != "ok"]
    assert sign["name"] == "libraries"
    assert "not installed" in sign["what"]
    assert "install playbook again" in sign["instead"]


def test_an_encoding_that_cannot_say_all_is_told() -> None:
    assert of_encodings(["UTF-8", "utf-8"]).what == "utf-8"
    for poor in ("cp850", "ascii", "latin-1", "nonsense"):
        sign = of_encodings(["utf-8", poor])
        assert sign.what == f"{poor} lacks signs that messages are written with"
        assert "PYTHONUTF8=1" in sign.instead


def test_a_terminal_that_knows_few_signs_gets_the_report_all_the_same(project: Path) -> None:
    done = run(folder=project, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1, done.stderr
    assert "attention  encoding" in done.stdout
    assert "PYTHONUTF8=1" in done.stdout


def test_a_day_that_is_set_is_told(project: Path) -> None:
    signs = examined(project, SOURCE_DATE_EPOCH="1795478400")[1]
    assert signs["day"]["what"] == "pages are made as of 2026-11-24, since SOURCE_DATE_EPOCH is set"
    assert "give whole seconds" in attention(examined(project, SOURCE_DATE_EPOCH="soon")[1])["day"]


def test_a_project_that_vanishes_does_not_end_in_a_traceback(project: Path) -> None:
    shutil.rmtree(project / "content")
    code, signs = examined(project)
    assert code == 1
    assert set(attention(signs)) == {"inventory"}
