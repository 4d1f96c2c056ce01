"""What a careful eye would mind: words cut in two, figures that stand alone, other grounds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from inventories import TODAY
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.output import Output
from themed import THEMES

pytestmark = pytest.mark.browser
REPOSITORY = Path(__file__).parents[2]
LINES = """all => {
  const lines = {};
  for (const one of all.filter(one => one.checkVisibility())) {
    const top = Math.round(one.getBoundingClientRect().top);
    (lines[top] ??= []).push(one.textContent.trim());
  }
  return Object.values(lines);
}"""
"""What stands on each line, of some elements."""
CUT = r"""all => all.flatMap(one => {
  const cut = [];
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const found of walker.currentNode.data.matchAll(/\p{L}{5,}/gu)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, found.index);
      range.setEnd(walker.currentNode, found.index + found[0].length);
      const tops = [...range.getClientRects()].map(box => Math.round(box.top));
      if (new Set(tops).size > 1) cut.push(found[0]);
    }
  }
  return cut;
})"""
"""Words that stand on two lines, of some elements."""


NOTE = """\
# A note

::::{important} With live data
:::{processes} What is here
:department: people-it
:::
::::
"""


@pytest.fixture(scope="module", params=THEMES)
def dressed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example Waterland in each theme, with a page of its own."""
    folder = tmp_path_factory.mktemp(request.param)
    project = folder / "project"
    here = Path("content") / "organisations"
    shutil.copytree(REPOSITORY / here, project / here)
    settings = f"title: Test\nlanguages: [nl, en]\ntheme: {request.param}\n"
    (project / "playbook.yaml").write_text(settings, "utf-8")
    pages = project / here / "waterland" / "pages"
    pages.mkdir(exist_ok=True)
    (pages / "note.md").write_text(NOTE, "utf-8")
    site = open_site(project, Opening(TODAY))
    Build(site, Output(folder / "site", project), jobs=2).run(lambda _pages: None)
    return folder / "site"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def show(page: Page, path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())


def lines(page: Page, selector: str) -> list[list[str]]:
    return page.eval_on_selector_all(selector, LINES)  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_entry_of_a_menu_stands_alone_on_a_line(
    dressed: Path, page: Page, language: str
) -> None:
    for width in range(1000, 1320, 20):
        show(page, dressed / "waterland" / language / "about.html", width)
        alone = [line for line in lines(page, ".tabs a, .drop > summary") if len(line) < 2]
        assert alone == [], width


def test_no_figure_stands_alone_on_a_line(dressed: Path, page: Page) -> None:
    for width in (360, 500, 800, 1020, 1280, 1600):
        show(page, dressed / "waterland" / "nl" / "about.html", width)
        rows = [len(line) for line in lines(page, ".figures dd")]
        assert sum(rows) == 8
        assert len(set(rows)) == 1, width


def test_three_figures_or_layers_stand_beside_each_other(dressed: Path, page: Page) -> None:
    show(page, dressed / "waterland" / "nl" / "index.html", 360)
    assert len(lines(page, ".figures dt")) == 1
    show(page, dressed / "waterland" / "nl" / "trust.html", 1280)
    assert len(lines(page, ".layer h3")) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_layer_reaches_over_the_next_on_paper(dressed: Path, page: Page, language: str) -> None:
    show(page, dressed / "waterland" / language / "trust.html", 680)  # a sheet without its margins
    page.emulate_media(media="print")
    over = page.eval_on_selector_all(
        ".layer", "all => all.map(one => one.scrollWidth - one.clientWidth)"
    )
    page.emulate_media(media="null")
    assert over == [0, 0, 0]


@pytest.mark.parametrize("name", ["trust", "findings", "processes", "roles", "quality"])
def test_no_name_is_cut_in_two_on_a_desk(dressed: Path, page: Page, name: str) -> None:
    """No browser is asked here to know where a word of the language may break."""
    show(page, dressed / "waterland" / "nl" / f"{name}.html", 1280)
    assert page.eval_on_selector_all("tbody th", CUT) == []


def test_what_lies_on_a_note_has_its_ground_and_room(dressed: Path, page: Page) -> None:
    path = dressed / "waterland" / "en" / "pages" / "note.html"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        show(page, path, 1280)
        head = page.locator(".callout thead th").first
        colour = "one => getComputedStyle(one).backgroundColor"
        assert head.evaluate(colour) != page.locator("html").evaluate(colour)
        overflow = "one => one.scrollWidth - one.clientWidth"
        assert page.locator(".callout .scroll").first.evaluate(overflow) == 0, "nothing is cut off"
    page.emulate_media(color_scheme="null")


@pytest.mark.parametrize("name", ["trust", "departments/people-it"])
def test_a_badge_is_one_line_on_paper(dressed: Path, page: Page, name: str) -> None:
    show(page, dressed / "waterland" / "nl" / f"{name}.html", 700)
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(
        ".risk .band", "all => all.map(one => one.getClientRects().length && one.offsetHeight)"
    )
    line = page.locator(".risk .band").first.evaluate(
        "one => parseFloat(getComputedStyle(one).fontSize) * 2"
    )
    page.emulate_media(media="null")
    assert heights
    assert max(heights) < line


def test_a_row_on_a_phone_is_not_tall_for_columns_out_of_sight(dressed: Path, page: Page) -> None:
    show(page, dressed / "waterland" / "nl" / "quality.html", 360)
    last = page.locator("#gaps ~ .scroll td:has(> a ~ a)").first
    assert last.evaluate("one => one.offsetWidth") >= 280
    show(page, dressed / "waterland" / "nl" / "findings.html", 1280)
    rule = page.locator("#fired ~ .scroll td:has(> a > .code)").first
    assert rule.evaluate("one => one.offsetWidth") >= 170


def test_the_whole_matrix_of_risk_is_in_sight_on_a_phone(dressed: Path, page: Page) -> None:
    """And a head that sorts can be hit with a finger beside its neighbour."""
    show(page, dressed / "waterland" / "nl" / "trust.html", 360)
    overflow = "one => one.parentElement.scrollWidth - one.parentElement.clientWidth"
    assert page.locator("table.risk").evaluate(overflow) == 0
    widths = page.eval_on_selector_all(
        ".risk thead th:not(:first-child)", "all => all.map(one => one.offsetWidth)"
    )
    assert min(widths) >= 24


def test_long_words_break_with_a_hyphen(dressed: Path, page: Page) -> None:
    """Where the browser knows the words of the language, that is, which the page names."""
    show(page, dressed / "waterland" / "nl" / "trust.html", 360)
    assert page.locator("html").get_attribute("lang") == "nl"
    hyphens = "all => [...new Set(all.map(one => getComputedStyle(one).hyphens))]"
    for selector in ("h1, h2, h3", "tbody th", "main p"):
        assert page.eval_on_selector_all(selector, hyphens) == ["auto"], selector
    assert page.eval_on_selector_all("main code", hyphens) == ["manual"]
