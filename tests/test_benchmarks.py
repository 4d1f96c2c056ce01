"""What is measured can be measured: inventories are made, and other generators get their pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import saving
from benchmarks.inventory import write_inventory
from benchmarks.peers import eleventy, hugo, sphinx

from inventories import TODAY
from playbook.load.store import Shelf, Store
from playbook.opening import Opening
from playbook.site import Site, open_site

MANY = 3


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    project = tmp_path_factory.mktemp("bench")
    write_inventory(project, MANY)
    return open_site(project, Opening(TODAY))


@pytest.mark.parametrize(
    ("peer", "pages"),
    [(hugo, "content/processes/*.md"), (eleventy, "pages/processes/*.md")],
    ids=["hugo", "eleventy"],
)
def test_other_generators_get_what_our_pages_show(
    site: Site, tmp_path: Path, peer: object, pages: str
) -> None:
    folder = tmp_path / "project"
    peer.write_project(site, folder)  # type: ignore[attr-defined]
    written = sorted(folder.glob(pages))
    assert len(written) == MANY
    front = json.JSONDecoder().raw_decode(written[0].read_text("utf-8").removeprefix("---json\n"))[
        0
    ]
    assert front["title"] == str(site.context(site.pages["bench/en/processes/p00000.html"]).name)
    for part in ("guide", "missing", "steps", "findings", "sipoc", "lanes", "raci", "volumes"):
        assert front[part], part


def test_sphinx_gets_a_page_for_each_process(site: Site, tmp_path: Path) -> None:
    sphinx.write_project(site, tmp_path / "project")
    assert len(list((tmp_path / "project" / "processes").glob("*.rst"))) == MANY


def test_saves_are_measured_in_every_style(tmp_path: Path) -> None:
    project = tmp_path / "project"
    write_inventory(project, MANY)
    file = project / "content" / "organisations" / "bench" / "processes" / "d0000.yaml"
    before = file.read_text("utf-8")
    opening = Opening(TODAY, store=Store(tmp_path / "store"), shelf=Shelf())
    address = "bench/en/processes/p00000.html"
    times = saving.measure(project, opening, file, address, len(saving.STYLES))
    assert len(times) == len(saving.STYLES)
    assert file.read_text("utf-8") == before
