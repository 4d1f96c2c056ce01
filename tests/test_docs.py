"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from playbook.cli.main import main
from playbook.contexts.context import shown_by_kind
from playbook.contract.document import descriptions, document, structs
from playbook.criteria import CRITERIA
from playbook.rules import RULES

REPOSITORY = Path(__file__).parents[1]
DOCUMENTS = [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((REPOSITORY / "docs").rglob("*.md"))
# The manual's own pages name files of their reader; their links are followed where it is built.
READ_AS_FILES = [path for path in DOCUMENTS if "content" not in path.parts]
SOURCES = sorted((REPOSITORY / "generator" / "playbook").rglob("*.py"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LONGEST = 400


def ident(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("document", READ_AS_FILES, ids=ident)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", document.read_text("utf-8")):
        if "://" not in target and "inv:" not in target:
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=ident)
def test_words_to_type_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    goals = set(
        re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    typed = re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)
    assert set(typed) <= goals
    commands = re.findall(r"(?:`|^)playbook ([a-z]+)", text, re.MULTILINE)
    assert set(commands) <= set(main.commands)
    for command, option in re.findall(r"`playbook ([a-z]+) (--[a-z-]+)", text):
        assert any(option in parameter.opts for parameter in main.commands[command].params), option


@pytest.mark.parametrize("document", READ_AS_FILES, ids=ident)
def test_files_that_are_named_are_there(document: Path) -> None:
    for name in re.findall(
        r"`((?:generator|content|tests|themes|docs)/[\w./-]+)`", document.read_text("utf-8")
    ):
        path = name.replace("CODE", "SCO-02" if "rules" in name else "H1").replace("TYPE", "price")
        if "NAME" not in path:
            assert (REPOSITORY / path).exists(), name


@pytest.mark.parametrize("document", DOCUMENTS, ids=ident)
def test_examples_are_yaml(document: Path) -> None:
    for language, code in BLOCK.findall(document.read_text("utf-8")):
        if language == "yaml":
            assert yaml.safe_load(code)


def test_the_mistake_in_the_readme_is_told_in_these_words(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    told = next(code for _, code in BLOCK.findall(readme) if "acountable" in code)
    inside = tmp_path / "content" / "organisations" / "ours"
    (inside / "processes").mkdir(parents=True)
    (tmp_path / "playbook.yaml").write_text("title: Our playbook\n")
    (inside / "organisation.yaml").write_text("name: Our organisation\n")
    (inside / "processes" / "all.yaml").write_text(
        "processes:\n  - id: pay-suppliers\n    name: Pay suppliers\n\n    acountable: lead\n"
    )
    command = [sys.executable, "-m", "playbook", "check"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert told.strip() in result.stdout + result.stderr


def test_the_table_of_floors_is_that_of_the_import_contract() -> None:
    contract = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    layers = contract["tool"]["importlinter"]["contracts"][0]["layers"]
    rows = re.findall(
        r"^\| (`.+`) \|", (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
    floors = [re.findall(r"`(\w+)`", row) for row in rows if row.count("`")]
    assert [layer.split(" | ") for layer in layers] == floors[: len(layers)]


def test_an_edition_is_kept_from_every_module_of_the_inside() -> None:
    contract = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    (kept,) = [
        one for one in contract["tool"]["importlinter"]["contracts"] if one["type"] == "forbidden"
    ]
    shared = {"factshapes", "mentions", "shapes", "telling"}
    folder = REPOSITORY / "generator" / "playbook" / "contexts"
    inside = {path.stem for path in folder.glob("*.py")} - shared - {"__init__"}
    assert {f"playbook.contexts.{name}" for name in inside} <= set(kept["forbidden_modules"])


def test_dependencies_are_all_explained() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    names = {re.split(r"[>=<\[]", line)[0] for line in project["dependencies"]}
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z0-9.-]+)`", text.partition("## Dependencies")[2]))
    assert names <= explained


def test_no_module_is_long() -> None:
    long = [ident(path) for path in SOURCES if path.read_text("utf-8").count("\n") > LONGEST]
    assert long == []


def test_every_criterion_and_rule_has_its_cases() -> None:
    for folder, codes in (("criteria", CRITERIA), ("rules", RULES)):
        cases = {path.stem for path in (REPOSITORY / "tests" / folder).glob("*.yaml")}
        assert set(codes) <= cases


def test_the_contract_of_themes_is_that_of_the_code(request: pytest.FixtureRequest) -> None:
    path = REPOSITORY / "docs" / "theme-contract.md"
    now = document(shown_by_kind())
    if request.config.getoption("--write-golden"):
        path.write_text(now, "utf-8")
    assert path.read_text("utf-8") == now, "what a page shows has changed: run `make golden`"


def test_every_field_that_a_template_can_read_is_described() -> None:
    for struct in structs(shown_by_kind()):
        silent = set(struct.__struct_fields__) - set(descriptions(struct))
        assert not silent, f"{struct.__name__}: {silent}"
