"""The main part of every own page of a project that uses all of them, and what leads to them.

`make golden` writes them anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_golden import main_of

from inventories import TODAY
from playbook.opening import Opening
from playbook.site import Site, open_site

FOLDER = Path(__file__).parent / "authoring"
PROJECT = Path(__file__).parents[1] / "sites" / "authoring"


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(PROJECT, Opening(TODAY))


def test_own_pages_are_as_they_were(site: Site, request: pytest.FixtureRequest) -> None:
    assert site.warnings == ()
    mains = {
        address: main_of(site.html(page).decode())
        for address, page in site.pages.items()
        if page.kind == "own"
    }
    if request.config.getoption("--write-golden"):
        shutil.rmtree(FOLDER, ignore_errors=True)
        for address, main in mains.items():
            (FOLDER / address).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / address).write_text(main, "utf-8")
    kept = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in FOLDER.rglob("*.html")
    }
    assert mains == kept, "look at these pages; `make golden` takes them as they are now"
