"""From saving a file to the changed page being served, over and over."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from pathlib import Path

from playbook.cli.shared import open_project
from playbook.opening import Opening
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.serve.server import make_app_server, watched
from playbook.serve.watch import Watch


def in_place(path: Path, text: str) -> None:
    """Write over the file."""
    path.write_text(text, "utf-8")


def by_rename(path: Path, text: str) -> None:
    """Write a new file and give it the name."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def with_backup(path: Path, text: str) -> None:
    """Rename the old file, write the new one, remove the old."""
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text(text, "utf-8")
    backup.unlink()


def in_pieces(path: Path, text: str) -> None:
    """Write the file in several pieces."""
    with path.open("w", encoding="utf-8") as file:
        for at in range(0, len(text), 16_384):
            file.write(text[at : at + 16_384])
            file.flush()


def by_removing(path: Path, text: str) -> None:
    """Remove the file and write it anew."""
    path.unlink()
    path.write_text(text, "utf-8")


STYLES: tuple[Callable[[Path, str], None], ...] = (
    in_place,
    by_rename,
    with_backup,
    in_pieces,
    by_removing,
)


def measure(project: Path, opening: Opening, file: Path, address: str, saves: int) -> list[float]:
    """Return the seconds from each save to the page that shows it, sorted.

    Args:
        project: The project's folder.
        opening: How to open it; with a shelf.
        file: File of processes to save; the first purpose in it changes.
        address: Address of the page that shows that purpose.
        saves: How many times to save.
    """
    preview = Preview(lambda former: open_project(project, opening, former))
    server = make_app_server(App(preview, ["127.0.0.1"], project), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watch = Watch(lambda: watched(project), lambda _paths: preview.refresh() and None, poll=False)
    watch.start()
    text = file.read_text("utf-8")
    times = []
    try:
        for turn in range(saves):
            mark = f"Turn {turn} of many."
            changed = text.replace("purpose: |\n      ", f"purpose: |\n      {mark} ", 1)
            version = preview.shown.version
            STYLES[turn % len(STYLES)](file, changed)
            saved = time.perf_counter()
            while mark.encode() not in _get(server.server_port, address):
                version = preview.wait(version, 5).version
            times.append(time.perf_counter() - saved)
            time.sleep(0.05)
    finally:
        watch.stop()
        server.shutdown()
        file.write_text(text, "utf-8")
    return sorted(times)


def _get(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", f"/{address}")
    body = connection.getresponse().read()
    connection.close()
    return body
