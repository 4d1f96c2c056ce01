"""Markdown of the inventory and of the method to HTML, without raw HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markupsafe import Markup, escape
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from playbook.model.mention import ELSEWHERE, INLINE, LINK, linked

Resolve = Callable[[str, str], Markup | None]
"""From a role and its target to a link; nothing when there is no such target."""

_SCHEME: Final = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.\-\s]*):")
_ALLOWED: Final = frozenset(("http", "https", "mailto", "tel"))
# A text of one line without any of these is a paragraph as it stands.
_PLAIN: Final = re.compile(r"[^\\`*_\[\]<>&\n\r\"'|~{}=:#!+\-0-9\t][^\\`*_\[\]<>&\n\r\"'|~{}=:]*\Z")
_HEADING_OFFSET: Final = 2
_SHORT: Final = re.compile(r"(.+?)\s*\((.+)\)", re.DOTALL)


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's own name
        """Allow the schemes of a list and relative addresses, nothing else."""
        scheme = _SCHEME.match(url)
        known = scheme is None or scheme[1].lower() in _ALLOWED
        return known and not url.startswith(("//", "\\"))


def _lower_headings(state: StateCore) -> None:
    """Keep headings inside a text below the headings of its page."""
    lower, least = state.env.get("lower", _HEADING_OFFSET), state.env.get("least", 1)
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, max(least, int(token.tag[1]) + lower))}"


def _elsewhere(state: StateInline, silent: bool) -> bool:
    """Read a link into another site as the role that leads there.

    What is looked for is what a supplier's edition looks for: what that overlooks is no link.
    """
    found = LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        seen = linked(found)
        where, _, name = seen.target.partition("#")
        words = "".join(
            token.content
            for token in state.md.parseInline(seen.own)[0].children or ()
            if token.type in ("text", "code_inline")
        )
        token = state.push("myst_role", "", 0)
        token.meta = {"name": f"{ELSEWHERE}{where}", "written": found[0]}
        token.content = f"{words} <{name}>" if words else name
    state.pos = found.end()
    return True


def _render_role(
    _renderer: RendererHTML, tokens: Any, at: int, _options: Any, env: dict[str, Any]
) -> str:
    token = tokens[at]
    name, target = token.meta["name"], token.content
    if name in INLINE:
        return _inline(name, target)
    resolve: Resolve | None = env.get("resolve")
    link = resolve(name, target) if resolve else None
    return str(escape(token.meta.get("written", target)) if link is None else link)


def _inline(name: str, content: str) -> str:
    """Return words that are to be read in a way of their own."""
    short = _SHORT.fullmatch(content.strip()) if name == "abbr" else None
    if short:
        return str(Markup('<abbr title="{}">{}</abbr>').format(short[2], short[1]))
    return str(Markup("<{0}>{1}</{0}>").format(Markup(name), content))  # noqa: S704 - see INLINE


def make_parser() -> MarkdownIt:
    """Return a new parser that lets no HTML through."""
    parser = _Parser("commonmark", {"html": False}).enable("table").disable("image")
    parser.use(myst_role_plugin).use(deflist_plugin)
    parser.inline.ruler.before("link", "elsewhere", _elsewhere)
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("myst_role", _render_role)
    return parser


_PARSER: Final = make_parser()


def render(text: str, resolve: Resolve | None = None) -> Markup:
    """Return a text as HTML.

    Args:
        text: The text.
        resolve: From a role and its target to a link.
    """
    text = text.strip()
    if _PLAIN.match(text):
        return Markup(f"<p>{escape(text)}</p>\n")  # noqa: S704
    if ("{" in text or "inv:" in text) and resolve is not None:
        return Markup(_PARSER.render(text, {"resolve": resolve}))  # noqa: S704
    return _render(text)


def render_guide(text: str, resolve: Resolve) -> Markup:
    """Return a text of a guide as HTML, its headings on the levels that it gives them.

    Args:
        text: The text.
        resolve: From a role and its target to a link.
    """
    return Markup(_PARSER.render(text, {"resolve": resolve, "lower": 0}))  # noqa: S704


def render_inline(text: str, resolve: Resolve) -> Markup:
    """Return a text of one line as HTML, without a paragraph around it.

    Args:
        text: The text.
        resolve: From a role and its target to a link.
    """
    return Markup(_PARSER.renderInline(text.strip(), {"resolve": resolve}))  # noqa: S704


@lru_cache(maxsize=4096)
def _render(text: str) -> Markup:
    return Markup(_PARSER.render(text))  # noqa: S704
