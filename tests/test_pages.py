"""Pages on roles, units, systems and data: what is asked of whom, and where links lead."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

from inventories import TODAY, write_project
from playbook.contexts.names import sorting_key
from playbook.contexts.workpages import FillerPage, IndexPage, ListingPage, PartPage, RolePage
from playbook.opening import Opening
from playbook.plan import MOST_NAMES, Page
from playbook.site import Site, open_site

ORGANISATION: dict[str, Any] = {
    "departments": [{"id": "a", "name": "Finance", "lead": "boss"}],
    "units": [{"id": "north", "name": "North"}, {"id": "idle", "name": "Idle unit"}],
    "roles": [
        {"id": "boss", "name": "Boss", "department": "a", "person": "Somebody"},
        {"id": "clerk", "name": "Clerk"},
        {"id": "keeper", "name": "Keeper"},
        {"id": "nobody", "name": "Nobody"},
    ],
    "systems": [{"id": "erp", "name": "ERP", "owner": "keeper"}],
    "data": [{"id": "invoice", "name": "Invoice", "owner": "clerk", "source": "erp"}],
}
PAY: dict[str, Any] = {
    "id": "pay",
    "name": "Pay",
    "department": "a",
    "accountable": "boss",
    "units": [{"unit": "north"}],
    "systems": ["erp"],
    "data": ["invoice"],
    "activities": [
        {"id": "book", "name": "Book", "accountable": "boss", "responsible": "clerk"},
    ],
    "actions": [
        {"for": "H1", "what": "Later", "who": "boss", "due": "2027-03-01"},
        {"for": "H1", "what": "Late", "who": "boss", "due": "2026-01-01"},
        {"for": "H1", "what": "Some day", "who": "boss"},
        {"for": "H1", "what": "Done", "who": "boss", "due": "2026-01-01", "done": "2026-01-02"},
    ],
}
BARE: dict[str, Any] = {"id": "bare", "name": "Élan"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = write_project(tmp_path_factory.mktemp("work"), ORGANISATION, [PAY, BARE])
    return open_site(folder, Opening(TODAY))


@pytest.fixture(scope="module")
def examples(repository: Path) -> Site:
    return open_site(repository, Opening(TODAY))


def page(site: Site, kind: str, key: str = "", language: str = "en") -> Page:
    found = [
        item
        for item in site.pages.values()
        if (item.kind, item.key, item.language) == (kind, key, language)
    ]
    assert len(found) == 1, (kind, key)
    return found[0]


def role(site: Site, ident: str) -> RolePage:
    shown = site.context(page(site, "role", ident))
    assert isinstance(shown, RolePage)
    return shown


def test_what_was_agreed_comes_by_date_and_done_is_left_out(site: Site) -> None:
    due = role(site, "boss").due
    assert [row.what for row in due] == ["Late", "Later", "Some day"]
    assert [row.late for row in due] == [True, False, False]
    assert due[0].process.href == "../processes/pay.html"


def test_an_open_criterion_waits_for_the_role_that_plays_its_part(site: Site) -> None:
    portfolio = site.portfolios[0]
    assessment = portfolio.assessments["pay"]
    assert assessment.current == "harmonise"
    missing = [result.code for result in assessment.step("harmonise").missing]
    for code in missing:
        who = portfolio.criteria[code].who
        waiting = {
            ident
            for ident in ("boss", "clerk", "keeper")
            if code in [row.code for row in role(site, ident).criteria]
        }
        plays = {
            "owner": {"boss"},
            "performer": {"clerk"},
            "data_owner": {"clerk"},
            "it": {"keeper"},
        }
        assert waiting == plays.get(who or "", set()), code
    assert {row.code for row in role(site, "boss").criteria} <= set(missing)


def test_a_part_without_a_role_is_with_nobody(site: Site) -> None:
    shown = site.context(page(site, "filler", "owner"))
    assert isinstance(shown, FillerPage)
    assert [link.label for link, _ in shown.roles] == ["Boss"]
    assert shown.unclaimed > 0
    named = {link.href for row in shown.criteria for link in row.processes}
    assert named == {"../processes/bare.html"}


def test_a_process_is_named_once_among_a_roles_processes(site: Site) -> None:
    shares = role(site, "boss").shares
    assert [share.key for share in shares] == ["accountable"]
    assert [share.key for share in role(site, "clerk").shares] == ["responsible"]
    assert role(site, "nobody").shares == ()
    assert "No process names this" in site.html(page(site, "role", "nobody")).decode()


def test_what_is_not_known_of_data_is_said(site: Site) -> None:
    shown = site.context(page(site, "data", "invoice"))
    assert isinstance(shown, PartPage)
    assert [fact.label for fact in shown.facts] == ["Owner", "Source"]
    assert "classification" in shown.unknown, "within a sentence"
    assert "retention" in " ".join(shown.unknown)
    assert [share.total for share in shown.shares] == [1]


@pytest.mark.parametrize("kind", ["roles", "units", "systems", "data"])
def test_a_listing_leads_to_every_page_of_its_kind(site: Site, kind: str) -> None:
    shown = site.context(page(site, "listing", kind))
    assert isinstance(shown, ListingPage)
    single = kind if kind == "data" else kind.removesuffix("s")
    wanted = {item.key for item in site.pages.values() if item.kind == single}
    hrefs = {name.href for name, _ in shown.listings[0].rows}
    assert hrefs == {f"{kind}/{key}.html" for key in wanted}
    for listing in shown.listings:
        assert all(len(cells) == len(listing.columns) - 1 for _, cells in listing.rows)


def test_names_are_sorted_without_accents_and_capitals() -> None:
    names = ["Zorg", "élan", "Ésprit", "elk", "3D", "Appel"]
    assert sorted(names, key=sorting_key) == ["3D", "Appel", "élan", "elk", "Ésprit", "Zorg"]


def test_the_index_is_paged_and_misses_nothing(tmp_path: Path) -> None:
    many = [{"id": f"p{n}", "name": f"{chr(97 + n % 26)} name {n}"} for n in range(MOST_NAMES + 3)]
    site = open_site(write_project(tmp_path, ORGANISATION, many), Opening(TODAY))
    pages = [item for item in site.pages.values() if item.kind == "index" and item.language == "en"]
    assert [item.path for item in pages] == ["x/en/a-z.html", "x/en/a-z-2.html"]
    shown = [site.context(item) for item in pages]
    found = []
    for one in shown:
        assert isinstance(one, IndexPage)
        assert len(one.pages) == 2
        here = [link.href for group in one.groups for link, _ in group.names]
        assert 0 < len(here) <= MOST_NAMES
        found += here
    wanted = ("process", "department", "unit", "role", "system", "data")
    pages_of = [
        item
        for item in site.pages.values()
        if item.language == "en" and item.kind in wanted and item.key != "none"
    ]
    assert sorted(f"x/en/{href}" for href in found) == sorted(item.path for item in pages_of)
    begins: dict[str, str] = {}
    for item, one in zip(pages, shown, strict=True):
        assert isinstance(one, IndexPage)
        for group in one.groups:
            name = posixpath.basename(item.path)
            begins.setdefault(group.letter.upper(), f"{name}#{group.anchor}")
    for one in shown:
        assert isinstance(one, IndexPage)
        assert {str(link.label): link.href for link in one.letters} == begins


def test_roles_and_processes_link_to_each_other(site: Site) -> None:
    process = site.html(page(site, "process", "pay")).decode()
    for address in (
        "roles/boss",
        "roles/clerk",
        "units/north",
        "systems/erp",
        "data/invoice",
    ):
        assert f'href="../{address}.html"' in process
        kind, ident = address.split("/")
        back = site.html(page(site, kind if kind == "data" else kind[:-1], ident)).decode()
        assert 'href="../processes/pay.html"' in back


@pytest.mark.parametrize("name", ["site", "examples"])
def test_every_link_leads_to_a_page_and_a_place_on_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    found: Site = request.getfixturevalue(name)
    pages = {address: found.html(item).decode() for address, item in found.pages.items()}
    ids = {address: set(re.findall(r'\bid="([^"]*)"', html)) for address, html in pages.items()}
    lost = []
    for address, html in pages.items():
        for href in re.findall(r'<a [^>]*?href="([^"]*)"', html):
            target, anchor = urldefrag(unescape(href))
            if re.match(r"[a-z]+:", target):
                continue
            path = posixpath.normpath(posixpath.join(posixpath.dirname(address), unquote(target)))
            path = path if target else address
            if path in found.assets:
                continue
            if path not in pages or (anchor and anchor not in ids[path]):
                lost.append((address, href))
    assert lost == []


@pytest.mark.parametrize(("words", "above"), [(20, True), (200, False)])
def test_a_long_text_does_not_push_away_where_a_process_stands(
    tmp_path: Path, words: int, above: bool
) -> None:
    told = {"id": "p", "name": "P", "purpose": "word " * words}
    one = open_site(write_project(tmp_path, {}, [told]), Opening(TODAY))
    html = one.html(one.pages["x/en/processes/p.html"]).decode()
    main = html.partition("<main")[2]
    assert main.count(("word " * words).strip()) == 1
    assert (main.index("word word") < main.index('class="where')) is above
