"""A very long sheet: everything in it is taken, once, in files of a size that can be opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from intake.cases import ORGANISATION, project

ROWS = 50_000
HEADS = ("Proces", "Afdeling", "Eigenaar", "Systemen", "FTE", "% uitzonderingen", "Doel")
MOST_MEMORY = 1_000
"""Megabytes; the whole sheet as objects of the library would take twice as much."""
IMPORT = """
import json, resource, sys
from pathlib import Path
from playbook.intake.take import Wish, take
from playbook.write.files import put

taken = take(Path("."), "lang.xlsx", Path(sys.argv[1]).read_bytes(), Wish())
put(taken.files, Path("."))
outcome = taken.outcome
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
counts = {name: outcome.count(name) for name in ("new", "changed", "unchanged", "skipped")}
print(json.dumps({**counts, "files": list(outcome.files), "MB": most,
                  "problems": [str(problem) for problem in outcome.problems]}))
"""


def sheet(path: Path, changed: int | None = None) -> Path:
    book = openpyxl.Workbook(write_only=True)
    made = book.create_sheet("Alles")
    made.append(HEADS)
    for at in range(ROWS):
        made.append([
            f"Proces {at}",
            f"Afdeling {at % 20}",
            f"Teamleider {at % 300}" if at != changed else "Iemand anders",
            f"Systeem {at % 50}; Systeem {at % 7}",
            (at % 90) / 10,
            f"{at % 30},5%",
            f"Waar proces {at} voor is.\nMet een tweede regel.",
        ])  # fmt: skip
    book.save(path)
    return path


def imported(root: Path, path: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(path)], cwd=root, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    made: dict[str, object] = json.loads(done.stdout)
    return made


@pytest.mark.slow
def test_fifty_thousand_rows_are_taken_and_a_month_later_one_changes(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    first = imported(root, sheet(tmp_path / "a.xlsx"))
    assert (first["new"], first["skipped"], first["problems"]) == (ROWS, 0, [])
    assert int(str(first["MB"])) < MOST_MEMORY
    files = sorted((root / ORGANISATION / "processes").glob("*.yaml"))
    counts = [path.read_text("utf-8").count("\n  - id: ") for path in files]
    assert (sum(counts), max(counts), len(files)) == (ROWS, 2_000, 40)
    later = imported(root, sheet(tmp_path / "b.xlsx", changed=33_333))
    assert (later["new"], later["changed"], later["unchanged"]) == (0, 1, ROWS - 1)
    inside = ORGANISATION.as_posix()
    assert later["files"] == [
        f"{inside}/organisation.yaml",
        f"{inside}/processes/afdeling-13.yaml",
        f"{inside}/imported.json",
    ]
