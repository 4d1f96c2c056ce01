"""Which process of the inventory a row is about: by id, by name, by what it was called before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playbook.intake.records import Record
from playbook.intake.remembered import Imported
from playbook.intake.things import names_of, new_id
from playbook.intake.vocabulary import plain
from playbook.load.convert import slug


class Identities:
    """Find or make the id of each process of a sheet.

    Args:
        processes: The processes of the inventory, as their files say, by id.
        memory: What the last import took, by id.
    """

    def __init__(
        self, processes: Mapping[str, Mapping[str, Any]], memory: Mapping[str, Imported]
    ) -> None:
        self._processes = processes
        self._former: dict[str, str] = {}
        self._named: dict[str, list[str]] = {}
        self._remembered: dict[str, list[str]] = {}
        for ident, process in processes.items():
            for old in process.get("formerly") or ():
                self._former[old] = ident
            for name in dict.fromkeys(names_of(process.get("name", ""))):
                self._named.setdefault(name, []).append(ident)
        for ident, known in memory.items():
            if ident in processes:
                self._remembered.setdefault(plain(known.name), []).append(ident)
        self._claimed: set[str] = set()
        self._taken = {*processes, *self._former}

    def assign(self, records: Iterable[Record]) -> dict[str, Record]:
        """Return each record by the id of its process; a new one gets an id of its own.

        Args:
            records: The records; two of them are never the same process.
        """
        records = list(records)
        found: dict[int, str] = {}
        # Who is certain comes first, so that nobody else takes its place.
        for look in (self._by_id, self._by_place, self._by_name, self._by_memory, self._by_former):
            for at, record in enumerate(records):
                if at not in found and (ident := look(record)):
                    found[at] = ident
                    self._claimed.add(ident)
        made: dict[str, Record] = {}
        for at, record in enumerate(records):
            ident = found.get(at) or self._new(record)
            made[ident] = record
        return made

    def named(self, text: str, made: Mapping[str, str]) -> str | None:
        """Return the id of a process that a cell names; nothing when there is none.

        Args:
            text: Its id or its name.
            made: Ids of the processes of the sheet, by plain name.
        """
        name = plain(text)
        known = self._named.get(name, ())
        if text in self._taken:
            return self._former.get(text, text)
        return made.get(name) or (known[0] if len(known) == 1 else None)

    def _free(self, ident: str | None) -> str | None:
        return ident if ident and ident not in self._claimed else None

    def _by_id(self, record: Record) -> str | None:
        if not record.ident:
            return None
        known = record.ident if record.ident in self._processes else None
        return self._free(known or self._former.get(record.ident))

    def _by_place(self, record: Record) -> str | None:
        for ident in self._named.get(plain(record.name), ()):
            if (self._processes[ident].get("department") or "") == record.department:
                return self._free(ident)
        return None

    def _by_name(self, record: Record) -> str | None:
        known = [i for i in self._named.get(plain(record.name), ()) if i not in self._claimed]
        return known[0] if len(known) == 1 else None

    def _by_memory(self, record: Record) -> str | None:
        known = [i for i in self._remembered.get(plain(record.name), ()) if i not in self._claimed]
        return known[0] if len(known) == 1 else None

    def _by_former(self, record: Record) -> str | None:
        return self._free(self._former.get(slug(record.name))) if record.name else None

    def _new(self, record: Record) -> str:
        ident = new_id(record.ident or record.name, self._taken, "process")
        self._taken.add(ident)
        return ident
