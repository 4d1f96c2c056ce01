"""Firefox shows the site from a folder: pages, search, filter, language, dark, print."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from pypdf import PdfReader

from themed import TOOLS, Themed

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seen(themed: Themed, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Walk the site once, and return what Firefox showed."""
    paper = tmp_path_factory.mktemp("paper") / "process.pdf"
    node, firefox = shutil.which("node"), shutil.which("firefox-esr")
    assert node, "Node.js is missing; tests/tools/install.sh installs it"
    assert firefox, "Firefox is missing; tests/tools/install.sh installs it"
    pages = [page.path for page in themed.of_each_kind()]
    root = f"{themed.folder.as_uri()}/"
    command = [node, str(TOOLS / "firefox.mjs"), firefox, root, str(paper), *pages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {**json.loads(done.stdout), "paper": [s.extract_text() for s in PdfReader(paper).pages]}


def test_every_kind_of_page_is_shown_with_its_styles_and_scripts(
    seen: dict[str, Any], themed: Themed
) -> None:
    assert len(seen["walked"]) == len(themed.of_each_kind())
    for page in seen["walked"]:
        assert page["headings"] == 1, page
        assert page["language"] in ("nl", "en"), page
        assert page["scripted"], page
        assert page["font"] != "serif", page
        assert not page["wide"], page


def test_nothing_is_complained_of_and_nothing_asked_from_elsewhere(
    seen: dict[str, Any], themed: Themed
) -> None:
    assert seen["complaints"] == []
    root = themed.folder.as_uri()
    inside = (root, "data:")
    assert [address for address in seen["asked"] if not address.startswith(inside)] == []


def test_search_finds_and_leads_to_what_it_found(seen: dict[str, Any]) -> None:
    assert "Factuur" in seen["searched"]["hits"][0]
    assert "/waterland/nl/" in seen["searched"]["url"]
    assert "search.html" not in seen["searched"]["url"]


def test_a_table_filters_and_remembers_itself_in_the_address(seen: dict[str, Any]) -> None:
    filtered = seen["filtered"]
    assert 0 < filtered["some"] < filtered["whole"]
    assert "?" in filtered["url"]
    assert filtered["kept"] == filtered["some"]


def test_the_language_switch_stays_on_the_page(seen: dict[str, Any]) -> None:
    assert seen["switched"].endswith("/waterland/en/trust.html")


def test_light_and_dark_can_be_switched(seen: dict[str, Any]) -> None:
    before, after = seen["toggled"]
    assert before != after


def test_the_card_of_a_process_is_printed(seen: dict[str, Any]) -> None:
    sheets = seen["paper"]
    assert "Crediteurenadministratie" in sheets[0]
    assert "Licht of donker" not in "".join(sheets), "what is for a screen stays there"
    assert len(sheets) <= 3
