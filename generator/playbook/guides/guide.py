"""A guide as it was read: parts of text, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from playbook.problems import Place

LANGUAGES: Final = ("nl", "en")
CONCRETE: Final = "here"
"""Key of the part that speaks of one process; all other parts hold for every process."""
PARTS: Final = (
    CONCRETE,
    *("what", "not", "why", "criteria", "how", "templates", "deliverables", "roles", "metrics"),
    *("mistakes", "supplier", "inside", "skipped", "keep"),
)
"""Keys of the parts of a step's guide, in their order."""
STATES: Final = (
    *("parallel", "by-supplier", "with-supplier", "declined", "not-applicable"),
    *("in-house", "in-house-open", "ready"),
)
"""Keys of the parts of ``states.md``: what to say of a step or a process in another state."""


class Part(Struct, frozen=True):
    """One part of a guide.

    Args:
        key: Its lasting key.
        title: Its heading.
        text: Its Markdown, with expressions.
        place: Where its text begins.
    """

    key: str
    title: str
    text: str
    place: Place


class Guide(Struct, frozen=True, kw_only=True):
    """One guide in one language.

    Args:
        title: Its heading.
        place: Where it stands.
        parts: Its parts by their key, in the order of the file.
        criteria: What it says of each criterion, by the criterion's code.
    """

    title: str
    place: Place
    parts: dict[str, Part]
    criteria: dict[str, Part]


class Handbook(Struct, frozen=True, kw_only=True):
    """Hold all guides of a project.

    Args:
        steps: Guide of each step, by language and step.
        states: What to say of a step or a process in another state, by language.
        changed: Files of the project that stand in for the shipped ones.
    """

    steps: dict[str, dict[str, Guide]]
    states: dict[str, Guide]
    changed: tuple[str, ...] = ()

    def step(self, language: str, code: str) -> Guide | None:
        """Return the guide of a step, or nothing when there is none.

        Args:
            language: Language to prefer.
            code: Code of the step.
        """
        return self._of(self.steps, language).get(code)

    def state(self, language: str, key: str) -> Part | None:
        """Return what to say in a state, or nothing when nothing is written.

        Args:
            language: Language to prefer.
            key: Key of the part.
        """
        guide = self.states.get(language) or self.states.get("en")
        return guide.parts.get(key) if guide else None

    @staticmethod
    def _of(guides: Mapping[str, dict[str, Guide]], language: str) -> dict[str, Guide]:
        return guides.get(language) or guides.get("en") or {}
