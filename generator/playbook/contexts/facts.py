"""The facts of one process on its page, each name leading to the page of what it names."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from playbook.contexts.factshapes import Fact
from playbook.contexts.mentions import line_with_links
from playbook.contexts.targets import target
from playbook.contexts.telling import Telling
from playbook.contexts.view import View
from playbook.model.mention import may_refer
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.plan import Page
from playbook.texts import Wording, pick


@dataclass(frozen=True)
class _Linked:
    """Name things with links to their pages.

    Args:
        view: The organisation in one language.
        page: The page that names them.
    """

    view: View
    page: Page

    @property
    def wording(self) -> Wording:
        return self.view.wording

    @property
    def setting(self) -> Setting:
        return self.view.portfolio.setting

    def named(self, kind: str, ident: str | None) -> Markup:
        return self.view.named(kind, ident)

    def linked(self, kind: str, ident: str | None) -> Markup:
        return self.view.linked(self.page, kind, ident)

    def said(self, text: Text | None) -> Markup:
        """Return a text of one line, leading to what it refers to."""
        view = self.view
        string, language = pick(text or "", view.language, self.wording.otherwise)
        if not may_refer(string):
            return self.wording.said(text)
        html = line_with_links(
            string,
            lambda seen: target(view, self.page, seen),
            lambda role, content: view.authored.say_role(role, content, view.language),
        )
        return self.wording.tagged(html, language, "span")

    def party(self, text: Text | None) -> Markup:
        """Return a party, by its name when the text is the id of one in the organisation."""
        if isinstance(text, str):
            for kind in ("unit", "department", "role", "system"):
                if (kind, text) in self.setting.names:
                    return self.linked(kind, text)
        return self.said(text)


class Facts(Telling):
    """Tell the facts of one process to ourselves.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        process: The process.
    """

    def __init__(self, view: View, page: Page, process: Process) -> None:
        super().__init__(_Linked(view, page), process)

    def summary(self) -> tuple[Fact, ...]:
        """Return facts about the process as a whole; what is not known is left out."""
        pcf = self.fact("pcf", "pcf", Markup.escape(_pcf(self.process)))
        return tuple(fact for fact in (*self.basics(), pcf) if fact.value)


def _pcf(process: Process) -> str:
    if process.pcf is None:
        return ""
    parts = (process.pcf.hierarchy, process.pcf.element, process.pcf.version)
    return " · ".join(str(part) for part in parts if part is not None)
