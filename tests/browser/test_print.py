"""On paper: the card of a process, the trust page and its agenda, the portfolio."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from inventories import TODAY, write_project
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.output import Output
from themed import THEMES, build_themed, leads_on

pytestmark = pytest.mark.browser
A4 = (595, 842)
"""Width and height in points."""


DEFAULT = "harbour"


@pytest.fixture(
    scope="module",
    params=[
        theme if theme == DEFAULT else pytest.param(theme, marks=pytest.mark.slow)
        for theme in THEMES
    ],
)
def dressed(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the examples in each theme."""
    if request.param == DEFAULT:
        return built
    return build_themed(request.param, tmp_path_factory.mktemp(request.param)).folder


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


def cards(folder: Path) -> list[Path]:
    """Return the pages of processes, the longest first."""
    found = folder.glob("*.html")
    # A former address leads on at once: there is nothing to print.
    return sorted((path for path in found if not leads_on(path)), key=lambda path: -size(path))


def size(path: Path) -> int:
    return path.stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_card_of_every_process_takes_two_sheets(
    dressed: Path, page: Page, language: str
) -> None:
    paths = cards(dressed / "waterland" / language / "processes")
    sheets = {path.stem: len(printed(page, path)) for path in paths}
    assert len(sheets) == 30, "29 processes, and what is said of one that is no more"
    assert {name: count for name, count in sheets.items() if count > 2} == {}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_cards_of_the_longest_processes_take_two_sheets(
    dressed: Path, page: Page, language: str
) -> None:
    longest = cards(dressed / "waterland" / language / "processes")[:4]
    assert {path.stem: len(printed(page, path)) for path in longest} == {
        path.stem: 2 for path in longest
    }


def test_a_card_says_where_it_stands_and_leaves_the_rest_to_the_page(
    dressed: Path, page: Page
) -> None:
    sheets = printed(page, dressed / "waterland" / "en" / "processes" / "accounts-payable.html")
    first, text = sheets[0], "\n".join(sheets)
    for said in ("Accounts payable", "This process is on step 7", "Who helps", "What is still"):
        assert said in first
    for left_out in ("All steps of this process", "Light or dark", "On this page", "Skip to"):
        assert left_out not in text
    assert "This is the card of the process" in text


ASSESSED = {"nl": "Beoordeeld op 24 november 2026", "en": "Assessed on 24 November 2026"}
SHEETS = {"trust": range(3, 7), "agenda": range(5, 11), "processes": range(2, 4)}


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("language", ASSESSED)
def test_pages_to_hand_out_are_numbered_and_titled(
    dressed: Path, page: Page, language: str, name: str
) -> None:
    sheets = printed(page, dressed / "waterland" / language / f"{name}.html")
    title = page.locator("h1").inner_text()
    assert len(sheets) in SHEETS[name]
    for number, text in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in text
        assert ASSESSED[language] in text
        assert title in text, "the title runs along"
        for menu in ("Kwaliteit van de gegevens", "Data quality"):
            assert menu not in text, "the menu stays on the screen"


def test_a_table_repeats_its_heads_and_cuts_no_row(dressed: Path, page: Page) -> None:
    sheets = printed(page, dressed / "waterland" / "nl" / "processes.html")
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


def test_a_criterion_of_a_step_stands_on_one_sheet(dressed: Path, page: Page) -> None:
    whole = 0
    for text in printed(page, dressed / "waterland" / "en" / "steps" / "outsource.html"):
        assert text.count("Good evidence:") == text.count("Not evidence:")
        whole += text.count("Good evidence:")
    assert whole == 8


def test_a_short_table_stands_on_one_sheet(dressed: Path, page: Page) -> None:
    weeks = ("Write down motive and alternatives", "Read it all again and decide")
    sheets = printed(page, dressed / "waterland" / "en" / "steps" / "outsource.html")
    assert [all(week in " ".join(text.split()) for week in weeks) for text in sheets].count(
        True
    ) == 1


def test_no_sheet_ends_with_the_head_of_a_table(dressed: Path, page: Page) -> None:
    """A head that nothing follows says nothing; it goes to the next sheet with its title."""
    found = 0
    for text in printed(page, dressed / "waterland" / "nl" / "trust.html"):
        _, title, rest = text.partition("Processen en soorten geschillen")
        if title:
            found += 1
            assert "ICT-servicedesk" in rest
    assert found == 1


def test_links_in_texts_are_written_out(dressed: Path, page: Page) -> None:
    page.goto((dressed / "waterland" / "nl" / "index.html").as_uri())
    page.evaluate(
        "document.querySelector('.prose').append(Object.assign(document.createElement('a'),"
        " {href: 'https://example.org/a', textContent: 'a source'}))"
    )
    text = PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    assert "a source (https://example.org/a)" in text


def test_a_table_that_nobody_filtered_says_nothing_of_a_filter(dressed: Path, page: Page) -> None:
    path = dressed / "waterland" / "nl" / "processes.html"
    assert "29 van 29" not in "".join(printed(page, path))
    page.locator(".tablefilter input").fill("factu")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "van 29 · factu" in "".join(sheet.extract_text() for sheet in reader.pages)


def test_every_number_of_a_long_list_is_whole_on_paper(dressed: Path, page: Page) -> None:
    page.goto((dressed / "waterland" / "nl" / "agenda.html").as_uri())
    page.evaluate("document.querySelector('ol.questions').start = 118")
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "118." in reader.pages[0].extract_text()


def test_the_text_that_a_project_chose_stands_at_the_bottom_of_every_sheet(
    tmp_path: Path, page: Page
) -> None:
    process = {"id": "p", "name": "P", "purpose": "Long.\n\n" * 200}
    root = write_project(tmp_path / "p", {}, [process])
    settings = "title: Test\nlanguages: [en]\ntheme: ledger\n"
    own = "theme_options: {footer: For the board only}\n"
    (root / "playbook.yaml").write_text(settings + own, "utf-8")
    site = open_site(root, Opening(TODAY))
    Build(site, Output(tmp_path / "out", root), jobs=1).run(lambda _pages: None)
    sheets = printed(page, tmp_path / "out" / "x" / "en" / "processes" / "p.html")
    assert len(sheets) > 1
    for text in sheets:
        assert text.count("For the board only") == 1


def test_a_folded_list_says_on_paper_what_it_holds_and_heads_show_no_buttons(
    tmp_path: Path, page: Page
) -> None:
    """No heading stands above nothing, and no word is cut for the width of its column."""
    long = "Straßenverkehrsbehörde"
    organisation = {
        "departments": [
            {"id": f"d{at}", "name": long if at == 3 else f"Department {at}"} for at in range(9)
        ],
        "systems": [{"id": "erp", "name": "ERP"}],
    }
    processes = [
        {
            "id": f"p{at}",
            "name": f"Process {at}",
            "department": f"d{at % 9}",
            "systems": ["erp"],
            "tags": [f"{letter}{at}" for letter in "ab"],
        }
        for at in range(40)
    ]
    site = open_site(write_project(tmp_path / "p", organisation, processes), Opening(TODAY))
    Build(site, Output(tmp_path / "out", tmp_path), jobs=1).run(lambda _pages: None)
    folder = tmp_path / "out" / "x" / "en"
    system = " ".join(printed(page, folder / "systems" / "erp.html"))
    assert "Department 8" in system
    assert "Process 8" not in system, "the processes themselves are left to the page"
    told = " ".join(printed(page, folder / "tags.html")).split()
    assert told[told.index("A") : told.index("A") + 4] == ["A", "40", "B", "40"]
    assert "↕" not in " ".join(printed(page, folder / "departments.html"))
    assert long in " ".join(printed(page, folder / "processes.html"))
