"""The examples of CommonMark's own specification, 0.31.2, through our parser.

`commonmark/spec.txt` is the specification as it was published, under the licence beside it. Left
out is what is switched off on purpose: HTML in a text, images, and addresses of unknown schemes.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from playbook.markdown import make_parser

SPEC = Path(__file__).parent / "commonmark" / "spec.txt"
_EXAMPLE = re.compile(
    r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} +([^\n]*)$", re.DOTALL | re.MULTILINE
)
_WITH_HTML = MarkdownIt("commonmark")
_WITHOUT = MarkdownIt("commonmark", {"html": False})
SCHEMES = {
    "<irc://foo.bar:2233/baz>\n",
    "<a+b+c:d>\n",
    "<made-up-scheme://foo,bar>\n",
    "<localhost:5001/foo>\n",
}


def _examples() -> list[tuple[str, str, str]]:
    """Return section, text and HTML of each example."""
    found, section = [], ""
    for at in _EXAMPLE.finditer(SPEC.read_text("utf-8")):
        if at[3] is not None:
            section = at[3]
        else:
            found.append((section, at[1].replace("→", "\t"), at[2].replace("→", "\t")))
    return found


def _is_on(text: str, html: str) -> bool:
    needs_html = _WITH_HTML.render(text) != _WITHOUT.render(text)
    return not needs_html and "<img" not in html and text not in SCHEMES


EXAMPLES = _examples()
KEPT = [example for example in EXAMPLES if _is_on(*example[1:])]


def _alike(html: str) -> str:
    """Return HTML as the specification compares it: white space between blocks does not count."""
    return html.replace("<blockquote>\n</blockquote>", "<blockquote></blockquote>")


def test_the_specification_is_whole_and_little_of_it_is_left_out() -> None:
    assert len(EXAMPLES) == 652
    assert len(KEPT) > 550


@pytest.mark.parametrize("section", sorted({section for section, _, _ in KEPT}))
def test_the_parser_does_as_the_specification_says(section: str) -> None:
    parser = make_parser()
    wrong = [
        (text, html, made)
        for of, text, html in KEPT
        if of == section and _alike(made := parser.render(text, {"lower": 0})) != _alike(html)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", sorted(SCHEMES))
def test_an_address_of_an_unknown_scheme_is_no_link(text: str) -> None:
    assert "<a " not in make_parser().render(text)
