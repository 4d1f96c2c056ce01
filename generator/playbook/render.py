"""From what a page shows to its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from keyword import iskeyword
from types import SimpleNamespace
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape
from msgspec import Struct

from playbook.filters import FILTERS
from playbook.guides.glossary import once
from playbook.theme import Look, Theme

_SPECIAL: Final = re.compile("[&<>'\"]").search
PLAIN: Final[set[str]] = set()
"""Texts that are known to need no escaping: most of what stands on a page stands on many."""
MOST_PLAIN: Final = 4_096
"""Such texts to remember."""


def escaped(value: object) -> str:
    """Return a value safe to stand in HTML, as plain text when it can be.

    Making a `Markup` of every value takes more time than all else of rendering.

    Args:
        value: The value; what has HTML of its own is taken as it is.
    """
    if type(value) is str and _SPECIAL(value) is None:
        # The first pages show most of what many show; texts of one page would scatter over memory.
        if len(PLAIN) < MOST_PLAIN:
            PLAIN.add(value)
        return value
    return str(value) if type(value) is int else escape(value)


class _Generator(CodeGenerator):
    """Compile templates to less work for the same text.

    Values are escaped by `escaped` when they are not known to be safe, attributes are looked up
    as Python does it, and a block is put together before it is handed on: the parts of a page
    would otherwise pass one by one through every template that it extends.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Import what values are escaped with before the template's own code."""
        self.writeline("from playbook.render import PLAIN, escaped")
        super().visit_Template(node, frame)

    def blockvisit(self, inside: Iterable[nodes.Node], frame: Frame) -> None:
        """Gather what a block puts out, and give it out as one text."""
        if not frame.block_frame or frame.buffer is not None:
            super().blockvisit(inside, frame)
            return
        self.buffer(frame)
        super().blockvisit(inside, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Look an attribute up; a context holds no mappings that could have it as a key."""
        if iskeyword(node.attr):  # no attribute has such a name: let the error say so
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _in_place(frame, finalize):
            self.write("(v if (k := type(v := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _in_place(frame, finalize):
            # The kind comes first: as keys, a text and the same text as HTML are one.
            self.write(")) is Markup or k is str and v in PLAIN else escaped(v))")
        else:
            super()._output_child_post(node, frame, finalize)


def _in_place(frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bool:
    """Tell whether a value is always escaped, and by nothing else than `escaped`."""
    context = frame.eval_ctx
    return bool(context.autoescape and not context.volatile and finalize.src is None)


class _Environment(Environment):
    code_generator_class = _Generator


class Renderer:
    """Render pages with the templates of one theme.

    Args:
        theme: The theme.
    """

    def __init__(self, theme: Theme) -> None:
        def load(name: str) -> tuple[str, str, None] | None:
            template = theme.templates.get(name)
            return (template.text, str(template.path), None) if template else None

        self.environment = _Environment(
            loader=FunctionLoader(load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters.update(FILTERS)

    def page(self, kind: str, context: Struct, words: SimpleNamespace, look: Look) -> bytes:
        """Return a page as UTF-8.

        Args:
            kind: Kind of page, which names its template.
            context: What the page shows.
            words: Words of the interface in the page's language.
            look: What is chosen about the theme, in the page's language.

        Raises:
            jinja2.TemplateError: The template asks for what the context does not hold.
        """
        template = self.environment.get_template(f"{kind}.html")
        values = {name: getattr(context, name) for name in context.__struct_fields__}
        return once(template.render(values, words=words, theme=look)).encode()


@lru_cache(maxsize=8)
def renderer_of(theme: Theme) -> Renderer:
    """Return the renderer of a theme, with its templates compiled once.

    Args:
        theme: The theme.
    """
    return Renderer(theme)
