"""Convert KOOS, the knowledge base of a German model municipality, to a project.

Departments are the units that own processes, units those that own one or take part in one; both
keep the id of the source. "zustaendigeRolle" is read as the accountable role. A level of
confidentiality ("vertraulichkeit") is the classification of data. A data object gets a number of
the register of processing only when exactly one entry of the register names it. A system is
written only when an entry names one piece of software, without alternatives or examples, and
names the processes too. A data store that does not exist is reported, also when it is a law that
slipped into the wrong list: it is not moved to where it would belong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.real import koos_data
from tests.real.koos_body import parse
from tests.real.project import GERMAN, Findings, Ids, Project, Report, Row, load, present, run

ORGANISATION: Final = "koos-gemeinde"
_NUMBERS: Final = ("leika_id", "ozg_id")
_KEYS: Final = (
    "id",
    "titel",
    "zustaendigeEinheit",
    "zustaendigeRolle",
    "beteiligte",
    "daten",
    "regelungen",
    "body",
    *_NUMBERS,
)


@dataclass(frozen=True)
class _Known:
    """Hold what processes refer to: ids, roles by name, systems by process."""

    units: frozenset[str]
    data: frozenset[str]
    roles: dict[str, Row]
    runs_on: dict[str, list[str]]


def convert(source: Path, target: Path) -> Report:
    """Convert the knowledge base to a project.

    Args:
        source: raw.json or its folder.
        target: Folder of the project.
    """
    raw, findings = load(source), Findings()
    processes, data, register, aside = (
        [row["frontmatter"] | {"body": row["body"]} for row in raw[key]]
        for key in ("prozesse", "daten", "vvt", "prozesse_duplikate")
    )
    units = raw["orga"]["einheiten"]
    roles = _roles(units, processes)
    systems, runs_on = koos_data.systems(register, {row["id"] for row in processes}, findings)
    organisation = present(
        name=raw["orga"]["name"],
        language="de",
        departments=_named(units, _owners(processes)),
        units=_named(units, _participants(processes)),
        roles=list(roles.values()),
        systems=systems,
        data=koos_data.objects(data, register, findings),
    )
    known = _Known(_ids(units), _ids(data), roles, runs_on)
    written = [_process(row, known) for row in processes]
    project = Project(ORGANISATION, raw["orga"]["name"], organisation, written)
    project.write(target)
    _tell_dangling(processes, known, findings)
    _tell_duplicates(aside, processes, findings)
    _tell_dropped(processes, units, findings)
    koos_data.tell_dropped(data, register, findings)
    read = {key: len(rows) for key, rows in raw.items() if isinstance(rows, list)}
    return findings.report(read | {"einheiten": len(units)}, project.counts())


def _ids(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(row["id"] for row in rows)


def _named(units: Iterable[Row], wanted: set[str]) -> list[Row]:
    return [{"id": unit["id"], "name": unit["name"]} for unit in units if unit["id"] in wanted]


def _owners(processes: Iterable[Row]) -> set[str]:
    return {row["zustaendigeEinheit"] for row in processes}


def _participants(processes: Iterable[Row]) -> set[str]:
    return {unit for row in processes for unit in _units(row)}


def _others(row: Row) -> list[str]:
    return [part["einheit"] for part in row.get("beteiligte") or ()]


def _units(row: Row) -> list[str]:
    return list(dict.fromkeys([row["zustaendigeEinheit"], *_others(row)]))


def _stores(row: Row) -> list[str]:
    stores = row["daten"].get("datenspeicher") or ()
    return [store["id"] if isinstance(store, dict) else store for store in stores]


def _roles(units: list[Row], processes: list[Row]) -> dict[str, Row]:
    ids, owners = Ids(GERMAN), _owners(processes)
    roles: dict[str, Row] = {}
    for unit in units:
        department = unit["id"] if unit["id"] in owners else None
        for name in unit.get("rollen") or ():
            role = present(id=ids.of(name, name), name=name, department=department)
            roles.setdefault(name, role)
    for row in processes:
        if name := row["zustaendigeRolle"]:
            roles.setdefault(name, {"id": ids.of(name, name), "name": name})
    return roles


def _process(row: Row, known: _Known) -> Row:
    ids, body = Ids(GERMAN), parse(row["body"], row["titel"])
    role = known.roles.get(row["zustaendigeRolle"])
    return present(
        id=row["id"],
        name=row["titel"],
        department=row["zustaendigeEinheit"],
        purpose=body.purpose,
        accountable=role["id"] if role else None,
        legal_basis=row["regelungen"],
        tags=[f"{key} {row[key]}" for key in _NUMBERS if row.get(key)],
        notes=body.rest,
        inputs=[{"what": what} for what in row["daten"].get("input") or ()],
        outputs=[{"what": what} for what in row["daten"].get("output") or ()],
        units=[{"unit": unit} for unit in _units(row) if unit in known.units],
        activities=[
            {"id": ids.of(str(number), name), "name": name, "about": about}
            for number, (name, about) in enumerate(body.steps)
        ],
        data=[store for store in dict.fromkeys(_stores(row)) if store in known.data],
        systems=list(dict.fromkeys(known.runs_on.get(row["id"], ()))),
    )


def _tell_dangling(processes: list[Row], known: _Known, findings: Findings) -> None:
    lost: dict[tuple[str, str], list[str]] = {}
    for row in processes:
        for kind, idents, there in (
            ("data store", _stores(row), known.data),
            ("unit", _units(row), known.units),
        ):
            for ident in dict.fromkeys(idents):
                if ident not in there:
                    lost.setdefault((kind, ident), []).append(row["id"])
    findings.dangling += [
        f"{ident} ({kind}, named by {', '.join(named_by)})"
        for (kind, ident), named_by in lost.items()
    ]


def _tell_duplicates(aside: list[Row], processes: list[Row], findings: Findings) -> None:
    ids = _ids(processes)
    titles = {row["titel"]: row["id"] for row in processes}
    for row in aside:
        text = f"{row['id']} “{row['titel']}”: set aside by the author, not written"
        if row["id"] in ids:
            text += "; a process that is written has the same id"
        if row["titel"] in titles:
            text += f"; {titles[row['titel']]} has the same title"
        findings.duplicates.append(text)
    findings.duplicates += [
        f"{row['id']}, beteiligte {row['zustaendigeEinheit']}: it owns the process; written once"
        for row in processes
        if row["zustaendigeEinheit"] in _others(row)
    ]


def _tell_dropped(processes: list[Row], units: list[Row], findings: Findings) -> None:
    reasons = {
        "letzte-aktualisierung": koos_data.NOT_A_REVIEW,
        "parent": "departments and units form no tree",
    }
    findings.dropped += [
        f"{row['id']}, Zweck “(noch nicht erfasst)”: it says that the purpose is not known yet"
        for row in processes
        if parse(row["body"], row["titel"]).placeholder
    ]
    findings.dropped += [
        f"{row['id']}, beteiligte {part['einheit']}, aufgabe “{part['aufgabe']}”: "
        "the task of a unit has no field"
        for row in processes
        for part in row.get("beteiligte") or ()
        if part.get("aufgabe")
    ]
    findings.drop_keys("prozesse", processes, _KEYS, reasons)
    findings.drop_keys("orga.einheiten", units, ("id", "name", "rollen"), reasons)
    used = _participants(processes)
    findings.dropped += [
        f"{unit['id']} “{unit['name']}”: it takes part in no process"
        for unit in units
        if unit["id"] not in used
    ]


if __name__ == "__main__":
    sys.exit(run(convert, sys.argv[1:]))
