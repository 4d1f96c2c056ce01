"""The main part of every own page of a project that uses all of them, and what leads to them.

`make golden` writes them anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from test_golden import main_of

from inventories import TODAY
from playbook.model.directive import OPEN, OPTIONS
from playbook.model.mention import ELSEWHERE, INLINE, KINDS, mentions
from playbook.model.ownpage import without_code
from playbook.opening import Opening
from playbook.site import Site, open_site

FOLDER = Path(__file__).parent / "authoring"
KEPT = ("own", "moved", "moved_own", "removed", "tags")
"""Kinds of pages that are what somebody wrote, or lead there."""
PROJECT = Path(__file__).parents[1] / "sites" / "authoring"


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(PROJECT, Opening(TODAY))


def test_own_pages_are_as_they_were(site: Site, request: pytest.FixtureRequest) -> None:
    assert site.warnings == ()
    mains = {
        address: main_of(site.html(page).decode())
        for address, page in site.pages.items()
        if page.kind in KEPT
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


def test_the_project_uses_all_that_texts_can_hold() -> None:
    pages = [path.read_text("utf-8") for path in sorted(PROJECT.rglob("*.md"))]
    opened = re.compile(rf"^[ >]*{OPEN}", re.MULTILINE)
    directives = {found[2] for page in pages for found in opened.finditer(page)}
    assert OPTIONS.keys() - directives == set()
    roles = {name for page in pages for name in re.findall(r"\{([a-z]+)\}`", without_code(page))}
    assert {*INLINE} - roles == set()
    inventory = "".join(
        path.read_text("utf-8") for path in sorted(PROJECT.rglob("organisations/*/*/*.yaml"))
    )
    assert {*KINDS, ELSEWHERE} - {seen.kind for seen, _ in mentions(inventory)} == set()
