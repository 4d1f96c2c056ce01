"""A project with something to keep inside, and the archive made of it."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import yaml

from inventories import write_project
from playbook.handover.pack import Order, Packed, pack
from playbook.opening import Opening
from playbook.site import Site, open_site

DAY = datetime.date(2026, 11, 24)
ORGANISATION: dict[str, Any] = {
    "name": "Our organisation",
    "language": "en",
    "motives": [{"driver": "cost", "statement": "Kosten moeten één miljoen omlaag"}],
    "roles": [
        {"id": "lead", "name": "Team lead", "person": "Jan de Vries-Zoë"},
        {"id": "second", "name": "Second lead"},
    ],
}
SUPPLIERS: list[dict[str, Any]] = [
    {"id": "ours", "name": "Ours Limited", "language": "en", "shares": {"processes": ["pay"]}},
    {"id": "theirs", "name": "Rival & Zonen", "language": "nl", "shares": {"processes": ["hire"]}},
]
PROCESSES: list[dict[str, Any]] = [
    {
        "id": "pay",
        "name": "Pay suppliers",
        "purpose": "Pay what we ordered.",
        "accountable": "lead",
        "trigger": "an invoice comes in",
        "notes": "The union does not know of this yet",
        "unit_cost": {"amount": "EUR 31415", "kind": "estimated", "on": "2025-01-31"},
        "activities": [{"id": "match", "name": "Match", "accountable": "lead"}],
    },
    {"id": "hire", "name": "Hire colleagues secretly", "purpose": "Nobody may know about hiring."},
]


def project(folder: Path, processes: list[dict[str, Any]] = PROCESSES) -> Path:
    write_project(folder, ORGANISATION, processes)
    path = folder / "content" / "organisations" / "x" / "suppliers.yaml"
    known = {process["id"] for process in processes}
    suppliers = [
        item if known.issuperset(item["shares"]["processes"]) else {**item, "shares": {}}
        for item in SUPPLIERS
    ]
    path.write_text(yaml.safe_dump(suppliers, allow_unicode=True), "utf-8")
    return folder


def opened(root: Path) -> Site:
    return open_site(root.resolve(), Opening(DAY))


def packed(root: Path, **changes: Any) -> Packed:
    order = {
        "supplier": "ours",
        "target": None,
        "overrides": {},
        "password": None,
        "revision": "",
        "around": (),
        "jobs": 1,
    }
    return pack(opened(root), Order(**{**order, **changes}))


def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
