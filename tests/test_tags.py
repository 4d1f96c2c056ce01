"""Tags: a page of them, and from a process to the others that have one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from inventories import write_project
from playbook.contexts.tagged import MOST_NAMED, TagsPage
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
    assert html.count('<details class="fold"><summary>') == 2
    assert all(html.count(f'id="{group.anchor}"') == 1 for group in shown.groups)
    few, _ = tags(other := opened(tmp_path / "few", process("p", *words[:60])))
    assert "<summary>A <" not in other.html(few).decode()
