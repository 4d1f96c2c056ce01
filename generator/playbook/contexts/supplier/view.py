"""One edition seen in its language: names, links and texts for its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from playbook import urls
from playbook.contexts.mentions import with_links
from playbook.contexts.shapes import Chrome, Head, Link, NavItem
from playbook.contexts.supplier.shapes import EditionLabel
from playbook.edition import Edition
from playbook.model.mention import ELSEWHERE, Mention
from playbook.model.method import Criterion, Step
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.plan import NO_PAGE, Page
from playbook.texts import Wording, bare, pick

_MAIN = (
    ("supplier_home", "home"),
    ("supplier_processes", "processes"),
    ("supplier_trust", "supplier_trust"),
    ("supplier_questions", "supplier_questions"),
    ("supplier_glossary", "terms"),
)


@dataclass(frozen=True)
class SupplierView:
    """See one edition in its language.

    It is made from an edition and holds no more, so that what a page of a supplier asks for is
    there only when it is shared.

    Args:
        edition: The edition.
        wording: Words, numbers and dates in its language.
        program: Name and version of the program.
    """

    edition: Edition
    wording: Wording
    program: str

    @property
    def setting(self) -> Setting:
        """Return the organisation, as the edition has it."""
        return self.edition.setting

    @cached_property
    def chrome(self) -> Chrome:
        """Return what is the same on every page."""
        organisation = self.edition.inventory.organisation
        return Chrome(
            organisation=self.wording.said(organisation.name),
            site_title=self.wording.plain(organisation.name),
            main=tuple(
                NavItem(kind, Markup.escape(self.wording.word(key)), urls.of_supplier(kind))
                for kind, key in _MAIN
            ),
            steps=(),
            departments=(),
            all_departments=None,
            pages=(),
            more=(),
            search=urls.of_supplier("supplier_search"),
            method_version=self.edition.method.version,
            method_changes=0,
            date=self.label.date,
            program=self.program,
        )

    @cached_property
    def label(self) -> EditionLabel:
        """Return which edition this is."""
        return EditionLabel(
            supplier=Markup.escape(self.wording.plain(self.edition.name)),
            date=self.wording.date(self.edition.setting.today),
            version=self.edition.version,
        )

    def head(
        self,
        page: Page,
        title: str,
        contents: Sequence[tuple[str, str, object]] = (),
        previous: Link | None = None,
        next_: Link | None = None,
    ) -> Head:
        """Return what a page says of itself.

        Args:
            page: The page.
            title: Its title, without marks.
            contents: Id and title of each part of the page, and whether it is shown.
            previous: The page before.
            next_: The page after.
        """
        home = Link(Markup.escape(self.wording.word("home")), self.to(page, "supplier_home"))
        inside = page.kind == "supplier_process"
        processes = Link(
            Markup.escape(self.wording.word("processes")), self.to(page, "supplier_processes")
        )
        return Head(
            kind=page.kind,
            language=page.language,
            root=urls.root(page.path),
            title=title,
            section="supplier_processes" if inside else page.kind,
            trail=(home, processes) if inside else (),
            translations=(),
            description=self.wording.description(page.kind, title, self.chrome.site_title),
            contents=tuple(
                Link(Markup.escape(name), f"#{anchor}") for anchor, name, shown in contents if shown
            ),
            previous=previous or Link(Markup("")),
            next=next_ or Link(Markup("")),
        )

    def to(self, page: Page, kind: str, key: str = "", anchor: str = "") -> str:
        """Return the relative address of another page of the edition.

        Args:
            page: The page that links.
            kind: Kind of page that is linked to.
            key: Id of what that page is about.
            anchor: Place on that page.
        """
        return urls.relative(page.path, urls.of_supplier(kind, key), anchor)

    def process(self, page: Page, ident: str) -> Link:
        """Return a link to a shared process.

        Args:
            page: The page that links.
            ident: Id of the process.
        """
        name = self.wording.said(self.edition.processes[ident].name)
        return Link(name, self.to(page, "supplier_process", ident))

    def named(self, kind: str, ident: str | None) -> Markup:
        """Return the name of something in the organisation.

        Args:
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id; nothing gives an empty text.
        """
        if ident is None:
            return Markup("")
        name = self.edition.setting.names.get((kind, ident))
        return self.wording.said(name) if name is not None else Markup("")

    def linked(self, kind: str, ident: str | None) -> Markup:
        """Return the same as `named`: in an edition nothing but processes has a page.

        Args:
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id; nothing gives an empty text.
        """
        return self.named(kind, ident)

    def said(self, text: Text | None) -> Markup:
        """Return a text of one line, what it refers to by its name.

        Args:
            text: The text; nothing gives an empty text.
        """
        return self.wording.said(text)

    def called(self, seen: Mention) -> str:
        """Return the name of what a text refers to; empty when that is not shared.

        Args:
            seen: What it refers to.
        """
        if seen.kind == "process":
            process = self.edition.processes.get(seen.target)
            otherwise = self.wording.otherwise
            return pick(process.name, self.wording.language, otherwise)[0] if process else ""
        link = self._mentioned(NO_PAGE, seen)
        return bare(link.label) if link else ""

    def party(self, text: Text | None) -> Markup:
        """Return who a text means; an edition holds no id in the place of a party.

        Args:
            text: A text such as who a hand-off goes to.
        """
        return self.wording.said(text)

    def step_name(self, code: str) -> str:
        """Return the name of a step.

        Args:
            code: Its code.
        """
        step = self.edition.method.step(code)
        return pick(step.name or code, self.wording.language, "en")[0]

    def prose(self, page: Page, text: Text | None) -> Markup:
        """Return a Markdown text of the inventory as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        return self._prose(page, text, self.wording.otherwise)

    def method_prose(self, page: Page, text: Text | None) -> Markup:
        """Return a Markdown text of the method as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        return self._prose(page, text, "en")

    def _prose(self, page: Page, text: Text | None, otherwise: str) -> Markup:
        if text is None:
            return Markup("")
        string, language = pick(text, self.wording.language, otherwise)

        html = with_links(string, lambda seen: self._mentioned(page, seen))
        return self.wording.tagged(html, language, "div")

    def _mentioned(self, page: Page, seen: Mention) -> Link | None:
        """Return what a text mentions: a process leads to its page, most of the rest is a name."""
        if seen.kind == "process":
            shared = seen.target in self.edition.processes
            return self.process(page, seen.target) if shared else None
        if seen.kind == ELSEWHERE:
            offered = self.edition.inventory.elsewhere.find(seen.target)
            return Link(Markup.escape(offered.label), offered.address) if offered else None
        method, code = self.edition.method, seen.target
        items: Sequence[Step | Criterion] = method.steps if seen.kind == "step" else ()
        if seen.kind == "criterion":
            items = [item for step in method.steps for item in step.criteria]
        name = next((item.name for item in items if item.code == code), None)
        return Link(self.wording.sentence(name, {})) if name else None
