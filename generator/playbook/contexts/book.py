"""The guide book: guides, sheets to copy and the glossary."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from playbook import urls
from playbook.contexts.bookpages import (
    GlossaryPage,
    GuideCard,
    GuidePage,
    GuidesPage,
    OwnTerm,
    SheetCard,
    SheetsPage,
    TermCard,
)
from playbook.contexts.guidance import Guidance
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import filler_link
from playbook.guides.guide import PAGES, ROLE_PREFIX, TEXT, Term
from playbook.guides.sheets import FORMATS, Sheet, SheetFile
from playbook.model.scalars import Text
from playbook.plan import FILLERS, Page
from playbook.texts import Wording, pick

MOST_TERMS = 300
"""Words of processes on one page."""


def guides_page(view: View, page: Page) -> GuidesPage:
    """Return all guides, sheets and words.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    word = view.wording.word
    keys = view.handbook.pages_in(view.language)
    roles = [key for key in keys if key.startswith(ROLE_PREFIX)]
    steps = tuple(
        GuideCard(
            Link(view.step_label(step.code), view.to(page, "step", step.code)),
            view.wording.plain(step.question),
        )
        for step in view.portfolio.method.steps
    )
    more = tuple(
        GuideCard(Link(Markup.escape(word(kind)), view.to(page, kind)), word(f"{kind}_about"))
        for kind in ("sheets", "glossary")
    )
    return GuidesPage(
        chrome=view.chrome,
        head=view.head(page, word("guides"), "guides"),
        guides=guide_cards(view, page, (key for key in keys if key not in roles)),
        steps=steps,
        roles=guide_cards(view, page, roles),
        more=more,
    )


def guide_cards(view: View, page: Page, keys: Iterable[str]) -> tuple[GuideCard, ...]:
    """Return guides to choose from, each with what it is for.

    Args:
        view: The organisation in one language.
        page: The page that links.
        keys: Keys of the guides; one that is not there is left out.
    """
    found = ((key, guide_link(view, page, key)) for key in keys)
    return tuple(
        GuideCard(link, guide_about(view.wording, key)) for key, link in found if link.label
    )


def guide_about(wording: Wording, key: str) -> str:
    """Return what a guide is for; of one that a project added, whose it is.

    Args:
        wording: The language.
        key: Key of the guide.
    """
    return wording.word(f"guide_{key.replace('-', '_')}" if key in PAGES else "guide_own")


def guide_link(view: View, page: Page, key: str) -> Link:
    """Return a link to a guide; without a label when there is no such guide.

    Args:
        view: The organisation in one language.
        page: The page that links.
        key: Key of the guide.
    """
    guide = view.handbook.page(view.language, key)
    if guide is None:
        return Link(Markup(""))
    return Link(Markup.escape(guide.title), view.to(page, "guide", key))


def guides_about(view: View, page: Page, rule: str) -> tuple[Link, ...]:
    """Return links to the guides that speak of a rule.

    Args:
        view: The organisation in one language.
        page: The page that links.
        rule: Code of the rule.
    """
    found = view.handbook.speaking_of(view.language, rule)
    steps = [step.code for step in view.portfolio.method.steps if step.code in found]
    pages = [key for key in view.handbook.pages_in(view.language) if key in found]
    return (
        *(Link(view.step_label(code), view.to(page, "step", code)) for code in steps),
        *(guide_link(view, page, key) for key in pages),
    )


def guide_page(view: View, page: Page) -> GuidePage:
    """Return one guide.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    guide = view.handbook.pages_in(view.language)[page.key]
    role = page.key.removeprefix(ROLE_PREFIX) if page.key.startswith(ROLE_PREFIX) else ""
    keys = [key for key in view.handbook.pages_in(view.language) if key != page.key]
    alike = [key for key in keys if key.startswith(ROLE_PREFIX) == bool(role)]
    asked = (
        Link(
            Markup.escape(f"{item.code} ") + view.wording.sentence(item.name or item.code, {}),
            view.to(page, "step", step.code, item.code),
        )
        for step in view.portfolio.method.steps
        for item in step.criteria
        if role and item.who == role
    )
    up = Link(Markup.escape(view.wording.word("guides")), view.to(page, "guides"))
    text = Guidance(view, page).text(guide.parts[TEXT], view.general)
    return GuidePage(
        chrome=view.chrome,
        head=view.head(page, guide.title, "guides", (up,)),
        title=guide.title,
        text=text.text,
        todo=filler_link(view, page, role) if role in FILLERS else Link(Markup("")),
        asked=tuple(asked),
        others=tuple(guide_link(view, page, key) for key in alike),
    )


def sheets_page(view: View, page: Page) -> SheetsPage:
    """Return all sheets to copy.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    up = Link(Markup.escape(view.wording.word("guides")), view.to(page, "guides"))
    return SheetsPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("sheets"), "guides", (up,)),
        sheets=tuple(_sheet_card(view, page, sheet) for sheet in view.handbook.sheets),
    )


def _sheet_card(view: View, page: Page, sheet: Sheet) -> SheetCard:
    def said(text: Text) -> str:
        return pick(text, view.language, "en")[0]

    files = (SheetFile(sheet, view.language, format_) for format_ in FORMATS)
    return SheetCard(
        code=sheet.code,
        name=said(sheet.name),
        about=said(sheet.about),
        steps=tuple(
            Link(view.step_label(code), view.to(page, "step", code)) for code in sheet.steps
        ),
        columns=tuple((said(item.name), said(item.help)) for item in sheet.columns),
        sections=tuple((said(s.title), tuple(said(a) for a in s.ask)) for s in sheet.sections),
        files=tuple(
            Link(
                Markup.escape(view.wording.word(f"sheet_{file.format}")),
                urls.relative(page.path, file.address),
            )
            for file in files
        ),
    )


def glossary_page(view: View, page: Page) -> GlossaryPage:
    """Return what words mean.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    up = Link(Markup.escape(view.wording.word("guides")), view.to(page, "guides"))
    names = {term.code: _name(view, term) for term in view.handbook.terms}
    cards = [
        TermCard(
            code=term.code,
            name=names[term.code],
            meaning=pick(term.meaning, view.language, "en")[0],
            see=tuple(Link(Markup.escape(names[code]), f"#{code}") for code in term.see),
        )
        for term in view.handbook.terms
    ]
    own = sorted(_own(view, page), key=lambda item: item.name.striptags().casefold())
    more = ""
    if len(own) > MOST_TERMS:
        more = view.wording.word("glossary_own_more", shown=MOST_TERMS, total=len(own))
    return GlossaryPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("glossary"), "guides", (up,)),
        terms=tuple(sorted(cards, key=lambda card: card.name.casefold())),
        own=tuple(own[:MOST_TERMS]),
        own_more=more,
    )


def _name(view: View, term: Term) -> str:
    return pick(term.term, view.language, "en")[0]


def _own(view: View, page: Page) -> Iterable[OwnTerm]:
    """Yield the words of processes that have a meaning."""
    said = view.wording.said
    for process in view.portfolio.inventory.processes:
        for item in process.terms or ():
            if item.meaning is not None:
                yield OwnTerm(
                    name=said(item.term),
                    meaning=said(item.meaning),
                    process=view.process(page, process.id),
                )
