"""`playbook check` as a linter, and `playbook status`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from inventories import write_project
from test_cli import run

REPOSITORY = Path(__file__).parents[1]
TOOLS = Path(__file__).parent / "tools" / "node_modules" / "@microsoft"
SCHEMA = json.loads((REPOSITORY / "docs" / "check.schema.json").read_text("utf-8"))
PROCESSES = [
    {
        "id": "pay",
        "name": "Pay suppliers",
        "exceptions": {"rate": "41%", "kind": "measured", "on": "2026-03-01"},
        "sourcing": {"intent": "talks"},
    }
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("check") / "project", {}, PROCESSES)


def as_json(folder: Path, *words: str) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(
        run("check", "--format", "json", *words, folder=folder).stdout
    )["issues"]
    return issues


def test_json_follows_its_published_schema(project: Path) -> None:
    document = json.loads(run("check", "--format", "json", folder=project).stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert {issue["level"] for issue in document["issues"]} == {"warning", "note"}


def test_json_of_a_broken_project_follows_the_schema_too(tmp_path: Path) -> None:
    broken = write_project(tmp_path / "p", {}, [{"id": "pay", "nam": "Pay"}])
    done = run("check", "--format", "json", folder=broken)
    document = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert done.returncode == 1
    assert {issue["level"] for issue in document["issues"]} == {"error"}


def test_a_finding_carries_its_rule_place_and_points(project: Path) -> None:
    found = next(issue for issue in as_json(project) if issue["code"] == "SCO-02")
    file = project / found["file"]
    line = file.read_text("utf-8").splitlines()[found["line"] - 1]
    assert "rate: 41%" in line
    assert line[found["column"] - 1 :].startswith("41%")
    assert found["message"] == "Many cases are exceptions: 41% of the cases are exceptions."
    assert (found["level"], found["process"]) == ("warning", "pay")
    assert found["points"] == 5


def test_select_and_ignore_go_by_the_beginning_of_a_code(project: Path) -> None:
    codes = {issue["code"] for issue in as_json(project, "--select", "SCO")}
    assert codes
    assert all(code.startswith("SCO-") for code in codes)
    rest = {issue["code"] for issue in as_json(project, "--ignore", "SCO", "--ignore", "PRI-01")}
    assert not any(code.startswith("SCO") or code == "PRI-01" for code in rest)


def test_an_error_is_never_left_out(tmp_path: Path) -> None:
    broken = write_project(tmp_path / "p", {}, [{"id": "pay", "nam": "Pay"}])
    assert as_json(broken, "--select", "SCO")


@pytest.mark.parametrize(("severity", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_severity_decides_how_it_ends(project: Path, severity: str, code: int) -> None:
    assert run("check", "--severity", severity, folder=project).returncode == code


def test_what_is_unknown_is_shown_on_request_only(project: Path) -> None:
    quiet, loud = run("check", folder=project), run("check", "--severity", "note", folder=project)
    assert "not known:" not in quiet.stdout
    assert "not known:" in loud.stdout
    assert "--severity note shows them" in quiet.stderr


def test_github_annotations(project: Path) -> None:
    lines = run("check", "--format", "github", folder=project).stdout.splitlines()
    found = next(line for line in lines if "title=SCO-02" in line)
    file = "content/organisations/x/processes/all.yaml"
    assert found.startswith(f"::warning file={file},line=")
    assert "41%25 of the cases" in found


def test_an_annotation_cannot_be_forged_by_a_text(tmp_path: Path) -> None:
    name = "x\n::error file=a::forged"
    process = {**PROCESSES[0], "exceptions": {"rate": "41%", "catalogue": [name]}, "id": "p"}
    evil = write_project(tmp_path / "p", {}, [{**process, "trigger": name}])
    done = run("check", "--format", "github", "--severity", "note", folder=evil)
    assert not any(line.startswith("::error") for line in done.stdout.splitlines())


def test_explain_prints_the_page_of_a_rule(project: Path) -> None:
    done = run("check", "--explain", "SCO-02", "--language", "nl", folder=project)
    assert done.returncode == 0
    assert done.stdout.startswith("SCO-02 ")
    for word in ("Waar de regel naar kijkt", "Vraag", "exceptions.rate"):
        assert word in done.stdout, done.stdout


def test_explain_knows_criteria_too(project: Path) -> None:
    assert run("check", "--explain", "H1", folder=project).stdout.startswith("H1 ")


def test_an_unknown_code_to_explain_ends_with_2(project: Path) -> None:
    done = run("check", "--explain", "NO-99", folder=project)
    assert done.returncode == 2
    assert "There is no rule or criterion NO-99" in done.stderr


def test_findings_are_told_in_dutch_on_request(project: Path) -> None:
    text = run("check", "--language", "nl", folder=project).stdout
    assert "41% van de gevallen" in text


def test_status_shows_every_process(project: Path) -> None:
    done = run("status", folder=project, COLUMNS="140")
    assert done.returncode == 0
    assert "Pay suppliers" in done.stdout
    assert "1. Harmonise" in done.stdout
    assert "resolve first" in done.stdout.lower()


def test_sarif_names_every_rule_once(project: Path) -> None:
    run_ = json.loads(run("check", "--format", "sarif", folder=project).stdout)["runs"][0]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert sorted(rules) == sorted({result["ruleId"] for result in run_["results"]})


@pytest.mark.slow
@pytest.mark.parametrize("which", ["project", "repository", "broken"])
def test_sarif_is_valid(which: str, project: Path, repository: Path, tmp_path: Path) -> None:
    """Ask the standard's own validator, which knows the schema and its rules."""
    validator = next(TOOLS.glob("sarif-multitool-*/Sarif.Multitool"), None) or shutil.which("sarif")
    assert validator, "make verify installs it"
    broken = write_project(tmp_path / "p", {}, [{"id": "pay", "nam": "Pay"}])
    folder = {"project": project, "repository": repository, "broken": broken}[which]
    file = tmp_path / "found.sarif"
    file.write_text(run("check", "--format", "sarif", folder=folder).stdout, "utf-8")
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run(
        [str(validator), "validate", str(file), "--level", "Error", "--kind", "Fail"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "error" not in done.stdout.lower(), done.stdout
