"""A built site and a real Chromium to look at it."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from playbook.build import Build
from playbook.site import Opening, Site, open_site
from playbook.write.output import Output

TODAY = datetime.date(2026, 11, 24)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(repository: Path) -> Site:
    return open_site(repository, Opening(TODAY))


@pytest.fixture(scope="session")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the examples, built into a folder with a space and an accent in its name."""
    folder = tmp_path_factory.mktemp("site") / "Mijn draaiboeken é"
    Build(site, Output(folder, site.root), jobs=2).run(lambda _pages: None)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    assert executable, "Chromium is missing; tests/browser/install.sh installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()
