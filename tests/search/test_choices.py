"""Processes chosen by step, department, band and owner on the search page: all, however many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from inventories import TODAY, write_project
from playbook.contexts.overview import MOST_TOGETHER
from playbook.opening import Opening
from playbook.site import Site, open_site

pytestmark = pytest.mark.browser
MANY = MOST_TOGETHER + 30
HOSTILE = '"><img src=x onerror=alert(1)>'
DEPARTMENTS = ("Finance", "Water & dikes", HOSTILE)
OF_FINANCE = MANY - 20


def opened(folder: Path) -> Site:
    """Return a site of which one department has nearly every process."""
    organisation = {
        "departments": [{"id": f"d{at}", "name": name} for at, name in enumerate(DEPARTMENTS)],
        "roles": [{"id": "head", "name": "Head of finance"}],
    }
    processes = [
        {
            "id": f"p{at:03}",
            "name": f"Process {at:03}",
            "department": "d0" if at < OF_FINANCE else f"d{1 + at % 2}",
            **({"accountable": "head"} if at % 10 == 0 else {}),
        }
        for at in range(MANY)
    ]
    return open_site(write_project(folder, organisation, processes), Opening(TODAY))


def write(site: Site, folder: Path, *pages: str) -> None:
    """Write some pages, the index and the assets; nobody waits for hundreds of other pages."""
    files = {address: asset.read_bytes() for address, asset in site.assets.items()}
    files.update({address: site.script(part) for address, part in site.index.items()})
    files.update({f"x/en/{page}": site.html(site.pages[f"x/en/{page}"]) for page in pages})
    for address, data in files.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("choices")
    pages = ("search.html", "processes.html", "departments/d0.html")
    write(opened(made / "project"), made / "out", *pages)
    return made / "out" / "x" / "en"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def field(page: Page, label: str) -> str:
    page.wait_for_selector("form[data-state=ready] .fields")
    return f".find .fields label:has-text('{label}') select"


def told(page: Page, count: int) -> None:
    expect(page.locator("[role=status]")).to_have_text(f"{count} results")


def test_all_processes_can_be_chosen_from_where_one_table_would_be_too_long(
    folder: Path, page: Page
) -> None:
    page.goto((folder / "processes.html").as_uri())
    page.get_by_role("link", name="Choose by step").click()
    page.select_option(field(page, "Department"), "Finance")
    told(page, OF_FINANCE)
    page.select_option(field(page, "Accountable"), "Head of finance")
    told(page, OF_FINANCE // 10)
    assert "department=Finance" in page.url
    page.reload()
    told(page, OF_FINANCE // 10)
    page.go_back()
    told(page, OF_FINANCE)
    page.locator("#q").fill("007")
    expect(page.locator("[role=status]")).to_have_text("1 result")
    expect(page.locator(".find-title")).to_have_text("Process 007")


def test_a_very_large_department_names_the_first_and_leads_to_all(folder: Path, page: Page) -> None:
    page.goto((folder / "departments" / "d0.html").as_uri())
    assert page.locator("#list ~ .scroll tbody tr").count() == MOST_TOGETHER
    link = page.get_by_role("link", name=f"These are the first {MOST_TOGETHER} of {OF_FINANCE}")
    link.click()
    told(page, OF_FINANCE)
    assert page.locator(".find-group li").count() == 10
    button = page.locator(".find-group button")
    button.click()
    assert page.locator(".find-group li").count() == 210
    expect(button).to_have_text("Show 200 more")
    while button.count():
        button.click()
    assert page.locator(".find-group li").count() == OF_FINANCE


def test_what_was_found_says_by_what_it_was_chosen(folder: Path, page: Page) -> None:
    page.goto((folder / "search.html").as_uri() + f"?department={quote(DEPARTMENTS[1])}")
    told(page, 10)
    assert "Water & dikes" in page.locator(".find-hit").first.inner_text()


def test_nothing_that_fits_is_said(folder: Path, page: Page) -> None:
    page.goto((folder / "search.html").as_uri() + "?department=Finance&q=zebrafish")
    expect(page.locator(".find-hint")).to_contain_text("Nothing found for “zebrafish · Finance”")


def test_S14_what_is_chosen_and_what_stands_in_the_address_is_text(
    folder: Path, page: Page
) -> None:
    page.goto((folder / "search.html").as_uri() + f"?department={quote(HOSTILE)}&step=%3Cimg%3E")
    told(page, 10)
    assert page.locator(field(page, "Department")).input_value() == HOSTILE
    assert page.locator(field(page, "Step")).count() == 0, "all are on one step"
    assert page.locator("form img").count() == 0
