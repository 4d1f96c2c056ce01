"""Marks at the fields of a process page: who may see each, from the model's types alone."""

from __future__ import annotations

import re

import pytest

from playbook.contexts.marks import Marks, mark_of
from playbook.model.fieldnames import known_fields
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.model.visible import fields
from playbook.rules import RULES
from playbook.site import Site
from playbook.supply import supplier_site

_MARK = re.compile(r'data-mark="([^"]*)"')
_FIELD = re.compile(r'<code data-mark="([^"]*)">([^<]*)</code>')


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("purpose", "shareable"),
        ("kpis[].formula", "shareable"),
        ("kpis[2].baseline", "shareable"),
        ("volumes", "conditional"),
        ("notes", "internal"),
        ("steps.automate.reason", "internal"),
        ("evidence.S7", "shareable"),
        ("evidence.S7.link", "internal"),
        ("organisation.data[12].classification", "conditional"),
        ("data.owner", "conditional"),
        ("systems.name", "conditional"),
    ],
)
def test_a_field_as_a_page_writes_it_has_the_mark_of_the_model(name: str, mark: str) -> None:
    bare = re.sub(r"\[\d*\]|\.S7", "", name)
    own = fields(Process).get(bare) or fields(Organisation)[bare.removeprefix("organisation.")]
    assert mark_of(name) == own == mark


def test_what_is_no_field_has_no_mark() -> None:
    with pytest.raises(KeyError):
        mark_of("nothing.of.the.kind")
    assert dict(Marks()) == known_fields()


def test_every_field_of_a_criterion_or_a_rule_has_a_mark(site: Site) -> None:
    criteria = [item for step in site.method.steps for item in step.criteria]
    rules = [item for dispute in site.method.disputes for item in dispute.rules]
    named = {name for item in (*criteria, *rules) for name in item.fields or ()}
    named |= {name for rule in RULES.values() for name in rule.reads}
    assert len(named) > 60
    for name in named:
        assert mark_of(name) in ("shareable", "conditional", "internal")


def test_every_page_of_a_process_marks_its_facts_columns_and_traces(site: Site) -> None:
    seen: set[str] = set()
    for page in site.pages.values():
        if page.kind != "process":
            continue
        shown, html = site.context(page), site.html(page).decode()
        for label, field in [(fact.label, fact.field) for fact in shown.summary] + [
            (column.name, column.field) for table in shown.tables for column in table.columns
        ]:
            assert f'data-mark="{mark_of(field)}">{label}<' in html, (page.path, field)
        for mark, field in _FIELD.findall(html):
            if "/" not in field:  # the file of a proof
                assert mark == mark_of(field), (page.path, field)
        assert f"<code>{shown.place}" not in html
        seen.update(_MARK.findall(html))
    assert seen == {"shareable", "conditional", "internal"}


def test_no_page_of_an_edition_speaks_of_marks(site: Site) -> None:
    edition = supplier_site(site, "nordia")
    assert not any(b"data-mark" in edition.html(page) for page in edition.pages.values())
