"""The keyboard reaches everything, in the order of reading, and one sees where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
MOST_STOPS = 600
HERE = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return {
    at: Array.from(document.querySelectorAll("*")).indexOf(one),
    name: one.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    clear: one.scrollHeight > innerHeight || one.contains(top) || Boolean(top?.contains(one)),
  };
}"""
"""Where the focus is: its place in the document, whether it shows, whether something covers it."""
STOPS = """() => Array.from(document.querySelectorAll(
    "a[href], button, input, select, summary, [tabindex='0']"
  )).filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled).length"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab from the top of a page to its end."""
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate(HERE))
        if stops[-1]["at"] == stops[0]["at"] and len(stops) > 1:
            return stops[:-1]
    return stops


@pytest.mark.parametrize("name", ["index", "processes", "processes/absence", "trust"])
def test_the_focus_goes_through_a_page_in_order_and_is_always_seen(
    built: Path, page: Page, name: str
) -> None:
    page.goto((built / "waterland" / "nl" / f"{name}.html").as_uri())
    stops = walk(page)
    assert 'href="#main"' in stops[0]["name"], "the first stop leads past the menu"
    places = [stop["at"] for stop in stops]
    assert places == sorted(places)
    assert len(places) == page.evaluate(STOPS), "everything that acts is reached"
    assert [stop["name"] for stop in stops if not stop["ring"]] == []
    assert [stop["name"] for stop in stops if not stop["clear"]] == [], "covered by something"


def test_a_fold_opens_and_closes_and_what_is_in_it_is_reached_only_then(
    built: Path, page: Page
) -> None:
    page.goto((built / "waterland" / "nl" / "processes" / "absence.html").as_uri())
    fold = page.locator("main details:not([open]):has(a)").first
    handle = fold.element_handle()
    assert handle is not None
    handle.query_selector("summary").focus()  # type: ignore[union-attr]
    page.keyboard.press("Tab")
    assert not handle.evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert handle.evaluate("one => one.open")
    page.keyboard.press("Tab")
    assert handle.evaluate("one => one.contains(document.activeElement)")
    handle.query_selector("summary").focus()  # type: ignore[union-attr]
    page.keyboard.press("Space")
    assert not handle.evaluate("one => one.open")


def test_a_table_is_filtered_without_a_mouse(built: Path, page: Page) -> None:
    page.goto((built / "waterland" / "nl" / "processes.html").as_uri())
    told = page.locator(".tablefilter output")
    whole = told.inner_text()
    page.locator(".tablefilter input").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(told).not_to_have_text(whole)
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "button":
            break
    page.keyboard.press("Enter")
    expect(told).to_have_text(whole)
    assert page.evaluate("document.activeElement.localName") == "input", "the focus is not lost"
