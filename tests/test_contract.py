"""The contract between pages and themes: templates ask for nothing that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from msgspec import Struct

from inventories import TODAY, write_project
from playbook import resources
from playbook.contexts.context import shown_by_kind
from playbook.contract.check import check
from playbook.contract.walk import faults
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.model.theme import Layer, Template
from playbook.opening import Opening
from playbook.site import open_site
from playbook.theme import Theme
from test_cli import run
from test_theme import write

NAMES = sorted(path.parent.name for path in resources.themes().glob("*/theme.yaml"))
WORDS = read_interface(Folder.at(resources.content())).words


class Row(Struct, frozen=True):
    """A row."""

    name: str
    cells: tuple[tuple[str, int], ...] = ()
    next: Row | None = None


class Shown(Struct, frozen=True):
    """A page."""

    title: str
    rows: tuple[Row, ...]
    by_key: dict[str, Row]


def shipped(name: str, folder: Path) -> Theme:
    project = write_project(folder / name, {}, [{"id": "p", "name": "P"}])
    (project / "playbook.yaml").write_text(f"title: Test\ntheme: {name}\n")
    return open_site(project, Opening(TODAY)).theme


def told(**templates: str) -> list[str]:
    """Return what is wrong with a page made of some templates."""
    files = {
        f"{name}.html": Template(Path(name), f"{name}.html", text)
        for name, text in templates.items()
    }
    layer = Layer("ours", Path(), True, files, {})
    found = faults(Theme((layer,), {}, {}), {"page": Shown}, ("skip", "home"))
    return [f"{fault.template}:{fault.line}: {fault.what}; {fault.instead}" for fault in found]


@pytest.mark.parametrize("name", NAMES)
def test_no_shipped_theme_asks_for_what_is_not_there(name: str, tmp_path: Path) -> None:
    theme = shipped(name, tmp_path)
    assert check(theme, WORDS) == []
    assert {f"{kind}.html" for kind in shown_by_kind()} <= set(theme.templates)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ titel }}", "page.html:1: nothing is called “titel” here; did you mean “title”?"),
        (
            "\n{% for row in rows %}\n{{ row.nmae }}{% endfor %}",
            "page.html:3: “row” is a Row and has no “nmae”; did you mean “name”?",
        ),
        (
            "{% for k, row in by_key.items() %}{{ row.nam }}{% endfor %}",
            "page.html:1: “row” is a Row and has no “nam”; did you mean “name”?",
        ),
        (
            "{{ rows[0].next.nexd }}",
            "page.html:1: “rows[…].next” is a Row and has no “nexd”; did you mean “next”?",
        ),
        (
            "{{ (rows|first).nme }}",
            "page.html:1: “this” is a Row and has no “nme”; did you mean “name”?",
        ),
        (
            "{% for row in rows if row.nane %}{% endfor %}",
            "page.html:1: “row” is a Row and has no “nane”; did you mean “name”?",
        ),
        (
            "{% set first = rows[0] %}{{ first.nane }}",
            "page.html:1: “first” is a Row and has no “nane”; did you mean “name”?",
        ),
        (
            "{% for a in rows %}{% for t, n in a.cells %}{{ n.x }}{% endfor %}{% endfor %}",
            "page.html:1: “n” is a number and has no “x”; there is: as_integer_ratio",
        ),
        (
            "{% macro m(row) %}{{ row.nmae }}{% endmacro %}{{ m(rows[0]) }}",
            "page.html:1: “row” is a Row and has no “nmae”; did you mean “name”?",
        ),
        (
            "{% for row in rows %}{{ loop.idx }}{% endfor %}",
            "page.html:1: “loop” is the loop and has no “idx”; did you mean “index”?",
        ),
        (
            "{{ words.hom }}",
            "page.html:1: “words” is the words of the interface and has no “hom”; "
            "did you mean “home”?",
        ),
        (
            "{{ theme.options.tint }}",
            "page.html:1: “theme.options” is the options of the theme and has no “tint”; "
            "there is: nothing",
        ),
        ("{{ title|uper }}", "page.html:1: there is no filter “uper”; did you mean “upper”?"),
        ("{% if title is defind %}{% endif %}", "page.html:1: there is no test “defind”; "),
        ("{{ row.name }}", "page.html:1: nothing is called “row” here; "),
        ("{% include 'prts.html' %}", "page.html:1: there is no template “prts.html”; "),
        ("{% if %}", "page.html:1: the template cannot be read: "),
        ("{{ super() }}", "page.html:1: nothing is called “super” here; "),
    ],
)
def test_what_is_not_there_is_told_with_what_was_meant(text: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in told(page=text)), told(page=text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ title }}{% for row in rows %}{{ row.name.upper() }}{{ loop.index }}{% endfor %}",
        "{% if nothing is defined %}{% endif %}",
        "{% if nothing is defined %}{{ nothing.at_all }}{% endif %}",
        "{% set any = rows|map('upper') %}{% for x in any %}{{ x.known_to_nobody }}{% endfor %}",
        "{% for k in by_key %}{{ by_key[k].name }}{% endfor %}",
        "{% with a = rows[0] %}{{ a.name }}{% endwith %}{{ range(3)|join }}",
    ],
)
def test_what_is_there_is_not_told(text: str) -> None:
    assert told(page=text) == []


def test_templates_that_work_together_are_walked_as_one() -> None:
    base = "{% block head %}{{ title }}{% endblock %}{% block rest %}{% endblock %}{{ words.nn }}"
    page = (
        "{% extends 'base.html' %}{% from 'parts.html' import line, lost %}"
        "{% block rest %}{% for r in rows %}{{ line(r) }}{% include 'one.html' %}{% endfor %}"
        "{% endblock %}{% block hed %}{% endblock %}"
    )
    parts = "\n{% macro line(row) %}{{ row.nmae }}{{ title }}{% endmacro %}"
    assert told(page=page, base=base, parts=parts, one="{{ r.nme }}", proces="") == [
        "base.html:1: “words” is the words of the interface and has no “nn”; there is: home, skip",
        "one.html:1: “r” is a Row and has no “nme”; did you mean “name”?",
        "page.html:1: no template above has a block “hed”, so it is never shown; "
        "did you mean “head”?",
        "page.html:1: “parts.html” has no macro “lost”; there is: line",
        # A macro that is imported does not see the page.
        "parts.html:2: nothing is called “title” here; there is: caller, line, row",
        "parts.html:2: “row” is a Row and has no “nmae”; did you mean “name”?",
        "proces.html:1: no page uses this template; did you mean “page.html”?",
    ]


def misspelt(theme: Theme, kind: str) -> Iterator[tuple[str, Theme]]:
    """Yield a theme for each attribute that the template of a page asks for, misspelt."""
    name = f"{kind}.html"
    template = theme.templates[name]
    for tag in re.finditer(r"\{[{%].*?[%}]\}", template.text):
        named = re.sub(r'"[^"]*"', lambda text: " " * len(text[0]), tag[0])
        for attribute in re.finditer(r"(?<=[a-z]\.)[a-z_]+", named):
            at = tag.start() + attribute.end()
            text = f"{template.text[:at]}zz{template.text[at:]}"
            layer = Layer(
                theme.name, Path(), False, {name: Template(template.path, name, text)}, {}
            )
            yield attribute[0], replace(theme, layers=(layer, *theme.layers))


@pytest.mark.parametrize(("kind", "each"), [("process", 8), ("findings", 2), ("step", 2)])
def test_any_misspelt_attribute_of_a_page_is_told(kind: str, each: int, tmp_path: Path) -> None:
    theme = shipped("harbour", tmp_path)
    pages = {kind: shown_by_kind()[kind]}
    some = islice(misspelt(theme, kind), 0, None, each)
    tried = [(name, faults(wrong, pages, WORDS)) for name, wrong in some]
    assert len(tried) > 5
    assert [name for name, found in tried if not found] == []


def test_the_command_tells_of_a_theme_without_running_it(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, [{"id": "p", "name": "P"}])
    assert run("theme", "check", folder=project).returncode == 0
    write(project, themes__harbour__templates__process_DOT_html="\n{{ nmae }}{{ 1/0 }}")
    line = (
        "themes/harbour/templates/process.html:2: nothing is called “nmae” here; "
        "did you mean “name”?\n1 problem in 1 file.\n"
    )
    for where in ((), ("themes/harbour",)):
        done = run("theme", "check", *where, folder=project)
        assert (done.returncode, done.stderr) == (1, line)
    own = "name: ours\ndescription: Ours\nparent: harbour\n"
    write(project, themes__ours__theme_DOT_yaml=own, themes__ours__templates__a_DOT_html="x")
    done = run("theme", "check", "themes/ours", folder=project)
    assert "themes/ours/templates/a.html:1: no page uses this template" in done.stderr
    assert run("theme", "check", "themes", folder=project).returncode == 1


def test_a_theme_is_checked_wherever_it_is(tmp_path: Path) -> None:
    templates = tmp_path / "elsewhere" / "ours" / "templates"
    templates.mkdir(parents=True)
    (templates.parent / "theme.yaml").write_text(
        "name: ours\ndescription: Ours\nparent: harbour\n", "utf-8"
    )
    text = (
        '{% extends "base.html" %}\n{% block main %}\n{{ head.titel }}{{ nam }}\n{% endblock %}\n'
    )
    (templates / "process.html").write_text(text, "utf-8")
    done = run("theme", "check", "elsewhere/ours", folder=tmp_path)
    assert done.returncode == 1
    line = "ours/templates/process.html:3: "
    assert f"{line}“head” is a Head and has no “titel”; did you mean “title”?" in done.stderr
    assert f"{line}nothing is called “nam” here; did you mean “name”?" in done.stderr
    (templates.parent / "theme.yaml").unlink()
    refused = run("theme", "check", "elsewhere/ours", folder=tmp_path)
    assert refused.returncode == 1
    assert "elsewhere/ours: this is no theme; write theme.yaml" in refused.stderr
