"""The hook for pre-commit, as pre-commit itself installs and runs it in a project's repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from inventories import write_project

PRE_COMMIT = str(Path(sys.executable).with_name("pre-commit"))


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.slow
def test_the_hook_refuses_a_broken_inventory_and_lets_a_good_one_pass(
    repository: Path, tmp_path: Path
) -> None:
    project = write_project(tmp_path / "project", {}, [{"id": "pay", "name": "Pay suppliers"}])
    git(project, "init", "-q", "-b", "main")
    git(project, "add", ".")

    def hooked() -> tuple[int, str]:
        done = subprocess.run(
            [PRE_COMMIT, "try-repo", str(repository), "playbook-check", "--verbose"],
            cwd=project,
            env={
                **os.environ,
                "PRE_COMMIT_HOME": str(tmp_path / "kept"),
                "PRE_COMMIT_COLOR": "never",
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=540,
        )
        return done.returncode, done.stdout + done.stderr

    code, said = hooked()
    assert code == 0, said
    assert "No problems." in said
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8") + "  nam: x\n", "utf-8")
    git(project, "add", ".")
    code, said = hooked()
    assert code == 1, said
    assert "all.yaml:4:3: " in said
    assert "did you mean “name”?" in said
    git(project, "commit", "-qm", "One")
    (project / "notes.txt").write_text("not of the inventory\n", "utf-8")
    git(project, "add", ".")
    code, said = hooked()
    assert code == 0
    assert "no files to check" in said


def test_the_hook_looks_at_every_file_that_can_break_an_inventory(repository: Path) -> None:
    import re  # noqa: PLC0415 - this test alone

    (hook,) = yaml.safe_load((repository / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for name in ("playbook.yaml", "docs/playbook.yaml", "content/a/b.yaml", "themes/x/a.html"):
        assert re.search(hook["files"], name), name
    for name in ("README.md", "my-playbook.yaml", "site/index.html", "discontent/a.yaml"):
        assert not re.search(hook["files"], name), name
