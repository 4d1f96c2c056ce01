"""Publishing over SFTP to a real OpenSSH."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inventories import write_project
from playbook.config import Destination
from playbook.problems import Unusable
from playbook.publish.inorder import KEPT
from playbook.publish.places import Publisher, publisher
from publishing import version
from sshserver import Server, needs_sshd, sshd

pytestmark = needs_sshd


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with sshd(tmp_path_factory.mktemp("ssh") / "work") as running:
        yield running


@pytest.fixture(autouse=True)
def _at_home(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(server.home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def nothing(_done: int) -> None:
    pass


def shown(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and KEPT not in path.parts
    }


def over_sftp(address: str, root: Path, keep: int = 3) -> Publisher:
    return publisher(Destination(to=address), root, keep)


def test_what_is_shown_is_the_release_and_an_earlier_one_comes_back(
    server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "www" / "deep"
    to = server.address(folder)
    one, two = version(tmp_path / "1", 1), version(tmp_path / "2", 2)
    texts = [shown(release.folder) for release in (one, two)]
    first = over_sftp(to, tmp_path).publish(one, nothing)
    assert (first.number, first.written, first.removed) == (1, len(one.files), 0)
    assert shown(folder) == texts[0]
    again = over_sftp(to, tmp_path).publish(one, nothing)
    assert (again.number, again.written, again.removed) == (1, 0, 0)
    second = over_sftp(to, tmp_path).publish(two, nothing)
    assert (second.written, second.removed) == (len(two.files) - 1, 1)
    assert shown(folder) == texts[1]
    assert over_sftp(to, tmp_path).rollback(nothing, nothing).number == 1
    assert shown(folder) == texts[0]


def test_nothing_of_another_edition_is_kept(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "www"
    to = server.address(folder)
    over_sftp(to, tmp_path).publish(version(tmp_path / "1", 1), nothing)
    outside = replace(version(tmp_path / "2", 2), edition="supplier:nordia")
    over_sftp(to, tmp_path).publish(outside, nothing)
    lies = [path for path in folder.rglob("*") if path.is_file() and path.suffix == ".html"]
    assert not [path for path in lies if path.read_text("utf-8").startswith("1 ")]
    with pytest.raises(Unusable, match="no earlier release is kept here"):
        over_sftp(to, tmp_path).rollback(nothing, nothing)


def test_a_folder_with_other_things_is_refused(server: Server, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "theirs.txt").write_text("x")
    with pytest.raises(Unusable, match="was not published by playbook"):
        over_sftp(server.address(tmp_path / "www"), tmp_path).publish(
            version(tmp_path / "1", 1), nothing
        )


def test_a_server_whose_key_is_not_known_gets_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = tmp_path / "stranger" / ".ssh"
    stranger.mkdir(parents=True)
    (stranger / "id_ed25519").write_bytes((server.home / ".ssh" / "id_ed25519").read_bytes())
    monkeypatch.setenv("HOME", str(stranger.parent))
    with pytest.raises(Unusable, match="SSH does not know the key of this server yet"):
        over_sftp(server.address(tmp_path / "www"), tmp_path)
    other = (server.home.parent / "reader.pub").read_text().split()[:2]
    (stranger / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {' '.join(other)}\n")
    with pytest.raises(Unusable, match="it cannot be published here"):
        over_sftp(server.address(tmp_path / "www"), tmp_path)


def command(folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    project = write_project(folder, {}, [{"id": "pay", "name": "Pay suppliers"}])
    words = [sys.executable, "-m", "playbook", "publish", address]
    return subprocess.run(words, cwd=project, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_command_shows_a_site(server: Server, tmp_path: Path) -> None:
    done = command(tmp_path / "project", server.address(tmp_path / "www"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "www" / "x" / "nl" / "processes" / "pay.html").is_file()


def test_what_a_server_refuses_is_told_without_a_traceback(server: Server, tmp_path: Path) -> None:
    (server.home / ".ssh" / "id_ed25519").rename(tmp_path / "key")
    try:
        done = command(tmp_path / "project", server.address(tmp_path / "www"))
    finally:
        (tmp_path / "key").rename(server.home / ".ssh" / "id_ed25519")
    assert done.returncode == 2
    assert "it cannot be published here (No authentication methods available)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sftp://me:secret@127.0.0.1/x", "sftp://me@127.0.0.1/x: an address may hold no password"),
        ("sftp://127.0.0.1:port/x", "this names no server"),
        ("sftp://me@/x", "this names no server"),
        ("sftp://127.0.0.1:1/x", "it cannot be published here"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as told:
        over_sftp(address, tmp_path)
    assert words in str(told.value)
    assert "secret" not in str(told.value)
