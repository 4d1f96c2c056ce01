"""A sheet becomes an inventory, and next month's sheet changes only what changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake.cases import FIRST, ORGANISATION, imported, inventory, project, text, told, workbook
from intake.messy import messy
from playbook.intake.take import Wish, take
from playbook.problems import Unusable
from test_cli import run

MAP = ORGANISATION / "import.yaml"
MEMORY = ORGANISATION / "imported.json"


def test_a_messy_sheet_becomes_an_inventory(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    taken = imported(root, messy(), "inventaris.xlsx")
    made = {process.id: process for process in inventory(root).processes}
    assert list(made) == ["facturen-betalen", "debiteuren", "jaarrekening", "salarissen", "werving"]
    first = made["facturen-betalen"]
    assert first.department == "financien"
    assert first.accountable == "teamleider-crediteuren"
    assert first.systems == ("sap", "excel")
    assert [unit.unit for unit in first.units or ()] == ["noord", "zuid"]
    assert first.exceptions
    assert first.exceptions.rate == 0.125
    assert str(first.exceptions.on) == "2026-03-01"
    assert first.unit_cost
    assert str(first.unit_cost.amount.amount) == "12.5"
    assert (first.fte, str(first.review_by)) == (2.5, "2026-03-01")
    assert first.criticality
    assert first.criticality.critical == "yes"
    assert first.purpose == "Betalen wat wij\nhebben besteld."
    assert made["debiteuren"].exceptions
    assert made["debiteuren"].exceptions.rate == 0.085
    assert [unit.unit for unit in made["debiteuren"].units or ()] == ["noord", "zuid"]
    assert told(taken) == [
        "inventaris.xlsx:Procesinventaris!E9: this is an error of Excel (#N/A); "
        "correct the cell, or empty it",
        "inventaris.xlsx:Procesinventaris!H9: this is a formula of which no value was kept; open "
        "the file in Excel, save it there and import it again, or write the value itself",
        "inventaris.xlsx:Procesinventaris!I9: “misschien” is not one of the choices; "
        "choose from ja, nee, niet beoordeeld",
    ]
    skipped = {line.row: line.why for line in taken.outcome.lines if line.status == "skipped"}
    assert skipped == {
        5: "a heading: the department of the rows below it is “Financiën”",
        10: "the sheet hides this row; show it, or import with --hidden",
        11: "a heading: the department of the rows below it is “Personeel”",
        14: "there is no name in this row; write the name of the process",
        15: "a total",
    }


def test_the_same_sheet_again_changes_no_file(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, messy())
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*.*")}
    taken = imported(root, messy())
    assert taken.files == {}
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*.*")} == before
    assert (taken.outcome.count("unchanged"), taken.outcome.count("new")) == (5, 0)


def test_a_month_later_only_what_changed_is_written(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, messy())
    file = root / ORGANISATION / "processes" / "personeel.yaml"
    mine = file.read_text("utf-8").replace("fte: 2\n", "fte: 2   # telling van maart\n")
    file.write_text(mine, "utf-8")
    imported(root, messy(2))
    now = file.read_text("utf-8")
    assert now.startswith(mine.replace("teamleider-werving", "hoofd-personeel"))
    made = {process.id: process for process in inventory(root).processes}
    assert made["opleidingen"].department == "personeel"
    assert str(made["facturen-betalen"].unit_cost.amount.amount) == "13.75"  # type: ignore[union-attr]
    roles = {role.id for role in inventory(root).organisation.roles}
    assert {"hoofd-personeel", "teamleider-werving"} <= roles, "nothing is taken away"


HEADS = ("Proces", "Eigenaar", "FTE", "Systemen", "Doel")
BY_HAND = """\
# Onze processen
processes:
  - id: pay        # staat zo in het archief
    name: Facturen betalen
    fte: 2         # geteld in maart
    # Het doel bespreken we nog.
    purpose: |
      Op tijd
      betalen.

  - {id: collect, name: Innen}
"""


def test_what_people_wrote_stays_byte_for_byte(tmp_path: Path) -> None:
    root = project(tmp_path / "p", processes=BY_HAND)
    rows = ["Facturen betalen", "Hoofd", 2, None, None], ["Innen", None, None, "SAP", None]
    imported(root, workbook(HEADS, *rows))
    assert text(root) == BY_HAND.replace(
        "      betalen.\n", "      betalen.\n    accountable: hoofd\n"
    ).replace("name: Innen}", "name: Innen, systems: [sap]}")


@pytest.mark.parametrize(
    ("first", "hand", "then", "result", "kind"),
    [
        (2, None, 3, "3", "taken"),
        (2, "5", 2, "5", "kept"),
        (2, "5", 3, "5", "conflict"),
        (2, "3", 3, "3", None),
        (2, "3.0", 3, "3.0", None),
        (None, "5", 3, "5", "conflict"),
        (2, "", 2, None, "kept"),
        (2, "", 3, None, "conflict"),
        (None, None, 3, "3", "taken"),
        (2, "5", None, "5", None),
    ],
)
def test_who_changed_a_value_last_wins(  # noqa: PLR0917
    tmp_path: Path,
    first: int | None,
    hand: str | None,
    then: int | None,
    result: str | None,
    kind: str | None,
) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(HEADS, ["Innen", "Hoofd", first, None, None]))
    if hand is not None:
        before = text(root).replace("    fte: 2\n", "")
        (root / FIRST).write_text(before + (f"    fte: {hand}\n" if hand else ""), "utf-8")
    taken = imported(root, workbook(HEADS, ["Innen", "Hoofd", then, None, None]))
    found = [line for line in text(root).splitlines() if "fte" in line]
    assert found == ([f"    fte: {result}"] if result else [])
    assert [one.difference.kind for one in taken.outcome.differences] == ([kind] if kind else [])


def test_a_conflict_is_told_until_one_of_both_gives_way(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(HEADS, ["Innen", None, 2, None, None]))
    (root / FIRST).write_text(text(root).replace("fte: 2", "fte: 5"), "utf-8")
    for _ in range(2):
        taken = imported(root, workbook(HEADS, ["Innen", None, 3, None, None]))
        (conflict,) = taken.outcome.conflicts
        assert (conflict.place, conflict.difference.file) == ("lijst.xlsx:Blad1!C2", "5")
    taken = imported(root, workbook(HEADS, ["Innen", None, 3, None, None]), prefer_sheet=True)
    assert "fte: 3\n" in text(root)
    assert not imported(root, workbook(HEADS, ["Innen", None, 3, None, None])).outcome.differences


def test_an_id_is_made_once_and_kept(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    rows = [["Innen", "A", 1, None, None], ["Aanmanen", "B", 2, None, None]]
    imported(root, workbook(HEADS, *rows))
    renamed = text(root).replace("id: aanmanen", "id: remind\n    formerly: [aanmanen]")
    (root / FIRST).write_text(renamed.replace("name: Innen\n", "name: Gelden innen\n"), "utf-8")
    rows[1][0] = "Aanmanen!"
    taken = imported(root, workbook(HEADS, *reversed(rows)))
    assert [process.id for process in inventory(root).processes] == ["innen", "remind"]
    assert taken.outcome.count("new") == 0
    again = text(root).replace("name: Aanmanen!\n", "name: Herinneren\n")
    (root / FIRST).write_text(again, "utf-8")
    (root / MEMORY).unlink()
    imported(root, workbook(HEADS, *rows))
    assert [process.id for process in inventory(root).processes] == ["innen", "remind", "innen-2"]


def test_a_column_of_ids_comes_first(tmp_path: Path) -> None:
    root = project(tmp_path / "p", processes=BY_HAND)
    heads = ("Procescode", "Proces")
    rows = [["pay", "Betalen van facturen"], ["FIN-03", "Aanmanen"], ["WEG", None]]
    taken = imported(root, workbook(heads, *rows), prefer_sheet=True)
    made = {process.id: process.name for process in inventory(root).processes}
    assert made == {"pay": "Betalen van facturen", "collect": "Innen", "fin-03": "Aanmanen"}
    assert [line.why for line in taken.outcome.lines if line.status == "skipped"] == [
        "the inventory has no process “weg”, and this row has no name"
    ]


def test_a_name_in_another_department_is_another_process(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    rows = [["Klachten", "Noord"], ["Klachten", "Zuid"], ["Klachten", "Noord"]]
    for _ in range(2):
        imported(root, workbook(("Proces", "Afdeling"), *rows))
        made = [(process.id, process.department) for process in inventory(root).processes]
        assert made == [("klachten", "noord"), ("klachten-2", "zuid")]


def test_rows_of_one_process_add_to_its_lists_and_may_not_differ(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    heads = ("Proces", "Activiteit", "Uitvoerder", "FTE", "Systemen")
    rows = [
        ["Innen", "Factuur maken", "Medewerker", 2, "SAP"],
        ["Innen", "Aanmanen", "Medewerker", 3, "SAP"],
        [None, "Boeken", "Teamleider; Medewerker", None, None],
    ]
    taken = imported(root, workbook(heads, *rows))
    (process,) = inventory(root).processes
    assert [(one.id, one.performers) for one in process.activities or ()] == [
        ("factuur-maken", ("medewerker",)),
        ("aanmanen", ("medewerker",)),
        ("boeken", ("teamleider", "medewerker")),
    ]
    assert process.systems == ("sap",)
    assert told(taken) == [
        "lijst.xlsx:Blad1!D3: “3” differs from “2” in Blad1!D2, of the same process; "
        "write the same in both, or give one of the two another name"
    ]


def test_rows_of_one_name_are_counted_and_told_as_one_process(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    rows = "Proces;Systemen\nInnen;SAP\nInkopen;SAP\nInnen;Excel\nBetalen;SAP\n"
    (tmp_path / "lijst.csv").write_text(rows, "utf-8")
    done = run("import", "../lijst.csv", folder=root)
    assert "4 rows: 3 processes new, 0 changed, 0 unchanged, 0 rows skipped;" in done.stderr
    assert "Several rows for one process: innen (rows 2 and 4)." in done.stderr
    again = run("import", "../lijst.csv", "--report", "../r.json", folder=root)
    assert "4 rows: 0 processes new, 0 changed, 3 unchanged," in again.stderr
    counts = json.loads((tmp_path / "r.json").read_text("utf-8"))["counts"]
    assert counts["unchanged"] == 3


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("35. BImSchV", ["35. BImSchV"]),
        ("35. BImSchV\n4. BImSchV", ["35. BImSchV", "4. BImSchV"]),
        ("1. Awb\n2. Wmo", ["Awb", "Wmo"]),
        ("1) Awb; 2) Wmo", ["Awb", "Wmo"]),
        ("- Awb\n• Wmo, art. 2; lid 3", ["Awb", "Wmo, art. 2; lid 3"]),
        ("Awb; Wmo", ["Awb", "Wmo"]),
    ],
)
def test_the_items_of_a_cell_are_whole(tmp_path: Path, cell: str, items: list[str]) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(("Proces", "Wetgeving"), ["Innen", cell]))
    (process,) = inventory(root).processes
    assert list(process.legal_basis or ()) == items


def test_a_process_that_a_cell_names_is_found_wherever_it_stands(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    rows = [["Innen", "Factureren"], ["Factureren", None], ["Boeken", "Onbekend"]]
    taken = imported(root, workbook(("Proces", "Komt na"), *rows))
    made = {process.id: process.follows for process in inventory(root).processes}
    assert made == {"innen": ("factureren",), "factureren": None, "boeken": None}
    assert told(taken) == [
        "lijst.xlsx:Blad1!B4: there is no process “Onbekend”; "
        "write the name of a process of this sheet or of the inventory"
    ]


def test_next_month_is_read_by_what_people_said_of_the_columns(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(("Proces", "Bron", "FTE"), ["Innen", "SAP", 2]))
    said = text(root, MAP)
    assert '{head: Bron, field: "-"}' in said
    mine = said.replace('Bron, field: "-"}', "Bron, field: systems}   # zo heet dat hier")
    (root / MAP).write_text(mine.replace("head: FTE, field: fte", 'head: FTE, field: "-"'))
    data = workbook(["Lijst"], ("Nieuw", "FTE", "Bron", "Proces"), ["x", 3, "AFAS", "Innen"])
    taken = imported(root, data, prefer_sheet=True)
    (process,) = inventory(root).processes
    assert (process.systems, process.fte) == (("afas",), 2)
    now = text(root, MAP)
    assert "systems}   # zo heet dat hier" in now
    assert "{head: Nieuw, field: '-'}" in now or '{head: Nieuw, field: "-"}' in now
    assert [guess.field for guess in taken.mappings[0].guesses] == ["", "", "systems", "name"]


def test_a_field_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(("Proces", "FTE"), ["Innen", 2]))
    (root / MAP).write_text(text(root, MAP).replace("field: fte", "field: ftee"))
    with pytest.raises(Unusable) as caught:
        take(root, "lijst.xlsx", workbook(("Proces", "FTE"), ["Innen", 3]), Wish())
    assert str(caught.value) == (
        f"{MAP.as_posix()}: no column can fill “ftee” (sheet 1, column 2, “FTE”); "
        "did you mean “fte”?"
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook(["a", "b"], [1, 2]), "no sheet has a row with heads by which processes"),
        (b"PK damaged", "the workbook is damaged; save it again as .xlsx"),
    ],
)
def test_a_sheet_that_cannot_be_read_changes_nothing(
    tmp_path: Path, data: bytes, words: str
) -> None:
    root = project(tmp_path / "p", processes=BY_HAND)
    with pytest.raises(Unusable, match=words):
        take(root, "lijst.xlsx", data, Wish())
    assert text(root) == BY_HAND
    assert not (root / MAP).exists()


def test_a_memory_that_was_changed_is_told(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    imported(root, workbook(("Proces", "FTE"), ["Innen", 2]))
    (root / MEMORY).write_text("{")
    with pytest.raises(Unusable, match="this is not what an import wrote"):
        take(root, "lijst.xlsx", workbook(("Proces", "FTE"), ["Innen", 2]), Wish())


def test_numbers_and_dates_in_any_notation_are_the_same_value(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    heads = "Proces;% uitzonderingen;Kosten per geval (€);Hersteltijd (uur);Herzien op;Kritiek\n"
    rows = 'A;12,5;"1.250,50";4;31-12-2026;ja\nB;"12,5 %";€ 3,-;2 dagen;1 maart 2027;x\nC;0,5;;;;\n'
    taken = imported(root, (heads + rows).encode("cp1252"), "lijst.csv")
    a, b, _ = inventory(root).processes
    assert [one.exceptions and one.exceptions.rate for one in (a, b)] == [0.125, 0.125]
    assert [one.unit_cost and float(one.unit_cost.amount.amount) for one in (a, b)] == [1250.5, 3]
    assert [one.criticality and one.criticality.rto for one in (a, b)] == [(4, "hour"), (2, "day")]
    assert [str(one.review_by) for one in (a, b)] == ["2026-12-31", "2027-03-01"]
    assert told(taken) == ["lijst.csv:B4: “0,5” can be read as 0,5% and as 50%; write 50% or 0,5%"]


def test_a_text_in_two_languages_changes_in_its_own(tmp_path: Path) -> None:
    both = "processes:\n  - id: a\n    name: {nl: Innen, en: Collect}   # zo\n"
    root = project(tmp_path / "p", processes=both)
    heads = ("Proces", "Naam (EN)", "Doel", "Doel (EN)")
    row = ["Innen", "Collecting", "Geld", "Money"]
    imported(root, workbook(heads, row), prefer_sheet=True)
    assert text(root) == (
        "processes:\n  - id: a\n    name: {nl: Innen, en: Collecting} # zo\n"
        "    purpose: {nl: Geld, en: Money}\n"
    )
    (process,) = inventory(root).processes
    assert process.name == {"nl": "Innen", "en": "Collecting"}
    assert process.purpose == {"nl": "Geld", "en": "Money"}


def test_a_report_has_every_row_and_no_formula(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (tmp_path / "lijst.xlsx").write_bytes(
        workbook(("Proces", "FTE"), ["=1+1", 2], ["Innen", "veel"], [None, 3])
    )
    for form in ("csv", "json"):
        done = run("import", "../lijst.xlsx", "--dry-run", "--report", f"../r.{form}", folder=root)
        assert done.returncode == 1, done.stderr
    assert not (root / MAP).exists()
    report = (tmp_path / "r.csv").read_text("utf-8-sig")
    assert ";\"'=" not in report
    made = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert made["counts"] == {
        "new": 1, "changed": 0, "unchanged": 0, "skipped": 2, "problems": 1, "conflicts": 0,
    }  # fmt: skip
    assert [row["cell"] for row in made["rows"]] == ["2", "3", "4", "B3"]


def test_import_says_what_it_did_and_a_dry_run_says_the_same(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (tmp_path / "lijst.xlsx").write_bytes(messy())
    dry = run("import", "../lijst.xlsx", "--dry-run", folder=root)
    assert not (root / MAP).exists()
    wet = run("import", "../lijst.xlsx", folder=root)
    assert dry.stderr.replace("would be written", "written") == wet.stderr
    assert "  Uitzonderingen Gemeten op  →  exceptions.on  (95%)" in wet.stderr
    told = "11 rows: 5 processes new, 0 changed, 0 unchanged, 5 rows skipped; 3 cells not read"
    assert told in wet.stderr
    assert (dry.returncode, wet.returncode) == (1, 1)
    assert run("check", "--strict", folder=root).returncode == 0


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("import", "nergens.xlsx", folder=project(tmp_path / "p"))
    assert done.returncode == 1
    assert "nergens.xlsx: it cannot be read (no such file or directory)" in done.stderr
