"""A built site for a real browser to look at."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from playbook.build import Build
from playbook.site import Opening, Site, open_site
from playbook.write.output import Output

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="session")
def site(repository: Path) -> Site:
    return open_site(repository, Opening(TODAY))


@pytest.fixture(scope="session")
def built(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the examples, built into a folder with a space and an accent in its name."""
    folder = tmp_path_factory.mktemp("site") / "Mijn draaiboeken é"
    Build(site, Output(folder, site.root), jobs=2).run(lambda _pages: None)
    return folder
