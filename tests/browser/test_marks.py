"""Marks at fields that can be switched on: by script, remembered, and on paper too."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

pytestmark = pytest.mark.browser
_BESIDE = """() => [...document.querySelectorAll("[data-mark]")].filter(field => {
    const beside = field.matches("a, code");
    const mark = beside ? field.nextElementSibling : field.querySelector("span.mark");
    const name = document.querySelector(`[data-mark-name=${field.dataset.mark}]`).textContent;
    return !mark || !mark.matches(`span.mark.m-${field.dataset.mark}`) || mark.textContent !== name;
}).length"""


@pytest.fixture
def page(browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    made = context.new_page()
    made.goto(address(built, "nl", "accounts-payable"))
    yield made
    context.close()


def address(built: Path, language: str, process: str) -> str:
    return (built / "waterland" / language / "processes" / f"{process}.html").as_uri()


def test_marks_stand_at_every_field_once_they_are_asked_for(page: Page) -> None:
    fields, marks = page.locator("[data-mark]").count(), page.locator("span.mark")
    assert marks.count() == 0
    legend = page.locator("#marks-legend")
    assert legend.is_hidden()
    button = page.get_by_role("button", name="Laat per veld zien wie het mag zien")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert marks.count() == fields > 80
    assert page.evaluate(_BESIDE) == 0
    assert legend.is_visible()
    assert "intern" in legend.inner_text()
    button.click()
    assert marks.count() == 0
    assert legend.is_hidden()


def test_the_choice_is_kept_from_page_to_page(page: Page, built: Path) -> None:
    page.locator("[data-marks] button").click()
    page.goto(address(built, "en", "payment-run"))
    assert page.locator("span.mark").count() == page.locator("[data-mark]").count()
    assert page.locator("[data-marks] button").get_attribute("aria-pressed") == "true"
    page.locator("[data-marks] button").click()
    page.reload()
    assert page.locator("span.mark").count() == 0


def test_marks_go_on_paper_with_what_they_mean(page: Page) -> None:
    page.locator("[data-marks] button").click()
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    assert "gaat nooit naar buiten" in text
    assert text.count("deelbaar") > 10
    assert "Laat per veld zien" not in text
    assert len(sheets) <= 3


def test_marks_need_no_more_room_than_a_phone_has(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator("[data-marks] button").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_nothing_promises_marks(browser: Browser, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(built, "nl", "accounts-payable"))
    assert page.locator("[data-marks]").is_hidden()
    context.close()
