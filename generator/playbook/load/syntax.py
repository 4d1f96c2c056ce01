"""YAML text to plain values with a place for each, straight from the parser's events.

Every plain scalar stays the text that its writer sees; the field's type decides later what
it means, so that ``no``, ``1.10`` and ``2026-03`` are never turned into something else.
Only nothing, ``~`` and ``null`` mean that a value is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from playbook.load.advice import advise
from playbook.model.places import pack, unpack
from playbook.problems import Place, Problem

MAX_DEPTH: Final = 40
MAX_VALUES: Final = 2_000_000
_NOTHING: Final = frozenset(("", "~", "null", "Null", "NULL"))
_NO_KEY: Final = object()


@dataclass(frozen=True, slots=True)
class Document:
    """Hold what one file says.

    Args:
        values: Mappings, lists, texts and nothing, as written.
        places: The same shape with packed places: see `playbook.model.places`.
        problems: What could not be read.
    """

    values: Any
    places: Any
    problems: tuple[Problem, ...]


class _Stop(Exception):
    """End reading at a problem behind which nothing can be understood."""


class _Builder:
    """Put values together from events, without recursion so that depth costs no stack."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: list[Any] = []
        self.root_places: list[Any] = []
        self.container: Any = self.root
        self.places: Any = self.root_places
        self.key: Any = _NO_KEY
        self.stack: list[tuple[Any, Any, Any]] = []
        self.documents = 0
        self.signs: set[str] = set()
        self.left = MAX_VALUES

    def build(self, parser: CParser) -> None:
        """Take every event of the parser."""
        handlers: dict[type, Callable[[Any], None]] = {
            ScalarEvent: self.scalar,
            MappingStartEvent: self.begin,
            SequenceStartEvent: self.begin,
            MappingEndEvent: self.end,
            SequenceEndEvent: self.end,
            AliasEvent: self.alias,
            DocumentStartEvent: self.document,
            DocumentEndEvent: _pass,
            StreamStartEvent: _pass,
            StreamEndEvent: _pass,
        }
        get = parser.get_event
        while (event := get()) is not None:
            handlers[type(event)](event)

    def scalar(self, event: Any) -> None:
        """Take a word or a text, as a key or as a value."""
        if event.anchor or event.tag:
            self.refuse(event)
        mark = event.start_mark
        value = event.value
        if self.key is _NO_KEY and type(self.container) is dict:
            self.name(value, mark)
            return
        if not event.style and value in _NOTHING:
            value = None
        self.put(value, pack(mark.line, mark.column), mark)

    def begin(self, event: Any) -> None:
        """Begin a mapping or a list."""
        if event.anchor or event.tag:
            self.refuse(event)
        mark = event.start_mark
        if len(self.stack) >= MAX_DEPTH:
            what = f"values are nested more than {MAX_DEPTH} levels deep"
            self.stop(mark, what, "write them flatter", "Y09")
        if self.key is _NO_KEY and type(self.container) is dict:
            what = "a list or a mapping stands where a key belongs"
            self.stop(mark, what, "write a word as key", "Y04")
        new: Any = {} if type(event) is MappingStartEvent else []
        places: Any = type(new)()
        self.put(new, [pack(mark.line, mark.column), places], mark)
        self.stack.append((self.container, self.places, self.key))
        self.container, self.places, self.key = new, places, _NO_KEY

    def end(self, _event: Any) -> None:
        """End the mapping or list that was begun last."""
        self.container, self.places, self.key = self.stack.pop()

    def alias(self, event: Any) -> None:
        """Refuse an alias; what it stands for is missing."""
        self.refuse(event)
        mark = event.start_mark
        if self.key is _NO_KEY and type(self.container) is dict:
            raise _Stop
        self.put(None, pack(mark.line, mark.column), mark)

    def document(self, event: Any) -> None:
        """Refuse a second document."""
        self.documents += 1
        if self.documents > 1:
            instead = "put it in a file of its own, or remove the line"
            self.stop(event.start_mark, "“---” begins a second document", instead, "Y07")

    def put(self, value: Any, place: Any, mark: Any) -> None:
        """Put a value into the collection around it."""
        self.left -= 1
        if self.left < 0:
            what = f"the file holds more than {MAX_VALUES} values"
            self.stop(mark, what, "spread them over several files", "Y08")
        if type(self.container) is list:
            self.container.append(value)
            self.places.append(place)
        else:
            self.container[self.key] = value
            self.places[self.key] = place
            self.key = _NO_KEY

    def name(self, key: str, mark: Any) -> None:
        """Take a word as the key of the next value."""
        if key in self.container:
            place = self.places[key]
            first = unpack(place[0] if type(place) is list else place, self.file)
            self.tell(
                mark,
                f"the key “{key}” is given twice; the first is on line {first.line}",
                "keep one of the two",
                "Y03",
            )
        self.key = key

    def refuse(self, event: Any) -> None:
        """Tell of an anchor, an alias or a tag."""
        alias = type(event) is AliasEvent
        if alias or event.anchor:
            sign = "*" if alias else "&"
            if f"{sign}{event.anchor}" in self.signs:
                return
            self.signs.add(f"{sign}{event.anchor}")
            self.tell(
                event.start_mark,
                f"“{sign}{event.anchor}” lets one value stand in several places, "
                "so that something internal could slip into a shared field",
                f"write the value out; a text that begins with “{sign}” needs quotes",
                "Y05",
            )
        if not alias and event.tag:
            self.tell(
                event.start_mark,
                f"“{event.tag}” is a YAML tag, which is not read",
                "leave it out; a text that begins with “!” needs quotes",
                "Y06",
            )

    def tell(self, mark: Any, what: str, instead: str, code: str) -> None:
        """Note a problem at a mark."""
        place = Place(self.file, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(place, what, instead, code))

    def stop(self, mark: Any, what: str, instead: str, code: str) -> NoReturn:
        """Note a problem at a mark and read no further."""
        self.tell(mark, what, instead, code)
        raise _Stop


def _pass(_event: Any) -> None:
    """Take an event that holds nothing."""


def parse(text: str, file: str) -> Document:
    """Read one YAML document.

    Args:
        text: The file's text.
        file: Its path from the project's folder, for places.
    """
    builder = _Builder(file)
    try:
        builder.build(CParser(text))
    except _Stop:
        pass
    except yaml.YAMLError as error:
        builder.problems.append(advise(error, text, file))
    values = builder.root[0] if builder.root else None
    places = builder.root_places[0] if builder.root_places else pack(0, 0)
    return Document(values, places, tuple(builder.problems))
