"""An own page in Markdown, divided into texts, notes and pieces that show live data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, takewhile
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.anchors.index import slugify, unique_slug
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from playbook.markdown import Resolve, make_parser

_LEAST_HEADING: Final = 2


@dataclass(frozen=True)
class Piece:
    """One piece of a page.

    Args:
        name: Name of its directive; empty for a text.
        title: What stands behind the name of the directive.
        html: The text, or what stands inside the directive.
        options: Its lines of the form ``:name: value``.
        sections: Of a text: id and title of each heading of the highest level.
    """

    name: str
    title: str = ""
    html: Markup = field(default_factory=Markup)
    options: dict[str, str] = field(default_factory=dict)
    sections: tuple[tuple[str, str], ...] = ()


def pieces(text: str, resolve: Resolve) -> Iterator[Piece]:
    """Yield the pieces of a page in their order.

    Args:
        text: The page, without its title.
        resolve: From a role and its target to a link.
    """
    parser = _parser()
    env: dict[str, Any] = {"resolve": resolve, "lower": 0, "least": _LEAST_HEADING}
    plain: list[Token] = []
    for token in parser.parse(text, env):
        if (name := _directive(token)) is None:
            plain.append(token)
            continue
        if plain:
            yield _text(parser, plain, env)
        plain = []
        options, inner = _options(token.content)
        title = token.info.partition("}")[2].strip()
        # Footnotes are the page's: a directive does not repeat them.
        alone = {name: value for name, value in env.items() if name != "footnotes"}
        html = Markup(parser.render(inner, alone))  # noqa: S704 - the parser escapes
        yield Piece(name, title, html, options)
    if plain:
        yield _text(parser, plain, env)


def _text(parser: MarkdownIt, tokens: list[Token], env: dict[str, Any]) -> Piece:
    highest = f"h{_LEAST_HEADING}"
    sections = tuple(
        (str(token.attrGet("id")), _html(parser, [inline], env).striptags())
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.tag == highest
    )
    return Piece("", html=_html(parser, tokens, env), sections=sections)


def _html(parser: MarkdownIt, tokens: list[Token], env: dict[str, Any]) -> Markup:
    return Markup(parser.renderer.render(tokens, parser.options, env))  # noqa: S704


def _directive(token: Token) -> str | None:
    """Return the name of a directive that stands by itself; nothing for another token."""
    info = token.info.strip()
    named = token.level == 0 and token.type in ("fence", "colon_fence") and info.startswith("{")
    return info[1:].partition("}")[0] if named else None


def _options(content: str) -> tuple[dict[str, str], str]:
    """Divide the inside of a directive into its options and its text."""
    options: dict[str, str] = {}
    lines = content.splitlines()
    while lines and lines[0].startswith(":") and ":" in lines[0][1:]:
        name, _, value = lines.pop(0)[1:].partition(":")
        options[name.strip()] = value.strip()
    return options, "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    parser = make_parser().use(colon_fence_plugin).use(footnote_plugin).use(myst_block_plugin)
    parser.use(tasklists_plugin, label=True)
    parser.core.ruler.push("name_headings", _name_headings)
    parser.core.ruler.push("label_tables", _label_tables)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    parser.add_render_rule("myst_target", _anchor)
    parser.add_render_rule("myst_line_comment", lambda *_: "")
    return parser


def _name_headings(state: StateCore) -> None:
    """Give each heading the id that GitHub gives it, so that a link leads there on both."""
    taken: set[str] = state.env.setdefault("ids", {"main"})
    taken |= {token.content for token in state.tokens if token.type == "myst_target"}
    for token, inline in pairwise(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", unique_slug(slugify(_words(inline)) or "section", taken))


def _words(inline: Token) -> str:
    said = (one for one in inline.children or () if one.type in ("text", "code_inline"))
    return "".join(one.content for one in said)


def _label_tables(state: StateCore) -> None:
    """Call each table by its columns, for whoever moves through it and cannot see it."""
    for at, token in enumerate(state.tokens):
        if token.type == "table_open":
            head = takewhile(lambda one: one.type != "thead_close", state.tokens[at:])
            token.meta["label"] = ", ".join(_words(one) for one in head if one.type == "inline")


def _open_table(_renderer: Any, tokens: Any, at: int, _options: Any, _env: Any) -> str:
    label = escape(tokens[at].meta["label"])
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">\n<table>\n'


def _anchor(_renderer: Any, tokens: Any, at: int, _options: Any, _env: Any) -> str:
    return f'<span id="{escape(tokens[at].content)}"></span>\n'
