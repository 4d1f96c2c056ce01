"""The pictures of one process: volumes by month, and a swimlane of its activities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from playbook import charts
from playbook.contexts.pictureshapes import Gauge, LaneCell, MonthBar, Swimlane, VolumeChart
from playbook.contexts.view import View
from playbook.model.activity import Activity
from playbook.model.figures import Volume
from playbook.model.process import Process
from playbook.plan import Page
from playbook.texts import bare

WIDTH = 600
HEIGHT = 120
_SCOPES = ("in", "retained", "out", "unknown")
FEWEST_MONTHS = 3
"""Months from which a picture says more than the table."""


def gauge(view: View, word: str, known: int, total: int, shared: int = 0) -> Gauge:
    """Return how much of a whole is known, as bars and in a sentence.

    Args:
        view: The organisation in one language.
        word: Key of the sentence.
        known: What is known.
        total: What could be known.
        shared: What is shared with a supplier too.
    """
    numbers = {"known": known, "total": total, "shared": shared}
    said = {key: view.wording.number(number) for key, number in numbers.items()}
    return Gauge(
        known=charts.share(known, total, 100),
        shared=charts.share(shared, total, 100),
        text=view.wording.word(word, **said),
    )


def volume_charts(view: View, process: Process) -> tuple[VolumeChart, ...]:
    """Return volumes by month as bars, one chart for each thing that is counted.

    Args:
        view: The organisation in one language.
        process: The process.
    """
    return tuple(
        _volume(view, f"volume-{number}", volume)
        for number, volume in enumerate(process.counts, 1)
        if len(volume.months or ()) >= FEWEST_MONTHS
    )


def _volume(view: View, key: str, volume: Volume) -> VolumeChart:
    wording = view.wording
    months = sorted((volume.months or {}).items())
    bars = charts.columns([count for _, count in months], WIDTH, HEIGHT)
    busiest = volume.peak or max(months, key=lambda item: item[1])[0]
    least = min(months, key=lambda item: item[1])
    peak = dict(months).get(busiest, 0)
    title = wording.said(volume.unit) or Markup.escape(wording.word("volumes"))
    if volume.at:
        title = Markup("{} ({})").format(title, view.named("unit", volume.at))
    return VolumeChart(
        key=key,
        title=title,
        name=bare(title),
        text=wording.word(
            "volume_text",
            peak=wording.month(busiest),
            most=wording.number(peak),
            low=wording.month(least[0]),
            least=wording.number(least[1]),
        ),
        first=wording.month(months[0][0]),
        last=wording.month(months[-1][0]),
        months=tuple(
            MonthBar(
                bar=bar,
                title=f"{wording.month(month)}: {wording.number(count)}",
                peak=month == busiest,
            )
            for (month, count), bar in zip(months, bars, strict=True)
        ),
    )


def swimlane(view: View, page: Page, process: Process) -> Swimlane:
    """Return the activities of a process in the lanes of who does them.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    activities = process.activities or ()
    everybody, changes = charts.lanes([item.performers for item in activities])
    wording, rows = view.wording, []
    for activity, received in zip(activities, changes, strict=True):
        done = LaneCell(
            text=wording.said(activity.name),
            scope=activity.scope or "unknown",
            scope_name=_scope_name(view, activity.scope or "unknown"),
            received=received,
        )
        nothing = LaneCell(text=Markup(""))
        doers = activity.performers
        row = tuple(done if role in doers else nothing for role in everybody)
        rows.append(row if doers else (*row, done))
    nameless = any(not item.performers for item in activities)
    return Swimlane(
        lanes=(*(view.linked(page, "role", role) for role in everybody), *_nobody(view, nameless)),
        rows=tuple(_filled(rows, nameless)) if everybody else (),
        handoffs=_handoffs(view, sum(changes)),
        scopes=_scopes(view, activities),
    )


def _scopes(view: View, activities: Sequence[Activity]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter[str](item.scope or "unknown" for item in activities)
    return tuple(
        (scope, _scope_name(view, scope), counts[scope]) for scope in _SCOPES if counts[scope]
    )


def _scope_name(view: View, scope: str) -> str:
    return view.wording.word("scope_unknown") if scope == "unknown" else view.wording.code(scope)


def _handoffs(view: View, count: int) -> str:
    key = {0: "lane_handoffs_none", 1: "lane_handoffs_one"}.get(count, "lane_handoffs")
    return view.wording.word(key, count=count)


def _nobody(view: View, nameless: bool) -> Iterator[Markup]:
    """Yield a lane for activities that name nobody, when there are any."""
    if nameless:
        yield Markup.escape(view.wording.word("lane_unknown"))


def _filled(rows: list[tuple[LaneCell, ...]], nameless: bool) -> Iterator[tuple[LaneCell, ...]]:
    """Yield rows of one width."""
    width = max(map(len, rows), default=0)
    for row in rows:
        yield (*row, LaneCell(text=Markup(""))) if nameless and len(row) < width else row
