"""`playbook linkcheck`: which links a project has, where they stand, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from localserver import LocalServer, local_server
from test_other_sites import packed

from inventories import write_project
from test_cli import run

SCHEMA = Path(__file__).parents[2] / "docs" / "linkcheck.schema.json"
OWN = ("--own", "127.0.0.1", "--delay", "0")
FILE = "content/organisations/x/processes/all.yaml"
PAGE = "content/organisations/x/pages/own.md"


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as made:
        yield made


def project(folder: Path, purpose: str = "", settings: str = "", page: str = "") -> Path:
    process = {"id": "pay", "name": "Pay", "purpose": purpose or "x"}
    root = write_project(folder / "p", {}, [process])
    (root / "playbook.yaml").write_text(f"title: T\n{settings}", "utf-8")
    if page:
        own = root / PAGE
        own.parent.mkdir()
        own.write_text(page, "utf-8")
    return root


def links(root: Path, *words: str) -> dict[str, dict[str, Any]]:
    done = run("linkcheck", "--format", "json", *OWN, *words, folder=root)
    document = json.loads(done.stdout)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
    return {link["address"]: link for link in document["links"]}


def test_a_project_without_such_links_asks_for_nothing(tmp_path: Path) -> None:
    done = run("linkcheck", folder=project(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No links to other sites.\n"


def test_links_of_suppliers_are_followed_too(tmp_path: Path, server: LocalServer) -> None:
    gone = server.url("/gone")
    root = project(tmp_path)
    file = "content/organisations/x/suppliers.yaml"
    (root / file).write_text(
        f"- {{id: abc, name: Abc}}\n- id: other\n  name: Other\n  contact: '{gone}'\n", "utf-8"
    )
    found = links(root)
    assert set(found) == {gone}
    assert found[gone]["places"] == [{"file": file, "line": 4, "column": 13}]


PLACED = """{# href="__URL__/remark" #}
<a class="out"
   href='__URL__/first?a=1&amp;b=2'>x</a> <!-- <a href="__URL__/old"> -->
<img src="__URL__/{{ name }}.png"><a href="../home.html">y</a> <A HREF="__URL__/second">z</A>
"""


def test_links_of_templates_of_the_project_are_followed_too(
    tmp_path: Path, server: LocalServer
) -> None:
    root = project(tmp_path)
    file = "themes/ours/templates/own.html"
    (root / file).parent.mkdir(parents=True)
    (root / file).write_text(PLACED.replace("__URL__", server.url("")), "utf-8")
    found = links(root)
    places = {
        address: [(one["file"], one["line"], one["column"]) for one in link["places"]]
        for address, link in found.items()
    }
    last = PLACED.replace("__URL__", server.url("")).splitlines()[3]
    assert places == {
        server.url("/first?a=1&b=2"): [(file, 3, 10)],
        server.url("/second"): [(file, 4, last.index("HREF") + 7)],
    }
    assert {link["state"] for link in found.values()} == {"lost"}


def test_links_of_guides_and_words_of_the_project_are_followed_too(
    tmp_path: Path, server: LocalServer
) -> None:
    good, gone = server.page("/good"), server.url("/gone")
    root = project(tmp_path)
    guide, words = "content/method/guides/en/role-hr.md", "content/method/glossary.yaml"
    shipped = Path(__file__).parents[2] / guide
    (root / guide).parent.mkdir(parents=True)
    text = shipped.read_text("utf-8").rstrip() + f"\n\nRead [this]({gone}), not `<{good}>`.\n"
    (root / guide).write_text(text, "utf-8")
    (root / words).write_text(
        f"terms:\n  - code: own\n    term: Own\n    meaning: |\n      See\n      <{good}>.\n",
        "utf-8",
    )
    found = links(root)
    last = text.count("\n")
    assert found[gone]["places"] == [{"file": guide, "line": last, "column": 13}]
    assert found[good]["places"] == [{"file": words, "line": 6, "column": 8}]
    assert set(found) == {good, gone}


def test_each_link_is_told_wherever_it_stands(tmp_path: Path, server: LocalServer) -> None:
    good, gone = server.page("/good"), server.url("/gone")
    process = {
        "id": "pay",
        "name": "Pay",
        "purpose": f"See [this]({gone}), <{good}> and `{server.url('/code')}`.",
        "evidence": {"H1": {"link": gone, "on": "2026-01-01"}},
    }
    department = {"id": "money", "name": "Money", "purpose": f"[here]({good})"}
    root = write_project(tmp_path / "p", {"departments": [department]}, [process])
    own = root / PAGE
    own.parent.mkdir()
    own.write_text(
        f"---\nnav: 1\n---\n# Own\n\nA [link]({gone}).\n\n```\n{server.url('/block')}\n```\n"
        f":::{{note}}\nAnd [more]({good} 'title').\n:::\n",
        "utf-8",
    )
    found = links(root)
    assert set(found) == {good, gone}
    assert (found[good]["state"], found[gone]["state"]) == ("good", "lost")
    for address, link in found.items():
        assert len(link["places"]) == 3
        for place in link["places"]:
            line = (root / place["file"]).read_text("utf-8").split("\n")[place["line"] - 1]
            assert line[place["column"] - 1 :].startswith(address)
    assert sorted(server.lines) == ["GET /gone", "HEAD /gone", "HEAD /good"]


def test_an_address_in_capitals_and_one_that_is_none_are_links_too(
    tmp_path: Path, server: LocalServer
) -> None:
    good = server.page("/x")
    loud = good.replace("http:", "HTTP:")
    process = {"id": "p", "name": "P", "evidence": {"H1": {"link": loud, "on": "2026-01-01"}}}
    root = write_project(tmp_path / "p", {}, [process | {"purpose": "[a](http://[)"}])
    states = {address: link["state"] for address, link in links(root).items()}
    assert states[loud] == "good"
    assert set(states.values()) <= {"good", "lost"}


def test_what_is_wrong_is_told_as_text_with_its_place(tmp_path: Path, server: LocalServer) -> None:
    server.page("/new")
    gone, moved = server.url("/gone"), server.moves("/old", "/new")
    root = project(tmp_path, page=f"# Own\n\n[a]({gone}) and\n[b]({moved})\n")
    done = run("linkcheck", *OWN, folder=root)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{PAGE}:3:5: K11 {gone} leads to a page that is not there (404); "
        "correct the address, or remove the link",
        f"{PAGE}:4:5: warning: K12 {moved} leads to a page that has moved for good; "
        f"write {server.url('/new')}",
    ]
    assert done.stderr.splitlines()[-1] == "2 links to other sites: 1 moved, 1 lost."


def test_what_moved_asks_for_attention_only_when_strict(
    tmp_path: Path, server: LocalServer
) -> None:
    server.page("/new")
    root = project(tmp_path, page=f"# Own\n\n[b]({server.moves('/old', '/new')})\n")
    assert run("linkcheck", *OWN, folder=root).returncode == 0
    assert run("linkcheck", "--strict", *OWN, folder=root).returncode == 1


def test_what_is_to_be_ignored_is_not_asked_and_says_why(
    tmp_path: Path, server: LocalServer
) -> None:
    settings = (
        "linkcheck:\n  ignore:\n"
        f"    {server.url('/private/')}: Only for who is logged in.\n"
        "    https://nowhere.example/: A slip.\n"
    )
    link = server.url("/private/x")
    root = project(tmp_path, f"[a]({link})", settings)
    found = links(root)[link]
    assert (found["state"], found["message"]) == ("ignored", "Only for who is logged in.")
    assert server.asked == []
    done = run("linkcheck", *OWN, folder=root)
    assert done.returncode == 0
    assert done.stdout == (
        "playbook.yaml:5:31: warning: K15 no link begins with “https://nowhere.example/”; "
        "remove it from “ignore:”\n"
    )
    assert done.stderr.splitlines()[-1] == "1 link to another site: 1 ignored."


def test_what_is_ignored_needs_a_reason(tmp_path: Path) -> None:
    root = project(tmp_path, settings="linkcheck:\n  ignore:\n    https://a.example/: ' '\n")
    done = run("check", folder=root)
    assert done.returncode == 1
    assert "playbook.yaml:4:25: K14 links that begin with “https://a.example/” are ignored" in (
        done.stdout
    )


def test_S30_a_project_cannot_open_a_network_of_ones_own(
    tmp_path: Path, server: LocalServer
) -> None:
    link = server.page("/x")
    root = project(tmp_path, f"[a]({link})")
    done = run("linkcheck", folder=root)
    assert done.returncode == 0
    assert f"K13 {link} leads to a network of your own" in done.stdout
    assert "say --own 127.0.0.1" in done.stdout
    assert server.asked == []


def test_S30_a_password_in_a_link_is_neither_sent_nor_printed(
    tmp_path: Path, server: LocalServer
) -> None:
    link = server.page("/x").replace("//", "//somebody:secret@")
    root = project(tmp_path, f"[a]({link})")
    for form in ("text", "json"):
        done = run("linkcheck", "--format", form, *OWN, folder=root)
        assert done.returncode == 1
        assert "secret" not in done.stdout + done.stderr
        assert "change that password" in done.stdout
    assert server.asked == []


def test_S30_building_checking_and_publishing_ask_nobody(
    tmp_path: Path, server: LocalServer
) -> None:
    settings = f"references:\n  ours:\n    site: {server.url('/en/')}\n"
    root = project(tmp_path, f"[a]({server.page('/x')})", settings)
    for words in (("build",), ("check",), ("check", "--site"), ("status",)):
        run(*words, folder=root)
    assert server.asked == []


def test_references_to_other_sites_are_followed_too(tmp_path: Path, server: LocalServer) -> None:
    site = server.page("/en/")
    page = server.page("/en/a.html", "<p id=here>")
    settings = f"references:\n  ours:\n    site: {site}\n"
    root = project(tmp_path, "See {external:ref}`here` and [that](inv:#gone).", settings)
    lists = root / "content" / "references"
    lists.mkdir()
    lines = ("here std:label -1 a.html#$ Here", "gone std:label -1 a.html#$ Gone")
    (lists / "ours.inv").write_bytes(packed(*lines))
    found = links(root)
    assert {address: link["state"] for address, link in found.items()} == {
        site: "good",
        f"{page}#here": "good",
        f"{page}#gone": "lost",
    }
    assert found[f"{page}#gone"]["places"][0]["file"] == FILE


def test_a_project_with_a_mistake_is_told_as_everywhere(tmp_path: Path) -> None:
    root = project(tmp_path, settings="nonsense: 1\n")
    done = run("linkcheck", folder=root)
    assert done.returncode == 1
    assert "playbook.yaml:2:1" in done.stderr
