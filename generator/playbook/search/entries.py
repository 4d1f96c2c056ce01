"""Entries of the search index, and the script that brings them to a browser.

A script and not data, because under `file://` a page may load nothing else. It holds texts, not
a table of words: that would be larger than the texts, and a browser makes one of a thousand
processes faster than it reads one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.texts import Wording, pick

Entry = tuple[str, ...]
"""Kind, code, title, address from the index's folder, other words, text, language of the title.

The language is empty when it is that of the page. Inside, a process has a word more for each of
the choices that it can be chosen by.
"""
_WORDS: Final = (
    "all",
    "any",
    "chosen",
    "go",
    "keys",
    "many",
    "meant",
    "more",
    "next",
    "none",
    "none_hint",
    "one",
    "partly",
    "wait",
)
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
# An underscore inside a word is no mark: it stands in names such as “digital_input”.
_MARKS: Final = re.compile(r"[*`#>|]+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])|^\s*[-+]\s+", re.MULTILINE)
_MARKED: Final = re.compile(r"[*`_#>|\[{\n]|^\s*[-+]\s").search


def first(
    entries: Iterable[Entry],
    parts: int,
    kinds: Iterable[str],
    choices: Iterable[str],
    wording: Wording,
) -> bytes:
    """Return the first part of an index, which says how many there are and in which words.

    Args:
        entries: What can be found in it.
        parts: How many parts there are.
        kinds: Kinds of entries in all of them.
        choices: What processes can be chosen by, each a word of the interface.
        wording: The language.
    """
    word = wording.word
    return written(
        {
            "part": 0,
            "entries": list(entries),
            "parts": parts,
            "kinds": {kind: word(f"search_kind_{kind}") for kind in kinds},
            "words": {name: word(f"search_{name}") for name in _WORDS},
            "skip": word("search_skip"),
            "choices": {name: word(name) for name in choices},
        }
    )


def written(part: Mapping[str, Any]) -> bytes:
    """Return one part of an index as a script, inert wherever its text may be put.

    Args:
        part: Its number and its entries.
    """
    return b"playbookIndex(" + _inert(msgspec.json.encode(part)) + b");\n"


def _inert(json: bytes) -> bytes:
    """Escape what could end a script or a line of one."""
    return (
        json.replace(b"<", b"\\u003c")
        .replace("\u2028".encode(), b"\\u2028")
        .replace("\u2029".encode(), b"\\u2029")
    )


def named(wording: Wording, title: Text) -> tuple[str, str]:
    """Return a title, and its language when that is not the page's.

    Args:
        wording: The language.
        title: The title.
    """
    name, language = pick(title, wording.language, wording.otherwise)
    return name, "" if language == wording.language else language


def elsewhere(text: Text | None, title: str) -> list[str]:
    """Return a text in the languages that the title is not in.

    Args:
        text: The text.
        title: The title.
    """
    return [other for other in text.values() if other != title] if isinstance(text, dict) else []


class Texts:
    """Make of processes and their texts what can be found.

    Args:
        wording: The language.
        setting: The organisation, for names.
    """

    def __init__(self, wording: Wording, setting: Setting) -> None:
        self.wording, self.setting = wording, setting
        self._names: dict[tuple[str, str], str] = {}

    def process(self, process: Process) -> Entry:
        """Return a process as an entry; lean, because there may be ten thousand.

        Args:
            process: The process.
        """
        plain = self.wording.plain
        title, language = named(self.wording, process.name)
        others = [process.id, *(process.formerly or ()), *(process.tags or ())]
        others += elsewhere(process.name, title)
        if process.department:
            others.append(self._called("department", process.department))
        others += [self._called("role", role) for role in process.accountables]
        others += [self._called("system", system) for system in process.systems or ()]
        texts = [self.prose(process.purpose)] if process.purpose else []
        texts += [plain(text) for text in (process.trigger, process.result) if text]
        texts += [plain(activity.name) for activity in process.activities or ()]
        texts += [plain(term.term) for term in process.terms or ()]
        address = f"processes/{process.id}.html"
        return "process", "", title, address, " · ".join(others), " · ".join(texts), language

    def _called(self, kind: str, ident: str) -> str:
        known = self._names.get((kind, ident))
        if known is None:
            known = self._names[kind, ident] = self.wording.plain(self.setting.name(kind, ident))
        return known

    def prose(self, text: Text | None) -> str:
        """Return a Markdown text as one line without marks.

        Args:
            text: The text.
        """
        string = self.wording.plain(text)
        if not _MARKED(string):
            return string
        string = _LINK.sub(r"\1", string)
        return " ".join(_MARKS.sub("", string).split())
