"""Sheets to copy: tables and lists of questions, each as a file for a spreadsheet and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from msgspec import Meta, Struct

from playbook.cells import as_csv, safe
from playbook.guides.workbook import Table, workbook
from playbook.model.scalars import Id, StepCode, Text
from playbook.texts import pick

FORMATS: Final = ("xlsx", "csv", "md")
_SEPARATOR: Final = {"nl": ";"}
"""What a spreadsheet in a language takes for the end of a cell; elsewhere a comma."""
_EMPTY_ROWS: Final = 5
_EMPTY_ROWS_TO_FILL: Final = 15
_EXPLANATION: Final = {
    "nl": ("Uitleg", "Zo gebruik je dit blad"),
    "en": ("Explanation", "How to use this sheet"),
}
_WORDS: Final = {
    "nl": ("Onderdeel", "Vraag", "Antwoord"),
    "en": ("Part", "Question", "Answer"),
}


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a sheet."""

    name: Annotated[Text, Meta(description="Its head.")]
    help: Annotated[Text, Meta(description="What to fill in.")]


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a list of questions."""

    title: Annotated[Text, Meta(description="Its heading.")]
    ask: Annotated[tuple[Text, ...], Meta(description="Questions to answer.")]


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sheet to copy: columns with an example, or questions in sections."""

    code: Annotated[Id, Meta(description="Lasting name, also of its files.")]
    steps: Annotated[tuple[StepCode, ...], Meta(description="Steps that use it.")]
    name: Annotated[Text, Meta(description="Its name.")]
    about: Annotated[Text, Meta(description="How to use it.")]
    columns: Annotated[tuple[Column, ...], Meta(description="Columns of a table.")] = ()
    example: Annotated[
        tuple[tuple[Text, ...], ...], Meta(description="Rows that show how to fill it in.")
    ] = ()
    sections: Annotated[tuple[Section, ...], Meta(description="Questions, in sections.")] = ()


@dataclass(frozen=True)
class SheetFile:
    """A sheet in one language and format, made when it is read.

    Args:
        sheet: The sheet.
        language: Its language.
        format: One of `FORMATS`.
    """

    sheet: Sheet
    language: str
    format: str

    @property
    def address(self) -> str:
        """Return the address of the file from the root of the site."""
        return f"assets/sheets/{self.language}/{self.sheet.code}.{self.format}"

    def read_bytes(self) -> bytes:
        """Return the bytes of the file."""
        return _MAKERS[self.format](self.sheet, self.language)


def files(sheets: Sequence[Sheet], languages: Sequence[str]) -> Iterator[SheetFile]:
    """Yield every file of every sheet.

    Args:
        sheets: The sheets.
        languages: Languages of the site.
    """
    for language in languages:
        for sheet in sheets:
            for format_ in FORMATS:
                yield SheetFile(sheet, language, format_)


def _rows(sheet: Sheet, language: str) -> Iterator[list[str]]:
    """Yield the rows of a sheet as a table, the heads first."""

    def said(text: Text) -> str:
        return pick(text, language, "en")[0]

    if sheet.columns:
        yield [said(column.name) for column in sheet.columns]
        yield from ([said(cell) for cell in row] for row in sheet.example)
        return
    yield list(_WORDS.get(language, _WORDS["en"]))
    for section in sheet.sections:
        yield from ([said(section.title), said(question), ""] for question in section.ask)


def _csv(sheet: Sheet, language: str) -> bytes:
    """Return a sheet as spreadsheets open it at a double click, in the language's own notation."""
    rows = ([safe(cell) for cell in row] for row in _rows(sheet, language))
    return as_csv(rows, _SEPARATOR.get(language, ","))


def _xlsx(sheet: Sheet, language: str) -> bytes:
    """Return a sheet for Excel, with a second table that says what to fill in."""

    def said(text: Text) -> str:
        return pick(text, language, "en")[0]

    explanation, how = _EXPLANATION.get(language, _EXPLANATION["en"])
    helps = ((said(column.name), said(column.help)) for column in sheet.columns)
    return workbook(
        Table(
            name=said(sheet.name),
            rows=list(_rows(sheet, language)),
            questions=bool(sheet.sections),
            empty=_EMPTY_ROWS_TO_FILL if sheet.columns else 0,
            explanation=explanation,
            lines=[(said(sheet.name),), (how, said(sheet.about)), *helps],
        )
    )


def _markdown(sheet: Sheet, language: str) -> bytes:
    def said(text: Text) -> str:
        return pick(text, language, "en")[0]

    parts = [f"# {said(sheet.name)}", said(sheet.about)]
    if sheet.columns:
        helps = (f"- **{said(item.name)}**: {said(item.help)}" for item in sheet.columns)
        heads, *rows = _rows(sheet, language)
        empty = [[""] * len(heads)] * _EMPTY_ROWS
        table = (_line(row) for row in (heads, ["---"] * len(heads), *rows, *empty))
        parts += ("\n".join(helps), "\n".join(table))
    for section in sheet.sections:
        parts.append(f"## {said(section.title)}")
        parts += (f"**{said(question)}**\n\n…" for question in section.ask)
    return ("\n\n".join(parts) + "\n").encode()


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_MAKERS: Final = {"xlsx": _xlsx, "csv": _csv, "md": _markdown}
