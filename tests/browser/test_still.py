"""Nothing moves while a page loads: what scripts add has its place before they run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
HEIGHT = 900
NEAR = 20
"""Pixels that nobody is disturbed by: less than a line."""
KEEP = """
const places = () => Array.from(document.querySelectorAll("header, nav, main, main > *, footer"))
  .map(one => [one.localName + "." + one.className, Math.round(one.getBoundingClientRect().top)])
  .filter(([name]) => !/tablefilter|oncard/.test(name));
document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") { window.before = places(); }
});
addEventListener("load", () => { window.after = places(); });
"""
"""A page is interactive when it is read whole, and no script that waited for it has run."""


FIRST = ("index", "processes/accounts-payable", "guides", "trust")
PAGES = [(name, width) for name in FIRST for width in (360, 412, 1280)]
# In a wide window the fields of a filter take as many lines as there are columns to choose from.
PAGES += [(name, width) for name in ("processes", "departments") for width in (360, 412)]


@pytest.mark.parametrize(("name", "width"), PAGES)
def test_nothing_in_sight_moves_when_scripts_run(
    built: Path, browser: Browser, name: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": HEIGHT})
    page = context.new_page()
    page.add_init_script(KEEP)
    page.goto((built / "waterland" / "nl" / f"{name}.html").as_uri(), wait_until="load")
    page.wait_for_function("window.after")
    before, after = page.evaluate("[window.before, window.after]")
    context.close()
    assert len(before) == len(after) > 5
    moved = [
        (was, now)
        for was, now in zip(before, after, strict=True)
        if was[1] < HEIGHT and abs(was[1] - now[1]) > NEAR
    ]
    assert moved == []
