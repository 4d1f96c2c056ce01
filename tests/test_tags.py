"""Tags: a page of them, and from a process to the others that have one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from inventories import write_project
from playbook.contexts.tagged import MOST_NAMED, MOST_TOGETHER, TagsPage
from playbook.contexts.tagging import MOST_TAGS
from playbook.opening import Opening
from playbook.plan import Page
from playbook.site import Site, open_site

TODAY = datetime.date(2026, 4, 20)


def opened(folder: Path, *processes: dict[str, Any]) -> Site:
    return open_site(write_project(folder / "p", {}, list(processes)), Opening(TODAY))


def tags(site: Site) -> tuple[Page, TagsPage]:
    page = next(page for page in site.pages.values() if page.kind == "tags")
    shown = site.context(page)
    assert isinstance(shown, TagsPage)
    return page, shown


def process(ident: str, *words: str) -> dict[str, Any]:
    return {"id": ident, "name": ident.title(), "tags": list(words)}


def test_every_tag_has_its_processes_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    site = opened(
        tmp_path, process("a", "zeta", "P2P"), process("b", "p2p"), {"id": "c", "name": "C"}
    )
    _, shown = tags(site)
    said = [
        (group.name, [link.label.striptags() for link in group.processes]) for group in shown.groups
    ]
    assert said == [("P2P", ["A", "B"]), ("zeta", ["A"])]


def test_a_process_leads_to_the_place_of_its_tag(tmp_path: Path) -> None:
    site = opened(tmp_path, process("a", "<b>Één & twee"))
    page, shown = tags(site)
    html = site.html(page).decode()
    assert f'id="{shown.groups[0].anchor}"' in html
    assert "&lt;b&gt;Één &amp; twee" in html
    own = next(
        item
        for item in site.pages.values()
        if item.kind == "process" and item.language == page.language
    )
    assert f'href="../tags.html#{shown.groups[0].anchor}"' in site.html(own).decode()


def test_without_tags_there_is_no_such_page_and_no_way_to_it(tmp_path: Path) -> None:
    site = opened(tmp_path, {"id": "a", "name": "A"})
    assert "tags" not in {page.kind for page in site.pages.values()}
    home = next(page for page in site.pages.values() if page.kind == "home")
    assert b"tags.html" not in site.html(home)


def test_a_tag_of_very_many_processes_names_the_first(tmp_path: Path) -> None:
    site = opened(tmp_path, *(process(f"p{number}", "all") for number in range(MOST_NAMED + 2)))
    _, shown = tags(site)
    assert len(shown.groups[0].processes) == MOST_NAMED
    assert "2 " in shown.groups[0].more


def test_very_many_tags_are_folded_by_letter_and_each_keeps_its_place(tmp_path: Path) -> None:
    words = [f"{letter}{number}" for letter in "ab" for number in range(40)]
    page, shown = tags(site := opened(tmp_path, process("p", *words)))
    html = site.html(page).decode()
    assert html.count('<details class="fold told"><summary>') == 2
    assert all(html.count(f'id="{group.anchor}"') == 1 for group in shown.groups)
    few, _ = tags(other := opened(tmp_path / "few", process("p", *words[:60])))
    assert "<summary>A <" not in other.html(few).decode()


def test_a_page_of_very_many_tags_stays_bearable_and_search_finds_the_rest(tmp_path: Path) -> None:
    many = [process(f"p{at:05}", f"own {at:05}", f"shared {at % 700}") for at in range(10_000)]
    page, shown = tags(site := opened(tmp_path, *many))
    html = site.html(page).decode()
    assert len(html) < 500 * 1024
    assert len(shown.groups) == MOST_TAGS
    assert {f"shared {at}" for at in range(700)} <= {group.name for group in shown.groups}
    assert f"{10_700 - MOST_TAGS:,}".replace(",", ".") in shown.more
    assert shown.more in html
    named = sum(len(group.processes) for group in shown.groups)
    assert MOST_TAGS < named <= MOST_TOGETHER, "every tag names some"
    assert all(group.more for group in shown.groups if group.name.startswith("shared"))
    places = {f'href="../tags.html#{group.anchor}"' for group in shown.groups}
    last = site.html(site.pages[page.path.replace("tags.html", "processes/p09999.html")]).decode()
    assert 'href="../search.html?q=own%2009999"' in last
    assert sum(place in last for place in places) == 1, "the shared one leads to its place"


def test_a_process_is_made_again_when_its_tag_becomes_rare(tmp_path: Path) -> None:
    """Its page leads elsewhere then, though nothing of the process itself changed."""
    words = [f"t{at:04}" for at in range(MOST_TAGS - 1)]
    keys, leads = [], []
    for name, others in (("few", words), ("many", [*words, "zz"])):
        used = [process("q", *others), process("r", *others)]
        site = opened(tmp_path / name, process("p", "mine"), *used)
        page = next(page for page in site.pages.values() if page.key == "p")
        keys.append(site.known_key(page))
        leads.append(b"search.html?q=mine" in site.html(page))
    assert leads == [False, True]
    assert keys[0] != keys[1]


def test_a_tag_counts_the_pages_that_have_it(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "p", {}, [process("a", "both", "mine")])
    pages = folder / "content" / "organisations" / "x" / "pages"
    pages.mkdir()
    for name in ("one", "two"):
        (pages / f"{name}.md").write_text(
            f"---\ntitle: {name}\ntags: [both]\n---\nText.\n", "utf-8"
        )
    (pages / "three.md").write_text("---\ntitle: three\ntags: [own]\n---\nText.\n", "utf-8")
    _, shown = tags(open_site(folder, Opening(TODAY)))
    assert [(group.name, group.count) for group in shown.groups] == [
        ("both", "één proces en 2 pagina's"),
        ("mine", "één proces"),
        ("own", "één pagina"),
    ]
