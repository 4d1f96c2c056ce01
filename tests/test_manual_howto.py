"""The how-to's: their files make a project that opens, and do what the page says."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

from inventories import TODAY
from playbook.cli.main import main
from playbook.opening import Opening
from playbook.site import Site, open_site

PAGES = Path(__file__).parents[1] / "docs" / "content" / "organisations" / "manual" / "pages"
ALL = sorted(PAGES.rglob("*.md"))
HOW_TO = [path for path in ALL if path.parent.name == "how-to"]
FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
HOME = "content/organisations/x"
WHERE = {
    "processes:": f"{HOME}/processes/all.yaml",
    "- id:": f"{HOME}/suppliers.yaml",
    "type:": "content/method/rules/ours.yaml",
    "code:": "content/method/steps/ours.yaml",
}
LANGUAGES = ("python", "extensions/ours.py"), ("html", "themes/harbour/templates/process.html")


def ident(path: Path) -> str:
    return path.relative_to(PAGES).as_posix()


def files(path: Path) -> dict[str, str]:
    """Return the files that a page shows, by where they go."""
    found = {
        "playbook.yaml": "title: Test\nlanguages: [en, nl]\n",
        f"{HOME}/organisation.yaml": "name: X\nroles:\n"
        "  - {id: repairs-lead, name: Lead}\n  - {id: hoofd-reparaties, name: Hoofd}\n",
        f"{HOME}/processes/all.yaml": "processes:\n  - {id: repairs, name: R, customer: a and b}\n"
        "  - {id: reparaties, name: S, customer: a en b}\n",
    }
    for language, code in FENCE.findall(path.read_text("utf-8")):
        text = textwrap.dedent(code)
        if language == "yaml":
            place = next((to for start, to in WHERE.items() if text.startswith(start)), "")
            if place:
                found[place] = text
            elif not text.startswith("#"):
                found["playbook.yaml"] += text
        elif language in dict(LANGUAGES):
            found[dict(LANGUAGES)[language]] = text
    return found


def opened(path: Path, root: Path) -> Site:
    for name, text in files(path).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return open_site(root, Opening(TODAY, trusted=True))


@pytest.mark.parametrize("path", ALL, ids=ident)
def test_every_command_and_option_of_a_page_is_there(path: Path) -> None:
    for line in re.findall(r"^ *\$ playbook (.+)$", path.read_text("utf-8"), re.MULTILINE):
        name, *words = shlex.split(line)
        if name.startswith("-"):
            name, words = "", [name]
        command: click.Command = main.commands[name] if name else main
        if isinstance(command, click.Group) and words and words[0] in command.commands:
            command = command.commands[words.pop(0)]
        known = {
            option
            for parameter in command.get_params(click.Context(command))
            for option in parameter.opts
        }
        assert {word for word in words if word.startswith("-")} <= known, line


@pytest.mark.parametrize("path", ALL, ids=ident)
def test_every_example_of_a_page_is_yaml(path: Path) -> None:
    for language, code in FENCE.findall(path.read_text("utf-8")):
        if language == "yaml":
            assert yaml.safe_load(textwrap.dedent(code))


@pytest.mark.parametrize("path", HOW_TO, ids=ident)
def test_what_a_how_to_shows_makes_a_project_without_a_problem(path: Path, tmp_path: Path) -> None:
    site = opened(path, tmp_path)
    # A rule may be ignored that has nothing to say of so small an inventory.
    assert [str(warning) for warning in site.warnings if warning.code != "W04"] == []
    for portfolio in site.portfolios:
        portfolio.judge_all()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_sheet_of_the_how_to_becomes_a_site(language: str, tmp_path: Path) -> None:
    path = PAGES / "how-to" / f"excel.{language}.md"
    rows = re.findall(r"^ *\| (.+) \|$", path.read_text("utf-8"), re.MULTILINE)
    sheet = tmp_path / "processes.csv"
    sheet.write_text("\n".join(row.replace(" | ", ";") for row in rows), "utf-8")
    root = tmp_path / "project"
    words = ["init", str(root), "--yes", "--name", "De Linde", "--from", str(sheet)]
    assert CliRunner().invoke(main, words).exit_code == 0
    (inventory,) = open_site(root, Opening(TODAY)).project.inventories
    assert len(inventory.processes) == len(rows) - 1
    for process in inventory.processes:
        assert process.department
        assert process.accountable
        assert process.trigger
        assert process.result


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_how_tos_do_what_they_say(language: str, tmp_path: Path) -> None:
    process = {"en": "repairs", "nl": "reparaties"}[language]

    def made(name: str) -> Site:
        return opened(PAGES / "how-to" / f"{name}.{language}.md", tmp_path / name)

    findings = {one.code: one for one in made("rule").portfolios[0].risks[process].findings}
    assert findings["OWN-01"].state == "fired"
    waived = {one.code: one for one in made("waive").portfolios[0].risks[process].findings}
    assert waived["QUA-01"].waived
    site = made("criteria")
    results = [r for s in site.portfolios[0].assessments[process].steps for r in s.results]
    assert next(one.state for one in results if one.code == "X1") == "met"
    assert site.method.numbers["exceptions_high"] == pytest.approx(0.12)
    look = made("look")
    html = look.html(look.pages[f"x/en/processes/{process}.html"]).decode()
    assert '<p class="callout">' in html
    former = {"en": "maintenance", "nl": "onderhoud"}[language]
    assert f"x/en/processes/{former}.html" in made("rename").pages
