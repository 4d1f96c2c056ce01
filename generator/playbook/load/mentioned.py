"""References inside texts that lead nowhere, each told where it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from playbook.load.directed import near
from playbook.load.files import Folder
from playbook.load.named import MENTION, ROLE, Needs
from playbook.model.elsewhere import Elsewhere
from playbook.model.inventory import Inventory
from playbook.model.mention import ELSEWHERE, INLINE, KINDS, Mention, mentions, other_roles
from playbook.model.ownpage import OwnPage, without_code
from playbook.model.paths import Path
from playbook.model.places import Located
from playbook.problems import Place, Problem

Targets = Mapping[str, AbstractSet[str]]
"""The ids of everything that can be referred to, by kind."""
_YAML: Final = {
    **dict.fromkeys(" \t\n", r"(?:\s|\\(?=\s))+"),
    "'": "'{1,2}",
    '"': r'\\?"',
    "\\": r"\\{1,2}",
}
"""How a file may have what is read of it as these signs."""
_WORDS: Final = {
    "data": "data object",
    "term": "word of the glossary",
    "doc": "page",
    "ref": "place on a page",
}


@dataclass(frozen=True, kw_only=True)
class Known:
    """Say what texts can refer to.

    Args:
        targets: The ids of what can be referred to, by kind; other kinds are left alone.
        odd: Of a kind and an id: what is odd about it, and what to write instead.
        roles: Roles that there are beside those that refer; nothing leaves them alone.
        elsewhere: What other sites offer; nothing leaves that alone.
    """

    targets: Targets
    odd: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    roles: AbstractSet[str] | None = None
    elsewhere: Elsewhere | None = None

    def problem(self, seen: Mention) -> tuple[str, str] | None:
        """Return what is wrong with a reference and what to write instead."""
        if seen.kind == ELSEWHERE:
            return self.elsewhere.trouble(seen.target) if self.elsewhere else None
        if seen.target not in self.targets.get(seen.kind, (seen.target,)):
            word = _WORDS.get(seen.kind, seen.kind)
            close = difflib.get_close_matches(seen.target, self.targets[seen.kind], 1, 0.6)
            what = f"the text refers to a {word} “{seen.target}”, which is not there"
            what, instead = self.odd.get(seen[:2], (what, ""))
            return what, instead or (f"did you mean “{close[0]}”?" if close else "correct the id")
        return self.odd.get(seen[:2])

    def unknown(self, role: str) -> tuple[str, str] | None:
        """Return what is wrong with a role that refers to nothing."""
        if self.roles is None or role in self.roles or role in INLINE:
            return None
        return f"there is no role “{role}”", near(role, sorted({*KINDS, *INLINE, *self.roles}))

    def fits(self, needs: Needs) -> bool:
        """Tell whether all that is named is there, and nothing of it is odd."""
        away = needs.get(MENTION + ELSEWHERE, ())
        if any(self.problem(Mention(ELSEWHERE, target)) for target in away):
            return False
        return all(
            needs.get(MENTION + kind, frozenset()) <= ids for kind, ids in self.targets.items()
        ) and not (
            any(ident in needs.get(MENTION + kind, ()) for kind, ident in self.odd)
            or (self.roles is not None and needs.get(ROLE, frozenset()) - self.roles)
        )


def lost_mentions(
    folder: Folder, inventory: Inventory, known: Known, needs: Needs
) -> Iterator[Problem]:
    """Warn of references inside the texts of an organisation to what is not there.

    Args:
        folder: The project's folder.
        inventory: The organisation and its processes.
        known: What can be referred to.
        needs: Everything that is named: when all of it is there, no text is looked at.
    """
    for page in inventory.own_pages:
        yield from _lost_in_page(page, known)
    if known.fits(needs):
        return
    yield from _lost(folder, inventory.organisation, inventory.organisation_places, known)
    for process in inventory.processes:
        yield from _lost(folder, process, inventory.places[process.id], known)


def _lost(folder: Folder, value: Any, located: Located, known: Known) -> Iterator[Problem]:
    for path, text in texts(msgspec.to_builtins(value, enc_hook=str), ()):
        for written, wrong in _wrong(text, known):
            yield _problem(place_of(folder, located.place(path), written), wrong)


def _wrong(text: str, known: Known) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what is wrong in one text, each with the words that it stands in."""
    for seen, written in mentions(text):
        if wrong := known.problem(seen):
            yield written, wrong
    for role, written in other_roles(text):
        if wrong := known.unknown(role):
            yield written, wrong


def _lost_in_page(page: OwnPage, known: Known) -> Iterator[Problem]:
    text, after = without_code(page.text), dict[str, int]()
    for written, wrong in _wrong(text, known):
        at = text.index(written, after.get(written, 0))
        after[written] = at + len(written)
        yield _problem(page.at(at), wrong)


def _problem(place: Place, wrong: tuple[str, str]) -> Problem:
    return Problem(place, *wrong, "W02", "warning")


def texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of a value, with its path.

    Args:
        value: The value, as plain lists and mappings.
        path: Its own path.
    """
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from texts(inner, (*path, at))


def place_of(folder: Folder, field: Place, written: str) -> Place:
    """Return where words of a text stand: what a text holds, its file holds from its begin on.

    Words with letters that are written as numbers are not found; then their field is told.

    Args:
        folder: The project's folder.
        field: Where the text stands.
        written: The words.
    """
    text = folder.text(folder.root / field.file)
    if not isinstance(text, str):
        return field
    before = text.split("\n")[: field.line - 1] if field.line else []
    start = sum(len(line) + 1 for line in before) + max(field.column - 1, 0)
    found = _as_in_yaml(written).search(text, start)
    if found is None:
        return field
    at = found.start()
    return Place(field.file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _as_in_yaml(written: str) -> re.Pattern[str]:
    """Return what finds words in YAML: folded over lines anywhere, and with quotes kept apart."""
    parts = re.split(r"(\s+|['\"\\])", written)
    return re.compile("".join(_YAML.get(part[:1], re.escape(part)) for part in parts))
