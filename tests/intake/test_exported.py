"""What `playbook export` wrote, `playbook import` takes back, and nothing is lost."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake.cases import imported, inventory, told
from inventories import TODAY, interface
from playbook.entries import EARLIEST
from playbook.export.files import Order, made
from playbook.opening import Opening
from playbook.site import Site, open_site
from test_cli import run

REPOSITORY = Path(__file__).parents[2]
INSIDE = Path("content", "organisations", "waterland")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with the example alone."""
    root = tmp_path / "project"
    shutil.copytree(REPOSITORY / INSIDE, root / INSIDE)
    (root / "playbook.yaml").write_text("title: Test\nlanguages: [nl, en]\n", "utf-8")
    return root


def exported(root: Path, name: str, what: str = "inventory", language: str = "nl") -> bytes:
    """Return an export of a project."""
    site: Site = open_site(root, Opening(TODAY))
    (view,) = site.spoken(language)
    return made(view, interface(), Order(name, what, "", EARLIEST))


@pytest.mark.parametrize(
    ("name", "language"), [("a.xlsx", "nl"), ("a.xlsx", "en"), ("a.zip", "nl")]
)
def test_what_nobody_changed_changes_nothing(project: Path, name: str, language: str) -> None:
    taken = imported(project, exported(project, name, language=language), name)
    assert taken.files == {}
    assert told(taken) == []
    assert taken.outcome.count("unchanged") == len(inventory(project).processes)


@pytest.mark.parametrize("name", ["a.xlsx", "a.zip"])
def test_every_process_comes_back_where_there_was_none(project: Path, name: str) -> None:
    data, before = exported(project, name), inventory(project)
    shutil.rmtree(project / INSIDE / "processes")
    # What replaced a process that is no more is not there either.
    whole = project / INSIDE / "organisation.yaml"
    whole.write_text(re.sub(r"(?ms)^removed:.*?(?=^\S|\Z)", "", whole.read_text("utf-8")), "utf-8")
    for name_of in ("suppliers.yaml", "handed-over.yaml"):
        (project / INSIDE / name_of).unlink()
    for folder in ("answers", "pages"):
        shutil.rmtree(project / INSIDE / folder, ignore_errors=True)
    taken = imported(project, data, name)
    assert told(taken) == []
    shutil.copy(REPOSITORY / INSIDE / "suppliers.yaml", project / INSIDE)
    after = {process.id: process for process in inventory(project).processes}
    assert after == {process.id: process for process in before.processes}


def filled(data: bytes, sheet: str, row: int, **values: Any) -> bytes:
    """Return a workbook in which somebody filled in a row, by the codes of columns."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    at = {str(cell.value).partition(":")[2]: cell.column for cell in book[sheet][1]}
    for name, value in values.items():
        book[sheet].cell(row, at[name.replace("__", ".")]).value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_list_of_work_that_was_filled_in_closes_what_was_open(project: Path) -> None:
    (project / "open.xlsx").write_bytes(exported(project, "open.xlsx", "open"))
    book = openpyxl.load_workbook(project / "open.xlsx")
    at = {str(cell.value).partition(":")[2]: cell.column for cell in book["Werklijst"][1]}
    last = book["Werklijst"].max_row
    row = next(row for row in range(3, last) if not book["Werklijst"].cell(row, at["met"]).value)
    ident, code = (book["Werklijst"].cell(row, at[name]).value for name in ("process", "key"))
    data = filled(
        (project / "open.xlsx").read_bytes(), "Werklijst", row,
        met="Ja", kind="geschat", link="https://intranet.example/x", note="Gezien",
    )  # fmt: skip
    (project / "filled.xlsx").write_bytes(data)
    done = run("import", "filled.xlsx", folder=project)
    assert done.returncode == 0, done.stderr
    (process,) = [item for item in inventory(project).processes if item.id == ident]
    evidence = (process.evidence or {})[code]
    assert (evidence.met, evidence.kind, evidence.note) == (True, "estimated", "Gezien")
    assert evidence.link == "https://intranet.example/x"
    again = run("import", "filled.xlsx", folder=project)
    assert "Nothing has to be written." in again.stderr


def test_a_value_that_differs_is_told_and_taken_when_that_is_asked(project: Path) -> None:
    row = 3 + [process.id for process in inventory(project).processes].index("mowing")
    data = filled(exported(project, "a.xlsx"), "Processen", row, exceptions__rate="33%", fte=2.5)
    taken = imported(project, data, "a.xlsx")
    (conflict,) = taken.outcome.conflicts
    assert (conflict.process, conflict.difference.field) == ("mowing", "exceptions.rate")
    assert conflict.place.startswith("a.xlsx:Processen!")
    imported(project, data, "a.xlsx", prefer_sheet=True)
    (process,) = [item for item in inventory(project).processes if item.id == "mowing"]
    assert process.exceptions
    assert process.exceptions.rate == 0.33
    assert process.fte == 2.5


def test_what_cannot_be_understood_is_told_with_its_cell(project: Path) -> None:
    data = filled(exported(project, "a.xlsx"), "Eerdere tellingen", 3, on="gisteren")
    taken = imported(project, data, "a.xlsx")
    assert told(taken)[0] == (
        "a.xlsx:Eerdere tellingen!C3: “gisteren” is not a date; write it as 2026-03-31"
    )


def test_a_formula_without_a_value_and_an_error_are_told_and_are_not_empty(project: Path) -> None:
    data = filled(exported(project, "a.xlsx"), "Processen", 3, fte="=1+1", tags="#N/A")
    taken = imported(project, data, "a.xlsx", prefer_sheet=True)
    assert taken.files == {}
    fte, tags = sorted(told(taken), key=lambda line: "error of Excel" in line)
    assert fte.startswith("a.xlsx:Processen!")
    assert "3: this is a formula of which no value was kept; open the file in Excel" in fte
    assert "3: this is an error of Excel (#N/A); correct the cell, or empty it" in tags


def test_words_in_either_language_stand_for_codes(project: Path) -> None:
    data = filled(exported(project, "a.xlsx", language="nl"), "Varianten", 3, decision="Merge")
    taken = imported(project, data, "a.xlsx", prefer_sheet=True)
    assert told(taken) == []
    assert "merge" in {
        variant.decision
        for process in inventory(project).processes
        for variant in process.variants or ()
    }
