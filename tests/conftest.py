"""What tests share: places on disk, a built site and a real Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chromium import FLAGS
from inventories import TODAY
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import Site, open_site
from playbook.write.output import Output

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden pages anew")


def pytest_configure() -> None:
    """Hear Ctrl-C, which tests in the background, and what they start, would ignore.

    What they start keeps its bytecode too: else each of many hundred programs is compiled anew.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def site(repository: Path) -> Site:
    """Return the examples, read."""
    return open_site(repository, Opening(TODAY))


@pytest.fixture(scope="session")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the examples, built into a folder with a space and an accent in its name."""
    folder = tmp_path_factory.mktemp("site") / "Mijn draaiboeken é"
    Build(site, Output(folder, site.root), jobs=2).run(lambda _pages: None)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is used

    executable = shutil.which("chromium")
    assert executable, "Chromium is missing; tests/browser/install.sh installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()
