"""Sheets to copy and words of the glossary: those shipped, and those of a project over them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from playbook.guides.guide import LANGUAGES, Glossary, Term
from playbook.guides.sheets import Sheet
from playbook.load.files import Folder
from playbook.model.method import Method
from playbook.model.places import Located, locate
from playbook.problems import Place, Problem

SHEETS: Final = "sheets"
GLOSSARY: Final = "glossary.yaml"
_OWN: Final = "content/method"


class Materials:
    """Read sheets and words, gathering what is wrong with them.

    Args:
        shipped: Folder of the shipped content.
        project: The project's folder.
        method: The method, for the order of its steps.
    """

    def __init__(self, shipped: Folder, project: Folder, method: Method) -> None:
        self.shipped, self.project, self.method = shipped, project, method
        self.problems: list[Problem] = []
        self.changed: list[str] = []

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets to copy, in the order of their steps."""
        found: dict[str, Sheet] = {}
        for folder, path in self._both(SHEETS):
            for file in folder.yaml_below(path):
                sheet, places = self._read(folder, file, Sheet)
                if sheet is None:
                    continue
                if folder is self.project:
                    self.problems += _wrong_sheet(sheet, file, places)
                    self.changed.append(places.file)
                found[sheet.code] = sheet
        order = [step.code for step in self.method.steps]
        return tuple(
            sorted(found.values(), key=lambda item: [order.index(step) for step in item.steps[:1]])
        )

    def terms(self) -> tuple[Term, ...]:
        """Return the words of the glossary."""
        terms: dict[str, Term] = {}
        for folder, path in self._both(GLOSSARY):
            glossary, places = self._read(folder, path, Glossary) if path.is_file() else _NONE
            if glossary is None:
                continue
            if folder is self.project:
                self.changed.append(places.file)
                self.problems += _wrong_terms(glossary, terms, places)
            terms |= {term.code: term for term in glossary.terms}
        return tuple(terms.values())

    def _both(self, name: str) -> Iterator[tuple[Folder, Path]]:
        """Yield the shipped place of something and the project's own, when there are two."""
        shipped, own = self.shipped.root / "method" / name, self.project.root / _OWN / name
        yield self.shipped, shipped
        if own.resolve() != shipped:
            yield self.project, own

    def _read(self, folder: Folder, path: Path, type_: Any) -> tuple[Any, Located]:
        read = folder.read(path, type_)
        self.problems += read.problems
        return read.value, locate(read.file, read.places)


_NONE: Final[tuple[None, Located]] = (None, locate("", 0))


def _wrong_sheet(sheet: Sheet, file: Path, places: Located) -> Iterator[Problem]:
    """Yield what is wrong with a sheet of a project."""
    if sheet.code != file.stem:
        what = f"this sheet is named “{sheet.code}”, and its file “{file.stem}”"
        instead = f"write “code: {file.stem}”, or name the file {sheet.code}.yaml"
        yield Problem(places.place(("code",)), what, instead, "G06")
    if bool(sheet.columns) == bool(sheet.sections):
        what = "a sheet has columns or sections, and this one has both"
        if not sheet.columns:
            what = "this sheet has neither columns nor sections"
        instead = "write columns for a table, or sections with questions"
        yield Problem(places.place(()), what, instead, "G06")
    if not sheet.steps:
        what = "this sheet belongs to no step"
        yield Problem(places.place(("steps",)), what, "name at least one step", "G06")
    width = len(sheet.columns)
    for at, row in enumerate(sheet.example if width else ()):
        if len(row) != width:
            what = f"the number of cells in this row is {len(row)}, and that of columns {width}"
            instead = "write one cell for each column, “” for an empty one"
            yield Problem(places.place(("example", at)), what, instead, "G06")


def _wrong_terms(
    glossary: Glossary, shipped: dict[str, Term], places: Located
) -> Iterator[Problem]:
    """Yield what is wrong with the words of a project."""
    codes = [term.code for term in glossary.terms]
    known = {*shipped, *codes}
    taken = {
        (language, form.casefold()): term.code
        for term in shipped.values()
        if term.code not in codes
        for language, _, form in _forms(term)
    }
    for at, term in enumerate(glossary.terms):
        place = places.place(("terms", at, "code"))
        if term.code in codes[:at]:
            what = f"the word “{term.code}” is explained twice"
            yield Problem(place, what, "keep one of the two", "G07")
            continue
        for number, code in enumerate(term.see):
            if code not in known:
                yield _unknown(code, known, places.place(("terms", at, "see", number)))
        for language, number, form in _forms(term):
            other = taken.setdefault((language, form.casefold()), term.code)
            if other != term.code:
                what = f"“{form}” is a form of “{other}” as well"
                where = places.place(("terms", at, "forms", language, number))
                yield Problem(where, what, "let one word have it", "G07")


def _forms(term: Term) -> Iterator[tuple[str, int, str]]:
    """Yield each form to recognise, with its language and its position there."""
    for language in LANGUAGES:
        for number, form in enumerate(term.recognised(language)):
            yield language, number, form


def _unknown(code: str, known: Collection[str], place: Place) -> Problem:
    near = difflib.get_close_matches(code, sorted(known), 1, 0.5)
    instead = f"did you mean “{near[0]}”?" if near else "name the code of another word"
    return Problem(place, f"there is no word “{code}”", instead, "G07")
