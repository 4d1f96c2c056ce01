"""The files of an organisation's inventory, as they are and as an import leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playbook.intake.leaves import Change, Leaf, NotSplicedError
from playbook.intake.splice import changed, changed_at_root
from playbook.intake.things import LISTS
from playbook.intake.written import item
from playbook.load.alone import WINDOWS_NAMES
from playbook.load.files import Folder
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.problems import Place, Problem, Unusable
from playbook.tables.forms import Form, fields

MOST_IN_FILE: Final = 2_000
"""Processes in a file that an import makes; a longer one is no pleasure to open."""
_TEXT: Final = Form(word=str)
_ORDER: Final = tuple(fields(Process))


@dataclass(slots=True)
class _File:
    path: Path
    text: str
    mark: bool
    ids: list[str]
    changes: dict[int, list[Change]] = field(default_factory=dict)
    added: list[Any] = field(default_factory=list)


class Library:
    """Hold the files of one organisation.

    Args:
        folder: The project's folder.
        path: The organisation's folder.
    """

    def __init__(self, folder: Folder, path: Path) -> None:
        self._folder, self.path = folder, path
        self.processes: dict[str, Mapping[str, Any]] = {}
        self._files: list[_File] = []
        self._where: dict[str, tuple[_File, int]] = {}
        for file in folder.yaml_below(path / "processes"):
            self._read(file)
        self._departments = self._files_by_department()

    def _read(self, path: Path) -> None:
        text, mark = self._text(path)
        values = self._folder.document(self._folder.name(path), text).values
        processes = values["processes"] if isinstance(values, dict) else []
        file = _File(path, text, mark, [process["id"] for process in processes])
        self._files.append(file)
        for at, process in enumerate(processes):
            self.processes[process["id"]] = process
            self._where[process["id"]] = file, at

    def _text(self, path: Path) -> tuple[str, bool]:
        """Return the text of a file, and whether it begins with a mark of its encoding."""
        data = path.read_bytes()
        return data.decode("utf-8-sig"), data.startswith(b"\xef\xbb\xbf")

    def _files_by_department(self) -> dict[str, _File]:
        made: dict[str, _File] = {}
        for file in self._files:
            for ident in file.ids:
                department = self.processes[ident].get("department") or ""
                made.setdefault(department, file)
        return made

    def change(self, ident: str, changes: Sequence[Change]) -> None:
        """Note what changes in a process.

        Args:
            ident: Id of the process.
            changes: What to set.
        """
        file, at = self._where[ident]
        file.changes.setdefault(at, []).extend(changes)

    def add(self, department: str, tree: Any) -> None:
        """Note a process that is new.

        Args:
            department: Id of its department; empty when not known.
            tree: The process, with leaves.
        """
        file = self._departments.get(department)
        if file is None or len(file.ids) + len(file.added) >= MOST_IN_FILE:
            file = self._room(department)
            self._departments[department] = file
        file.added.append(tree)

    def _room(self, department: str) -> _File:
        """Return a file for the processes of a department, one that is there or a new one."""
        stem = department or "processes"
        stem = f"{stem}-department" if stem in WINDOWS_NAMES else stem
        number = 1
        while True:
            name = f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml"
            path = self.path / "processes" / name
            known = next((file for file in self._files if file.path == path), None)
            if known is None:
                known = _File(path, "", mark=False, ids=[])
                self._files.append(known)
                return known
            if len(known.ids) + len(known.added) < MOST_IN_FILE:
                return known
            number += 1

    def made(self, source: str) -> dict[Path, bytes]:
        """Return every file of processes that is new or changes.

        Args:
            source: Name of the sheet, for the first line of a new file.

        Raises:
            Unusable: A file is written in a way that cannot be changed safely.
        """
        made: dict[Path, bytes] = {}
        for file in self._files:
            if not file.text and file.added:
                made[file.path] = _new(file.added, source).encode()
            elif file.changes or file.added:
                text = self._changed(file.path, file.text, "processes", file.changes, file.added)
                made[file.path] = _encoded(text, file.mark)
        return made

    def with_things(
        self, things: Mapping[str, Mapping[str, str]], changes: Sequence[Change] = ()
    ) -> dict[Path, bytes]:
        """Return ``organisation.yaml`` with departments, units, roles, systems and data added.

        Args:
            things: Their names, by what they are and by their id.
            changes: What changes in it besides.

        Raises:
            Unusable: The file is written in a way that cannot be changed safely.
        """
        path = self.path / "organisation.yaml"
        before, mark = self._text(path)
        text = self._changed_parts(path, before, changes)
        for kind, key in LISTS.items():
            added = [
                {"id": Leaf(ident, _TEXT), "name": Leaf(name, _TEXT)}
                for ident, name in things.get(kind, {}).items()
            ]
            if added:
                text = self._changed(path, text, key, {}, added)
        return {} if text == before else {path: _encoded(text, mark)}

    def organisation(self) -> Any:
        """Return what ``organisation.yaml`` says."""
        path = self.path / "organisation.yaml"
        return self._folder.document(self._folder.name(path), self._text(path)[0]).values

    def suppliers(self) -> list[Any]:
        """Return what ``suppliers.yaml`` says; nothing when there is no such file."""
        path = self.path / "suppliers.yaml"
        if not path.is_file():
            return []
        said = self._folder.document(self._folder.name(path), self._text(path)[0]).values
        return list(said or ())

    def with_suppliers(
        self, changes: Mapping[int, Sequence[Change]], added: Sequence[Any]
    ) -> dict[Path, bytes]:
        """Return ``suppliers.yaml`` with suppliers changed and added.

        Args:
            changes: What to set in each, by its position.
            added: Suppliers to add.

        Raises:
            Unusable: The file is written in a way that cannot be changed safely.
        """
        path = self.path / "suppliers.yaml"
        before, mark = self._text(path) if path.is_file() else ("", False)
        if not changes and not added:
            return {}
        if not self.suppliers():
            lines = [line for tree in added for line in item(tree, 0)]
            return {path: _encoded("\n".join([*before.splitlines(), *lines, ""]), mark)}
        # A list is the whole of this file; for a moment it is one under a key, as elsewhere.
        text = self._changed(path, f"suppliers:\n{before}", "suppliers", changes, added)
        return {path: _encoded(text.partition("\n")[2], mark)}

    def _changed_parts(self, path: Path, text: str, changes: Sequence[Change]) -> str:
        """Return ``organisation.yaml`` with values and items of its lists changed."""
        lists: dict[str, tuple[dict[int, list[Change]], list[Any]]] = {}
        others: list[Change] = []
        said = self.organisation()
        for change in changes:
            key, at = str(change.path[0]), change.path[1] if len(change.path) > 1 else None
            if isinstance(at, int) and isinstance(said.get(key), list):
                items, added = lists.setdefault(key, ({}, []))
                if at < len(said[key]):
                    items.setdefault(at, []).append(Change(change.path[2:], change.value))
                else:
                    added.append(change.value)
            else:
                others.append(change)
        for key, (items, added) in lists.items():
            text = self._changed(path, text, key, items, added)
        if others:
            try:
                text = changed_at_root(text, others, tuple(fields(Organisation)))
            except NotSplicedError as told:
                raise self._not_changed(path, told) from None
        return text

    def _not_changed(self, path: Path, told: NotSplicedError) -> Unusable:
        what = f"this file cannot be changed without touching what people wrote ({told})"
        instead = "write each key and each “- ” on a line of its own, and import again"
        return Unusable([Problem(Place(self._folder.name(path)), what, instead, "I06")])

    def _changed(
        self,
        path: Path,
        text: str,
        key: str,
        changes: Mapping[int, Sequence[Change]],
        added: Sequence[Any],
    ) -> str:
        try:
            return changed(text, key, changes, added, _ORDER)
        except NotSplicedError as told:
            raise self._not_changed(path, told) from None


def _new(added: Sequence[Any], source: str) -> str:
    lines = [
        f"# Made by playbook import from “{source}”. What you change here, the next import keeps.",
        "processes:",
    ]
    for tree in added:
        lines += item(tree, 2)
    return "\n".join([*lines, ""])


def _encoded(text: str, mark: bool) -> bytes:
    return text.encode("utf-8-sig" if mark else "utf-8")
