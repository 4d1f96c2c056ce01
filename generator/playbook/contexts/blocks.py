"""The pieces of an own page as blocks: texts, notes, pictures, tables and live data."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from markupsafe import Markup
from msgspec import Struct

from playbook import urls
from playbook.authored import Written
from playbook.contexts.facts import Facts
from playbook.contexts.factshapes import Raci
from playbook.contexts.heads import contents
from playbook.contexts.mentions import resolver
from playbook.contexts.pages import StepCount
from playbook.contexts.pieces import Piece, Pieces
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.progress import (
    MOST_ROWS,
    department_heatmap,
    process_heatmap,
    process_table,
    step_counts,
)
from playbook.contexts.risk import questions
from playbook.contexts.riskpages import QuestionRow
from playbook.contexts.shapes import Heatmap, Link, ProcessTable
from playbook.contexts.targets import target
from playbook.contexts.view import View
from playbook.model.directive import CODE, LIVE, NOTES, PICTURES, TABLE
from playbook.model.ownpage import Picture
from playbook.model.process import Process
from playbook.plan import UNASSIGNED, Page

MOST_RACI: Final = 30
"""Processes of which one directive shows who does what."""
_DEEPEST: Final = 8
_NEEDS_CODE: Final = re.compile(r"[^\w-]")
_DELIMITERS: Final = {"tab": "\t", "space": " "}


class Image(Struct, frozen=True, kw_only=True):
    """An image.

    Args:
        href: Its relative address.
        alt: What it shows, in words.
        width: Its width in pixels; 0 when that is not known.
        height: Its height in pixels; 0 when that is not known.
        tenths: How many tenths of the page it is wide; 0 for its own width.
    """

    href: str
    alt: str
    width: int
    height: int
    tenths: int


class TableCell(Struct, frozen=True):
    """One cell of a table.

    Args:
        text: What it says.
        head: Whether it is the head of its row.
    """

    text: Markup
    head: bool


class Table(Struct, frozen=True, kw_only=True):
    """A table of rows that were written as CSV.

    Args:
        widths: How many tenths of the table each column is wide; none when they were not given.
        heads: Rows of heads of columns.
        rows: The other rows.
    """

    widths: tuple[int, ...]
    heads: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]


class OfProcess(Struct, frozen=True):
    """Who does what in one process.

    Args:
        name: The process.
        raci: Activities and roles; no rows when nothing is known.
    """

    name: Link
    raci: Raci


class Block(Struct, frozen=True, kw_only=True):
    """One piece of a page; which one tells how it is shown.

    A note is three blocks or more: ``note``, what stands in it, and ``end``.

    Args:
        kind: ``text``, ``note``, ``end``, ``figure``, ``code``, ``table``, ``processes``,
            ``ladder``, ``heatmap``, ``questions`` or ``raci``.
        anchor: Its place on the page; empty when it has none.
        title: Its title or what stands below it; empty when it has none.
        sign: Of a note: ``good``, ``warn``, ``bad`` or empty.
        text: Of a text: what it says.
        code: Of code: what it says, as it is written.
        language: Of code: its language; empty when it names none.
        image: Of a figure: the image.
        cells: Of ``table``: its rows.
        table: Of ``processes``: the processes.
        ladder: Of ``ladder``: how many are on each step.
        heatmap: Of ``heatmap``: processes against steps.
        questions: Of ``questions``: what is to be settled.
        raci: Of ``raci``: who does what, by process.
        more: Of ``raci``: how many more processes there are, in words; empty when all are shown.
    """

    kind: str
    anchor: str = ""
    title: Markup = Markup("")
    sign: str = ""
    text: Markup = Markup("")
    code: str = ""
    language: str = ""
    image: Image | None = None
    cells: Table | None = None
    table: ProcessTable | None = None
    ladder: tuple[StepCount, ...] = ()
    heatmap: Heatmap | None = None
    questions: tuple[QuestionRow, ...] = ()
    raci: tuple[OfProcess, ...] = ()
    more: str = ""


class Blocks:
    """Make the blocks of one page.

    Args:
        view: The organisation in one language.
        page: The page.
        pictures: Its images, by the way they are named.
    """

    def __init__(self, view: View, page: Page, pictures: Mapping[str, Picture]) -> None:
        self.view, self.page, self.pictures = view, page, pictures
        self.sections: list[tuple[str, str, bool]] = []
        self.pieces = Pieces(
            resolver(
                lambda seen: target(view, page, seen),
                lambda role, said: view.authored.say_role(role, said, view.language),
            ),
            self._shown,
        )

    def of(self, text: str, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of a text.

        Args:
            text: The text.
            depth: In how many notes it stands.
        """
        for piece in self.pieces.of(text):
            if not piece.name:
                if depth == 0:
                    self.sections += [(key, title, True) for key, title in piece.sections]
                yield Block(kind="text", text=piece.html)
            elif piece.name in NOTES and depth < _DEEPEST:
                yield from self._note(piece, depth)
            elif piece.name in self.view.authored.directives and depth < _DEEPEST:
                yield from self.of(self._written(piece), depth + 1)
            else:
                yield self._alone(piece)

    @property
    def contents(self) -> tuple[Link, ...]:
        """Return the contents of the page, when all its blocks are made."""
        return contents(*self.sections)

    def _note(self, piece: Piece, depth: int) -> Iterator[Block]:
        word = self.view.wording.word
        title = self.pieces.inline(piece.title) or Markup.escape(word(f"callout_{piece.name}"))
        yield Block(kind="note", title=title, sign=NOTES[piece.name])
        yield from self.of(piece.body, depth + 1)
        yield Block(kind="end")

    def _written(self, piece: Piece) -> str:
        """Return what a directive of an extension says, in Markdown."""
        kind = self.view.authored.directives[piece.name]
        written = Written(piece.title, piece.options, piece.body)
        return kind.say(written, self.view.portfolio, self.view.language)

    def _alone(self, piece: Piece) -> Block:
        """Return a directive that holds no other."""
        anchor, title = piece.options.get("name", ""), self.pieces.inline(piece.title)
        if piece.name in PICTURES:
            return self._figure(piece, anchor)
        if piece.name in CODE:
            language = _NEEDS_CODE.sub("", piece.title)
            caption = self.pieces.inline(piece.options.get("caption", ""))
            return Block(kind="code", title=caption, code=piece.body, language=language)
        if piece.name == TABLE:
            return Block(kind="table", anchor=anchor, title=title, cells=self._table(piece))
        if piece.name in LIVE:
            return self._live(piece, title)
        return Block(kind="code", code=piece.body)

    def _figure(self, piece: Piece, anchor: str) -> Block:
        picture = self.pictures.get(piece.title)
        caption = self.pieces.inline(" ".join(piece.body.split()))
        alt, width = piece.options.get("alt", ""), piece.options.get("width", "")
        tenths = round(_number(width.rstrip("% ")) / 10)
        image = self._image(picture, alt, tenths) if picture else None
        return Block(kind="figure", anchor=anchor, title=caption, image=image)

    def _image(self, picture: Picture, alt: str, tenths: int = 0) -> Image:
        href = urls.relative(self.page.path, picture.address)
        size = {"width": picture.width, "height": picture.height}
        return Image(href=href, alt=alt, tenths=tenths, **size)

    def _shown(self, written: str, alt: str) -> Markup:
        """Return an image inside a text."""
        # The parser writes what is no plain letter as an address has it.
        picture = self.pictures.get(written) or self.pictures.get(unquote(written))
        if picture is None:
            return Markup.escape(alt)
        image = self._image(picture, alt)
        size = Markup(' width="{}" height="{}"').format(image.width, image.height)
        return Markup('<img src="{}" alt="{}"{}>').format(
            image.href, alt, size if image.width else ""
        )

    def _table(self, piece: Piece) -> Table:
        options = piece.options
        body = piece.body.strip("\n")
        delimiter = _delimiter(options.get("delim", ""), body)
        rows = _rows(body, delimiter)
        heads = _rows(options.get("header", ""), delimiter)
        more = _number(options.get("header-rows", ""))
        heads, rows = [*heads, *rows[:more]], rows[more:]
        stubs = _number(options.get("stub-columns", ""))
        columns = max(map(len, (*heads, *rows)), default=0)
        return Table(
            widths=_tenths(options.get("widths", ""), columns),
            heads=tuple(self._row(row, columns, columns) for row in heads),
            rows=tuple(self._row(row, columns, stubs) for row in rows),
        )

    def _row(self, row: Sequence[str], columns: int, heads: int) -> tuple[TableCell, ...]:
        cells = (*row, *("" for _ in range(columns - len(row))))
        return tuple(
            TableCell(self.pieces.inline(cell), at < heads) for at, cell in enumerate(cells)
        )

    def _live(self, piece: Piece, title: Markup) -> Block:
        """Return what is so now, of the processes that a directive asks for."""
        view, page, chosen = self.view, self.page, _chosen(self.view, piece)
        if piece.name == "ladder":
            return Block(kind="ladder", title=title, ladder=step_counts(view, page, chosen))
        if piece.name == "heatmap":
            return Block(kind="heatmap", title=title, heatmap=_heatmap(view, page, chosen))
        if piece.name == "questions":
            found = [
                (process.id, finding)
                for process in chosen
                for finding in view.portfolio.risks[process.id].open
            ]
            asked = questions(view, page, found, internal=False)
            return Block(kind="questions", title=title, questions=asked)
        if piece.name == "raci":
            return self._raci(title, chosen)
        return Block(kind="processes", title=title, table=process_table(view, page, chosen))

    def _raci(self, title: Markup, chosen: Sequence[Process]) -> Block:
        view, page = self.view, self.page
        known = [process for process in chosen if process.activities]
        made = tuple(
            OfProcess(view.process(page, process.id), Facts(view, page, process).raci())
            for process in known[:MOST_RACI]
        )
        rest = len(known) - MOST_RACI
        return Block(
            kind="raci", title=title, raci=made, more=view.processes(rest) if rest > 0 else ""
        )


def _heatmap(view: View, page: Page, chosen: Sequence[Process]) -> Heatmap:
    found = defaultdict[str, list[Process]](list)
    for process in chosen:
        found[process.department or UNASSIGNED].append(process)
    groups = {key: found[key] for key in view.portfolio.members if key in found}
    if len(chosen) > MOST_ROWS:
        return department_heatmap(view, page, groups)
    return process_heatmap(view, page, groups.items(), grouped=True)


def _chosen(view: View, piece: Piece) -> Sequence[Process]:
    """Return the processes that a directive asks for: those that fit each of its options."""
    portfolio = view.portfolio
    unknown = piece.options.keys() - _FACTS.keys()
    asked = [(fact, piece.options[name]) for name, fact in _FACTS.items() if name in piece.options]
    return [
        process
        for process in portfolio.inventory.processes
        if not unknown and all(value in fact(portfolio, process) for fact, value in asked)
    ]


# What is written comes first: a process is only judged when that fits.
_FACTS: Final[Mapping[str, Callable[[Portfolio, Process], Collection[str]]]] = {
    "process": lambda _, process: (process.id,),
    "department": lambda _, process: (process.department or "",),
    "role": lambda _, process: process.accountables,
    "step": lambda portfolio, process: (portfolio.assessments[process.id].current or "",),
    "band": lambda portfolio, process: (portfolio.risks[process.id].band or "",),
}
"""What processes can be chosen by."""


def _delimiter(written: str, body: str) -> str:
    """Return what stands between cells: as it is given, or what the first line has most of."""
    if written:
        return _DELIMITERS.get(written, written)
    first = body.partition("\n")[0]
    return max(",;\t", key=first.count)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Return the rows of CSV; what looks like a formula is a text like any other."""
    lines = text.splitlines(keepends=True)
    former = csv.field_size_limit(len(text) + 1)
    try:
        rows = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
        return [row for row in rows if any(row)]
    finally:
        csv.field_size_limit(former)


def _number(written: str) -> int:
    """Return a number; 0 for what is none, which only an extension can write."""
    return int(written) if written.isdecimal() else 0


def _tenths(written: str, columns: int) -> tuple[int, ...]:
    """Return the width of each column in tenths of the table; none when it is not given."""
    widths = [_number(part) for part in re.split(r"[\s,]+", written) if part]
    if not sum(widths):
        return ()
    return tuple(min(9, max(1, round(10 * width / sum(widths)))) for width in widths[:columns])
