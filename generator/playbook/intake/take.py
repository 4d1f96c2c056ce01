"""Taking a sheet into an inventory: everything read and laid out first, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playbook import resources
from playbook.intake import mapping, remembered
from playbook.intake.checked import check
from playbook.intake.columns import Proposer
from playbook.intake.convert import Converter
from playbook.intake.exported import taken_back
from playbook.intake.identity import Identities
from playbook.intake.leaves import Leaf, NotSplicedError, grown
from playbook.intake.library import Library
from playbook.intake.merge import PROCESS, Merge, laid, part_of
from playbook.intake.outcome import Line, Outcome, Told
from playbook.intake.reader import read_sheets
from playbook.intake.records import Gatherer, Record
from playbook.intake.remembered import Imported
from playbook.intake.things import Things
from playbook.intake.vocabulary import plain, read_vocabulary
from playbook.load.files import Folder
from playbook.load.project import ORGANISATIONS, read_project
from playbook.model.intake import ImportFile
from playbook.model.inventory import Inventory
from playbook.problems import Place, Problem, Unusable
from playbook.sheets.exported import read_exported
from playbook.sheets.guarded import NoSheetError
from playbook.tables.flat import Table
from playbook.tables.forms import Form

_TEXT: Final = Form(word=str)


@dataclass(frozen=True, slots=True)
class Wish:
    """Say how a sheet is to be taken.

    Args:
        organisation: Id of the organisation; nothing when there is only one.
        hidden: Whether rows that the sheet hides are read too.
        prefer_sheet: Whether the sheet wins where a person and the sheet both changed a value.
    """

    organisation: str | None = None
    hidden: bool = False
    prefer_sheet: bool = False


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


def take(root: Path, name: str, data: bytes, wish: Wish) -> Taken:
    """Read a sheet and lay it over the inventory of an organisation; write nothing.

    Args:
        root: The project's folder.
        name: Name of the sheet's file.
        data: Its bytes.
        wish: How it is to be taken.

    Raises:
        Unusable: The sheet cannot be read as a whole, or the project has problems itself.
    """
    folder = Folder.at(root)
    inventory = _organisation(read_project(folder).inventories, wish.organisation)
    return _Taking(folder, inventory, name, wish).take(data)


def _organisation(inventories: Sequence[Inventory], wanted: str | None) -> Inventory:
    for inventory in inventories:
        if inventory.id == wanted or (wanted is None and len(inventories) == 1):
            return inventory
    ids = ", ".join(inventory.id for inventory in inventories)
    what = f"there is no organisation “{wanted}”" if wanted else "the project has several"
    problem = Problem(Place("--organisation"), what, f"choose one of {ids}", "I01")
    raise Unusable([problem])


class _Taking:
    """Hold what one import knows on its way.

    Args:
        folder: The project's folder.
        inventory: The organisation as it is.
        name: Name of the sheet's file.
        wish: How it is to be taken.
    """

    def __init__(self, folder: Folder, inventory: Inventory, name: str, wish: Wish) -> None:
        self.folder, self.inventory, self.name, self.wish = folder, inventory, name, wish
        self.path = folder.root / ORGANISATIONS / inventory.id
        self.vocabulary = read_vocabulary(Folder.at(resources.content()))
        self.library = Library(folder, self.path)
        self.things = Things(inventory)
        self.outcome = Outcome()
        self.used: set[tuple[str, str]] = set()
        self.memory = self._remembered()

    def take(self, data: bytes) -> Taken:
        """Read the sheet and lay it over the inventory.

        Args:
            data: The bytes of its file.
        """
        said = self._said()
        hidden = self.wish.hidden or said.hidden_rows
        try:
            exported = read_exported(self.name, data, self.vocabulary.speech)
            if exported:
                return self._taken_back(exported)
            sheets = read_sheets(self.name, data)
            mappings = self._mappings(sheets, said)
            records = [record for one in mappings for record in self._gathered(one, hidden)]
        except NoSheetError as told:
            what, instead = str(told), "save it again as .xlsx or .csv"
            raise Unusable([Problem(Place(self.name), what, instead, "I01")]) from None
        self._lay(records)
        read = {one.sheet.title for one in mappings}
        left_out = [
            (sheet.title, "it is hidden" if sheet.hidden else "it holds no list of processes")
            for sheet in sheets
            if sheet.title not in read
        ]
        files = self._files(mappings, said)
        self.outcome.files = [self.folder.name(path) for path in files]
        return Taken(self.outcome, mappings, left_out, files)

    def _taken_back(self, tables: Sequence[Table]) -> Taken:
        """Lay an exported file over the inventory; what other sheets said stays known."""
        known = dict(self.memory)
        records, problems = taken_back(self.name, tables)
        self.outcome.problems += problems
        self._lay(records)
        self.memory = known
        files = self.library.made(self.name)
        self.outcome.files = [self.folder.name(path) for path in files]
        left_out = [
            (table.code, "only processes are taken back")
            for table in tables
            if not table.code.startswith("processes")
        ]
        return Taken(self.outcome, (), left_out, files)

    def _said(self) -> ImportFile:
        path = self.path / mapping.FILE
        if not path.exists():
            return ImportFile()
        read = self.folder.read(path, ImportFile)
        if read.problems:
            raise Unusable(read.problems)
        said: ImportFile = read.value
        return said

    def _remembered(self) -> dict[str, Imported]:
        path = self.path / remembered.FILE
        if not path.is_file():
            return {}
        return remembered.read(path.read_bytes(), self.folder.name(path))

    def _mappings(self, sheets: Any, said: ImportFile) -> list[mapping.Mapping]:
        proposer = Proposer(self.vocabulary)
        if said.sheets:
            file = self.folder.name(self.path / mapping.FILE)
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
            raise Unusable([Problem(Place(self.name), what, instead, "I02")])
        return found

    def _gathered(self, one: mapping.Mapping, hidden: bool) -> Iterable[Record]:
        """Return the processes of one sheet."""
        gatherer = Gatherer(
            one.sheet,
            one.heads,
            one.guesses,
            Converter(self.vocabulary, self.things),
            self.vocabulary,
            one.department,
            hidden,
        )
        gatherer.gather()
        self.outcome.lines += [
            Line(one.sheet, row, "", "skipped", why) for row, why in gatherer.skipped
        ]
        self.outcome.problems += gatherer.problems
        return gatherer.records.values()

    def _lay(self, records: Sequence[Record]) -> None:
        """Lay every process of the sheet over the inventory."""
        identities = Identities(self.library.processes, self.memory)
        by_id = identities.assign(records)
        made = {plain(record.name): ident for ident, record in by_id.items()}
        for ident, record in by_id.items():
            self._point(record, identities, made)
            record.speak(self.inventory.organisation.language)
            self.outcome.problems += check(record, ident)
            if ident in self.library.processes:
                self._merge(ident, record)
            else:
                self._add(ident, record)
        titles = {record.sheet.title for record in records}
        self.outcome.missing = [
            ident
            for ident, known in self.memory.items()
            if known.sheet in titles and ident not in by_id and ident in self.library.processes
        ]
        self.outcome.lines.sort(key=lambda line: (line.sheet.title, line.row))
        self.outcome.made = {
            kind: {ident: name for ident, name in made.items() if (kind, ident) in self.used}
            for kind, made in self.things.made.items()
        }

    def _point(self, record: Record, identities: Identities, made: Mapping[str, str]) -> None:
        """Turn names of processes into their ids."""
        for path, given in [*record.values.items()]:
            if path[0] not in ("part_of", "follows") or not given:
                continue
            text, spot = given
            ident = identities.named(text, made)
            if ident:
                record.values[path] = ident, spot
            else:
                del record.values[path]
                what = f"there is no process “{text[:40]}”"
                instead = "write the name of a process of this sheet or of the inventory"
                self.outcome.problems.append(record.sheet.problem(spot, what, instead))

    def _add(self, ident: str, record: Record) -> None:
        if not record.name:
            for row in record.rows:
                why = f"the inventory has no process “{ident}”, and this row has no name"
                self.outcome.lines.append(Line(record.sheet, row, "", "skipped", why))
            return
        values = {key: value for key, value in record.values.items() if key != ("name",)}
        given = grown(values)
        tree = {"id": Leaf(ident, _TEXT), "name": Leaf(record.name, _TEXT)}
        tree |= {key: laid(value, part_of(PROCESS, key)) for key, value in given.items()}
        self._use(tree)
        self.library.add(record.department, tree)
        merge = Merge({}, self.inventory.organisation.language)
        merge.lay(grown(record.values), {})
        self._remember(ident, record, merge.memory)
        self._tell(record, ident, "new", "")

    def _merge(self, ident: str, record: Record) -> None:
        there = self.library.processes[ident]
        last = self.memory.get(ident, Imported())
        language = self.inventory.organisation.language
        merge = Merge(last.values, language, self.wish.prefer_sheet)
        merge.lay(grown(record.values), there)
        for change in merge.changes:
            self._use(change.value)
        if merge.changes:
            self.library.change(ident, merge.changes)
        self.outcome.differences += [
            Told(ident, record.sheet, found) for found in merge.differences
        ]
        self._remember(ident, record, {**last.values, **merge.memory})
        why = "; ".join(
            f"{found.field}: {found.file or '–'} → {found.sheet}"
            for found in merge.differences
            if found.kind == "taken"
        )
        self._tell(record, ident, "changed" if merge.changes else "unchanged", why)

    def _remember(self, ident: str, record: Record, values: dict[str, list[str]]) -> None:
        self.memory[ident] = Imported(record.sheet.title, record.name, values)

    def _tell(self, record: Record, ident: str, status: Any, why: str) -> None:
        for row in record.rows:
            self.outcome.lines.append(Line(record.sheet, row, ident, status, why))

    def _use(self, tree: Any) -> None:
        """Note what a tree refers to."""
        if isinstance(tree, Leaf):
            if tree.form.refers:
                self.used.add((tree.form.refers, tree.text))
        else:
            for value in tree.values() if isinstance(tree, Mapping) else tree:
                self._use(value)

    def _files(self, mappings: Sequence[mapping.Mapping], said: ImportFile) -> dict[Path, bytes]:
        """Return what to write; what others refer to comes first."""
        made = self.library.with_things(self.outcome.made)
        made |= self.library.made(self.name)
        path = self.path / mapping.FILE
        if said.sheets:
            try:
                text = path.read_text("utf-8-sig")
                made[path] = mapping.with_new_columns(text, mappings).encode()
            except NotSplicedError:
                what = "new columns cannot be added to this file"
                problem = Problem(Place(self.folder.name(path)), what, "add them yourself", "I06")
                raise Unusable([problem]) from None
        else:
            made[path] = mapping.written(mappings, self.name).encode()
        made[self.path / remembered.FILE] = remembered.written(self.memory)
        return {
            path: data
            for path, data in made.items()
            if not path.is_file() or path.read_bytes() != data
        }
