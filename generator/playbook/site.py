"""A project opened: everything read once, every page at hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from playbook import __version__, resources
from playbook.assess import assess
from playbook.contexts.context import context
from playbook.contexts.portfolio import Portfolio
from playbook.contexts.view import View
from playbook.findings import Judgement, judge
from playbook.gains import Gains
from playbook.load.codes import check_codes
from playbook.load.interface import read_interface
from playbook.load.method import read_method
from playbook.load.project import Project, read_project
from playbook.model.inventory import Inventory
from playbook.model.method import Method
from playbook.model.organisation import Organisation
from playbook.model.places import Located
from playbook.model.setting import Setting
from playbook.plan import Page, plan
from playbook.problems import Problem, Unusable
from playbook.render import Renderer
from playbook.rulebook import Rulebook
from playbook.rules.rule import Rule
from playbook.texts import Interface, Wording
from playbook.theme import Theme, find_theme

T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """Hold a project that was read and assessed; pages are rendered when asked for.

    Args:
        root: The project's folder.
        project: What was read from it.
        method: The method that it works by.
        interface: The words of the pages.
        theme: Its theme.
        portfolios: Its organisations, assessed.
        warnings: What is odd, though it can be understood.
    """

    root: Path
    project: Project
    method: Method
    interface: Interface
    theme: Theme
    portfolios: tuple[Portfolio, ...]
    warnings: tuple[Problem, ...]

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Return every page by its address from the root of the site."""
        inventories = [portfolio.inventory for portfolio in self.portfolios]
        pages = plan(inventories, self.method, self.project.config.languages)
        return {page.path: page for page in pages}

    @cached_property
    def assets(self) -> Mapping[str, Path]:
        """Return every asset by its address from the root of the site."""
        return dict(self.theme.assets())

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
        return View(
            portfolio=portfolio,
            wording=Wording(self.interface, language, otherwise),
            languages=self.project.config.languages,
            site_title=self.project.config.title,
            program=f"playbook {__version__}",
        )

    def spoken(self, language: str) -> list[View]:
        """Return each organisation in a language, one of the site's or not.

        Args:
            language: A language of the interface.
        """
        return [self._view(portfolio, language) for portfolio in self.portfolios]

    @cached_property
    def renderer(self) -> Renderer:
        """Return what renders the pages."""
        return Renderer(self.theme)

    def html(self, page: Page) -> bytes:
        """Return a page as it is published.

        Args:
            page: One of `pages`.
        """
        language = page.language
        view = next(view for (_, spoken), view in self.views.items() if spoken == language)
        return self.renderer.page(page.kind, context(self.views, page), view.wording.words)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file of the site: its address and its bytes."""
        for address, path in self.assets.items():
            yield address, path.read_bytes()
        for address, page in self.pages.items():
            yield address, self.html(page)


def open_site(root: Path, today: datetime.date, trusted: bool = False) -> Site:
    """Read and assess a project.

    Args:
        root: The project's folder.
        today: Day of the assessment.
        trusted: Whether the project's own Python files may run.

    Raises:
        Unusable: With every problem of the project.
    """
    project = read_project(root)
    method, rulebook, theme = _read_rest(root, project, today, trusted)
    portfolios = tuple(
        _judge(inventory, method, project.config.ignored, today, rulebook.rules)
        for inventory in project.inventories
    )
    idle = _idle_ignores(portfolios, project.config_places)
    return Site(
        root=root,
        project=project,
        method=method,
        interface=read_interface(resources.content()),
        theme=theme,
        portfolios=portfolios,
        warnings=(*project.warnings, *rulebook.problems, *idle),
    )


def _read_rest(
    root: Path, project: Project, today: datetime.date, trusted: bool
) -> tuple[Method, Rulebook, Theme]:
    """Read what is not the inventory, so that all problems are told at once."""
    config, places = project.config, project.config_places
    problems: list[Problem] = []
    method = _gather(problems, lambda: read_method(resources.content(), root, config, places))
    theme = _gather(problems, lambda: find_theme(config.theme, places))
    if method is None or theme is None:
        raise Unusable(problems)
    problems += check_codes(project.inventories, method, config, places)
    nothing = Setting(Organisation(name=""), method.numbers, today)
    rulebook = Rulebook(root, config, places, method, nothing)
    if trusted:
        rulebook.run_extensions()
    else:
        rulebook.leave_extensions()
    rulebook.check_points()
    problems += rulebook.problems
    if any(problem.severity == "error" for problem in problems):
        raise Unusable(problems)
    return rulebook.spoken_for(), rulebook, theme


def _idle_ignores(portfolios: tuple[Portfolio, ...], places: Located) -> Iterator[Problem]:
    """Yield the rules that are ignored and find nothing anywhere."""
    found = {
        finding.code
        for portfolio in portfolios
        for risk in portfolio.risks.values()
        for finding in risk.findings
        if finding.state != "clear"
    }
    for code in portfolios[0].ignored:
        if code not in found:
            yield Problem(
                places.place(("rules", "ignore", code)),
                f"{code} is ignored, though it finds nothing in any process",
                "take it out of the list, so that it speaks when it has something to say",
                "W04",
                "warning",
            )


def _gather(problems: list[Problem], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Unusable as unusable:
        problems += unusable.problems
        return None


def _judge(
    inventory: Inventory,
    method: Method,
    ignored: Mapping[str, str],
    today: datetime.date,
    rules: Mapping[str, Rule],
) -> Portfolio:
    setting = Setting(inventory.organisation, method.numbers, today)
    judgement = Judgement(method, setting, inventory.organisation_places, ignored, rules)
    assessments = assess(inventory, method, setting)
    return Portfolio(
        inventory=inventory,
        method=method,
        setting=setting,
        assessments=assessments,
        risks=judge(inventory, assessments, judgement),
        gains=Gains(method, judgement),
        ignored=ignored,
    )
