"""Codes in the inventory that the method has to know."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence

from playbook.config import Config
from playbook.model.inventory import Inventory
from playbook.model.method import Method
from playbook.model.paths import Path
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.problems import Place, Problem


def check_codes(
    inventories: Iterable[Inventory], method: Method, config: Config, settings: Located
) -> Iterator[Problem]:
    """Yield every code of a criterion or a rule that the method does not have.

    Args:
        inventories: The organisations.
        method: The method.
        config: The project's settings, for the rules that it ignores.
        settings: Where each setting stands.
    """
    criteria = [item.code for step in method.steps for item in step.criteria]
    rules = [item.code for dispute in method.disputes for item in dispute.rules]
    for code, reason in config.ignored.items():
        place = settings.place(("rules", "ignore", code))
        yield from _unknown("rule", code, rules, place)
        if not reason.strip():
            instead = "write one sentence; it is shown on the site"
            yield Problem(place, f"{code} is ignored without a reason", instead, "T09")
    for inventory in inventories:
        for process in inventory.processes:
            located = inventory.places[process.id]
            for code, path in _criteria(process):
                if code not in criteria:
                    yield from _unknown("criterion", code, criteria, located.place(path))
            for code, path in _rules(process):
                if code not in rules:
                    yield from _unknown("rule", code, rules, located.place(path))


def _unknown(word: str, code: str, known: Sequence[str], place: Place) -> Iterator[Problem]:
    if code not in known:
        near = difflib.get_close_matches(code, known, 1, 0.5)
        instead = f"did you mean {near[0]}?" if near else f"choose from {', '.join(known)}"
        yield Problem(place, f"there is no {word} {code}", instead, "T04")


def _criteria(process: Process) -> Iterator[tuple[str, Path]]:
    for code in process.evidence or ():
        yield code, ("evidence", code)
    for at, action in enumerate(process.actions or ()):
        if "-" not in action.criterion:
            yield action.criterion, ("actions", at, "for")


def _rules(process: Process) -> Iterator[tuple[str, Path]]:
    for at, waiver in enumerate(process.waivers or ()):
        yield waiver.rule, ("waivers", at, "rule")
    for at, action in enumerate(process.actions or ()):
        if "-" in action.criterion:
            yield action.criterion, ("actions", at, "for")
