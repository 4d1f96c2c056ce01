"""Lists in YAML that are added to at the end, and never written over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook.load.convert import convert
from playbook.load.files import Folder
from playbook.load.syntax import parse
from playbook.problems import Place, Problem, Unusable

_PLAIN_LINE: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")


def extended(folder: Folder, path: Path, head: str, items: Iterable[Struct], type_: Any) -> str:
    """Return the text of a list in YAML with items added at its end, all else as it was.

    Args:
        folder: The project's folder.
        path: The file; it need not be there yet.
        head: First line of a new file.
        items: What to add.
        type_: Type of the whole list.

    Raises:
        Unusable: What stands there is not a list that items can be added to.
    """
    former, before = "", ()
    if path.exists():
        read = folder.read(path, type_)
        text = folder.text(path)
        if read.problems or isinstance(text, Problem):
            raise Unusable(read.problems or [text])  # type: ignore[list-item]
        former, before = text, read.value
    items = tuple(items)
    start = former if not former or former.endswith("\n") else former + "\n"
    whole = (start or f"# {head}\n") + "".join(_as_yaml(item) for item in items)
    _check(path, folder, whole, (*before, *items), type_)
    return whole


def _check(path: Path, folder: Folder, text: str, wanted: tuple[Any, ...], type_: Any) -> None:
    """Make sure that a text says what it has to, and nothing that stood there is lost."""
    name = folder.name(path)
    document = parse(text, name)
    value, problems = convert(document.values, type_, document.places, name, text)
    if document.problems or problems or value != wanted:
        what = "nothing can be added at the end of this list"
        instead = "write every item on lines of its own, beginning with “- ” at the margin"
        raise Unusable([Problem(Place(name), what, instead, "H01")])


def _as_yaml(item: Struct) -> str:
    values = msgspec.to_builtins(item)
    lines = [
        f"{key}: {_value(value, 1)}".replace(": \n", ":\n", 1) for key, value in values.items()
    ]
    return "".join(f"{'  ' if at else '- '}{line}\n" for at, line in enumerate(lines))


def _value(value: Any, depth: int) -> str:
    """Return a value in YAML: texts of one line and maps in a line of their own each."""
    pad = "\n" + "  " * (depth + 1)
    if isinstance(value, dict) and value and all(isinstance(i, dict) for i in value.values()):
        return "".join(f"{pad}{key}: {_flow(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)) and value and all(isinstance(i, dict) for i in value):
        return "".join(f"{pad}- {_flow(inner)}" for inner in value)
    if isinstance(value, str) and "\n" in value and _is_plain(value):
        return "|-" + "".join(f"{pad}{line}" if line else "\n" for line in value.split("\n"))
    return _flow(value)


def _is_plain(text: str) -> bool:
    lines = text.split("\n")
    return (
        not lines[0].startswith(" ")
        and all(_PLAIN_LINE.fullmatch(line) and line == line.rstrip() for line in lines)
        and bool(lines[0])
        and bool(lines[-1])
    )


def _flow(value: Any) -> str:
    """Return a value on one line; what JSON writes is YAML too."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda at: f"\\u{ord(at[0]):04x}", text
    )
