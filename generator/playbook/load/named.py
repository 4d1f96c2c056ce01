"""Everything outside itself that a process names: what has to be there for it to be right.

One pass over a file gathers it. As long as the file is the same it is not gathered again, and to
walk through every process for its places is only worth it when something is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import msgspec

from playbook import digests
from playbook.load.references import references
from playbook.model.mention import INLINE, mentions, other_roles
from playbook.model.paths import Path
from playbook.model.process import Process

MENTION: Final = "in a text: "
"""Begin of the kind of what a text refers to."""
ROLE: Final = "a role in a text"
"""The kind of roles in texts that are none of the program's."""
CALLED: Final = "a name in the department "
"""Begin of the kind of what a process is called, by which people tell it from others."""
CRITERION: Final = "criterion"
RULE: Final = "rule"
Needs = Mapping[str, AbstractSet[str]]
"""The texts of everything that is named, by kind."""


def named(process: Process) -> Iterator[tuple[str, str]]:
    """Yield kind and text of everything that a process names, itself too.

    Args:
        process: The process.
    """
    # Most files have a department of their own: then nothing of it has to be put together.
    yield f"{CALLED}{process.department or ''}", called(process)
    yield from pointed(process)
    yield from spoken_of(process)
    for code, _ in criteria_of(process):
        yield CRITERION, code
    for code, _ in rules_of(process):
        yield RULE, code


def called(process: Process) -> str:
    """Return what a process is called in its department, the same for names that look alike.

    Args:
        process: The process.
    """
    name = process.name
    text = name if isinstance(name, str) else str(sorted(name.items()))
    return f"{process.department or ''}/{text.casefold()}"


def pointed(value: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield kind and text of everything that fields of a value point to.

    Args:
        value: A process, or an organisation.
    """
    for kind, text, _ in references(value):
        yield kind, text


def spoken_of(value: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield kind and id of everything that texts of a value refer to.

    Args:
        value: A process, or an organisation.
    """
    encoded = digests.encode(value)
    # Most processes refer to nothing in a text, and to look at every text of them takes longer.
    if b"}`" in encoded or b"inv:" in encoded:
        text = encoded.decode(errors="replace")
        for seen, _ in mentions(text):
            yield MENTION + seen.kind, seen.target
        for name, _ in other_roles(text):
            if name not in INLINE:
                yield ROLE, name


def gather(processes: Iterable[Process]) -> Needs:
    """Return what processes name.

    Args:
        processes: The processes.
    """
    return by_kind(pair for process in processes for pair in named(process))


def by_kind(pairs: Iterable[tuple[str, str]]) -> Needs:
    """Return what is named, by its kind.

    Args:
        pairs: Kind and text of each.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for kind, text in pairs:
        found[kind].add(text)
    # Copied, they take half the room and half the time to put together.
    return {kind: frozenset(texts) for kind, texts in found.items()}


def together(all_needs: Sequence[Needs]) -> Needs:
    """Return what is named in any of several places.

    Args:
        all_needs: What is named in each.
    """
    found: dict[str, list[AbstractSet[str]]] = {}
    for needs in all_needs:
        for kind, texts in needs.items():
            found.setdefault(kind, []).append(texts)
    # One call for all files of each kind: there are hundreds of files.
    return {
        kind: some[0] if len(some) == 1 else frozenset().union(*some)
        for kind, some in found.items()
    }


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
