"""Everything outside itself that a process names: what has to be there for it to be right.

One pass over a file gathers it. As long as the file is the same it is not gathered again, and to
walk through every process for its places is only worth it when something is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from playbook.load.references import references
from playbook.model.paths import Path
from playbook.model.process import Process

MENTION: Final = "mention"
"""Kind of a process that a text refers to."""
CRITERION: Final = "criterion"
RULE: Final = "rule"
Needs = Mapping[str, AbstractSet[str]]
"""The texts of everything that is named, by kind."""
_MENTION: Final = re.compile(r"\{process\}`([^`]*)`")


def named(process: Process) -> Iterator[tuple[str, str]]:
    """Yield kind and text of everything that a process names.

    Args:
        process: The process.
    """
    for kind, text, _ in references(process):
        yield kind, text
    for target, _ in mentions(process):
        yield MENTION, target
    for code, _ in criteria_of(process):
        yield CRITERION, code
    for code, _ in rules_of(process):
        yield RULE, code


def gather(processes: Iterable[Process]) -> Needs:
    """Return what processes name.

    Args:
        processes: The processes.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for process in processes:
        for kind, text in named(process):
            found[kind].add(text)
    return found


def mentions(process: Process) -> Iterator[tuple[str, str]]:
    """Yield each process that the texts of a process refer to, with the field of the text.

    Args:
        process: The process.
    """
    for field in ("purpose", "notes"):
        text = getattr(process, field)
        for string in [text] if isinstance(text, str) else [*(text or {}).values()]:
            if "{process}" in string:
                for target in _MENTION.findall(string):
                    yield target, field


def criteria_of(process: Process) -> Iterator[tuple[str, Path]]:
    """Yield the code of each criterion that a process speaks of, with its path.

    Args:
        process: The process.
    """
    for code in process.evidence or ():
        yield code, ("evidence", code)
    for at, action in enumerate(process.actions or ()):
        if "-" not in action.criterion:
            yield action.criterion, ("actions", at, "for")


def rules_of(process: Process) -> Iterator[tuple[str, Path]]:
    """Yield the code of each rule that a process speaks of, with its path.

    Args:
        process: The process.
    """
    for at, waiver in enumerate(process.waivers or ()):
        yield waiver.rule, ("waivers", at, "rule")
    for at, action in enumerate(process.actions or ()):
        if "-" in action.criterion:
            yield action.criterion, ("actions", at, "for")
