"""Pages that an organisation wrote itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup
from msgspec import Struct, structs

from playbook.contexts.heads import contents
from playbook.contexts.mentions import resolver
from playbook.contexts.pages import StepCount
from playbook.contexts.pieces import Piece, pieces
from playbook.contexts.progress import process_heatmap, process_table, step_counts
from playbook.contexts.shapes import NOWHERE, Chrome, Head, Heatmap, Link, ProcessTable
from playbook.contexts.targets import target
from playbook.contexts.view import View
from playbook.model.process import Process
from playbook.plan import Page

_SIGNS: Final = {"note": "", "tip": "good", "warning": "", "danger": "bad"}


class Block(Struct, frozen=True, kw_only=True):
    """One piece of a page; which one tells how it is shown.

    Args:
        kind: ``text``, ``callout``, ``processes``, ``ladder`` or ``heatmap``.
        title: Its title; empty when it has none.
        sign: Of a callout: ``good``, ``bad`` or empty.
        text: Of a text and a callout: what it says.
        table: Of ``processes``: the processes.
        ladder: Of ``ladder``: how many are on each step.
        heatmap: Of ``heatmap``: processes against steps.
    """

    kind: str
    title: str = ""
    sign: str = ""
    text: Markup = Markup("")
    table: ProcessTable | None = None
    ladder: tuple[StepCount, ...] = ()
    heatmap: Heatmap | None = None


class OwnPageShown(Struct, frozen=True, kw_only=True):
    """A page that the organisation wrote itself.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: Its title.
        lang: Its language when that is another than the page's; else empty.
        blocks: What it says, in order.
    """

    chrome: Chrome
    head: Head
    title: str
    lang: str
    blocks: tuple[Block, ...]


def own_page(view: View, page: Page) -> OwnPageShown:
    """Return a page that the organisation wrote itself.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    own = view.own_pages[page.key]
    order = [key for key, other in view.own_pages.items() if other.nav]
    at = order.index(page.key) if page.key in order else -1
    divided = divide(view, page, own.text)
    language = own.language or view.wording.otherwise
    head = view.head(
        page,
        own.title,
        f"own:{page.key}",
        contents=sections(divided),
        previous=_link(view, page, order[at - 1]) if at > 0 else NOWHERE,
        next=_link(view, page, order[at + 1]) if 0 <= at < len(order) - 1 else NOWHERE,
        edit=view.edit(own.place),
    )
    if own.description:
        head = structs.replace(head, description=own.description)
    return OwnPageShown(
        chrome=view.chrome,
        head=head,
        title=own.title,
        lang="" if language == view.language else language,
        blocks=blocks(view, page, divided),
    )


def divide(view: View, page: Page, text: str) -> tuple[Piece, ...]:
    """Divide the text of a page into its pieces.

    Args:
        view: The organisation in one language.
        page: The page that the text stands on.
        text: The text, without its title.
    """
    return tuple(pieces(text, resolver(lambda seen: target(view, page, seen))))


def sections(divided: Iterable[Piece]) -> tuple[Link, ...]:
    """Return the contents of a page.

    Args:
        divided: Its pieces.
    """
    return contents(*((key, title, True) for piece in divided for key, title in piece.sections))


def blocks(view: View, page: Page, divided: Iterable[Piece]) -> tuple[Block, ...]:
    """Return what a page says.

    Args:
        view: The organisation in one language.
        page: The page.
        divided: Its pieces.
    """
    return tuple(_block(view, page, piece) for piece in divided)


def _link(view: View, page: Page, key: str) -> Link:
    return Link(Markup.escape(view.own_pages[key].title), view.to(page, "own", key))


def _block(view: View, page: Page, piece: Piece) -> Block:
    title = piece.title
    if not piece.name:
        return Block(kind="text", text=piece.html)
    if piece.name in _SIGNS:
        return Block(
            kind="callout",
            title=title or view.wording.word(f"callout_{piece.name}"),
            sign=_SIGNS[piece.name],
            text=piece.html,
        )
    chosen = _chosen(view, piece)
    if piece.name == "ladder":
        return Block(kind="ladder", title=title, ladder=step_counts(view, page, chosen))
    if piece.name == "heatmap":
        groups = [
            (key, [process for process in processes if process in chosen])
            for key, processes in view.portfolio.by_department.items()
        ]
        shown = [(key, processes) for key, processes in groups if processes]
        heatmap = process_heatmap(view, page, shown, grouped=True)
        return Block(kind="heatmap", title=title, heatmap=heatmap)
    return Block(kind="processes", title=title, table=process_table(view, page, chosen))


def _chosen(view: View, piece: Piece) -> Sequence[Process]:
    """Return the processes that a directive asks for: those that fit each of its options."""
    portfolio, wanted = view.portfolio, piece.options

    def fits(process: Process) -> bool:
        facts = {
            "department": (process.department or "",),
            "step": (portfolio.assessments[process.id].current or "",),
            "band": (portfolio.risks[process.id].band or "",),
            "role": process.accountables,
        }
        return all(value in facts.get(name, ()) for name, value in wanted.items())

    return [process for process in portfolio.inventory.processes if fits(process)]
