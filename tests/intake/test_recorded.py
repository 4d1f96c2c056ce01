"""The run in the manual is a run that was recorded, and goes the same way today."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from intake.messy import messy

DOCUMENT = Path("docs", "import.md")
HOME = "/home/you"
COMMANDS = (
    "playbook init voorbeeldstad --from october.xlsx --yes",
    "playbook build --project voorbeeldstad",
    "playbook import november.xlsx --project voorbeeldstad",
)
EDIT = ("fte: 1.25", "fte: 1.5   # counted by hand")


def recorded(folder: Path) -> str:
    """Run the commands, with one value changed by hand between the months."""
    (folder / "october.xlsx").write_bytes(messy())
    (folder / "november.xlsx").write_bytes(messy(2))
    lines: list[str] = []
    for at, command in enumerate(COMMANDS):
        if at == 2:
            path = "voorbeeldstad/content/organisations/voorbeeldstad/processes/financien.yaml"
            lines.append(f"$ sed -i 's/{EDIT[0]}/{EDIT[1]}/' {path}")
            text = (folder / path).read_text("utf-8")
            assert EDIT[0] in text
            (folder / path).write_text(text.replace(*EDIT), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(command)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "SOURCE_DATE_EPOCH": "1795478400",
                "PLAYBOOK_CONFIG_DIR": str(folder / "settings"),
            },
        )
        lines += [f"$ {command}", *done.stderr.replace(str(folder), HOME).splitlines()]
        lines += done.stdout.splitlines()
    return "\n".join([*lines, ""])


def test_the_run_in_the_manual_goes_the_same_way(
    tmp_path: Path, repository: Path, request: pytest.FixtureRequest
) -> None:
    made = recorded(tmp_path)
    path = repository / DOCUMENT
    whole = path.read_text("utf-8")
    found = re.search(r"^```text\n(.*?)^```$", whole, re.MULTILINE | re.DOTALL)
    assert found
    if request.config.getoption("--write-golden"):
        path.write_text(whole[: found.start(1)] + made + whole[found.end(1) :], "utf-8")
        return
    assert found[1] == made
