"""Convert GEMMA, the reference architecture of Dutch municipalities, to a project.

The department of a process is the innermost folder it stands in: GEMMA has no organisation chart.
A process that aggregates or contains another is what that one is part of; a process that triggers
another is what that one follows. Software that serves a process or carries it out is a system. An
object that a process accesses is data. Archi leaves the access type out when it is "write", so an
absent type means an output, as the names of these relations confirm ("registreren", "bijwerken");
"2" is access without a direction. A role to which something flows is the customer.

An assignment says who performs a process, never who answers for it, so nobody is accountable. An
actor or a team of the municipality is a unit that performs the process. A role can only perform an
activity, and GEMMA has none: the role is in the list of the organisation, and its name is a tag of
the process, to find it by. The name of a function that serves a process, or is served by it, is a
tag too, and so is the value of "GEMMA type".
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from tests.real.gemma_links import PROCESS, Links
from tests.real.project import Findings, Ids, Project, Report, Row, load, present, run

ORGANISATION: Final = "gemma-municipal"
TITLE: Final = "GEMMA"
_LISTS: Final = ("units", "roles", "systems", "data")


class _Inventory:
    """Turn elements into processes and into what processes refer to."""

    def __init__(self, elements: dict[str, Row], folders: list[Row], links: Links) -> None:
        self._elements = elements
        self._folders = {folder["path"]: folder["name"] for folder in folders}
        self._links = links
        self._ids = {kind: Ids() for kind in ("processes", "departments", *_LISTS)}
        self._departments: dict[str, str] = {}
        for element in elements.values():
            if element["type"] == PROCESS:
                self._ids["processes"].of(element["id"], element["name"])
        self.listed = {kind: links.used(kind) for kind in _LISTS}
        for kind, rows in self.listed.items():
            for element in rows:
                self._ids[kind].of(element["id"], element["name"])

    def process(self, element: Row) -> Row:
        """Return a process.

        Args:
            element: Element of the source.
        """
        ident = element["id"]
        functions = self._names(ident, "functions") + self._names(ident, "roles")
        return present(
            id=self._id("processes", ident),
            name=element["name"],
            department=self._department(element),
            part_of=next(iter(self._ids_of(ident, "part_of", "processes")), None),
            follows=self._ids_of(ident, "follows", "processes"),
            purpose=element.get("documentation"),
            tags=list(dict.fromkeys(_properties(element, "GEMMA type") + functions)),
            notes="\n\n".join(_properties(element, "Toelichting")),
            customer=next(iter(self._names(ident, "customer")), None),
            inputs=[{"what": what} for what in self._names(ident, "inputs")],
            outputs=[{"what": what} for what in self._names(ident, "outputs")],
            units=[{"unit": unit} for unit in self._ids_of(ident, "units", "units")],
            data=self._ids_of(ident, "data", "data"),
            systems=self._ids_of(ident, "systems", "systems"),
        )

    def organisation(self) -> Row:
        """Return the organisation with what its processes refer to; processes come first."""
        lists = {
            kind: [
                {"id": self._id(kind, element["id"]), "name": element["name"]}
                for element in self.listed[kind]
            ]
            for kind in ("units", "roles", "data")
        }
        return present(
            name=TITLE,
            language="nl",
            departments=[
                {"id": self._id("departments", path), "name": name}
                for path, name in self._departments.items()
            ],
            units=lists["units"],
            roles=lists["roles"],
            systems=[self._system(element) for element in self.listed["systems"]],
            data=lists["data"],
        )

    def _system(self, element: Row) -> Row:
        return present(
            id=self._id("systems", element["id"]),
            name=element["name"],
            category=next(iter(_properties(element, "GEMMA type")), None),
            purpose=element.get("documentation"),
        )

    def _department(self, element: Row) -> str:
        path = str(PurePosixPath(element["path"]).parent)
        self._departments[path] = self._folders[path]
        return self._ids["departments"].of(path, self._folders[path])

    def _id(self, kind: str, ident: str) -> str:
        return self._ids[kind].of(ident, "")

    def _ids_of(self, process: str, what: str, kind: str) -> list[str]:
        return [self._id(kind, ident) for ident in self._links.of(process, what)]

    def _names(self, process: str, what: str) -> list[str]:
        return [self._elements[ident]["name"] for ident in self._links.of(process, what)]


def convert(source: Path, target: Path) -> Report:
    """Convert the reference architecture to a project.

    Args:
        source: raw.json or its folder.
        target: Folder of the project.
    """
    raw = load(source)
    findings = Findings()
    elements = {element["id"]: element for element in raw["elements"]}
    links = Links(elements, raw["relationships"], findings)
    inventory = _Inventory(elements, raw["folders"], links)
    rows = [element for element in elements.values() if element["type"] == PROCESS]
    processes = [inventory.process(element) for element in rows]
    project = Project(ORGANISATION, TITLE, inventory.organisation(), processes)
    project.write(target)
    _tell_duplicates(raw["elements"], findings)
    _tell_dropped(elements, rows, inventory.listed, findings)
    played = sum(len(links.of(row["id"], "roles")) for row in rows)
    findings.dropped.append(
        f"Assignment of roles ({played} relations): a role performs an activity, and there is "
        "none; its name is a tag"
    )
    read = {key: len(raw[key]) for key in ("elements", "relationships", "folders")}
    types = Counter(element["type"] for element in raw["elements"])
    return findings.report(read | types, project.counts() | {"relationships": links.kept})


def _properties(element: Row, key: str) -> list[str]:
    return [row["value"] for row in element.get("properties", ()) if row["key"] == key]


def _tell_duplicates(elements: Iterable[Row], findings: Findings) -> None:
    names = Counter((element["type"], element["name"]) for element in elements)
    for (kind, name), count in names.items():
        if count > 1:
            findings.duplicates.append(f"{kind} “{name}”: {count} elements have this name")


def _tell_dropped(
    elements: dict[str, Row], processes: list[Row], listed: dict[str, list[Row]], findings: Findings
) -> None:
    written = {row["id"] for rows in (processes, *listed.values()) for row in rows}
    apart = Counter(row["type"] for row in elements.values() if row["id"] not in written)
    for kind, count in apart.items():
        findings.dropped.append(f"{kind} ({count} elements): no process refers to it in a field")
    for kind, rows, used in (
        ("processes", processes, ("GEMMA type", "Toelichting")),
        ("systems", listed["systems"], ("GEMMA type",)),
        ("units", listed["units"], ()),
        ("roles", listed["roles"], ()),
        ("data", listed["data"], ()),
    ):
        texts = "documentation" if kind in ("processes", "systems") else ""
        findings.drop_keys(kind, rows, ("type", "name", "id", "path", "properties", texts), {})
        bags = [{row["key"]: row["value"]} for item in rows for row in item.get("properties", ())]
        findings.drop_keys(f"{kind}, properties", bags, used, {"Object ID": "ids come from names"})


if __name__ == "__main__":
    sys.exit(run(convert, sys.argv[1:]))
