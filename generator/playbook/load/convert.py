"""Plain values to the model's types: fast when all is well, thorough when it is not.

msgspec converts a whole value at once and stops at the first mistake. Only then the value is
walked by the model's types: notations that msgspec does not know are read, and every
mistake is told with its place.
"""

from __future__ import annotations

import datetime
import difflib
import re
import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeVar

import msgspec

from playbook.load import notation
from playbook.model.places import find
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.problems import Place, Problem

T = TypeVar("T")
Path = tuple[str | int, ...]

_STEP: Final = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
_NOTATIONS: Final[dict[Any, Callable[[str], Any]]] = {
    Percentage: notation.percentage,
    Duration: notation.duration,
    Money: notation.money,
    Quantity: notation.quantity,
    datetime.date: notation.day,
    bool: notation.truth,
    int: notation.whole,
    float: notation.number,
}


def convert(
    values: Any, type_: type[T] | Any, places: Any, file: str, text: str = ""
) -> tuple[T | None, list[Problem]]:
    """Convert plain values to a type of the model.

    Args:
        values: Values as `playbook.load.syntax.parse` gives them.
        type_: Type to convert to.
        places: Their places.
        file: File in which they stand.
        text: The file's text, to point at a key instead of its value.

    Returns:
        The value and no problems, or nothing and every problem.
    """
    try:
        return msgspec.convert(values, type_, strict=False, dec_hook=_read_notation), []
    except (msgspec.ValidationError, notation.Misread):
        pass
    walk = _Walk(places, file, text)
    read = walk.value(values, type_, ())
    if walk.problems:
        return None, walk.problems
    try:
        return msgspec.convert(read, type_, strict=False, dec_hook=_read_notation), []
    except msgspec.ValidationError as error:
        walk.beyond(str(error))
        return None, walk.problems


def _read_notation(type_: type, value: Any) -> Any:
    if isinstance(value, type_):
        return value
    return _NOTATIONS[type_](value)


@dataclass(frozen=True, slots=True)
class _Field:
    """Describe one field of a struct as the inventory writes it."""

    name: str
    type: Any
    required: bool


@cache
def _fields(struct: type[msgspec.Struct]) -> dict[str, _Field]:
    hints = typing.get_type_hints(struct, include_extras=True)
    return {
        item.encode_name: _Field(item.encode_name, hints[item.name], item.required)
        for item in msgspec.structs.fields(struct)
    }


@dataclass(slots=True)
class _Walk:
    """Walk a value by a type, reading notations and telling every mistake."""

    places: Any
    file: str
    source: str
    problems: list[Problem] = field(default_factory=list)

    def tell(self, path: Path, what: str, instead: str, code: str) -> None:
        """Note a problem at a value."""
        self.problems.append(Problem(find(self.places, path, self.file), what, instead, code))

    def value(self, value: Any, type_: Any, path: Path) -> Any:
        """Return the value with its notations read."""
        pattern, choices = _open(type_)
        if value is None:
            if types.NoneType not in choices:
                self.tell(path, f"“{_last(path)}” is empty", "fill it in, or remove it", "M02")
            return None
        if isinstance(value, dict):
            return self.mapping(value, choices, path)
        if isinstance(value, list):
            return self.items(value, choices, path)
        return self.word(value, choices, pattern, path)

    def beyond(self, error: str) -> None:
        """Tell of a value that is read well, but is too long, too small or too large."""
        said, _, at = error.partition(" - at `$")
        path: Path = tuple(
            int(number) if number else name for name, number in _STEP.findall(at.strip("`"))
        )
        limit = said.rpartition(" ")[2]
        if "length" in said:
            what, instead = f"“{_last(path)}” is longer than {limit} characters", "shorten it"
        elif ">=" in said:
            what, instead = f"“{_last(path)}” is less than {limit}", f"write {limit} or more"
        else:
            what, instead = f"“{_last(path)}” is more than {limit}", f"write {limit} or less"
        self.tell(path, what, instead, "M10")

    def mapping(self, value: dict[str, Any], choices: Sequence[Any], path: Path) -> Any:
        """Walk a mapping: a struct's fields, or keys that the writer chose."""
        for choice in choices:
            if isinstance(choice, type) and issubclass(choice, msgspec.Struct):
                return self.struct(value, choice, path)
            if typing.get_origin(choice) is dict:
                key, inner = typing.get_args(choice)
                for name in value:
                    self.word(name, _open(key)[1], _open(key)[0], (*path, name))
                return {
                    name: self.value(item, inner, (*path, name)) for name, item in value.items()
                }
        self.tell(path, f"{_here(path)} has keys of its own here", _write(choices, path), "M03")
        return None

    def struct(self, value: dict[str, Any], struct: type[msgspec.Struct], path: Path) -> Any:
        """Walk the fields of a struct."""
        fields = _fields(struct)
        meant = {self.unknown(name, value[name], fields, path) for name in value.keys() - fields}
        for item in fields.values():
            if item.required and value.get(item.name) is None and item.name not in meant:
                self.tell(path, f"“{item.name}” is missing", f"add “{item.name}: …”", "M01")
        return {
            name: self.value(item, fields[name].type, (*path, name))
            for name, item in value.items()
            if name in fields and item is not None
        }

    def unknown(self, name: str, value: Any, fields: dict[str, _Field], path: Path) -> str:
        """Tell of a key that no field has; return the field that was probably meant."""
        near = difflib.get_close_matches(name, fields, 1, 0.6)
        place = key_place(self.source, name, find(self.places, (*path, name), self.file))
        what = f"“{name}” is not a known key"
        instead = f"did you mean “{near[0]}”?" if near else f"the keys here are {_several(fields)}"
        if name == "<<":
            what = "“<<” copies keys from elsewhere, which is not read"
            instead = "write the keys out"
        elif value is None and " " in name:
            what = f"“{name}” stands behind a comma, as if it were a key"
            instead = "put a text that holds a comma between quotes"
        self.problems.append(Problem(place, what, instead, "M04"))
        return near[0] if near else ""

    def items(self, value: list[Any], choices: Sequence[Any], path: Path) -> Any:
        """Walk a list."""
        for choice in choices:
            if typing.get_origin(choice) is tuple:
                inner = typing.get_args(choice)[0]
                return [self.value(item, inner, (*path, at)) for at, item in enumerate(value)]
        what = f"{_here(path)} is a list here, where it is one value"
        self.tell(path, what if path else "the file is one list", _write(choices, path), "M05")
        return None

    def word(self, value: str, choices: Sequence[Any], pattern: str | None, path: Path) -> Any:
        """Read one word or text by the type that takes it."""
        misread: notation.Misread | None = None
        for choice in choices:
            if typing.get_origin(choice) is typing.Literal:
                return self.coded(value, typing.get_args(choice), path)
            if choice is str:
                return self.text(value, pattern, path)
            if choice in _NOTATIONS:
                try:
                    return _NOTATIONS[choice](value)
                except notation.Misread as error:
                    misread = error
        if misread:
            self.tell(path, misread.what, misread.instead, "M06")
        else:
            what = f"“{_short(value)}” stands where {_here(path)} has more than one value"
            self.tell(path, what, _write(choices, path), "M07")
        return None

    def coded(self, value: str, allowed: tuple[str, ...], path: Path) -> str:
        """Check a word against a list of codes."""
        if value not in allowed:
            near = difflib.get_close_matches(value.lower(), allowed, 1, 0.7)
            instead = f"did you mean “{near[0]}”?" if near else f"choose {_several(allowed, 'or')}"
            self.tell(
                path, f"“{_short(value)}” is not a choice for “{_last(path)}”", instead, "M08"
            )
        return value

    def text(self, value: str, pattern: str | None, path: Path) -> str:
        """Check a text against the pattern of its type."""
        if pattern and not re.search(pattern, value):
            what, instead = _PATTERNS.get(pattern, ("is not written as it should be", pattern))
            self.tell(path, f"“{_short(value)}” {what}", _fill(instead, value), "M09")
        return value


def key_place(text: str, key: str, value: Place) -> Place:
    """Return the place of a key from the place of its value, which follows it directly.

    Args:
        text: The file's text.
        key: The key.
        value: Place of the value.
    """
    lines = text.split("\n")[: value.line]
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at][: value.column] if at == value.line - 1 else lines[at]
        found = [*re.finditer(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*:", line)]
        if found:
            return Place(value.file, at + 1, found[-1].start() + 1)
    return value


_PATTERNS: Final[dict[str, tuple[str, str]]] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (
        "cannot be an id",
        "use small letters, digits and single hyphens, such as “{slug}”",
    ),
    r"^[0-9]{4}-(0[1-9]|1[0-2])$": ("is not a month", "write it as 2026-03"),
    r"^[A-Z]{2}$": ("is not a country", "write its two capitals, such as NL (ISO 3166)"),
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": (
        "is not a language",
        "write its code, such as nl or en",
    ),
    r"^[A-Z][A-Z0-9]*-?[0-9]+$": ("is not the code of a criterion", "write it as H1 or S2"),
    r"^[A-Z]{3}-[0-9]{2}$": ("is not the code of a rule", "write it as SCO-01"),
}


def _fill(instead: str, value: str) -> str:
    return instead.format(slug=slug(value)) if "{slug}" in instead else instead


def slug(text: str) -> str:
    """Return an id that resembles a text.

    Args:
        text: Any text.
    """
    plain = text.lower().translate(str.maketrans("äöüéèëïçñáóúà", "aoueeeicnaoua"))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "an-id"


@cache
def _open(type_: Any) -> tuple[str | None, tuple[Any, ...]]:
    """Return the pattern of a type and the types it may be, without their marks."""
    pattern: str | None = None
    while typing.get_origin(type_) is typing.Annotated:
        for mark in type_.__metadata__:
            if isinstance(mark, msgspec.Meta) and mark.pattern:
                pattern = mark.pattern
        type_ = type_.__origin__
    if typing.get_origin(type_) in (types.UnionType, typing.Union):
        inner = [_open(choice) for choice in typing.get_args(type_)]
        patterns = [found for found, choices in inner if found]
        flat = tuple(choice for _, choices in inner for choice in choices)
        return (patterns[0] if patterns and pattern is None else pattern), flat
    return pattern, (type_,)


def _expected(choices: Sequence[Any]) -> str:
    for choice in choices:
        if isinstance(choice, type) and issubclass(choice, msgspec.Struct):
            return f"it with keys of its own: {_several(_fields(choice))}"
        if typing.get_origin(choice) is tuple:
            return "a list: each item on its own line, after “- ”"
        if typing.get_origin(choice) is dict and str not in choices:
            return "“key: value” on the lines below it"
    return "one value behind the colon"


def _here(path: Path) -> str:
    return f"“{_last(path)}”" if path else "the file"


def _write(choices: Sequence[Any], path: Path) -> str:
    expected = _expected(choices)
    if path or "keys of its own" not in expected:
        return f"write {expected}"
    return f"begin it with {expected.partition(': ')[2].split(',')[0].split(' and ')[0]}:"


def _several(names: Any, word: str = "and") -> str:
    listed = [str(name) for name in names]
    if len(listed) > 12:
        return ", ".join(listed[:12]) + " and others"
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}" if len(listed) > 1 else listed[0]


def _last(path: Path) -> str:
    names = [part for part in path if isinstance(part, str)]
    return names[-1] if names else "file"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
