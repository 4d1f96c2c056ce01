"""The index as a planned file of the site: complete, inert, made anew only when it has to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from werkzeug.test import Client

from inventories import TODAY, write_project
from playbook import plan
from playbook.build import Build
from playbook.contexts.progress import step_words
from playbook.opening import Opening
from playbook.plan import UNASSIGNED, IndexPart
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.site import Site, open_site
from playbook.write.output import Output

HOSTILE = "</script><!-- \u2028 \u2029 <img src=x onerror=alert(1)>"


def read(script: bytes) -> dict[str, Any]:
    text = script.decode()
    assert text.startswith("playbookIndex(")
    assert text.endswith(");\n")
    value: dict[str, Any] = json.loads(text.removeprefix("playbookIndex(").removesuffix(");\n"))
    return value


def entries(site: Site, organisation: str, language: str) -> list[list[str]]:
    parts = [
        part
        for part in site.index.values()
        if (part.organisation, part.language) == (organisation, language)
    ]
    return [entry for part in parts for entry in read(site.script(part))["entries"]]


def make(site: Site, folder: Path) -> frozenset[str]:
    """Build into a folder and return the addresses that were written."""
    build = Build(site, Output(folder, site.root), jobs=1)
    build.run(lambda _pages: None)
    return frozenset(build.changed)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_entry_leads_to_a_page_and_every_page_of_a_thing_is_found(
    site: Site, language: str
) -> None:
    folder = f"waterland/{language}/"
    found = {folder + entry[3].partition("#")[0] for entry in entries(site, "waterland", language)}
    assert found <= set(site.pages)
    # A former address only leads on: what is found is the process where it is now.
    silent = ("agenda", "search", "index", "moved", "moved_own", "removed")
    wanted = {
        address
        for address, page in site.pages.items()
        if address.startswith(folder) and page.kind not in silent
    }
    assert wanted - found == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_process_is_chosen_by_what_its_judgement_says(site: Site, language: str) -> None:
    bands = set()
    for portfolio in site.portfolios:
        view = site.views[portfolio.inventory.id, language]
        told = {
            f"processes/{process.id}.html": (
                str(view.department_name(process.department or UNASSIGNED).striptags()),
                step_words(view, portfolio.assessments[process.id]),
                view.wording.word(f"band_{band}") if band else "",
                str(view.owner(process).striptags()),
            )
            for process in portfolio.inventory.processes
            for band in [portfolio.risks[process.id].band]
        }
        bands |= {band for _, _, band, _ in told.values()}
        found = entries(site, portfolio.inventory.id, language)
        assert {each[3]: tuple(each[7:]) for each in found if len(each) > 7} == told
    assert len(bands) > 3, "some bands, and none"


def test_every_kind_has_a_name_in_every_language(site: Site) -> None:
    for part in site.index.values():
        value = read(site.script(part))
        if part.number == 0:
            kinds = {entry[0] for entry in entries(site, part.organisation, part.language)}
            assert kinds <= set(value["kinds"])
            assert all(value["kinds"].values())
            assert all(value["words"].values())


def test_own_pages_are_found_by_what_they_say_and_the_index_follows_them(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, [{"id": "p", "name": "P"}])
    path = root / "content" / "organisations" / "x" / "pages" / "house-rules.md"
    path.parent.mkdir()
    keys = []
    for word in ("umbrellas", "galoshes"):
        path.write_text(
            f"---\nnav: 0\n---\n# House rules\n\nLeave **{word}** in _the_ `shoe_rack` \\\\<2>.\n",
            "utf-8",
        )
        site = open_site(root, Opening(TODAY))
        keys.append(site.script_key(site.index["x/en/search/0.js"]))
        (entry,) = [one for one in entries(site, "x", "en") if one[2] == "House rules"]
        assert entry[3] == "pages/house-rules.html"
        assert entry[5] == f"Leave {word} in the shoe_rack <2."
    assert len(set(keys)) == 2


def test_texts_are_found_without_marks_of_markdown(site: Site) -> None:
    texts = " ".join(
        entry[5] for entry in entries(site, "waterland", "nl") if entry[0] == "process"
    )
    assert "één keer" in texts
    assert "Inkopen en bestellen, de betaling gaat naar Betaalrun" in texts
    assert "**" not in texts
    assert "{process}" not in texts


def test_S14_S17_nothing_in_the_index_can_end_a_script(tmp_path: Path) -> None:
    process = {"id": "p", "name": HOSTILE, "purpose": HOSTILE, "tags": [HOSTILE]}
    site = open_site(write_project(tmp_path, {"name": HOSTILE}, [process]), Opening(TODAY))
    for part in site.index.values():
        script = site.script(part).decode()
        assert "<" not in script
        assert "\u2028" not in script
        assert "\u2029" not in script
    assert entries(site, "x", "en")[-1][2] == HOSTILE, "the text itself is whole"


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put four processes into a part, to have several parts without thousands of pages."""
    monkeypatch.setattr(plan, "PER_INDEX_PART", 4)


def many(size: int) -> list[dict[str, Any]]:
    return [
        {"id": f"p{at}", "name": f"Process {at}", "purpose": f"Text {at}"} for at in range(size)
    ]


@pytest.mark.usefixtures("small_parts")
def test_only_the_part_of_a_changed_process_is_made_anew(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {}, many(9))
    output = tmp_path / "out"
    first = make(open_site(project, Opening(TODAY)), output)
    index = {f"x/en/search/{number}.js" for number in range(4)}
    assert {address for address in first if address.startswith("x/en/search/")} == index
    assert make(open_site(project, Opening(TODAY)), output) == frozenset()

    path = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text(path.read_text("utf-8").replace("Text 5", "Changed 5"), "utf-8")
    second = make(open_site(project, Opening(TODAY)), output)
    assert {address for address in second if "/search/" in address and "/en/" in address} == {
        "x/en/search/2.js"
    }
    assert b"Changed 5" in (output / "x/en/search/2.js").read_bytes()


@pytest.mark.usefixtures("small_parts")
def test_a_renamed_process_is_renamed_in_the_texts_that_refer_to_it(tmp_path: Path) -> None:
    processes = many(5)
    processes[0]["purpose"] = "Comes before {process}`p4`."
    project = write_project(tmp_path / "project", {}, processes)
    output = tmp_path / "out"
    make(open_site(project, Opening(TODAY)), output)
    assert b"Comes before Process 4." in (output / "x/en/search/1.js").read_bytes()
    processes[4]["name"] = "Renamed"
    path = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text(yaml.safe_dump({"processes": processes}), "utf-8")
    make(open_site(project, Opening(TODAY)), output)
    assert b"Comes before Renamed." in (output / "x/en/search/1.js").read_bytes()


@pytest.mark.usefixtures("small_parts")
def test_fewer_processes_take_their_parts_away(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {}, many(5))
    output = tmp_path / "out"
    make(open_site(project, Opening(TODAY)), output)
    path = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text(yaml.safe_dump({"processes": many(4)}), "utf-8")
    make(open_site(project, Opening(TODAY)), output)
    assert not (output / "x/en/search/2.js").exists()
    assert read((output / "x/en/search/0.js").read_bytes())["parts"] == 2


def test_the_preview_serves_what_a_build_writes(site: Site, built: Path) -> None:
    client = Client(App(Preview(lambda _former: site), ["localhost"], site.root))
    for address, part in site.index.items():
        answer = client.get(f"/{address}")
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.data == (built / address).read_bytes() == site.script(part)
    assert client.get("/waterland/nl/search/99.js").status_code == 404


def test_a_part_that_cannot_be_made_is_told_and_the_old_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(tmp_path / "project", {}, many(3))
    output = tmp_path / "out"
    make(open_site(project, Opening(TODAY)), output)
    before = (output / "x/en/search/1.js").read_bytes()

    def broken(_site: Site, part: IndexPart) -> bytes:
        raise ValueError(part.path)

    path = project / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text(yaml.safe_dump({"processes": many(4)}), "utf-8")
    monkeypatch.setattr(Site, "script", broken)
    with pytest.raises(Exception, match="cannot be made"):
        make(open_site(project, Opening(TODAY)), output)
    assert (output / "x/en/search/1.js").read_bytes() == before


def test_what_own_pages_say_keeps_the_index_of_a_bearable_size(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, [{"id": "pay", "name": "Pay"}])
    pages = root / "content" / "organisations" / "x" / "pages"
    pages.mkdir()
    for at in range(4):
        (pages / f"p{at}.md").write_text(f"# P{at}\n\nfirst {'words ' * 40_000} last\n", "utf-8")
    texts = [entry[5] for entry in entries(open_site(root, Opening(TODAY)), "x", "en")]
    mine = [text for text in texts if text.startswith("first words")]
    assert len(mine) == 4
    assert 350_000 < sum(map(len, mine)) <= 400_000
