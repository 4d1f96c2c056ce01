"""The page on what changed: since a moment, and over the months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from playbook import charts
from playbook.changes import Change, Changes, between, content
from playbook.contexts.asked import gap
from playbook.contexts.changeshapes import ChangedRow, ChangesPage, ProcessLine, StepMonths
from playbook.contexts.heads import contents
from playbook.contexts.pictureshapes import MonthBar
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.model.ownpage import OwnPage
from playbook.model.past import Month, State, month_of
from playbook.model.process import Process
from playbook.plan import Page

MOST_ROWS: Final = 200
"""Processes that the page tells of one by one; `playbook diff` tells of all."""
WIDTH, HEIGHT = 240, 32
LINE_WIDTH, LINE_HEIGHT = 160, 28
FEWEST_MONTHS: Final = 2
"""Months from which there is a course to be seen."""
_READY: Final = "ready"


def last_changed(view: View, process: Process) -> str:
    """Return on which day a process was last changed; empty when that is not known.

    Args:
        view: The organisation in one language.
        process: The process.
    """
    day, known = view.past.days.get(process.id, (None, ""))
    return view.wording.date(day) if day and content(process) == known else ""


def page_changed(view: View, own: OwnPage) -> str:
    """Return on which day an own page was last changed; empty when that is not known.

    Args:
        view: The organisation in one language.
        own: The page.
    """
    day, known = view.past.days.get(own.place.file, (None, ""))
    return view.wording.date(day) if day and own.kept == known else ""


def changes_page(view: View, page: Page) -> ChangesPage:
    """Return what changed since a moment, and where processes were month by month.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    word, past = view.wording.word, view.past
    months = (*past.months, month_of(view.portfolio.state)) if past.asked else ()
    told = _Told(view, page, past.since)
    sections = (("changed", word("changes"), past.since), ("months", word("months"), months))
    lines = list(_lines(view, page, months)) if len(months) >= FEWEST_MONTHS else []
    lost = {file for one in (*months, past.since) if one for file in one.unread}
    return ChangesPage(
        chrome=view.chrome,
        head=view.head(page, word("changes"), "changes", contents=contents(*sections)),
        lead=told.lead,
        hint=_hint(view),
        figures=told.figures,
        added=told.added,
        removed=told.removed,
        rows=told.rows[:MOST_ROWS],
        more_rows=_more(view, told.rows),
        months=tuple(_months(view, months)) if len(months) >= FEWEST_MONTHS else (),
        steps=_steps(view, page, months) if len(months) >= FEWEST_MONTHS else (),
        lines=tuple(lines[:MOST_ROWS]),
        more_lines=_more(view, lines),
        still=word("lines_still", count=view.processes(len(months[-1].steps) - len(lines)))
        if months
        else "",
        unread=tuple(sorted(lost)),
    )


def _hint(view: View) -> str:
    word, past = view.wording.word, view.past
    if not past.asked:
        return word("changes_ask")
    if past.since is None:
        return word("changes_no_git")
    return ""


def _more(view: View, rows: Sequence[object]) -> str:
    count = len(rows) - MOST_ROWS
    return view.wording.word("changes_more", processes=view.processes(count)) if count > 0 else ""


class _Told:
    """Tell what changed since a moment."""

    def __init__(self, view: View, page: Page, since: State | None) -> None:
        self.view, self.page = view, page
        self.lead = self._lead(since)
        self.figures: tuple[tuple[str, str], ...] = ()
        self.added: tuple[Link, ...] = ()
        self.removed: tuple[Markup, ...] = ()
        self.rows: tuple[ChangedRow, ...] = ()
        if since is not None:
            changes = between(since, view.portfolio.state)
            self.added = tuple(view.process(page, item.id) for item in changes.added)
            self.removed = tuple(view.wording.said(item.name) for item in changes.removed)
            self.rows = tuple(self._row(change) for change in changes.changed)
            self.figures = figures(view, changes)

    def _lead(self, since: State | None) -> str:
        wording = self.view.wording
        today = wording.date(self.view.portfolio.setting.today)
        if since is None:
            return wording.word("changes_none_text", date=today)
        date, called = wording.date(since.day), self.view.past.called
        named = f"{called} ({date})" if called and called != since.day.isoformat() else date
        return wording.word("changes_since", since=named, date=today)

    def _row(self, change: Change) -> ChangedRow:
        view, page = self.view, self.page
        return ChangedRow(
            name=view.process(page, change.after.id),
            former=former(view, change),
            step=moved(view, change),
            direction=direction(view, change),
            met=self._links(change.met),
            lost=self._links(change.lost),
            opened=self._links(change.opened),
            closed=self._links(change.closed),
        )

    def _links(self, codes: Iterable[str]) -> tuple[Link, ...]:
        return tuple(gap(self.view, self.page, code) for code in codes)


def figures(view: View, changes: Changes) -> tuple[tuple[str, str], ...]:
    """Return how many there are of each sort of change: word and number, without what is not.

    Args:
        view: The organisation in one language.
        changes: What changed.
    """
    ways = [direction(view, change) for change in changes.changed]
    counts = {
        "changes_added": len(changes.added),
        "changes_removed": len(changes.removed),
        "changes_renamed": sum(change.renamed for change in changes.changed),
        "changes_ahead": ways.count("ahead"),
        "changes_back": ways.count("back"),
        "changes_met": sum(len(change.met) for change in changes.changed),
        "changes_lost": sum(len(change.lost) for change in changes.changed),
        "changes_opened": sum(len(change.opened) for change in changes.changed),
        "changes_closed": sum(len(change.closed) for change in changes.changed),
    }
    wording = view.wording
    return tuple(
        (wording.word(key), wording.number(count)) for key, count in counts.items() if count
    )


def former(view: View, change: Change) -> Markup:
    """Return in words how a process was called before; empty when it has the same id.

    Args:
        view: The organisation in one language.
        change: What changed in it.
    """
    if not change.renamed:
        return Markup("")
    name = view.wording.said(change.before.name)
    return view.wording.marked("changes_former", name=name, id=change.before.id)


def moved(view: View, change: Change) -> Markup:
    """Return in words from which step to which a process went; empty when it did not move.

    Args:
        view: The organisation in one language.
        change: What changed in it.
    """
    if not change.moved:
        return Markup("")
    before, after = (step_name(view, item.step) for item in (change.before, change.after))
    return view.wording.marked("changes_moved", before=before, after=after)


def direction(view: View, change: Change) -> str:
    """Return whether a process went ``ahead`` or ``back``; empty when it did not move.

    Args:
        view: The organisation in one language.
        change: What changed in it.
    """
    if not change.moved:
        return ""
    return "ahead" if _level(view, change.after.step) > _level(view, change.before.step) else "back"


def step_name(view: View, step: str | None) -> Markup:
    """Return the number and name of a step, or that none is left.

    Args:
        view: The organisation in one language.
        step: Code of the step; nothing when none is left.
    """
    return view.step_label(step) if step else Markup.escape(view.wording.word("ready"))


def _level(view: View, step: str | None) -> int:
    numbers = view.portfolio.numbers
    return numbers[step] if step else len(numbers) + 1


def _months(view: View, states: Sequence[Month]) -> Iterable[str]:
    return (view.wording.month(f"{state.day:%Y-%m}") for state in states)


def _steps(view: View, page: Page, states: Sequence[Month]) -> tuple[StepMonths, ...]:
    codes: list[str | None] = [step.code for step in view.portfolio.method.steps]
    months = list(_months(view, states))
    counts = {
        code: tuple(sum(step == code for step in state.steps.values()) for state in states)
        for code in [*codes, None]
    }
    most = max(max(row) for row in counts.values())
    made = []
    for code, row in counts.items():
        wording = view.wording
        bars = charts.columns(row, WIDTH, HEIGHT, most)
        made.append(
            StepMonths(
                key=code or _READY,
                name=Link(step_name(view, code), view.to(page, "step", code) if code else ""),
                counts=row,
                bars=tuple(
                    MonthBar(bar=bar, title=f"{month}: {count}", peak=at == len(row) - 1)
                    for at, (bar, month, count) in enumerate(zip(bars, months, row, strict=True))
                ),
                text=wording.word("months_text", first=row[0], month=months[0], last=row[-1]),
            )
        )
    return tuple(made)


def _lines(view: View, page: Page, states: Sequence[Month]) -> Iterable[ProcessLine]:
    """Yield the line of each process that was not always on the step that it is on."""
    top = len(view.portfolio.numbers) + 1
    months = list(_months(view, states))
    for process in view.portfolio.inventory.processes:
        names = (process.id, *(process.formerly or ()))
        known = (next((name for name in names if name in was.steps), None) for was in states)
        levels = [
            _level(view, was.steps[name]) if name else None
            for was, name in zip(states, known, strict=True)
        ]
        moves = [
            (month, _step_at(view, level))
            for month, before, level in zip(months, [None, *levels], levels, strict=False)
            if level and level != before
        ]
        if len(moves) > 1:
            yield ProcessLine(
                name=view.process(page, process.id),
                points=charts.stairs(levels, top, LINE_WIDTH, LINE_HEIGHT),
                moves=tuple(moves),
            )


def _step_at(view: View, level: int) -> Markup:
    codes = [step.code for step in view.portfolio.method.steps]
    return step_name(view, codes[level - 1] if level <= len(codes) else None)
