"""Pages that an organisation writes itself: read, checked, linked, and kept inside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from authoring import HOME, PROJECT, copied, opened
from inventories import TODAY
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.supply import supplier_site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path)


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
        "No title\n\n:::{admonition}\n:::\n\n:::{ladder}\n:stap: x\n:::\n", "utf-8"
    )
    (folder / "b.md").write_text("---\ntitel: B\n---\n# B\n", "utf-8")
    (folder / "Wrong Name.md").write_text("# C\n", "utf-8")
    with pytest.raises(Unusable) as raised:
        opened(project)
    told = [str(problem).removeprefix(f"{HOME}/pages/") for problem in raised.value.problems]
    assert [one.partition("; ")[0] for one in told] == [
        "Wrong Name.md: “Wrong Name.md” cannot be the name of a page",
        "a.md:1: the page has no title",
        "a.md:3:5: the admonition has no title",
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


def test_the_project_lists_its_menu_and_what_stands_together(project: Path) -> None:
    shutil.copy(PROJECT / "playbook.yaml", project)
    site = opened(project)
    home = html(site, "brook/en/index.html")
    places = [home.index(f"pages/{name}.html") for name in ("daily/handing-over", "toolbox")]
    assert home.index("<h2>Daily work</h2>") < places[0] < places[1]
    assert places[1] < home.index("<h2>Look up</h2>") < home.index("pages/how-we-work.html")
    page = html(site, "brook/en/pages/daily/handing-over.html")
    before, after = page.partition('class="pager"')[2].split("</a>")[:2]
    assert "how-we-work.html" in before
    assert "toolbox.html" in after


def test_the_menu_lists_pages_of_extensions_too(project: Path) -> None:
    home = html(opened(project), "brook/en/index.html")
    assert home.index("<h2>Look up</h2>") < home.index("extra/former-names.html")
    shutil.copy(PROJECT / "playbook.yaml", project)
    site = opened(project)
    home = html(site, "brook/en/index.html")
    around = ("toolbox.html", "extra/former-names.html", "references.html", "<h2>Look up</h2>")
    places = [home.index(one) for one in around]
    assert places == sorted(places)
    assert home.count("extra/former-names.html") == 1
    page = html(site, "brook/en/extra/former-names.html")
    before, after = page.partition('class="pager"')[2].split("</a>")[:2]
    assert "../pages/toolbox.html" in before
    assert "../pages/references.html" in after


def test_a_page_of_an_extension_that_there_is_not_is_told_with_the_nearest(project: Path) -> None:
    settings = project / "playbook.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}nav: [former-nams]\n", "utf-8")
    with pytest.raises(Unusable) as raised:
        opened(project)
    place = f"playbook.yaml:{text.count(chr(10)) + 1}:7"
    told = [str(one) for one in raised.value.problems]
    assert f"{place}: there is no page “former-nams”; did you mean “former-names”?" in told
    # Until the extensions run nobody knows.
    warnings = [str(one) for one in open_site(project, Opening(TODAY)).warnings]
    not_run = "it may be one of an extension, which is not run until you trust it"
    assert f"{place}: there is no page “former-nams”; {not_run}" in warnings


def test_what_is_wrong_with_the_menu_is_told(project: Path) -> None:
    settings = project / "playbook.yaml"
    text = settings.read_text("utf-8")
    last = text.count("\n")
    settings.write_text(
        f"{text}nav:\n  - how-we-wrok\n  - title: X\n    pages: [toolbox, toolbox]\n", "utf-8"
    )
    with pytest.raises(Unusable) as raised:
        opened(project)
    told = [str(one).removeprefix(f"{HOME}/pages/") for one in raised.value.problems]
    assert (
        f"playbook.yaml:{last + 2}:5: there is no page “how-we-wrok”; did you mean “how-we-work”?"
        in told
    )
    assert f"playbook.yaml:{last + 4}:22: “toolbox” is given twice; keep one" in told
    others = "references, tables, as-it-stands"
    settings.write_text(f"{text}nav: [toolbox, how-we-work, {others}]\n", "utf-8")
    (warning,) = opened(project).warnings
    assert str(warning).startswith(f"{HOME}/pages/daily/handing-over.md: the page “daily/handing")
    path = project / HOME / "pages" / "daily" / "handing-over.md"
    path.write_text("---\nnav: 0\n---\n" + path.read_text("utf-8"), "utf-8")
    assert opened(project).warnings == ()


def test_tags_of_pages_are_on_the_page_of_tags(project: Path) -> None:
    site = opened(project)
    tags = html(site, "brook/en/tags.html")
    writing = tags.partition('id="tag-writing"')[2].partition("</section>")[0]
    assert 'href="pages/toolbox.html"' in writing
    assert 'href="processes/hire.html"' in writing
    assert 'href="../tags.html#tag-writing"' in html(site, "brook/en/pages/toolbox.html")


def test_pages_are_named_by_their_tag_however_many_tags_there_are(project: Path) -> None:
    path = project / HOME / "processes" / "all.yaml"
    many = ", ".join(f"t{number}" for number in range(61))
    path.write_text(path.read_text("utf-8").replace("tags: [", f"tags: [{many}, ", 1), "utf-8")
    tags = html(opened(project), "brook/en/tags.html")
    writing = tags.partition('id="tag-writing"')[2].partition("</div>")[0]
    assert 'href="pages/toolbox.html"' in writing


def test_the_former_address_of_a_page_leads_on(project: Path) -> None:
    site = opened(project)
    assert 'href="toolbox.html"' in html(site, "brook/nl/pages/kitchen-sink.html")
    path = project / HOME / "pages" / "a.md"
    path.write_text("---\nnav: 0\nformerly: [toolbox]\n---\n# A\n\n{doc}`kitchen-sink`\n", "utf-8")
    with pytest.raises(Unusable) as raised:
        opened(project)
    told = [str(one).removeprefix(f"{HOME}/pages/") for one in raised.value.problems]
    assert "a.md: “toolbox” is or was the path of another page as well; keep it at one" in told[0]
    assert told[1].startswith("a.md:7:1: the page “kitchen-sink” has another name now; write “tool")


def test_a_process_that_is_removed_says_so_wherever_it_is_named(project: Path) -> None:
    (project / HOME / "pages" / "a.md").write_text(
        "---\nnav: 0\n---\n# A\n\n{process}`petty-cash`, {process}`the coins <petty-cash>`, "
        "{process}`stamps`\n",
        "utf-8",
    )
    site = opened(project)
    page = html(site, "brook/en/pages/a.html")
    now = 'removed on 1 May 2026; now: <a href="../processes/pay.html">Paying</a>'
    assert f'<a href="../processes/petty-cash.html">Petty cash</a> ({now})' in page
    assert f'<a href="../processes/petty-cash.html">the coins</a> ({now})' in page
    assert '<a href="../processes/stamps.html">stamps</a> (removed)' in page
    gone = html(site, "brook/nl/processes/petty-cash.html")
    assert "<h1>Kleine kas</h1>" in gone
    assert "Het is vervallen op 1 mei 2026." in gone
    assert '<a href="pay.html">Betalen</a>' in gone
    assert [str(one).partition("a.md:")[2] for one in site.warnings] == [
        "6:1: the process “petty-cash” was removed on 2026-05-01; write “pay”",
        "6:24: the process “petty-cash” was removed on 2026-05-01; write “pay”",
        "6:59: the process “stamps” was removed; take this out",
    ]


def test_another_name_of_what_replaced_it_is_another_page(project: Path) -> None:
    path = project / HOME / "processes" / "all.yaml"
    text = path.read_text("utf-8").replace(
        "    tags: [writing]\n", '    purpose: "After {process}`petty-cash`."\n'
    )
    keys = []
    for name in ("Paying", "Settling"):
        path.write_text(text.replace("en: Paying", f"en: {name}"), "utf-8")
        site = opened(project)
        page = site.pages["brook/en/processes/hire.html"]
        assert name in site.html(page).decode()
        keys.append(site.known_key(page))
    assert keys[0] != keys[1]


def test_a_field_that_names_a_removed_process_is_told_what_replaced_it(project: Path) -> None:
    path = project / HOME / "processes" / "all.yaml"
    path.write_text(path.read_text("utf-8") + "    follows: [petty-cash]\n", "utf-8")
    with pytest.raises(Unusable, match="was removed on 2026-05-01; write “pay”"):
        opened(project)


def test_a_removed_process_that_is_there_is_told(project: Path) -> None:
    path = project / HOME / "organisation.yaml"
    path.write_text(path.read_text("utf-8") + "  - {id: settle}\n  - {id: buy}\n", "utf-8")
    with pytest.raises(Unusable) as raised:
        opened(project)
    told = [str(one) for one in raised.value.problems]
    assert f"{HOME}/organisation.yaml:22:10: “settle” is said to be removed" in told[0]
    assert "“buy” is said to be removed" in told[1]


def test_no_supplier_learns_of_a_removed_process(project: Path) -> None:
    text = yaml.safe_dump([{"id": "acme", "name": "Acme", "shares": {"processes": ["buy", "pay"]}}])
    (project / HOME / "suppliers.yaml").write_text(text, "utf-8")
    path = project / HOME / "processes" / "all.yaml"
    said = path.read_text("utf-8").replace("Comes before", "After {process}`petty-cash`, before")
    path.write_text(said, "utf-8")
    edition = supplier_site(opened(project), "acme")
    everything = b"".join(edition.html(page) for page in edition.pages.values()).decode()
    assert "another process" in everything
    for told in ("petty-cash", "Petty cash", "removed", "coins", "toolbox", "kitchen-sink"):
        assert told not in everything
