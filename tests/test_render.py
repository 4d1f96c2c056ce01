"""What templates print is escaped as Jinja does it, and what is known to be safe is not looked at
again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from inventories import TODAY, write_project
from playbook import render
from playbook.filters import breakable
from playbook.opening import Opening
from playbook.site import Site, open_site
from playbook.texts import Coded

REPOSITORY = Path(__file__).parents[1]


class Drawn:
    """Something that has HTML of its own."""

    def __html__(self) -> str:
        return "<i>drawn</i>"


class Loud(Markup):
    """HTML of a kind of its own."""


VALUES: tuple[Any, ...] = (
    "plain",
    "a <b> & 'c' \"d\"",
    Markup("a <b> & 'c' \"d\""),
    Markup("plain"),
    Loud("<u>loud</u>"),
    Coded("in_house"),
    Coded("<coded>"),
    Drawn(),
    "",
    Markup(""),
    "0",
    0,
    -7,
    1_234_567,
    True,
    False,
    1.0,
    1,
    "1",
    None,
    ("<", 1),
    {"<": ">"},
    b"<",
)
"""Those that are the same as keys, such as a text and the same text as HTML, among them."""
TEMPLATES = {
    "base.html": "<{% block root %}{{ values[0] }}{% endblock %}>{% block main %}{% endblock %}",
    "page.html": """\
{% extends "base.html" %}
{% from "macros.html" import shown %}
{% block root %}{{ super() }}{{ values[1] }}{% endblock %}
{% block main %}
{% for value in values %}
<p title="{{ value }}">{{ value }}{{ shown(value, value) }}{{ value if loop.first else value }}</p>
{% endfor %}
{% set told %}{{ values[1] }}{{ values[2] }}{% endset %}
{{ told }}{% set v = values[1] %}{% set k = values[2] %}{{ v }}{{ k }}
{{ "é<" }}{{ "a" ~ values[1] }}
{{ values[1]|upper }}{{ values[2]|upper }}{% include "part.html" %}
{% filter upper %}{{ values[1] }}{% endfilter %}
{% call shown(values[1], values[2]) %}{{ values[1] }}{% endcall %}
{% for value in values recursive %}{{ loop(value) if value is mapping else value }}{% endfor %}
{% autoescape false %}{{ values[1] }}{{ values[2] }}{{ values[13] }}{% endautoescape %}
{% autoescape values[14] %}{{ values[1] }}{{ values[2] }}{{ values[13] }}{% endautoescape %}
{% autoescape values[15] %}{{ values[1] }}{{ values[2] }}{{ values[13] }}{% endautoescape %}
{% endblock %}
""",
    "macros.html": (
        "{% macro shown(a, b) %}{{ a }}|{{ b }}{{ caller() if caller is defined }}{% endmacro %}"
    ),
    "part.html": "{% for value in values %}{{ value }},{% endfor %}",
}


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    """Nothing is known beforehand, nor afterwards."""
    render.PLAIN.clear()
    yield
    render.PLAIN.clear()


def environment(site: Site) -> Environment:
    ours: Environment = site.renderer.environment.overlay(loader=DictLoader(TEMPLATES))
    return ours


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return open_site(write_project(tmp_path / "p", {}, [{"id": "p", "name": "P"}]), Opening(TODAY))


def as_jinja_does_it(values: tuple[Any, ...]) -> str:
    theirs = Environment(
        loader=DictLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return theirs.get_template("page.html").render(values=values)


def test_what_is_printed_is_escaped_as_jinja_does_it(site: Site) -> None:
    page = environment(site).get_template("page.html")
    for _ in range(2):
        assert page.render(values=VALUES) == as_jinja_does_it(VALUES)
        assert {type(text) for text in render.PLAIN} == {str}


def test_a_text_and_the_same_text_as_html_are_told_apart(site: Site) -> None:
    """Whichever came first; as keys they are one."""
    template = environment(site).from_string("{{ value }}")
    for same in ("a <b>", "plain", "1"):
        for value in (same, Markup(same), Coded(same), same, Loud(same)):  # noqa: S704
            assert template.render(value=value) == str(escape(value))
    assert template.render(value=True) == "True"
    assert template.render(value=1) == "1"


def test_a_text_is_looked_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: Counter[object] = Counter()
    escaped = render.escaped

    def counted(value: object) -> str:
        looked[value] += 1
        return escaped(value)

    monkeypatch.setattr(render, "escaped", counted)
    text = "{% for value in values %}{{ value }}{% endfor %}"
    template = environment(site).from_string(text)
    values = ("a", "b", Markup("<b>"), "c <d>")
    for _ in range(3):
        assert template.render(values=values * 5) == "ab<b>c &lt;d&gt;" * 5
    assert looked == {"a": 1, "b": 1, "c <d>": 15}, "what is safe is not looked at again"


def test_no_more_texts_are_kept_than_there_is_room_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "MOST_PLAIN", 3)
    page = next(page for page in site.pages.values() if page.kind == "process")
    before = site.html(page)
    assert 0 < len(render.PLAIN) <= 3
    monkeypatch.undo()
    assert site.html(page) == before
    assert len(render.PLAIN) > 3


def test_only_texts_without_signs_of_html_are_known_to_be_safe() -> None:
    site = open_site(REPOSITORY, Opening(TODAY))
    for page in list(site.pages.values())[::25]:
        site.html(page)
    assert len(render.PLAIN) > 100
    assert {type(text) for text in render.PLAIN} == {str}
    assert not set("<>&'\"") & set("".join(render.PLAIN))


def test_a_place_is_made_breakable_once() -> None:
    breakable.cache_clear()
    for _ in range(4):
        assert breakable("content/a.yaml:3") == "content/<wbr>a.yaml:3"
        assert breakable("kpis[1].formula") == "kpis[1].<wbr>formula"
        assert breakable("a/<b>.yaml") == "a/<wbr>&lt;b&gt;.yaml"
        assert breakable(Markup("a/<b>.yaml")) == "a/<wbr><b>.yaml"
        assert breakable(Coded("a/<b>.yaml")) == "a/<wbr>&lt;b&gt;.yaml"
    assert breakable.cache_info().misses == 5
