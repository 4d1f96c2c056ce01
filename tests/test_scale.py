"""Pages stay of a bearable size however many processes there are. Counts bytes, never time."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from inventories import TODAY, write_project
from playbook.contexts.overview import MOST_TOGETHER
from playbook.contexts.trust import MOST_MOTIVES, MOST_SILENT
from playbook.opening import Opening
from playbook.plan import Page
from playbook.site import Site, open_site

KB = 1024
STEPS = ("harmonise", "unify", "simplify", "concentrate", "digitise", "automate", "outsource")


def opened(folder: Path, processes: int, departments: int = 40, intent: str | None = None) -> Site:
    """Return a site with many processes of which one is the same whatever their number."""
    organisation: dict[str, Any] = {
        "departments": [{"id": f"d{n}", "name": f"Department {n}"} for n in range(departments)],
        "roles": [{"id": "everybody", "name": "Everybody"}],
        "systems": [{"id": "erp", "name": "ERP", "owner": "everybody"}],
        "data": [{"id": "file", "name": "File", "owner": "everybody"}],
    }
    one: dict[str, Any] = {
        "accountable": "everybody",
        "systems": ["erp"],
        "data": ["file"],
        "activities": [{"id": "do", "name": "Do", "responsible": "everybody"}],
    }
    if intent:
        one["sourcing"] = {"intent": intent}
    many = [
        {
            "id": f"p{n:05}",
            "name": f"Process {n:05}",
            "department": f"d{departments - 1 - n % departments}",
            **one,
        }
        for n in range(processes)
    ]
    return open_site(write_project(folder, organisation, many), Opening(TODAY))


def sizes(site: Site, kinds: set[str]) -> dict[tuple[str, str], int]:
    """Return the size in bytes of the English pages of some kinds, by kind and key."""
    found: dict[tuple[str, str], int] = {}
    for page in site.pages.values():
        if page.kind in kinds and page.language == "en" and _first(page):
            found[page.kind, page.key] = len(site.html(page))
    return found


def _first(page: Page) -> bool:
    """Tell whether a page is there, and full, whatever the number of processes."""
    return {"process": "p00000", "index": ""}.get(page.kind, page.key) == page.key


BOUNDED = {
    "home", "trust", "findings", "agenda", "quality", "departments", "role", "system", "data",
    "filler", "listing", "index", "process",
}  # fmt: skip


def test_pages_do_not_grow_with_the_inventory(tmp_path: Path) -> None:
    small = sizes(opened(tmp_path / "small", 520), BOUNDED)
    large = sizes(opened(tmp_path / "large", 1040), BOUNDED)
    for which, size in small.items():
        # Numbers have more digits, and the index has more pages to choose from; no more than that.
        assert large[which] <= size * 1.1 + KB, which


def test_a_process_page_is_small_and_of_one_size(tmp_path: Path) -> None:
    page = "x/en/processes/p00000.html"
    found = []
    for number in (41, 900):
        site = opened(tmp_path / str(number), number)
        html = site.html(site.pages[page])
        assert len(gzip.compress(html)) < 20 * KB
        found.append(len(html))
    assert abs(found[0] - found[1]) < 200


@pytest.mark.slow
def test_no_page_is_over_500_kb_at_10_000_processes(tmp_path: Path) -> None:
    site = opened(tmp_path, 10_000, intent="talks")
    every = {page.kind for page in site.pages.values()}
    found = sizes(site, every)
    assert {kind for kind, _ in found} == every - {"landing", "missing"}
    assert {which: size for which, size in found.items() if size > 500 * KB} == {}


def test_motives_of_very_many_processes_are_the_first_and_a_count(tmp_path: Path) -> None:
    silent = opened(tmp_path / "silent", MOST_SILENT + 1_009, intent="talks")
    page = silent.context(silent.pages["x/en/motives.html"])
    assert (len(page.silent), page.more_silent) == (MOST_SILENT, " and 1,009 more")
    motive = [{"driver": "cost", "statement": "It costs too much."}]
    said = [
        {"id": f"p{at}", "name": "P", "sourcing": {"intent": "talks", "motive": motive}}
        for at in range(MOST_MOTIVES + 9)
    ]
    site = open_site(write_project(tmp_path / "said", {}, said), Opening(TODAY))
    shown = site.context(site.pages["x/en/motives.html"])
    assert len(shown.processes) == MOST_MOTIVES
    assert (
        f"The first {MOST_MOTIVES} of {MOST_MOTIVES + 9}"
        in site.html(site.pages["x/en/motives.html"]).decode()
    )


def test_lists_of_very_many_processes_lead_on_by_department(tmp_path: Path) -> None:
    site = opened(tmp_path, 2_040)
    for address in ("processes", "steps/unify", "steps/harmonise"):
        page = site.pages[f"x/en/{address}.html"]
        html = site.html(page).decode()
        assert len(html) < 200 * KB, address
    whole = site.html(site.pages["x/en/processes.html"]).decode()
    assert "p00000.html" not in whole
    for number in range(40):
        assert f"departments/d{number}.html" in whole, "no department is left out"
    tables = [site.context(site.pages[f"x/en/steps/{step}.html"]) for step in STEPS]
    counted = [table for step in tables for table in (step.on_it, step.started) if not table.rows]
    assert [table.total for table in counted if table.total] == [2_040]
    for table in counted:
        assert sum(count for _, count in table.departments) == table.total
    department = site.html(site.pages["x/en/departments/d1.html"]).decode()
    assert department.count("processes/p") >= 2_040 / 40, "where every process is named"


def test_one_table_names_them_all_as_long_as_it_opens_quickly(tmp_path: Path) -> None:
    site = opened(tmp_path, MOST_TOGETHER)
    html = site.html(site.pages["x/en/processes.html"]).decode()
    assert all(f"processes/p{number:05}.html" in html for number in range(MOST_TOGETHER))
    assert len(html) < 500 * KB
    assert len(gzip.compress(html.encode())) < 20 * KB


def test_the_rest_of_very_many_departments_is_said_and_led_to(tmp_path: Path) -> None:
    site = opened(tmp_path, 150, departments=70, intent="talks")
    home = site.html(site.pages["x/en/index.html"]).decode()
    assert '<a href="departments.html">All 70 departments</a>' in home.partition("<main")[2]
    trust = site.context(site.pages["x/en/trust.html"])
    assert (len(trust.map.lines), trust.map.more) == (60, 10)
    points = [line.points for line in trust.map.lines]
    assert points == sorted(points, reverse=True)
    assert points[0] > points[-1], "ten departments have one process more"


def test_every_process_stands_against_dispute_types_here_or_with_its_department(
    tmp_path: Path,
) -> None:
    few = opened(tmp_path / "few", 60, departments=3, intent="talks")
    whole = few.context(few.pages["x/en/trust.html"]).map
    assert (len(whole.lines), whole.by_department) == (60, False)
    many = opened(tmp_path / "many", 61, departments=3, intent="talks")
    whole = many.context(many.pages["x/en/trust.html"]).map
    assert (len(whole.lines), whole.by_department) == (3, True)
    shown = 0
    for line in whole.lines:
        address, _, anchor = line.name.href.partition("#")
        page = many.pages[f"x/en/{address}"]
        shown += len(many.context(page).risk.lines)
        assert f'id="{anchor}"' in many.html(page).decode()
    assert shown == 61


def test_few_departments_are_all_on_the_home_page(tmp_path: Path) -> None:
    site = opened(tmp_path, 140, departments=60, intent="talks")
    home = site.context(site.pages["x/en/index.html"])
    assert home.departments is None
    assert len(home.heatmap.groups[0].rows) == 60
    assert site.context(site.pages["x/en/trust.html"]).map.more == 0


def test_very_many_departments_of_a_list_are_folded_and_none_is_left_out(tmp_path: Path) -> None:
    for number, folded in ((60, False), (61, True)):
        site = opened(tmp_path / str(number), 420, departments=number)
        html = site.html(site.pages["x/en/systems/erp.html"]).decode().partition("<main")[2]
        summary = f'<summary>Departments <span class="count">{number}</span></summary>'
        assert (summary in html) is folded
        listed = html.partition('<ul class="processes spans">')[2].partition("</ul>")[0]
        assert [f"departments/d{at}.html" in listed for at in range(number)] == [True] * number


@pytest.mark.parametrize(("number", "folded"), [(60, False), (61, True)])
def test_a_step_with_processes_of_very_many_departments_folds_them(
    tmp_path: Path, number: int, folded: bool
) -> None:
    site = opened(tmp_path, MOST_TOGETHER + 1, departments=number)
    summary = f'<summary>Departments <span class="count">{number}</span></summary>'
    pages = [site.html(site.pages[f"x/en/steps/{step}.html"]).decode() for step in STEPS]
    counted = [html for html in pages if "departments/d59.html" in html.partition("<main")[2]]
    assert counted
    assert all((summary in html) is folded for html in counted)
