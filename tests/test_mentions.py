"""Texts refer to whatever the site has a page or a place of."""

from __future__ import annotations

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
