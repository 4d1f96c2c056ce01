"""The whole site behind a real nginx, under a path and with strict headers, as the manual says."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from playbook.publish.release import release_of
from playbook.publish.staged import RECORD, Staged
from playbook.write import manifest
from webserver import UNDER, Served, needs_nginx, nginx

pytestmark = needs_nginx
STRICT = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the examples, published into a folder of a web server."""
    target = tmp_path_factory.mktemp("www") / "playbook"
    files = manifest.read(built).files
    Staged(target, 2).publish(release_of(built, files, "internal"), lambda _done: None)
    return target


@pytest.fixture(scope="module")
def served(
    repository: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    with nginx(repository, folder, tmp_path_factory.mktemp("nginx") / "work") as running:
        yield running


class Targets(HTMLParser):
    """Keep the ids of a page and everything that it leads to or is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name in ("href", "src"):
                self.found.append(value or "")


def test_every_page_is_reached_over_http_and_no_link_is_broken(
    served: Served, folder: Path
) -> None:
    waiting, seen, broken = [served.address], {}, []
    wanted: set[tuple[str, str, str]] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        status, headers, body = served.get(urlsplit(address).path)
        if status != 200:
            broken.append(address)
        targets = seen[address] = Targets()
        if not headers["content-type"].startswith("text/html"):
            continue
        targets.feed(body.decode("utf-8"))
        for link in targets.found:
            target, anchor = urldefrag(urljoin(address, link))
            if target.startswith(served.address):
                waiting.append(target)
                wanted.add((address, target, anchor))
            else:
                assert urlsplit(target).scheme in ("http", "https", "mailto"), target
                assert f"127.0.0.1:{served.port}" not in target, f"{link} leads out of the path"
    assert broken == []
    missing = [
        f"{address}: {target}#{anchor}"
        for address, target, anchor in wanted
        if anchor and seen[target].ids and unquote(anchor) not in seen[target].ids
    ]
    assert missing == []
    visited = {unquote(address.removeprefix(served.address)) for address in seen}
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    alone = {name for name in pages - visited if 'http-equiv="refresh"' not in text(folder, name)}
    # An agenda without a single point is led to by nothing; the first page is the path itself.
    alone = {name for name in alone if not name.endswith("/agenda.html")}
    # Nothing leads to what is no more; its page is for who kept the address.
    gone = {f"waterland/{language}/processes/paper-archive.html" for language in ("nl", "en")}
    assert alone == {"404.html", "index.html", *gone}


def text(folder: Path, page: str) -> str:
    return (folder / page).read_text("utf-8")


def test_every_file_comes_as_it_was_published_with_strict_headers(
    served: Served, folder: Path
) -> None:
    policy = ""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or path.name.startswith("."):
            continue
        status, headers, body = served.get(f"{UNDER}{name}")
        assert (status, body) == (200, path.read_bytes()), name
        assert {key: headers.get(key) for key in STRICT} == STRICT, name
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
    assert policy


def test_what_is_not_there_is_told_by_the_sites_own_page(served: Served, folder: Path) -> None:
    for path in ("nothing.html", "waterland/nl/processes/none.html", "waterland/none/"):
        status, headers, body = served.get(f"{UNDER}{path}")
        assert status == 404, path
        assert body == (folder / "404.html").read_bytes()
        assert {key: headers.get(key) for key in STRICT} == STRICT


def test_what_publishing_keeps_for_itself_is_not_served(served: Served, folder: Path) -> None:
    assert (folder / RECORD).is_file()
    outside = ("/../.playbook.playbook-releases/lock", "/%2e%2e/.playbook.playbook-releases/lock")
    for path in (RECORD, manifest.NAME, *outside):
        status, _, body = served.get(f"{UNDER}{path}")
        assert status in (400, 404), path
        assert b"internal" not in body


def test_the_path_without_its_slash_leads_to_the_site(served: Served) -> None:
    status, headers, _ = served.get(UNDER.rstrip("/"))
    assert status == 301
    assert urlsplit(headers["location"]).path == UNDER


def test_a_browser_is_told_that_a_page_has_not_changed(served: Served) -> None:
    import http.client  # noqa: PLC0415 - with a header of its own

    tag = served.get(f"{UNDER}index.html")[1]["etag"]
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", f"{UNDER}index.html", headers={"If-None-Match": tag})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (304, b"")
    connection.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("organisation", ["minimal", "waterland"])
def test_a_browser_shows_every_page_and_complains_of_nothing(
    served: Served, folder: Path, browser: Browser, organisation: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(f"{page.url}: {told.type} {told.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}") if answer.status > 399 else None
        ),
    )
    paths = sorted((folder / organisation).rglob("*.html"))
    assert len(paths) > 100
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if 'http-equiv="refresh"' in text(folder, name):
            continue
        page.goto(f"{served.address}{name}", wait_until="load")
        assert page.locator("h1").count() == 1, page.url
    assert complaints == []
    context.close()


@pytest.mark.browser
def test_search_works_under_the_path(served: Served, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.address}waterland/en/search.html?q=invoice")
    page.locator("main a[href*='processes/']").first.wait_for()
    context.close()


def test_a_recipe_that_nginx_does_not_take_fails_these_tests(
    repository: Path, tmp_path: Path
) -> None:
    page = tmp_path / "docs" / "publishing.md"
    page.parent.mkdir()
    lines = (repository / "docs" / "publishing.md").read_text("utf-8")
    page.write_text(lines.replace("index index.html;", "indx index.html;"), "utf-8")
    with (
        pytest.raises(AssertionError, match="nginx does not take the recipe"),
        nginx(tmp_path, tmp_path, tmp_path / "work"),
    ):
        pass
