"""What the templates of a theme ask for that is not there, as problems with their place."""

from __future__ import annotations

from collections.abc import Iterable

from playbook.contexts.context import shown_by_kind
from playbook.contract.walk import faults
from playbook.problems import Place, Problem
from playbook.theme import Theme


def check(theme: Theme, words: Iterable[str]) -> list[Problem]:
    """Return what the templates of a theme ask for that is not there.

    Args:
        theme: The theme.
        words: Keys of the words of the interface.
    """
    found = []
    for fault in faults(theme, shown_by_kind(), words):
        template = theme.templates.get(fault.template)
        file = template.shown if template else f"themes/{theme.name}/templates/{fault.template}"
        found.append(Problem(Place(file, fault.line), fault.what, fault.instead, "L08"))
    return found
