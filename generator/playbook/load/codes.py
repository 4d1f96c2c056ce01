"""Codes in the inventory that the method has to know."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from playbook.load.directed import unknown, wrong_options
from playbook.load.files import Folder
from playbook.load.mentioned import Known, lost_mentions
from playbook.load.named import CRITERION, RULE, criteria_of, rules_of
from playbook.load.project import Project
from playbook.model.directive import OPTIONS
from playbook.model.method import Method
from playbook.problems import Place, Problem


class Offered(NamedTuple):
    """What extensions offer that texts can name.

    Args:
        pages: Names of pages; nothing when the extensions were not asked.
        roles: Roles; nothing when the extensions were not asked.
    """

    pages: AbstractSet[str] | None
    roles: AbstractSet[str] | None


NOT_ASKED: Final = "it may be one of an extension, which is not run until you trust it"
"""What to say of what is not there, as long as extensions may have it."""


def check_codes(project: Project, method: Method) -> Iterator[Problem]:
    """Yield every code of a criterion or a rule that the method does not have.

    Args:
        project: The project.
        method: The method.
    """
    criteria = [item.code for step in method.steps for item in step.criteria]
    rules = [item.code for dispute in method.disputes for item in dispute.rules]
    for code, reason in project.config.ignored.items():
        place = project.config_places.place(("rules", "ignore", code))
        yield from _unknown("rule", code, rules, place)
        if not reason.strip():
            instead = "write one sentence; it is shown on the site"
            yield Problem(place, f"{code} is ignored without a reason", instead, "T09")
    known = {CRITERION: frozenset(criteria), RULE: frozenset(rules)}
    if any(project.needs.get(kind, frozenset()) - codes for kind, codes in known.items()):
        for inventory in project.inventories:
            for process in inventory.processes:
                located = inventory.places[process.id]
                for code, path in criteria_of(process):
                    yield from _unknown("criterion", code, criteria, located.place(path))
                for code, path in rules_of(process):
                    yield from _unknown("rule", code, rules, located.place(path))


def lost_codes(
    folder: Folder,
    project: Project,
    method: Method,
    terms: Iterable[str],
    offered: Offered,
) -> Iterator[Problem]:
    """Warn of references inside texts to what neither the method nor the project has.

    Args:
        folder: The project's folder.
        project: The project.
        method: The method.
        terms: The codes of the words of the glossary.
        offered: What extensions offer that texts can name.
    """
    targets: dict[str, AbstractSet[str]] = {
        "step": {step.code for step in method.steps},
        "criterion": {item.code for step in method.steps for item in step.criteria},
        "rule": {item.code for dispute in method.disputes for item in dispute.rules},
        "term": frozenset(terms),
    }
    for inventory in project.inventories:
        pages = (key for own in inventory.own_pages for key in (own.key, *own.formerly))
        here = targets | {"doc": {*(offered.pages or ()), *pages}}
        known = Known(targets=here, roles=offered.roles)
        yield from lost_mentions(folder, inventory, known, project.needs)


def lost_directives(
    project: Project, declared: Mapping[str, Collection[str]], asked: bool
) -> Iterator[Problem]:
    """Yield directives that are neither the program's own nor of an extension.

    Args:
        project: The project.
        declared: The options of each directive that extensions declare.
        asked: Whether the extensions were asked; else a directive may be one of theirs.
    """
    for inventory in project.inventories:
        for page in inventory.own_pages:
            for one in page.directives:
                if one.name in declared:
                    yield from wrong_options(one, declared[one.name])
                elif one.name not in OPTIONS and asked:
                    yield unknown(one, (*OPTIONS, *declared))
                elif one.name not in OPTIONS:
                    yield unknown(one, (), "warning", NOT_ASKED)


def _unknown(word: str, code: str, known: Sequence[str], place: Place) -> Iterator[Problem]:
    if code not in known:
        near = difflib.get_close_matches(code, known, 1, 0.5)
        instead = f"did you mean {near[0]}?" if near else f"choose from {', '.join(known)}"
        yield Problem(place, f"there is no {word} {code}", instead, "T04")
