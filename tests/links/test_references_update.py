"""`playbook references update`: fetched, judged and kept; a build never goes on the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from localserver import LocalServer, local_server
from test_other_sites import OFFERED, packed

from inventories import write_project
from test_cli import run

KEPT = "content/references/handbook.inv"


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as made:
        yield made


@pytest.fixture
def project(tmp_path: Path, server: LocalServer) -> Path:
    purpose = "{external:ref}`four-eyes`"
    root = write_project(tmp_path / "p", {}, [{"id": "pay", "name": "Pay", "purpose": purpose}])
    settings = f"title: T\nreferences:\n  handbook:\n    site: {server.url('/en/')}\n"
    (root / "playbook.yaml").write_text(settings, "utf-8")
    return root


def kept(project: Path) -> list[str]:
    return [path.name for path in (project / KEPT).parent.iterdir()]


def test_a_list_is_fetched_and_kept_and_a_build_asks_for_nothing(
    project: Path, server: LocalServer
) -> None:
    server.says("/en/objects.inv", (200, {}, OFFERED))
    done = run("references", "update", "--own", "127.0.0.1", folder=project)
    assert (done.returncode, done.stderr) == (0, "handbook: 2 names, kept anew.\n")
    assert (project / KEPT).read_bytes() == OFFERED
    assert kept(project) == ["handbook.inv"]
    again = run("references", "update", "handbook", "--own", "127.0.0.1", folder=project)
    assert again.stderr == "handbook: 2 names, as it was.\n"
    server.asked.clear()
    assert run("build", "--strict", folder=project).returncode == 0
    assert run("check", "--strict", folder=project).returncode == 0
    page = (project / "site" / "x" / "en" / "processes" / "pay.html").read_text("utf-8")
    assert f'<a href="{server.url("/en/index.html#four-eyes")}">Two pairs of eyes</a>' in page
    assert server.asked == []


def test_S30_a_site_on_a_network_of_ones_own_is_not_asked_by_itself(
    project: Path, server: LocalServer
) -> None:
    done = run("references", "update", folder=project)
    assert done.returncode == 1
    assert "say --own 127.0.0.1; what was kept stays." in done.stderr
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((404, {}, b""), "answers 404"),
        ((200, {}, b"<html>Log in"), "what is there is no objects.inv: it does not begin as one"),
        ((301, {"Location": "file:///etc/passwd"}, b""), "no address of the web"),
        ((301, {"Location": "http://[/"}, b""), "leads on to what is no address"),
        ((302, {"Location": "/en/objects.inv"}, b""), "leads on and on"),
        ((302, {"Location": "http://localhost/x"}, b""), "say --own localhost"),
        ((302, {"Location": "http://a:secret@127.0.0.1/x"}, b""), "a name or a password"),
    ],
)
def test_S30_what_is_no_list_never_takes_the_place_of_one(
    project: Path, server: LocalServer, reply: tuple[int, dict[str, str], bytes], said: str
) -> None:
    (project / KEPT).parent.mkdir()
    (project / KEPT).write_bytes(OFFERED)
    server.says("/en/objects.inv", reply)
    done = run("references", "update", "--own", "127.0.0.1", folder=project)
    assert done.returncode == 1
    assert said in done.stderr
    assert "secret" not in done.stderr
    assert (project / KEPT).read_bytes() == OFFERED
    assert kept(project) == ["handbook.inv"]


def test_a_list_that_moved_is_found(project: Path, server: LocalServer) -> None:
    server.moves("/en/objects.inv", "/nl/objects.inv", 302)
    server.says("/nl/objects.inv", (200, {}, OFFERED))
    assert run("references", "update", "--own", "127.0.0.1", folder=project).returncode == 0
    assert (project / KEPT).read_bytes() == OFFERED


def test_without_a_network_a_list_is_taken_from_a_file(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.inv").write_bytes(packed("a std:doc -1 a.html A"))
    done = run("references", "update", "--from", str(tmp_path / "a.inv"), folder=project)
    assert (done.returncode, done.stderr) == (0, "handbook: 1 name, kept anew.\n")
    (tmp_path / "a.inv").write_bytes(b"something else")
    done = run("references", "update", "--from", str(tmp_path / "a.inv"), folder=project)
    assert done.returncode == 1


def test_a_site_that_is_not_named_is_told(project: Path) -> None:
    done = run("references", "update", "handbok", folder=project)
    assert done.returncode == 1
    assert "there is no other site “handbok”; choose from handbook" in done.stderr


@pytest.mark.parametrize("site", ["{}en", "//somebody:secret@example.org/", "ftp://example.org/"])
def test_a_site_that_is_no_address_is_not_asked(
    project: Path, server: LocalServer, site: str
) -> None:
    settings = f"title: Test\nreferences:\n  handbook:\n    site: {site.format(server.url('/'))}\n"
    (project / "playbook.yaml").write_text(settings, "utf-8")
    done = run("references", "update", "--own", "127.0.0.1", folder=project)
    assert done.returncode == 1
    assert "is no address of a site; write one that begins with https://" in done.stderr
    assert "secret" not in done.stderr
    assert server.asked == []


def test_S6_a_list_is_not_kept_by_way_of_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.inv").write_bytes(packed("a std:doc -1 a.html A"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (project / KEPT).parent.symlink_to(outside)
    done = run("references", "update", "--from", str(tmp_path / "a.inv"), folder=project)
    assert done.returncode == 1
    assert "this is a link to a file outside the project" in done.stderr
    assert list(outside.iterdir()) == []
