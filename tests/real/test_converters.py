"""Check that real inventories become projects, with every text unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from tests.real import gemma, koos
from tests.real.project import Report, Row

from playbook.model.organisation import Organisation
from playbook.model.process import Process, ProcessFile
from playbook.model.scalars import Duration

DATA = Path(__file__).parents[2].parent / "shared" / "data"
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real inventories (../shared/data) are not on this machine"
)


@dataclass(frozen=True)
class Converted:
    """Hold a converted inventory: the source, the report, and what was written, read again."""

    raw: Row
    report: Report
    folder: Path
    organisation: Row
    processes: dict[str, Row]

    def files(self) -> list[Path]:
        return sorted(self.folder.rglob("*.yaml"))


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506


def converted(convert: Callable[[Path, Path], Report], source: Path, target: Path) -> Converted:
    report = convert(source, target)
    (home,) = (target / "content" / "organisations").iterdir()
    rows = [row for path in (home / "processes").iterdir() for row in read(path)["processes"]]
    processes = {row["id"]: row for row in rows}
    assert len(processes) == len(rows), "a process id is there twice"
    raw = json.loads((source / "raw.json").read_text(encoding="utf-8"))
    return Converted(raw, report, target, read(home / "organisation.yaml"), processes)


@pytest.fixture(scope="module")
def municipality(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    return converted(koos.convert, DATA / "koos-gemeinde", tmp_path_factory.mktemp("koos"))


@pytest.fixture(scope="module")
def architecture(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    return converted(gemma.convert, DATA / "gemma-municipal", tmp_path_factory.mktemp("gemma"))


@pytest.fixture(params=["municipality", "architecture"])
def inventory(request: pytest.FixtureRequest) -> Converted:
    result: Converted = request.getfixturevalue(request.param)
    return result


def of_notation(kind: type, value: Any) -> Any:
    assert kind is Duration, f"no converter writes a {kind.__name__}"
    number, unit = value.split(" ")
    return Duration(float(number), unit.removesuffix("s"))


def typed(inventory: Converted) -> tuple[Organisation, list[Process]]:
    organisation = msgspec.convert(
        inventory.organisation, Organisation, strict=False, dec_hook=of_notation
    )
    processes = [
        process
        for path in inventory.files()
        if path.parent.name == "processes"
        for process in msgspec.convert(
            read(path), ProcessFile, strict=False, dec_hook=of_notation
        ).processes
    ]
    return organisation, processes


def references(organisation: Organisation, processes: list[Process]) -> Iterator[tuple[str, str]]:
    for role in organisation.roles:
        yield from [("departments", role.department)] if role.department else []
    for process in processes:
        yield from [("departments", process.department)] if process.department else []
        yield from [("processes", process.part_of)] if process.part_of else []
        yield from (("processes", ident) for ident in process.follows or ())
        yield from (("roles", ident) for ident in process.accountables)
        yield from (("units", unit.unit) for unit in process.units or ())
        yield from (("data", ident) for ident in process.data or ())
        yield from (("systems", ident) for ident in process.systems or ())


@needs_data
class TestEveryProject:
    def test_fits_the_model_with_ids_used_once(self, inventory: Converted) -> None:
        organisation, processes = typed(inventory)
        kinds = ("departments", "units", "roles", "systems", "data")
        for items in (processes, *(getattr(organisation, kind) for kind in kinds)):
            assert len({item.id for item in items}) == len(items)
        for process in processes:
            activities = [activity.id for activity in process.activities or ()]
            assert len(set(activities)) == len(activities), process.id

    def test_every_reference_leads_somewhere(self, inventory: Converted) -> None:
        organisation, processes = typed(inventory)
        known = {"processes": {process.id for process in processes}} | {
            kind: {item.id for item in getattr(organisation, kind)}
            for kind in ("departments", "units", "roles", "systems", "data")
        }
        found = list(references(organisation, processes))
        assert {kind for kind, _ in found} >= {"departments", "units", "data", "systems"}
        assert [pair for pair in found if pair[1] not in known[pair[0]]] == []

    def test_every_department_has_a_file_of_its_own(self, inventory: Converted) -> None:
        departments = {row["id"] for row in inventory.organisation["departments"]}
        files = {path for path in inventory.files() if path.parent.name == "processes"}
        assert {path.stem for path in files} == departments
        for path in files:
            assert {row["department"] for row in read(path)["processes"]} == {path.stem}

    def test_no_anchor_no_tag_and_no_text_that_reads_as_missing(self, inventory: Converted) -> None:
        for path in inventory.files():
            for event in yaml.parse(path.read_text(encoding="utf-8"), Loader=LOADER):
                assert getattr(event, "anchor", None) is None
                assert getattr(event, "tag", None) is None
                if isinstance(event, yaml.ScalarEvent):
                    assert event.value.strip()
                    assert event.style or event.value.lower() not in ("null", "~", "")

    def test_the_report_counts_what_is_there(self, inventory: Converted) -> None:
        assert inventory.report.written["processes"] == len(inventory.processes)
        for kind in ("departments", "units", "roles", "systems", "data"):
            assert inventory.report.written[kind] == len(inventory.organisation[kind])
        assert all(": " in line for line in inventory.report.dropped)

    @pytest.mark.parametrize(
        ("convert", "name"),
        [(koos.convert, "koos-gemeinde"), (gemma.convert, "gemma-municipal")],
    )
    def test_twice_gives_the_same_bytes(
        self, convert: Callable[[Path, Path], Report], name: str, tmp_path: Path
    ) -> None:
        reports = [convert(DATA / name, tmp_path / folder) for folder in ("once", "twice", "twice")]
        once, twice = (
            {
                path.relative_to(tmp_path / folder): path.read_bytes()
                for path in (tmp_path / folder).rglob("*.yaml")
            }
            for folder in ("once", "twice")
        )
        assert once == twice
        assert reports[0] == reports[1] == reports[2]


@needs_data
class TestMunicipality:
    def facts(self, inventory: Converted) -> Iterator[tuple[Row, str, Row]]:
        for row in inventory.raw["prozesse"]:
            yield row["frontmatter"], row["body"], inventory.processes[row["frontmatter"]["id"]]

    def test_every_process_with_its_name_laws_and_flows(self, municipality: Converted) -> None:
        assert len(municipality.processes) == len(municipality.raw["prozesse"]) == 650
        for fact, _, process in self.facts(municipality):
            assert process["name"] == fact["titel"]
            assert process.get("legal_basis", []) == fact["regelungen"]
            for key, name in (("input", "inputs"), ("output", "outputs")):
                assert [flow["what"] for flow in process.get(name, [])] == fact["daten"][key]

    def test_owner_and_participants(self, municipality: Converted) -> None:
        roles = {role["id"]: role["name"] for role in municipality.organisation["roles"]}
        for fact, _, process in self.facts(municipality):
            named = {part["einheit"] for part in fact.get("beteiligte", [])}
            owner = fact["zustaendigeEinheit"]
            assert process["department"] == process["units"][0]["unit"] == owner
            assert {unit["unit"] for unit in process["units"]} == named | {owner}
            assert roles.get(process.get("accountable"), "") == fact["zustaendigeRolle"]

    def test_no_line_of_a_body_is_lost_or_changed(self, municipality: Converted) -> None:
        gone = {"", "## Zweck", "## Prozessschritte", "(noch nicht erfasst)"}
        for fact, body, process in self.facts(municipality):
            kept = {f"# {fact['titel']}"}
            for text in (process.get("purpose", ""), process.get("notes", "")):
                kept |= {line.rstrip() for line in text.split("\n")}
            for number, activity in enumerate(process["activities"], 1):
                kept |= {f"**{number:02} {activity['name']}**", f"*{activity['about']}*"}
            assert {line.rstrip() for line in body.split("\n")} - kept <= gone, fact["id"]
            assert process.get("purpose", "") in body

    def test_data_stores_that_exist(self, municipality: Converted) -> None:
        known = {row["frontmatter"]["id"]: row["frontmatter"] for row in municipality.raw["daten"]}
        for fact, _, process in self.facts(municipality):
            stores = [
                store["id"] if isinstance(store, dict) else store
                for store in fact["daten"]["datenspeicher"]
            ]
            assert process.get("data", []) == [store for store in stores if store in known]
        for item in municipality.organisation["data"]:
            source = known[item["id"]]
            assert item["name"] == source["name"]
            assert item["classification"] == source["klassifizierung"]["vertraulichkeit"]
            assert "personal" not in item
            assert "owner" not in item

    def test_the_report_names_48_references_that_lead_nowhere(
        self, municipality: Converted
    ) -> None:
        known = {row["frontmatter"]["id"] for row in municipality.raw["daten"]}
        named = [
            store["id"] if isinstance(store, dict) else store
            for row in municipality.raw["prozesse"]
            for store in row["frontmatter"]["daten"]["datenspeicher"]
        ]
        lost = set(named) - known
        assert len(lost) == 48
        told = {line.rpartition(" (data store, ")[0] for line in municipality.report.dangling}
        assert told == lost

    def test_the_report_names_every_duplicate(self, municipality: Converted) -> None:
        lines = {line.split(" ")[0]: line for line in municipality.report.duplicates}
        aside = {row["frontmatter"]["id"] for row in municipality.raw["prozesse_duplikate"]}
        assert len(aside) == 84
        assert aside <= set(lines)
        same = {ident for ident in aside if "has the same id" in lines[ident]}
        assert same == aside & set(municipality.processes) == {"proc-seniorenberatung"}

    def test_retention_and_register_only_where_there_is_no_doubt(
        self, municipality: Converted
    ) -> None:
        organisation, _ = typed(municipality)
        kept = [item for item in organisation.data if item.retention]
        rows = (row["frontmatter"] for row in municipality.raw["daten"])
        levels = {row["id"]: row["klassifizierung"] for row in rows}
        for item in kept:
            period = levels[item.id]["aufbewahrung"]["frist"]
            assert re.fullmatch(r"\d+ (Jahre?|Monate?)", period)
        assert len(kept) == 28
        numbers = {item.id: item.register for item in organisation.data if item.register}
        assert numbers["dstore-steuerdaten"] == "22-004"
        assert "dstore-person" not in numbers


@needs_data
class TestArchitecture:
    def test_every_process_with_its_texts(self, architecture: Converted) -> None:
        source = [row for row in architecture.raw["elements"] if row["type"] == "BusinessProcess"]
        assert len(source) == len(architecture.processes) == 177
        by_name = {row["name"]: row for row in architecture.processes.values()}
        for element in source:
            process = by_name[element["name"]]
            remarks = [row["value"] for row in element["properties"] if row["key"] == "Toelichting"]
            assert process.get("purpose") == element.get("documentation")
            assert process.get("notes") == ("\n\n".join(remarks) or None)

    def test_relations_become_references(self, architecture: Converted) -> None:
        processes = architecture.processes
        assert sum("part_of" in row for row in processes.values()) == 133
        assert sum(len(row.get("follows", [])) for row in processes.values()) == 57
        assert processes["deploy"]["follows"] == ["release"]
        assert processes["deploy"]["part_of"] == "operations"
        assert "deploymentcomponent" in processes["deploy"]["systems"]
        assert processes["uitvoeren-intake"]["outputs"] == [{"what": "zaak"}]
        assert processes["leveren-besluit"]["customer"] == "Klant"

    def test_nothing_is_claimed_that_the_source_does_not_say(self, architecture: Converted) -> None:
        for process in architecture.processes.values():
            assert not {"accountable", "activities"} & set(process)

    def test_systems_keep_their_texts(self, architecture: Converted) -> None:
        source = {row["name"]: row for row in architecture.raw["elements"]}
        for system in architecture.organisation["systems"]:
            assert system.get("purpose") == source[system["name"]].get("documentation")
        assert any("\r\n" in row.get("purpose", "") for row in architecture.organisation["systems"])

    def test_the_report_names_names_that_are_shared(self, architecture: Converted) -> None:
        assert len(architecture.report.duplicates) == 33
        assert any("“Melding”: 3 elements" in line for line in architecture.report.duplicates)
