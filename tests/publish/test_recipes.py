"""The recipes of docs/publishing.md that no server runs here, held to what the program does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from inventories import write_project
from playbook.publish.inorder import KEPT
from playbook.publish.staged import RECORD
from playbook.site import Site
from webserver import recipe

KNOWN_TO_IIS = {
    ".css",
    ".csv",
    ".html",
    ".ico",
    ".js",
    ".json",
    ".png",
    ".svg",
    ".txt",
    ".xlsx",
    ".xml",
}
"""Endings that IIS 10 serves by itself; a file with any other is “not found”."""


def block(repository: Path, language: str, mark: str) -> str:
    text = (repository / "docs" / "publishing.md").read_text("utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (found,) = [each for each in blocks if mark in each]
    return str(found)


BY_NAME = re.compile(
    r"pipx? install\b(?!.* --no-index)[^`\n]* ['\"“]?playbook(?![\w-])|playbook=="
    r"|pipx inject [\w-]+ [^`\n]*playbook"
)


def test_nothing_is_installed_by_a_name_that_a_stranger_has_in_a_public_registry(
    repository: Path,
) -> None:
    assert BY_NAME.search("pip install playbook")
    assert BY_NAME.search("`pip install 'playbook[s3]'`")
    assert BY_NAME.search("pipx inject playbook 'playbook[s3]'")
    recipes = (repository / "content" / "start").rglob("*.yml")
    manual = (repository / "docs").glob("*.md")
    pages = (repository / "docs" / "content").rglob("*.md")
    program = (repository / "generator").rglob("*.py")  # what it tells people to run
    for file in (repository / "README.md", *recipes, *manual, *pages, *program):
        found = BY_NAME.search(file.read_text("utf-8"))
        assert not found, f"{file}: {found and found[0]}"


@pytest.fixture(scope="module")
def iis(repository: Path) -> ElementTree.Element:
    text = block(repository, "xml", "system.webServer")
    whole = ElementTree.fromstring(text)  # noqa: S314 - our own text
    (server,) = whole
    return server


def test_iis_sends_the_same_headers_as_nginx(repository: Path, iis: ElementTree.Element) -> None:
    of_nginx = dict(re.findall(r'add_header (\S+) "(.*)" always;', recipe(repository)))
    of_iis = {each.get("name"): each.get("value") for each in iis.iterfind(".//customHeaders/add")}
    assert of_iis == of_nginx
    assert len(of_iis) == 5


def test_iis_hides_what_publishing_keeps_for_itself(iis: ElementTree.Element) -> None:
    hidden = {each.get("segment") for each in iis.iterfind(".//hiddenSegments/add")}
    assert hidden == {KEPT, RECORD}


def test_iis_knows_every_kind_of_file_of_a_site(site: Site, iis: ElementTree.Element) -> None:
    told = {each.get("fileExtension") for each in iis.iterfind(".//mimeMap")}
    endings = {Path(name).suffix for name in (*site.pages, *site.assets, *site.index)}
    assert endings <= KNOWN_TO_IIS | told
    assert told <= endings, "it is told of no more than there is"


def test_iis_tells_what_is_not_there_by_the_sites_own_page(
    site: Site, iis: ElementTree.Element
) -> None:
    (error,) = iis.iterfind(".//httpErrors/error")
    assert error.get("statusCode") == "404"
    assert error.get("path") in site.pages
    (first,) = iis.iterfind(".//defaultDocument/files/add")
    assert first.get("value") in site.pages


def test_the_job_for_gitlab_makes_the_folder_that_it_hands_over(
    repository: Path, tmp_path: Path
) -> None:
    job = yaml.safe_load(block(repository, "yaml", "resource_group"))["pages"]
    install, *rest = job["script"]
    assert install == 'pip install "$PLAYBOOK"'
    assert job["variables"]["PLAYBOOK"].endswith(".whl"), "never a name that a stranger can take"
    project = write_project(tmp_path / "project", {}, [{"id": "pay", "name": "Pay suppliers"}])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in rest:
        subprocess.run(
            ["sh", "-ec", line],
            cwd=project,
            env={**os.environ, "PATH": path, "CI": "true"},
            capture_output=True,
            check=True,
        )
    (handed,) = job["artifacts"]["paths"]
    assert (project / handed / "index.html").is_file()
    assert (project / handed / "x" / "nl" / "processes" / "pay.html").is_file()
