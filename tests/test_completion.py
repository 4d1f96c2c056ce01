"""Completion in real shells: words of the program, and values of the project at hand."""

from __future__ import annotations

import functools
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inventories import write_project

SUPPLIERS = """\
- {id: nordia, name: Nordia, shares: {processes: [pay]}}
- {id: norvik, name: Norvik}
- {id: acme, name: Acme}
"""
OFFERED = """\
source "$SCRIPT"
COMP_LINE=$LINE COMP_POINT=${#LINE}
compopt() { echo "$2"; }
_playbook_completion playbook
printf '%s\\n' "${COMPREPLY[@]}"
"""
INTERACTIVE = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1=ready; bind 'set bell-style none'"),
    "zsh": (["zsh", "-f", "-i"], "PS1=ready; autoload -Uz compinit; compinit -u; bindkey -e"),
}
TAB_AND_SHOW = "\t\x01echo '\x05' sho''wn\n"
"""Complete, then go to the begin of the line and to its end, so that the line itself is printed."""


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(shell), reason=f"there is no {shell} here")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write_project(tmp_path / "project", {}, [{"id": "pay", "name": "Pay suppliers"}])
    (folder / "content" / "organisations" / "x" / "suppliers.yaml").write_text(SUPPLIERS, "utf-8")
    places = "publish: {intranet: {to: ../intranet}, internet: {to: s3://b/x, public: true}}\n"
    (folder / "playbook.yaml").write_text(f"title: Test\n{places}", "utf-8")
    return folder


def surroundings(home: Path, **environment: str) -> dict[str, str]:
    """Return an environment in which `playbook` is found, and no shell reads anybody's settings."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(home), "TERM": "dumb", **environment}


@functools.cache
def printed(shell: str) -> str:
    """Return what `playbook completion SHELL` prints, which no project changes."""
    words = ["playbook", "completion", shell]
    return subprocess.run(
        words, env=surroundings(Path.home()), capture_output=True, text=True, check=True
    ).stdout


def script(shell: str, home: Path) -> Path:
    """Return the file that a person makes with `playbook completion SHELL`."""
    file = home / f"completion.{shell}"
    file.write_text(printed(shell), "utf-8")
    return file


def offered(line: str, project: Path) -> list[str]:
    """Return all that Bash is told at the end of a line."""
    home = project.parent
    environment = surroundings(home, SCRIPT=str(script("bash", home)), LINE=line)
    words = ["bash", "--norc", "-c", OFFERED]
    done = subprocess.run(
        words, cwd=project, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return [each for each in done.stdout.splitlines() if each]


def typed(shell: str, line: str, project: Path) -> str:
    """Type a line and a tab in a real shell at a terminal; return what the line has become."""
    command, first = INTERACTIVE[shell]
    home = project.parent
    mine, theirs = os.openpty()
    environment = surroundings(home, SCRIPT=str(script(shell, home)))
    process = subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said = ""

    def until(mark: str) -> None:
        nonlocal said
        deadline = time.monotonic() + 60
        while mark not in said:
            assert select.select([mine], [], [], deadline - time.monotonic())[0], said
            said += os.read(mine, 4096).decode("utf-8", "replace")

    os.write(mine, f"{first}; source $SCRIPT; echo be''gin\n".encode())
    until("\nbegin")
    said = said.rpartition("begin")[2]
    until("ready")  # the shell reads sign by sign from now on
    os.write(mine, f"{line}{TAB_AND_SHOW}".encode())
    until(" shown")
    process.kill()
    process.wait()
    os.close(mine)
    return said.rpartition("\r\nplaybook")[2].partition(" shown")[0].strip()


@needs("bash")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("playbook do", ["doctor"]),
        ("playbook check --format gi", ["github"]),
        ("playbook check --explain res-0", [f"RES-0{number}" for number in range(1, 8)]),
        ("playbook answers --supplier nor", ["nordia", "norvik"]),
        (
            "playbook build --edition ",
            ["internal", "all", *map("supplier:{}".format, ("nordia", "norvik", "acme"))],
        ),
        (
            "playbook publish x --edition ",
            ["internal", *map("supplier:{}".format, ("nordia", "norvik", "acme"))],
        ),
        ("playbook pack --edition supplier:nor", ["nordia", "norvik"]),
        ("playbook pack --edition=supplier:a", ["acme"]),
        ("playbook publish int", ["intranet", "internet"]),
        ("playbook publish ../x", ["dirnames"]),
    ],
)
def test_each_option_offers_what_it_takes(project: Path, line: str, words: list[str]) -> None:
    assert offered(line, project) == words


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no such terminals")
@pytest.mark.parametrize("shell", [pytest.param(name, marks=needs(name)) for name in INTERACTIVE])
@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("playbook doc", "doctor"),
        ("playbook pack --edition supplier:nord", "pack --edition supplier:nordia"),
        ("playbook pack --edition=supplier:ac", "pack --edition=supplier:acme"),
        ("playbook check --explain RES-07", "check --explain RES-07"),
        ("playbook publish intr", "publish intranet"),
    ],
)
def test_a_tab_completes_the_line_at_a_terminal(
    project: Path, shell: str, line: str, becomes: str
) -> None:
    assert typed(shell, line, project) == becomes


@needs("fish")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("playbook doc", ["doctor"]),
        ("playbook pack --edition supplier:nor", ["supplier:nordia", "supplier:norvik"]),
        ("playbook pack --edition=supplier:ac", ["--edition=supplier:acme"]),
        ("playbook check --explain RES-07", ["RES-07"]),
    ],
)
def test_fish_completes_too(project: Path, line: str, words: list[str]) -> None:
    home = project.parent
    environment = surroundings(home, SCRIPT=str(script("fish", home)), LINE=line)
    command = ["fish", "--no-config", "-c", 'source $SCRIPT; complete -C "$LINE"']
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=True
    )
    assert [each.split("\t")[0] for each in done.stdout.splitlines()] == words


@needs("bash")
def test_in_a_broken_project_or_in_none_nothing_is_offered_and_nothing_fails(
    project: Path,
) -> None:
    (project / "playbook.yaml").write_text("titel: x\n", "utf-8")
    suppliers = project / "content" / "organisations" / "x" / "suppliers.yaml"
    suppliers.write_text("- {id: [\n", "utf-8")
    assert offered("playbook check --explain RES", project) == []
    assert offered("playbook pack --edition sup", project) == []
    (project / "playbook.yaml").unlink()
    assert offered("playbook check --explain RES", project) == []
