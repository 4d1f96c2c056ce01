"""What leads here from elsewhere: former addresses, and sites that Sphinx builds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sphobjinv

from authoring import HOME, PROJECT, opened
from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.site import Site, open_site

FILE = "brook/en/objects.inv"


@pytest.fixture(scope="module")
def site() -> Site:
    return opened(PROJECT)


@pytest.mark.parametrize("former", ["settle", "pay-out"])
def test_a_former_address_leads_on_to_where_the_process_is_now(site: Site, former: str) -> None:
    page = site.html(site.pages[f"brook/nl/processes/{former}.html"]).decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<meta http-equiv="refresh" content="0; url=pay.html">' in page
    assert '<link rel="canonical" href="pay.html">' in page
    assert '<a href="pay.html">Betalen</a>' in page


def test_everything_that_is_offered_to_other_sites_is_there(site: Site) -> None:
    inventory = sphobjinv.Inventory(zlib=site.assets[FILE].read_bytes())
    assert inventory.project == "Brook"
    assert {f"{one.domain}:{one.role}" for one in inventory.objects} == {
        *(f"playbook:{kind}" for kind in ("process", "step", "criterion", "rule")),
        *(f"playbook:{kind}" for kind in ("role", "unit", "department", "system", "data")),
        *(f"std:{kind}" for kind in ("doc", "label", "term")),
    }
    for one in inventory.objects:
        address, _, anchor = one.uri_expanded.partition("#")
        page = site.pages[f"brook/en/{address}"]
        assert not anchor or f'id="{anchor}"' in site.html(page).decode()


def test_the_file_is_the_same_twice_and_speaks_each_language(site: Site) -> None:
    again = opened(PROJECT)
    assert site.assets[FILE].read_bytes() == again.assets[FILE].read_bytes()
    dutch = sphobjinv.Inventory(zlib=site.assets["brook/nl/objects.inv"].read_bytes())
    names = {one.name: one.dispname_expanded for one in dutch.objects}
    assert names["process-pay"] == "Betalen"


EDITS = [
    (f"{HOME}/processes/all.yaml", "en: Buying}", "en: Ordering}"),
    (f"{HOME}/organisation.yaml", "name: Brook", "name: Beck"),
    (f"{HOME}/organisation.yaml", "{id: buyer, name: Buyer}", "{id: buyer, name: Who buys}"),
    (f"{HOME}/pages/tables.md", "# Tables, pictures", "# Lists, pictures"),
    (f"{HOME}/pages/tables.md", ":name: the-stamp", ":name: a-stamp"),
    ("content/method/rules/brook.yaml", "en: One role does everything}", "en: One does it all}"),
    ("content/method/steps/1-harmonise.yaml", "en: The process has a name in", "en: It speaks"),
    ("content/method/glossary.yaml", "", "terms: [{code: brook, term: brook, meaning: Water.}]\n"),
    ("extensions/renames.py", '"en": "Former names"', '"en": "Names before"'),
    ("playbook.yaml", "title: {nl: Eigen pagina's, en: Own pages}", "title: Something else"),
    (f"{HOME}/processes/all.yaml", "Comes before", "Comes well before"),
]


@pytest.mark.parametrize(("file", "old", "new"), EDITS)
def test_the_file_is_known_to_be_another_whenever_it_is(
    site: Site, tmp_path: Path, file: str, old: str, new: str
) -> None:
    copy = Path(shutil.copytree(PROJECT, tmp_path / "p"))
    path = copy / file
    text = path.read_text("utf-8") if path.is_file() else ""
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else new, "utf-8")
    edited = opened(copy)
    differs = edited.assets[FILE].read_bytes() != site.assets[FILE].read_bytes()
    assert (edited.asset_key(FILE) != site.asset_key(FILE)) == differs
    assert differs == (old not in ("Comes before", "title: {nl: Eigen pagina's, en: Own pages}"))
    assert site.asset_key(FILE) != site.asset_key(FILE.replace("/en/", "/nl/"))


def test_a_new_name_of_a_process_that_nothing_refers_to_makes_another_file(tmp_path: Path) -> None:
    keys = set()
    for name in ("Buying", "Ordering"):
        project = write_project(tmp_path / name, {}, [{"id": "buy", "name": name}])
        keys.add(open_site(project, Opening(TODAY)).asset_key("x/en/objects.inv"))
    assert len(keys - {""}) == 2


def test_a_site_that_sphinx_builds_refers_to_ours(site: Site, tmp_path: Path) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    (tmp_path / "objects.inv").write_bytes(site.assets[FILE].read_bytes())
    (source / "conf.py").write_text(
        "extensions = ['sphinx.ext.intersphinx']\n"
        "base = 'https://example.org/en/'\n"
        f"intersphinx_mapping = {{'brook': (base, {str(tmp_path / 'objects.inv')!r})}}\n",
        "utf-8",
    )
    (source / "index.rst").write_text(
        "Ours\n====\n\n"
        ":external+brook:ref:`process-buy`, :external+brook:ref:`criterion-H1`,\n"
        ":external+brook:ref:`two-people`, :external+brook:doc:`daily/handing-over`\n"
        "and :external+brook:term:`handoff`.\n",
        "utf-8",
    )
    command = (sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", source, tmp_path / "out")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "index.html").read_text("utf-8")
    base = "https://example.org/en/"
    assert re.findall(rf'href="{base}([^"]*)"', html) == [
        "processes/buy.html",
        "steps/harmonise.html#H1",
        "pages/how-we-work.html#two-people",
        "pages/daily/handing-over.html",
        "glossary.html#handoff",
    ]
    assert "Buying" in html


def test_no_supplier_gets_the_file_or_a_former_address(site: Site) -> None:
    from playbook.plan import supplier_plan  # noqa: PLC0415

    inventory = site.portfolios[0].inventory
    assert not [
        page
        for page in supplier_plan(inventory, "en")
        if page.kind in ("moved", "moved_own", "removed")
    ]
