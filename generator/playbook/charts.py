"""Pictures as numbers: where the bars of a chart and the boxes of a swimlane stand.

Lengths are in the units of the picture's own view box. Words, colours and elements are for the
contexts and the templates.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Bar(Struct, frozen=True):
    """A rectangle.

    Args:
        x: Left side.
        y: Top.
        width: Width.
        height: Height; 0 when there is nothing to show.
    """

    x: int
    y: int
    width: int
    height: int


def columns(values: Sequence[float], width: int, height: int, most: float = 0) -> tuple[Bar, ...]:
    """Return upright bars on one ground line, the highest as high as the picture.

    A value above zero is at least one unit high, so that little is not taken for nothing.

    Args:
        values: What each bar stands for; below zero counts as nothing.
        width: Width of the picture.
        height: Height of the picture.
        most: What a bar as high as the picture stands for; by default the highest of these.
    """
    most = max((most, *values))
    made = []
    for at, value in enumerate(values):
        left, right = width * at // len(values), width * (at + 1) // len(values)
        share = height * value / most if most > 0 and value > 0 else 0
        tall = max(1, round(share)) if share else 0
        gap = max(1, (right - left) // 5)
        made.append(Bar(left, height - tall, right - left - gap, tall))
    return tuple(made)


def share(part: int, whole: int, length: int) -> int:
    """Return how much of a length stands for a part of a whole.

    A part above zero is at least one unit long and a part of less than all leaves one unit, so
    that little is not taken for nothing and nearly all not for all.

    Args:
        part: What is to be shown.
        whole: What the whole length stands for; zero shows nothing.
        length: The whole length.
    """
    if part <= 0 or whole <= 0:
        return 0
    if part >= whole:
        return length
    return min(length - 1, max(1, round(length * part / whole)))


def stacked(pairs: Sequence[tuple[int, int]], width: int) -> tuple[tuple[int, int], ...]:
    """Return the lengths of two bars end to end, for each row on one scale.

    Args:
        pairs: The two numbers of each row.
        width: Length of the longest row.
    """
    most = max((first + second for first, second in pairs), default=0) or 1
    return tuple(
        (width * first // most, width * (first + second) // most - width * first // most)
        for first, second in pairs
    )


def stairs(
    levels: Sequence[int | None], most: int, width: int, height: int
) -> tuple[tuple[int, int], ...]:
    """Return the corners of a line that goes up and down in steps, from left to right.

    Args:
        levels: How high the line is in each of as many equal parts of the width; nothing where
            there is no line yet.
        most: The level at the top of the picture; the lowest is 1.
        width: Width of the picture.
        height: Height of the picture.
    """
    made: list[tuple[int, int]] = []
    for at, level in enumerate(levels):
        if level is not None:
            y = height - round(height * (level - 1) / max(1, most - 1))
            sides = (width * at // len(levels), width * (at + 1) // len(levels))
            made += [(x, y) for x in sides]
    return tuple(made)


def lanes(order: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Return the lanes of a swimlane, and where work changes hands.

    Args:
        order: Who does each activity, in the order in which they are done.

    Returns:
        Everybody, in the order in which they first do something; and for each activity whether
        somebody does it who did nothing of the one before. Unknown hands change nothing.
    """
    everybody = tuple(dict.fromkeys(who for activity in order for who in activity))
    changes, before = [], frozenset[str]()
    for activity in order:
        now = frozenset(activity)
        changes.append(bool(before and now and not now & before))
        before = now or before
    return everybody, tuple(changes)
