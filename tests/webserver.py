"""A real nginx that serves a folder by the very lines that docs/publishing.md gives."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
TYPES = Path("/etc/nginx/mime.types")
RECIPE = re.compile(r"^```nginx\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACE = "/srv/www/playbook/"
"""The folder of the site in the recipe."""
UNDER = "/playbook/"
"""The path of the site in the recipe."""
AROUND = """\
daemon off; {user} worker_processes 2; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 256; }}
http {{
    include {types}; default_type application/octet-stream; access_log off;
    client_body_temp_path {work}/a; proxy_temp_path {work}/b; fastcgi_temp_path {work}/c;
    uwsgi_temp_path {work}/d; scgi_temp_path {work}/e;
    server {{
        listen 127.0.0.1:{port};
        server_name localhost;
        root {work}/nothing;
        {recipe}
    }}
}}
"""

needs_nginx = pytest.mark.skipif(
    not NGINX, reason="there is no nginx here; tests/nginx/install.sh installs it on Debian"
)


@dataclass(frozen=True)
class Served:
    """A site that nginx serves.

    Args:
        port: The port on this computer.
    """

    port: int

    @property
    def address(self) -> str:
        """Return the address of the site's first page."""
        return f"http://127.0.0.1:{self.port}{UNDER}"

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path exactly as written; return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read()
        finally:
            connection.close()


def recipe(repository: Path) -> str:
    """Return the lines for nginx of the page on publishing."""
    (found,) = RECIPE.findall((repository / "docs" / "publishing.md").read_text("utf-8"))
    assert PLACE in found
    assert f"location {UNDER}" in found
    return str(found)


@contextmanager
def nginx(repository: Path, folder: Path, work: Path) -> Iterator[Served]:
    """Run nginx on a folder, which may come and go, until the end of the block."""
    assert NGINX
    work.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = recipe(repository).replace(f"alias {PLACE};", f'alias "{folder}/";')
    config = work / "nginx.conf"
    # The folders of tests are their user's alone, so root has to read them as root.
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    text = AROUND.format(user=user, work=work, types=TYPES, port=port, recipe=lines)
    config.write_text(text, "utf-8")
    command = [NGINX, "-c", str(config), "-p", str(work), "-e", str(work / "error.log")]
    process = subprocess.Popen(command)
    try:
        _wait_for(port, process)
        yield Served(port)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while True:
        assert process.poll() is None, "nginx does not take the recipe"
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "nginx does not answer"
            time.sleep(0.05)
        else:
            return
