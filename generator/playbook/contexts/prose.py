"""Markdown texts of the inventory and of the method, with words of the glossary as links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from playbook.contexts.mentions import with_links
from playbook.contexts.targets import target
from playbook.model.scalars import Text
from playbook.plan import Page
from playbook.texts import pick

if TYPE_CHECKING:
    from playbook.contexts.view import View


class Prose:
    """Make texts HTML; a text of the method is made once for all pages of a folder.

    Args:
        view: The organisation in one language.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.known: dict[tuple[str, int], tuple[Text | None, Markup]] = {}

    def of_inventory(self, page: Page, text: Text | None) -> Markup:
        """Return a text of the inventory as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        return self._html(page, text, self.view.wording.otherwise)

    def of_method(self, page: Page, text: Text | None) -> Markup:
        """Return a text of the method as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        key = page.folder, id(text)
        known = self.known.get(key)
        if known is None:
            # The text is kept beside its HTML, so that no other can get the same id.
            known = self.known[key] = (text, self._html(page, text, "en"))
        return known[1]

    def _html(self, page: Page, text: Text | None, otherwise: str) -> Markup:
        if text is None:
            return Markup("")
        view = self.view
        string, language = pick(text, view.language, otherwise)

        html = with_links(
            string,
            lambda seen: target(view, page, seen),
            lambda role, said: view.authored.say_role(role, said, view.language),
        )
        if language != view.language:
            return view.wording.tagged(html, language, "div")
        return view.glossary.link(html, lambda term: view.to(page, "glossary", "", term))
