"""Laying what was read over an inventory: what each file is going to say, before it does."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playbook import resources
from playbook.intake import remembered
from playbook.intake.cells import Source
from playbook.intake.checked import check
from playbook.intake.identity import Identities
from playbook.intake.leaves import Change, Leaf, grown
from playbook.intake.library import Library
from playbook.intake.merge import PROCESS, Merge, laid, part_of
from playbook.intake.outcome import Line, Outcome, Told
from playbook.intake.overlay import Overlay
from playbook.intake.records import Given, Record
from playbook.intake.records import Path as RecordPath
from playbook.intake.remembered import Imported
from playbook.intake.things import Things
from playbook.intake.vocabulary import plain, read_vocabulary
from playbook.load.files import Folder
from playbook.load.project import ORGANISATIONS, read_project
from playbook.model.inventory import Inventory
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


class Laying:
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
        self.language = inventory.organisation.language
        self.used: set[tuple[str, str]] = set()
        self.laid: Collection[str] = ()
        self.memory = self._remembered()

    def _remembered(self) -> dict[str, Imported]:
        path = self.path / remembered.FILE
        if not path.is_file():
            return {}
        return remembered.read(path.read_bytes(), self.folder.name(path))

    def lay(self, records: Sequence[Record], by_position: bool = False) -> None:
        """Lay every process that was read over the inventory.

        Args:
            records: What was read of each process.
            by_position: Whether an item that is called otherwise is the one in its place.
        """
        identities = Identities(self.library.processes, self.memory)
        by_id = identities.assign(records)
        made = {plain(record.name): ident for ident, record in by_id.items()}
        for ident, record in by_id.items():
            self._point(record, identities, made)
            record.speak(self.language)
            self.outcome.problems += check(record, ident)
            if ident in self.library.processes:
                self._merge(ident, record, by_position)
            else:
                self._add(ident, record)
        self.laid = by_id.keys()
        self.outcome.lines.sort(key=lambda line: (line.sheet.title, line.row))

    def _point(self, record: Record, identities: Identities, made: Mapping[str, str]) -> None:
        """Turn names of processes into their ids."""
        for path, (text, spot) in [*record.values.items()]:
            if path[0] not in ("part_of", "follows"):
                continue
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
        self.use(tree)
        self.library.add(record.department, tree)
        merge = Merge({}, self.language)
        merge.lay(grown(record.values), {})
        self._remember(ident, record, merge.memory)
        self._tell(record, ident, "new", "")

    def _merge(self, ident: str, record: Record, by_position: bool) -> None:
        there = self.library.processes[ident]
        last = self.memory.get(ident, Imported())
        merge = Merge(last.values, self.language, self.wish.prefer_sheet, by_position)
        merge.lay(grown(record.values), there)
        for change in merge.changes:
            self.use(change.value)
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
        last = self.memory.get(ident, Imported())
        name = record.name or last.name
        self.memory[ident] = Imported(record.sheet.title or last.sheet, name, values)

    def _tell(self, record: Record, ident: str, status: Any, why: str) -> None:
        for row in record.rows:
            self.outcome.lines.append(Line(record.sheet, row, ident, status, why))

    def use(self, tree: Any) -> None:
        """Note what a tree refers to.

        Args:
            tree: The tree, with leaves.
        """
        if isinstance(tree, Leaf):
            if tree.form.refers:
                self.used.add((tree.form.refers, tree.text))
        else:
            for value in tree.values() if isinstance(tree, Mapping) else tree:
                self.use(value)

    def merged(
        self,
        name: str,
        source: Source,
        values: Mapping[RecordPath, Given],
        form: Form,
        there: Any,
    ) -> list[Change]:
        """Lay values over a part of the inventory that is no process; return what changes there.

        Args:
            name: What the part is called in reports and in memory.
            source: Where the values stand.
            values: The values.
            form: What the part may be.
            there: What its file says.
        """
        last = self.memory.get(name, Imported())
        merge = Merge(last.values, self.language, self.wish.prefer_sheet, by_position=True)
        merge.lay(grown(values), there, form)
        self.outcome.differences += [Told(name, source, found) for found in merge.differences]
        if merge.memory:
            self.memory[name] = Imported(values={**last.values, **merge.memory})
        for change in merge.changes:
            self.use(change.value)
        return merge.changes

    def files(
        self, changes: Sequence[Change] = (), others: Mapping[Path, bytes] | None = None
    ) -> dict[Path, bytes]:
        """Return what to write; what others refer to comes first.

        Args:
            changes: What changes in ``organisation.yaml``, beside what is new there.
            others: Other files that change.

        Raises:
            Unusable: The project could not be read afterwards.
        """
        self.outcome.made = {
            kind: {ident: name for ident, name in made.items() if (kind, ident) in self.used}
            for kind, made in self.things.made.items()
        }
        made = self.library.with_things(self.outcome.made, changes)
        made |= others or {}
        made |= self.library.made(self.name)
        if self.memory:
            made[self.path / remembered.FILE] = remembered.written(self.memory)
        files = {
            path: data
            for path, data in made.items()
            if not path.is_file() or path.read_bytes() != data
        }
        # A project that could be read can be read afterwards, or nothing is written.
        read_project(Overlay(self.folder.root, files=files))
        self.outcome.files = [self.folder.name(path) for path in files]
        return files
