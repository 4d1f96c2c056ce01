"""Sheets of questions: what goes out, and what hostile hands send back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from playbook.cells import as_csv, meant, safe
from playbook.sheets.guarded import NoSheetError
from playbook.sheets.questions import Row, Sheet, as_workbook
from playbook.sheets.returned import MOST_FILE, Returned, read

MOMENT = (2026, 11, 24, 0, 0, 0)
COLUMNS = ("Id", "Proces", "Komt uit", "Vraag", "Antwoord")
HEADS = {"id": frozenset(("id",)), "answer": frozenset(("antwoord", "answer"))}
SHEET = Sheet(
    name="Vragen",
    explanation="Uitleg",
    columns=COLUMNS,
    lines=("Vragen van ons", "=1+1 is geen formule"),
    rows=(
        Row("SCO-01.pay", "Betalen", "Er is geen grens.", "Waar houdt het werk op?"),
        Row("QUA-02.pay", "=HYPERLINK(1)", "+31 6", "Hoe meten jullie?\nEn wanneer?"),
    ),
    separator=";",
)


def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_workbook(SHEET, MOMENT)))


def returned(change: Callable[[Any], object]) -> bytes:
    """Return the sheet as somebody saved it who did something to it."""
    opened = book()
    change(opened["Vragen"])
    made = io.BytesIO()
    opened.save(made)
    return made.getvalue()


def answered(name: str, data: bytes) -> Returned:
    return read(name, data, HEADS)


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "\nx"]
)
def test_S27_a_text_that_could_be_a_formula_is_made_safe(sign: str) -> None:
    kept = safe(sign)
    assert isinstance(kept, str)
    assert kept.startswith("'")
    assert meant(kept) == sign
    line = next(
        csv.reader(io.StringIO(as_csv([(kept, 1)], ";").decode("utf-8-sig")), delimiter=";")
    )
    assert line[0].startswith("'")


@pytest.mark.parametrize("number", [-1, 0, 12.5, -3.25])
def test_S27_numbers_stay_numbers(number: float) -> None:
    assert safe(number) == number
    assert as_csv([(safe(number),)], ";").decode("utf-8-sig") == f"{number}\r\n"


def test_S27_no_cell_of_the_workbook_is_a_formula() -> None:
    for sheet in book().worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_workbook_is_the_same_bytes_every_time() -> None:
    first = as_workbook(SHEET, MOMENT)
    assert first == as_workbook(SHEET, MOMENT)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {MOMENT}
        assert archive.read("docProps/core.xml").count(b"2026-11-24T00:00:00Z") == 2


def test_only_the_answers_can_be_filled_in() -> None:
    sheet = book()["Vragen"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "A2"
    assert [cell.protection.locked for cell in sheet[2]] == [True, True, True, True, False]
    assert all(cell.alignment.wrap_text for cell in sheet[2])


def test_an_answer_in_the_workbook_is_read_with_its_place() -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = " Aan de poort.\r\nEcht. "
        sheet["E3"] = 12.0

    found = answered("a.xlsx", returned(change))
    assert [(item.question, item.text, item.cell) for item in found.given] == [
        ("SCO-01.pay", "Aan de poort.\nEcht.", "Vragen!E2"),
        ("QUA-02.pay", "12", "Vragen!E3"),
    ]
    assert not found.unreadable


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_S26_plain_text_as_excel_saves_it(encoding: str, separator: str) -> None:
    rows = [COLUMNS, ("SCO-01.pay", "Betalen", "", "Waar?", "Privé, één; “ja” € 5")]
    made = io.StringIO()
    csv.writer(made, delimiter=separator).writerows(rows)
    found = answered("a.csv", made.getvalue().encode(encoding))
    assert [item.text for item in found.given] == ["Privé, één; “ja” € 5"]
    assert found.given[0].cell == "E2"


def test_S26_columns_that_were_moved_are_found_by_their_heads() -> None:
    data = b"\r\nAntwoord;iets;ID\r\nja;x;SCO-01.pay\r\n"
    assert [(item.text, item.cell) for item in answered("a.csv", data).given] == [("ja", "A3")]


def part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one part of it changed, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as former, zipfile.ZipFile(made, "w") as archive:
        for info in former.namelist():
            inner = former.read(info)
            archive.writestr(info, change(inner) if info == name else inner)
        if name not in former.namelist():
            archive.writestr(name, change(b""))
    return made.getvalue()


def with_entity(data: bytes) -> bytes:
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return data.replace(b"<worksheet", lol.encode() + b"<worksheet", 1)


def with_outside(data: bytes) -> bytes:
    return b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + data


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(200_000_000))
    return made.getvalue()


PLAIN = as_workbook(SHEET, MOMENT)
SHEET_PART = "xl/worksheets/sheet1.xml"
REFUSED = {
    "entities": (lambda: part(PLAIN, SHEET_PART, with_entity), "declares entities"),
    "outside": (lambda: part(PLAIN, SHEET_PART, with_outside), "declares entities"),
    "in UTF-16": (
        lambda: part(PLAIN, "xl/workbook.xml", lambda _: "<!DOCTYPE x>".encode("utf-16")),
        "declares entities",
    ),
    "bomb": (bomb, "suspiciously large"),
    "no list": (lambda: part(PLAIN, SHEET_PART, lambda _: b"<x/>"), "no sheet has the heads"),
    "broken": (lambda: part(PLAIN, SHEET_PART, lambda _: b"<x"), "damaged"),
    "cut off": (lambda: PLAIN[:2000], "damaged"),
    "no workbook": (lambda: b"hello", "not a workbook"),
    "old format": (lambda: b"\xd0\xcf\x11\xe0rest", "without a password"),
    "too large": (lambda: bytes(MOST_FILE + 1), "larger than"),
    "climbing": (
        lambda: part(PLAIN, "../../etc/x", lambda _: b"<x/>")[:-30],
        "damaged",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_S26_a_workbook_that_is_not_safe_is_refused_with_words(case: str) -> None:
    make, why = REFUSED[case]
    with pytest.raises(NoSheetError, match=why):
        answered("a.xlsx", make())


def test_S25_parts_with_names_that_climb_are_left_out() -> None:
    data = part(PLAIN, "../../../tmp/evil", lambda _: b"x")
    assert answered("a.xlsx", data).empty == 2


def test_S26_macros_links_and_drawings_are_left_out() -> None:
    data = part(PLAIN, "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0 AutoOpen")
    link = b'<externalLink><externalBook r:id="rId1"/></externalLink>'
    data = part(data, "xl/externalLinks/externalLink1.xml", lambda _: link)
    assert answered("a.xlsm", data).empty == 2


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('=HYPERLINK("http://x.example")', "a formula"),
        ("=cmd|'/c calc'!A1", "a formula"),
        ("x" * 30_000, "longer than"),
        ("#REF!", "an error of the spreadsheet"),
    ],
)
def test_S26_a_cell_that_cannot_be_read_is_told_with_its_place(cell: str, why: str) -> None:
    def change(sheet: Any) -> None:
        sheet["E3"] = cell
        if cell.startswith("#"):
            sheet["E3"].data_type = "e"

    found = answered("a.xlsx", returned(change))
    assert not found.given
    assert found.unreadable[0][0] == "Vragen!E3"
    assert why in found.unreadable[0][1]


def test_S26_a_cell_of_ten_megabytes_is_told_and_left() -> None:
    data = f"Id;Antwoord\r\nSCO-01.pay;{'x' * 10_000_000}\r\nQUA-02.pay;ja\r\n".encode()
    found = answered("a.csv", data)
    assert [item.text for item in found.given] == ["ja"]
    assert "longer than" in found.unreadable[0][1]


def test_S26_a_row_far_away_costs_nothing() -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = "ja"
        sheet.cell(1_048_576, 16_384).value = "far"

    found = answered("a.xlsx", returned(change))
    assert [item.text for item in found.given] == ["ja"]
    assert "too many rows" in found.unreadable[-1][1]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_S26_a_formula_in_plain_text_is_told(text: str) -> None:
    found = answered("a.csv", f"Id;Antwoord\r\nSCO-01.pay;{text}\r\n".encode())
    assert "formula" in found.unreadable[0][1]


def test_html_is_kept_as_the_text_that_it_is() -> None:
    found = answered("a.csv", b"Id;Antwoord\r\nSCO-01.pay;<img src=x onerror=alert(1)>\x07\r\n")
    assert found.given[0].text == "<img src=x onerror=alert(1)>"
