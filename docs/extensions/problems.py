"""Every sort of problem by its code, with the words that the program has for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import playbook
from playbook.pagekinds import page

_SOURCES: Final = Path(playbook.__file__).parent
Named = list[tuple[int, str, ast.expr]]
"""Every name that a function gives: the line, the name and the value."""
_CODE: Final = re.compile(r"[A-Z]\d\d")
_MOST: Final = 4
_SAID: Final = {
    "G04": ("a guide asks for a fact that is not there", "name one of the facts that there are"),
    "K03": ("a link that is not followed", "write an address of a page"),
    "K11": ("a link leads to what is not there", "correct the address, or remove the link"),
    "K12": ("a link leads to a page that has moved for good", "write the new address"),
    "K13": ("nobody can say from here where a link leads", "open it yourself"),
    "L06": ("the value of an option of the theme cannot be read", "write it as its type asks"),
    "M06": ("a value cannot be read as what the field holds", "write it in the way that is told"),
    "L08": ("a template asks for something that is not there", "name what was meant"),
}
"""What to say of a sort of problem whose words are made in several places."""
_INTRODUCTION: Final = """\
Every problem is told with its place, what is wrong, and what to write instead. Its code stays the
same for ever: `playbook check --select M` shows only problems whose code begins with M, `--ignore`
leaves some out. Codes such as `SCO-02` are no problems but findings; see {doc}`rules`.

These words were taken from the program. An ellipsis (…) stands for a part that differs each time.

| Code | What is wrong | What to do |
|---|---|---|
"""


@page(
    "problems",
    title={"en": "Problems and their codes", "nl": "Meldingen en hun codes"},
    language="en",
)
def problems(_portfolio: Any, _language: str) -> str:
    """Return a row for each code and each of its messages."""
    rows = []
    for code, messages in sorted(known().items()):
        told = [pair for pair in messages if " " in pair[0]][:_MOST] or [_SAID.get(code, ("…", ""))]
        for at, (what, instead) in enumerate(told):
            rows.append(f"| {code if not at else ''} | {_plain(what)} | {_plain(instead)} |")
    return _INTRODUCTION + "\n".join(rows)


@cache
def known() -> dict[str, list[tuple[str, str]]]:
    """Return the messages of each code: what is wrong, and what to do."""
    found: dict[str, list[tuple[str, str]]] = {code: [] for code in _SAID}
    for path in sorted(_SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for code, message in _told_in(function):
                    messages = found.setdefault(code, [])
                    messages += [message] if message not in messages else []
    return found


def _told_in(function: ast.FunctionDef) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the code and the message of each problem that a function makes."""
    named = [
        (node.lineno, name.id, value)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for name, value in _assigned(node)
    ]
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Tuple):
            values = node.elts
        else:
            continue
        texts = [_texts(value, node.lineno, named) for value in values]
        codes = [one for one, *_ in texts if _CODE.fullmatch(one)]
        said = [found for found in texts if " " in found[-1]]
        whats, insteads = [*said[:2], [""], [""]][:2]
        if codes:
            for what, instead in zip_longest(whats, insteads):
                yield codes[0], (what or whats[-1], instead or insteads[-1])


def _texts(value: ast.expr, line: int, named: Named) -> list[str]:
    """Return what a value can be, when its name was given several."""
    if isinstance(value, ast.Name):
        before = [(at, one) for at, name, one in named if name == value.id and at < line]
        return [_text(one, at, named) for at, one in before] or [""]
    return [_text(value, line, named)]


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Yield the names that a line gives, each with its value."""
    target = node.targets[0]
    if isinstance(target, ast.Name):
        yield target, node.value
    elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        for name, value in zip(target.elts, node.value.elts, strict=False):
            if isinstance(name, ast.Name):
                yield name, value


def _text(value: ast.expr, line: int, named: Named) -> str:
    """Return what is written in a program, with an ellipsis for what is only known later."""
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) else ""
    if isinstance(value, ast.JoinedStr):
        return "".join(_text(part, line, named) or "…" for part in value.values)
    if isinstance(value, ast.IfExp):
        return _text(value.orelse, line, named) or _text(value.body, line, named)
    return _texts(value, line, named)[-1] if isinstance(value, ast.Name) else ""


def _plain(text: str) -> str:
    return re.sub(r"([|{\\<*_`])", r"\\\1", text)
