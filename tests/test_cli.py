"""The commands as people run them: what they say, and how they end."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from inventories import write_project
from playbook import __version__
from playbook.write.manifest import NAME as MANIFEST

STEPS_DONE = {
    step: {"not_applicable": "decided"}
    for step in (
        *("harmonise", "unify", "simplify", "concentrate", "digitise", "automate", "outsource"),
    )
}
ONE = [{"id": "pay", "name": "Pay suppliers"}]


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
    return write_project(tmp_path / "project", {}, ONE)


def test_version(tmp_path: Path) -> None:
    assert run("--version", folder=tmp_path).stdout == f"playbook {__version__}\n"


LIBRARIES = {"yaml", "jinja2", "msgspec", "rich", "babel", "werkzeug"}


@pytest.mark.parametrize(
    ("word", "unneeded"),
    [
        ("--version", LIBRARIES | {"click"}),
        ("--help", LIBRARIES | {"subprocess", "zipfile", "tempfile"}),
    ],
)
def test_nothing_is_imported_that_is_not_needed(
    tmp_path: Path, word: str, unneeded: set[str]
) -> None:
    assert not imported(tmp_path, word) & unneeded


def imported(folder: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "playbook", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rsplit("|", 1)[-1].strip() for line in lines}


def test_a_build_that_has_nothing_to_do_imports_nothing_that_makes_pages(project: Path) -> None:
    making = {"yaml", "jinja2", "babel", "markdown_it", "playbook.site", "playbook.build"}
    first = imported(project, "build")
    assert making <= first
    assert not first & {"sphobjinv", "jsonschema", "openpyxl", "fsspec"}, "a second of start-up"
    assert not imported(project, "build") & making


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", folder=tmp_path)
    assert done.returncode == 0
    for command in ("build", "check", "serve"):
        assert command in done.stdout


def test_build_writes_a_site_and_says_where(project: Path) -> None:
    done = run("build", folder=project)
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "index.html").is_file()
    assert str(project / "site" / "index.html") in done.stderr
    assert done.stdout == ""


def test_a_pipe_among_the_files_is_told_and_not_waited_for(project: Path) -> None:
    os.mkfifo(project / "content" / "organisations" / "x" / "processes" / "pipe.yaml")
    done = run("build", folder=project)
    assert "processes/pipe.yaml: this is not a file" in done.stderr
    assert done.returncode == 1


def test_build_works_from_inside_the_project(project: Path) -> None:
    assert run("build", folder=project / "content" / "organisations").returncode == 0
    assert (project / "site" / "index.html").is_file()


def test_build_into_another_folder(project: Path, tmp_path: Path) -> None:
    done = run("build", "--output", str(tmp_path / "out"), folder=project)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "x" / "nl" / "processes" / "pay.html").is_file()


def test_quiet_says_nothing(project: Path) -> None:
    done = run("build", "--quiet", folder=project)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_build_ends_with_what_a_person_asks_next(tmp_path: Path) -> None:
    processes = [
        {"id": "pay", "name": "Pay", "sourcing": {"intent": "prepare"}},
        {"id": "hire", "name": "Hire", "activities": [{"id": "a", "name": "A"}]},
        {"id": "buy", "name": "Buy", "steps": STEPS_DONE, "sourcing": {"intent": "in-house"}},
    ]
    folder = write_project(tmp_path / "project", {}, processes)
    first = run("build", folder=folder).stderr.splitlines()
    again = run("build", folder=folder).stderr.splitlines()
    assert re.match(
        r"\d+ pages about 3 processes in 1 organisation: \d+ files written, 0 ", first[0]
    )
    assert first[1] == "Processes on each step: 1. Harmonise: 2 · Stays in-house: 1."
    checked = json.loads(run("check", "--format", "json", folder=folder).stdout)["issues"]
    levels = Counter(issue["level"] for issue in checked if issue["process"])
    facts = f"{levels['warning']} finding{'s' if levels['warning'] != 1 else ''} from facts"
    assert first[2] == f"{facts}, {levels['note']} from what is not known yet."
    assert first[3] == f"Open {folder / 'site' / 'index.html'} in a browser."
    assert first[4].startswith("Next: “playbook serve” ")
    # What is said again is remembered: nothing is judged when there is nothing to do.
    assert again == [first[0].partition(": ")[0] + ": nothing has changed.", *first[1:]]


def test_json_says_the_same_to_another_program(project: Path) -> None:
    done = run("build", "--json", folder=project)
    said = json.loads(done.stdout)
    assert done.stderr == ""
    assert said["site"] == str(project / "site")
    assert said["written"] > 20
    assert (said["changed"], said["removed"]) == (True, 0)
    assert (said["organisations"], said["processes"], said["steps"]) == (1, 1, {"harmonise": 1})
    assert said["findings"]["unknown"] > 0
    again = json.loads(run("build", "--json", folder=project).stdout)
    assert again == {**said, "changed": False, "written": 0}


def test_problems_end_with_1_and_leave_the_site(project: Path) -> None:
    run("build", folder=project)
    before = (project / "site" / "index.html").read_bytes()
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text() + "  nam: x\n", "utf-8")
    done = run("build", folder=project)
    assert done.returncode == 1
    assert "all.yaml:4:3: “nam” is not a known key; did you mean “name”?" in done.stderr
    assert "1 problem in 1 file." in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "site" / "index.html").read_bytes() == before


def test_check_builds_nothing(project: Path) -> None:
    done = run("check", folder=project)
    assert done.returncode == 0
    assert done.stderr.startswith("No problems.\n")
    assert not (project / "site").exists()


def test_strict_ends_with_1_on_a_warning_and_builds_nothing(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, [*ONE, {"id": "pay-2", "name": "Pay suppliers"}])
    done = run("build", "--strict", folder=project)
    assert done.returncode == 1
    assert "warning: the process “pay” in the same department has the same name" in done.stderr
    assert not (project / "site").exists()
    assert run("build", folder=project).returncode == 0


def test_no_project_ends_with_2(tmp_path: Path) -> None:
    done = run("build", folder=tmp_path)
    assert done.returncode == 2
    assert "there is no playbook.yaml in this folder or in one above it" in done.stderr


def test_a_strange_output_folder_ends_with_2(project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.doc").write_text("dear")
    done = run("build", "--output", str(tmp_path / "out"), folder=project)
    assert done.returncode == 2
    assert "not empty" in done.stderr


def test_an_unknown_command_ends_with_2(tmp_path: Path) -> None:
    done = run("bild", folder=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_nonsense_day_ends_with_2(project: Path) -> None:
    done = run("build", folder=project, SOURCE_DATE_EPOCH="soon")
    assert done.returncode == 2
    assert "“soon” is not a moment" in done.stderr


def test_two_builds_are_the_same_bytes(project: Path, tmp_path: Path) -> None:
    sites = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        out = tmp_path / f"out{seed}"
        run("build", "-o", str(out), folder=project, PYTHONHASHSEED=seed, TZ=zone, LC_ALL="C")
        sites.append(
            {
                p.relative_to(out): p.read_bytes()
                for p in out.rglob("*.*")
                if p.is_file() and p.name != MANIFEST
            }
        )
    assert sites[0] == sites[1]
