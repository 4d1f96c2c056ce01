"""The index: everything that has a page, by name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from playbook.contexts.names import Named
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.workpages import IndexPage, NameGroup
from playbook.plan import MOST_NAMES, Page
from playbook.texts import bare


def index_page(view: View, page: Page) -> IndexPage:
    """Return one page of everything that has a page, by name.

    Args:
        view: The organisation in one language.
        page: The page; its key is its number, when there are several.
    """
    names, number = view.names, int(page.key or 1)
    starts = range(0, len(names), MOST_NAMES)
    mine = names[(number - 1) * MOST_NAMES : number * MOST_NAMES]
    groups = tuple(
        NameGroup(
            letter=letter,
            anchor=f"letter-{letter}",
            names=tuple(
                (Link(label, view.to(page, kind, key)), view.wording.word(f"sort_{kind}"))
                for _, label, kind, key in found
            ),
        )
        for letter, found in groupby(mine, key=lambda item: item[0][:1])
    )
    return IndexPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("index"), "index"),
        total=len(names),
        letters=_letters(view, page),
        pages=tuple(_span(view, page, names, start) for start in starts) if len(starts) > 1 else (),
        number=number,
        groups=groups,
    )


def _letters(view: View, page: Page) -> tuple[Link, ...]:
    made: dict[str, Link] = {}
    for at, (key, *_) in enumerate(view.names):
        letter = key[:1]
        if letter not in made:
            href = view.to(page, "index", _index_key(at), f"letter-{letter}")
            made[letter] = Link(Markup.escape(letter.upper()), href)
    return tuple(made.values())


def _index_key(at: int) -> str:
    return str(at // MOST_NAMES + 1) if at >= MOST_NAMES else ""


def _span(view: View, page: Page, names: Sequence[Named], start: int) -> Link:
    last = names[min(start + MOST_NAMES, len(names)) - 1]
    label = f"{bare(names[start][1])[:12].rstrip()} – {bare(last[1])[:12].rstrip()}"
    return Link(Markup.escape(label), view.to(page, "index", _index_key(start)))
