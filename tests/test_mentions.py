"""Texts refer to whatever the site has a page or a place of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.site import open_site

WHOLE = {
    "departments": [{"id": "money", "name": "Money"}],
    "roles": [{"id": "boss", "name": "The boss & co"}],
    "units": [{"id": "north", "name": "North"}],
    "systems": [{"id": "ledger", "name": "Ledger"}],
    "data": [{"id": "bill", "name": "Bill"}],
}
LINKS = {
    "{process}`buy`": '<a href="buy.html">Buying</a>',
    "{process}`what we buy <buy>`": '<a href="buy.html">what we buy</a>',
    "{step}`simplify`": '<a href="../steps/simplify.html">3. Simplify</a>',
    "{criterion}`H1`": '<a href="../steps/harmonise.html#H1">',
    "{rule}`PRI-01`": '<a href="../rules/PRI-01.html">',
    "{role}`boss`": '<a href="../roles/boss.html">The boss &amp; co</a>',
    "{unit}`north`": '<a href="../units/north.html">North</a>',
    "{department}`money`": '<a href="../departments/money.html">Money</a>',
    "{system}`ledger`": '<a href="../systems/ledger.html">Ledger</a>',
    "{data}`bill`": '<a href="../data/bill.html">Bill</a>',
    "{term}`the word <handoff>`": '<a href="../glossary.html#handoff">the word</a>',
    "{process}`gone`": "<p>gone</p>",
    "{process}`<script> <gone>`": "<p>&lt;script&gt;</p>",
    "{math}`x`": "<p>x</p>",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    processes = [
        {"id": "pay", "name": "Paying", "purpose": "\n\n".join(LINKS)},
        {"id": "buy", "name": "Buying"},
    ]
    root = write_project(tmp_path_factory.mktemp("m") / "p", WHOLE, processes)
    site = open_site(root, Opening(TODAY))
    return site.html(site.pages["x/en/processes/pay.html"]).decode()


@pytest.mark.parametrize("written", LINKS)
def test_a_reference_leads_to_its_thing(built: str, written: str) -> None:
    assert LINKS[written] in built


def test_the_target_of_every_reference_is_there(built: str) -> None:
    assert "{" not in built.partition("<main")[2].partition("</main>")[0].replace("{}", "")


WAYS = {
    "plain": """purpose: See {process}`the one
      that is <byu>` now.""",
    "folded": """purpose: >
      See
      {process}`the one

      that is <byu>` now.""",
    "literal": """purpose: |
      See {process}`the one
      that is <byu>` now.""",
    "between quotes": """purpose: 'See {process}`the one
      that isn''t <byu>` now.'""",
    "between double quotes": """purpose: "See {process}`the \\"one\\" \\
      \\ that is <byu>` now.\"""",
    "in a list": """legal_basis: [A law, "See {process}`the
      one <byu>` now."]""",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_reference_over_two_lines_is_told_where_it_begins(tmp_path: Path, way: str) -> None:
    root = write_project(tmp_path / "p", {}, [])
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    after = 'notes: "{process}`the one that is <byu>`"'
    text = f"processes:\n  - id: buy\n    name: Buy\n    {WAYS[way]}\n    {after}\n"
    path.write_text(text, "utf-8")
    at = text.index("{process}")
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    places = [
        (one.place.line, one.place.column) for one in open_site(root, Opening(TODAY)).warnings
    ]
    assert (line, column) in places
    assert len(places) == 2
    assert (text.count("\n"), 13) in places


LINES = {
    "After {process}`buy` & {role}`who pays <boss>`.": 'After <a href="buy.html">Buying</a> &amp; '
    '<a href="../roles/boss.html">who pays</a>.',
    "{process}`<b> <gone>` *stays*": "&lt;b&gt; *stays*",
    "{step}`simplify` {math}`x<y`": '<a href="../steps/simplify.html">3. Simplify</a> x&lt;y',
}


@pytest.mark.parametrize("line", LINES)
def test_a_field_of_one_line_leads_to_what_it_refers_to(tmp_path: Path, line: str) -> None:
    processes = [
        {"id": "pay", "name": "Paying", "trigger": line, "result": "Paid."},
        {"id": "buy", "name": "Buying"},
    ]
    site = open_site(write_project(tmp_path / "p", WHOLE, processes), Opening(TODAY))
    html = site.html(site.pages["x/en/processes/pay.html"]).decode()
    assert f"<dd>{LINES[line]}</dd>" in html
    # A sentence of a guide quotes it, in words.
    quoted = html.partition("begins at “")[2].partition("”")[0]
    assert quoted == re.sub(r"<[^>]*>", "", LINES[line])


def test_names_that_refer_to_each_other_end_somewhere(tmp_path: Path) -> None:
    processes = [
        {"id": "pay", "name": "After {process}`buy`", "trigger": "{process}`buy`"},
        {"id": "buy", "name": "Before {process}`pay`"},
    ]
    site = open_site(write_project(tmp_path / "p", {}, processes), Opening(TODAY))
    html = site.html(site.pages["x/en/processes/pay.html"]).decode()
    assert "<h1" in html
    assert ">After Before pay</h1>" in html
