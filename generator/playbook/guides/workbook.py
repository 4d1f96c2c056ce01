"""A sheet to copy as a workbook for Excel.

It is written here and not by the library that reads what comes back: every build makes forty of
them, and the library takes fifty times as long. A workbook is a handful of XML files in an archive
(ECMA-376); only what a sheet of text needs is written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from msgspec import Struct

from playbook.cells import safe
from playbook.entries import EARLIEST, entry

_HEAD, _EXAMPLE, _EMPTY, _TITLE, _TEXT = 1, 2, 3, 4, 5
"""Positions of the looks of a cell in the list of `_STYLES`."""
_NARROWEST, _WIDEST, _ANSWER = 16, 44, 60
_LINE_HEIGHT: Final = 15
"""Height of one line, in points."""
_LEAST_LINES: Final = {_EMPTY: 3}
"""Room to write in."""
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STYLES: Final = f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font>\
<font><i/><sz val="11"/><color rgb="FF56616B"/><name val="Calibri"/></font>\
<font><b/><sz val="14"/><name val="Calibri"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FF12435A"/></patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border>{
    "".join(
        f'<{side} style="thin"><color rgb="FFC8CDD2"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
}<diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{
    "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0"'
        ' applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment vertical="top" wrapText="{wraps}"/></xf>'
        for font, fill, border, wraps in (
            *((1, 2, 1, 1), (2, 0, 1, 1), (0, 0, 1, 1)),
            *((3, 0, 0, 0), (0, 0, 0, 1)),
        )
    )
}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


class Table(Struct, frozen=True, kw_only=True):
    """What a workbook shows.

    Args:
        name: Name of the table.
        rows: Its rows, the heads first; the others are printed as examples.
        questions: Whether the rows are questions, and no examples.
        empty: Empty rows to add.
        explanation: Name of the second table, which explains the first.
        lines: What it says: each a line of one or two cells, a title first.
    """

    name: str
    rows: Sequence[Sequence[str]]
    questions: bool
    empty: int
    explanation: str
    lines: Sequence[Sequence[str]]


def workbook(table: Table) -> bytes:
    """Return a workbook: the same bytes for the same table, on every computer and every day.

    Args:
        table: What it shows.
    """
    names = [_name(table.name), _name(table.explanation)]
    if names[0].casefold() == names[1].casefold():
        names[0] = "1"  # two tables of one name make a workbook that cannot be opened
    parts = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(names, _area(table)),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{at}.xml") for at, _ in enumerate(names, 1)),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _first(table),
        "xl/worksheets/sheet2.xml": _second(table),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(entry(name, EARLIEST), text.encode())
    return made.getvalue()


def _name(text: str) -> str:
    """Return a name that a table can have."""
    name = _NOT_IN_A_NAME.sub(" ", text).strip()
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition(" ")[0] or name[:_LONGEST_NAME]
    return name or "1"


def _content_types(count: int) -> str:
    sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>{sheets}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    )


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(parts, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _area(table: Table) -> str:
    """Return the cells to print, the empty ones too."""
    return f"$A$1:${_letters(len(table.rows[0]) - 1)}${len(table.rows) + table.empty}"


def _book(names: Sequence[str], area: str) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, 1)
    )
    first = f"'{escape(names[0], quote=False)}'"
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">{first}!{area}'
        '</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"{first}!$1:$1</definedName></definedNames></workbook>"
    )


def _first(table: Table) -> str:
    """Return the table to fill in: its heads stay in sight, and on every page of paper."""
    widths = [_width(column) for column in zip(*table.rows, strict=True)]
    if table.questions:
        widths[-1] = _ANSWER
    filled = _EMPTY if table.questions else _EXAMPLE
    looks = [_HEAD, *(filled for _ in table.rows[1:])]
    rows = [*zip(table.rows, looks, strict=True), *(([""] * len(widths), _EMPTY),) * table.empty]
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return _worksheet(f'<sheetView workbookViewId="0">{pane}</sheetView>', widths, rows)


def _second(table: Table) -> str:
    """Return what explains the table, without lines around the cells."""
    looks = [_TITLE, *(_TEXT for _ in table.lines[1:])]
    view = '<sheetView showGridLines="0" workbookViewId="0"/>'
    return _worksheet(view, [28, 80], list(zip(table.lines, looks, strict=True)))


def _width(column: Sequence[str]) -> int:
    return min(max(_NARROWEST, *(len(cell) + 2 for cell in column)), _WIDEST)


def _worksheet(view: str, widths: Sequence[int], rows: Sequence[tuple[Sequence[str], int]]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    made = "".join(
        _row(number, cells, look, widths) for number, (cells, look) in enumerate(rows, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f"<sheetViews>{view}</sheetViews><cols>{columns}</cols><sheetData>{made}</sheetData>"
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "</worksheet>"
    )


def _row(number: int, cells: Sequence[str], look: int, widths: Sequence[int]) -> str:
    # Not every program works out how high a row has to be, and not all have the same letters.
    wide = (len(cell) * 5 // (width * 4) for cell, width in zip(cells, widths, strict=False))
    lines = 1 if look == _TITLE else max(_LEAST_LINES.get(look, 1), *(fold + 1 for fold in wide))
    height = lines * _LINE_HEIGHT + (5 if look == _TITLE else 0)
    made = "".join(_cells(number, cells, look))
    return f'<row r="{number}" ht="{height}" customHeight="1">{made}</row>'


def _cells(number: int, cells: Sequence[str], look: int) -> Iterator[str]:
    for at, cell in enumerate(cells):
        place = f"{_letters(at)}{number}"
        if cell:
            text = f'<is><t xml:space="preserve">{escape(str(safe(cell)), quote=False)}</t></is>'
            yield f'<c r="{place}" s="{look}" t="inlineStr">{text}</c>'
        else:
            yield f'<c r="{place}" s="{look}"/>'


def _letters(at: int) -> str:
    """Return the name of a column, counted from 0: A to Z, then AA."""
    more, last = divmod(at, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)
