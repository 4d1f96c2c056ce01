"""Pictures as pages receive them; a template can read this alone."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook import charts


class Gauge(Struct, frozen=True, kw_only=True):
    """How many of a number of facts are known.

    Args:
        known: Length of what is known, of a hundred.
        shared: Length of what is shared with a supplier too, of a hundred.
        text: The same in a sentence.
    """

    known: int
    shared: int
    text: str


class MonthBar(Struct, frozen=True, kw_only=True):
    """One month of a chart.

    Args:
        bar: Where its bar stands.
        title: The month and its number, in words.
        peak: Whether it is the busiest month.
    """

    bar: charts.Bar
    title: str
    peak: bool


class VolumeChart(Struct, frozen=True, kw_only=True):
    """Volumes by month, as bars; the numbers are in the table of volumes.

    Args:
        key: Lasting name, for ids on the page.
        title: What is counted.
        name: The same without marks.
        text: What the picture says, in a sentence.
        first: First month, in words.
        last: Last month, in words.
        months: The bars.
    """

    key: str
    title: Markup
    name: str
    text: str
    first: str
    last: str
    months: tuple[MonthBar, ...]


class LaneCell(Struct, frozen=True, kw_only=True):
    """What one role does in one activity.

    Args:
        text: The activity; empty when the role does not do it.
        scope: ``in``, ``out``, ``retained`` or ``unknown``.
        scope_name: The same in words.
        received: Whether the work comes from other hands here.
    """

    text: Markup
    scope: str = ""
    scope_name: str = ""
    received: bool = False


class Swimlane(Struct, frozen=True, kw_only=True):
    """Activities in order, each in the lanes of the roles that do it.

    Args:
        lanes: The roles.
        rows: A row for each activity, a cell for each lane.
        handoffs: How often work changes hands, in words.
        scopes: What may go out, what stays inside, what is outside and what is not decided: code,
            name and number of activities.
    """

    lanes: tuple[Markup, ...]
    rows: tuple[tuple[LaneCell, ...], ...]
    handoffs: str
    scopes: tuple[tuple[str, str, int], ...]
