"""No violation of WCAG 2.2 AA or of best practice: axe-core in Chromium, on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from themed import MODULES, Themed

pytestmark = [pytest.mark.slow, pytest.mark.browser]
AXE = MODULES / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  for (const fold of document.querySelectorAll("details")) { fold.open = true; }
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
  return found.violations.map(one => one.id + ": " + one.help + " – "
    + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + " "
    + (node.any[0]?.message ?? "")).join(" | "));
}"""
SHAPES = [("light", 1280), ("dark", 1280), ("light", 360)]


@pytest.fixture(params=SHAPES, ids=lambda shape: f"{shape[0]}-{shape[1]}")
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    scheme, width = request.param
    # The policy of the pages forbids scripts of others, and axe is one.
    made = browser.new_context(
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    yield made
    made.close()


def test_no_page_of_any_kind_violates_a_rule(context: BrowserContext, themed: Themed) -> None:
    page = context.new_page()
    violations: list[str] = []
    for one in themed.of_each_kind():
        page.goto((themed.folder / one.path).as_uri())
        page.add_script_tag(path=AXE)
        found = page.evaluate(RUN, TAGS)
        violations += [f"{one.path}: {line}" for line in found]
    assert not violations, "\n".join(violations)


def test_what_was_found_and_chosen_violates_no_rule(
    context: BrowserContext, themed: Themed
) -> None:
    page = context.new_page()
    address = (themed.folder / "waterland" / "nl" / "search.html").as_uri()
    page.goto(f"{address}?q=factuur&step=7.+Outsourcen")
    page.wait_for_selector(".find-group a.find-hit")
    assert page.locator(".fields select").count() == 4
    page.add_script_tag(path=AXE)
    found = page.evaluate(RUN, TAGS)
    assert not found, "\n".join(found)
