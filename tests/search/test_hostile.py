"""What is typed, or stands in an address or in the inventory, is shown as text and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from inventories import TODAY, write_project
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.output import Output

pytestmark = pytest.mark.browser
PAYLOADS = {
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '"><svg onload=alert(1)>',
    "address": "javascript:alert(1)",
    "script": "</script><script>alert(1)</script>",
    "comment": "<!--<script>alert(1)//-->",
    "template": "{query}{word}{count}$&$1",
    "entity": "&lt;img src=x onerror=alert(1)&gt;",
    "prototype": "__proto__ constructor toString",
    "pattern": "(((a+)+)+$ [^ \\ .* \u0130\U0001f600",
}
LISTEN = """
window.fired = [];
window.alert = (text) => window.fired.push(text);
addEventListener("securitypolicyviolation", (event) => window.fired.push(event.blockedURI));
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of which every name, id that may be free, and text holds a payload."""
    whole = " ".join(PAYLOADS.values())
    processes = [
        {
            "id": f"p-{at}",
            "name": f"Findable {payload}",
            "purpose": f"Findable text {payload}",
            "tags": [payload],
            "trigger": payload,
            "activities": [{"id": "a", "name": payload}],
            "accountable": "r",
            "department": "d",
        }
        for at, payload in enumerate(PAYLOADS.values())
    ]
    organisation = {
        "name": f"Org {whole}",
        "departments": [{"id": "d", "name": f"Findable {whole}", "purpose": whole}],
        "roles": [{"id": "r", "name": f"Findable {whole}"}],
    }
    folder = tmp_path_factory.mktemp("hostile")
    site = open_site(write_project(folder / "project", organisation, processes), Opening(TODAY))
    Build(site, Output(folder / "out", site.root), jobs=1).run(lambda _pages: None)
    return folder / "out" / "x" / "en"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    made = context.new_page()
    made.add_init_script(LISTEN)
    yield made
    context.close()


def assert_inert(page: Page) -> None:
    assert page.evaluate("window.fired") == []
    inside = page.locator("form[data-search]").evaluate(
        "form => Array.from(form.querySelectorAll('*')).map(one => one.localName)"
    )
    known = {
        "input",
        "p",
        "div",
        "section",
        "h2",
        "ul",
        "li",
        "a",
        "span",
        "mark",
        "button",
        "label",
    }
    assert set(inside) <= known
    links = page.locator("form[data-search] a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"file:"}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_S14_what_is_typed_into_the_box_is_text(hostile: Path, page: Page, payload: str) -> None:
    page.goto((hostile / "index.html").as_uri())
    box = page.locator("[data-search] input")
    box.fill(payload)
    page.wait_for_selector("form[data-state=ready]")
    page.wait_for_selector(".find-results > *")
    assert_inert(page)
    box.fill(f"zzzzz{payload}")
    page.wait_for_selector(".find-results > *")
    assert_inert(page)
    box.press("Enter")
    page.wait_for_url("**/search.html?q=**")
    page.wait_for_selector(".find-results > *")
    assert page.locator("#q").input_value() == f"zzzzz{payload}"
    assert_inert(page)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_S14_what_stands_in_the_address_is_text(hostile: Path, page: Page, payload: str) -> None:
    for query in (payload, f"zzzzz {payload}", f"findabel {payload}"):
        page.goto(f"{(hostile / 'search.html').as_uri()}?q={quote(query)}#{quote(payload)}")
        page.wait_for_selector("form[data-state=ready]")
        assert page.locator("#q").input_value() == query
        assert_inert(page)


def test_S14_an_anchor_that_is_no_address_harms_no_page(hostile: Path, page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for name in ("index.html", "processes.html", "search.html"):
        for anchor in ("%", "%E0%A4%A", "<img src=x onerror=alert(1)>", "javascript:alert(1)"):
            page.goto(f"{(hostile / name).as_uri()}#{anchor}")
            page.goto("about:blank")
    assert errors == []


def test_S14_names_excerpts_and_suggestions_are_text(hostile: Path, page: Page) -> None:
    page.goto((hostile / "search.html").as_uri() + "?q=findable")
    page.wait_for_selector("form[data-state=ready]")
    page.wait_for_selector(".find-group h2")
    assert_inert(page)
    titles = page.locator(".find-title").all_inner_texts()
    for payload in PAYLOADS.values():
        assert any(payload in title for title in titles), payload
    page.locator("#q").fill("alert onerror")
    page.wait_for_selector("text=onerror=alert(1)")
    assert_inert(page)
    page.locator("#q").fill("fixdabxlex")
    page.wait_for_selector(".find-meant")
    assert_inert(page)
