"""How well the facts of a process are known: what is old, estimated or assumed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, Literal, get_args, get_type_hints

from msgspec import Struct

from playbook.model.paths import Path, attributes
from playbook.model.places import Located, find
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.problems import Place

Why = Literal["stale", "estimated", "assumed", "review_passed"]
_FOUND_ON: Final = ("on", "reviewed", "tested_on", "judged")
# Dates in these fields are no findings that grow old: they are planned, or history by nature.
_TIMELESS: Final = frozenset(
    ("planned_changes", "history", "actions", "waivers", "steps", "decision", "internal_sla")
)
MAX_AGE: Final = "kpi_age"
_Found = tuple[Path, Why, datetime.date | None]


class Doubt(Struct, frozen=True, kw_only=True):
    """A fact that is old or was not measured.

    Args:
        process: Id of the process.
        path: Path to the fact.
        why: Old, estimated, assumed, or a review date that has passed.
        on: When the fact was found; the date of the review.
        place: Where it stands.
    """

    process: str
    path: Path
    why: Why
    on: datetime.date | None
    place: Place


def doubts(process: Process, located: Located, setting: Setting) -> Iterator[Doubt]:
    """Yield the facts of a process that are old or were not measured.

    Args:
        process: The process.
        located: Where it stands.
        setting: For today's date and the age at which a fact is old.
    """
    tree: Any = None
    for path, why, on in _of_process(process, setting):
        tree = located.tree() if tree is None else tree
        place = find(tree, path, located.file)
        yield Doubt(process=process.id, path=path, why=why, on=on, place=place)


def _of_process(process: Process, setting: Setting) -> Iterator[_Found]:
    if process.review_by and process.review_by < setting.today:
        yield ("review_by",), "review_passed", process.review_by
    for name, _ in _telling(Process):
        if name not in _TIMELESS:
            yield from _inside(getattr(process, name), (name,), setting)


@cache
def _telling(struct: type[Struct]) -> tuple[tuple[str, str], ...]:
    """Return the fields that can hold a finding, by attribute and as written in YAML."""
    hints = get_type_hints(struct)
    return tuple(
        (name, key)
        for key, name in attributes(struct).items()
        if key in _FOUND_ON or _holds_struct(hints[name])
    )


def _holds_struct(type_: Any) -> bool:
    if isinstance(type_, type) and issubclass(type_, Struct):
        return True
    return any(_holds_struct(inside) for inside in get_args(type_))


def _inside(value: Any, path: Path, setting: Setting) -> Iterator[_Found]:
    if isinstance(value, Struct):
        yield from _of_struct(value, path, setting)
        return
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, tuple):
        items = enumerate(value)
    elif isinstance(value, dict):
        items = value.items()
    for key, item in items:
        if isinstance(item, Struct):
            yield from _of_struct(item, (*path, key), setting)


def _of_struct(value: Struct, path: Path, setting: Setting) -> Iterator[_Found]:
    on: datetime.date | None = None
    for name, key in _telling(type(value)):
        inner = getattr(value, name)
        if inner is None:
            continue
        if isinstance(inner, datetime.date):
            on = inner
            if setting.months_since(inner) >= setting.thresholds[MAX_AGE]:
                yield (*path, key), "stale", inner
        else:
            yield from _inside(inner, (*path, key), setting)
    kind = getattr(value, "kind", None)
    if kind in ("estimated", "assumed"):
        yield (*path, "kind"), kind, on
