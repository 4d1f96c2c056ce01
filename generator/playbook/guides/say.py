"""From a part of a guide and the facts to HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from jinja2 import Template, meta
from markupsafe import Markup, escape

from playbook.guides.facts import General, Guided
from playbook.guides.guide import Part
from playbook.guides.language import ENVIRONMENT, VALUE

Render = Callable[[str], Markup]
# A choice inside a sentence leaves the end of its line; one on a line of its own takes it along.
_END_OF_SENTENCE: Final = re.compile(r"^(?!\s*\{%[^%]*%\}[ \t]*$)(.*)%\}[ \t]*$", re.MULTILINE)
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[Template, tuple[str, ...]]:
    """Return a text compiled, and the names of the facts that it asks for."""
    tree = ENVIRONMENT.parse(_END_OF_SENTENCE.sub(r"\1+%}", text))
    names = meta.find_undeclared_variables(tree)
    return ENVIRONMENT.from_string(tree), tuple(sorted(names))


def say(part: Part, facts: General | Guided, render: Render) -> Markup:
    """Return a part of a guide as HTML, speaking of some facts.

    Sentences are chosen first, with a sign in the place of every value; the text is made HTML a
    block at a time, which many pages share; and only then do the values take their places, escaped.
    So a value can never be markup, and a page costs little.

    Args:
        part: The part.
        facts: The facts.
        render: From Markdown to HTML.
    """
    if "{{" not in part.text and "{%" not in part.text:
        return render(part.text)
    template, names = _compiled(part.text)
    values: list[object] = []
    chosen = template.render({name: getattr(facts, name) for name in names}, values=values)
    blocks = (render(block) for block in _BLANK.split(chosen.strip()) if block)
    return _filled(Markup("").join(blocks), values)


def _filled(html: Markup, values: list[object]) -> Markup:
    """Return HTML with the values in their places."""
    pieces = html.split(VALUE)
    if len(pieces) != len(values) + 1:
        raise ValueError(f"{len(values)} values for {len(pieces) - 1} places")
    made: list[str] = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        made += (str(escape(value)), piece)
    return Markup("".join(made))  # noqa: S704 - every value is escaped
