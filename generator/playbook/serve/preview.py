"""What the preview shows now: the site, or what keeps it from being shown."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playbook.problems import Place, Problem, Unusable
from playbook.supply import Published


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold what was read last.

    Args:
        version: Number that grows with every reading.
        site: The site that could be read last; nothing when there was none yet.
        problems: What is wrong now; empty when the site is up to date.
    """

    version: int
    site: Published | None
    problems: tuple[Problem, ...]


class Preview:
    """Keep what is shown, and let others wait for it to change.

    Args:
        open_site: Reads the project, given what it was before; raises `Unusable` with its
            problems.
    """

    def __init__(self, open_site: Callable[[Published | None], Published]) -> None:
        self._open_site = open_site
        self._changed = threading.Condition()
        self._shown = Shown(0, None, ())
        self.refresh()

    @property
    def shown(self) -> Shown:
        """Return what is shown now."""
        return self._shown

    def refresh(self) -> Shown:
        """Read the project again; the last good site stays when it cannot be read."""
        former = self._shown
        try:
            site: Published | None = self._open_site(former.site)
            problems: tuple[Problem, ...] = ()
        except Unusable as unusable:
            site, problems = former.site, unusable.problems
        except Exception as error:
            # Whatever happens, the preview goes on: the next change may be what mends it.
            site, problems = former.site, (_mistake(error),)
        with self._changed:
            self._shown = Shown(former.version + 1, site, problems)
            self._changed.notify_all()
        return self._shown

    def wait(self, version: int, seconds: float) -> Shown:
        """Return what is shown once it is newer than a version, or when time is up.

        Args:
            version: The version that is known.
            seconds: How long to wait at most.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._shown.version > version, seconds)
        return self._shown


def _mistake(error: Exception) -> Problem:
    """Return how a mistake of the program itself is told."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    name = "/".join(Path(frame.filename).parts[-2:])
    what = f"this is a mistake in playbook itself ({type(error).__name__}: {error})"
    instead = f"report it with this line and “{name}:{frame.lineno}”; saving the file tries again"
    return Problem(Place("playbook"), what, instead, "V03")
