"""Noticing that a file has changed, whatever way an editor saves it.

An event of the system only means that something may have changed; what has is told by the
files themselves. A look at all of them every second catches what no event tells.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from playbook.load.snapshot import snapshot

SETTLE: Final = 0.02
"""Seconds of quiet after an event before files are looked at: an editor saves in several steps."""
LOOK: Final = 1.0
"""Seconds between looks when no event comes."""

# What the library says while it is stopped is no fault, and nothing for a terminal.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


def can_watch(roots: Iterable[Path]) -> bool:
    """Tell whether the system has room to tell of every change below some folders.

    Args:
        roots: Folders and files to watch.
    """
    watch = Watch(lambda: roots, lambda _paths: None, poll=False)
    watch.observe()
    if watch.observer is None:
        return False
    watch.observer.stop()
    watch.observer.join()
    return True


class _Handler(FileSystemEventHandler):
    def __init__(self, wake: threading.Event) -> None:
        self.wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake the watch; reading a file is no change."""
        if event.event_type not in ("opened", "closed_no_write"):
            self.wake.set()


class Watch(threading.Thread):
    """Call back when files below some folders have changed.

    Args:
        roots: Says which folders and files to watch; asked at every look, since a change may be
            that there are others. The system only tells of those that there were at first.
        changed: Called with the paths that changed, one call at a time.
        poll: Whether to use no events of the system at all.
    """

    def __init__(
        self,
        roots: Callable[[], Iterable[Path]],
        changed: Callable[[set[Path]], None],
        poll: bool,
    ) -> None:
        super().__init__(name="watch", daemon=True)
        self.roots = roots
        self.changed = changed
        self.wake = threading.Event()
        self.stopped = threading.Event()
        self.observer = None if poll else Observer()
        self.seen = snapshot(self.roots())

    def run(self) -> None:
        """Watch until `stop` is called."""
        self.observe()
        try:
            self._look()
        finally:
            # Here, not in `stop`: that may be called before the observer has begun.
            if self.observer:
                self.observer.stop()
                self.observer.join()

    def _look(self) -> None:
        while not self.stopped.is_set():
            if self.wake.wait(LOOK):
                self._settle()
            now = snapshot(self.roots())
            if now != self.seen:
                changed = {Path(path) for path, _ in now.items() ^ self.seen.items()}
                self.seen = now
                self.changed(changed)

    def stop(self) -> None:
        """End the watch."""
        self.stopped.set()
        self.wake.set()

    def _settle(self) -> None:
        while self.wake.is_set() and not self.stopped.is_set():
            self.wake.clear()
            self.wake.wait(SETTLE)

    def observe(self) -> None:
        """Ask the system to tell of changes; `observer` is nothing when it cannot."""
        if self.observer is None:
            return
        try:
            for root in self.roots():
                folder = root if root.is_dir() else root.parent
                self.observer.schedule(_Handler(self.wake), str(folder), recursive=root.is_dir())
            self.observer.start()
        except OSError:
            # Out of watches, or a drive without events: looking every second still works.
            self.observer = None
