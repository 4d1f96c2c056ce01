"""What is wrong with a process by itself, though every value of it can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playbook.load.opening import check_opened
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.problems import Problem

WINDOWS_NAMES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)))
)


def check_alone(process: Process, located: Located) -> Iterator[Problem]:
    """Yield what is wrong with a process, whatever else the inventory holds.

    Args:
        process: The process.
        located: Where it stands.
    """
    yield from no_page(process.id, "process", located, ("id",))
    for at, old in enumerate(process.formerly or ()):
        yield from no_page(old, "process", located, ("formerly", at))
    names = [process.name] if isinstance(process.name, str) else [*process.name.values()]
    if not any(name.strip() for name in names):
        yield Problem(
            located.place(("name",)), "the name is empty", "write what people call it", "M01"
        )
    seen: set[str] = set()
    for at, activity in enumerate(process.activities or ()):
        if activity.id in seen:
            yield given_twice(activity.id, located, ("activities", at, "id"))
        seen.add(activity.id)
    yield from check_opened(process.share or (), located, ("share",))


def no_page(
    ident: str, kind: str, located: Located, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Yield the problem of an id by which no page can be called on Windows.

    Args:
        ident: The id.
        kind: What it is the id of.
        located: Where that stands.
        path: Path to the id.
    """
    if ident in WINDOWS_NAMES:
        what = f"“{ident}” cannot be the name of a page on Windows"
        instead = f"use another id, such as “{ident}-{kind}”"
        yield Problem(located.place(path), what, instead, "R03")


def given_twice(ident: str, located: Located, path: tuple[str | int, ...]) -> Problem:
    """Return the problem of an id that another item of its list has.

    Args:
        ident: The id.
        located: Where the list stands.
        path: Path to the second of the two.
    """
    return Problem(
        located.place(path),
        f"the id “{ident}” is given twice in this list",
        "give one of the two another id, or remove it",
        "R02",
    )
