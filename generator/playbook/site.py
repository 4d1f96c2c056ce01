"""A project opened: everything read once, every page at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from playbook import __version__, digests, extensions, resources, search
from playbook.authored import Authored
from playbook.contexts.context import context
from playbook.contexts.judged import judge
from playbook.contexts.keys import (
    OVERVIEWS,
    department_key,
    objects_key,
    overview_key,
    process_key,
)
from playbook.contexts.objects import Objects
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.targets import called
from playbook.contexts.view import View
from playbook.findings import Judgement
from playbook.groundwork import read_groundwork
from playbook.guides.guide import Handbook
from playbook.guides.sheets import files
from playbook.load.codes import lost_codes
from playbook.load.files import Folder, Held
from playbook.load.interface import read_interface
from playbook.load.project import Project, read_project
from playbook.model.method import Method
from playbook.model.past import Past
from playbook.model.setting import Setting
from playbook.model.theme import Readable
from playbook.opening import Opening
from playbook.pagekinds import PageKind
from playbook.plan import IndexPart, Page, extra_plan, index_parts, plan
from playbook.problems import Problem
from playbook.render import Renderer, renderer_of
from playbook.rulebook import idle_ignores
from playbook.texts import Interface, Wording
from playbook.theme import Look, Theme

T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """Hold a project that was read and assessed; pages are rendered when asked for.

    Args:
        root: The project's folder.
        project: What was read from it.
        method: The method that it works by.
        handbook: Its guides.
        interface: The words of the pages.
        theme: Its theme.
        portfolios: Its organisations, assessed.
        warnings: What is odd, though it can be understood.
        extras: Pages that extensions write, by name.
        authored: What extensions add to Markdown.
        past: What is known of the past of each organisation, by its id.
    """

    root: Path
    project: Project
    method: Method
    handbook: Handbook
    interface: Interface
    theme: Theme
    portfolios: tuple[Portfolio, ...]
    warnings: tuple[Problem, ...]
    extras: Mapping[str, PageKind] = field(default_factory=dict)
    authored: Authored = field(default_factory=Authored)
    past: Mapping[str, Past] = field(default_factory=dict)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Return every page by its address from the root of the site."""
        inventories = [portfolio.inventory for portfolio in self.portfolios]
        languages = self.project.config.languages
        pages = plan(inventories, self.method, self.handbook, languages)
        extras = extra_plan(inventories, self.extras, languages)
        return pages | {page.path: page for page in extras}

    @cached_property
    def assets(self) -> Mapping[str, Readable]:
        """Return every asset by its address from the root of the site."""
        sheets = files(self.handbook.sheets, self.project.config.languages)
        offered = (Objects(view) for view in self.views.values())
        return {
            **dict(self.theme.assets()),
            **{path: Held(self.root / file, self.root) for path, file in self._pictures},
            **{file.address: file for file in sheets},
            **{file.address: file for file in offered},
        }

    @property
    def _pictures(self) -> Iterator[tuple[str, str]]:
        """Yield the images of own pages: address from the root of the site, and file."""
        for inventory in self.project.inventories:
            for own in inventory.own_pages:
                for picture in own.pictures.values():
                    yield picture.address, picture.file

    @cached_property
    def index(self) -> Mapping[str, IndexPart]:
        """Return every part of the search index by its address from the root of the site."""
        inventories = (portfolio.inventory for portfolio in self.portfolios)
        return {part.path: part for part in index_parts(inventories, self.project.config.languages)}

    @cached_property
    def views(self) -> Mapping[tuple[str, str], View]:
        """Return each organisation in each language."""
        return {
            (portfolio.inventory.id, language): self._view(portfolio, language)
            for portfolio in self.portfolios
            for language in self.project.config.languages
        }

    def _view(self, portfolio: Portfolio, language: str) -> View:
        otherwise = portfolio.inventory.organisation.language
        view = View(
            portfolio=portfolio,
            wording=Wording(self.interface, language, otherwise, lambda seen: called(view, seen)),
            languages=self.project.config.languages,
            site_title=self.project.config.title,
            program=f"playbook {__version__}",
            edit_pattern=self.project.config.edit_pattern,
            handbook=self.handbook,
            extras=self.extras,
            nav=self.project.config.nav,
            authored=self.authored,
            past=self.past.get(portfolio.inventory.id, Past()),
        )
        return view

    def spoken(self, language: str) -> list[View]:
        """Return each organisation in a language, one of the site's or not.

        Args:
            language: A language of the interface.
        """
        return [self._view(portfolio, language) for portfolio in self.portfolios]

    @cached_property
    def renderer(self) -> Renderer:
        """Return what renders the pages."""
        return renderer_of(self.theme)

    @property
    def needed_files(self) -> tuple[str, ...]:
        """Return the files of the project that an organisation or a process refers to."""
        return tuple(sorted(self.project.needs.get("file", ())))

    @property
    def packages(self) -> tuple[str, ...]:
        """Return the extensions that installed packages offer, by their names."""
        names = self.project.config.extensions
        return tuple(name for name in names if not extensions.is_file(name))

    @property
    def installed_themes(self) -> tuple[str, ...]:
        """Return the folders of themes that installed packages brought."""
        own = (layer.folder for layer in self.theme.layers if layer.own)
        return tuple(str(folder) for folder in own if not folder.is_relative_to(self.root))

    @property
    def made_from(self) -> tuple[Path, ...]:
        """Return files and folders that it is made from, wherever the project names them."""
        config = self.project.config
        programs = (name for name in config.extensions if extensions.is_file(name))
        lists = (other.file for other in (config.references or {}).values() if other.file)
        named = (self.root / name.lstrip("/") for name in (*programs, *lists))
        return (*named, *(layer.folder for layer in self.theme.layers))

    def html(self, page: Page) -> bytes:
        """Return a page as it is published.

        Args:
            page: One of `pages`.
        """
        return self.rendered(page, self.context(page))

    def context(self, page: Page) -> Struct:
        """Return what a page shows.

        Args:
            page: One of `pages`.
        """
        return context(self.views, page)

    def rendered(self, page: Page, shown: Struct) -> bytes:
        """Return a page from what it shows.

        Args:
            page: One of `pages`.
            shown: What it shows.
        """
        language = page.language
        view = next(view for (_, spoken), view in self.views.items() if spoken == language)
        return self.renderer.page(page.kind, shown, view.wording.words, self.themed[language])

    @cached_property
    def themed(self) -> Mapping[str, Look]:
        """Return what is chosen about the theme, in each language."""
        languages = self.project.config.languages
        return {language: self.theme.look(language, languages[0]) for language in languages}

    @cached_property
    def look(self) -> bytes:
        """Return the digest of what makes a page of what it shows."""
        words = digests.of_value(self.interface)
        return digests.of_bytes(digests.of_program(), self.theme.digest, words)

    @cached_property
    def basis(self) -> bytes:
        """Return the digest of what every page of a process is made from, but its language."""
        return digests.of_bytes(
            self.look,
            digests.of_value(self.project.config),
            digests.of_value(self.method),
            extensions.digest(self.root, self.project.config.extensions),
            self.portfolios[0].setting.today.isoformat().encode(),
        )

    def asset_key(self, address: str) -> str:
        """Return the digest of what an asset is made from; an empty text when its bytes tell.

        Args:
            address: Address of one of `assets`.
        """
        asset = self.assets[address]
        return objects_key(asset.view).hex() if isinstance(asset, Objects) else ""

    def known_key(self, page: Page) -> str:
        """Return the digest of what a page is made from, when its facts alone tell.

        Args:
            page: One of `pages`; another than of a process gives an empty text.
        """
        if page.kind != "process":
            return ""
        view = self.views[page.organisation, page.language]
        return process_key(view, page, self._basis_of(view)).hex()

    def facts_key(self, page: Page) -> str:
        """Return the digest of the facts behind a page that takes long to think out.

        Other facts may give the same page: what is fresh is told by `shown_key`.

        Args:
            page: One of `pages`; of most kinds it gives an empty text.
        """
        view = self.views.get((page.organisation, page.language))
        if view and page.kind == "department":
            return department_key(view, page, self._basis_of(view)).hex()
        # Rules of extensions may judge by anything, and a page then tell of it.
        if view and page.kind in OVERVIEWS and not self.project.config.extensions:
            basis = digests.of_bytes(self._basis_of(view), self._guides)
            return overview_key(view, page, basis).hex()
        return ""

    @cached_property
    def _guides(self) -> bytes:
        return digests.of_value(self.handbook)

    def _basis_of(self, view: View) -> bytes:
        return self._bases[view.portfolio.inventory.id, view.language]

    @cached_property
    def _bases(self) -> Mapping[tuple[str, str], bytes]:
        """Return the digest of what every page of a view may show beside its own facts."""
        return {
            of: digests.of_bytes(
                self.basis,
                view.portfolio.prints.around,
                view.guides_digest,
                view.chrome_digest,
            )
            for of, view in self.views.items()
        }

    def script(self, part: IndexPart) -> bytes:
        """Return a part of the search index as it is published.

        Args:
            part: One of `index`.
        """
        return search.script(self.views[part.organisation, part.language], part, self.pages)

    def script_key(self, part: IndexPart) -> str:
        """Return the digest of what a part of the search index is made from.

        Args:
            part: One of `index`.
        """
        view = self.views[part.organisation, part.language]
        return search.key(view, part, self.pages, self.basis).hex()

    def ledger_key(self, portfolio: Portfolio) -> bytes:
        """Return the digest of all that processes are judged by, beside their own facts.

        Args:
            portfolio: Their organisation.
        """
        return digests.of_bytes(self.basis, portfolio.prints.around)

    def shown_key(self, shown: Struct) -> str:
        """Return the digest of what a page is made from, by what it shows.

        Args:
            shown: What it shows.
        """
        return digests.of_bytes(self.look, digests.of_value(shown)).hex()


def open_site(root: Path, opening: Opening, former: Site | None = None) -> Site:
    """Read and assess a project.

    Args:
        root: The project's folder.
        opening: How to open it.
        former: The same project as it was before; what did not change is taken over.

    Raises:
        Unusable: With every problem of the project.
    """
    folder = Folder.at(root, opening.store, opening.shelf)
    shipped = Folder.at(resources.content(), opening.store, opening.shelf)
    project = read_project(folder, opening.jobs)
    work = read_groundwork(folder, shipped, project, opening)
    method, rulebook = work.method, work.rulebook
    known = {item.inventory.id: item for item in former.portfolios} if former else {}
    portfolios = tuple(
        judge(
            inventory,
            Judgement(
                method,
                Setting(inventory.organisation, method.numbers, opening.today, rulebook.criteria),
                project.config.ignored,
                rulebook.rules,
            ),
            known.get(inventory.id),
        )
        for inventory in project.inventories
    )
    ignored = portfolios[0].ignored
    idle = idle_ignores(ignored, _found(portfolios), project.config_places) if ignored else ()
    lost = lost_codes(folder, project, method, work.handbook.term_codes, rulebook.offered)
    return Site(
        root=root,
        project=project,
        method=method,
        handbook=work.handbook,
        interface=read_interface(shipped),
        theme=work.theme,
        portfolios=portfolios,
        warnings=(*project.warnings, *work.warnings, *idle, *lost),
        extras=rulebook.pages,
        authored=rulebook.authored,
    )


def _found(portfolios: tuple[Portfolio, ...]) -> frozenset[str]:
    """Return the codes of the rules that find something anywhere."""
    return frozenset(
        finding.code
        for portfolio in portfolios
        for risk in portfolio.risks.values()
        for finding in risk.findings
        if finding.state != "clear"
    )
