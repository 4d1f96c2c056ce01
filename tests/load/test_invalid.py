"""Projects that cannot be understood, each refused with the exact words expected."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.problems import Problem, Unusable
from playbook.site import open_site

FOLDER = Path(__file__).parents[1] / "sites" / "invalid"
PROJECTS = sorted(path for path in FOLDER.iterdir() if path.is_dir())
GOOD = [{"id": "pay", "name": "Pay"}]


def refused(project: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as raised:
        open_site(project, Opening(TODAY))
    return raised.value.problems


def words(project: Path) -> str:
    return "\n".join(str(problem) for problem in refused(project)) + "\n"


def test_there_are_many() -> None:
    assert len(PROJECTS) >= 90


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_a_project_is_refused_with_these_words(project: Path) -> None:
    assert words(project) == (project / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_every_problem_has_a_place_and_says_what_to_do(project: Path) -> None:
    for problem in refused(project):
        assert problem.what
        assert problem.instead
        assert problem.code
        assert not problem.what.endswith("."), "the sentence goes on with what to do"
        assert not Path(problem.place.file).is_absolute()
        assert bool(problem.place.line) == bool(problem.place.column)


def processes_of(project: Path) -> Path:
    return project / "content" / "organisations" / "x" / "processes"


def test_S21_nesting_of_10000_levels_is_refused_at_once(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    for name, text in (("flow", "[" * 10_000 + "]" * 10_000), ("block", "- " * 10_000 + "x")):
        (processes_of(project) / f"{name}.yaml").write_text(f"processes:\n  {text}\n")
    assert words(project).count("nested more than 40 levels deep") == 2


def test_S21_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    with (processes_of(project) / "huge.yaml").open("wb") as file:
        file.truncate(1 << 30)
    assert "the file is larger than 32 MB" in words(project)


def test_S21_too_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playbook.load.syntax.MAX_VALUES", 1000)
    project = write_project(tmp_path / "p", {}, GOOD)
    (processes_of(project) / "many.yaml").write_text("a: [" + "x, " * 2000 + "]\n")
    assert "the file holds more than 1000 values" in words(project)


def test_S6_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("processes:\n  - {id: secret, name: SECRET}\n")
    project = write_project(tmp_path / "p", {}, GOOD)
    (processes_of(project) / "link.yaml").symlink_to(outside)
    told = words(project)
    assert "this is a link to a file outside the project" in told
    assert "SECRET" not in told


def test_S5_a_sibling_folder_with_a_longer_name_is_outside(tmp_path: Path) -> None:
    (tmp_path / "p_secret").mkdir()
    (tmp_path / "p_secret" / "proof.pdf").write_text("x")
    evidence = {"H1": {"met": "true", "file": "../p_secret/proof.pdf"}}
    project = write_project(tmp_path / "p", {}, [{**GOOD[0], "evidence": evidence}])
    assert "leads out of the project" in words(project)


@pytest.mark.parametrize(
    "file",
    ["/etc/passwd", "../x", "a/../../x", "file:///etc/passwd", "\\\\host\\share", "C:\\x", "C:x"],
)
def test_S22_a_path_in_data_never_leads_outside(tmp_path: Path, file: str) -> None:
    evidence = {"H1": {"met": "true", "file": file}}
    project = write_project(tmp_path / "p", {}, [{**GOOD[0], "evidence": evidence}])
    assert "leads out of the project" in words(project)


def test_S22_a_link_inside_the_project_that_leads_outside_is_refused(tmp_path: Path) -> None:
    evidence = {"H1": {"met": "true", "file": "proof.pdf"}}
    project = write_project(tmp_path / "p", {}, [{**GOOD[0], "evidence": evidence}])
    (project / "proof.pdf").symlink_to("/etc/hostname")
    assert "leads out of the project" in words(project)


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    (processes_of(project) / "gone.yaml").symlink_to(project / "nothing.yaml")
    assert "the file cannot be read (no such file or directory)" in words(project)


def test_a_folder_named_like_a_file_is_no_file(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    (processes_of(project) / "folder.yaml").mkdir()
    assert open_site(project, Opening(TODAY)).pages


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    os.mkfifo(processes_of(project) / "pipe.yaml")
    assert "this is not a file" in words(project)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)
    (processes_of(project) / "all.yaml").chmod(0)
    assert "the file cannot be read (permission denied)" in words(project)


def test_an_unreadable_file_is_told_whoever_runs_this(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(tmp_path / "p", {}, GOOD)

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "the file cannot be read (permission denied)" in words(project)
