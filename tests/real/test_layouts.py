"""Real inventories as sheets in three layouts, and back: nothing is lost that has a field."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.real import gemma, koos

from inventories import TODAY, interface
from playbook.entries import EARLIEST
from playbook.export.files import Order, made, of_inventory
from playbook.intake.take import Wish, take
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.model.inventory import Inventory
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.files import put

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the real inventories are not here"),
    pytest.mark.slow,
]
SOURCES = {"koos": (koos, "koos-gemeinde"), "gemma": (gemma, "gemma-municipal")}
HEADS = {
    "id": "Procescode",
    "name": "Naam proces",
    "department": "Afdeling",
    "part_of": "Hoofdproces",
    "follows": "Voorgaand proces",
    "purpose": "Omschrijving",
    "accountable": "Proceseigenaar",
    "legal_basis": "Wetgeving",
    "tags": "Labels",
    "notes": "Opmerking",
    "customer": "Klanten",
    "data": "Gegevensobjecten",
    "systems": "Systemen",
    "inputs.what": "Input",
    "outputs.what": "Output",
    "units.unit": "Vestigingen",
}
"""What a municipality calls the fields, which is not what our own exports call them."""
NO_COLUMN = {"activities.id", "activities.name", "activities.about"}
"""Fields of which a process has many, each a text of several lines: a flat list has no room."""
GROUPS = {
    "id": "Proces",
    "name": "Proces",
    "department": "Organisatie",
    "accountable": "Organisatie",
}
"""What stands above the heads in the layout with two rows of them."""


@pytest.fixture(scope="module", params=sorted(SOURCES))
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project made of a real inventory."""
    module, folder = SOURCES[request.param]
    target: Path = tmp_path_factory.mktemp(request.param) / "project"
    module.convert(DATA / folder / "raw.json", target)
    return target


def inventory_of(root: Path) -> Inventory:
    return read_project(Folder.at(root)).inventories[0]


def words(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each word of an inventory with the field that it is in, however the sheet breaks it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from words(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner, path)
    else:
        yield path, " ".join(str(value).split())


def held(inventory: Inventory) -> Counter[tuple[str, str, str]]:
    """Return every value of every process with its field, counted."""
    return Counter(
        (process["id"], field, word)
        for process in of_inventory(inventory)["processes"]
        for field, word in words(process)
    )


def taken_anew(root: Path, folder: Path, data: bytes, name: str) -> Inventory:
    """Import a sheet into the organisation without its processes."""
    shutil.copytree(root, folder)
    for path in folder.glob("content/organisations/*/processes"):
        shutil.rmtree(path)
    taken = take(folder, name, data, Wish())
    assert [str(problem) for problem in taken.outcome.problems] == []
    put(taken.files, folder)
    return inventory_of(folder)


def cell(process: dict[str, Any], field: str) -> str | None:
    """Return what a sheet says of a field: a list on lines of its own."""
    value: Any = process
    for part in field.split("."):
        if isinstance(value, list):
            value = [item.get(part) for item in value]
        else:
            value = (value or {}).get(part)
    return "\n".join(value) if isinstance(value, list) else value


def saved(book: openpyxl.Workbook) -> bytes:
    made_ = io.BytesIO()
    book.save(made_)
    return made_.getvalue()


def flat(inventory: Inventory) -> bytes:
    """Return one sheet in Dutch with heads of its own."""
    fields = [*HEADS]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Inventaris")
    sheet.append([HEADS[field] for field in fields])
    for process in of_inventory(inventory)["processes"]:
        sheet.append([cell(process, field) for field in fields])
    return saved(book)


def by_department(inventory: Inventory) -> bytes:
    """Return a sheet for each department, with two rows of heads.

    A sheet is named for its department; one of which the name is too long for that says it in a
    column.
    """
    book = openpyxl.Workbook(write_only=True)
    whole = of_inventory(inventory)
    for number, department in enumerate(whole["organisation"]["departments"]):
        mine = [item for item in whole["processes"] if item["department"] == department["id"]]
        named = len(department["name"]) <= 31 and not set(department["name"]) & set("[]:*?/\\")
        fields = [field for field in HEADS if field != "department" or not named]
        if mine:
            sheet = book.create_sheet(department["name"] if named else f"Blad {number}")
            sheet.append([GROUPS.get(field, "Beschrijving") for field in fields])
            sheet.append([HEADS[field] for field in fields])
            for process in mine:
                sheet.append([cell(process, field) for field in fields])
    return saved(book)


def lost(before: Inventory, after: Inventory) -> Counter[str]:
    """Return how many values of each field are lost."""
    return Counter(field for _, field, _ in (held(before) - held(after)).elements())


def test_our_own_layout_loses_nothing(root: Path, tmp_path: Path) -> None:
    before = inventory_of(root)
    (view,) = open_site(root, Opening(TODAY)).spoken("nl")
    data = made(view, interface(), Order("a.xlsx", "inventory", "", EARLIEST))
    after = taken_anew(root, tmp_path / "p", data, "a.xlsx")
    assert {item.id: item for item in after.processes} == {
        item.id: item for item in before.processes
    }


def test_a_flat_sheet_with_heads_of_its_own_loses_nothing_that_has_a_field(
    root: Path, tmp_path: Path
) -> None:
    before = inventory_of(root)
    after = taken_anew(root, tmp_path / "p", flat(before), "inventaris.xlsx")
    assert lost(before, after).keys() <= NO_COLUMN


def test_two_rows_of_heads_and_a_sheet_for_each_department_lose_nothing_that_has_a_field(
    root: Path, tmp_path: Path
) -> None:
    before = inventory_of(root)
    after = taken_anew(root, tmp_path / "p", by_department(before), "afdelingen.xlsx")
    assert lost(before, after).keys() <= NO_COLUMN
