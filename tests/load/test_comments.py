"""Comments in YAML are told from values that hold the same sign."""

from __future__ import annotations

from pathlib import Path

from inventories import write_project
from playbook.load.comments import comments, comments_in
from playbook.load.files import Folder

TEXT = """\
# one
a: 'x # no'   # two
b: |  # three
  # no comment
  text
c: "é # no" # four é
##   five
d: a#b # six
e: >-
  folded # no

#
- x #no: last"""


def test_every_comment_is_told_with_its_place_and_nothing_else() -> None:
    found = [(said, place.line, place.column) for said, place in comments(TEXT, "f")]
    assert found == [
        ("one", 1, 1),
        ("two", 2, 15),
        ("three", 3, 7),
        ("four é", 6, 13),
        ("five", 7, 1),
        ("six", 8, 8),
        ("no: last", 13, 5),
    ]


def test_every_file_of_a_project_is_looked_at(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, [{"id": "pay", "name": "Pay"}])
    paths = sorted(root.rglob("*.yaml"))
    assert len(paths) == 3
    for path in paths:
        path.write_text(f"{path.read_text('utf-8')}# in {path.name}\n", "utf-8")
    folder = Folder.at(root)
    assert {said for said, _ in comments_in(folder)} == {f"in {path.name}" for path in paths}
