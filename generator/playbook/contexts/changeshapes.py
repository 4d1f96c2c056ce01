"""What the page on changes receives; a template can read this alone."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.pictureshapes import MonthBar
from playbook.contexts.shapes import Chrome, Head, Link


class ChangedRow(Struct, frozen=True, kw_only=True):
    """What changed in one process.

    Args:
        name: The process.
        former: Its former name and id, in words; empty when they are the same.
        step: From which step it came to which; empty when it did not move.
        direction: ``ahead`` or ``back``; empty when it did not move.
        met: Criteria that are met now.
        lost: Criteria that are not met any more.
        opened: Findings that are new.
        closed: Findings that are settled.
    """

    name: Link
    former: Markup
    step: Markup
    direction: str
    met: tuple[Link, ...]
    lost: tuple[Link, ...]
    opened: tuple[Link, ...]
    closed: tuple[Link, ...]


class StepMonths(Struct, frozen=True, kw_only=True):
    """How many processes were on one step, month by month.

    Args:
        key: Lasting name, for ids on the page.
        name: The step, leading to its page.
        counts: The number of each month.
        bars: The same as bars, on one scale with the other steps.
        text: The first and the last number, in a sentence.
    """

    key: str
    name: Link
    counts: tuple[int, ...]
    bars: tuple[MonthBar, ...]
    text: str


class ProcessLine(Struct, frozen=True, kw_only=True):
    """The steps that one process was on, month by month.

    Args:
        name: The process.
        points: Corners of its line.
        moves: From which month it was on which step.
    """

    name: Link
    points: tuple[tuple[int, int], ...]
    moves: tuple[tuple[str, Markup], ...]


class ChangesPage(Struct, frozen=True, kw_only=True):
    """What changed, and how many processes were on each step.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        lead: What is compared with what, or that there is nothing to compare with.
        hint: What to do to see more; empty when there is nothing to do.
        figures: How many of each sort of change: word and number.
        added: Processes that are new.
        removed: Names of processes that are gone.
        rows: Processes in which something changed.
        more_rows: How many more there are, in a sentence.
        months: Months of the history, in words; the last one is today.
        steps: How many processes were on each step.
        lines: The line of each process that moved.
        more_lines: How many more there are, in a sentence.
        still: How many processes stayed where they were, in a sentence.
        unread: Files of the past that are not understood any more.
    """

    chrome: Chrome
    head: Head
    lead: str
    hint: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    added: tuple[Link, ...] = ()
    removed: tuple[Markup, ...] = ()
    rows: tuple[ChangedRow, ...] = ()
    more_rows: str = ""
    months: tuple[str, ...] = ()
    steps: tuple[StepMonths, ...] = ()
    lines: tuple[ProcessLine, ...] = ()
    more_lines: str = ""
    still: str = ""
    unread: tuple[str, ...] = ()
