"""What tests of importing share: a project, sheets made of rows, and an import that was run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from playbook.intake.take import Taken, Wish, take
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.model.inventory import Inventory
from playbook.write.files import put

ORGANISATION = Path("content", "organisations", "ons")
FIRST = ORGANISATION / "processes" / "processes.yaml"


def project(folder: Path, organisation: str = "name: Gemeente\n", **files: str) -> Path:
    """Write a project with one organisation and files of processes, by their stem."""
    inside = folder / ORGANISATION
    (inside / "processes").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: Test\n", "utf-8")
    (inside / "organisation.yaml").write_text(organisation, "utf-8")
    for stem, text in files.items():
        (inside / "processes" / f"{stem}.yaml").write_text(text, "utf-8")
    return folder


def workbook(*rows: Sequence[Any], title: str = "Blad1") -> bytes:
    """Return a workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def imported(root: Path, data: bytes, name: str = "lijst.xlsx", **wish: Any) -> Taken:
    """Import a sheet, and put the files in their places."""
    taken = take(root, name, data, Wish(**wish))
    put(taken.files, root)
    return taken


def inventory(root: Path) -> Inventory:
    return read_project(Folder.at(root)).inventories[0]


def text(root: Path, path: Path = FIRST) -> str:
    return (root / path).read_text("utf-8")


def told(taken: Taken) -> list[str]:
    return [str(problem) for problem in taken.outcome.problems]
