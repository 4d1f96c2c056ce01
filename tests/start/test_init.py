"""A project to begin with: it builds at once, and nothing that was there is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from intake.cases import workbook
from intake.messy import messy
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.problems import Unusable
from playbook.start.files import EXAMPLES, RECIPES, Wanted
from playbook.start.make import make
from test_cli import run
from test_schema import SCHEMAS, as_an_editor_reads


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYBOOK_CONFIG_DIR", str(tmp_path / "settings"))


def everything(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def told(folder: Path) -> tuple[str, ...]:
    read = read_project(Folder.at(folder))
    return tuple(str(warning) for warning in read.warnings)


def test_from_an_empty_folder_a_messy_sheet_becomes_a_site(tmp_path: Path) -> None:
    folder = tmp_path / "gemeente-voorbeeldstad"
    folder.mkdir()
    (tmp_path / "inventaris.xlsx").write_bytes(messy())
    made = run("init", "--from", "../inventaris.xlsx", "--yes", folder=folder)
    assert made.returncode == 0, made.stderr
    told = "11 rows: 5 processes new, 0 changed, 0 unchanged, 5 rows skipped; 3 cells not read"
    assert told in made.stderr
    built = run("build", folder=folder)
    assert built.returncode == 0, built.stderr
    site = folder / "site" / "gemeente-voorbeeldstad" / "nl"
    assert "Facturen betalen" in (site / "processes" / "facturen-betalen.html").read_text("utf-8")
    (tmp_path / "inventaris.xlsx").write_bytes(messy(2))
    month = run("import", "../inventaris.xlsx", folder=folder)
    assert "12 rows: 1 process new, 2 changed, 3 unchanged, 5 rows skipped" in month.stderr
    assert run("build", folder=folder).returncode == 0
    assert (site / "processes" / "opleidingen.html").is_file()
    assert run("check", "--strict", folder=folder).returncode == 0


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("departments", [(), ("Financiën", "P&O: zaken", "con")])
def test_a_project_with_nothing_said_builds_and_has_no_warning(
    tmp_path: Path, language: str, departments: tuple[str, ...]
) -> None:
    folder = tmp_path / "p"
    words = [word for name in departments for word in ("--department", name)]
    done = run("init", "p", "--yes", "--language", language, *words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("Next: cd p && playbook build, then open site/index.html; or "
                                "playbook serve.\n")  # fmt: skip
    assert told(folder) == ()
    assert run("build", "--strict", folder=folder).returncode == 0
    assert (folder / "site" / "p" / language / "index.html").is_file()
    assert (folder / ".gitignore").read_text("utf-8").splitlines()[1:] == [
        "/site/",
        "/site-suppliers/",
    ]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_the_shipped_one(tmp_path: Path, example: str, repository: Path) -> None:
    make(tmp_path / "p", Wanted("Voorbeeld", example=example))
    inside = Path("content", "organisations", example)
    assert everything(tmp_path / "p" / inside) == everything(repository / inside)
    assert told(tmp_path / "p") == ()


@pytest.mark.parametrize("wanted", [Wanted("A", "nl", ("B",)), Wanted("A", "en", ("B",))])
def test_every_file_is_right_by_the_schema_that_stands_beside_it(
    tmp_path: Path, wanted: Wanted
) -> None:
    make(tmp_path, wanted, ("lijst.xlsx", messy()))
    settings = json.loads((tmp_path / ".vscode" / "settings.json").read_text("utf-8"))
    looked_at = 0
    for schema, patterns in settings["yaml.schemas"].items():
        rules = json.loads((tmp_path / schema).read_text("utf-8"))
        assert rules == SCHEMAS[Path(schema).name.partition(".")[0]]
        for path in (path for pattern in patterns for path in tmp_path.glob(pattern)):
            errors = jsonschema.Draft7Validator(rules).iter_errors(as_an_editor_reads(path))
            assert [error.message for error in errors] == [], path
            looked_at += 1
    assert looked_at == 6


NAMES = [
    "Gemeente: X",
    "no",
    "1.10",
    "“Wij”",
    "{a}",
    "$name",
    "# wij",
    "'",
    '"',
    "\\",
    "- a",
    "日本",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_that_of_an_organisation(tmp_path: Path, name: str) -> None:
    make(tmp_path, Wanted(name, departments=(name, "Andere")))
    (inventory,) = read_project(Folder.at(tmp_path)).inventories
    assert inventory.organisation.name == name
    assert [one.name for one in inventory.organisation.departments] == [name, "Andere"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text("{}\n")
    (tmp_path / "letter.txt").write_text("dear\n")
    before = everything(tmp_path)
    made = make(tmp_path, Wanted("Wij"))
    assert made.spared == (".gitignore", ".vscode/settings.json")
    assert everything(tmp_path).items() >= before.items()
    whole = everything(tmp_path)
    with pytest.raises(Unusable, match="there is a project in this folder already"):
        make(tmp_path, Wanted("Anders"))
    assert everything(tmp_path) == whole


def test_a_recipe_that_is_there_is_in_the_way_of_it_all(tmp_path: Path) -> None:
    (tmp_path / ".gitlab-ci.yml").write_text("mine\n")
    with pytest.raises(Unusable, match="is there already, and nothing is written over it"):
        make(tmp_path, Wanted("Wij", recipe="gitlab"))
    assert everything(tmp_path) == {".gitlab-ci.yml": b"mine\n"}


@pytest.mark.parametrize("data", [b"PK half", workbook(["a"], [1])])
def test_a_sheet_that_cannot_be_read_leaves_nothing(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Unusable, match=r"lijst\.xlsx"):
        make(tmp_path / "p", Wanted("Wij", filled=True), ("lijst.xlsx", data))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the rights of this user")
def test_a_folder_in_which_nothing_may_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unusable, match="cannot be written"):
        make(tmp_path / "p", Wanted("Wij"))


def test_a_folder_that_cannot_be_made_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a file where a folder has to come\n")
    with pytest.raises(Unusable, match="cannot be written"):
        make(tmp_path, Wanted("Wij"))
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_a_project_that_was_made_is_trusted(tmp_path: Path) -> None:
    assert run("init", "p", "--yes", folder=tmp_path).returncode == 0
    trusted = json.loads((tmp_path / "settings" / "trusted.json").read_text("utf-8"))
    assert list(trusted) == [str(tmp_path / "p")]


def steps(platform: str, made: Any) -> Iterator[str]:
    """Yield the commands of a recipe, in the order in which the platform runs them on main."""
    if platform == "github":
        for job in ("check", "publish"):
            yield from (step["run"] for step in made["jobs"][job]["steps"] if "run" in step)
    elif platform == "gitlab":
        for job in ("check", "pages"):
            yield from (*made["default"]["before_script"], *made[job]["script"])
    else:
        yield from (step["bash"] for step in made["steps"] if "bash" in step)


def git(*words: str, folder: Path) -> str:
    who = ("-c", "user.name=Rol", "-c", "user.email=rol@example.org")
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.parametrize("platform", RECIPES)
def test_the_commands_of_a_recipe_check_build_and_publish(tmp_path: Path, platform: str) -> None:
    folder, remote = tmp_path / "p", tmp_path / "remote.git"
    make(folder, Wanted("Wij", recipe=platform))
    remote.mkdir()
    git("init", "--quiet", "--bare", folder=remote)
    git("init", "--quiet", "--initial-branch=main", folder=folder)
    git("remote", "add", "origin", str(remote), folder=folder)
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--message", "Begin", folder=folder)
    made = yaml.safe_load((folder / RECIPES[platform]).read_text("utf-8"))
    said = made.get("env") or made["variables"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = list(steps(platform, made))
    assert [line for line in ran if "pip install" in line]
    # What is installed already takes the place of what a registry would give.
    given = {**said, "PLAYBOOK": "pip", "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for line in ran:
        done = subprocess.run(
            ["bash", "-e", "-c", line],
            cwd=folder,
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
    assert said["PLAYBOOK"].endswith(".whl"), "never a name that a stranger can take"
    if platform == "gitlab":
        assert (folder / "public" / "index.html").is_file()
        assert made["pages"]["artifacts"]["paths"] == ["public"]
    else:
        assert "index.html" in git("ls-tree", "--name-only", "pages", folder=remote).split()


@pytest.mark.parametrize("platform", RECIPES)
def test_a_change_with_a_mistake_ends_the_check_of_a_recipe(tmp_path: Path, platform: str) -> None:
    make(tmp_path, Wanted("Wij", recipe=platform))
    file = tmp_path / "content" / "organisations" / "wij" / "processes" / "processes.yaml"
    file.write_text(file.read_text("utf-8").replace("purpose:", "purpos:"), "utf-8")
    made = yaml.safe_load((tmp_path / RECIPES[platform]).read_text("utf-8"))
    (check,) = [line for line in steps(platform, made) if "playbook check" in line]
    done = run(*check.split()[1:], folder=tmp_path)
    assert done.returncode == 1
    assert "purpos" in done.stdout + done.stderr
    assert done.stdout.startswith("::error") == (platform == "github")
