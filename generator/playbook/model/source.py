"""One process with where its facts stand: what every judgement points back to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playbook.model.organisation import Organisation
from playbook.model.paths import Path, value_at
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.problems import Place


@dataclass(frozen=True, slots=True)
class Source:
    """Look up values and places by their path, from the process or from its organisation.

    A path that starts with ``organisation`` goes on in the organisation's own facts.

    Args:
        process: The process.
        organisation: Its organisation.
        located: Where the process stands.
        around: Where the organisation's facts stand.
    """

    process: Process
    organisation: Organisation
    located: Located
    around: Located

    def value(self, at: Path) -> Any:
        """Return the value at a path, or nothing when there is none.

        Args:
            at: The path.
        """
        if at and at[0] == "organisation":
            return value_at(self.organisation, at[1:])
        return value_at(self.process, at)

    def place(self, at: Path) -> Place:
        """Return where the value at a path stands, or what is nearest around it.

        Args:
            at: The path.
        """
        if at and at[0] == "organisation":
            return self.around.place(at[1:])
        return self.located.place(at)

    def line(self, at: Path) -> str:
        """Return the file and the line of the value at a path, or of what is nearest around it.

        Args:
            at: The path.
        """
        if at and at[0] == "organisation":
            return self.around.line(at[1:])
        return self.located.line(at)


@lru_cache(maxsize=8192)
def written(path: Path) -> str:
    """Write a path as people write a field, positions counted from 1: ``activities[2].value``.

    Args:
        path: Keys and positions.
    """
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


Key = tuple[tuple[str, object, type], ...]
"""Values to fill into a text, so that the same ones are told from others by a table."""


def key_of(values: Mapping[str, object]) -> Key:
    """Return values as a key; 1, 1.0 and true are three.

    Args:
        values: The values, by name.
    """
    return tuple([(name, value, type(value)) for name, value in values.items()])


def values_of(key: Key) -> Mapping[str, object]:
    """Return the values that a key was made from.

    Args:
        key: The key.
    """
    return {name: value for name, value, _ in key}
