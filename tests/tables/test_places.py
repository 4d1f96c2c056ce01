"""What is wrong with a table is told with its file, sheet and cell."""

from __future__ import annotations

from playbook.load.convert import convert
from playbook.model.process import Process
from playbook.tables.flat import Origin, Table
from playbook.tables.plain import from_tables, letters

PROCESSES = Table(
    "processes",
    ("id", "name", "exceptions.rate", "variants"),
    (("ap", "Accounts payable", "14", None), ("hr", "Hiring", 0.14, "(geen)")),
    Origin("list.xlsx:Processen", (3, 7), (1, 2, 30, 4), head=2),
)


def table(code: str, columns: tuple[str, ...], *rows: tuple[object, ...]) -> Table:
    """Return a table of the sheet “S” of a file, its heads in the first row."""
    numbers = range(2, len(rows) + 2)
    return Table(code, columns, rows, Origin("f.xlsx:S", numbers, range(1, len(columns) + 1)))  # type: ignore[arg-type]


def problems_of(*tables: Table) -> list[str]:
    """Return every problem of some tables, in words."""
    plain = from_tables(tables)
    _, found = convert(
        plain.values["processes"], tuple[Process, ...], plain.places["processes"], "f"
    )
    return [*map(str, plain.problems), *map(str, plain.told(found))]


def test_a_value_that_is_misread_is_told_with_its_cell() -> None:
    assert problems_of(PROCESSES) == [
        "list.xlsx:Processen!AD3: “14” is no percentage; write 14% if that is what you mean"
    ]


def test_a_value_in_a_table_of_its_own_is_told_with_its_cell() -> None:
    units = table("processes.units", ("process", "unit", "agreed"), ("hr", "noord", "soon"))
    assert problems_of(PROCESSES, units) == [
        "list.xlsx:Processen!AD3: “14” is no percentage; write 14% if that is what you mean",
        "f.xlsx:S!C2: “soon” is not a date; write it as 2026-03-31",
    ]


def test_what_hangs_together_with_nothing_is_told() -> None:
    good = table("processes", ("id", "name"), ("ap", "Accounts payable"), ("ap", "Again"))
    units = table(
        "processes.units",
        ("process", "order", "unit", "colour"),
        (None, 1, "noord", None),
        ("nobody", 1, "noord", None),
        ("ap", "first", "noord", "red"),
    )
    kpis = table("processes.kpis.exclusions", ("process", "kpis", "value"), ("ap", 3, "x"))
    evidence = table("processes.evidence", ("process", "key", "met"), ("ap", None, True))
    strange = table("processes.colours", ("process",))
    assert problems_of(good, units, kpis, evidence, strange) == [
        "f.xlsx:S: no table of an inventory is called “processes.colours”; leave it out",
        "f.xlsx:S!A2: this row does not say to which process it belongs; "
        "fill in the id of the process",
        "f.xlsx:S!A3: no process has the id “nobody”; correct the id, or remove the row",
        "f.xlsx:S!A3: “ap” is in two rows; give one of them another id, or remove it",
        "f.xlsx:S!B2: no row of “kpis” has the number “3”; correct the number, or remove the row",
        "f.xlsx:S!B2: this row does not say what it is about; fill in a key that no other row has",
        "f.xlsx:S!B4: “first” is not a number; write 1, 2, 3 …",
        "f.xlsx:S!D1: “colour” is no column of “processes.units”; "
        "leave the column out, or correct its code",
    ]


def test_one_thing_said_in_two_cells_is_told() -> None:
    twice = table("processes", ("id", "name", "name.nl", "name.nl"), ("a", "A", "B", "C"))
    assert problems_of(twice) == [
        "f.xlsx:S!B2: other cells say more of this; keep the one cell, or the others",
        "f.xlsx:S!D2: this says again what another cell says; keep one of the two",
    ]


def test_rows_of_processes_that_are_not_in_the_tables_stand_for_a_part_of_them() -> None:
    evidence = table("processes.evidence", ("process", "key", "met"), ("ap", "H1", "ja"))
    plain = from_tables([evidence])
    assert plain.values == {"processes": [{"id": "ap", "evidence": {"H1": {"met": "ja"}}}]}
    assert plain.problems == ()


def test_numbers_of_rows_are_not_needed() -> None:
    units = table("processes.units", ("process", "unit"), ("ap", "zuid"), ("ap", "noord"))
    found = from_tables([units]).values["processes"][0]
    assert found["units"] == [{"unit": "zuid"}, {"unit": "noord"}]


def test_a_list_in_one_cell_takes_semicolons_and_lines() -> None:
    said = table(
        "processes", ("id", "systems", "legal_basis"), ("a", "erp; crm", "Law 1; 2\nLaw 3")
    )
    assert from_tables([said]).values["processes"] == [
        {"id": "a", "systems": ["erp", "crm"], "legal_basis": ["Law 1; 2", "Law 3"]}
    ]


def test_letters_of_columns() -> None:
    assert [letters(number) for number in (1, 26, 27, 52, 53, 702, 703)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
