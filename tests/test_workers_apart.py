"""Workers that are begun anew where none can be forked, as on Windows and macOS."""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import playbook.build
from inventories import TODAY, write_project
from playbook import workers
from playbook.build import Build
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.write import manifest
from playbook.write.output import Output

PROCESSES = [
    {"id": f"p{at:02}", "name": f"Process {at}", "purpose": f"Does {at}."} for at in range(90)
]


@pytest.fixture(autouse=True)
def _no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CAN_FORK", False)
    monkeypatch.setattr(playbook.build, "WORTH_OPENING_AGAIN", 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {}, PROCESSES)


def opened(project: Path, log: Path) -> Site:
    """Open a project, in another process, and leave a word about it."""
    with log.open("a") as written:
        written.write(f"{os.getpid()}\n")
    return open_site(project, Opening(TODAY))


def changed(project: Path) -> Site:
    """Open a project that was changed meanwhile."""
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("Does 7.", "Does nothing."), "utf-8")
    return open_site(project, Opening(TODAY))


def broken(project: Path) -> Site:
    """Open a project of which one page cannot be made."""
    site = open_site(project, Opening(TODAY))
    rendered = site.rendered

    def fail(page: Any, shown: Any) -> bytes:
        if page.key == "p42":
            raise ValueError("of this page")
        return rendered(page, shown)

    object.__setattr__(site, "rendered", fail)
    return site


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != manifest.NAME
    }


def test_a_site_is_the_same_when_each_worker_opens_the_project_itself(
    project: Path, tmp_path: Path
) -> None:
    site = open_site(project, Opening(TODAY))
    Build(site, Output(tmp_path / "alone", project), 1).run(lambda _pages: None)
    log, seen = tmp_path / "log", []
    again = partial(opened, project, log)
    site = open_site(project, Opening(TODAY))
    Build(site, Output(tmp_path / "shared", project), 3, open_site=again).run(seen.append)
    assert files(tmp_path / "shared") == files(tmp_path / "alone")
    assert sum(seen) == len(site.pages)
    pids = log.read_text().split()
    assert len(set(pids)) == 3
    assert str(os.getpid()) not in pids


def test_one_job_is_done_here(project: Path, tmp_path: Path) -> None:
    again = partial(opened, project, tmp_path / "log")
    site = open_site(project, Opening(TODAY))
    Build(site, Output(tmp_path / "site", project), 1, open_site=again).run(len_of)
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("open_again", "told"),
    [(changed, "files changed while the site was made"), (broken, "ValueError: of this page")],
)
def test_what_goes_wrong_in_a_worker_is_told_and_the_former_site_stays(
    open_again: Any, told: str, project: Path
) -> None:
    Build(open_site(project, Opening(TODAY)), Output(project / "site", project), 1).run(len_of)
    before = files(project / "site")
    organisation = project / "content" / "organisations" / "x" / "organisation.yaml"
    organisation.write_text(organisation.read_text("utf-8") + "about: New.\n", "utf-8")
    site = open_site(project, Opening(TODAY))
    again = partial(open_again, project)
    with pytest.raises(Unusable) as raised:
        Build(site, Output(project / "site", project), 2, open_site=again).run(len_of)
    problems = [str(problem) for problem in raised.value.problems]
    assert len(problems) == 1
    assert told in problems[0]
    assert files(project / "site") == before


def len_of(_pages: int) -> None:
    """Pass over how many pages are done."""


def lost(number: int, send: workers.Send) -> None:
    """Do nothing in one worker, and end the other."""
    send(number)
    if number:
        os._exit(3)


def forever(_number: int, send: workers.Send) -> None:
    """Say which process this is, and go on."""
    send(os.getpid())
    time.sleep(600)


def test_a_lost_worker_is_told() -> None:
    heard: list[int] = []
    with pytest.raises(workers.WorkerLost):
        workers.run_apart(2, lost, heard.append)
    assert sorted(heard) == [0, 1]


def test_an_interruption_leaves_no_worker() -> None:
    pids: list[int] = []

    def interrupt(pid: int) -> None:
        pids.append(pid)
        if len(pids) == 2:
            signal.raise_signal(signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    with pytest.raises(KeyboardInterrupt):
        workers.run_apart(2, forever, interrupt)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
