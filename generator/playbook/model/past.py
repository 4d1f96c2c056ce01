"""How an organisation stood before, in as little as can be compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec import Struct

from playbook.model.scalars import Text


class Standing(Struct, frozen=True, kw_only=True):
    """Where one process stood.

    Args:
        id: Its id.
        name: Its name.
        step: Code of the step it was on; nothing when no step was left.
        met: Codes of the criteria that were met.
        findings: Codes of the rules whose points counted.
        formerly: Ids that it had before.
        content: Digest of all that was known of it but its id.
    """

    id: str
    name: Text
    step: str | None
    met: tuple[str, ...]
    findings: tuple[str, ...]
    formerly: tuple[str, ...]
    content: str


class State(Struct, frozen=True, kw_only=True):
    """How one organisation stood on a day.

    Args:
        day: The day, on which it was judged.
        processes: Its processes.
        unread: Files of which not all is understood any more.
        unknown: Ids of the processes that are not understood any more.
    """

    day: datetime.date
    processes: tuple[Standing, ...]
    unread: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Month(Struct, frozen=True, kw_only=True):
    """On which step each process was at the end of a month.

    Args:
        day: The day, on which it was judged.
        steps: Code of the step of each process, by its id; nothing when no step was left.
        unread: Files of which not all is understood any more.
    """

    day: datetime.date
    steps: Mapping[str, str | None]
    unread: tuple[str, ...] = ()


def month_of(state: State) -> Month:
    """Return on which step each process was.

    Args:
        state: How the organisation stood.
    """
    steps = {item.id: item.step for item in state.processes}
    return Month(day=state.day, steps=steps, unread=state.unread)


class Past(Struct, frozen=True, kw_only=True):
    """What is known of the past of one organisation.

    Args:
        asked: Whether the project asks for it.
        months: The steps at the end of each month, the first first; this month is not there.
        since: What to compare with; nothing when there is none.
        called: What that was called by those who asked for it: a tag, a date.
        days: Day on which each process was last changed, by its id, and each own page, by its
            file; and the digest of what was known of it after that: when something else is known
            now, that is not kept yet.
    """

    asked: bool = False
    months: tuple[Month, ...] = ()
    since: State | None = None
    called: str = ""
    days: Mapping[str, tuple[datetime.date, str]] = {}
