"""Changing a YAML file where it has to change, and leaving every other line as it is.

The place of each key is looked up in the text. Only the lines of a key that changes are read
and written anew, by a library that keeps comments and order; the rest is copied. Afterwards the
whole file is read again: it has to say what it said before with the changes made, else nothing
is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from playbook.intake import roundtrip, written
from playbook.intake.leaves import Change, NotSplicedError, grown_new, placed, said
from playbook.load.syntax import parse

_LINE: Final = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")


def changed(
    text: str,
    key: str,
    changes: Mapping[int, Sequence[Change]],
    added: Sequence[Any],
    order: Sequence[str] = (),
) -> str:
    """Return a file with items of one of its lists changed and added.

    Args:
        text: The file's text.
        key: Key of the list.
        changes: What to set in each item, by its position.
        added: Items to add at the end, as trees.
        order: Keys in the order in which an item has them.

    Raises:
        NotSplicedError: The text is written in a way that cannot be changed safely.
    """
    before = parse(text, "").values or {}
    wanted = dict(before)
    items = list(wanted.get(key) or [])
    for at, some in changes.items():
        for change in some:
            items[at] = placed(items[at], change.path, said(change.value))
    wanted[key] = [*items, *said(added)]
    made = _Splicer(text, order).spliced(key, changes, added)
    after = parse(made, "")
    if after.problems or after.values != wanted:
        raise NotSplicedError(key)
    return made


def changed_at_root(text: str, changes: Sequence[Change], order: Sequence[str] = ()) -> str:
    """Return a file with values of its outermost mapping changed.

    Args:
        text: The file's text.
        changes: What to set.
        order: Keys in the order in which the file has them.

    Raises:
        NotSplicedError: The text is written in a way that cannot be changed safely.
    """
    wanted = parse(text, "").values
    for change in changes:
        wanted = placed(wanted, change.path, said(change.value))
    made = _Splicer(text, order).spliced_at_root(changes)
    after = parse(made, "")
    if after.problems or after.values != wanted:
        raise NotSplicedError(", ".join(sorted({str(change.path[0]) for change in changes})))
    return made


class _Splicer:
    """Hold the lines of a file while they change.

    Args:
        text: The file's text.
        order: Keys in the order in which an item has them.
    """

    def __init__(self, text: str, order: Sequence[str]) -> None:
        parts = _LINE.split(text)
        self._lines = parts[::2]
        self._end = next(iter(parts[1:2]), "\n")
        if not self._lines[-1]:
            self._lines.pop()
        self._root: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._order = {name: at for at, name in enumerate(order)}

    def spliced(
        self, key: str, changes: Mapping[int, Sequence[Change]], added: Sequence[Any]
    ) -> str:
        """Return the text with the changes made, from the last line to the first."""
        _, spans = self._spans(self._root, len(self._lines))
        if key not in spans:
            if added:
                self._append_list(key, added)
            return self._text()
        start, end, value = spans[key]
        block = isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value
        if not block:
            chunk = self._lines[start:end]
            self._lines[start:end] = roundtrip.with_items(chunk, key, changes, added)
            return self._text()
        ends = [item.start_mark.line for item in value.value[1:]] + [end]
        if added:
            self._add(value, ends[-1], added)
        for number in sorted(changes, reverse=True):
            self._change(value.value[number], ends[number], changes[number])
        return self._text()

    def spliced_at_root(self, changes: Sequence[Change]) -> str:
        """Return the text with values of the outermost mapping changed."""
        self._change(self._root, len(self._lines), changes)
        return self._text()

    def _text(self) -> str:
        return self._end.join([*self._lines, ""])

    def _append_list(self, key: str, added: Sequence[Any]) -> None:
        lines = [line for tree in added for line in written.item(tree, 2)]
        self._lines += ["", f"{key}:", *lines]

    def _add(self, value: yaml.SequenceNode, end: int, added: Sequence[Any]) -> None:
        column = value.start_mark.column
        last = value.value[-1]
        stop = self._content_end(last.start_mark.line, end, column)
        apart = len(value.value) > 1 and not self._lines[last.start_mark.line - 1].strip()
        lines: list[str] = []
        for tree in added:
            lines += ([""] if apart else []) + written.item(tree, column)
        self._lines[stop:stop] = lines

    def _content_end(self, start: int, end: int, column: int) -> int:
        """Return the line behind the content that begins at a line: what follows may be remarks."""
        while end > start + 1:
            line = self._lines[end - 1]
            bare = line.lstrip()
            remark = bare.startswith("#") and len(line) - len(bare) <= column
            if bare and not remark:
                break
            end -= 1
        return end

    def _spans(
        self, mapping: yaml.MappingNode, end: int
    ) -> tuple[int, dict[str, tuple[int, int, Any]]]:
        """Return the column of a mapping's keys, and the lines and the value of each."""
        pairs = mapping.value
        column = pairs[0][0].start_mark.column
        starts = [key.start_mark.line for key, _ in pairs]
        ends = [*starts[1:], end]
        return column, {
            key.value: (start, self._content_end(start, stop, column), value)
            for (key, value), start, stop in zip(pairs, starts, ends, strict=True)
        }

    def _change(self, item: yaml.MappingNode, end: int, changes: Sequence[Change]) -> None:
        """Change one item of a list."""
        if item.flow_style:
            self._change_flow(item, changes)
            return
        column, spans = self._spans(item, end)
        edits: list[tuple[int, int, int, list[str]]] = []
        for key, inside in _by_key(changes).items():
            if key in spans:
                start, stop, _ = spans[key]
                lines = self._rewritten(start, stop, column, key, inside)
            else:
                start = stop = self._room(key, spans)
                tree = grown_new(inside)
                lines = written.block({key: tree}, column)
            edits.append((start, stop, self._order.get(key, 0), lines))
        for start, stop, _, lines in sorted(edits, reverse=True):
            self._lines[start:stop] = lines

    def _rewritten(
        self, start: int, stop: int, column: int, key: str, inside: Sequence[Change]
    ) -> list[str]:
        """Return the lines of a key with something inside it changed."""
        before = self._lines[start][:column]
        chunk = [self._lines[start][column:], *_dedented(self._lines[start + 1 : stop], column)]
        made = roundtrip.with_changes(chunk, key, inside)
        indent = " " * column
        return [before + made[0], *(indent + line if line else "" for line in made[1:])]

    def _room(self, key: str, spans: Mapping[str, tuple[int, int, Any]]) -> int:
        """Return the line before which a new key comes: behind those that it follows."""
        mine = self._order.get(key, len(self._order))
        earlier = [stop for name, (_, stop, _) in spans.items() if self._order.get(name, 0) < mine]
        return max(earlier, default=max(stop for _, stop, _ in spans.values()))

    def _change_flow(self, item: yaml.MappingNode, changes: Sequence[Change]) -> None:
        """Change an item that stands between braces, as a whole."""
        first, last = item.start_mark, item.end_mark
        inside = self._lines[first.line : last.line + 1]
        before, after = inside[0][: first.column], inside[-1][last.column :]
        inside[-1] = inside[-1][: last.column]
        inside[0] = inside[0][first.column :]
        made = roundtrip.flow_with_changes(inside, changes, written.WIDTH - first.column)
        indent = " " * first.column
        lines = [before + made[0], *(indent + line for line in made[1:])]
        lines[-1] += after
        self._lines[first.line : last.line + 1] = lines


def _dedented(lines: Sequence[str], column: int) -> list[str]:
    if any(line[:column].strip() for line in lines):
        raise NotSplicedError("a line stands further out than its key")
    return [line[column:] for line in lines]


def _by_key(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes inside each key."""
    made: dict[str, list[Change]] = {}
    for change in changes:
        inside = Change(change.path[1:], change.value)
        made.setdefault(str(change.path[0]), []).append(inside)
    return made
