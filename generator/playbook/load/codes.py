"""Codes in the inventory that the method has to know."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from playbook.model.inventory import Inventory
from playbook.model.method import Method
from playbook.model.paths import Path
from playbook.model.process import Process
from playbook.problems import Problem


def check_codes(inventories: Iterable[Inventory], method: Method) -> Iterator[Problem]:
    """Yield every code of a criterion that the method does not have.

    Args:
        inventories: The organisations.
        method: The method.
    """
    known = [criterion.code for step in method.steps for criterion in step.criteria]
    for inventory in inventories:
        for process in inventory.processes:
            for code, path in _codes(process):
                if code in known:
                    continue
                near = difflib.get_close_matches(code, known, 1, 0.5)
                instead = f"did you mean {near[0]}?" if near else f"choose from {', '.join(known)}"
                place = inventory.places[process.id].place(path)
                yield Problem(place, f"there is no criterion {code}", instead, "T04")


def _codes(process: Process) -> Iterator[tuple[str, Path]]:
    for code in process.evidence or ():
        yield code, ("evidence", code)
    for at, action in enumerate(process.actions or ()):
        if "-" not in action.criterion:
            yield action.criterion, ("actions", at, "for")
