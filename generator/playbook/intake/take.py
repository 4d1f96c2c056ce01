"""Taking a sheet into an inventory: everything read and laid out first, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.importers import Importer
from playbook.intake import exported, mapping
from playbook.intake.cells import RawSheet
from playbook.intake.columns import Proposer
from playbook.intake.convert import Converter
from playbook.intake.foreign import importer_of, read_foreign
from playbook.intake.laying import Laying, Wish
from playbook.intake.leaves import NotSplicedError
from playbook.intake.outcome import Line, Outcome
from playbook.intake.reader import read_sheets
from playbook.intake.records import Gatherer, Record
from playbook.load.files import Folder
from playbook.load.project import read_project
from playbook.model.intake import ImportFile
from playbook.model.inventory import Inventory
from playbook.problems import Place, Problem, Unusable
from playbook.sheets.guarded import NoSheetError

__all__ = ["Taken", "Wish", "take"]


@dataclass(slots=True)
class Taken:
    """Hold what an import found and would write.

    Args:
        outcome: What became of each row.
        mappings: How each sheet is read.
        left_out: Titles of sheets that are not read, and why.
        files: What to write, in the order in which to write it.
    """

    outcome: Outcome
    mappings: Sequence[mapping.Mapping]
    left_out: Sequence[tuple[str, str]] = ()
    files: dict[Path, bytes] = field(default_factory=dict)


def take(
    root: Path,
    name: str,
    data: bytes,
    wish: Wish,
    importers: Mapping[str, Importer] | None = None,
) -> Taken:
    """Read a sheet and lay it over the inventory of an organisation; write nothing.

    Args:
        root: The project's folder.
        name: Name of the sheet's file.
        data: Its bytes.
        wish: How it is to be taken.
        importers: What reads files of other formats, by the ending of their names.

    Raises:
        Unusable: The sheet cannot be read as a whole, or the project has problems itself.
    """
    folder = Folder.at(root)
    inventory = _organisation(read_project(folder).inventories, wish.organisation)
    laying = Laying(folder, inventory, name, wish)
    importer = importer_of(name, importers or {})
    try:
        if importer:
            return _Sheets(laying).take(read_foreign(importer, name, data))
        tables = exported.tables_in(name, data, laying.vocabulary)
        if tables:
            return Taken(laying.outcome, (), (), exported.lay(laying, tables))
        return _Sheets(laying).take(read_sheets(name, data))
    except NoSheetError as told:
        what, instead = str(told), "save it again as .xlsx or .csv"
        raise Unusable([Problem(Place(name), what, instead, "I01")]) from None


def _organisation(inventories: Sequence[Inventory], wanted: str | None) -> Inventory:
    for inventory in inventories:
        if inventory.id == wanted or (wanted is None and len(inventories) == 1):
            return inventory
    ids = ", ".join(inventory.id for inventory in inventories)
    what = f"there is no organisation “{wanted}”" if wanted else "the project has several"
    problem = Problem(Place("--organisation"), what, f"choose one of {ids}", "I07")
    raise Unusable([problem])


class _Sheets:
    """Take sheets as organisations keep them.

    Args:
        laying: Lays what is read over the inventory.
    """

    def __init__(self, laying: Laying) -> None:
        self._laying = laying
        self._file = laying.path / mapping.FILE

    def take(self, sheets: Sequence[RawSheet]) -> Taken:
        """Lay sheets over the inventory.

        Args:
            sheets: The sheets of the file.
        """
        said = self._said()
        hidden = self._laying.wish.hidden or said.hidden_rows
        mappings = self._mappings(sheets, said)
        records = [record for one in mappings for record in self._gathered(one, hidden)]
        self._laying.lay(records)
        read = {one.sheet.title for one in mappings}
        left_out = [
            (sheet.title, "it is hidden" if sheet.hidden else "it holds no list of processes")
            for sheet in sheets
            if sheet.title not in read
        ]
        titles = {record.sheet.title for record in records}
        self._laying.outcome.missing = [
            ident
            for ident, known in self._laying.memory.items()
            if known.sheet in titles
            and ident not in self._laying.laid
            and ident in self._laying.library.processes
        ]
        files = self._laying.files(others=self._map(mappings, said))
        return Taken(self._laying.outcome, mappings, left_out, files)

    def _said(self) -> ImportFile:
        path = self._file
        if not path.exists():
            return ImportFile()
        read = self._laying.folder.read(path, ImportFile)
        if read.problems:
            raise Unusable(read.problems)
        said: ImportFile = read.value
        return said

    def _mappings(self, sheets: Any, said: ImportFile) -> list[mapping.Mapping]:
        proposer = Proposer(self._laying.vocabulary)
        if said.sheets:
            file = self._laying.folder.name(self._file)
            found, problems = mapping.as_said(sheets, said, proposer, file)
            if problems:
                raise Unusable(problems)
        else:
            found = mapping.propose(sheets, proposer)
        if not found:
            what = "no sheet has a row with heads by which processes can be told"
            instead = (
                "give the column with the names of the processes the head “Proces” or “Process”"
            )
            raise Unusable([Problem(Place(self._laying.name), what, instead, "I02")])
        return found

    def _gathered(self, one: mapping.Mapping, hidden: bool) -> Iterable[Record]:
        """Return the processes of one sheet."""
        gatherer = Gatherer(
            one.sheet,
            one.heads,
            one.guesses,
            Converter(self._laying.vocabulary, self._laying.things),
            self._laying.vocabulary,
            one.department,
            hidden,
        )
        gatherer.gather()
        self._laying.outcome.lines += [
            Line(one.sheet, row, "", "skipped", why) for row, why in gatherer.skipped
        ]
        self._laying.outcome.problems += gatherer.problems
        return gatherer.records.values()

    def _map(self, mappings: Sequence[mapping.Mapping], said: ImportFile) -> dict[Path, bytes]:
        """Return how the sheets are read, as a file."""
        path = self._file
        if not said.sheets:
            return {path: mapping.written(mappings, self._laying.name).encode()}
        try:
            text = path.read_text("utf-8-sig")
            return {path: mapping.with_new_columns(text, mappings).encode()}
        except NotSplicedError:
            what = "new columns cannot be added to this file"
            problem = Problem(
                Place(self._laying.folder.name(path)), what, "add them yourself", "I06"
            )
            raise Unusable([problem]) from None
