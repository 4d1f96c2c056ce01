"""What a supplier gets: the archive, unpacked, walked by double-click without a network."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from browser.test_walk import Walk
from test_cli import run

pytestmark = pytest.mark.browser
REPOSITORY = Path(__file__).parents[2]
PROCESSES = 29


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive with many processes, where a receiver might put it."""
    root = tmp_path_factory.mktemp("project")
    organisations = Path("content", "organisations")
    shutil.copytree(REPOSITORY / organisations, root / organisations)
    (root / "playbook.yaml").write_text("title: x\nlanguages: [nl, en]\n", "utf-8")
    path = root / organisations / "waterland" / "suppliers.yaml"
    few, all_ = "processes: [accounts-payable, payment-run]", "departments: [{}]"
    many = all_.format("finance, people-it, taxes, water")
    path.write_text(path.read_text("utf-8").replace(few, many, 1), "utf-8")
    reasons = [word for code in ("RES-01", "RES-02") for word in ("--override", f"{code}=why not")]
    done = run("pack", "--edition", "supplier:nordia", *reasons, folder=root)
    assert done.returncode == 0, done.stderr
    (archive,) = root.rglob("*.zip")
    target = tmp_path_factory.mktemp("receiver") / "Mijn documenten" / "ontvangen é ü #1 100%"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(target)
    (top,) = target.iterdir()
    return top


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def test_every_link_of_every_page_works_and_nothing_is_asked_of_elsewhere(
    unpacked: Path, page: Page
) -> None:
    walk = Walk(page, (unpacked / "index.html").as_uri(), PROCESSES + 10)
    seen = walk.walk(unpacked.as_uri())
    pages = {path.as_uri() for path in unpacked.rglob("*.html")}
    assert len(pages) == PROCESSES + 7
    assert seen == pages - {(unpacked / "404.html").as_uri()}
    for address in sorted(pages):
        page.goto(address)
        for link in walk.links():
            target, anchor = urldefrag(link)
            path = Path(unquote(target.removeprefix("file://")))
            assert path.is_file(), (address, link)
            assert not anchor or f'id="{unquote(anchor)}"' in path.read_text("utf-8"), link
    assert walk.complaints == []
    assert {url for url in walk.requests if not url.startswith(unpacked.as_uri())} == set()


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("accounts payable", "processes/accounts-payable.html"),
        ("acounts payabel", "processes/accounts-payable.html"),
        ("crediteuren", "processes/accounts-payable.html"),
        ("RES-05.payment-run", "questions.html#RES-05.payment-run"),
        ("terms", "glossary.html"),
    ],
)
@pytest.mark.parametrize("start", ["index.html", "processes/payment-run.html"])
def test_search_finds_what_is_shared(
    unpacked: Path, page: Page, start: str, asked: str, address: str
) -> None:
    walk = Walk(page, "", 0)
    page.goto((unpacked / start).as_uri())
    page.locator("form.find input").fill(asked)
    hits = page.locator("form.find a.find-hit")
    wanted = (unpacked / address.partition("#")[0]).as_uri()
    expect(hits.first).to_be_visible()
    found = hits.evaluate_all("all => all.map(a => a.href)")
    assert any(urldefrag(link).url == wanted for link in found), found
    page.goto((unpacked / "search.html").as_uri() + "?q=" + asked.replace(" ", "+"))
    expect(page.locator(".find-group").first).to_be_visible()
    first = page.locator(".find-group a").first
    with page.expect_navigation():
        first.click()
    assert page.url.endswith(address)
    assert walk.complaints == []


def test_a_search_for_what_stays_inside_finds_nothing(unpacked: Path, page: Page) -> None:
    page.goto((unpacked / "search.html").as_uri())
    for asked in ("Voorbeeldpersoon", "zilverdijk", "drukhuis"):
        page.locator("#q").fill(asked)
        expect(page.locator(".find-hint")).to_be_visible()


def test_a_table_filters_and_the_address_keeps_it(unpacked: Path, page: Page) -> None:
    walk = Walk(page, "", 0)
    for name in ("index.html", "processes.html"):
        page.goto((unpacked / name).as_uri())
        rows = page.locator("table[data-filter] tbody tr:visible")
        assert rows.count() == PROCESSES
        page.locator(".tablefilter input").fill("payment run")
        expect(rows).to_have_count(1)
        page.wait_for_url("**?q=payment+run")
        page.reload()
        expect(rows).to_have_count(1)
    assert walk.complaints == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("index.html", "What we ask of you"),
        ("processes.html", "Accounts payable"),
        ("processes/accounts-payable.html", "From beginning to end"),
        ("trust.html", "Trust"),
        ("questions.html", "Answer"),
        ("glossary.html", "Terms"),
    ],
)
def test_paper_holds_what_the_page_says_and_not_what_only_a_screen_needs(
    unpacked: Path, page: Page, name: str, said: str
) -> None:
    walk = Walk(page, "", 0)
    page.goto((unpacked / name).as_uri())
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets[:3])
    assert said in text
    assert "Skip to" not in text
    assert "Light or dark" not in text
    assert walk.complaints == []


def test_without_a_script_everything_is_there(unpacked: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((unpacked / "search.html").as_uri())
    assert page.locator(".find-without").is_visible()
    assert page.locator(".find-lists a").count() == PROCESSES + 5
    page.goto((unpacked / "index.html").as_uri())
    assert page.locator("table tbody tr").count() == PROCESSES
    context.close()
