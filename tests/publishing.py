"""Sites to publish in a test, and a reader that polls while they are published."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from playbook.publish.release import Release, release_of

PAGES = 30


def version(folder: Path, number: int, pages: int = PAGES) -> Release:
    """Write one version of a small site; every file of it tells its number.

    Page 0 is in every version; the last page carries the number in its name, and only the index of
    the same version leads to it.
    """
    texts = {
        "assets/style.css": f"/* {number} */",
        "assets/same.css": "/* 0 */",
        f"extra/only-{number}.html": f"{number}",
        "index.html": f"{number} extra/only-{number}.html",
    }
    texts |= {f"p/{page}.html": f"{number} " + f"{page:02}" * 2500 for page in range(pages)}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return release_of(folder, texts, "internal")


def number_in(data: bytes) -> int:
    """Return the version that a file is of."""
    return int(data.decode().removeprefix("/* ").split(" ")[0])


class Reader(threading.Thread):
    """Read pages all the time, and keep what no reader should ever see.

    Args:
        read: Returns what is at an address; raises `FileNotFoundError` where there is nothing.
        whole: Whether the site has to change all at once.
    """

    def __init__(self, read: Callable[[str], bytes], whole: bool) -> None:
        super().__init__(daemon=True)
        self.read, self.whole = read, whole
        self.stopped = threading.Event()
        self.wrong: list[str] = []
        self.reads = 0
        self.seen: set[int] = set()

    def run(self) -> None:
        """Read until `stop` is called."""
        names = ["index.html", "assets/style.css", *(f"p/{page}.html" for page in range(PAGES))]
        newest = 0
        while not self.stopped.is_set():
            for name in names:
                try:
                    data = self.read(name)
                    number = number_in(data)
                except FileNotFoundError:
                    self.wrong.append(f"{name}: not found")
                    continue
                except Exception as error:  # what a reader gets that is no page
                    self.wrong.append(f"{name}: {error!r}")
                    continue
                self.reads += 1
                self.seen.add(number)
                if name.startswith("p/") and len(data) != len(f"{number} ") + 5000:
                    self.wrong.append(f"{name}: half of it")
                if self.whole and number < newest:
                    self.wrong.append(f"{name}: {number} after {newest}")
                newest = max(newest, number)

    def stop(self) -> None:
        """End reading."""
        self.stopped.set()
        self.join()
