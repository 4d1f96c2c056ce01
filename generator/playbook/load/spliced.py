"""What an own page brings in from other files of the project, put where it belongs.

Every line keeps its own place, so that what is wrong in an included file is told there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from playbook.load.beside import beside
from playbook.load.files import Folder
from playbook.model.directive import INCLUDE, OPEN, TABLE
from playbook.model.ownpage import without_code
from playbook.problems import Place, Problem

MOST_LINES: Final = 20_000
"""Lines of one page, all that it includes counted."""
_OPEN: Final = re.compile(OPEN)
_FILE: Final = re.compile(r":file:[ \t]*(.*)")
_FRONT: Final = re.compile(r"---[ \t]*\n.*?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_FENCE: Final = re.compile(r"\s*(:{3,}|`{3,}|~{3,})\s*")
_Line = tuple[str, Place]


class Splicing:
    """Bring in the files that one page names, and gather what is wrong with that.

    Args:
        folder: The project's folder.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.left = MOST_LINES

    def spliced(self, file: str, text: str, line: int) -> tuple[str, tuple[tuple[int, Place], ...]]:
        """Return a text with all that it brings in, and where each piece of it comes from.

        Args:
            file: The file that it stands in, from the project's folder.
            text: The text.
            line: The line of that file on which it begins.
        """
        lines = list(self._lines(file, text, line, (file,)))
        return "\n".join(text for text, _ in lines), tuple(_origins(lines))

    def _lines(self, file: str, text: str, first: int, within: tuple[str, ...]) -> Iterator[_Line]:
        """Yield the lines of a text, and in their place those of what it brings in."""
        bare, written = without_code(text).split("\n"), text.split("\n")
        at = 0
        while at < len(written):
            found = _OPEN.match(bare[at])
            name = found[2].strip() if found else ""
            if found is None or name not in (INCLUDE, TABLE):
                self.left -= 1
                yield written[at], Place(file, first + at, 1)
                at += 1
                continue
            end = closing(bare, at, found[1]) or at
            if name == INCLUDE:
                place = Place(file, first + at, found.start(3) + 1)
                yield from self._included(found[3].strip(), place, within)
            else:
                inside = enumerate(written[at : end + 1], first + at)
                yield from self._table([(line, Place(file, on, 1)) for on, line in inside])
            at = end + 1

    def _included(self, written: str, place: Place, within: tuple[str, ...]) -> Iterator[_Line]:
        """Yield the lines of another file of Markdown."""
        found = self._found(written, place)
        if found is None:
            return
        file, text = found
        if file in within:
            what = f"“{written}” includes this page again"
            self._tell(place, what, "take out one of the two", "B08")
            return
        front = _FRONT.match(text)
        begin = front.end() if front else 0
        line = text.count("\n", 0, begin) + 1
        # Empty lines around it: what is included is no part of a paragraph of the page.
        yield "", place
        yield from self._lines(file, text[begin:].rstrip("\n"), line, (*within, file))
        yield "", place

    def _table(self, lines: Sequence[_Line]) -> Iterator[_Line]:
        """Yield the lines of a table, with those of the file that it is made from."""
        named = next(
            ((found, place) for line, place in lines if (found := _FILE.match(line))), None
        )
        if named is None:
            yield from lines
            return
        found, place = named
        rows = self._rows(found[1].strip(), Place(place.file, place.line, found.start(1) + 1))
        # Without rows the option stays: it says that they were meant to be there.
        yield from (line for line in lines[:-1] if not (rows and _FILE.match(line[0])))
        yield from rows
        yield lines[-1]

    def _rows(self, written: str, place: Place) -> list[_Line]:
        """Return the lines of a file of rows; none when there is something wrong with it."""
        found = self._found(written, place)
        if found is None:
            return []
        file, text = found
        lines = text.rstrip("\n").split("\n")
        self.left -= len(lines)
        for at, line in enumerate(lines, 1):
            if _FENCE.fullmatch(line):
                what = "this line would end the table on the page"
                self._tell(Place(file, at, 1), what, "put it between quotes", "B09")
        return [("", place), *((line, Place(file, at, 1)) for at, line in enumerate(lines, 1))]

    def _found(self, written: str, place: Place) -> tuple[str, str] | None:
        """Return the name and the text of a file; nothing when there is something wrong with it."""
        if self.left < 0:
            what = f"the page has more than {MOST_LINES} lines with all that it includes"
            self._tell(place, what, "divide it over several pages", "B08")
            return None
        path = beside(self.folder, place.file, written, place)
        text = path if isinstance(path, Problem) else self.folder.text(path)
        if isinstance(path, Problem) or isinstance(text, Problem):
            self.problems.append(text if isinstance(text, Problem) else path)  # type: ignore[arg-type]
            return None
        return self.folder.name(path), text.replace("\r\n", "\n")

    def _tell(self, place: Place, what: str, instead: str, code: str) -> None:
        self.problems.append(Problem(place, what, instead, code))


def closing(lines: Sequence[str], at: int, fence: str) -> int | None:
    """Return the line that closes a fence; nothing when none does.

    Args:
        lines: The lines of a text.
        at: The line that opens it.
        fence: The signs that open it.
    """
    for number in range(at + 1, len(lines)):
        found = _FENCE.fullmatch(lines[number])
        if found and found[1][0] == fence[0] and len(found[1]) >= len(fence):
            return number
    return None


def _origins(lines: Iterable[_Line]) -> Iterator[tuple[int, Place]]:
    """Yield where each piece of a text comes from: runs of lines that follow one another."""
    expected = None
    for number, (_, place) in enumerate(lines):
        if (place.file, place.line) != expected:
            yield number, place
        expected = (place.file, place.line + 1)
