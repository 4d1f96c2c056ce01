"""What stands around every page: menu, contents, neighbours, edit link, light and dark."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from inventories import write_project
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import Site, open_site
from playbook.write.output import Output

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1480, "height": 900}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def address(built: Path, name: str) -> str:
    return (built / "waterland" / name).as_uri()


def test_every_entry_of_the_contents_is_a_heading_of_the_page(built: Path, page: Page) -> None:
    names = ("processes/absence", "steps/unify", "index", "trust", "findings", "quality")
    for name in (f"nl/{name}.html" for name in names):
        page.goto(address(built, name))
        anchors = page.eval_on_selector_all(".contents a", "all => all.map(a => a.hash.slice(1))")
        assert len(anchors) >= 3
        order = page.evaluate(
            "ids => ids.map(id => document.getElementById(id).getBoundingClientRect().top)", anchors
        )
        if name != "nl/index.html":  # two sections stand side by side there
            assert order == sorted(order), name


def test_the_menu_is_open_on_a_desk_and_folded_on_a_phone(built: Path, browser: Browser) -> None:
    for script in (True, False):
        for size, seen in ((DESK, True), (PHONE, False)):
            context = browser.new_context(
                viewport=size,  # type: ignore[arg-type]
                java_script_enabled=script,
            )
            page = context.new_page()
            page.goto(address(built, "nl/processes/absence.html"))
            assert page.locator(".side li a").first.is_visible() is seen
            if not seen:
                page.locator(".side summary").click()
                assert page.locator(".side li a").first.is_visible()
                page.locator(".contents summary").click()
                assert page.locator(".contents li a").first.is_visible()
            context.close()


def test_the_menu_marks_where_one_is(built: Path, page: Page) -> None:
    page.goto(address(built, "en/processes/absence.html"))
    marked = page.locator(".side [aria-current]")
    assert (marked.count(), marked.inner_text()) == (1, "People and IT")
    assert marked.get_attribute("aria-current") == "true", "the page is in it, not it"
    marked.click()
    assert page.locator(".side [aria-current]").get_attribute("aria-current") == "page"


def test_previous_and_next_walk_through_a_department(built: Path, page: Page) -> None:
    page.goto(address(built, "en/departments/people-it.html"))
    names = page.locator("#list ~ .scroll tbody th").all_inner_texts()
    with page.expect_navigation():
        page.locator("#list ~ .scroll tbody th a").first.click()
    walked = [page.locator("h1").inner_text()]
    while page.locator(".pager .after").count():
        with page.expect_navigation():
            page.locator(".pager .after").click()
        walked.append(page.locator("h1").inner_text())
    assert walked == names
    assert page.locator(".pager .before").count() == 1


def test_light_and_dark_are_chosen_and_remembered(built: Path, page: Page) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.emulate_media(color_scheme="light")
    page.goto(address(built, "nl/index.html"))
    light = page.evaluate(ground)
    page.locator("[data-theme-toggle]").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.goto(address(built, "nl/trust.html"))
    assert page.evaluate(ground) == dark, "the choice is kept"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light, "paper is white"


@pytest.mark.parametrize("name", ["nl/processes/absence.html", "nl/index.html", "nl/trust.html"])
def test_320_pixels_and_double_text_need_no_sideways_scroll(
    built: Path, browser: Browser, name: str
) -> None:
    # The letters of another computer may be wider than those of this one: a mono is the widest.
    wide = "* { font-family: 'DejaVu Sans Mono', 'Liberation Mono', monospace !important; }"
    context = browser.new_context(viewport=PHONE, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(built, name))
    for letters in ("* {}", wide):
        page.add_style_tag(content=letters)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.evaluate("document.documentElement.style.fontSize = ''")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    context.close()


def test_without_its_style_sheet_a_page_says_to_extract_the_zip(built: Path, page: Page) -> None:
    page.goto(address(built, "nl/index.html"))
    line = page.locator("body > p").first
    assert not line.is_visible()
    page.evaluate("document.querySelector('link[rel=stylesheet]').disabled = true")
    assert line.is_visible()
    assert "Extract the zip file first" in line.inner_text()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site of forty departments, kept on a code platform."""
    root = tmp_path_factory.mktemp("many")
    inside = root / "content" / "organisations" / "ours"
    (inside / "processes").mkdir(parents=True)
    root.joinpath("playbook.yaml").write_text(
        "title: Ours\nrepository: {edit: 'https://code.example/edit/{file}#L{line}'}\n"
    )
    departments = "".join(f"  - {{id: d{n}, name: Department {n}}}\n" for n in range(40))
    inside.joinpath("organisation.yaml").write_text(f"name: Ours\ndepartments:\n{departments}")
    processes = "".join(
        f"  - {{id: p{n}, name: P {n}, department: d{n % 40}}}\n" for n in range(80)
    )
    inside.joinpath("processes", "all.yaml").write_text(f"processes:\n{processes}")
    return open_site(root, Opening(datetime.date(2026, 11, 24)))


def test_a_menu_of_many_departments_shows_the_one_and_leads_to_all(many: Site) -> None:
    html = many.html(many.pages["ours/en/processes/p7.html"]).decode()
    menu = html[html.index('<nav class="menubar side"') : html.index("<main")]
    assert menu.count("../departments/") == 1
    assert "Department 7" in menu
    assert "All 40 departments" in menu
    every = many.html(many.pages["ours/en/departments.html"]).decode()
    assert every.count('href="departments/') == 40


def test_a_page_leads_to_the_line_of_its_file(many: Site) -> None:
    html = many.html(many.pages["ours/en/processes/p7.html"]).decode()
    file = "content/organisations/ours/processes/all.yaml"
    assert f'href="https://code.example/edit/{file}#L9"' in html
    assert "https://code.example" not in many.html(many.pages["ours/en/trust.html"]).decode()


def test_a_link_to_a_heading_or_a_finding_is_copied_by_keyboard(
    built: Path, browser: Browser
) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address(built, "en/processes/accounts-payable.html"))
    assert page.locator("#summary .copy").count() == 0, "a heading does not read it out"
    for place, target in (("#summary + .copy", "summary"), ("#PEO-03 .copy", "PEO-03")):
        button = page.locator(place)
        button.press("Enter")
        told = page.locator(".copy + output")
        expect(told).to_have_text("Copied")
        assert page.url.endswith(f"#{target}")
        assert page.evaluate("navigator.clipboard.readText()") == page.url
        assert page.evaluate("document.activeElement.className") == "copy"
    page.emulate_media(media="print")
    assert page.locator(".copy:visible").count() == 0
    context.close()


def test_where_nothing_can_be_copied_the_address_bar_has_the_link(built: Path, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(address(built, "nl/processes/absence.html"))
    page.locator("#summary + .copy").click()
    expect(page.locator(".copy + output")).to_have_text("De link staat in de adresbalk")
    assert page.url.endswith("#summary")


def one_of_each_kind(site: Site, language: str) -> dict[str, str]:
    """Return the address of a page of every kind of the example Waterland."""
    pages = [page for page in site.pages.values() if page.organisation == "waterland"]
    return {page.kind: page.path for page in pages if page.language == language}


def test_the_language_switch_stays_on_the_page_and_leads_back(
    built: Path, site: Site, page: Page
) -> None:
    kinds = one_of_each_kind(site, "nl")
    for kind in ("home", "process", "step", "department", "rule", "guide"):
        page.goto((built / kinds[kind]).as_uri())
        for language in ("en", "nl"):
            switch = page.locator(f".tools a[hreflang={language}]")
            with page.expect_navigation():
                switch.click()
            assert page.locator("html").get_attribute("lang") == language, kind
            other = kinds[kind].replace("/nl/", f"/{language}/")
            assert page.url == (built / other).as_uri(), kind


def test_the_button_of_a_heading_stands_behind_its_last_word(built: Path, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address(built, "en/trust.html"))
    gaps = page.evaluate("""() => [...document.querySelectorAll(":is(h2, h3) + .copy")].map(one => {
      const range = document.createRange();
      range.selectNodeContents(one.previousElementSibling);
      const lines = [...range.getClientRects()], last = lines.at(-1);
      const at = one.getBoundingClientRect();
      return [new Set(lines.map(line => line.top)).size, at.left - last.right,
        at.top + at.height / 2 - last.top - last.height / 2];
    })""")
    assert any(lines > 1 for lines, _, _ in gaps)
    for _, beside, below in gaps:
        assert 0 <= beside < 12
        assert abs(below) < 8, "on that line"


def test_the_trail_leads_up_one_page_at_a_time_to_the_home_page(site: Site) -> None:
    kinds = one_of_each_kind(site, "en")
    assert len(kinds) > 20
    for kind, path in kinds.items():
        ups = trail(site, path)
        if kind != "home":
            assert ups[0] == "waterland/en/index.html", kind
        for above, up in enumerate(ups):
            assert trail(site, up) == ups[:above], kind


def trail(site: Site, path: str) -> list[str]:
    """Return the addresses of the pages above one, the home page first."""
    links = site.context(site.pages[path]).head.trail
    return [posixpath.normpath(posixpath.join(posixpath.dirname(path), at.href)) for at in links]


def test_the_link_to_change_a_page_is_there_when_its_project_names_a_repository(
    many: Site, tmp_path: Path, page: Page
) -> None:
    Build(many, Output(tmp_path / "out", many.root), jobs=1).run(lambda _pages: None)
    page.goto((tmp_path / "out" / "ours" / "en" / "processes" / "p7.html").as_uri())
    link = page.get_by_role("link", name="Edit these facts")
    file = "content/organisations/ours/processes/all.yaml"
    assert link.get_attribute("href") == f"https://code.example/edit/{file}#L9"
    page.goto((tmp_path / "out" / "ours" / "en" / "trust.html").as_uri())
    assert page.locator(".pagefoot").count() == 0


def test_a_long_menu_of_departments_stays_short_and_every_department_is_found(
    many: Site, tmp_path: Path, page: Page
) -> None:
    Build(many, Output(tmp_path / "out", many.root), jobs=1).run(lambda _pages: None)
    page.goto((tmp_path / "out" / "ours" / "en" / "processes" / "p7.html").as_uri())
    assert page.locator(".side a").count() < 40
    page.locator(".side a", has_text="All 40 departments").click()
    page.locator(".tablefilter input").fill("Department 39")
    rows = page.locator("tbody tr:visible")
    expect(rows).to_have_count(1)
    rows.locator("a").first.click()
    assert page.locator("h1").inner_text() == "Department 39"


def test_in_ledger_the_contents_stand_at_the_top_and_the_menu_folds(
    tmp_path: Path, browser: Browser
) -> None:
    organisation = {"departments": [{"id": "d", "name": "D"}]}
    process = {"id": "p", "name": "P", "department": "d", "trigger": "A", "result": "B"}
    root = write_project(tmp_path / "p", organisation, [process])
    (root / "playbook.yaml").write_text("title: Test\nlanguages: [en]\ntheme: ledger\n", "utf-8")
    site = open_site(root, Opening(datetime.date(2026, 11, 24)))
    Build(site, Output(tmp_path / "out", root), jobs=1).run(lambda _pages: None)
    for script in (True, False):
        for size, wide in ((DESK, True), (PHONE, False)):
            context = browser.new_context(
                viewport=size,  # type: ignore[arg-type]
                java_script_enabled=script,
            )
            page = context.new_page()
            for name in ("index.html", "processes/p.html"):
                page.goto((tmp_path / "out" / "x" / "en" / name).as_uri())
                contents = page.locator(".contents li a").first
                assert contents.is_visible() is wide, name
                assert page.locator(".tabs li a").first.is_visible() is wide, name
                if not wide:
                    page.locator(".contents summary").click()
                box = contents.bounding_box()
                assert box
                assert box["y"] < 400, "at the top of the page"
            context.close()
