"""What a page is made from, as a digest: the same digest, the same page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from playbook import digests
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.tagging import anchors
from playbook.contexts.view import View
from playbook.plan import Page

OVERVIEWS: Final = frozenset(
    (
        "home",
        "processes",
        "departments",
        "step",
        "quality",
        "trust",
        "agenda",
        "findings",
        "rule",
        "motives",
        "suppliers",
        "role",
        "filler",
        "unit",
        "system",
        "data",
        "listing",
        "index",
        "tags",
        "glossary",
    )
)
"""Kinds of pages that count over many processes, or name many."""
PLACED: Final = frozenset(("trust", "findings", "rule", "motives", "quality"))
"""Those of them that tell in which line of a file something stands."""


def process_key(view: View, page: Page, basis: bytes) -> bytes:
    """Return the digest of all that the page of one process is made from.

    It is taken from the facts themselves, not from what the page shows: to know that nothing
    changed, no process has to be judged and no page has to be thought out.

    Args:
        view: The organisation in one language.
        page: The page.
        basis: Digest of what every page of the organisation is made from.
    """
    portfolio = view.portfolio
    rare = portfolio.rare_tags
    if rare:
        rare = rare.intersection(anchors(portfolio.cards[page.key].tags))
    return digests.of_bytes(
        basis,
        page.path.encode(),
        portfolio.prints.processes[page.key].whole,
        "/".join(sorted(rare)).encode(),
        str(view.past.days.get(page.key, "")).encode(),
        portfolio.prints.names(_shown(portfolio, page.key)),
    )


def department_key(view: View, page: Page, basis: bytes) -> bytes:
    """Return the digest of all that the page of one department is made from.

    Args:
        view: The organisation in one language.
        page: The page.
        basis: Digest of what every page of the organisation is made from.
    """
    prints = view.portfolio.prints
    mine = [prints.processes[ident] for ident in view.portfolio.members[page.key]]
    named = frozenset[str]().union(*(each.mentions for each in mine))
    return digests.of_bytes(
        basis,
        page.path.encode(),
        *(each.whole for each in mine),
        prints.names(sorted(named)),
    )


def overview_key(view: View, page: Page, basis: bytes) -> bytes:
    """Return the digest of all that a page is made from which tells of many processes.

    Args:
        view: The organisation in one language.
        page: The page, of one of the kinds in `OVERVIEWS`.
        basis: Digest of what every page of the organisation is made from, and of all guides.
    """
    prints = view.portfolio.prints
    shown = prints.placed if page.kind in PLACED else prints.outline
    return digests.of_bytes(basis, page.path.encode(), shown)


def objects_key(view: View) -> bytes:
    """Return the digest of all that the list of what others can refer to is made from.

    Args:
        view: The organisation in one language.
    """
    prints = view.portfolio.prints
    return digests.of_bytes(
        digests.of_program(),
        prints.around,
        prints.called,
        digests.of_value((view.called, view.language, view.wording.otherwise)),
        digests.of_value(view.handbook.terms),
        digests.of_value([(key, kind.title) for key, kind in view.extras.items()]),
    )


def _shown(portfolio: Portfolio, ident: str) -> Iterator[str]:
    """Yield the other processes that are named on the page of a process.

    A neighbour that is not there counts too: the first and the last have one place empty.
    """
    card = portfolio.cards[ident]
    yield from portfolio.neighbours(ident)
    if card.part_of:
        yield card.part_of
    yield from portfolio.parts.get(ident, ())
    yield from card.follows or ()
    yield from portfolio.followers.get(ident, ())
    yield from sorted(portfolio.prints.processes[ident].mentions)
