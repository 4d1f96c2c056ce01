"""Pages on suppliers for ourselves: what each may see, what was handed over, what came back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from editions.cases import INSTEAD
from pack.cases import opened, packed, project
from playbook.contexts.supplierpages import SupplierPage, SuppliersPage
from playbook.contexts.trust import TrustPage
from playbook.edition import project as projected
from playbook.site import Site
from playbook.supply import supplier_site
from playbook.texts import bare

NAMES = ("nordia", "zilverdijk", "drukhuis-delta", "kustlijn")


def shown(site: Site, address: str) -> Any:
    return site.context(site.pages[address])


def html(site: Site, address: str) -> str:
    return site.html(site.pages[address]).decode()


def supplier(site: Site, name: str) -> SupplierPage:
    page = shown(site, f"waterland/nl/suppliers/{name}.html")
    assert isinstance(page, SupplierPage)
    return page


@pytest.mark.parametrize("name", NAMES)
def test_the_inside_says_of_an_edition_what_it_is(site: Site, name: str) -> None:
    page, edition = supplier(site, name), supplier_site(site, name).edition
    assert page.version == edition.version
    assert [one.anchor for one in page.processes] == [f"p-{ident}" for ident in edition.processes]
    assert sum(one.questions for one in page.processes) == len(edition.asked)
    assert {row.code for row in page.questions} == {item.code for item in edition.asked}


@pytest.mark.parametrize("name", NAMES[:3])
def test_every_field_that_is_filled_in_is_in_one_of_the_lists(site: Site, name: str) -> None:
    portfolio = next(one for one in site.portfolios if one.inventory.id == "waterland")
    edition = supplier_site(site, name).edition
    field = site.views["waterland", "nl"].wording.field
    left_out = {"id", "name", "formerly", "share"}
    for row in supplier(site, name).processes:
        ident = row.anchor.removeprefix("p-")
        inside, kept = portfolio.processes[ident], edition.processes[ident]
        filled = [
            part.encode_name
            for part in msgspec.structs.fields(type(inside))
            if getattr(inside, part.name) is not None and part.name not in left_out
        ]
        lists = (row.seen, row.partly, row.lost, row.closed, row.inside)
        assert sorted(one for each in lists for one in each) == sorted(map(field, filled))
        for part in msgspec.structs.fields(type(inside)):
            label = field(part.encode_name)
            if label in row.seen:
                assert getattr(kept, part.name) == getattr(inside, part.name)
            elif label in (*row.lost, *row.closed, *row.inside):
                assert getattr(kept, part.name) is None


def test_the_list_leads_to_every_supplier(site: Site) -> None:
    page = shown(site, "waterland/nl/suppliers.html")
    assert isinstance(page, SuppliersPage)
    suppliers = next(one for one in site.portfolios if one.inventory.id == "waterland").inventory
    assert len(page.rows) == len(suppliers.suppliers)
    for row in page.rows:
        assert f"waterland/nl/{row.name.href}" in site.pages


def test_answers_show_with_their_date_and_supplier(site: Site) -> None:
    page = shown(site, "waterland/en/trust.html")
    assert isinstance(page, TrustPage)
    first = page.answers[0]
    assert (bare(first.supplier.label), first.on) == ("Nordia Services", "19 October 2026")
    changed = next(one for one in page.answers if one.former)
    assert changed.former[0][1].startswith("We can take 20%")
    text = html(site, "waterland/en/trust.html")
    assert "We can take 30% more" in text
    assert text.count('class="said"') == sum(1 + len(one.former) for one in page.answers)


def test_the_log_shows_with_what_changed_since(site: Site) -> None:
    page = supplier(site, "nordia")
    assert [row.file for row in page.handed] == ["waterland-nordia-2026-09-02.zip"]
    assert page.since is not None
    assert page.since.on == "2 september 2026"
    assert [(str(link.label), fields) for link, fields in page.since.changed] == [
        ("Betaalrun", ("uitzonderingen", "aantallen per maand"))
    ]
    despite = supplier(site, "drukhuis-delta").handed[0].overrides
    assert [(link.href.rpartition("/")[2], reason[:6]) for link, reason in despite] == [
        ("RES-02.html", "Vanaf ")
    ]


def test_right_after_handing_over_nothing_has_changed(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    packed(root)
    page = shown(opened(root), "x/en/suppliers/ours.html")
    assert page.since is not None
    assert (page.since.added, page.since.removed, page.since.changed) == ((), (), ())
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text(path.read_text("utf-8").replace("invoice comes in", "bill comes in"), "utf-8")
    changed = shown(opened(root), "x/en/suppliers/ours.html").since.changed
    assert [fields for _, fields in changed] == [("trigger",)]


HOSTILE = "</blockquote><script>alert(1)</script><img src=x onerror=alert(2)> \"'& =1+1 {{7*7}}"


def test_S15_an_answer_is_text_wherever_it_shows(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    folder = root / "content" / "organisations" / "x" / "answers"
    folder.mkdir()
    one = {"question": "SCO-02.pay", "on": "2026-11-20", "answer": HOSTILE}
    gone = {"question": "ZZZ-99.gone", "on": "2026-11-20", "answer": f"{HOSTILE} 2"}
    (folder / "ours.yaml").write_text(yaml.safe_dump([one, gone]), "utf-8")
    site = opened(root)
    for address in ("x/en/trust.html", "x/en/suppliers/ours.html"):
        text = html(site, address)
        assert text.count("&lt;/blockquote&gt;&lt;script&gt;alert(1)") == 2
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "{{7*7}}" in text


def test_the_page_of_a_process_leads_to_what_each_supplier_would_see(site: Site) -> None:
    page = shown(site, "waterland/nl/processes/assessment-mailing.html")
    said = [(str(link.label), link.href) for link in page.seen_by]
    assert said == [
        (
            "Wat ziet Zilverdijk Belastingservice hiervan?",
            "../suppliers/zilverdijk.html#p-assessment-mailing",
        ),
        (
            "Wat ziet Drukhuis Delta hiervan?",
            "../suppliers/drukhuis-delta.html#p-assessment-mailing",
        ),
    ]
    for _, href in said:
        address, _, anchor = href.removeprefix("../").partition("#")
        assert f'id="{anchor}"' in html(site, f"waterland/nl/{address}")
    assert shown(site, "waterland/nl/processes/absence.html").seen_by == ()


def test_what_is_shared_is_part_of_what_the_page_of_a_process_is_made_from(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = opened(root)
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text(path.read_text("utf-8").replace("- pay", "- hire"), "utf-8")
    after = opened(root)
    for ident, many in (("pay", 0), ("hire", 2)):
        address = f"x/en/processes/{ident}.html"
        assert before.known_key(before.pages[address]) != after.known_key(after.pages[address])
        assert len(shown(after, address).seen_by) == many


@pytest.mark.parametrize(("written", "spoken"), [("nl", "Nederlands"), ("fr", "English")])
def test_an_edition_speaks_the_first_language_when_that_of_the_supplier_has_no_pages(
    tmp_path: Path, written: str, spoken: str
) -> None:
    root = project(tmp_path / "p")
    (root / "playbook.yaml").write_text("title: Test\nlanguages: [en, nl]\n", "utf-8")
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text(
        path.read_text("utf-8").replace("language: en", f"language: {written}"), "utf-8"
    )
    site = opened(root)
    for language in ("nl", "en"):
        assert shown(site, f"x/{language}/suppliers/ours.html").language == spoken
    assert all(
        page.language == supplier_site(site, "ours").edition.language
        for page in supplier_site(site, "ours").pages.values()
    )


def test_a_page_of_a_supplier_without_shares_says_what_to_write(site: Site) -> None:
    text = html(site, "waterland/nl/suppliers/kustlijn.html")
    assert "Schrijf bij “shares” in suppliers.yaml" in text
    assert "playbook pack" not in text


def test_R1_nothing_that_was_said_or_handed_over_is_in_an_edition(site: Site) -> None:
    inventory = next(one for one in site.portfolios if one.inventory.id == "waterland").inventory
    for one in inventory.suppliers:
        made = projected(inventory, one, INSTEAD)
        assert made.handed == ()
        assert made.answers == {}
    said = [one.answer for given in inventory.answers.values() for one in given]
    said += [one.reason for handed in inventory.handed for one in handed.overrides]
    edition = supplier_site(site, "nordia")
    for page in edition.pages.values():
        text = edition.html(page).decode()
        assert not [one for one in said if one[:40] in text]
