"""What pages say of themselves: contents, neighbours, the same page in another language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypedDict

from markupsafe import Markup

from playbook import urls
from playbook.contexts.shapes import Link, Translation
from playbook.plan import Page
from playbook.texts import LANGUAGE_NAMES


class HeadMore(TypedDict, total=False):
    """Name what a page may add to its head; see `Head`."""

    contents: tuple[Link, ...]
    previous: Link
    next: Link
    within: Link
    edit: str


FEWEST_CONTENTS: Final = 3
"""Sections from which a list of contents helps."""


def contents(*sections: tuple[str, str, object]) -> tuple[Link, ...]:
    """Return the contents of a page, or nothing when it has few sections.

    Args:
        sections: Id, title and what is shown of each section; without the last it is left out.
    """
    made = tuple(Link(Markup.escape(title), f"#{key}") for key, title, shown in sections if shown)
    return made if len(made) >= FEWEST_CONTENTS else ()


def translations(page: Page, languages: Sequence[str]) -> tuple[Translation, ...]:
    """Return the same page in the other languages.

    Args:
        page: The page.
        languages: Languages of the site.
    """
    if not page.organisation:
        return ()
    here = f"{page.organisation}/{page.language}/"
    rest = page.path.removeprefix(here)
    return tuple(
        Translation(
            language,
            LANGUAGE_NAMES[language],
            urls.relative(page.path, f"{page.organisation}/{language}/{rest}"),
        )
        for language in languages
        if language != page.language
    )
