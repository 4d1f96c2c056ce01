"""Which sheets of a file are read and what their columns fill: as proposed, or as people said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final

from playbook.intake.cells import RawSheet
from playbook.intake.columns import Guess, Proposer, fields_of, nearest_field
from playbook.intake.heads import Head, Heads, find_heads
from playbook.intake.leaves import Change, Leaf
from playbook.intake.splice import changed
from playbook.intake.targets import target
from playbook.intake.vocabulary import plain
from playbook.intake.written import word
from playbook.model.intake import NOT_READ, Column, ImportFile, MappedSheet
from playbook.problems import Place, Problem
from playbook.tables.forms import Form

FILE: Final = "import.yaml"
_TEXT: Final = Form(word=str)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Say how one sheet is read.

    Args:
        sheet: The sheet.
        heads: Its heads.
        guesses: What its columns fill.
        department: Department of rows that name none, by name.
        index: Its number among the sheets of ``import.yaml``; nothing when it is new there.
    """

    sheet: RawSheet
    heads: Heads
    guesses: tuple[Guess, ...]
    department: str = ""
    index: int | None = None


def propose(sheets: Sequence[RawSheet], proposer: Proposer) -> list[Mapping]:
    """Return how the sheets that hold processes are probably to be read.

    Args:
        sheets: The sheets of a file.
        proposer: Proposes fields.
    """
    made: list[tuple[int, Mapping]] = []
    for sheet in sheets:
        found = None if sheet.hidden else find_heads(sheet, proposer.known)
        if found is None:
            continue
        guesses = proposer.propose(found[0])
        if _holds_processes(guesses):
            made.append((len(fields_of(guesses)), Mapping(sheet, found[0], guesses)))
    most = max((count for count, _ in made), default=0)
    chosen = [mapping for count, mapping in made if count * 2 >= most]
    if len(chosen) > 1:
        # One sheet for each department is how such workbooks are made.
        chosen = [
            mapping
            if "department" in fields_of(mapping.guesses)
            else Mapping(mapping.sheet, mapping.heads, mapping.guesses, mapping.sheet.title)
            for mapping in chosen
        ]
    return chosen


def _holds_processes(guesses: Sequence[Guess]) -> bool:
    """Tell whether columns are those of a list of processes, and not of something else."""
    by_field = {guess.field: guess for guess in guesses if guess.field}
    name = by_field.get("name")
    if name is None:
        return False
    return len(by_field) > 1 or "proces" in plain(name.head.text)


def as_said(
    sheets: Sequence[RawSheet], said: ImportFile, proposer: Proposer, file: str
) -> tuple[list[Mapping], list[Problem]]:
    """Return how sheets are read by ``import.yaml``; a column that is not in it is proposed.

    Args:
        sheets: The sheets of a file.
        said: What ``import.yaml`` says.
        proposer: Proposes fields.
        file: Name of ``import.yaml``, for problems.
    """
    made: list[Mapping] = []
    problems: list[Problem] = []
    for index, one in enumerate(said.sheets):
        problems += _unknown_fields(one, index, file)
        sheet = _find(sheets, one, alone=len(said.sheets) == 1)
        if sheet is None:
            continue
        found = find_heads(
            sheet,
            _among({plain(column.head) for column in one.columns}),
            [one.head_rows],
        )
        if found is None:
            what = f"no row of the sheet “{sheet.title}” has the heads that {file} names"
            instead = f"correct the heads there, or remove the sheet from {file}"
            problems.append(Problem(Place(sheet.file), what, instead, "I02"))
            continue
        guesses = _by_columns(found[0], one.columns, proposer)
        made.append(Mapping(sheet, found[0], guesses, one.department or "", index))
    return made, problems


def _among(names: Set[str]) -> Callable[[Head], tuple[str, int]]:
    """Return how to tell heads that are among names."""

    def known(head: Head) -> tuple[str, int]:
        said = {plain(head.text), plain(head.last)} & names
        return (said.pop(), 1) if said else ("", 0)

    return known


def _find(sheets: Sequence[RawSheet], one: MappedSheet, alone: bool) -> RawSheet | None:
    for sheet in sheets:
        if sheet.title == (one.sheet or ""):
            return sheet
    shown = [sheet for sheet in sheets if not sheet.hidden]
    # Next month's sheet may be called “November”.
    return shown[0] if alone and len(shown) == 1 else None


def _unknown_fields(one: MappedSheet, index: int, file: str) -> Iterator[Problem]:
    for at, column in enumerate(one.columns):
        if column.field != NOT_READ and target(column.field) is None:
            near = nearest_field(column.field)
            instead = (
                f"did you mean “{near}”?" if near else f"write a field, or {NOT_READ} for none"
            )
            where = f"sheet {index + 1}, column {at + 1}"
            what = f"no column can fill “{column.field}” ({where}, “{column.head}”)"
            yield Problem(Place(file), what, instead, "I04")


def _by_columns(heads: Heads, columns: Sequence[Column], proposer: Proposer) -> tuple[Guess, ...]:
    waiting: dict[str, list[Column]] = {}
    for column in columns:
        waiting.setdefault(plain(column.head), []).append(column)
    proposed = {guess.head.column: guess for guess in proposer.propose(heads)}
    said: list[Guess] = []
    left: list[Head] = []
    for head in heads.columns:
        same = waiting.get(plain(head.text)) or waiting.get(plain(head.last))
        if same:
            field = same.pop(0).field
            said.append(Guess(head, "" if field == NOT_READ else field, 100, said=True))
        else:
            left.append(head)
    taken = fields_of(said)
    for head in left:
        guess = proposed[head.column]
        said.append(guess if guess.field not in taken else Guess(head, "", 0, guess.field))
    return tuple(sorted(said, key=lambda guess: guess.head.column))


def written(mappings: Sequence[Mapping], source: str) -> str:
    """Return a new ``import.yaml``.

    Args:
        mappings: How each sheet is read.
        source: Name of the file that it was made from.
    """
    lines = [
        f"# How playbook import reads your sheet; made from “{source}”.",
        "# Next month's file is read the same way: columns are found by what stands above them.",
        "# “field” is the field of the inventory that a column fills; “-” leaves the column out.",
        "# Correct what is wrong here, and import again.",
        "sheets:",
    ]
    for mapping in mappings:
        lines += _sheet_lines(mapping)
    return "\n".join([*lines, ""])


def _sheet_lines(mapping: Mapping) -> Iterator[str]:
    start = "  - "
    if mapping.sheet.title:
        yield f"{start}sheet: {word(mapping.sheet.title)}"
        start = "    "
    rows = mapping.heads.last - mapping.heads.first + 1
    yield f"{start}head_rows: {rows}"
    if mapping.department:
        yield f"    department: {word(mapping.department)}   # of rows that name none"
    yield "    columns:"
    for guess in mapping.guesses:
        field = word(guess.field or NOT_READ)
        yield f"      - {{head: {word(guess.head.text)}, field: {field}}}{_remark(guess)}"


def _remark(guess: Guess) -> str:
    if guess.field:
        return "" if guess.sure >= 95 else f"   # {guess.sure}% sure"
    return f"   # nearest: {guess.nearest}" if guess.nearest else ""


def with_new_columns(text: str, mappings: Sequence[Mapping]) -> str:
    """Return ``import.yaml`` with the columns that were not in it yet.

    Args:
        text: The file as it is.
        mappings: How each sheet is read.

    Raises:
        NotSplicedError: The file is written in a way that cannot be added to safely.
    """
    changes: dict[int, list[Change]] = {}
    for mapping in mappings:
        new = [guess for guess in mapping.guesses if not guess.said]
        if mapping.index is not None and new:
            changes[mapping.index] = [
                Change(
                    ("columns", 10_000),
                    {
                        "head": Leaf(guess.head.text, _TEXT),
                        "field": Leaf(guess.field or NOT_READ, _TEXT),
                    },
                )
                for guess in new
            ]
    return changed(text, "sheets", changes, ()) if changes else text
