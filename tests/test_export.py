"""Exports as people ask for them: files on disk, and what is said of them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from inventories import interface
from playbook.load.convert import convert
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.model.inventory import Inventory
from playbook.model.process import Process
from playbook.sheets.exported import read_exported
from playbook.tables.plain import from_tables
from playbook.tables.speech import Speech
from tables.test_lossless import TYPES, as_read, read_back
from test_cli import run

REPOSITORY = Path(__file__).parents[1]
SPEECH = Speech(interface(), "en")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with the example alone."""
    root = tmp_path_factory.mktemp("export") / "project"
    (root / "content" / "organisations").mkdir(parents=True)
    shutil.copytree(
        REPOSITORY / "content" / "organisations" / "waterland",
        root / "content" / "organisations" / "waterland",
    )
    (root / "playbook.yaml").write_text("title: Test\nlanguages: [nl, en]\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def inventory(project: Path) -> Inventory:
    """Return the example as it is read."""
    return read_project(Folder.at(project)).inventories[0]


def export(project: Path, *words: str) -> None:
    """Export something, which goes well."""
    done = run("export", *words, folder=project)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["all.xlsx", "all.zip"])
def test_the_whole_example_comes_back(project: Path, inventory: Inventory, name: str) -> None:
    export(project, name)
    data = (project / name).read_bytes()
    assert read_back(read_exported(name, data, SPEECH)) == as_read(inventory)
    export(project, name)
    assert (project / name).read_bytes() == data


def test_json_says_what_the_files_say(project: Path, inventory: Inventory) -> None:
    export(project, "all.json")
    found = json.loads((project / "all.json").read_text("utf-8"))
    assert found["processes"][0]["exceptions"]["rate"].endswith("%")
    for name, value in as_read(inventory).items():
        read, problems = convert(found[name], TYPES[name], 0, "all.json")
        assert (read, problems) == (value, [])


def test_what_is_open_is_filled_in_and_read_back(project: Path) -> None:
    export(project, "open.xlsx", "--what", "open")
    book = openpyxl.load_workbook(project / "open.xlsx")
    sheet = book["Werklijst"]
    assert read_exported("open.xlsx", (project / "open.xlsx").read_bytes(), SPEECH)
    at = {cell.value.partition(":")[2]: cell.column for cell in sheet[1]}
    row = next(
        number for number in range(3, sheet.max_row + 1) if not sheet.cell(number, at["met"]).value
    )
    ident, code = (sheet.cell(row, at[name]).value for name in ("process", "key"))
    for name, value in {"met": "Ja", "kind": "gemeten", "note": "=echt"}.items():
        cell = sheet.cell(row, at[name])
        cell.value = value
        cell.data_type = "s"
    book["Processen"].cell(3, 1)
    book.save(project / "filled.xlsx")
    tables = read_exported("filled.xlsx", (project / "filled.xlsx").read_bytes(), SPEECH)
    plain = from_tables(tables)
    assert plain.problems == ()
    (found,) = [item for item in plain.values["processes"] if item["id"] == ident]
    assert found["evidence"][code] == {"met": "Ja", "kind": "measured", "note": "=echt"}
    read, problems = convert(
        plain.values["processes"], tuple[Process, ...], plain.places["processes"], "f"
    )
    assert problems == []
    assert read
    # Rows that nobody filled in say nothing.
    said = sum(len(item.get("evidence", ())) for item in plain.values["processes"])
    assert said < sheet.max_row - 2


def test_the_list_of_one_role_holds_only_its_work(project: Path) -> None:
    export(project, "all.csv", "--what", "open")
    export(project, "mine.csv", "--what", "open", "--role", "ap-lead")
    read = [
        list(csv.DictReader(io.StringIO((project / name).read_text("utf-8-sig")), delimiter=";"))
        for name in ("all.csv", "mine.csv")
    ]
    everything, mine = read
    assert mine
    assert mine == [row for row in everything if "Teamleider crediteuren" in row["who"]]


def test_findings_are_those_of_check(project: Path) -> None:
    export(project, "findings.json", "--what", "findings", "--language", "en")
    found = json.loads((project / "findings.json").read_text("utf-8"))["findings"]
    checked = json.loads(run("check", "--format", "json", folder=project).stdout)["issues"]
    wanted = {
        (item["process"], item["code"], item["points"]) for item in checked if item["process"]
    }
    assert {(item["process"], item["code"], item["points"]) for item in found} == wanted
    assert found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("x.pdf",), "x.pdf: “x.pdf” does not say what to write; let its name end with "),
        (("x.csv",), " lists, and a .csv holds one; name a .zip, or "),
        (("x.xlsx", "--role", "ap-leed"), "--role: there is no role “ap-leed”; did you mean “ap-"),
        (("x.xlsx", "--organisation", "y"), "--organisation: there is no organisation “y”; "),
        (("no/x.json",), "x.json: it cannot be written (no such file or directory); close it "),
    ],
    ids=["form", "one list", "role", "organisation", "folder"],
)
def test_what_cannot_be_exported_is_told(project: Path, words: tuple[str, ...], told: str) -> None:
    done = run("export", *words, folder=project)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (project / words[0]).exists()


def test_it_says_that_the_file_is_for_inside(project: Path) -> None:
    done = run("export", "said.json", folder=project)
    assert done.stderr.splitlines() == ["said.json: for inside only; no supplier may see it."]
    assert run("export", "said.json", "--quiet", folder=project).stderr == ""
