"""Read the data objects of KOOS, and what its register of processing says of data and systems."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from tests.real.project import GERMAN, Findings, Ids, Row, present

NOT_A_REVIEW: Final = "a date of last change is not the date of a review to come"
_RETENTION: Final = re.compile(r"([0-9]+) (Jahr|Monat)e?")
_PERIODS: Final = {"Jahr": "years", "Monat": "months"}
_NOT_ONE: Final = re.compile(
    r"[;,/]|z\. ?B\.|\b(oder|ggf|alternativ|keine|vergleichbar\w*)\b", re.IGNORECASE
)
_OTHER_LEVEL: Final = "vertraulichkeit is the level that was taken"
_OF_THE_ENTRY: Final = "it holds for the entry, not for one data object"
_REASONS: Final = {
    "zuständige-einheit": "it is a unit, and the owner of data is a role",
    "letzte-aktualisierung": NOT_A_REVIEW,
    "schutzstufe": _OTHER_LEVEL,
    "schutzbedarf": _OTHER_LEVEL,
    "kategorien_daten": "it does not say which kind of personal data the law sees in it",
    "loeschfrist": _OF_THE_ENTRY,
    "transfer_drittland": _OF_THE_ENTRY,
}


def systems(
    register: list[Row], processes: set[str], findings: Findings
) -> tuple[list[Row], dict[str, list[str]]]:
    """Return the systems that the register names, and those of each process by its id.

    Args:
        register: Entries of the register.
        processes: Ids of the processes that there are.
        findings: What cannot be kept is added to it.
    """
    ids = Ids(GERMAN)
    found: dict[str, Row] = {}
    runs_on: dict[str, list[str]] = {}
    for entry in register:
        name, number = entry["software_verarbeitungsmittel"], entry["uid"]
        linked = [process for process in entry["prozesse"] if process in processes]
        findings.dangling += [
            f"{process} (process, named by vvt {number})"
            for process in entry["prozesse"]
            if process not in processes
        ]
        if name and (reason := _no_system(name, linked)):
            findings.dropped.append(
                f"vvt {number}, software_verarbeitungsmittel “{name}”: {reason}"
            )
        elif name:
            found.setdefault(name, {"id": ids.of(name, name), "name": name})
            for process in linked:
                runs_on.setdefault(process, []).append(found[name]["id"])
    return list(found.values()), runs_on


def _no_system(name: str, linked: list[str]) -> str | None:
    if _NOT_ONE.search(name):
        return "it does not name one system"
    return None if linked else "the entry names no process that runs on it"


def objects(rows: list[Row], register: list[Row], findings: Findings) -> list[Row]:
    """Return the data objects.

    Args:
        rows: Data stores of the source.
        register: Entries of the register.
        findings: What cannot be kept is added to it.
    """
    entries: dict[str, list[str]] = {row["id"]: [] for row in rows}
    for entry in register:
        for store in entry["datenspeicher"]:
            if store["id"] in entries:
                entries[store["id"]].append(entry["uid"])
            else:
                findings.dangling.append(f"{store['id']} (data store, named by vvt {entry['uid']})")
    findings.dropped += [
        f"{store}, vvt {', '.join(numbers)}: several entries of the register name it"
        for store, numbers in entries.items()
        if len(numbers) > 1
    ]
    return [_object(row, entries[row["id"]]) for row in rows]


def _object(row: Row, register: list[str]) -> Row:
    levels = row["klassifizierung"]
    return present(
        id=row["id"],
        name=row["name"],
        classification=levels.get("vertraulichkeit"),
        retention=_retention(_period(row)),
        register=register[0] if len(register) == 1 else None,
    )


def _period(row: Row) -> str:
    return (row["klassifizierung"].get("aufbewahrung") or {}).get("frist") or ""


def _retention(period: str) -> str | None:
    found = _RETENTION.fullmatch(period)
    return f"{found[1]} {_PERIODS[found[2]]}" if found else None


def tell_dropped(rows: list[Row], register: list[Row], findings: Findings) -> None:
    """Add what data stores and the register say and a project does not.

    Args:
        rows: Data stores of the source.
        register: Entries of the register.
        findings: What is dropped is added to it.
    """
    periods = Counter(_period(row) for row in rows)
    findings.dropped += [
        f"daten, aufbewahrung.frist “{period}” ({count} values): it is not one length of time"
        for period, count in periods.items()
        if period and not _retention(period)
    ]
    levels = [row["klassifizierung"] for row in rows]
    keeping = [level.get("aufbewahrung") or {} for level in levels]
    taken = ("vertraulichkeit", "aufbewahrung")
    findings.drop_keys("daten", rows, ("id", "name", "klassifizierung"), _REASONS)
    findings.drop_keys("daten, klassifizierung", levels, taken, _REASONS)
    findings.drop_keys("daten, aufbewahrung", keeping, ("frist",), {})
    used = ("uid", "datenspeicher", "software_verarbeitungsmittel", "prozesse")
    findings.drop_keys("vvt", register, used, _REASONS)
    links = sum(len(entry["prozesse"]) for entry in register)
    findings.dropped.append(f"vvt, uid ({links} links to processes): a process has no entry number")
