"""A guide as it was read: parts of text, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct

from playbook.guides.sheets import Sheet
from playbook.model.scalars import Id, Language, Text
from playbook.problems import Place
from playbook.texts import pick

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

ROLES: Final = (
    *("owner", "unit_lead", "performer", "data_owner", "it", "legal", "hr", "works_council"),
    "service_manager",
)
"""Roles of which a guide says what is asked of them; most are named as who can fill in a field."""
ROLE_PREFIX: Final = "role-"
PAGES: Final = ("start", "conversation", *(f"{ROLE_PREFIX}{role}" for role in ROLES))
"""Keys of the guides that have a page of their own."""
TEXT: Final = "text"
"""Key of the one part of such a guide."""


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


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of the glossary."""

    code: Annotated[Id, Meta(description="Lasting name.")]
    term: Annotated[Text, Meta(description="The word.")]
    forms: Annotated[
        dict[Language, tuple[str, ...]],
        Meta(description="Forms to recognise in texts, by language; without them the word itself."),
    ] = {}
    meaning: Annotated[Text, Meta(description="What it means.")]
    linked: Annotated[bool, Meta(description="Whether it becomes a link in texts.")] = True
    see: Annotated[tuple[str, ...], Meta(description="Words to look at as well.")] = ()

    def recognised(self, language: str) -> tuple[str, ...]:
        """Return the forms that become links in texts of a language.

        Args:
            language: The language.
        """
        if not self.linked:
            return ()
        return self.forms.get(language) or (pick(self.term, language, "en")[0],)


class Glossary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file of the glossary."""

    terms: Annotated[tuple[Term, ...], Meta(description="The words.")]


class Handbook(Struct, frozen=True, kw_only=True):
    """Hold all guides of a project.

    Args:
        steps: Guide of each step, by language and step.
        states: What to say of a step or a process in another state, by language.
        pages: Guides with a page of their own, by language and key.
        sheets: Sheets to copy.
        terms: Words of the glossary.
        changed: Files of the project that stand in for the shipped ones.
    """

    steps: dict[str, dict[str, Guide]]
    states: dict[str, Guide]
    pages: dict[str, dict[str, Guide]]
    sheets: tuple[Sheet, ...]
    terms: tuple[Term, ...]
    changed: tuple[str, ...] = ()

    @property
    def term_codes(self) -> tuple[str, ...]:
        """Return the code of each word of the glossary."""
        return tuple(term.code for term in self.terms)

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

    def page(self, language: str, key: str) -> Guide | None:
        """Return a guide with a page of its own, or nothing when there is none.

        Args:
            language: Language to prefer.
            key: One of `PAGES`.
        """
        return self.pages_in(language).get(key)

    def pages_in(self, language: str) -> Mapping[str, Guide]:
        """Return the guides with a page of their own, by key.

        Args:
            language: Language to prefer.
        """
        return self._of(self.pages, language)

    def beside_facts(self, language: str) -> tuple[object, ...]:
        """Return all that the page of a process or of a department can show of the guides.

        The rest of them is on pages of its own; no change of it makes another page of a process.

        Args:
            language: Language of the page.
        """
        guides = self._of(self.steps, language).values()
        states = self.states.get(language) or self.states.get("en")
        parts = (
            *(guide.parts.get(CONCRETE) for guide in guides),
            *(states.parts.values() if states else ()),
        )
        return (
            [(part.title, part.text) for part in parts if part],
            [(key, guide.title) for key, guide in self.pages_in(language).items()],
            [(sheet.code, pick(sheet.name, language, "en")[0]) for sheet in self.sheets],
            [(term.code, term.recognised(language)) for term in self.terms],
        )

    def speaking_of(self, language: str, rule: str) -> frozenset[str]:
        """Return the keys of the guides that refer to a rule.

        Args:
            language: Language to prefer.
            rule: Code of the rule.
        """
        guides = {**self._of(self.steps, language), **self.pages_in(language)}
        wanted = f"{{rule}}`{rule}`"
        return frozenset(
            key
            for key, guide in guides.items()
            if any(
                wanted in part.text for part in (*guide.parts.values(), *guide.criteria.values())
            )
        )

    @staticmethod
    def _of(guides: Mapping[str, dict[str, Guide]], language: str) -> dict[str, Guide]:
        return guides.get(language) or guides.get("en") or {}
