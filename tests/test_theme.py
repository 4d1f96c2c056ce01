"""Themes: parents, options, one template or one asset of a project's own, and trust."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from inventories import TODAY, write_project
from playbook.colour import contrast
from playbook.former import source_digest
from playbook.load.store import Shelf
from playbook.model.theme import OptionType, ThemeFile
from playbook.opening import Opening
from playbook.problems import Problem, Unusable
from playbook.site import Site, open_site
from playbook.theme import COLOURS
from test_build import build, clean, files
from test_cli import run

PROCESSES: list[dict[str, Any]] = [{"id": "pay", "name": "Pay"}, {"id": "hire", "name": "Hire"}]
PAGE = "x/en/processes/pay.html"
OWN = """\
name: ours
description: {nl: Van ons, en: Ours}
parent: harbour
options:
  tint: {type: colour, description: Colour of links, default: "#0B4F6C", "on": "#fff"}
  density: {type: choice, description: Room between rows, default: roomy, choices: [roomy, dense]}
  dates: {type: boolean, description: Whether dates are shown, default: yes}
  footer: {type: text, description: Text at the bottom, default: {nl: Onderaan, en: At the bottom}}
"""
SHOWN = """\
{% extends "harbour/missing.html" %}
{% block body %}
<p>{{ theme.name }} {{ theme.options.density }} {{ theme.options.tint }}
{{ "dates" if theme.options.dates else "no dates" }} {{ theme.options.footer }}</p>
{{ super() }}
{% endblock %}
"""
ESCAPES = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ '%s'.__mod__.__self__ }}{{ '{0.__class__.__init__.__globals__}'.format(words) }}",
    "{% set f = '{a.__class__}'.format_map %}{{ f({'a': words}) }}",
    "{{ ('{0.__class__}'|attr('format'))(words) }}",
    "{{ cycler.__init__.__globals__.os.system('touch ' ~ 'ran') }}",
)
"""Ways out of a sandbox: CVE-2016-10745, 2019-10906, 2024-56326, 2025-27516; or none needed."""


def write(root: Path, **texts: str) -> Path:
    """Write files below a folder; `__` stands for a slash."""
    for name, text in texts.items():
        path = root / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "p", {}, PROCESSES)


def choose(project: Path, settings: str) -> None:
    (project / "playbook.yaml").write_text(f"title: Test\n{settings}", "utf-8")


def opened(project: Path, trusted: bool = True) -> Site:
    return open_site(project, Opening(TODAY, trusted))


def page(site: Site, address: str = PAGE) -> str:
    return site.html(site.pages[address]).decode()


def asset(site: Site, address: str) -> str:
    return site.assets[address].read_bytes().decode()


def warnings(site: Site) -> list[str]:
    return [str(warning) for warning in site.warnings]


def refused(project: Path) -> tuple[Problem, ...]:
    with pytest.raises(Unusable) as told:
        opened(project)
    return told.value.problems


def test_one_template_is_replaced_by_placing_a_file(project: Path) -> None:
    before = page(opened(project), "x/en/processes.html")
    write(project, themes__harbour__templates__process_DOT_html="<title>{{ name }}</title>OURS")
    site = opened(project)
    assert page(site) == "<title>Pay</title>OURS"
    assert page(site, "x/en/processes.html") == before
    assert site.warnings == ()


def test_a_replaced_template_extends_the_one_it_lies_over(project: Path) -> None:
    before = page(opened(project))
    text = '{% extends "harbour/process.html" %}{% block title %}OURS {{ super() }}{% endblock %}'
    write(project, themes__harbour__templates__process_DOT_html=text)
    assert page(opened(project)) == before.replace("<title>", "<title>OURS ")


def test_one_asset_is_replaced_by_placing_a_file(project: Path) -> None:
    before = dict(opened(project).assets)
    write(project, themes__harbour__assets__favicon_DOT_svg="<svg/>")
    site = opened(project)
    assert asset(site, "assets/favicon.svg") == "<svg/>"
    assert set(site.assets) == set(before)
    assert site.assets["assets/style.css"] == before["assets/style.css"]


def test_a_theme_of_its_own_has_what_it_lacks_from_its_parent(project: Path) -> None:
    choose(project, "theme: themes/ours\n")
    write(
        project, themes__ours__theme_DOT_yaml=OWN, themes__ours__templates__missing_DOT_html=SHOWN
    )
    write(project, themes__ours__assets__style_DOT_css="body { color: red }")
    site = opened(project)
    assert "<p>ours roomy #0b4f6c\ndates Onderaan</p>" in page(site, "404.html")
    assert asset(site, "assets/style.css") == "body { color: red }"
    assert "assets/playbook.js" in site.assets
    assert COLOURS not in site.assets
    assert COLOURS not in page(site)


def test_options_reach_templates_as_values_and_colours_as_a_style_sheet(project: Path) -> None:
    settings = "theme: themes/ours\nlanguages: [en]\ntheme_options:\n  tint: '#123'\n"
    choose(project, f"{settings}  density: dense\n  dates: no\n  footer: {{en: '<b>', nl: x}}\n")
    write(
        project, themes__ours__theme_DOT_yaml=OWN, themes__ours__templates__missing_DOT_html=SHOWN
    )
    site = opened(project)
    assert "<p>ours dense #123\nno dates &lt;b&gt;</p>" in page(site, "404.html")
    assert asset(site, COLOURS) == ":root {\n  --option-tint: #123;\n}\n"
    assert f'<link rel="stylesheet" href="../../../{COLOURS}">' in page(site)
    assert "style=" not in page(site)


def test_a_colour_that_is_hard_to_read_is_told(project: Path) -> None:
    choose(project, "theme: themes/ours\ntheme_options: {tint: '#aaaaaa'}\n")
    write(project, themes__ours__theme_DOT_yaml=OWN)
    assert warnings(opened(project)) == [
        "playbook.yaml:3:23: “#aaaaaa” is hard to read on #fff: its contrast is 2.3; "
        "choose a colour with at least 4.5"
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_folder_that_lies_over_nothing_is_told(project: Path) -> None:
    write(project, themes__habour__templates__process_DOT_html="x")
    assert warnings(opened(project)) == [
        "themes/habour: nothing in this folder is used; did you mean “themes/harbour”?"
    ]


def test_S19_templates_of_a_project_are_not_used_until_it_is_trusted(project: Path) -> None:
    shipped = page(opened(project))
    script = asset(opened(project), "assets/playbook.js")
    for at, text in enumerate(ESCAPES):
        write(project, themes__harbour__templates__process_DOT_html=f"OURS{at} {text}")
        write(project, themes__harbour__assets__playbook_DOT_js="alert('OURS')")
        site = opened(project, trusted=False)
        assert page(site) == shipped
        assert asset(site, "assets/playbook.js") == script
        (warning,) = warnings(site)
        assert "themes/harbour was not used" in warning
        assert "run “playbook trust”" in warning
    assert "OURS" in asset(opened(project), "assets/playbook.js")


def test_S19_a_theme_of_an_untrusted_project_gives_way_to_the_shipped_one(project: Path) -> None:
    shipped = files_of(opened(project))
    for parent in ("parent: harbour\n", ""):
        choose(project, "theme: themes/ours\ntheme_options: {density: dense}\n")
        write(project, themes__ours__theme_DOT_yaml=OWN.replace("parent: harbour\n", parent))
        write(project, themes__ours__templates__process_DOT_html=ESCAPES[4])
        site = opened(project, trusted=False)
        assert files_of(site) == shipped
        assert "themes/ours was not used" in warnings(site)[0]


def files_of(site: Site) -> dict[str, bytes]:
    return {address: site.html(page) for address, page in site.pages.items()}


def test_S19_the_command_says_so_and_trust_changes_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAYBOOK_CONFIG_DIR", str(tmp_path / "config"))
    write(project, themes__harbour__templates__process_DOT_html="OURS")
    for _ in range(2):
        done = run("build", folder=project)
        assert done.returncode == 0
        assert "warning: themes/harbour was not used" in done.stderr
        assert (project / "site" / PAGE).read_text("utf-8") != "OURS"
    assert run("trust", folder=project).returncode == 0
    done = run("build", folder=project)
    assert "was not used" not in done.stderr
    assert (project / "site" / PAGE).read_text("utf-8") == "OURS"


@pytest.mark.parametrize("part", ["templates/process.html", "assets/style.css", "templates"])
def test_S6_a_link_out_of_the_project_is_refused_in_a_theme(
    project: Path, tmp_path: Path, part: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "process.html").write_text("SECRET")
    link = project / "themes" / "harbour" / part
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / "process.html" if "." in part else outside)
    told = refused(project)
    assert [str(problem.place) for problem in told] == [f"themes/harbour/{part}"]
    assert "a link to a file outside the project" in told[0].what


def test_a_template_that_is_not_text_is_told(project: Path) -> None:
    write(project, themes__harbour__templates__process_DOT_html="")
    path = project / "themes" / "harbour" / "templates" / "process.html"
    path.write_bytes(b"a\n\xff")
    assert "themes/harbour/templates/process.html:2:1: a character" in str(refused(project)[0])


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("nmae", "'nmae' is undefined"),
        ("head.titel", "no attribute 'titel'"),
        (
            "head.class",
            "no attribute 'class'",
        ),  # nothing is called by a keyword
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(project: Path, wrong: str, why: str) -> None:
    write(project, themes__harbour__templates__process_DOT_html=f"<p>\n\n{{{{ {wrong} }}}}")
    with pytest.raises(Unusable) as told:
        build_trusted(project)
    assert str(told.value.problems[0].place) == "themes/harbour/templates/process.html:3"
    assert why in told.value.problems[0].what


def build_trusted(project: Path) -> list[str]:
    return build(project, trusted=True).rendered


CHANGES = (
    ("playbook.yaml", "title: Test\ntheme: themes/ours\ntheme_options: {density: dense}\n"),
    ("themes/ours/theme.yaml", OWN.replace("At the bottom", "Below")),
    ("themes/ours/templates/process.html", "{{ name }}{{ theme.options.density }}"),
    ("themes/harbour/templates/base.html", "BASE{% block main %}{% endblock %}"),
    ("themes/harbour/assets/style.css", "body { color: blue }"),
    ("playbook.yaml", "title: Test\ntheme: themes/ours\ntheme_options: {tint: '#333'}\n"),
    ("playbook.yaml", "title: Test\n"),
)


def test_a_build_after_a_change_of_the_theme_is_as_a_clean_one(
    project: Path, tmp_path: Path
) -> None:
    choose(project, "theme: themes/ours\n")
    write(
        project, themes__ours__theme_DOT_yaml=OWN, themes__ours__templates__missing_DOT_html=SHOWN
    )
    build_trusted(project)
    opening = Opening(TODAY, trusted=True)
    sources = {source_digest(project, opening)}
    for name, text in CHANGES:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, "utf-8")
        rendered = build_trusted(project)
        assert files(project / "site") == clean(project, tmp_path / "clean", trusted=True)
        assert bool(rendered) != name.endswith(".css"), "an asset is no reason to render"
        assert source_digest(project, opening) not in sources
        sources.add(source_digest(project, opening))
        assert build_trusted(project) == []


def test_the_preview_takes_up_a_changed_template(project: Path) -> None:
    opening = Opening(TODAY, trusted=True, shelf=Shelf())
    site = open_site(project, opening)
    write(project, themes__harbour__templates__process_DOT_html="OURS")
    site = open_site(project, opening, site)
    assert page(site) == "OURS"
    write(project, themes__harbour__templates__process_DOT_html="THEIRS")
    site = open_site(project, opening, site)
    assert page(site) == "THEIRS"
    assert open_site(project, opening, site).renderer is site.renderer, "compiled once"


@pytest.mark.parametrize("name", ["harbour", "ledger"])
def test_options_of_shipped_themes_are_used_and_have_one_default(
    name: str, project: Path, repository: Path
) -> None:
    choose(project, f"theme: {name}\n")
    theme = opened(project).theme
    templates = "".join(template.text for template in theme.templates.values())
    sheet = (repository / "themes" / name / "assets" / "style.css").read_text("utf-8")
    assert theme.options
    for option, said in theme.options.items():
        if said.type == "colour":
            # The style sheet repeats the default, for a site that chooses nothing.
            assert f"var(--option-{option.replace('_', '-')}, {said.default})" in sheet
        else:
            assert f"theme.options.{option}" in templates


def test_ledger_takes_no_style_sheet_of_its_parent(project: Path, repository: Path) -> None:
    """A theme that needs nothing of another's looks proves that the contract holds."""
    choose(project, "theme: ledger\n")
    theme = opened(project).theme
    sheets = {str(file) for address, file in theme.assets() if address.endswith(".css")}
    assert sheets
    assert all(str(repository / "themes" / "ledger") in sheet for sheet in sheets), sheets
    own = set(theme.layers[0].templates)
    assert "base.html" in own
    assert "process.html" not in own, "what a theme does not change comes from its parent"


def classes(text: str) -> set[str]:
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text)
    return {name for found in re.findall(r'class="([^"]*)"', plain) for name in found.split()}


def test_what_harbour_styles_ledger_styles_too(repository: Path) -> None:
    """All templates but the frame are shared, so a class that one sheet knows the other has to."""
    shipped = repository / "themes"
    styled = {
        theme: set(
            re.findall(r"\.([a-z][\w-]*)", (shipped / theme / "assets/style.css").read_text())
        )
        for theme in ("harbour", "ledger")
    }
    templates = [path for path in shipped.glob("*/templates/*.html") if path.name != "base.html"]
    used = {name for path in templates for name in classes(path.read_text("utf-8"))}
    icons = {name for name in used if name.startswith("i-")}  # ledger has signs, no icons
    assert len(used) > 60
    assert (used & styled["harbour"]) - styled["ledger"] - icons == {"search-page"}


def test_every_icon_of_a_template_is_drawn(repository: Path) -> None:
    """One that the sheet does not know would be a black square."""
    harbour = repository / "themes/harbour"
    sheet = (harbour / "assets/style.css").read_text("utf-8")
    templates = [path.read_text("utf-8") for path in harbour.glob("templates/*.html")]
    used = {name for text in templates for name in classes(text) if name.startswith("i-")}
    drawn = dict(re.findall(r"\.(i-[a-z]+) \{ --icon: var\((--i-[a-z-]+)\); \}", sheet))
    assert {"i-page", "i-user"} <= used <= set(drawn)
    assert {picture for picture in drawn.values() if f"{picture}: url(" not in sheet} == set()


def test_options_of_ledger_show(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, PROCESSES)
    settings = (
        "theme: ledger\ntheme_options: {margin_line: no, footer: Intern, accent: '#702040'}\n"
    )
    choose(root, "theme: ledger\n")
    assert '<div class="sheet ruled">' in page(opened(root))
    choose(root, settings)
    shown = page(opened(root))
    assert '<div class="sheet">' in shown
    assert "<p>Intern</p>" in shown
    assert asset(opened(root), COLOURS) == ":root {\n  --option-accent: #702040;\n}\n"


@pytest.fixture
def guide(repository: Path) -> str:
    return (repository / "docs" / "theme.md").read_text("utf-8")


def test_every_option_and_type_is_documented_and_no_other(guide: str, project: Path) -> None:
    told = set(re.findall(r"^\| `(\w+)` \| `(\w+)` \| `(\w+)` \|", guide, re.MULTILINE))
    real = set()
    for name in ("harbour", "ledger"):
        choose(project, f"theme: {name}\n")
        own = opened(project).theme.layers[0].options
        real |= {(name, option, said.type) for option, said in own.items()}
    assert told == real
    types = guide.partition("| Type | Holds |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", types, re.MULTILINE)) == set(get_args(OptionType))
    fields = guide.partition("| Field | What it says |")[2].partition("\n\n")[0]
    named = set(re.findall(r"^\| `(\w+)` \|", fields, re.MULTILINE))
    assert named == {field.name for field in msgspec.structs.fields(ThemeFile)}


def test_every_piece_that_is_documented_is_there(guide: str, repository: Path) -> None:
    shipped = repository / "themes"
    macros = {
        name
        for file in ("tables.html", "pictures.html")
        for name in re.findall(
            r"\{% macro (\w+)", (shipped / "harbour" / "templates" / file).read_text("utf-8")
        )
    }
    assert macros == {name for name in macros if re.search(rf"`{name}\b", guide)}
    script = (shipped / "harbour" / "assets" / "tables.js").read_text("utf-8")
    attributes = set(re.findall(r"`data-(filter|pick|sort|value)=", guide))
    assert attributes == {"filter", "pick", "sort", "value"}
    assert all(f"dataset.{name}" in script or f"words.{name}" in script for name in attributes)
    pieces = guide.partition("## Pieces")[2].partition("\n\n##")[0]
    first = [line.split("|")[1] for line in pieces.splitlines() if line.startswith("| `")]
    told = set(re.findall(r"\.([a-z]+)\b", " ".join(first))) - {"html"}
    assert len(told) > 30
    for theme in ("harbour", "ledger"):
        sheet = (shipped / theme / "assets" / "style.css").read_text("utf-8")
        assert {name for name in told if not re.search(rf"\.{name}\b", sheet)} == set(), theme


def test_the_example_of_a_template_of_ones_own_works(guide: str, project: Path) -> None:
    example = guide.partition("```html\n")[2].partition("```")[0]
    before = page(opened(project))
    write(project, themes__harbour__templates__process_DOT_html=example)
    after = page(opened(project))
    assert '<p class="callout">Ask the process office first.</p>' in after
    assert len(after) - len(before) == len('<p class="callout">Ask the process office first.</p>')
