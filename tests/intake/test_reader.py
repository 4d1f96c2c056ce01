"""Sheets as they are: merged, hidden, computed, damaged, hostile."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from intake.cases import saved, workbook
from intake.messy import messy
from playbook.intake.cells import Cell, RawSheet
from playbook.intake.plaintext import separator_of
from playbook.intake.reader import MOST_FILE, read_sheets
from playbook.sheets.guarded import NoSheetError


def cells(sheet: RawSheet) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in sheet.rows()]


def first(data: bytes, name: str = "a.xlsx") -> RawSheet:
    return read_sheets(name, data)[0]


def test_values_are_what_a_person_reads() -> None:
    sheet = first(workbook(["  a\xa0 ", "b\r\nc  ", 0.1 + 0.2, 3.0, True, None]))
    assert cells(sheet) == [["a", "b\nc", 0.3, 3, True]]


def test_a_date_is_a_date_and_a_number_says_how_it_is_shown() -> None:
    book = openpyxl.Workbook()
    book.active.append([datetime.datetime(2026, 3, 1, 0, 0), 0.125, 4.2, 5])
    book.active["B1"].number_format = "0.0%"
    book.active["C1"].number_format = '"€" #,##0.00'
    row = next(first(saved(book)).rows())
    assert row.cells == [
        Cell(datetime.date(2026, 3, 1)),
        Cell(0.125, "%"),
        Cell(4.2, "EUR"),
        Cell(5),
    ]


def test_a_merged_value_is_in_every_cell_of_its_range() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["C3"] = "over", "own"
    sheet.merge_cells("A1:B2")
    found = first(saved(book))
    assert cells(found) == [["over", "over"], ["over", "over"], [None, None, "own"]]
    assert found.across == {1: [(0, 1)]}


def test_rows_columns_and_sheets_that_are_hidden_say_so() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 4):
        sheet.cell(number, 1, number)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Weg").sheet_state = "veryHidden"
    sheets = read_sheets("a.xlsx", saved(book))
    assert [row.hidden for row in sheets[0].rows()] == [False, True, False]
    assert (sheets[0].hidden_columns, sheets[1].hidden) == (frozenset({1}), True)


def test_a_formula_gives_the_value_that_was_kept_and_without_one_it_is_told() -> None:
    sheet = first(messy())
    rows = {row.number: row for row in sheet.rows()}
    assert rows[6].cell(7).value == 2.5
    assert rows[9].cell(7).wrong is not None
    assert "formula of which no value was kept" in rows[9].cell(7).wrong[0]


def test_an_error_of_excel_is_told() -> None:
    rows = {row.number: row for row in first(messy()).rows()}
    assert rows[9].cell(4).wrong == (
        "this is an error of Excel (#N/A)",
        "correct the cell, or empty it",
    )
    sheet = first(b"a;b\n#N/B;=1+1\n", "a.csv")
    assert [bool(cell.wrong) for row in sheet.rows() for cell in row.cells] == [0, 0, 1, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_plain_text_as_programs_save_it(encoding: str, separator: str) -> None:
    lines = [["Proces", "Coördinator"], ["Één", "a b"], ["Twee", "c\nd"]]
    text = "".join(
        separator.join(f'"{cell}"' if "\n" in cell else cell for cell in line) + "\r\n"
        for line in lines
    )
    assert cells(first(text.encode(encoding), "a.csv")) == lines


def test_a_decimal_comma_does_not_separate() -> None:
    assert separator_of("Proces;FTE\na;1,5\nb;2,5\n") == ";"
    assert separator_of('Proces,FTE\n"a, b",1.5\nc,2\n') == ","
    assert separator_of("sep=,\nProces;,b\n") == ","
    assert separator_of("Proces\na\nb\n") == ";"


def test_rows_keep_their_numbers_below_a_line_that_names_the_separator() -> None:
    sheet = first(b"sep=;\r\nProces;FTE\r\na;1\r\n", "a.csv")
    assert [row.number for row in sheet.rows()] == [2, 3]
    assert sheet.place(3, 27) == "a.csv:AB3"


def changed(data: bytes, name: str, part: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return made.getvalue()


GOOD = workbook(["Proces"], ["a"])
HOSTILE = {
    "bomb": (changed(GOOD, "xl/worksheets/sheet1.xml", b"0" * 30_000_000), "suspiciously large"),
    "entities": (
        changed(GOOD, "xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "declares entities",
    ),
    "no XML": (changed(GOOD, "xl/worksheets/sheet1.xml", b"\x00\xff broken <"), "damaged"),
    "no workbook": (changed(GOOD, "xl/workbook.xml", b"<a/>"), "damaged"),
    "half a file": (GOOD[: len(GOOD) // 2], "damaged"),
    "old or locked": (b"\xd0\xcf\x11\xe0" + b"x" * 100, "locked or in an old format"),
    "no workbook at all": (b"Proces;FTE\n", "not a workbook, though its name says so"),
    "too large": (b"PK" + b"x" * MOST_FILE, "larger than"),
}


def read_whole(data: bytes) -> None:
    for sheet in read_sheets("a.xlsx", data):
        list(sheet.rows())


@pytest.mark.parametrize("case", HOSTILE)
def test_S26_a_workbook_that_is_not_safe_is_refused_with_words(case: str) -> None:
    data, why = HOSTILE[case]
    with pytest.raises(NoSheetError, match=why):
        read_whole(data)


def test_S26_a_row_far_away_is_refused_and_costs_little() -> None:
    book = openpyxl.Workbook()
    book.active["A1048576"] = "far"
    with pytest.raises(NoSheetError, match="more than 200000 rows"):
        list(first(saved(book)).rows())


def test_S26_macros_and_links_to_elsewhere_are_not_read() -> None:
    data = io.BytesIO(GOOD)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xff" * 100)
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<!DOCTYPE a>")
        archive.writestr("../../evil.xml", b"x")
    assert cells(first(data.getvalue(), "a.xlsm")) == [["Proces"], ["a"]]


def test_something_else_is_no_list() -> None:
    with pytest.raises(NoSheetError, match="neither a workbook nor a list"):
        read_sheets("a.csv", b"Proces;a\nb;c" + b"\0" * 3 + "é".encode() + b"\0\n" * 2)
