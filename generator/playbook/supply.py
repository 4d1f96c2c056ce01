"""The site of one supplier's edition: every page at hand, as `Site` has those of the inside."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from playbook import __version__, digests, search
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.supplier.pages import supplier_context
from playbook.contexts.supplier.questions import questions
from playbook.contexts.supplier.shapes import Question
from playbook.contexts.supplier.view import SupplierView
from playbook.edition import Edition, Instead, edition_of, language_of
from playbook.model.inventory import Inventory
from playbook.model.mention import Mention
from playbook.model.organisation import Supplier
from playbook.model.theme import Readable
from playbook.plan import IndexPart, Page, supplier_index, supplier_plan
from playbook.problems import Place, Problem, Unusable
from playbook.render import Renderer, renderer_of
from playbook.site import Site
from playbook.texts import Interface, Wording
from playbook.theme import Theme


@dataclass(frozen=True)
class SupplierSite:
    """Hold the site of one supplier's edition; pages are rendered when asked for.

    It keeps the edition, the words and the theme: nothing of the inside can be reached from it.

    Args:
        edition: What the supplier may see.
        interface: The words of the pages.
        theme: The theme.
    """

    edition: Edition
    interface: Interface
    theme: Theme

    @property
    def portfolios(self) -> tuple[Portfolio, ...]:
        """Return nothing: an edition has nothing to judge."""
        return ()

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Return every page by its address from the root of the site."""
        pages = supplier_plan(self.edition.inventory, self.edition.language)
        return {page.path: page for page in pages}

    @cached_property
    def assets(self) -> Mapping[str, Readable]:
        """Return every asset by its address from the root of the site."""
        return dict(self.theme.assets())

    @property
    def made_from(self) -> tuple[Path, ...]:
        """Return folders that it is made from, wherever the project names them."""
        return tuple(layer.folder for layer in self.theme.layers)

    @cached_property
    def index(self) -> Mapping[str, IndexPart]:
        """Return the search index, which is one script, by its address from the root."""
        part = supplier_index(self.edition.inventory, self.edition.language)
        return {part.path: part}

    def script(self, _part: IndexPart) -> bytes:
        """Return the search index as a script.

        Args:
            _part: The one part that there is.
        """
        return self._script

    @cached_property
    def _script(self) -> bytes:
        return search.edition_script(self.view)

    def script_key(self, _part: IndexPart) -> str:
        """Return the digest of what the search index is made from, by what it holds.

        Args:
            _part: The one part that there is.
        """
        return digests.of_bytes(self.look, self._script).hex()

    @cached_property
    def view(self) -> SupplierView:
        """Return the edition in its language."""
        otherwise = self.edition.inventory.organisation.language
        language = self.edition.language

        def called(seen: Mention) -> str:
            return view.called(seen)

        wording = Wording(self.interface, language, otherwise, called)
        view = SupplierView(self.edition, wording, f"playbook {__version__}")
        return view

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return every question as plain text, by dispute type and then by process."""
        return questions(self.view)

    @cached_property
    def renderer(self) -> Renderer:
        """Return what renders the pages."""
        return renderer_of(self.theme)

    def html(self, page: Page) -> bytes:
        """Return a page as it is handed over.

        Args:
            page: One of `pages`.
        """
        return self.rendered(page, self.context(page))

    def context(self, page: Page) -> Struct:
        """Return what a page shows.

        Args:
            page: One of `pages`.
        """
        return supplier_context(self.view, page)

    def rendered(self, page: Page, shown: Struct) -> bytes:
        """Return a page from what it shows.

        Args:
            page: One of `pages`.
            shown: What it shows.
        """
        look = self.theme.look(page.language, page.language)
        return self.renderer.page(page.kind, shown, self.view.wording.words, look)

    @cached_property
    def look(self) -> bytes:
        """Return the digest of what makes a page of what it shows."""
        words = digests.of_value(self.interface)
        return digests.of_bytes(digests.of_program(), self.theme.digest, words)

    def asset_key(self, _address: str) -> str:
        """Return nothing: every asset of an edition is told by its bytes.

        Args:
            address: Address of one of `assets`.
        """
        return ""

    def known_key(self, _page: Page) -> str:
        """Return nothing: what a page of an edition is made from is told by what it shows.

        Args:
            page: One of `pages`.
        """
        return ""

    def facts_key(self, _page: Page) -> str:
        """Return nothing: every page of an edition is thought out.

        Args:
            page: One of `pages`.
        """
        return ""

    def ledger_key(self, _portfolio: Portfolio) -> bytes:
        """Return nothing: an edition has nothing to try out."""
        return b""

    def shown_key(self, shown: Struct) -> str:
        """Return the digest of what a page is made from, by what it shows.

        Args:
            shown: What it shows.
        """
        return digests.of_bytes(self.look, digests.of_value(shown)).hex()


Published = Site | SupplierSite
"""A site that can be built and previewed."""


def supplier_site(site: Site, name: str) -> SupplierSite:
    """Return the site of one supplier's edition.

    Args:
        site: The project opened.
        name: Id of the supplier, or ``ORGANISATION/ID`` when two organisations have one.

    Raises:
        Unusable: There is no such supplier, or more than one.
    """
    portfolio, supplier = find_supplier(site, name)
    words = site.interface.words
    edition = edition_of(
        portfolio.inventory,
        supplier,
        Instead(words["another_process"], words["another_thing"]),
        language_of(supplier, site.project.config.languages),
        portfolio.method,
        portfolio.rules,
        portfolio.setting,
    )
    return SupplierSite(edition, site.interface, _without_own_texts(site.theme))


def _without_own_texts(theme: Theme) -> Theme:
    """Return a theme with the texts that the project chose for it left at their defaults."""
    own = {name: option.default for name, option in theme.options.items() if option.type == "text"}
    values = {**theme.values, **own}
    return Theme(theme.layers, theme.options, values)


def find_supplier(site: Site, name: str) -> tuple[Portfolio, Supplier]:
    """Return a supplier with the organisation that knows it.

    Args:
        site: The project opened.
        name: Id of the supplier, or ``ORGANISATION/ID`` when two organisations have one.

    Raises:
        Unusable: There is no such supplier, or more than one.
    """
    known = [
        (portfolio, supplier)
        for portfolio in site.portfolios
        for supplier in portfolio.inventory.suppliers
    ]
    found = [
        (portfolio, supplier)
        for portfolio, supplier in known
        if name in (supplier.id, f"{portfolio.inventory.id}/{supplier.id}")
    ]
    if len(found) == 1:
        return found[0]
    names = [full_name(portfolio.inventory, supplier) for portfolio, supplier in found or known]
    what = f"more than one supplier is called “{name}”" if found else f"no supplier is “{name}”"
    near = difflib.get_close_matches(name, [supplier.id for _, supplier in known], 1, 0.6)
    instead = f"choose from {', '.join(names)}" if names else "write suppliers.yaml first"
    instead = f"did you mean “{near[0]}”?" if near and not found else instead
    raise Unusable([Problem(Place("--edition"), what, instead, "E06")])


def suppliers_with_an_edition(site: Site) -> tuple[str, ...]:
    """Return the suppliers of whom it is said what they may see, by the name to choose them.

    Args:
        site: The project opened.
    """
    known = [
        (portfolio.inventory, supplier)
        for portfolio in site.portfolios
        for supplier in portfolio.inventory.suppliers
        if supplier.shares is not None
    ]
    ids = [supplier.id for _, supplier in known]
    return tuple(
        supplier.id if ids.count(supplier.id) == 1 else full_name(inventory, supplier)
        for inventory, supplier in known
    )


def full_name(inventory: Inventory, supplier: Supplier) -> str:
    """Return the name by which a supplier can be chosen among all organisations.

    Args:
        inventory: The organisation.
        supplier: The supplier.
    """
    return f"{inventory.id}/{supplier.id}"
