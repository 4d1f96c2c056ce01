"""A real OpenSSH that lets one user in by a key, over SFTP alone."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
SETTINGS = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {work}/host
PidFile {work}/pid
AuthorizedKeysFile {work}/reader.pub
PasswordAuthentication no
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""

needs_sshd = pytest.mark.skipif(
    not SSHD, reason="there is no sshd here; tests/sftp/install.sh installs it on Debian"
)


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Args:
        port: Its port on this computer.
        home: The home of a user whom it lets in, and who knows its key.
    """

    port: int
    home: Path

    def address(self, path: Path) -> str:
        """Return where a folder of this computer is over SFTP."""
        return f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{path}"

    @property
    def known(self) -> Path:
        """Return the file in which SSH keeps what servers it knows."""
        return self.home / ".ssh" / "known_hosts"


def _keys(work: Path) -> None:
    for name in ("host", "reader"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(work / name)]
        subprocess.run(words, check=True)


def _at_home(work: Path, port: int) -> Path:
    place = work / "home" / ".ssh"
    place.mkdir(parents=True, mode=0o700)
    shutil.copy(work / "reader", place / "id_ed25519")
    kind, key = (work / "host.pub").read_text().split()[:2]
    (place / "known_hosts").write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
    return place.parent


@contextmanager
def sshd(work: Path) -> Iterator[Server]:
    """Run OpenSSH on a free port until the block ends."""
    assert SSHD
    work.mkdir()
    _keys(work)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (work / "settings").write_text(SETTINGS.format(port=port, work=work))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # it asks for it, and a start of the system makes it
    server = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", str(work / "settings")],
        stderr=(work / "log").open("wb"),
    )
    try:
        _answers(port, server, work / "log")
        yield Server(port, _at_home(work, port))
    finally:
        server.terminate()
        server.wait()


def _answers(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        assert server.poll() is None, log.read_text()
        with socket.socket() as asked:
            if not asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text())
