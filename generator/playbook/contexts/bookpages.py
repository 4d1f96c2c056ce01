"""What the pages of the guide book show."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.shapes import Chrome, Head, Link


class GuideCard(Struct, frozen=True):
    """A guide to choose.

    Args:
        link: Its page.
        about: What it is for.
    """

    link: Link
    about: str = ""


class GuidesPage(Struct, frozen=True, kw_only=True):
    """All guides, sheets and words.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        guides: Guides for the whole way.
        steps: Guides of the steps.
        roles: What is asked of each role.
        more: The sheets and the glossary.
    """

    chrome: Chrome
    head: Head
    guides: tuple[GuideCard, ...]
    steps: tuple[GuideCard, ...]
    roles: tuple[GuideCard, ...]
    more: tuple[GuideCard, ...]


class GuidePage(Struct, frozen=True, kw_only=True):
    """One guide.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: Its title.
        text: What it says.
        todo: What is open for this role now; no label when nothing is asked of it by name.
        asked: Criteria that this role can usually fill in; empty for a guide of no role.
        others: Other guides of the same sort.
    """

    chrome: Chrome
    head: Head
    title: str
    text: Markup
    todo: Link
    asked: tuple[Link, ...]
    others: tuple[Link, ...]


class SheetCard(Struct, frozen=True, kw_only=True):
    """A sheet to copy.

    Args:
        code: Its lasting name, which is its place on the page.
        name: Its name.
        about: How to use it.
        steps: Steps that use it.
        columns: Its columns: name and what to fill in.
        sections: Its questions: heading and questions.
        files: Its files; the label is the format.
    """

    code: str
    name: str
    about: str
    steps: tuple[Link, ...]
    columns: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    files: tuple[Link, ...]


class SheetsPage(Struct, frozen=True, kw_only=True):
    """All sheets to copy.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        sheets: The sheets, in the order of the steps.
    """

    chrome: Chrome
    head: Head
    sheets: tuple[SheetCard, ...]


class TermCard(Struct, frozen=True, kw_only=True):
    """A word of the glossary.

    Args:
        code: Its lasting name, which is its place on the page.
        name: The word.
        meaning: What it means.
        see: Words to look at as well.
    """

    code: str
    name: str
    meaning: str
    see: tuple[Link, ...]


class OwnTerm(Struct, frozen=True, kw_only=True):
    """A word of the organisation's own.

    Args:
        name: The word.
        meaning: What it means, to all units.
        process: The process that it belongs to.
    """

    name: Markup
    meaning: Markup
    process: Link


class GlossaryPage(Struct, frozen=True, kw_only=True):
    """What words mean.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        terms: Words of the guides.
        own: Words of the organisation's processes; at most a few hundred.
        own_more: What to say when there are more of them; empty when these are all.
    """

    chrome: Chrome
    head: Head
    terms: tuple[TermCard, ...]
    own: tuple[OwnTerm, ...]
    own_more: str
