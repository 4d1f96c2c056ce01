"""JSON Schemas: valid themselves, true for what can be read, false for common mistakes."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from playbook.schema import KINDS, schemas, settings

REPOSITORY = Path(__file__).parents[1]
SCHEMAS = schemas()
PROJECTS = [REPOSITORY, REPOSITORY / "tests" / "sites" / "small", REPOSITORY / "tests/sites/trial"]
INVALID = REPOSITORY / "tests" / "sites" / "invalid"


def as_an_editor_reads(path: Path) -> Any:
    """Read YAML 1.2, in which a date is a text."""
    return plain(YAML(typ="safe", pure=True).load(path.read_text("utf-8-sig")))


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.datetime) else value


def files(project: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for pattern in kind.where:
            yield from ((kind.name, path) for path in sorted(project.glob(pattern)))


GOOD = [(name, path) for project in PROJECTS for name, path in files(project)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_itself(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])
    assert "$defs" not in json.dumps(SCHEMAS[name])


@pytest.mark.parametrize(
    ("name", "path"), GOOD, ids=[path.relative_to(REPOSITORY).as_posix() for _, path in GOOD]
)
def test_what_can_be_read_is_right_by_its_schema(name: str, path: Path) -> None:
    errors = jsonschema.Draft7Validator(SCHEMAS[name]).iter_errors(as_an_editor_reads(path))
    assert [f"{error.json_path}: {error.message}"[:300] for error in errors] == []


def test_every_kind_but_those_of_one_project_is_in_an_example() -> None:
    assert {name for name, _ in GOOD} >= {kind.name for kind in KINDS} - {"handed-over"}


CAUGHT = [
    "coded-value-near",
    "date-in-words",
    "duration-without-unit",
    "id-missing",
    "id-no-slug",
    "list-as-key",
    "list-for-a-text",
    "list-for-the-file",
    "mapping-for-a-word",
]


@pytest.mark.parametrize("case", CAUGHT)
def test_common_mistakes_are_wrong_by_the_schema(case: str) -> None:
    wrong = []
    for name, path in files(INVALID / case):
        validator = jsonschema.Draft7Validator(SCHEMAS[name])
        wrong += validator.iter_errors(as_an_editor_reads(path))
    assert wrong


def test_fields_are_described_in_both_languages() -> None:
    purpose = SCHEMAS["processes"]["definitions"]["Process"]["properties"]["purpose"]
    english, dutch = purpose["description"].split("\n\n")
    assert english.startswith("en: purpose. ")
    assert english.endswith("(a supplier may see this)")
    assert dutch == "nl: doel (een leverancier mag dit zien)"


def test_the_command_writes_them_and_prints_settings(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "playbook", "schema", "--vscode"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == settings()
    for file in json.loads(done.stdout)["yaml.schemas"]:
        jsonschema.Draft7Validator.check_schema(json.loads((tmp_path / file).read_text("utf-8")))
