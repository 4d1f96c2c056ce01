"""What no script, template or picture of a theme may hold, whatever the data says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.site import Site, open_site
from themed import THEMES

REPOSITORY = Path(__file__).parents[1]
SCRIPTS = sorted((REPOSITORY / "themes").rglob("*.js"))
TEMPLATES = sorted((REPOSITORY / "themes").rglob("*.html"))
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment"
    r"|\beval\s*\(|new\s+Function|setTimeout\s*\(\s*[\"']|DOMParser|srcdoc|javascript:"
    r"|\bfetch\s*\(|XMLHttpRequest|\bimport\s*\("
)
PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\u2028alert(1)\u2029",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)' x='",
    "</svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject>",
    "]]><set attributeName=href to=javascript:alert(1)>",
    "{{ 7 * 7 }}${7*7}",
)
ATTRIBUTES = re.compile(r"[a-z][a-z0-9-]*(:[a-z]+)?|viewBox|preserveAspectRatio", re.ASCII)


class Markup(HTMLParser):
    """Read a page as a browser would, keeping what could run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = 0
        self.inside = 0
        self.bad: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {name for name, _ in attrs}
        if tag == "svg":
            self.pictures += 1
            self.inside += 1
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith("on") or name == "style" or address.startswith("javascript:"):
                self.bad.append(f"<{tag} {name}={value!r}>")
            local = address.startswith("#") or not self.inside or tag == "a"
            if name in ("href", "xlink:href") and not local:
                self.bad.append(f"<{tag} {name}={value!r}> in a picture")
        own = dict(attrs).get("src") or ""
        if tag in ("foreignobject", "iframe", "object", "embed", "set", "animate"):
            self.bad.append(f"<{tag}>")
        if tag == "script" and (self.inside or not own or "//" in own):
            self.bad.append(f"<script src={own!r}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "svg"


def hostile(value: Any, payload: str) -> Any:
    """Return an inventory in which every free text is hostile."""
    if isinstance(value, dict):
        return {key: hostile(item, payload) for key, item in value.items()}
    if isinstance(value, list):
        return [hostile(item, payload) for item in value]
    return value.replace("TEXT", payload) if isinstance(value, str) else value


ORGANISATION = {
    "departments": [{"id": "a", "name": "TEXT"}],
    "units": [{"id": "n", "name": "TEXT"}],
    "roles": [{"id": "lead", "name": "TEXT"}],
    "systems": [{"id": "erp", "name": "TEXT"}],
    "data": [{"id": "bill", "name": "TEXT", "classification": "internal"}],
}
PROCESS = {
    "id": "p",
    "name": "TEXT",
    "department": "a",
    "purpose": "TEXT",
    "accountable": "lead",
    "trigger": "TEXT",
    "result": "TEXT",
    "customer": "TEXT",
    "inputs": [{"what": "TEXT", "from": "TEXT"}],
    "outputs": [{"what": "TEXT", "to": "TEXT"}],
    "units": [{"unit": "n"}],
    "activities": [
        {"id": "x", "name": "TEXT", "accountable": "lead", "systems": ["erp"], "scope": "out"},
        {"id": "y", "name": "TEXT", "responsible": ["lead"], "scope": "retained"},
    ],
    "handoffs": [{"from": "TEXT", "to": "TEXT", "content": "TEXT"}],
    "volumes": {"unit": "TEXT", "months": {"2026-01": 10, "2026-02": 12}},
    "data": ["bill"],
}


def site_of(payload: str, theme: str, folder: Path) -> Site:
    process = hostile(PROCESS, payload)
    root = write_project(folder, hostile(ORGANISATION, payload), [process, {**process, "id": "q"}])
    (root / "playbook.yaml").write_text(f"title: Test\ntheme: {theme}\n", "utf-8")
    return open_site(root, Opening(TODAY))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_S17_no_script_makes_markup_of_text(script: Path) -> None:
    found = [
        f"{number}: {line.strip()[:80]}"
        for number, line in enumerate(script.read_text("utf-8").splitlines(), 1)
        if UNSAFE.search(line)
    ]
    assert found == []


def test_S17_the_lint_knows_what_it_looks_for() -> None:
    for line in ("a.innerHTML = b", "document.write(x)", "eval (x)", "setTimeout('x', 1)"):
        assert UNSAFE.search(line), line


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_S17_no_template_takes_the_name_of_an_attribute_from_data(template: Path) -> None:
    """A value is printed in text or between quotes: never as a name, never without quotes."""
    text = template.read_text("utf-8")
    tree = Environment(autoescape=True).parse(text)
    filters = {node.name for node in tree.find_all(nodes.Filter)}
    assert not filters & {"safe", "xmlattr", "tojson"}, "what is printed is escaped"
    assert "autoescape" not in text
    plain = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", text, flags=re.DOTALL)
    for tag in re.findall(r"<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", plain):
        bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)
        assert "{{" not in bare, tag
        assert not re.search(r"\s(on\w+|style)\s*=", bare, re.IGNORECASE), tag
    assert not re.search(r"<script(?![^>]*\bsrc=)", plain), "no script on the page itself"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_S28_pictures_and_pages_hold_nothing_that_runs(
    payload: str, theme: str, tmp_path: Path
) -> None:
    site = site_of(payload, theme, tmp_path / "p")
    names: set[str] = set()
    pictures = 0
    for address, page in site.pages.items():
        if page.language != "nl" or (page.kind in ("rule", "step") and page.key[-1] not in "1e"):
            continue
        markup = Markup()
        markup.feed(site.html(page).decode())
        assert markup.bad == [], address
        names |= markup.names
        pictures += markup.pictures
    assert pictures or theme != "harbour", "pages hold pictures"
    assert all(ATTRIBUTES.fullmatch(name) for name in names), names


@pytest.mark.parametrize("payload", PAYLOADS[:3], ids=range(3))
def test_S17_what_is_put_into_a_script_stays_a_text(payload: str, tmp_path: Path) -> None:
    """Scripts that are made from data hold no end of a script, no comment and no line break."""
    site = site_of(payload, "harbour", tmp_path / "p")
    for address, asset in site.assets.items():
        if address.endswith((".js", ".json")):
            text = asset.read_bytes().decode()
            if "alert(1)" in text or "Test" in text:
                assert not any(sign in text for sign in ("</script", "<!--", "\u2028")), address
    for address in site.pages:
        html = site.html(site.pages[address]).decode()
        inside = re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)
        assert not any(text.strip() for text in inside), address
        if page_of(address):
            break


def page_of(address: str) -> bool:
    """Tell whether an address is that of a process, the richest page."""
    return "/processes/" in address
