"""What installed packages offer by entry points, found without running any of it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

EXTENSIONS: Final = "playbook.extensions"
"""Group of functions that declare what they add."""
THEMES: Final = "playbook.themes"
"""Group of folders that are themes."""


def offered(group: str) -> Mapping[str, EntryPoint]:
    """Return what installed packages offer, by name; the first that is found of each.

    Args:
        group: Group of entry points.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - looks at every package

    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=group):
        found.setdefault(entry.name, entry)
    return found


def file_of(entry: EntryPoint) -> str:
    """Return the file of the module that an entry point leads to; empty when there is none.

    Args:
        entry: The entry point.
    """
    found = _spec(entry)
    return (found.origin or "") if found else ""


def folder_of(entry: EntryPoint) -> Path | None:
    """Return the folder of the package that an entry point leads to.

    Args:
        entry: The entry point.
    """
    found = _spec(entry)
    places = list((found.submodule_search_locations if found else None) or ())
    return Path(places[0]) if places else None


def _spec(entry: EntryPoint) -> ModuleSpec | None:
    """Return where a module is, without running it or what lies around it."""
    path, found = None, None
    for part in entry.module.split("."):
        found = PathFinder.find_spec(part, path)
        if found is None:
            return None
        path = found.submodule_search_locations
    return found
