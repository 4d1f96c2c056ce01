"""The search box and the search page: keyboard, screen reader, address, no script, no index."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from playbook.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def home(built: Path, language: str = "nl") -> str:
    return (built / "waterland" / language / "index.html").as_uri()


def focused(page: Page) -> str:
    text: str = page.evaluate(
        "document.activeElement.textContent || document.activeElement.tagName"
    )
    return text


def look_for(page: Page, query: str) -> None:
    page.locator("[data-search] input").fill(query)
    page.wait_for_selector(".find-group a.find-hit")


def test_the_index_is_loaded_on_first_focus_and_not_before(built: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home(built), wait_until="load")
    assert [url for url in asked if "/search/" in url] == []
    assert len(asked) <= 6
    page.locator("[data-search] input").focus()
    page.wait_for_selector("form[data-state=ready]")
    assert [url.rsplit("/", 1)[1] for url in asked if "/search/" in url] == ["0.js", "1.js"]
    page.locator("h1").click()
    page.locator("[data-search] input").focus()
    assert len([url for url in asked if "/search/" in url]) == 2, "loaded again"


def test_the_keyboard_goes_from_the_box_through_the_results_and_back(
    built: Path, page: Page
) -> None:
    page.goto(home(built))
    page.keyboard.press("Tab")  # the skip link
    while page.evaluate("document.activeElement.tagName") != "INPUT":
        page.keyboard.press("Tab")
    page.keyboard.type("factuur")
    page.wait_for_selector(".find-group a.find-hit")
    first, second = page.locator(".find-group a.find-hit").all_inner_texts()[:2]
    page.keyboard.press("ArrowDown")
    assert first.startswith(focused(page).strip())
    page.keyboard.press("ArrowDown")
    assert second.startswith(focused(page).strip())
    assert first != second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "INPUT"
    page.keyboard.press("End")
    assert focused(page) == "INPUT", "End stays in the box"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert focused(page) == "INPUT"
    assert page.locator(".find-results").is_hidden()
    page.keyboard.type("en")
    page.wait_for_selector(".find-group a.find-hit")
    page.keyboard.press("ArrowDown")
    address = page.evaluate("document.activeElement.href")
    assert address != page.url
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def test_where_answers_take_long_only_the_last_letter_is_answered(built: Path, page: Page) -> None:
    page.goto(home(built))
    look_for(page, "factuur")
    page.evaluate(
        """() => {
          const form = document.querySelector("[data-search]");
          window.answers = 0;
          new MutationObserver(() => { window.answers += 1; })
            .observe(form, {attributes: true, attributeFilter: ["data-state"]});
          const real = performance.now.bind(performance), start = real();
          performance.now = () => start + (real() - start) * 1e4;  // every answer seems slow
        }"""
    )
    box = page.locator("[data-search] input")
    box.fill("f")
    assert page.evaluate("window.answers") == 1, "nothing was slow yet"
    page.evaluate(
        """() => {
          const input = document.querySelector("[data-search] input");
          for (const text of ["fa", "fac", "fact", "factuur"]) {
            input.value = text;
            input.dispatchEvent(new Event("input", {bubbles: true}));
          }
        }"""
    )
    assert page.evaluate("window.answers") == 1, "no letter is answered at once"
    page.wait_for_timeout(600)
    assert page.evaluate("window.answers") == 2, "only the last is"
    assert "actuur" in page.locator(".find-group a.find-hit").first.inner_text()


def test_leaving_the_box_closes_it(built: Path, page: Page) -> None:
    page.goto(home(built))
    look_for(page, "factuur")
    page.mouse.click(1_270, 700)
    assert page.locator(".find-results").is_hidden()
    look_for(page, "facturen")
    for _ in range(20):
        page.keyboard.press("Tab")
        if not page.evaluate("document.activeElement.closest('form')"):
            break
    assert page.locator(".find-results").is_hidden()


def test_enter_on_a_code_goes_to_its_place_and_on_words_to_the_search_page(
    built: Path, page: Page
) -> None:
    page.goto(home(built))
    look_for(page, "s2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/steps/simplify.html#S2")
    look_for(page, "water & peil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=water%20%26%20peil")
    assert page.locator("#q").input_value() == "water & peil"
    page.wait_for_selector("text=Peilbeheer")


def test_no_single_letter_is_a_shortcut(built: Path, page: Page) -> None:
    page.goto(home(built))
    for key in "/sfkpn.,":
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert page.url == home(built)


def test_how_many_were_found_is_said_politely(built: Path, page: Page) -> None:
    page.goto(home(built))
    look_for(page, "factuur")
    status = page.locator("[data-search] [role=status]")
    expect(status).to_have_text(re.compile(r"^\d+ resultaten\. \w"))
    page.locator("[data-search] input").fill("xyzzyxyzzy")
    expect(status).to_have_text("Niets gevonden voor “xyzzyxyzzy”.")


def test_results_are_grouped_by_kind_with_the_match_marked(built: Path, page: Page) -> None:
    page.goto(home(built))
    look_for(page, "levranciers")
    kinds = page.locator(".find-kind").all_inner_texts()
    assert len(kinds) >= 2
    assert len(set(kinds)) == len(kinds), "a kind stands once"
    marks = page.locator(".find-results mark").all_inner_texts()
    assert marks
    assert all("everancier" in mark for mark in marks)


def test_a_name_in_another_language_says_so(built: Path, page: Page) -> None:
    page.goto(home(built, "en"))
    look_for(page, "dijkinspectie")
    title = page.locator(".find-title").first
    expected = None if title.inner_text() == "Dike inspection" else "nl"
    assert title.get_attribute("lang") == expected


def test_the_search_page_answers_an_address_and_keeps_the_address_up_to_date(
    built: Path, page: Page
) -> None:
    page.goto(home(built).replace("index", "search") + "?q=leverancier")
    page.wait_for_selector(".find-group h2")
    count = int(page.locator("[role=status]").inner_text().split()[0])
    assert count > 10
    page.locator("#q").fill("muskusrat")
    page.wait_for_url("**/search.html?q=muskusrat")
    page.locator(".find-group a").first.click()
    page.wait_for_url("**/muskrat-control.html")
    page.go_back()
    page.wait_for_selector("text=Muskusrattenbestrijding")
    assert page.locator("#q").input_value() == "muskusrat"


def test_a_long_group_is_folded_and_opens_in_place(built: Path, page: Page) -> None:
    page.goto(home(built).replace("index", "search") + "?q=de")
    button = page.locator(".find-group button").first
    button.wait_for()
    section = page.locator(".find-group", has=page.locator("button")).first
    assert section.locator("li").count() == 10
    count = int(button.inner_text().rsplit(" ", 1)[1])
    handle = section.element_handle()
    button.click()
    assert handle is not None
    assert len(handle.query_selector_all("li")) == count
    assert page.evaluate("document.activeElement.tagName") == "A", "the focus is on what came"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_script_the_search_page_leads_to_the_lists(
    built: Path, browser: Browser, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home(built, language))
    assert page.locator("form[data-search]").is_hidden()
    page.locator("a.find-link").click()
    assert "JavaScript" in page.locator("main").inner_text()
    links = page.locator(".find-lists a")
    assert links.count() > 10
    links.first.click()
    assert page.locator("h1").count() == 1
    context.close()


def test_an_index_that_is_missing_is_told(built: Path, tmp_path: Path, page: Page) -> None:
    shutil.copytree(built, tmp_path / "site")
    shutil.rmtree(tmp_path / "site" / "waterland" / "nl" / "search")
    page.goto(home(tmp_path / "site"))
    page.locator("[data-search] input").fill("factuur")
    page.wait_for_selector(".find-hint")
    assert "zoekpagina" in page.locator(".find-hint").inner_text()


def test_a_narrow_screen_shows_box_and_results_whole(built: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(home(built))
    look_for(page, "leverancier")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    area = page.locator(".find-results").bounding_box()
    assert area is not None
    assert area["x"] >= 0
    assert area["x"] + area["width"] <= 320
    context.close()


def test_the_page_weighs_little_with_the_box(built: Path, site: Site) -> None:
    script = site.assets["assets/search.js"].read_bytes()
    assert len(script) < 25_000
    assert b"innerHTML" not in script
    assert b"fetch(" not in script
    assert (built / "assets" / "search.js").read_bytes() == script
