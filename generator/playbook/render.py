"""From what a page shows to its bytes."""

from __future__ import annotations

from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from playbook.theme import Theme


class Renderer:
    """Render pages with the templates of one theme.

    Args:
        theme: The theme.
    """

    def __init__(self, theme: Theme) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(theme.templates),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def page(self, kind: str, context: Struct, words: SimpleNamespace) -> bytes:
        """Return a page as UTF-8.

        Args:
            kind: Sort of page, which names its template.
            context: What the page shows.
            words: Words of the interface in the page's language.

        Raises:
            jinja2.TemplateError: The template asks for what the context does not hold.
        """
        template = self.environment.get_template(f"{kind}.html")
        values = {name: getattr(context, name) for name in context.__struct_fields__}
        return template.render(values, words=words).encode()
