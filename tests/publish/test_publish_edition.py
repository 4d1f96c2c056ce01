"""Publishing a supplier's edition: what its readers get is what may be handed over, and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from pack.cases import PROCESSES, project
from playbook.publish.staged import RECORD, releases_of

INSIDE = [
    "Hire colleagues secretly",
    "union does not know",
    "31,415",
    "Vries-Zo",
    "Rival",
    "miljoen",
]
PLACES = """\
title: Test
publish:
  intranet: {to: ../intranet}
  outside: {to: ../public, public: true}
  ours: {to: ../public/ours, public: true, edition: "supplier:ours"}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = project(tmp_path / "project")
    (folder / "playbook.yaml").write_text(PLACES, "utf-8")
    return folder


def publish(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "playbook", "publish", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795478400"},
    )


def shown(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder that a reader could get, by its address."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    }


def told_of_the_inside(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [
        (name, word) for name, data in files.items() for word in INSIDE if word.encode() in data
    ]


def test_what_is_published_is_the_archive_byte_for_byte_and_is_in_the_log(root: Path) -> None:
    done = publish(root, "../elsewhere", "--edition", "supplier:ours", "--json")
    assert done.returncode == 0, done.stderr
    files = shown(root.parent / "elsewhere")
    (log,) = root.rglob("handed-over.yaml")
    (entry,) = yaml.safe_load(log.read_text("utf-8"))
    assert entry["supplier"] == "ours"
    (packed,) = (root / "site-suppliers").glob("*.zip")
    with zipfile.ZipFile(packed) as archive:
        inside = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert files == inside
    assert "processes/pay.html" in files
    assert told_of_the_inside(files) == []
    assert json.loads(done.stdout)["total"] == len(files)
    record = (root.parent / "elsewhere" / RECORD).read_text("utf-8")
    assert "supplier:ours" in record
    assert not [word for word in INSIDE if word in record]


def test_the_words_that_are_looked_for_are_in_the_internal_edition(root: Path) -> None:
    """Else the test above could not fail."""
    assert publish(root, "intranet").returncode == 0
    found = {word for _, word in told_of_the_inside(shown(root.parent / "intranet"))}
    assert found == set(INSIDE)


def test_a_place_says_which_edition_goes_there(root: Path) -> None:
    done = publish(root, "ours")
    assert done.returncode == 0, done.stderr
    assert "Release 1 is shown at ours" in done.stderr
    assert told_of_the_inside(shown(root.parent / "public" / "ours")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("outside",),
        ("outside", "--edition", "internal"),
        ("ours", "--edition", "internal"),
        ("../public/ours", "--edition", "internal"),
        ("../public/deeper/still",),
        ("..",),
    ],
    ids=" ".join,
)
def test_an_internal_edition_is_refused_at_a_place_marked_public(
    root: Path, words: tuple[str, ...]
) -> None:
    done = publish(root, *words)
    assert done.returncode == 2
    assert "this place is public, and the edition is the internal one" in done.stderr
    assert "choose --edition supplier:NAME" in done.stderr
    assert not (root.parent / "public").exists()
    assert not (root / "site").exists(), "nothing is built for a place that is refused"


def test_an_edition_that_is_refused_leaves_what_was_shown(root: Path) -> None:
    assert publish(root, "ours").returncode == 0
    before = shown(root.parent / "public")
    assert publish(root, "ours", "--edition", "internal").returncode == 2
    assert shown(root.parent / "public") == before


def test_the_inside_is_gone_when_a_supplier_takes_its_place(root: Path) -> None:
    folder = root.parent / "elsewhere"
    assert publish(root, "../elsewhere").returncode == 0
    assert told_of_the_inside(shown(folder))
    assert publish(root, "../elsewhere", "--edition", "supplier:ours").returncode == 0
    assert told_of_the_inside(shown(folder) | shown(releases_of(folder))) == []
    back = publish(root, "../elsewhere", "--rollback")
    assert back.returncode == 2
    assert "no earlier release is kept here" in back.stderr


def test_going_back_brings_the_suppliers_former_edition(root: Path) -> None:
    assert publish(root, "ours").returncode == 0
    before = shown(root.parent / "public" / "ours")
    file = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("Pay what we", "Pay all that we"), "utf-8")
    assert publish(root, "ours").returncode == 0
    assert shown(root.parent / "public" / "ours") != before
    assert publish(root, "ours", "--rollback").returncode == 0
    assert shown(root.parent / "public" / "ours") == before


def test_what_holds_up_handing_over_holds_up_publishing_too(tmp_path: Path) -> None:
    held = {**PROCESSES[0], "accountable": ["lead", "second"], "sourcing": {"intent": "prepare"}}
    root = project(tmp_path / "project", [held])
    (root / "playbook.yaml").write_text(PLACES, "utf-8")
    done = publish(root, "ours")
    assert done.returncode == 1
    assert "RES-02" in done.stderr
    assert shown(tmp_path / "public") == {}


@pytest.mark.parametrize(
    ("edition", "words"),
    [("supplier:nobody", "nobody"), ("supplier:", "no edition is"), ("all", "no edition is")],
)
def test_an_edition_that_there_is_not_is_told(root: Path, edition: str, words: str) -> None:
    done = publish(root, "../elsewhere", "--edition", edition)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root.parent / "elsewhere").exists()
