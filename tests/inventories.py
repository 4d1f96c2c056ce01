"""Small inventories written as YAML in a test."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from playbook import resources
from playbook.assess import Assessment, assess_process
from playbook.config import Config
from playbook.findings import Judgement, Risk
from playbook.guides.guide import Handbook
from playbook.guides.read import read_handbook
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.load.method import read_method
from playbook.load.project import read_project
from playbook.model.inventory import Inventory
from playbook.model.method import Method
from playbook.model.places import locate
from playbook.model.setting import Setting
from playbook.texts import Interface

TODAY = datetime.date(2026, 11, 24)
_NO_PLACES = locate("playbook.yaml", 0)


class Plain(yaml.SafeDumper):
    """Write YAML without anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True


def method() -> Method:
    """Return the shipped method."""
    nowhere = Path(__file__).parent
    return read_method(
        Folder.at(resources.content()), Folder.at(nowhere), Config(title="t"), _NO_PLACES
    )


def interface() -> Interface:
    """Return the words of the pages."""
    return read_interface(Folder.at(resources.content()))


def handbook(of: Method) -> Handbook:
    """Return the shipped guides."""
    nowhere = Path(__file__).parent
    return read_handbook(Folder.at(resources.content()), Folder.at(nowhere), of, ("nl", "en"))


def write_project(folder: Path, organisation: dict[str, Any], processes: list[Any]) -> Path:
    """Write a project with one organisation, called ``x``."""
    inside = folder / "content" / "organisations" / "x"
    (inside / "processes").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: Test\n", "utf-8")
    files = {
        inside / "organisation.yaml": {"name": "Test", "language": "en", **organisation},
        inside / "processes" / "all.yaml": {"processes": processes},
    }
    for path, data in files.items():
        path.write_text(yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def read_inventory(folder: Path, organisation: dict[str, Any], processes: list[Any]) -> Inventory:
    """Write a project and read it as a user's would be."""
    return read_project(Folder.at(write_project(folder, organisation, processes))).inventories[0]


def setting_of(inventory: Inventory, method_: Method) -> Setting:
    """Return what judgements may look at, on the day of the tests."""
    return Setting(inventory.organisation, method_.numbers, TODAY)


def assess_one(
    folder: Path, process: dict[str, Any], organisation: dict[str, Any] | None = None
) -> Assessment:
    """Assess one process with the shipped method."""
    shipped = method()
    whole = {"id": "p", "name": "P", **process}
    inventory = read_inventory(folder, organisation or {}, [whole])
    return assess(inventory, shipped, setting_of(inventory, shipped))["p"]


def assess(inventory: Inventory, method_: Method, setting: Setting) -> dict[str, Assessment]:
    """Assess every process of an organisation."""
    places, whole = inventory.places, inventory.organisation_places
    return {
        process.id: assess_process(process, places[process.id], whole, method_, setting)
        for process in inventory.processes
    }


def judge(
    inventory: Inventory, assessments: Mapping[str, Assessment], judgement: Judgement
) -> dict[str, Risk]:
    """Judge every process of an organisation."""
    return {
        process.id: judgement.risk(process, assessments[process.id])
        for process in inventory.processes
    }
