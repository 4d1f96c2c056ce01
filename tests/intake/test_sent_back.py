"""What `playbook export` wrote comes back: alone, filled in, and into an empty project."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake.cases import saved
from playbook.intake.take import Taken, Wish, take
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.model.inventory import Inventory
from playbook.start.files import Wanted
from playbook.start.make import make
from playbook.write.files import put
from test_cli import run

EXAMPLE = Path("content", "organisations", "waterland")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    root = tmp_path_factory.mktemp("sent") / "project"
    shutil.copytree(repository / EXAMPLE, root / EXAMPLE)
    (root / "playbook.yaml").write_text("title: Test\nlanguages: [nl, en]\n", "utf-8")
    for name in ("all.xlsx", "all.zip"):
        assert run("export", name, folder=root).returncode == 0
    assert run("export", "open.xlsx", "--what", "open", folder=root).returncode == 0
    return root


def copied(project: Path, folder: Path) -> Path:
    shutil.copytree(project, folder)
    return folder


def inventory(root: Path) -> Inventory:
    return read_project(Folder.at(root)).inventories[0]


def sent_back(root: Path, name: str, data: bytes, **wish: Any) -> Taken:
    taken = take(root, name, data, Wish(**wish))
    put(taken.files, root)
    return taken


@pytest.mark.parametrize("name", ["all.xlsx", "all.zip", "open.xlsx"])
def test_an_export_as_it_was_changes_no_file_of_the_inventory(
    project: Path, tmp_path: Path, name: str
) -> None:
    root = copied(project, tmp_path / "p")
    taken = sent_back(root, name, (root / name).read_bytes())
    assert [str(problem) for problem in taken.outcome.problems] == []
    assert [told.difference for told in taken.outcome.differences] == []
    assert [path.name for path in taken.files] in ([], ["imported.json"])


@pytest.mark.parametrize("name", ["all.xlsx", "all.zip"])
def test_an_export_fills_an_empty_project_without_loss(
    project: Path, tmp_path: Path, name: str
) -> None:
    data = (project / name).read_bytes()
    root = tmp_path / "new"
    shutil.copytree(project / EXAMPLE / "evidence", root / EXAMPLE / "evidence")
    (root / EXAMPLE / "organisation.yaml").write_text("name: Leeg\n", "utf-8")
    (root / "playbook.yaml").write_text("title: Test\n", "utf-8")
    taken = sent_back(root, name, data, prefer_sheet=True)
    assert [str(problem) for problem in taken.outcome.problems] == []
    before, after = inventory(project), inventory(root)
    assert after.organisation == before.organisation
    assert after.suppliers == before.suppliers
    by_id = {process.id: process for process in after.processes}
    assert [process for process in before.processes if by_id[process.id] != process] == []
    assert len(by_id) == len(before.processes)


def test_what_a_process_owner_filled_in_is_taken_and_nothing_else(
    project: Path, tmp_path: Path
) -> None:
    root = copied(project, tmp_path / "p")
    first = inventory(root).processes[0]
    book = openpyxl.load_workbook(root / "all.xlsx")
    sheet = next(one for one in book.worksheets if str(one["A1"].value).startswith("processes"))
    mark = str(sheet["A1"].value).removeprefix("processes")[0]
    heads = {str(cell.value).rpartition(mark)[2]: cell.column for cell in sheet[1] if cell.value}
    row = next(n for n in range(3, 60) if sheet.cell(n, heads["id"]).value != first.id)
    ident = sheet.cell(row, heads["id"]).value
    column = next(name for name in heads if name in ("notes", "notes.nl", "tags"))
    sheet.cell(row, heads[column], "nieuw van de eigenaar")
    before = {path: path.read_text("utf-8") for path in (root / EXAMPLE).rglob("*.yaml")}
    taken = sent_back(root, "all.xlsx", saved(book), prefer_sheet=True)
    assert [str(problem) for problem in taken.outcome.problems] == []
    (change,) = taken.outcome.differences
    assert (change.process, change.difference.sheet) == (ident, "nieuw van de eigenaar")
    assert change.place == f"all.xlsx:{sheet.title}!{sheet.cell(row, heads[column]).coordinate}"
    changed = [path for path, text in before.items() if path.read_text("utf-8") != text]
    assert len(changed) == 1
    old, new = before[changed[0]].splitlines(), changed[0].read_text("utf-8").splitlines()
    assert len([line for line in new if line not in old]) == 1


def test_a_new_project_begins_with_an_export(project: Path, tmp_path: Path) -> None:
    data = (project / "all.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:  # files of proof stay where they are
        if str(sheet["A1"].value).startswith("processes.evidence"):
            book.remove(sheet)
    make(tmp_path / "p", Wanted("Nieuw", filled=True), ("all.xlsx", saved(book)))
    made = inventory(tmp_path / "p")
    assert made.organisation == inventory(project).organisation
    assert len(made.processes) == len(inventory(project).processes)
