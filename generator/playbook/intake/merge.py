"""Laying what a sheet says over what the inventory says, without touching what people wrote.

Three things are held against each other: what the sheet says, what the file says, and what the
sheet said last time. Who changed a value since then wins; when both did, the file stays as it
is and the difference is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from playbook.intake.convert import canonical
from playbook.intake.leaves import Change, Empty, Leaf, Path, said
from playbook.intake.records import Given, Spot
from playbook.intake.things import new_id
from playbook.intake.vocabulary import plain
from playbook.load.notation import Misread
from playbook.model.process import Process
from playbook.tables.forms import Form, fields

Kind = Literal["same", "taken", "kept", "conflict"]
Words = tuple[str, ...]
PROCESS: Final = Form(struct=Process)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value on which a sheet and a file do not agree.

    Args:
        kind: What becomes of it.
        field: The field.
        sheet: What the sheet says.
        file: What the file says.
        spot: The cell.
    """

    kind: Kind
    field: str
    sheet: str
    file: str
    spot: Spot


@dataclass(slots=True)
class Merge:
    """Merge one process.

    Args:
        last: What the sheet said last time, by field.
        language: Language of texts that name none.
        prefer_sheet: Whether the sheet wins where both changed a value.
        by_position: Whether an item that is called otherwise is the one in its place.
    """

    last: Mapping[str, list[str]]
    language: str
    prefer_sheet: bool = False
    by_position: bool = False
    changes: list[Change] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    memory: dict[str, list[str]] = field(default_factory=dict)

    def lay(
        self, given: Any, there: Any, form: Form = PROCESS, path: Path = (), name: str = ""
    ) -> None:
        """Lay what a sheet says over what a file says.

        Args:
            given: What the sheet says: mappings and lists with words and their cells.
            there: What the file says in the same place.
            form: What may stand there.
            path: Keys and positions that lead there.
            name: What the place is called in messages.
        """
        if isinstance(given, dict) and isinstance(there, list):
            given = [given]
        rows = isinstance(given, list) and not all(isinstance(item, tuple) for item in given)
        if _is_whole(given, there, rows, form):
            self._lay_whole(given, there, form, path, name)
        elif isinstance(given, dict):
            self._lay_parts(given, there, form, path, name)
        elif rows:
            self._lay_items(given, there, form, path, name)
        else:
            self._lay_words(given, there, form, path, name)

    def _lay_parts(
        self, given: Mapping[str, Any], there: Any, form: Form, path: Path, name: str
    ) -> None:
        if isinstance(there, str) and form.inner:
            # A text in one language becomes a text in several.
            self.changes.append(Change(path, {self.language: Leaf(there, form)}))
            there = {self.language: there}
        inside = there if isinstance(there, dict) else {}
        for key, value in given.items():
            dotted = f"{name}.{key}" if name else key
            self.lay(value, inside.get(key), part_of(form, key), (*path, key), dotted)

    def _lay_whole(self, given: Any, there: Any, form: Form, path: Path, name: str) -> None:
        """Lay a value of which the parts cannot be told apart."""
        tree = laid(given, form)
        new, old = _as_word(said(tree)), _as_word(there)
        last = self.last.get(name)
        kind = judge((old,) if old else (), (new,), tuple(last) if last else None, Form(word=str))
        spot = next(words_in(given))[1][1]
        self._settle(kind, Change(path, tree), Difference(kind, name, new, old, spot), (new,))

    def _settle(self, kind: Kind, change: Change, said_: Difference, words: Words) -> None:
        """Do what was decided about a value."""
        if kind == "conflict" and self.prefer_sheet:
            kind = "taken"
            said_ = Difference(kind, said_.field, said_.sheet, said_.file, said_.spot)
        if kind == "taken":
            self.changes.append(change)
        if kind != "same":
            self.differences.append(said_)
        if kind != "conflict":
            self.memory[said_.field] = list(words)
        elif said_.field in self.last:
            self.memory[said_.field] = self.last[said_.field]

    def _lay_items(
        self, given: Sequence[Any], there: Any, form: Form, path: Path, name: str
    ) -> None:
        items = list(there) if isinstance(there, list) else []
        row = form.row
        free = set(range(len(items)))
        for number, item in enumerate(given):
            at = next((at for at in sorted(free) if _is_one(item, items[at], row)), None)
            if at is None and self.by_position and number in free and len(given) <= len(items):
                at = number
            label = f"{name}[{_label(item, row)}]"
            if at is None:
                taken = {known.get("id") for known in items if isinstance(known, dict)}
                tree = laid(item, row, taken)
                self.changes.append(Change((*path, len(items)), tree))
                items.append({"id": tree["id"].text} if "id" in tree else {})
                self._note_new(item, label)
            else:
                free.discard(at)
                self.lay(item, items[at], row, (*path, at), label)

    def _note_new(self, given: Any, name: str) -> None:
        """Remember and tell what a new item holds."""
        for inner, (word, spot) in words_in(given):
            dotted = f"{name}.{inner}" if inner else name
            self.memory.setdefault(dotted, []).append(str(word))
            self.differences.append(Difference("taken", dotted, str(word), "", spot))

    def _lay_words(self, given: Any, there: Any, form: Form, path: Path, name: str) -> None:
        listed = isinstance(given, list)
        given = given if listed else [given]
        if isinstance(there, dict) and form.inner:
            there, form, path = there.get(self.language), form.inner, (*path, self.language)
        words, spot = tuple(word for word, _ in given), given[0][1]
        old = words_of(there)
        last = self.last.get(name)
        kind = judge(old, words, None if last is None else tuple(last), form)
        difference = Difference(kind, name, "; ".join(words), "; ".join(old), spot)
        self._settle(kind, Change(path, tree_of(words, form, listed)), difference, words)


def _is_whole(given: Any, there: Any, rows: bool, form: Form) -> bool:
    """Tell whether a value is taken or left as a whole."""
    if isinstance(given, tuple) and isinstance(given[0], Empty):
        return True
    if rows and form.items is not None:
        return form.items.struct is None or isinstance(there, dict)
    return False


def _as_word(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def judge(old: Words, new: Words, last: Words | None, form: Form) -> Kind:
    """Return what becomes of a value.

    Args:
        old: What the file says; nothing when it says nothing.
        new: What the sheet says.
        last: What the sheet said last time; nothing when it was not there.
        form: What it may be.
    """
    if same(old, new, form):
        return "same"
    if last is None:
        return "conflict" if old else "taken"
    if same(last, new, form):
        return "kept"
    return "taken" if same(last, old, form) else "conflict"


def same(one: Words, other: Words, form: Form) -> bool:
    """Tell whether two values are the same, however they are written.

    Args:
        one: A value.
        other: Another.
        form: What they may be.
    """
    word = form.items if form.items and form.word is None else form
    return len(one) == len(other) and all(
        a == b or _plainly(a, word) == _plainly(b, word) for a, b in zip(one, other, strict=True)
    )


def _plainly(text: str, form: Form) -> str:
    try:
        return canonical(text, form).strip()
    except Misread:
        return text.strip()


def words_of(there: Any) -> Words:
    """Return what a file says as words.

    Args:
        there: A word, a list of words, or nothing.
    """
    if there is None:
        return ()
    return tuple(map(str, there)) if isinstance(there, list) else (str(there),)


def tree_of(words: Words, form: Form, listed: bool = False) -> Any:
    """Return words as they are set in a file: one, or a list of them.

    Args:
        words: The words.
        form: What they may be.
        listed: Whether one word is to be a list of one.
    """
    if isinstance(words[0], Empty):
        return {} if words[0] == "{}" else []
    if form.items and (listed or form.word is None or len(words) > 1):
        return [Leaf(word, form.items) for word in words]
    return Leaf(words[0], form)


def laid(given: Any, form: Form, taken: set[str | None] | None = None) -> Any:
    """Return what a sheet says as it is written where nothing was.

    Args:
        given: What the sheet says, with cells.
        form: What may stand there.
        taken: Ids that other items of the same list have.
    """
    if isinstance(given, tuple):
        return tree_of((given[0],), form)
    if isinstance(given, list):
        if all(isinstance(item, tuple) for item in given):
            return tree_of(tuple(word for word, _ in given), form, listed=True)
        made: list[Any] = []
        for item in given:
            ids = {known["id"].text for known in made if "id" in known}
            made.append(laid(item, form.row, ids))
        return made
    tree = {key: laid(value, part_of(form, key)) for key, value in given.items()}
    if taken is not None and "id" not in tree and form.struct and "id" in fields(form.struct):
        name = next((word for _, (word, _) in words_in(given.get("name"))), "")
        ident = new_id(name, {known for known in taken if known}, "item")
        tree = {"id": Leaf(ident, Form(word=str)), **tree}
    return tree


def part_of(form: Form, key: str) -> Form:
    """Return what may stand behind a key.

    Args:
        form: What the mapping may be.
        key: The key.
    """
    if form.struct and key in fields(form.struct):
        return fields(form.struct)[key][1]
    if form.inner is None:
        raise KeyError(key)
    return form.inner


def words_in(given: Any, before: str = "") -> Iterator[tuple[str, Given]]:
    """Yield every word that a sheet gives, with the names of the fields that lead to it.

    Args:
        given: What the sheet says, with cells.
        before: Names that lead there.
    """
    if isinstance(given, tuple):
        yield before, given
    elif isinstance(given, dict):
        for key, value in given.items():
            yield from words_in(value, f"{before}.{key}" if before else key)
    elif isinstance(given, list):
        for value in given:
            yield from words_in(value, before)


def _main_fields(form: Form) -> tuple[str, ...]:
    """Return the fields by which items of a list are told apart, the surest first."""
    if form.struct is None:
        return ()
    known = fields(form.struct)
    if "id" in known:
        return ("id", "name")
    return tuple(name for name, (_, inner) in known.items() if inner.word is not None)[:3]


def _is_one(item: Any, there: Any, form: Form) -> bool:
    """Tell whether an item of a sheet is an item of the file."""
    if not isinstance(there, dict):
        return isinstance(item, tuple) and item[0] == there
    if not isinstance(item, dict):
        return False
    mains = [name for name in _main_fields(form) if name in item]
    if form.struct and "id" in fields(form.struct):
        mains = mains[:1]
    return bool(mains) and all(_spoken(item[name]) & _said(there.get(name)) for name in mains)


def _spoken(given: Any) -> set[str]:
    return {plain(word) for _, (word, _) in words_in(given)}


def _said(there: Any) -> set[str]:
    words = there.values() if isinstance(there, dict) else words_of(there)
    return {plain(str(word)) for word in words}


def _label(item: Any, form: Form) -> str:
    names = _main_fields(form)
    if isinstance(item, tuple):
        return str(item[0])
    words = [word for name in names for _, (word, _) in words_in(item.get(name))]
    return " ".join(words[:1] if "id" in names else words)
