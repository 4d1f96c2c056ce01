"""The main part of every page of a small site, compared with what was looked at before.

`make golden` writes them anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from inventories import TODAY
from playbook.opening import Opening
from playbook.site import Site, open_site

FOLDER = Path(__file__).parent / "pages"
PROJECT = Path(__file__).parents[1] / "sites" / "small"


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(PROJECT, Opening(TODAY))


@pytest.fixture(scope="module")
def mains(site: Site) -> dict[str, str]:
    """Return the main part of each page worth keeping, by its address."""
    pages = {
        address: page for address, page in site.pages.items() if page.kind not in ("rule", "step")
    }
    pages |= {
        address: page
        for address, page in site.pages.items()
        if page.key in ("SCO-02", "harmonise", "concentrate")
    }
    return {address: main_of(site.html(page).decode()) for address, page in pages.items()}


def main_of(html: str) -> str:
    found = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert found
    lines = (line.strip() for line in found[0].splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def test_pages_are_as_they_were(mains: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-golden"):
        shutil.rmtree(FOLDER, ignore_errors=True)
        for address, main in mains.items():
            (FOLDER / address).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / address).write_text(main, "utf-8")
    changed = [
        address
        for address, main in mains.items()
        if not (FOLDER / address).is_file() or (FOLDER / address).read_text("utf-8") != main
    ]
    assert changed == [], "look at these pages; `make golden` takes them as they are now"


def test_no_golden_page_is_stale(mains: dict[str, str]) -> None:
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html")}
    assert kept - set(mains) == set()
