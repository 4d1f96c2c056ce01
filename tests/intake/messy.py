"""A workbook as organisations keep them: everything that makes a sheet hard to read, in one."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

HEADS = (
    "Procesnaam ",
    "Proces-\neigenaar",
    "Applicatie(s)",
    "Vestigingen",
    "%",
    "Gemeten op",
    "Kostprijs (€)",
    "FTE's",
    "Kritiek?",
    "Herzien op",
    "Omschrijving",
    "Kleurcode",
)


def messy(month: int = 1) -> bytes:
    """Return the workbook as it is in the first month, or a month later."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Procesinventaris"
    _heads(sheet)
    for row in _rows(month):
        sheet.append(row)
    _oddities(sheet)
    _other_sheets(book)
    made = io.BytesIO()
    book.save(made)
    return _with_value(made.getvalue(), "H6", "2.5")


def _heads(sheet: Worksheet) -> None:
    sheet["A1"] = "Procesinventaris gemeente Voorbeeldstad (concept)"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet.merge_cells("A1:L1")
    sheet["A3"] = HEADS[0]
    sheet.merge_cells("A3:A4")
    for at, text in enumerate(HEADS[1:], 2):
        sheet.cell(3 if at not in (5, 6) else 4, at, text)
    sheet["E3"] = "Uitzonderingen"
    sheet.merge_cells("E3:F3")


def _rows(month: int) -> list[list[Any]]:
    later = month > 1
    rows: list[list[Any]] = [
        ["Financiën"],
        ["Facturen betalen ", "Teamleider crediteuren", "SAP; Excel", "Noord\nZuid", 0.125,
         datetime.datetime(2026, 3, 1), "12,50" if not later else "€ 13,75", "=1.5+1", "Ja",
         46082, "Betalen wat wij\nhebben besteld.", "groen"],
        ["Debiteuren", "Teamleider debiteuren", "SAP", "Noord", "8,5", "1 maart 2026", 4.2, "1,25",
         "nee", "31-12-2026", "  Innen wat ons toekomt.  ", "geel"],
        [None, None, None, "Zuid"],
        ["Jaarrekening", "Controller", None, None, "#N/A", None, None, "=2+2", "misschien",
         None, "Verantwoording afleggen", None],
        ["Oud proces", None, None, None, None, None, None, None, None, None, "Bestaat niet meer"],
        ["Personeel"],
        ["Salarissen", "Teamleider salarissen", "AFAS, Excel", "Noord", "3%", "2026-02-01", None, 3,
         "x", None, "Iedereen op tijd betalen", None],
        ["Werving", "Teamleider werving" if not later else "Hoofd personeel", "AFAS", None, None,
         None, None, "2,0", "n.v.t.", None, "Goede mensen vinden", None],
        [None, None, None, None, 0.4],
        ["Totaal", None, None, None, None, None, None, "=SUM(H6:H14)"],
    ]  # fmt: skip
    if later:
        rows[8:8] = [["Opleidingen", "Hoofd personeel", "AFAS", "Noord", "5%", None, None, 1]]
    return rows


def _oddities(sheet: Worksheet) -> None:
    names = {sheet.cell(row, 1).value: row for row in range(5, sheet.max_row + 1)}
    for band in ("Financiën", "Personeel"):
        sheet.merge_cells(start_row=names[band], start_column=1, end_row=names[band], end_column=12)
    sheet.row_dimensions[names["Oud proces"]].hidden = True
    sheet.cell(names["Facturen betalen "], 5).number_format = "0.0%"
    sheet.cell(names["Jaarrekening"], 5).data_type = "e"
    sheet.column_dimensions["L"].hidden = True


def _other_sheets(book: openpyxl.Workbook) -> None:
    notes = book.create_sheet("Toelichting")
    notes["A1"] = "Vul voor elk proces een regel in."
    lists = book.create_sheet("Lijsten")
    for row in (["Ja/nee"], ["Ja"], ["Nee"]):
        lists.append(row)
    lists.sheet_state = "hidden"


def _with_value(data: bytes, cell: str, value: str) -> bytes:
    """Return a workbook in which Excel kept the value of a formula."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                text = re.sub(
                    rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)(?:<v\s*/>|<v></v>)',
                    rf"\1<v>{value}</v>",
                    part.decode(),
                )
                assert f"<v>{value}</v>" in text
                part = text.encode()
            new.writestr(info, part)
    return made.getvalue()
