"""What a project works by beside its inventory: method, guides, rules and theme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playbook import resources
from playbook.guides.guide import Handbook
from playbook.guides.read import read_handbook
from playbook.load.codes import check_codes, lost_directives
from playbook.load.files import Folder
from playbook.load.method import read_method
from playbook.load.navigation import check_menu
from playbook.load.project import Project
from playbook.load.snapshot import Snapshot, snapshot
from playbook.load.themes import read_theme, theme_homes
from playbook.model.method import Method
from playbook.model.organisation import Organisation
from playbook.model.setting import Setting
from playbook.opening import Opening
from playbook.problems import Problem, Unusable
from playbook.rulebook import Rulebook
from playbook.theme import Theme

T = TypeVar("T")


@dataclass(frozen=True)
class Groundwork:
    """Hold what a project works by beside its inventory.

    Args:
        method: Steps, criteria and rules.
        handbook: The guides.
        rulebook: The rules, those of the project's extensions too.
        theme: The theme.
        warnings: What is odd, though it can be understood.
    """

    method: Method
    handbook: Handbook
    rulebook: Rulebook
    theme: Theme
    warnings: tuple[Problem, ...]


def read_groundwork(
    folder: Folder, shipped: Folder, project: Project, opening: Opening
) -> Groundwork:
    """Read what is not the inventory, so that all problems are told at once.

    Args:
        folder: The project's folder.
        shipped: Folder of the shipped content.
        project: What was read from the project.
        opening: How the project is opened.

    Raises:
        Unusable: With every problem.
    """
    config, places = project.config, project.config_places
    reading = _Reading(opening)
    problems = reading.problems
    home = (shipped.root / "method", folder.root / "content" / "method")
    method = reading.keep(
        "method", home, (config, places), lambda: read_method(shipped, folder, config, places)
    )
    themes = Folder.at(resources.themes(), opening.store, opening.shelf)

    def chosen() -> tuple[Theme, tuple[Problem, ...]]:
        read = read_theme(folder, themes, config, places, opening.trusted)
        return Theme(read.layers, read.options, read.values), read.warnings

    homes = theme_homes(folder, themes, config) if opening.shelf else ()
    theme = reading.keep("theme", homes, (config, places), chosen)
    if method is None or theme is None:
        raise Unusable(problems)
    handbook = reading.keep(
        "handbook",
        home,
        (method, config),
        lambda: read_handbook(shipped, folder, method, config.languages),
    )
    problems += check_codes(project, method)
    nothing = Setting(Organisation(name=""), method.numbers, opening.today)
    rulebook = Rulebook(folder, config, places, method, nothing)
    if opening.trusted:
        rulebook.run_extensions()
    else:
        rulebook.leave_extensions()
    rulebook.check_points()
    rulebook.check_examples()
    lost = tuple(lost_directives(project, rulebook.directive_options, rulebook.asked))
    menu = tuple(check_menu(project, rulebook.offered))
    problems += (*rulebook.problems, *lost, *menu)
    if handbook is None or any(problem.severity == "error" for problem in problems):
        raise Unusable(problems)
    warnings = (*theme[1], *rulebook.problems, *lost, *menu)
    return Groundwork(rulebook.spoken_for(), handbook, rulebook, theme[0], warnings)


class _Reading:
    """Read one thing after another, gathering what is wrong with each."""

    def __init__(self, opening: Opening) -> None:
        self.shelf = opening.shelf
        self.seen: dict[tuple[Path, ...], Snapshot] = {}
        self.problems: list[Problem] = []

    def keep(
        self, name: str, folders: tuple[Path, ...], given: object, read: Callable[[], T]
    ) -> T | None:
        """Read something, or take it from the shelf; nothing when it cannot be read."""
        try:
            if self.shelf is None:
                return read()
            if folders not in self.seen:
                self.seen[folders] = snapshot(folders)
            return self.shelf.made(name, self.seen[folders], given, read)
        except Unusable as unusable:
            self.problems += unusable.problems
            return None
