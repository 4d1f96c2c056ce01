"""The reference of the manual is complete: what the program knows is in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest
from msgspec import Struct

from inventories import TODAY
from playbook.cli.main import main
from playbook.config import Config
from playbook.contexts.context import shown_by_kind
from playbook.contract.document import structs
from playbook.model.ownpage import FrontMatter
from playbook.model.visible import structs_in
from playbook.opening import Opening
from playbook.rules import RULES
from playbook.schema import KINDS
from playbook.site import Site, open_site

DOCS = Path(__file__).parents[1] / "docs"
FILES = {kind.name: kind.type for kind in KINDS} | {"page": FrontMatter}


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(DOCS, Opening(TODAY, trusted=True))


def page(site: Site, name: str, language: str = "en") -> str:
    """Return a page of the reference without its marks, for what a reader sees."""
    text = site.html(site.pages[f"manual/{language}/extra/{name}.html"]).decode()
    return text.partition("<main")[2].partition("</main>")[0]


def commands(
    command: click.Command = main, name: str = "playbook"
) -> Iterator[tuple[str, click.Command]]:
    for inner, one in getattr(command, "commands", {}).items():
        yield f"{name} {inner}", one
        yield from commands(one, f"{name} {inner}")


def fields(hint: object) -> dict[type[Struct], list[str]]:
    found: dict[type[Struct], list[str]] = {}
    waiting = list(structs_in(hint))
    while waiting:
        struct = waiting.pop()
        if struct not in found:
            all_ = msgspec.structs.fields(struct)
            found[struct] = [field.encode_name for field in all_]
            waiting += (inner for field in all_ for inner in structs_in(field.type))
    return found


@pytest.mark.parametrize(("name", "command"), [*commands()], ids=str)
def test_every_command_and_option_is_in_the_reference(
    site: Site, name: str, command: click.Command
) -> None:
    text = page(site, "commands")
    _, found, rest = text.partition(f">{name}</h2>")
    assert found, f"{name} is not there"
    section = rest.partition("<h2")[0]
    for parameter in command.get_params(click.Context(command)):
        if isinstance(parameter, click.Option):
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert f"<code>{option}</code>" in section
            assert parameter.help, f"{name} {parameter.opts} says nothing of itself"
        else:
            assert parameter.make_metavar(click.Context(command)) in html.unescape(section)


def test_every_way_in_which_a_command_ends_is_in_the_reference(site: Site) -> None:
    text = page(site, "commands")
    for code in ("0", "1", "2", "3", "130"):
        assert re.search(rf"<td>{code}</td>\s*<td>\w", text), code


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_every_file_is_in_the_reference(site: Site, name: str) -> None:
    text = page(site, f"fields-{name}")
    for struct, names in fields(FILES[name]).items():
        own = text.partition(f">{struct.__name__}</h2>")[2] or text
        section = own.partition("<h2")[0]
        for field in names:
            assert f"<code>{field}</code>" in section, f"{struct.__name__}.{field}"


def test_every_setting_says_what_it_is_for(site: Site) -> None:
    text = page(site, "fields-playbook")
    for field in Config.__struct_fields__:
        assert re.search(rf"<code>{field}</code>(</strong>)?</td>\n<td>\w", text), field


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_step_criterion_rule_and_threshold_is_in_the_reference(
    site: Site, language: str
) -> None:
    criteria, rules = page(site, "criteria", language), page(site, "rules", language)
    for step in site.method.steps:
        assert f"<code>{step.code}</code>" in criteria
        for item in step.criteria:
            assert f"<td>{item.code}</td>" in criteria
            assert f'{step.code}.html#{item.code}">' in criteria
    for code in RULES:
        assert f"<td>{code}</td>" in rules
        assert f'rules/{code}.html">' in rules
    for name in site.method.thresholds:
        assert f"<code>{name}</code>" in page(site, "thresholds", language)


def test_every_variable_of_a_template_is_in_the_reference(site: Site) -> None:
    text = page(site, "theme-contract")
    for kind in shown_by_kind():
        assert f">{kind}</h3>" in text
    for struct in structs(shown_by_kind()):
        for field in struct.__struct_fields__:
            assert f"<code>{field}</code>" in text, f"{struct.__name__}.{field}"


def test_every_code_of_a_problem_is_in_the_reference(site: Site) -> None:
    sources = (Path(__file__).parents[1] / "generator" / "playbook").rglob("*.py")
    codes = {
        code for path in sources for code in re.findall(r'"([A-Z]\d\d)"', path.read_text("utf-8"))
    }
    text = page(site, "problems")
    assert {code for code in codes if f"<td>{code}</td>" not in text} == set()
    assert "“…” is not a known key" in text


def test_what_the_reference_says_of_who_may_see_a_field_is_so(site: Site) -> None:
    text = page(site, "fields-processes")
    for field, seen in (
        ("name", "shareable"),
        ("variants", "when you open it"),
        ("notes", "never"),
    ):
        row = text.partition(f"<code>{field}</code>")[2].partition("</tr>")[0]
        assert f"<td>{seen}</td>" in row, field
