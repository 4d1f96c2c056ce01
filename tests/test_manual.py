"""The manual: `playbook` builds it without a problem, and what it links to is there."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner

from playbook.cli.main import main

DOCS = Path(__file__).parents[1] / "docs"
DOCUMENTS = sorted(DOCS.glob("*.md"))


class Seen(HTMLParser):
    """Gather the ids of a page and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src") and value:
                self.links.append(value)


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the manual, built as `make manual` builds it, but elsewhere."""
    folder = tmp_path_factory.mktemp("manual") / "site"
    words = ["build", "--project", str(DOCS), "--strict", "--trust", "-o", str(folder)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "warning" not in result.output
    return folder


@pytest.fixture(scope="module")
def pages(manual: Path) -> dict[Path, Seen]:
    return {path: Seen(path.read_text("utf-8")) for path in manual.rglob("*.html")}


def test_every_link_and_anchor_of_the_manual_is_there(pages: dict[Path, Seen]) -> None:
    lost = []
    for path, seen in pages.items():
        for link in seen.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            other = pages.get(target)
            anchored = not parts.fragment or (other and unquote(parts.fragment) in other.ids)
            if not target.is_file() or not anchored:
                lost.append(f"{path.name}: {link}")
    assert lost == []


def test_playbook_itself_finds_no_lost_link_in_the_manual(manual: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--site", str(manual), "--project", str(DOCS)])
    assert result.exit_code == 0, result.output


def test_no_id_is_given_twice_on_a_page_of_the_manual(pages: dict[Path, Seen]) -> None:
    twice = {path.name for path, seen in pages.items() if len(set(seen.ids)) < len(seen.ids)}
    assert twice == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_is_a_page_of_the_manual(manual: Path, document: Path) -> None:
    for language in ("en", "nl"):
        page = manual / "manual" / language / "extra" / f"{document.stem}.html"
        text = page.read_text("utf-8")
        title = document.read_text("utf-8").partition("\n")[0].removeprefix("# ")
        assert f">{title}</h1>" in text
        assert ('<div class="own" lang="en">' in text) == (language == "nl")
