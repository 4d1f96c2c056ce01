"""One organisation seen in one language: names, links and texts for its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Unpack
from urllib.parse import quote

from markupsafe import Markup

from playbook import digests, urls
from playbook.authored import Authored
from playbook.config import NavGroup, listed_in
from playbook.contexts.chrome import chrome
from playbook.contexts.heads import HeadMore, translations
from playbook.contexts.kept import Kept
from playbook.contexts.names import Named, sorted_names
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.prose import Prose
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.guides.facts import General
from playbook.guides.glossary import Words
from playbook.guides.guide import Handbook
from playbook.model.ownpage import OwnPage, of_language
from playbook.model.past import Past
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.pagekinds import PageKind
from playbook.plan import UNASSIGNED, Page
from playbook.problems import Place
from playbook.texts import Wording, bare, pick


@dataclass(frozen=True)
class View:
    """See one organisation in one language.

    Args:
        portfolio: The organisation, assessed.
        wording: Words, numbers and dates in the language.
        languages: Languages of the site, the default first.
        site_title: Title of the whole site.
        program: Name and version of the program.
        handbook: The guides.
        edit_pattern: Address where a file of the project can be changed; empty when unknown.
        past: What is known of the organisation's past.
        extras: Pages that extensions write, by name.
        authored: What extensions add to Markdown.
        nav: Own pages in the order of the menu; nothing when each says where it stands.
    """

    portfolio: Portfolio
    wording: Wording
    languages: Sequence[str]
    site_title: Text
    program: str
    handbook: Handbook
    edit_pattern: str = ""
    past: Past = field(default_factory=Past)
    extras: Mapping[str, PageKind] = field(default_factory=dict)
    nav: Sequence[str | NavGroup] | None = None
    authored: Authored = field(default_factory=Authored)

    @property
    def organisation(self) -> str:
        """Return the id of the organisation."""
        return self.portfolio.inventory.id

    @property
    def called(self) -> str:
        """Return the name of the organisation."""
        return self.wording.plain(self.portfolio.inventory.organisation.name)

    @property
    def language(self) -> str:
        """Return the language."""
        return self.wording.language

    def path(self, kind: str, key: str = "") -> str:
        """Return the address of a page from the root of the site.

        Args:
            kind: Kind of page.
            key: Id of what it is about.
        """
        if kind == "home":
            return urls.home(self.organisation, self.language)
        return urls.page(self.organisation, self.language, kind, key)

    @cached_property
    def chrome(self) -> Chrome:
        """Return what is the same on every page."""
        return chrome(self)

    @cached_property
    def kept(self) -> Kept:
        """Return what its pages show alike."""
        return Kept()

    @cached_property
    def glossary(self) -> Words:
        """Return the words of the glossary, to be found in texts."""
        return Words(self.handbook.terms, self.language)

    @cached_property
    def sheet_names(self) -> Mapping[str, str]:
        """Return the name of each sheet to copy, by its code."""
        sheets = self.handbook.sheets
        return {sheet.code: pick(sheet.name, self.language, "en")[0] for sheet in sheets}

    @cached_property
    def general(self) -> General:
        """Return what a guide can say on any page."""
        return General(self.wording, self.portfolio.setting, self.portfolio.method)

    @cached_property
    def supplier_names(self) -> Mapping[str, Text]:
        """Return the name of each supplier, by its id."""
        return {item.id: item.name for item in self.portfolio.inventory.suppliers}

    @cached_property
    def own_pages(self) -> Mapping[str, OwnPage]:
        """Return the pages that the organisation wrote itself, by key, in their order."""
        pages = self.portfolio.inventory.own_pages
        listed = None if self.nav is None else list(listed_in(self.nav))
        return of_language(pages, self.language, self.wording.otherwise, listed)

    @cached_property
    def chrome_digest(self) -> bytes:
        """Return the digest of what is the same on every page."""
        return digests.of_value(self.chrome)

    @cached_property
    def guides_digest(self) -> bytes:
        """Return the digest of what pages of processes and departments can show of the guides."""
        return digests.of_value(self.handbook.beside_facts(self.language))

    def head(
        self,
        page: Page,
        title: str,
        section: str,
        trail: Sequence[Link] = (),
        **more: Unpack[HeadMore],
    ) -> Head:
        """Return what a page says of itself.

        Args:
            page: The page.
            title: Its title, without marks.
            section: Key of the entry of the navigation to mark.
            trail: Pages between the home page and this one.
            more: Contents, neighbours and the rest of `Head` that not every page has.
        """
        home = Link(Markup.escape(self.wording.word("home")), self.to(page, "home"))
        return Head(
            kind=page.kind,
            language=self.language,
            root=urls.root(page.path),
            title=title,
            section=section,
            trail=() if page.kind == "home" else (home, *trail),
            translations=translations(page, self.languages),
            description=self.wording.description(page.kind, title, self.called),
            **more,
        )

    def edit(self, place: Place) -> str:
        """Return the address where a file can be changed; empty when the project names none.

        Args:
            place: The file, and the line to go to.
        """
        filled = self.edit_pattern.replace("{line}", str(place.line or 1))
        return filled.replace("{file}", quote(place.file))

    def to(self, page: Page, kind: str, key: str = "", anchor: str = "") -> str:
        """Return the relative address of another page.

        Args:
            page: The page that links.
            kind: Kind of page that is linked to.
            key: Id of what that page is about.
            anchor: Place on that page.
        """
        return urls.relative(page.path, self.path(kind, key), anchor)

    def process(self, page: Page, ident: str) -> Link:
        """Return a link to a process.

        Args:
            page: The page that links.
            ident: Id of the process.
        """
        name = self.wording.said(self.portfolio.cards[ident].name)
        return Link(name, self.to(page, "process", ident))

    def supplier(self, page: Page, ident: str) -> Link:
        """Return a link to a supplier.

        Args:
            page: The page that links.
            ident: Id of the supplier.
        """
        return Link(self.wording.said(self.supplier_names[ident]), self.to(page, "supplier", ident))

    def department(self, page: Page, ident: str | None) -> Link:
        """Return a link to a department, or to the processes that name none.

        Args:
            page: The page that links.
            ident: Id of the department.
        """
        key = ident or UNASSIGNED
        return Link(self.department_name(key), self.to(page, "department", key))

    def department_name(self, key: str) -> Markup:
        """Return the name of a department.

        Args:
            key: Its id, or `UNASSIGNED`.
        """
        if key == UNASSIGNED:
            return Markup.escape(self.wording.word("no_department"))
        return self.wording.said(self.portfolio.department_names.get(key, key))

    def step_name(self, code: str) -> str:
        """Return the name of a step.

        Args:
            code: Its code.
        """
        return self._step_names[code]

    @cached_property
    def _step_names(self) -> Mapping[str, str]:
        return {
            step.code: pick(step.name or step.code, self.language, "en")[0]
            for step in self.portfolio.method.steps
        }

    @cached_property
    def type_names(self) -> Mapping[str, str]:
        """Return the name of each dispute type, by its code."""
        return {
            dispute.type: bare(self.wording.sentence(dispute.name or dispute.type, {}))
            for dispute in self.portfolio.method.disputes
        }

    def step_label(self, code: str) -> Markup:
        """Return the number and name of a step.

        Args:
            code: Its code.
        """
        return Markup.escape(f"{self.portfolio.numbers[code]}. {self.step_name(code)}")

    def role(self, ident: str | None) -> Markup:
        """Return the name of a role.

        Args:
            ident: Its id; nothing gives an empty text.
        """
        return self.named("role", ident)

    def named(self, kind: str, ident: str | None) -> Markup:
        """Return the name of something in the organisation.

        Args:
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id; nothing gives an empty text.
        """
        if ident is None:
            return Markup("")
        return self.wording.said(self.portfolio.setting.name(kind, ident))

    def owner(self, process: Process, page: Page | None = None) -> Markup:
        """Return in words who is accountable for a process.

        Args:
            process: The process.
            page: The page that links to them; without it there are no links.
        """
        roles = process.accountables
        shown = [self.linked(page, "role", role) if page else self.role(role) for role in roles]
        if len(roles) <= 1:
            return Markup("").join(shown)
        names = Markup(", ").join(shown)
        return self.wording.marked("several_accountable", count=len(roles), names=names)

    def link(self, page: Page, kind: str, ident: str) -> Link:
        """Return a link to something in the organisation; without a way when it has no page.

        Args:
            page: The page that links.
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id.
        """
        has_page = (kind, ident) in self.portfolio.setting.names
        return Link(self.named(kind, ident), self.to(page, kind, ident) if has_page else "")

    def linked(self, page: Page, kind: str, ident: str | None) -> Markup:
        """Return the name of something in the organisation, leading to its page, as HTML.

        Args:
            page: The page that links.
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id; nothing gives an empty text.
        """
        if ident is None:
            return Markup("")
        key = (page.kind, kind, ident)
        if (known := self._linked.get(key)) is None:
            link = self.link(page, kind, ident)
            html = Markup('<a href="{}">{}</a>').format(link.href, link.label)
            known = self._linked[key] = html if link.href else link.label
        return known

    def linked_all(self, page: Page, kind: str, idents: Iterable[str]) -> Markup:
        """Return names of some things in the organisation, each leading to its page, as HTML.

        Args:
            page: The page that links.
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            idents: Their ids.
        """
        return Markup(", ").join(self.linked(page, kind, ident) for ident in idents)

    @cached_property
    def _linked(self) -> dict[tuple[str, str, str], Markup]:
        """Remember names with their links, which are the same on every page of one kind."""
        return {}

    @cached_property
    def names(self) -> list[Named]:
        """Return everything that has a page, in the order of the alphabet."""
        return sorted_names(self.portfolio.inventory, self.wording)

    def processes(self, count: int) -> str:
        """Return a number of processes in words.

        Args:
            count: How many.
        """
        key = "one_process" if count == 1 else "some_processes"
        return self.wording.word(key, count=self.wording.number(count))

    def threshold(self, name: str | None) -> str:
        """Return in words a threshold that a value was held against.

        Args:
            name: Its name; nothing gives an empty text.
        """
        if name is None:
            return ""
        method = self.portfolio.method
        number, unit = method.numbers[name], method.thresholds[name].unit
        return self.wording.share(number) if unit == "share" else self.wording.counted(number, unit)

    def prose(self, page: Page, text: Text | None) -> Markup:
        """Return a Markdown text of the inventory as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        return self.texts.of_inventory(page, text)

    def method_prose(self, page: Page, text: Text | None) -> Markup:
        """Return a Markdown text of the method as HTML.

        Args:
            page: The page that it stands on.
            text: The text; nothing gives an empty text.
        """
        return self.texts.of_method(page, text)

    @cached_property
    def texts(self) -> Prose:
        """Return what makes texts HTML."""
        return Prose(self)
