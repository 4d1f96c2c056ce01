"""What other sites can refer to here, as Sphinx and its kin read it: ``objects.inv``."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.contexts.view import View
from playbook.texts import bare, pick

_HEAD = """\
# Sphinx inventory version 2
# Project: {project}
# Version: {version}
# The remainder of this file is compressed using zlib.
"""
Row = tuple[str, str, str, str]
"""Kind, key, address from the folder of the language, and name."""


@dataclass(frozen=True)
class Objects:
    """The file of one organisation in one language, made when it is read.

    Args:
        view: The organisation in one language.
    """

    view: View

    @property
    def address(self) -> str:
        """Return the address of the file from the root of the site."""
        return self.view.path("home").removesuffix("index.html") + "objects.inv"

    def read_bytes(self) -> bytes:
        """Return the bytes of the file."""
        head = _HEAD.format(project=_line(self.view.called), version="")
        lines = (line for row in rows(self.view) for line in _lines(*row))
        return head.encode() + zlib.compress("".join(lines).encode())


def rows(view: View) -> Iterator[Row]:
    """Yield everything that can be referred to.

    Args:
        view: The organisation in one language.
    """
    folder = view.path("home").removesuffix("index.html")
    for kind, key, page, anchor, name in (*_things(view), *_of_method(view), *_texts(view)):
        address = view.path(*page).removeprefix(folder)
        yield kind, key, f"{address}#{anchor}" if anchor else address, name


_Found = tuple[str, str, tuple[str, str], str, str]
"""Kind, key, the kind and key of the page, the place on that page, and the name."""


def _things(view: View) -> Iterator[_Found]:
    for process in view.portfolio.inventory.processes:
        name = view.wording.plain(process.name)
        yield "process", process.id, ("process", process.id), "", name
    for kind, key in sorted(view.portfolio.setting.names):
        yield kind, key, (kind, key), "", bare(view.named(kind, key))


def _of_method(view: View) -> Iterator[_Found]:
    said = view.wording.sentence
    for step in view.portfolio.method.steps:
        page = ("step", step.code)
        yield "step", step.code, page, "", view.step_name(step.code)
        for item in step.criteria:
            yield "criterion", item.code, page, item.code, bare(said(item.name or item.code, {}))
    for rule in view.portfolio.rule_texts.values():
        name = bare(said(rule.title or rule.code, {}))
        yield "rule", rule.code, ("rule", rule.code), "", name


def _texts(view: View) -> Iterator[_Found]:
    for term in view.handbook.terms:
        name = pick(term.term, view.language, "en")[0]
        yield "term", term.code, ("glossary", ""), term.code, name
    for key, own in view.own_pages.items():
        yield "doc", key, ("own", key), "", own.title
        for anchor, heading in own.anchors.items():
            yield "ref", anchor, ("own", key), anchor, heading
    for key, kind in view.extras.items():
        if key not in view.own_pages:
            yield "doc", key, ("extra", key), "", view.wording.plain(kind.title)


def _lines(kind: str, key: str, address: str, name: str) -> Iterator[str]:
    """Yield the lines of one thing: under its own kind, and as Sphinx can look it up.

    Sphinx knows documents, labels and terms; of kinds that no project of its own has it knows
    nothing. It looks labels up in small letters.
    """
    said = _line(name) or "-"
    if kind in ("doc", "term"):
        yield f"{key} std:{kind} {-1 if kind == 'doc' else 1} {address} {said}\n"
    elif kind == "ref":
        yield f"{key.lower()} std:label -1 {address} {said}\n"
    else:
        yield f"{key} playbook:{kind} 1 {address} {said}\n"
        yield f"{kind}-{key.lower()} std:label -1 {address} {said}\n"


def _line(text: str) -> str:
    return " ".join(text.split())
