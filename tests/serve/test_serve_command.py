"""`playbook serve` as a person runs it: a free port, a browser that opens, others that look too."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from inventories import write_project
from playbook.serve import places
from playbook.serve.drives import SILENT, kind_of

ONE = [{"id": "pay", "name": "Pay suppliers"}]
ADDRESS = re.compile(r"Preview on (http://\S+:(\d+)/)")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {}, ONE)


@dataclass
class Served:
    """A preview that runs: what it said until it was ready, and where it is."""

    said: str
    address: str
    port: int


@contextmanager
def serving(folder: Path, *words: str, **environment: str) -> Iterator[Served]:
    """Run `playbook serve` without a terminal until it says where it is."""
    process = subprocess.Popen(
        [sys.executable, "-m", "playbook", "serve", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stderr
    said = ""
    try:
        while not (found := ADDRESS.search(said)):
            line = process.stderr.readline()
            assert line, f"it ended: {said}"
            said += line
        yield Served(said, found[1], int(found[2]))
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def ended(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "playbook", "serve", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def get(address: str, **headers: str) -> int:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - this computer
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - this computer
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@contextmanager
def taken(port: int = 0) -> Iterator[int]:
    """Use a port as another program does."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield other.getsockname()[1]


def test_a_usual_port_that_is_in_use_gives_way_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with taken() as port:
        monkeypatch.setattr(places, "USUAL", port)
        found = places.free_port("127.0.0.1", None)
    assert port < found < port + places.TRIES


def test_the_person_is_told_that_it_is_another_port(project: Path) -> None:
    with serving(project) as first, serving(project) as second:
        assert second.port > first.port >= places.USUAL
        assert f"Port 8000 is in use, so this is port {second.port}." in second.said
        assert get(first.address) == get(second.address) == 200


def test_a_port_that_was_asked_for_and_is_in_use_is_told(project: Path) -> None:
    with taken() as port:
        code, said = ended(project, "--port", str(port))
    assert code == 2
    assert f"127.0.0.1:{port}: another program uses this port; leave --port out" in said
    assert said.count("\n") == 2, said


def test_an_address_of_another_computer_is_told(project: Path) -> None:
    code, said = ended(project, "--host", "192.0.2.7")
    assert code == 2
    assert "192.0.2.7: this computer has no such address" in said
    assert "Traceback" not in said


def test_all_ports_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken() as port:
        monkeypatch.setattr(places, "USUAL", port)
        monkeypatch.setattr(places, "TRIES", 1)
        with pytest.raises(Exception, match="are all in use; choose another with --port"):
            places.free_port("127.0.0.1", None)


def a_browser(folder: Path) -> tuple[str, Path]:
    """Write a program that stands for a browser; return its command and where it tells."""
    opened = folder / "opened"
    program = folder / "browser"
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n'
    )
    program.chmod(0o755)
    return f"{program} %s", opened


def comes(path: Path) -> str:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, "no browser was opened"
        time.sleep(0.02)
    return path.read_text("utf-8")


def test_the_browser_opens_at_the_preview_when_asked(project: Path, tmp_path: Path) -> None:
    command, opened = a_browser(tmp_path)
    with serving(project, "--port", "0", "--open", BROWSER=command) as served:
        assert comes(opened) == served.address


def test_a_browser_that_never_ends_holds_nothing_up(project: Path, tmp_path: Path) -> None:
    command, opened = a_browser(tmp_path)
    program = tmp_path / "browser"
    program.write_text(program.read_text("utf-8") + "sleep 5\n", "utf-8")
    with serving(project, "--port", "0", "--open", BROWSER=command) as served:
        comes(opened)
        assert get(served.address) == 200


def test_no_browser_opens_by_itself_without_a_terminal(project: Path, tmp_path: Path) -> None:
    command, opened = a_browser(tmp_path)
    with serving(project, "--port", "0", BROWSER=command) as served:
        assert get(served.address) == 200
        time.sleep(0.5)
    assert not opened.exists()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no such terminals")
@pytest.mark.parametrize("words", [(), ("--no-open",)], ids=["by itself", "--no-open"])
def test_a_person_at_a_terminal_gets_a_browser_unless_not_wanted(
    project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    command, opened = a_browser(tmp_path)
    mine, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "playbook", "serve", "--port", "0", *words],
        cwd=project,
        stdin=theirs,
        stderr=theirs,
        env={**os.environ, "BROWSER": command},
    )
    os.close(theirs)
    said = b""
    while not (found := ADDRESS.search(said.decode("utf-8", "replace"))):
        assert select.select([mine], [], [], 60)[0], said
        said += os.read(mine, 4096)
    assert get(found[1]) == 200
    if words:
        time.sleep(0.5)
        assert not opened.exists()
    else:
        assert comes(opened) == found[1]
    process.send_signal(signal.SIGINT)
    process.wait(20)
    os.close(mine)


def test_others_on_the_network_are_told_how_to_look_only_when_asked(project: Path) -> None:
    with serving(project, "--port", "0", "--host", "0.0.0.0") as served:  # noqa: S104 - asked for
        assert served.address == f"http://127.0.0.1:{served.port}/"
        assert "everybody who can reach this address can read these pages" in served.said
        assert get(served.address, Host="evil.example") == 403
        for one in places.own_addresses():
            assert get(served.address, Host=f"{one}:{served.port}") == 200
        assert get(served.address, Host=f"{socket.gethostname()}:{served.port}") == 200
    with serving(project, "--port", "0") as served:
        assert "network" not in served.said
        for one in places.own_addresses():
            assert get(served.address, Host=f"{one}:{served.port}") == 403


def test_addresses_for_others_are_said_one_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from playbook.serve.server import Options, _tell_where  # noqa: PLC0415 - this test alone

    monkeypatch.setattr(places, "own_addresses", lambda: ("192.168.1.5", "10.0.0.2"))
    said: list[str] = []
    _tell_where(Options("0.0.0.0", 0, poll=False), 8123, said.append)  # noqa: S104 - only said
    assert said[-2:] == [
        "On a phone or a computer on the same network: http://192.168.1.5:8123/",
        "On a phone or a computer on the same network: http://10.0.0.2:8123/",
    ]


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this computer has no IPv6")
def test_an_address_of_version_6_is_written_as_browsers_want_it(project: Path) -> None:
    with serving(project, "--port", "0", "--host", "::1") as served:
        assert served.address == f"http://[::1]:{served.port}/"
        assert get(served.address) == 200


MOUNTS = r"""
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 27 0:40 / /mnt/c rw,noatime - 9p C:\134 rw,aname=drvfs
41 27 0:41 / /srv/our\040share rw shared:3 - cifs //server/share rw,vers=3.1.1
42 27 0:42 / /srv rw - nfs4 server:/srv rw
43 42 0:43 / /srv rw - ext4 /dev/sdb1 rw
44 27 0:44 / /home/x/remote rw - fuse.sshfs x@server: rw
""".strip()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/x/project", "ext4"),
        ("/mnt/c/Users/x/project", "9p"),
        ("/mnt/cold", "ext4"),
        ("/srv/our share/project", "cifs"),
        ("/srv/project", "ext4"),  # what was mounted last lies on top
        ("/home/x/remote", "fuse.sshfs"),
    ],
)
def test_the_kind_of_a_drive_is_that_of_the_nearest_mount(folder: str, kind: str) -> None:
    assert kind_of(Path(folder), MOUNTS) == kind


def test_a_silent_drive_is_looked_at_every_second_and_that_is_said(
    project: Path, tmp_path: Path
) -> None:
    assert {"9p", "cifs", "nfs4", "fuse.sshfs"} <= SILENT
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"{MOUNTS}\n99 27 0:99 / {project} rw - cifs //server/share rw\n", "utf-8")
    program = (
        "import sys; from pathlib import Path; from playbook.serve import drives, watch; "
        f"drives.MOUNTS = Path({str(mounts)!r}); "
        "watch.Observer = lambda: sys.exit('events are used'); "
        "from playbook.cli import run; run()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", "0"],
        cwd=project,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    lines = [process.stderr.readline() for _ in range(2)]
    assert "on a drive that tells of no change (cifs): looking every second" in lines[0]
    assert ADDRESS.search(lines[1])
    file = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("Pay suppliers", "Pay nobody"), "utf-8")
    assert process.stderr.readline() == "Read again after a change: all.yaml.\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
