"""Changing values in a piece of YAML with its comments and its order kept, by `ruamel.yaml`.

Every word is taken as text, so that it is written back the way it stood there: `14%`, `1.10` and
`no` stay what they are.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from playbook.intake import written
from playbook.intake.convert import native
from playbook.intake.leaves import Change, Leaf, NotSplicedError

_PLAIN: Final = re.compile(r"\w(?:[\w .()/%+-]*[\w.)%])?")
"""Texts that every reader of YAML takes for the same text without quotes."""


def with_changes(lines: Sequence[str], key: str, changes: Sequence[Change]) -> list[str]:
    """Return the lines of one key with something inside it changed.

    Args:
        lines: Its lines, the key at the beginning of the first.
        key: The key.
        changes: What to set inside it.
    """
    whole = _read(lines)
    for change in changes:
        _set(whole, (key, *change.path), change.value)
    return _lines(whole, lines, written.WIDTH)


def flow_with_changes(lines: Sequence[str], changes: Sequence[Change], width: int) -> list[str]:
    """Return a mapping between braces with something inside it changed.

    It is written on lines of its own when it does not fit on one any more.

    Args:
        lines: Its lines, from brace to brace.
        changes: What to set inside it.
        width: Characters that fit on a line.
    """
    whole = _read(lines)
    for change in changes:
        _set(whole, change.path, change.value)
    made = _lines(whole, lines, 10_000)
    if len(made) == 1 and len(made[0]) <= width:
        return made
    whole.fa.set_block_style()
    return _lines(whole, lines, width)


def with_items(
    lines: Sequence[str],
    key: str,
    changes: Mapping[int, Sequence[Change]],
    added: Sequence[Any],
) -> list[str]:
    """Return the lines of a list between brackets, with items changed and added.

    Args:
        lines: The lines of the key that holds it.
        key: The key.
        changes: What to set in each item, by its position.
        added: Items to add at the end.
    """
    from ruamel.yaml.comments import CommentedSeq  # noqa: PLC0415 - only who changes files waits

    whole = _read(lines)
    if not isinstance(whole[key], CommentedSeq):
        whole[key] = CommentedSeq()
    items = whole[key]
    for at, some in changes.items():
        for change in some:
            _set(items, (at, *change.path), change.value)
    for tree in added:
        items.append(_made(tree))
    if added:
        items.fa.set_block_style()
    return _lines(whole, ["  - "], written.WIDTH)


def _library(lines: Sequence[str], width: int) -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415 - only who changes files waits for it
    from ruamel.yaml.resolver import VersionedResolver  # noqa: PLC0415 - as above

    class AsText(VersionedResolver):
        """Take every word for text."""

        @property
        def versioned_resolver(self) -> dict[str, list[Any]]:
            return {}

    yaml = YAML()
    yaml.Resolver = AsText
    yaml.preserve_quotes = True
    yaml.width = width
    yaml.allow_unicode = True
    flush = any(line.startswith("- ") for line in lines[1:])
    yaml.indent(mapping=2, sequence=2 if flush else 4, offset=0 if flush else 2)
    return yaml


def _read(lines: Sequence[str]) -> Any:
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        return _library(lines, written.WIDTH).load("\n".join([*lines, ""]))
    except YAMLError as error:
        raise NotSplicedError(str(error)) from None


def _lines(whole: Any, lines: Sequence[str], width: int) -> list[str]:
    made = io.StringIO()
    _library(lines, width).dump(whole, made)
    return made.getvalue().rstrip("\n").split("\n")


def _set(whole: Any, path: Sequence[str | int], tree: Any) -> None:
    """Set one value; a list of words is changed word by word, so that remarks stay."""
    for part, following in itertools.pairwise(path):
        whole = _step(whole, part, following)
    last = path[-1]
    if isinstance(last, int) and last >= len(whole):
        whole.append(_made(tree))
        return
    former = whole.get(last) if isinstance(last, str) else whole[last]
    if isinstance(tree, Sequence) and isinstance(former, list):
        _set_words(former, tree)
    else:
        whole[last] = _made(tree)


def _step(whole: Any, part: str | int, following: str | int) -> Any:
    there = part < len(whole) if isinstance(part, int) else isinstance(whole.get(part), dict | list)
    if not there:
        from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415 - as above

        made = CommentedSeq() if isinstance(following, int) else CommentedMap()
        if isinstance(part, int):
            whole.append(made)
        else:
            whole[part] = made
        return made
    return whole[part]


def _set_words(former: Any, words: Sequence[Any]) -> None:
    for at, word in enumerate(words):
        if at >= len(former):
            former.append(_made(word))
        elif not (isinstance(word, Leaf) and former[at] == word.text):
            former[at] = _made(word)
    del former[len(words) :]


def _made(tree: Any) -> Any:
    """Return a tree as the library holds it, on one line where that is short."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415 - as above

    if isinstance(tree, Leaf):
        return _word(tree)
    made: Any
    if isinstance(tree, Mapping):
        made = CommentedMap((key, _made(value)) for key, value in tree.items())
    else:
        made = CommentedSeq(_made(value) for value in tree)
    inside = tree.values() if isinstance(tree, Mapping) else tree
    if all(isinstance(value, Leaf) for value in inside):
        made.fa.set_flow_style()
    return made


def _word(leaf: Leaf) -> Any:
    from ruamel.yaml.scalarstring import (  # noqa: PLC0415 - as above
        DoubleQuotedScalarString,
        LiteralScalarString,
    )

    if "\n" in leaf.text:
        return LiteralScalarString(leaf.text)
    typed = not isinstance(native(leaf.text, leaf.form), str)
    if typed or (_PLAIN.fullmatch(leaf.text) and not written.needs_quotes(leaf.text)):
        return leaf.text
    return DoubleQuotedScalarString(leaf.text)
