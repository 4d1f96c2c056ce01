"""The directives of an own page: found, and held against what there is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from playbook.load.spliced import closing
from playbook.model.directive import OPEN, OPTION, OPTIONS, TABLE, Directive, Option
from playbook.model.ownpage import place_of, place_of_line, without_code
from playbook.problems import Place, Problem, Severity

_OPEN: Final = re.compile(rf"^([ \t>]*){OPEN}", re.MULTILINE)
_COLONS: Final = re.compile(r"\s*:{3,}\s*")
_PERCENT: Final = re.compile(r"(\d{1,3})\s*%")
Choices = Mapping[str, Collection[str]]
"""What the values of an option can be, by its name."""


class Directives:
    """Find the directives of one text, and gather what is wrong with how they are written.

    Args:
        text: The text.
        origins: Where pieces of it come from.
    """

    def __init__(self, text: str, origins: tuple[tuple[int, Place], ...]) -> None:
        self.text, self.origins = text, origins
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Directive]:
        """Yield every directive, those inside others too."""
        bare = without_code(self.text)
        lines, rows = bare.split("\n"), self.text.split("\n")
        ends: set[int] = set()
        for found in _OPEN.finditer(bare):
            place = self._place(found.start(3))
            if found[1]:
                what = f"the directive “{found[3]}” does not begin at the margin"
                self._tell(place, what, "take away what stands before it on the line", "B05")
                continue
            at = bare.count("\n", 0, found.start())
            end = closing(lines, at, found[2])
            if end is None:
                what = f"the directive “{found[3]}” is not closed"
                self._tell(place, what, f"write {found[2]} on a line below it", "B05")
                continue
            ends.add(end)
            start = found.end() + 1
            options, below, start = self._options(rows[at + 1 : end], start)
            yield Directive(
                name=found[3].strip(),
                title=found[4].strip(),
                place=place,
                options=tuple(options),
                body="\n".join(below),
                below=self._place(start),
            )

        for at, line in enumerate(lines):
            if at not in ends and _COLONS.fullmatch(line):
                what = f"“{line.strip()}” closes nothing here"
                instead = "take it out; around a directive inside another stand more colons"
                self._tell(place_of_line(self.origins, at), what, instead, "B05")

    def _options(self, rows: list[str], start: int) -> tuple[list[Option], list[str], int]:
        """Divide the inside of a directive into its options and the rest, and where that begins."""
        options: list[Option] = []
        for at, row in enumerate(rows):
            found = OPTION.match(row)
            if found is None:
                return options, rows[at:], start
            one = Option(
                name=found[1].strip(),
                value=found[2].strip(),
                place=self._place(start + 1),
                there=self._place(start + found.start(2)),
            )
            options.append(one)
            start += len(row) + 1
        return options, [], start

    def _place(self, offset: int) -> Place:
        return place_of(self.text, self.origins, min(offset, len(self.text)))

    def _tell(self, place: Place, what: str, instead: str, code: str) -> None:
        self.problems.append(Problem(place, what, instead, code))


def wrong_directives(found: Iterable[Directive], choices: Choices, more: bool) -> Iterator[Problem]:
    """Yield what is wrong with directives: names, options, and values that choose processes.

    Args:
        found: The directives.
        choices: What the values of options can be.
        more: Whether extensions may declare others; their names are looked at when they have.
    """
    for one in found:
        options = OPTIONS.get(one.name)
        if options is None:
            if not more:
                yield unknown(one, OPTIONS)
            continue
        yield from wrong_options(one, options)
        for option in one.options:
            known = choices.get(option.name)
            if known is not None and option.name in options and option.value not in known:
                what = f"there is no {option.name} “{option.value}”"
                yield Problem(option.there, what, near(option.value, known), "B10")
        yield from _of_kind(one)


def unknown(
    one: Directive, known: Collection[str], severity: Severity = "error", why: str = ""
) -> Problem:
    """Return that there is no such directive.

    Args:
        one: The directive.
        known: Those that there are.
        severity: Whether the work can go on.
        why: What to say behind it; by default the nearest name.
    """
    what = f"there is no directive “{one.name}”"
    return Problem(one.place, what, why or near(one.name, known), "B03", severity)


def wrong_options(one: Directive, options: Collection[str]) -> Iterator[Problem]:
    """Yield options that a directive does not have.

    Args:
        one: The directive.
        options: Those that it has.
    """
    for option in one.options:
        if option.name not in options:
            what = f"“{one.name}” has no option “{option.name}”"
            instead = near(option.name, options) if options else "take it out"
            yield Problem(option.place, what, instead, "B04")


def near(text: str, known: Collection[str]) -> str:
    """Return what to write instead: the nearest of what there is, or all of it.

    Args:
        text: What is written.
        known: What there is.
    """
    close = difflib.get_close_matches(text, known, 1, 0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"choose from {', '.join(known)}" if known else "there is none to choose"


def _of_kind(one: Directive) -> Iterator[Problem]:
    """Yield what is wrong with the values of one kind of directive."""
    width = one.option("width")
    if width and not (_PERCENT.fullmatch(width.value) and 10 <= int(width.value[:-1]) <= 100):
        what = f"“{width.value}” is no width"
        yield Problem(width.there, what, "write a part of the page, such as 60%", "B11")
    if one.name == "admonition" and not one.title:
        yield Problem(one.place, "the admonition has no title", "write it behind the name", "B11")
    if one.name == TABLE:
        yield from _of_table(one)


def _of_table(one: Directive) -> Iterator[Problem]:
    for name in ("header-rows", "stub-columns"):
        option = one.option(name)
        if option and not option.value.isdecimal():
            yield Problem(option.there, f"“{option.value}” is no number", "write 1", "B11")
    widths = one.option("widths")
    if widths and not all(part.isdecimal() for part in re.split(r"[\s,]+", widths.value)):
        what = f"“{widths.value}” are no widths"
        yield Problem(widths.there, what, "write a number for each column, such as 2, 1, 1", "B11")
    delim = one.option("delim")
    if delim and len(delim.value) != 1 and delim.value not in ("tab", "space"):
        yield Problem(delim.there, f"“{delim.value}” is no single sign", "write ; or tab", "B11")
    if not one.body.strip() and not one.option("file"):
        yield Problem(one.place, "the table has no rows", "write them, or name a file", "B11")
