"""Pages that an organisation writes itself: read, checked, linked, and kept inside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from inventories import TODAY
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.supply import supplier_site

PROJECT = Path(__file__).parent / "sites" / "authoring"
HOME = "content/organisations/brook"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT, tmp_path / "p"))


def opened(project: Path) -> Site:
    return open_site(project, Opening(TODAY))


def html(site: Site, address: str) -> str:
    return site.html(site.pages[address]).decode()


def test_a_page_is_in_the_navigation_where_it_asks_to_be(project: Path) -> None:
    (project / HOME / "pages" / "hidden.md").write_text("---\nnav: 0\n---\n# Hidden\n", "utf-8")
    site = opened(project)
    home = html(site, "brook/en/index.html")
    first, second = (
        home.index(f"pages/{name}.html") for name in ("how-we-work", "daily/handing-over")
    )
    assert first < second
    assert "hidden.html" not in home
    assert "brook/en/pages/hidden.html" in site.pages


def test_a_page_without_a_translation_serves_every_language_and_says_so(project: Path) -> None:
    site = opened(project)
    assert "Zo werken wij" in html(site, "brook/nl/pages/how-we-work.html")
    assert '<div class="own" lang="en">' in html(site, "brook/nl/pages/daily/handing-over.html")


def test_a_table_scrolls_by_itself_and_is_called_by_its_columns(project: Path) -> None:
    path = project / HOME / "pages" / "a.md"
    path.write_text("# A\n\n| Who | `what` \\| why |\n|---|---|\n| a | b |\n", "utf-8")
    text = html(opened(project), "brook/en/pages/a.html")
    label = 'aria-label="Who, what | why"'
    assert f'<div class="scroll" tabindex="0" role="group" {label}>\n<table>' in text
    assert "</table>\n</div>" in text


def test_keys_reach_code_that_scrolls(project: Path) -> None:
    path = project / HOME / "pages" / "a.md"
    path.write_text("# A\n\n```yaml\na: 1\n```\n\n    b\n\n:::{note}\n```\nc\n```\n:::\n", "utf-8")
    text = html(opened(project), "brook/en/pages/a.html")
    assert text.count('<pre tabindex="0"><code') == text.count("<pre") == 3


def test_its_own_sentence_describes_a_page(project: Path) -> None:
    page = html(opened(project), "brook/en/pages/how-we-work.html")
    assert 'content="What everybody at Brook should know."' in page


def test_fields_of_the_inventory_lead_to_own_pages(project: Path) -> None:
    site = opened(project)
    assert '<a href="pages/how-we-work.html#two-people">buy safely</a>' in html(
        site, "brook/en/index.html"
    )
    process = html(site, "brook/en/processes/buy.html")
    assert '<a href="../pages/daily/handing-over.html">Handing over</a>' in process


def test_another_title_is_another_page_of_the_process_that_names_it(project: Path) -> None:
    before = opened(project)
    path = project / HOME / "pages" / "daily" / "handing-over.md"
    path.write_text("---\nnav: 0\n---\n# Giving\n", "utf-8")
    former = opened(project)
    path.write_text("---\nnav: 0\n---\n# Passing on\n", "utf-8")
    after = opened(project)
    keys = {
        site.known_key(site.pages["brook/en/processes/buy.html"])
        for site in (before, former, after)
    }
    assert len(keys) == 3


def test_what_is_wrong_with_a_page_is_told_with_its_place(project: Path) -> None:
    folder = project / HOME / "pages"
    (folder / "a.md").write_text(
        "No title\n\n:::{nope}\n:::\n\n:::{ladder}\n:stap: x\n:::\n", "utf-8"
    )
    (folder / "b.md").write_text("---\ntitel: B\n---\n# B\n", "utf-8")
    (folder / "Wrong Name.md").write_text("# C\n", "utf-8")
    with pytest.raises(Unusable) as raised:
        opened(project)
    told = [str(problem).removeprefix(f"{HOME}/pages/") for problem in raised.value.problems]
    assert [one.partition("; ")[0] for one in told] == [
        "Wrong Name.md: “Wrong Name.md” cannot be the name of a page",
        "a.md:1: the page has no title",
        "a.md:3:5: there is no directive “nope”",
        "a.md:7:2: “ladder” has no option “stap”",
        "b.md:2:1: “titel” is not a known key",
    ]


def test_a_reference_on_a_page_that_leads_nowhere_is_told_where_it_stands(project: Path) -> None:
    (project / HOME / "pages" / "a.md").write_text(
        "---\ntitle: A\n---\n\nSee {doc}`how-we-wrok`\nand {step}`simplifi`, {ref}`nowhere`.\n\n"
        "```\n{process}`in-code`\n```\n",
        "utf-8",
    )
    told = [str(one).removeprefix(f"{HOME}/pages/") for one in opened(project).warnings]
    assert sorted(told) == [
        "a.md:5:5: the text refers to a page “how-we-wrok”, which is not there; "
        "did you mean “how-we-work”?",
        "a.md:6:23: the text refers to a place on a page “nowhere”, which is not there; "
        "correct the id",
        "a.md:6:5: the text refers to a step “simplifi”, which is not there; "
        "did you mean “simplify”?",
    ]


def test_own_pages_never_go_to_a_supplier(project: Path) -> None:
    shares = {"processes": ["buy", "pay"]}
    text = yaml.safe_dump([{"id": "acme", "name": "Acme", "shares": shares}])
    (project / HOME / "suppliers.yaml").write_text(text, "utf-8")
    edition = supplier_site(opened(project), "acme")
    pages = {address: edition.html(page).decode() for address, page in edition.pages.items()}
    assert not [address for address in pages if address.startswith("pages/")]
    everything = "".join(pages.values()).casefold()
    for told in (
        "how-we-work",
        "how we work",
        "handing-over",
        "handing over",
        "two-people",
        "buy safely",
    ):
        assert told not in everything
    assert "something that is not shown here" in everything
