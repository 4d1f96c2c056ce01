"""The site of an edition: its pages, its links, its commands."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from posixpath import dirname, normpath

import pytest

from inventories import TODAY
from playbook.build import Build
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.supply import SupplierSite, supplier_site
from playbook.write.output import Output
from test_cli import run

REPOSITORY = Path(__file__).parents[2]
_LINK = re.compile(r'(?:href|src)="([^"]*)"')
_ID = re.compile(r'id="([^"]*)"')


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(REPOSITORY, Opening(TODAY))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(REPOSITORY / "content" / "organisations", folder / "content" / "organisations")
    shutil.copy(REPOSITORY / "playbook.yaml", folder)
    return folder


def pages(edition: SupplierSite) -> dict[str, str]:
    return {address: edition.html(page).decode() for address, page in edition.pages.items()}


def test_an_edition_has_its_own_pages_and_a_page_for_each_shared_process(site: Site) -> None:
    edition = supplier_site(site, "nordia")
    assert list(edition.pages) == [
        "index.html",
        "processes.html",
        "trust.html",
        "questions.html",
        "glossary.html",
        "search.html",
        "404.html",
        "processes/accounts-payable.html",
        "processes/payment-run.html",
    ]


@pytest.mark.parametrize("name", ["nordia", "zilverdijk", "drukhuis-delta", "kustlijn"])
def test_every_link_leads_somewhere(site: Site, name: str) -> None:
    edition = supplier_site(site, name)
    made = pages(edition)
    for address, html in made.items():
        for link in _LINK.findall(html):
            path, _, anchor = link.partition("#")
            target = normpath(f"{dirname(address)}/{path}".lstrip("/")) if path else address
            assert target in made or target in edition.assets, (address, link)
            if anchor:
                assert anchor in _ID.findall(made[target]), (address, link)


def test_an_edition_is_in_the_language_of_the_supplier_alone(site: Site) -> None:
    english, dutch = supplier_site(site, "nordia"), supplier_site(site, "zilverdijk")
    assert all('<html lang="en"' in html for html in pages(english).values())
    assert all('<html lang="nl"' in html for html in pages(dutch).values())
    assert not any("hreflang" in html for html in pages(english).values())


def test_an_edition_says_whom_it_is_for_and_that_it_holds_no_prices(site: Site) -> None:
    edition = supplier_site(site, "nordia")
    for html in pages(edition).values():
        assert "Edition for Nordia Services" in html
        assert edition.edition.version in html
        assert "no prices and no judgements" in html


def test_a_question_has_an_id_a_fact_and_room_to_answer(site: Site) -> None:
    edition = supplier_site(site, "zilverdijk")
    html = pages(edition)["questions.html"]
    assert len({item.id for item in edition.questions}) == len(edition.questions) > 10
    for item in edition.questions:
        assert item.text
        assert item.fact
        assert f'id="{item.id}"' in html
    assert html.count('class="answer"') == len(edition.questions)


def test_the_page_on_trust_asks_a_question_once_of_all_its_processes(site: Site) -> None:
    edition = supplier_site(site, "zilverdijk")
    html = pages(edition)["trust.html"]
    texts = {item.text for item in edition.questions}
    assert len(texts) < len(edition.questions)
    assert html.count('<li><div class="prose">') == len(texts)
    for item in edition.questions:
        assert html.count(f'href="questions.html#{item.id}"') == 1


def test_a_question_for_ourselves_is_never_asked(site: Site) -> None:
    internal = {
        rule.code for dispute in site.method.disputes for rule in dispute.rules if rule.internal
    }
    asked = {
        item.code
        for name in ("nordia", "zilverdijk", "drukhuis-delta")
        for item in supplier_site(site, name).edition.asked
    }
    assert internal
    assert asked
    assert not internal & asked


def test_who_is_no_supplier_is_told_who_is(site: Site) -> None:
    with pytest.raises(Unusable) as raised:
        supplier_site(site, "nobody")
    assert "waterland/nordia" in raised.value.problems[0].instead
    with pytest.raises(Unusable, match="did you mean “nordia”"):
        supplier_site(site, "norida")
    assert supplier_site(site, "waterland/nordia").edition.supplier == "nordia"


def test_build_puts_every_edition_in_a_folder_of_its_own(project: Path) -> None:
    done = run("build", "--edition", "all", folder=project)
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "waterland" / "nl" / "index.html").is_file()
    suppliers = project / "site-suppliers"
    assert sorted(path.name for path in suppliers.iterdir()) == [
        "drukhuis-delta",
        "nordia",
        "zilverdijk",
    ]
    path = project / "content" / "organisations" / "waterland" / "suppliers.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("id: nordia", "id: nordia-two").replace("[nordia", "[nordia"))
    (path.parent / "answers" / "nordia.yaml").rename(path.parent / "answers" / "nordia-two.yaml")
    for file in path.parent.rglob("*.yaml"):
        file.write_text(re.sub(r"\bnordia\b(?!-two)", "nordia-two", file.read_text("utf-8")))
    done = run("build", "--edition", "all", folder=project)
    assert done.returncode == 0, done.stderr
    assert "no such edition any more" in done.stderr
    assert not (suppliers / "nordia").exists()
    assert (suppliers / "nordia-two" / "index.html").is_file()


def test_R7_an_edition_built_over_the_inside_leaves_nothing_of_it(
    project: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    assert run("build", "-o", str(target), folder=project).returncode == 0
    inside = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    words = ("build", "--edition", "supplier:zilverdijk", "-o", str(target))
    assert run(*words, folder=project).returncode == 0
    after = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    edition = supplier_site(open_site(project, Opening(TODAY)), "zilverdijk")
    own = {name for name in after if name.startswith(".playbook")}
    assert after - own == {*edition.pages, *edition.index, *edition.assets}
    assert len(inside - after) > 200
    # And back: what is remembered of the folder is not that of the other edition.
    done = run("build", "-o", str(target), folder=project)
    assert done.returncode == 0
    assert "nothing has changed" not in done.stderr
    assert (target / "waterland" / "nl" / "index.html").is_file()


def test_an_edition_is_made_once_and_then_kept(site: Site, tmp_path: Path) -> None:
    edition = supplier_site(site, "nordia")
    whole = len(edition.pages) + len(edition.index) + len(edition.assets)
    for written in (whole, 0):
        output = Output(tmp_path / "site", REPOSITORY)
        assert Build(edition, output, 1).run(lambda _pages: None).written == written


@pytest.mark.parametrize("word", ["supplier:", "supplier", "everything"])
def test_what_is_no_edition_is_refused(project: Path, word: str) -> None:
    done = run("build", "--edition", word, folder=project)
    assert done.returncode != 0
    assert "E06" in done.stderr or "no edition is" in done.stderr


@pytest.mark.parametrize("name", ["nordia", "zilverdijk", "drukhuis-delta", "kustlijn"])
def test_every_entry_of_the_index_leads_to_its_place(site: Site, name: str) -> None:
    edition = supplier_site(site, name)
    made = pages(edition)
    (part,) = edition.index.values()
    script = edition.script(part).decode().removeprefix("playbookIndex(").removesuffix(");\n")
    index = json.loads(script)
    for kind, code, title, address, *_ in index["entries"]:
        path, _, anchor = address.partition("#")
        assert title
        assert index["kinds"][kind]
        assert anchor == code
        assert not anchor or f'id="{anchor}"' in made[path]
    found = [entry[0] for entry in index["entries"]]
    assert found.count("process") == len(edition.edition.processes)
    assert found.count("question") == len(edition.questions)
