"""A real browser walks the whole site, from `file://` and from the preview."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from playbook.plan import MISSING
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.serve.server import make_app_server
from playbook.site import Site
from themed import leads_on

pytestmark = pytest.mark.browser
LONG = pytest.param(12, marks=pytest.mark.slow, id="long")
SHORT = pytest.param(2, id="short")
ENOUGH = 120
"""Pages that a walk visits; what is left is of the same kinds."""


class Walk:
    """Follow links from a page, keeping what the browser complains of."""

    def __init__(self, page: Page, start: str, each: int) -> None:
        self.page = page
        self.start = start
        self.each = each
        self.complaints: list[str] = []
        self.requests: set[str] = set()
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", self.failed)
        page.on("request", lambda request: self.requests.add(request.url))

    def console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def failed(self, request: Request) -> None:
        # The walk may go on before the browser has its icon.
        gone_on = request.url.endswith("favicon.svg") and request.failure == "net::ERR_ABORTED"
        if "_playbook/events" not in request.url and not gone_on:
            self.complaints.append(f"{self.page.url}: {request.url} {request.failure}")

    def links(self) -> list[str]:
        found: list[str] = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        return found

    def walk(self, root: str) -> set[str]:
        """Visit pages below an address, breadth first, some of every kind."""
        seen: set[str] = set()
        waiting = [self.start]
        per_kind: dict[str, int] = {}
        while waiting and len(seen) < ENOUGH:
            address = waiting.pop(0)
            kind = address.rsplit("/", 1)[0]
            if address in seen or per_kind.get(kind, 0) >= self.each:
                continue
            per_kind[kind] = per_kind.get(kind, 0) + 1
            seen.add(address)
            self.page.goto(address, wait_until="load")
            self.check()
            for link in self.links():
                target = urldefrag(link).url
                if target.startswith(root):
                    waiting.append(target)
        return seen

    def check(self) -> None:
        language = self.page.locator("html").get_attribute("lang")
        assert language in ("nl", "en"), self.page.url
        assert self.page.locator("h1").count() == 1, self.page.url
        assert self.page.title(), self.page.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=False)
    made = context.new_page()
    yield made
    context.close()


@pytest.mark.parametrize("organisation", ["waterland", "minimal"])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("each", [SHORT, LONG])
def test_the_site_works_by_double_click(
    built: Path, page: Page, organisation: str, language: str, each: int
) -> None:
    start = (built / organisation / language / "index.html").as_uri()
    walk = Walk(page, start, each)
    seen = walk.walk(built.as_uri())
    assert walk.complaints == []
    assert len(seen) > 20
    outside = {url for url in walk.requests if not url.startswith(built.as_uri())}
    assert outside == set(), "a request to somewhere else"


class Anchors(HTMLParser):
    """Keep the ids of a page and the addresses that it links to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" and "href" in found else []


def test_every_link_and_anchor_of_every_page_is_there(built: Path) -> None:
    pages: dict[Path, Anchors] = {}
    for path in built.rglob("*.html"):
        pages[path] = Anchors()
        pages[path].feed(path.read_text("utf-8"))
        assert len(pages[path].ids) == len(set(pages[path].ids)), f"{path.name}: an id twice"
    missing = []
    for path, page in pages.items():
        for link in page.links if path.name != MISSING else ():
            address, anchor = urldefrag(link)
            if urlsplit(address).scheme:
                continue
            target = Path(os.path.normpath(path.parent / unquote(address))) if address else path
            there = target.is_file() and (not anchor or anchor in pages[target].ids)
            missing += [] if there else [f"{path.relative_to(built)}: {link}"]
    assert missing == []


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("each", [SHORT, LONG])
def test_the_preview_serves_the_site(site: Site, page: Page, language: str, each: int) -> None:
    app = App(Preview(lambda _former: site), ["127.0.0.1"], site.root)
    server = make_app_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    root = f"http://127.0.0.1:{server.server_port}/"
    try:
        walk = Walk(page, f"{root}waterland/{language}/index.html", each)
        seen = walk.walk(root)
        assert walk.complaints == []
        assert len(seen) > 20
    finally:
        page.close()
        server.shutdown()
        thread.join(5)


def test_a_reload_after_a_change_keeps_the_place_on_the_page(site: Site, page: Page) -> None:
    preview = Preview(lambda _former: site)
    server = make_app_server(App(preview, ["127.0.0.1"], site.root), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/waterland/en/trust.html")
        page.evaluate("scrollTo(0, 700)")
        page.evaluate("window.marked = true")
        with page.expect_navigation():
            preview.refresh()
        page.wait_for_function("scrollY > 0")
        assert page.evaluate("scrollY") == 700
        assert page.evaluate("window.marked") is None, "the page was not loaded again"
    finally:
        page.close()
        server.shutdown()
        thread.join(5)


def test_the_landing_page_leads_to_both_organisations(built: Path, page: Page) -> None:
    page.goto((built / "index.html").as_uri())
    text = page.inner_text("body")
    assert "Waterland" in text
    assert "Minimal" in text


def test_the_language_switch_stays_on_the_same_page(built: Path, page: Page) -> None:
    process = next((built / "waterland" / "nl" / "processes").glob("*.html"))
    page.goto(process.as_uri())
    page.locator("a[hreflang=en]").first.click()
    assert page.url == process.as_uri().replace("/nl/", "/en/")


def _of_every_kind(paths: list[Path], home: Path, each: int) -> list[Path]:
    """Return the pages of a home's own folder, and some of every folder in it."""
    seen: dict[Path, int] = {}
    chosen = []
    for path in paths:
        seen[path.parent] = seen.get(path.parent, 0) + 1
        chosen += [path] if path.parent == home or seen[path.parent] <= each else []
    return chosen


@pytest.mark.parametrize("each", [SHORT, LONG])
def test_phone_and_tablet_show_no_sideways_scroll(built: Path, browser: Browser, each: int) -> None:
    context = browser.new_context()
    page = context.new_page()
    wide = []
    for folder in ("waterland/nl", "minimal/en"):
        home = built / folder
        paths = [path for path in sorted(home.rglob("*.html")) if not leads_on(path)]
        for path in _of_every_kind(paths, home, each):
            page.goto(path.as_uri())
            for width in (360, 768, 1024):
                page.set_viewport_size({"width": width, "height": 740})
                needed = page.evaluate("document.documentElement.scrollWidth")
                if needed > width:
                    wide.append(f"{path.relative_to(built)} at {width}: {needed}")
    context.close()
    assert wide == []
