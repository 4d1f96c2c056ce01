"""Nothing moves while a page loads: what scripts add has its place before they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
KEEP = """
const places = () => Array.from(document.querySelectorAll("header, nav, main, main > *, footer"))
  .map(one => [one.localName + "." + one.className, Math.round(one.getBoundingClientRect().top)]);
document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") { window.before = places(); }
});
addEventListener("load", () => { window.after = places(); });
"""
"""A page is interactive when it is read whole, and no script that waited for it has run."""


@pytest.mark.parametrize("width", [360, 412, 1280])
@pytest.mark.parametrize("name", ["index", "processes/accounts-payable", "trust", "guides"])
def test_nothing_moves_when_scripts_run(
    built: Path, browser: Browser, name: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(KEEP)
    page.goto((built / "waterland" / "nl" / f"{name}.html").as_uri(), wait_until="load")
    page.wait_for_function("window.after")
    before, after = page.evaluate("[window.before, window.after]")
    assert len(before) > 5
    assert before == after
    context.close()
