"""Tables that sort and filter: the address, the back button, keyboard, screen reader, print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from inventories import TODAY, write_project
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.supply import supplier_site
from playbook.write.output import Output

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, built: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    made = context.new_page()
    made.goto((built / "waterland" / "nl" / "processes.html").as_uri())
    yield made
    context.close()


def names(page: Page) -> list[str]:
    cells = page.locator("table[data-filter] tbody tr:visible th")
    return [text.strip() for text in cells.all_inner_texts()]


def count(page: Page) -> str:
    return page.locator(".tablefilter output").inner_text()


def field(label: str) -> str:
    return f".tablefilter label:has-text('{label}') select"


def test_filters_are_named_as_the_columns_and_hold_what_stands_there(page: Page) -> None:
    labels = page.locator(".tablefilter label > span").all_inner_texts()
    assert labels == ["Zoek in de tabel", "Stap", "Afdeling", "Band", "Eindverantwoordelijk"]
    steps = page.locator(field("Stap") + " option").all_inner_texts()
    assert steps[0] == "alle"
    numbered = [step for step in steps if step[0].isdigit()]
    assert steps[1 : len(numbered) + 1] == sorted(numbered), "in the order of the steps"


def test_a_filtered_table_says_how_much_it_shows_and_stands_in_the_address(
    page: Page, browser: Browser
) -> None:
    whole = names(page)
    assert count(page) == f"{len(whole)} van {len(whole)}"
    page.select_option(field("Afdeling"), "Financiën en inkoop")
    some = names(page)
    assert 0 < len(some) < len(whole)
    assert count(page) == f"{len(some)} van {len(whole)}"
    page.select_option(field("Stap"), index=1)
    fewer = names(page)
    assert len(fewer) < len(some)

    other = browser.new_context(offline=True)
    copied = other.new_page()
    copied.goto(page.url)
    assert names(copied) == fewer, "the link can be given to somebody else"
    other.close()

    page.go_back()
    expect(page.locator(".tablefilter output")).to_have_text(f"{len(some)} van {len(whole)}")
    page.go_back()
    expect(page.locator(".tablefilter output")).to_have_text(f"{len(whole)} van {len(whole)}")
    page.go_forward()
    expect(page.locator(".tablefilter output")).to_have_text(f"{len(some)} van {len(whole)}")
    page.get_by_role("button", name="Filters wissen").click()
    assert names(page) == whole
    assert "?" not in page.url


def test_text_is_found_whatever_its_case_and_accents_and_is_kept_in_the_address(
    page: Page,
) -> None:
    page.locator(".tablefilter input").fill("FINANCIEN teamleider")
    assert names(page)
    page.wait_for_url("**?q=FINANCIEN+teamleider")
    page.locator("table[data-filter] tbody tr:visible th a").first.click()
    page.go_back()
    expect(page.locator(".tablefilter input")).to_have_value("FINANCIEN teamleider")


def test_heads_sort_by_keyboard_and_say_so(page: Page) -> None:
    head = page.locator("table[data-filter] thead th").first
    button = head.locator("button")
    button.focus()
    page.keyboard.press("Enter")
    up = names(page)
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert names(page) == up[::-1]
    assert up == sorted(up, key=str.casefold)
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the focus stays"
    page.reload()
    assert names(page) == up[::-1]
    page.go_back()
    expect(head).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    assert head.get_attribute("aria-sort") is None


def test_numbers_sort_as_numbers(page: Page) -> None:
    page.locator("thead th", has_text="Open").first.locator("button").click()
    column = page.locator("table[data-filter] tbody tr td:last-child").all_inner_texts()
    numbers = [int(text or 0) for text in column]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 2


def test_bands_are_filtered_by_name_and_sorted_by_weight(page: Page) -> None:
    bands = page.locator(field("Band") + " option").all_inner_texts()
    assert bands == ["alle", "niet overwogen", "geen", "voorbereiden", "eerst oplossen"]
    page.locator("thead th", has_text="Band").locator("button").click()
    page.locator("thead th", has_text="Band").locator("button").click()
    column = page.locator("table[data-filter] tbody tr td:nth-child(4)").all_inner_texts()
    assert column == sorted(column, key=lambda name: -bands.index(name))
    page.select_option(field("Band"), "eerst oplossen")
    assert 0 < len(names(page)) == column.count("eerst oplossen")
    assert "band=eerst+oplossen" in page.url


def test_findings_are_chosen_by_department(page: Page, built: Path) -> None:
    page.goto((built / "waterland" / "nl" / "findings.html").as_uri())
    bar = page.locator(".tablefilter").nth(1)
    bar.locator("label:has-text('Afdeling') select").select_option("Personeel en ICT")
    assert "?department=Personeel+en+ICT" in page.url
    table = page.locator("table[data-filter='']")
    chosen = table.locator("tbody tr:visible")
    assert 0 < chosen.count() < table.locator("tbody tr").count()
    departments = chosen.locator("th .quiet").all_inner_texts()
    assert set(departments) == {"Personeel en ICT"}
    table.locator("thead th").first.locator("button").click()
    processes = chosen.locator("th a").all_inner_texts()
    assert processes == sorted(processes, key=str.casefold), "sorted by process all the same"
    assert len(set(processes)) > 1


def test_departments_are_sorted_by_how_many_processes_are_on_a_step(
    browser: Browser, tmp_path: Path
) -> None:
    sizes = [3, 1_200, 40, 0, 7, 5, 1_090, 2]
    organisation = {"departments": [{"id": f"d{at}", "name": f"D{at}"} for at in range(len(sizes))]}
    processes = [
        {"id": f"p{at}x{number}", "name": "P", "department": f"d{at}"}
        for at, size in enumerate(sizes)
        for number in range(size)
    ]
    site = open_site(write_project(tmp_path, organisation, processes), Opening(TODAY))
    folder = tmp_path / "out"
    address = "x/en/departments.html"
    for path, data in {
        address: site.html(site.pages[address]),
        **{name: asset.read_bytes() for name, asset in site.assets.items()},
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((folder / address).as_uri())
    head = page.locator("thead th", has_text="1. Harmonise")
    button = head.get_by_role("button", name="Sort by 1. Harmonise")
    assert head.locator("a").get_attribute("href") == "steps/harmonise.html", "leads on as before"
    button.click()
    button.click()
    column = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert column == ["1,200", "1,090", "40", "7", "5", "3", "2", ""]
    assert page.url.endswith("?sort=-1")
    page.reload()
    assert page.locator("tbody tr td:nth-child(2)").first.inner_text() == "1,200"
    context.close()


def test_two_tables_on_a_page_each_have_their_own_place_in_the_address(
    page: Page, built: Path
) -> None:
    page.goto((built / "waterland" / "nl" / "trust.html").as_uri())
    told = page.locator(".tablefilter output")
    before = told.all_inner_texts()
    assert len(before) >= 2
    page.locator(".tablefilter input").nth(0).fill("servicedesk")
    page.wait_for_url("**?heat-q=servicedesk")
    page.locator(".tablefilter input").nth(1).fill("DAT-01")
    page.wait_for_url("**stoppers-q=DAT-01**")
    page.reload()
    after = told.all_inner_texts()
    assert after[0].startswith("1 ")
    assert after[1] not in (before[1], after[0])
    assert after[2:] == before[2:]


def test_on_a_phone_the_fields_are_folded_until_they_are_used(
    browser: Browser, built: Path
) -> None:
    for width, folded in ((360, True), (1280, False)):
        view = browser.new_page(viewport={"width": width, "height": 700})
        address = (built / "waterland" / "nl" / "processes.html").as_uri()
        view.goto(address)
        assert view.locator(".tablefilter input").is_visible() is not folded
        assert view.locator(".tablefilter output").is_visible()
        if folded:
            assert view.locator("table[data-filter] tbody tr").first.is_visible()
            view.locator(".tablefilter summary").press("Enter")
            assert view.locator(".tablefilter input").is_visible()
            view.set_viewport_size({"width": 1280, "height": 700})
            expect(view.locator(".tablefilter summary")).to_be_hidden()
            expect(view.locator(".tablefilter input")).to_be_visible()
            view.set_viewport_size({"width": 360, "height": 700})
        view.goto(address + "?q=inkoop")
        assert view.locator(".tablefilter input").is_visible(), "what was chosen is in sight"
        view.close()


def test_a_strange_address_shows_the_whole_table(page: Page) -> None:
    whole = names(page)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for query in ("?sort=99", "?sort=x", "?step=%3Cimg%20src=x%3E", "?owner=nobody&q="):
        page.goto(page.url.partition("?")[0] + query)
        assert names(page) == whole, query
    assert errors == []


def test_S14_a_filter_from_the_address_is_text(page: Page) -> None:
    address = page.url + "?q=%3Cimg%20src=x%20onerror=alert(1)%3E&step=%22%3E%3Csvg%3E"
    page.goto(address)
    assert page.locator(".tablefilter input").input_value() == "<img src=x onerror=alert(1)>"
    assert page.locator(".tablefilter img, .tablefilter svg").count() == 0


def test_paper_shows_what_is_filtered(page: Page) -> None:
    page.select_option(field("Afdeling"), "Financiën en inkoop")
    page.emulate_media(media="print")
    assert len(names(page)) == 7
    assert page.locator(".tablefilter").is_hidden()
    named = page.locator("p.oncard").first
    assert named.is_visible()
    assert "Afdeling: Financiën en inkoop" in named.inner_text()


def test_without_a_script_the_whole_table_is_there(browser: Browser, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "waterland" / "nl" / "processes.html").as_uri())
    assert len(names(page)) == 29
    assert page.locator(".tablefilter").count() == 0
    context.close()


def test_a_table_that_says_it_filters_can(built: Path) -> None:
    long = ("processes", "findings", "trust", "quality", "roles", "systems", "data")
    can = {f"waterland/{language}/{name}.html" for language in ("nl", "en") for name in long}
    for path in built.rglob("*.html"):
        text = path.read_text("utf-8")
        if "data-filter" in text:
            assert "assets/tables.js" in text, path
            assert text.count(' data-text="') == text.count(" data-filter"), path
            can.discard(path.relative_to(built).as_posix())
    assert can == set()


def test_a_supplier_filters_the_processes_it_sees(browser: Browser, tmp_path: Path) -> None:
    many = [{"id": f"p{n}", "name": f"Process n{n}x"} for n in range(12)]
    root = write_project(tmp_path / "p", {}, many)
    shares = {"processes": [item["id"] for item in many]}
    suppliers = root / "content" / "organisations" / "x" / "suppliers.yaml"
    one = {"id": "ours", "name": "Ours", "language": "en", "shares": shares}
    suppliers.write_text(yaml.safe_dump([one]), "utf-8")
    edition = supplier_site(open_site(root, Opening(TODAY)), "ours")
    Build(edition, Output(tmp_path / "out", root), jobs=1).run(lambda _pages: None)
    page = browser.new_page()
    for name in ("index.html", "processes.html"):
        page.goto((tmp_path / "out" / name).as_uri())
        assert len(names(page)) == 12
        page.locator(".tablefilter input").fill("N11X")
        assert names(page) == ["Process n11x"]
        assert count(page) == "1 of 12"
    page.close()


@pytest.mark.parametrize("theme", ["harbour", "ledger"])
def test_a_long_table_says_that_rows_follow_until_the_last_is_in_sight(
    page: Page, tmp_path: Path, theme: str
) -> None:
    root = write_project(tmp_path / "p", {}, [{"id": f"p{n}", "name": f"P {n}"} for n in range(60)])
    settings = (root / "playbook.yaml").read_text("utf-8") + f"theme: {theme}\n"
    (root / "playbook.yaml").write_text(settings, "utf-8")
    site = open_site(root, Opening(TODAY))
    Build(site, Output(tmp_path / "out", root), jobs=1).run(lambda _pages: None)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((tmp_path / "out" / "x" / "en" / "processes.html").as_uri())
    region = page.locator(".scroll.tall")
    assert bottom(page, region, "") != bottom(page, region, "none"), "rows follow"
    region.evaluate("it => it.scrollTop = 1e6")
    assert bottom(page, region, "") == bottom(page, region, "none"), "the last row is in sight"
    page.locator(".tablefilter input").fill("P 59")
    assert bottom(page, region, "") == bottom(page, region, "none"), "a short table just ends"


def bottom(page: Page, region: Locator, ground: str) -> bytes:
    """Return a picture of the lowest pixels of a table, left of its words."""
    region.evaluate("(it, ground) => { it.style.backgroundImage = ground; }", ground)
    region.scroll_into_view_if_needed()
    box = region.bounding_box()
    assert box
    low = box["y"] + box["height"]
    return page.screenshot(clip={"x": box["x"] + 3, "y": low - 6, "width": 4, "height": 3})


def test_heads_and_names_stay_in_sight_on_a_long_heatmap(browser: Browser, tmp_path: Path) -> None:
    departments = [{"id": name, "name": name.upper()} for name in ("a", "b")]
    many = [{"id": f"p{n}", "name": f"Process {n}", "department": "ab"[n % 2]} for n in range(60)]
    root = write_project(tmp_path / "p", {"departments": departments}, many)
    site = open_site(root, Opening(TODAY))
    Build(site, Output(tmp_path / "out", root), jobs=1).run(lambda _pages: None)
    for name, rows in (("index", 62), ("processes", 60)):
        for width in (1280, 250):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto((tmp_path / "out" / "x" / "en" / f"{name}.html").as_uri())
            region = page.locator(".scroll").last
            assert region.locator("tbody tr").count() == rows
            region.scroll_into_view_if_needed()
            if width == 1280:
                region.evaluate("it => it.scrollTop = 1e6")
                top = region.bounding_box()
                head = region.locator("thead th").nth(1).bounding_box()
                assert top
                assert head
                assert abs(head["y"] - top["y"]) < 3, "the heads stay"
                assert region.locator("tbody tr").last.is_visible()
            elif name == "index":
                assert region.evaluate("it => (it.scrollLeft = 1e6, it.scrollLeft)") > 10
                left = region.bounding_box()
                first = region.locator("tbody th[scope=row]").first.bounding_box()
                assert left
                assert first
                assert abs(first["x"] - left["x"]) < 3, "the names stay"
            page.close()
