"""The box finds what people look for, in a real browser, from a folder, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
QUERIES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("queries.yaml").read_text("utf-8")
)
READY = "form[data-state=ready]"


@pytest.fixture(scope="module", params=sorted(QUERIES))
def searched(
    request: pytest.FixtureRequest, built: Path, browser: Browser
) -> Iterator[tuple[str, Page]]:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((built / "waterland" / request.param / "index.html").as_uri())
    page.locator("[data-search] input").focus()
    page.wait_for_selector(READY)
    yield request.param, page
    context.close()


def first_three(page: Page, query: str) -> list[str]:
    page.locator("[data-search] input").fill(query)
    hits = page.locator(".find-group a.find-hit")
    return hits.evaluate_all("all => all.slice(0, 3).map(a => a.getAttribute('href'))")


def test_every_query_has_what_is_expected_among_the_first_three(
    searched: tuple[str, Page],
) -> None:
    language, page = searched
    missed = []
    for query in QUERIES[language]:
        found = first_three(page, query["query"])
        if not any(address.endswith(query["expect"]) for address in found):
            missed.append((query["query"], query["why"], found))
    assert missed == []


def test_queries_are_many_and_no_two_are_the_same() -> None:
    for language, queries in QUERIES.items():
        assert len({query["query"] for query in queries}) == len(queries) >= 20, language


@pytest.mark.parametrize(
    ("query", "unwanted"),
    [("S2", "#S1"), ("SCO-02", "SCO-03"), ("2026", "steps/"), ("xq", "processes/")],
)
def test_codes_and_numbers_are_not_taken_for_typing_errors(
    searched: tuple[str, Page], query: str, unwanted: str
) -> None:
    _, page = searched
    page.locator("[data-search] input").fill(query)
    hits = page.locator(".find-group a.find-hit")
    addresses = hits.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [address for address in addresses if unwanted in address] == []


def test_nothing_found_says_so_and_names_the_nearest_word(searched: tuple[str, Page]) -> None:
    language, page = searched
    word = "muskuxratxenx" if language == "nl" else "recxuitmexnt"
    page.locator("[data-search] input").fill(word)
    assert page.locator(".find-group").count() == 0
    assert word in page.locator(".find-hint").inner_text()
    meant = page.locator(".find-meant")
    meant.click()
    page.wait_for_selector(READY)
    page.wait_for_selector(".find-group a.find-hit")
    assert "search.html?q=" in page.url
    page.go_back()
    page.wait_for_selector("h1")
    page.locator("[data-search] input").focus()
    page.wait_for_selector(READY)
