"""An own page in Markdown, divided into texts and directives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, takewhile
from typing import Any, Final, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.anchors.index import slugify, unique_slug
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from playbook.markdown import Resolve, make_parser
from playbook.model.directive import OPTION

_LEAST_HEADING: Final = 2
Shown = Callable[[str, str], Markup]
"""From the path of an image and what it shows in words to the image."""


@dataclass(frozen=True)
class Piece:
    """One piece of a page.

    Args:
        name: Name of its directive; empty for a text.
        title: What stands behind the name of the directive, as it is written.
        html: The text; empty for a directive.
        options: Its lines of the form ``:name: value``.
        body: The rest of the directive, as it is written.
        sections: Of a text: id and title of each heading of the highest level.
    """

    name: str
    title: str = ""
    html: Markup = field(default_factory=Markup)
    options: dict[str, str] = field(default_factory=dict)
    body: str = ""
    sections: tuple[tuple[str, str], ...] = ()


class Pieces:
    """Divide the texts of one page.

    Args:
        resolve: From a role and its target to a link.
        shown: From an image to how it is shown.
    """

    def __init__(self, resolve: Resolve, shown: Shown) -> None:
        self.env = {"resolve": resolve, "shown": shown, "lower": 0, "least": _LEAST_HEADING}
        self.env["ids"] = {"main"}

    def of(self, text: str) -> Iterator[Piece]:
        """Yield the pieces of a text in their order.

        Args:
            text: The page without its title, or the inside of a directive.
        """
        parser, env = _parser(), dict[str, Any](self.env)
        plain: list[Token] = []
        for token in parser.parse(text, env):
            if (name := _directive(token)) is None:
                plain.append(token)
                continue
            if plain:
                yield _text(parser, plain, env)
            plain = []
            options, body = _options(token.content)
            title = token.info.partition("}")[2].strip()
            yield Piece(name, title, options=options, body=body)
        if plain:
            yield _text(parser, plain, env)

    def inline(self, text: str) -> Markup:
        """Return a text of one line as HTML.

        Args:
            text: The text.
        """
        html = _parser().renderInline(text.strip(), dict(self.env))
        return Markup(html)  # noqa: S704 - the parser escapes


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
    return info[1:].partition("}")[0].strip() if named else None


def _options(content: str) -> tuple[dict[str, str], str]:
    """Divide the inside of a directive into its options and its text."""
    options: dict[str, str] = {}
    lines = content.splitlines()
    while lines and (found := OPTION.match(lines[0])):
        options[found[1].strip()] = found[2].strip()
        del lines[0]
    return options, "\n".join(lines)


@cache
def _parser() -> MarkdownIt:
    parser = make_parser().use(colon_fence_plugin).use(footnote_plugin).use(myst_block_plugin)
    parser.use(tasklists_plugin, label=True).enable("image")
    parser.core.ruler.push("name_headings", _name_headings)
    parser.core.ruler.push("label_tables", _label_tables)
    rules = cast(RendererHTML, parser.renderer).rules
    for name in ("fence", "code_block", "colon_fence"):
        parser.add_render_rule(name, _reachable(rules[name]))
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", lambda *_: "</table>\n</div>\n")
    parser.add_render_rule("myst_target", _anchor)
    parser.add_render_rule("myst_line_comment", lambda *_: "")
    parser.add_render_rule("myst_block_break", lambda *_: "<hr>\n")
    parser.add_render_rule("image", _image)
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


def _reachable(render: Callable[..., str]) -> Callable[..., str]:
    """Let keys reach code, which scrolls by itself when it is wide."""

    def rendered(_renderer: Any, *args: Any) -> str:
        return render(*args).replace("<pre>", '<pre tabindex="0">', 1)

    return rendered


def _open_table(_renderer: Any, tokens: Any, at: int, _options: Any, _env: Any) -> str:
    label = escape(tokens[at].meta["label"])
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{label}">\n<table>\n'


def _anchor(_renderer: Any, tokens: Any, at: int, _options: Any, _env: Any) -> str:
    return f'<span id="{escape(tokens[at].content)}"></span>\n'


def _image(_renderer: Any, tokens: Any, at: int, _options: Any, env: Any) -> str:
    token = tokens[at]
    return str(env["shown"](str(token.attrs["src"]), token.content))
