"""On paper: the card of a process, the trust page and its agenda, the portfolio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from themed import build_themed

pytestmark = pytest.mark.browser
A4 = (595, 842)
"""Width and height in points."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def printed(page: Page, path: Path) -> list[str]:
    """Return the text of each sheet of paper."""
    page.goto(path.as_uri())
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in reader.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
    return [sheet.extract_text() for sheet in reader.pages]


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_the_card_of_every_process_takes_two_sheets(built: Path, page: Page, language: str) -> None:
    folder = built / "waterland" / language / "processes"
    sheets = {path.stem: len(printed(page, path)) for path in sorted(folder.glob("*.html"))}
    assert len(sheets) == 29
    assert {name: count for name, count in sheets.items() if count > 2} == {}


@pytest.mark.slow
def test_cards_and_hand_outs_of_the_other_theme_are_as_short(page: Page, tmp_path: Path) -> None:
    built = build_themed("ledger", tmp_path).folder / "waterland" / "nl"
    cards = {path.stem: len(printed(page, path)) for path in (built / "processes").glob("*.html")}
    assert {name: count for name, count in cards.items() if count > 2} == {}
    for name, most in (("trust", 6), ("agenda", 10), ("processes", 3)):
        sheets = printed(page, built / f"{name}.html")
        assert len(sheets) <= most, name
        title = page.locator("h1").inner_text()
        for number, text in enumerate(sheets, 1):
            assert f"{number} / {len(sheets)}" in text
            assert "Beoordeeld op 24 november 2026" in text
            assert title in text


def test_a_card_says_where_it_stands_and_leaves_the_rest_to_the_page(
    built: Path, page: Page
) -> None:
    sheets = printed(page, built / "waterland" / "en" / "processes" / "accounts-payable.html")
    first, text = sheets[0], "\n".join(sheets)
    for said in ("Accounts payable", "This process is on step 7", "Who helps", "What is still"):
        assert said in first
    for left_out in ("All steps of this process", "Light or dark", "On this page", "Skip to"):
        assert left_out not in text
    assert "This is the card of the process" in text


@pytest.mark.parametrize(
    ("name", "least", "most"), [("trust", 3, 6), ("agenda", 5, 10), ("processes", 2, 3)]
)
def test_pages_to_hand_out_are_numbered_and_titled(
    built: Path, page: Page, name: str, least: int, most: int
) -> None:
    sheets = printed(page, built / "waterland" / "nl" / f"{name}.html")
    title = page.locator("h1").inner_text()
    assert least <= len(sheets) <= most
    for number, text in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in text
        assert "Beoordeeld op 24 november 2026" in text
        assert title in text, "the title runs along"
        assert "Kwaliteit van de gegevens" not in text, "the menu stays on the screen"


def test_a_table_repeats_its_heads_and_cuts_no_row(built: Path, page: Page) -> None:
    sheets = printed(page, built / "waterland" / "nl" / "processes.html")
    for text in sheets:
        assert "Eindverantwoordelijk" in text
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == (
        "auto"
    ), "on the screen nothing is held together"
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        "tbody tr", "rows => rows.filter(r => getComputedStyle(r).breakInside != 'avoid').length"
    )
    page.emulate_media(media="null")
    assert cut == 0


def test_links_in_texts_are_written_out(built: Path, page: Page) -> None:
    page.goto((built / "waterland" / "nl" / "index.html").as_uri())
    page.evaluate(
        "document.querySelector('.prose').append(Object.assign(document.createElement('a'),"
        " {href: 'https://example.org/a', textContent: 'a source'}))"
    )
    text = PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    assert "a source (https://example.org/a)" in text
