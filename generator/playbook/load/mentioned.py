"""References inside texts that lead nowhere, each told where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

import msgspec

from playbook.load.files import Folder
from playbook.load.named import MENTION, Needs
from playbook.model.inventory import Inventory
from playbook.model.mention import Mention, mentions
from playbook.model.ownpage import OwnPage, without_code
from playbook.model.paths import Path
from playbook.model.places import Located
from playbook.problems import Place, Problem

Targets = Mapping[str, AbstractSet[str]]
"""The ids of everything that can be referred to, by kind."""
_WORDS: Final = {
    "data": "data object",
    "term": "word of the glossary",
    "doc": "page",
    "ref": "place on a page",
}


def lost_mentions(
    folder: Folder, inventory: Inventory, targets: Targets, needs: Needs
) -> Iterator[Problem]:
    """Warn of references inside the texts of an organisation to what is not there.

    Args:
        folder: The project's folder.
        inventory: The organisation and its processes.
        targets: The ids of what can be referred to; other kinds are left alone.
        needs: Everything that is named: when all of it is there, no text is looked at.
    """
    for page in inventory.own_pages:
        yield from _lost_in_page(page, targets)
    if all(needs.get(MENTION + kind, frozenset()) <= ids for kind, ids in targets.items()):
        return
    yield from _lost(folder, inventory.organisation, inventory.organisation_places, targets)
    for process in inventory.processes:
        yield from _lost(folder, process, inventory.places[process.id], targets)


def _lost(folder: Folder, value: Any, located: Located, targets: Targets) -> Iterator[Problem]:
    for path, text in _texts(msgspec.to_builtins(value, enc_hook=str), ()):
        for seen, written in mentions(text):
            if seen.target not in targets.get(seen.kind, (seen.target,)):
                yield _problem(_place(folder, located.place(path), written), seen, targets)


def _lost_in_page(page: OwnPage, targets: Targets) -> Iterator[Problem]:
    at, text = 0, without_code(page.text)
    for seen, written in mentions(text):
        at = text.index(written, at)
        if seen.target not in targets.get(seen.kind, (seen.target,)):
            line = page.place.line + page.text.count("\n", 0, at)
            column = at - page.text.rfind("\n", 0, at)
            yield _problem(Place(page.place.file, line, column), seen, targets)
        at += len(written)


def _problem(place: Place, seen: Mention, targets: Targets) -> Problem:
    word = _WORDS.get(seen.kind, seen.kind)
    near = difflib.get_close_matches(seen.target, targets[seen.kind], 1, 0.6)
    return Problem(
        place,
        f"the text refers to a {word} “{seen.target}”, which is not there",
        f"did you mean “{near[0]}”?" if near else "correct the id",
        "W02",
        "warning",
    )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text that refers to something, with its path."""
    if isinstance(value, str):
        if "}`" in value:
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))


def _place(folder: Folder, field: Place, written: str) -> Place:
    """Return where a reference stands: what a text holds, its file holds from its begin on.

    A reference that is folded over two lines is written otherwise than it is read: its field is
    the best that can be told.
    """
    text = folder.text(folder.root / field.file)
    if not isinstance(text, str):
        return field
    lines = text.splitlines()
    for line in range(field.line, len(lines) + 1):
        start = field.column - 1 if line == field.line else 0
        at = lines[line - 1].find(written, start)
        if at >= 0:
            return Place(field.file, line, at + 1)
    return field
