"""Text of the inventory is data: whatever stands in it arrives as text and does nothing."""

from __future__ import annotations

import re
import typing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from inventories import TODAY, write_project
from playbook import markdown
from playbook.model.marks import Refers
from playbook.model.process import Process
from playbook.opening import Opening
from playbook.site import open_site

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)',
    "single": "' autofocus onfocus='alert(1)",
    "close": "</textarea></style></script><svg onload=alert(1)>",
    "comment": "--><script>alert(1)</script><!--",
    "link": "[go](javascript:alert(1))",
    "split link": "[go](java\nscript:alert(1))",
    "entity link": "[go](&#106;avascript:alert(1))",
    "data link": "[go](data:text/html,<script>alert(1)</script>)",
    "vbscript": "<vbscript:msgbox(1)>",
    "fence": '```" onclick=alert(1) x="\ncode\n```',
    "title": '[go](https://example.org "\\" onclick=alert(1)")',
    "image link": '![x](javascript:alert(1) "t")',
    "reference": "[go][1]\n\n[1]: javascript:alert(1)",
    "template": "{{ 7 * 7 }}{% print(7) %}${7*7}",
    "format": "{x.__class__.__mro__}{0}",
    "heading": "# <b onclick=alert(1)>big</b>",
    "table": "| a |\n|---|\n| <script>alert(1)</script> |",
    "mutation": '<svg><p><style><g title="</style><img src onerror=alert(1)>">',
    "separator": "\u2028<script>alert(1)</script>\u2029",
    "math": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=alert(1)&gt;">',
}
OWN_SCRIPTS = ("assets/playbook.js", "assets/search.js", "assets/tables.js")
ALLOWED_SCHEMES = ("http:", "https:", "mailto:", "tel:", "file:")


class Inert(HTMLParser):
    """Complain of anything in a page that could do something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.complaints: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "script" and not str(names.get("src", "")).endswith(OWN_SCRIPTS):
            self.complaints.append(f"<{tag} {names}>")
        if tag in ("iframe", "object", "embed", "base", "math", "foreignobject", "img"):
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.complaints.append(f"<{tag} {name}={value!r}>")
            if name in ("href", "src", "action", "xlink:href"):
                scheme = "".join(str(value).split()).lower().partition(":")
                # A browser takes only letters, digits, plus, point and hyphen for a scheme.
                named = scheme[1] and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme[0])
                if named and not f"{scheme[0]}:".startswith(ALLOWED_SCHEMES):
                    self.complaints.append(f"<{tag} {name}={value!r}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def complaints(html: str) -> list[str]:
    parser = Inert()
    parser.feed(html)
    return parser.complaints


def filled(type_: Any, text: str, depth: int = 0) -> Any:
    """Return a value of a type with a text in every place that takes any text."""
    origin = typing.get_origin(type_)
    if origin is typing.Annotated:
        marks = type_.__metadata__
        if any(isinstance(mark, Refers) for mark in marks):
            return None
        if any(isinstance(mark, msgspec.Meta) and mark.pattern for mark in marks):
            return None
        return filled(type_.__origin__, text, depth)
    choices = typing.get_args(type_)
    if origin is tuple:
        inner = filled(choices[0], text, depth)
        return None if inner is None else [inner]
    if origin is dict:
        return None
    if choices:
        made = (filled(choice, text, depth) for choice in choices)
        return next((value for value in made if value is not None), None)
    if type_ is str:
        return text
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct) and depth < 4:
        return fields_of(type_, text, depth + 1) or None
    return None


def fields_of(struct: type[msgspec.Struct], text: str, depth: int = 0) -> dict[str, Any]:
    """Return the fields of a struct, or nothing when a required one cannot be filled."""
    hints = typing.get_type_hints(struct, include_extras=True)
    made: dict[str, Any] = {}
    for field in msgspec.structs.fields(struct):
        value = filled(hints[field.name], text, depth)
        if field.encode_name == "id":
            value = "p"
        if value is not None:
            made[field.encode_name] = value
        elif field.required:
            return {}
    return made


def pages(folder: Path, text: str) -> dict[str, str]:
    """Build a project with a text in every field that takes one."""
    organisation = {
        "name": text,
        "about": text,
        "departments": [{"id": "d", "name": text, "purpose": text}],
        "units": [{"id": "u", "name": text}],
        "roles": [{"id": "r", "name": text, "person": text}],
        "systems": [{"id": "s", "name": text, "category": text}],
        "data": [{"id": "o", "name": text, "classification": text}],
        "motives": [{"driver": "quality", "statement": text}],
        "sourcing_policy": text,
    }
    process = {
        **fields_of(Process, text),
        "department": "d",
        "accountable": "r",
        "units": [{"unit": "u"}],
        "systems": ["s"],
        "data": ["o"],
        "tags": [text],
        "share": ["volumes"],
        "evidence": {"H5": {"not_applicable": text}},
        "actions": [{"for": "H1", "what": text}],
        "sourcing": {"intent": "talks", "motive": [{"driver": "cost", "statement": text}]},
        "waivers": [{"rule": "RES-01", "reason": text, "approved_by": "r", "until": "2027-01-01"}],
    }
    site = open_site(write_project(folder, organisation, [process]), Opening(TODAY))
    return {address: site.html(page).decode() for address, page in site.pages.items()}


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_S15_a_payload_in_every_field_is_inert_on_every_page(  # every page of both languages
    tmp_path: Path, name: str
) -> None:
    for address, html in pages(tmp_path / "p", PAYLOADS[name]).items():
        assert complaints(html) == [], address


def test_S15_the_payload_is_there_as_text(tmp_path: Path) -> None:
    html = pages(tmp_path / "p", PAYLOADS["script"])["x/en/processes/p.html"]
    parser = Inert()
    parser.feed(html)
    assert any(PAYLOADS["script"] in text for text in parser.text)


@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_S16_markdown_makes_nothing_that_acts(name: str) -> None:
    assert complaints(str(markdown.render(PAYLOADS[name]))) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#x6a;avascript:alert(1)",
        "%6aavascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "\\\\evil.example\\x",
    ],
)
def test_S16_addresses_outside_the_list_are_no_links(address: str) -> None:
    html = str(markdown.render(f"[go]({address}) and <{address}>"))
    assert 'href="javascript' not in html.lower()
    parser = Inert()
    parser.feed(html)
    assert parser.complaints == []


@pytest.mark.parametrize("address", ["https://example.org", "mailto:a@example.org", "page.html"])
def test_S16_addresses_of_the_list_are_links(address: str) -> None:
    assert f'href="{address}"' in markdown.render(f"[go]({address})")


def test_S18_every_template_escapes(tmp_path: Path) -> None:
    site = open_site(write_project(tmp_path / "p", {}, [{"id": "p", "name": "P"}]), Opening(TODAY))
    for name in ("a.html", "a.txt", "a.xml", "a.js", "a"):
        environment = site.renderer.environment
        assert environment.autoescape is True
        template = environment.from_string("{{ text }}")
        assert template.render(text="<b>") == "&lt;b&gt;", name


def test_S18_keys_are_never_names_of_attributes(repository: Path) -> None:
    for path in (repository / "themes").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "xmlattr" not in text, path
        assert "|safe" not in text.replace(" ", ""), path


def test_S19_data_is_never_a_template(tmp_path: Path) -> None:
    html = pages(tmp_path / "p", PAYLOADS["template"])["x/en/processes/p.html"]
    assert "{{ 7 * 7 }}" in html
    assert "49" not in html.replace(TODAY.isoformat(), "")[:2000]
