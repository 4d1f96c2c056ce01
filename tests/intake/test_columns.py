"""Heads are found, and each column gets a field, or the field that comes nearest."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from intake.cases import saved, workbook
from playbook import resources
from playbook.intake.columns import Proposer
from playbook.intake.heads import find_heads
from playbook.intake.mapping import propose
from playbook.intake.reader import read_sheets
from playbook.intake.targets import codes, target
from playbook.intake.vocabulary import Vocabulary, plain, read_vocabulary
from playbook.load.files import Folder

VOCABULARY: Vocabulary = read_vocabulary(Folder.at(resources.content()))
PROPOSER = Proposer(VOCABULARY)


def guessed(*heads: object) -> dict[str, tuple[str, int]]:
    sheet = read_sheets("a.xlsx", workbook(heads, ["x"] * len(heads)))[0]
    found = find_heads(sheet, PROPOSER.known)
    assert found
    return {
        guess.head.text: (guess.field or f"?{guess.nearest}", guess.sure)
        for guess in PROPOSER.propose(found[0])
    }


def test_every_name_in_the_list_leads_to_a_field_that_a_column_can_fill() -> None:
    assert {field for field, _ in VOCABULARY.fields.values() if target(field) is None} == set()


def test_no_name_stands_at_two_fields() -> None:
    seen: dict[str, str] = {}
    for field, names in VOCABULARY.names.fields.items():
        for name in names:
            assert seen.setdefault(plain(name), field) == field, name


def test_every_code_of_a_field_is_a_head_too() -> None:
    assert len(codes()) > 200
    for code in codes():
        assert PROPOSER._exact(code) == (code, 100)


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Proces", "name"),
        ("PROCESNAAM", "name"),
        ("Naam van het proces", "name"),
        ("Process name", "name"),
        ("Naam (EN)", "name.en"),
        ("Omschrijving Engels", "purpose.en"),
        ("Proceseigenaar", "accountable"),
        ("Process owner", "accountable"),
        ("Afdeling:", "department"),
        ("Applicatie(s)", "systems"),
        ("Gebruikte applicaties", "systems"),
        ("Percentage uitzonderingen", "exceptions.rate"),
        ("% uitzonderingen", "exceptions.rate"),
        ("Kosten per geval (€)", "unit_cost.amount"),
        ("exceptions.rate", "exceptions.rate"),
        ("jan 2026", "volumes.months.2026-01"),
        ("2026-02", "volumes.months.2026-02"),
        (datetime.date(2026, 3, 1), "volumes.months.2026-03"),
        ("Werkinstrukties", "instruction.title"),
    ],
)
def test_a_head_is_taken_for_a_field(head: object, field: str) -> None:
    found = guessed("id", head)
    assert field in {name for name, _ in found.values()}, found


@pytest.mark.parametrize("head", ["Kleur", "Kosten 2025", "Aantal per jaar", "Bron", "x"])
def test_another_head_is_taken_for_nothing(head: str) -> None:
    found = guessed("Proces", "Afdeling", head)
    assert found[head][0].startswith("?"), found


@pytest.mark.parametrize("head", ["Nr", "Kleur", "Kleurcode", "Status", "Telefoon", "Budgethouder"])
def test_nothing_is_offered_for_a_head_that_is_like_nothing(head: str) -> None:
    assert guessed("Proces", "Afdeling", head)[head] == ("?", 0)


def test_a_head_that_is_a_little_like_a_name_is_offered_that_field() -> None:
    assert guessed("Proces", "Eigenaarschap")["Eigenaarschap"] == ("?accountable", 0)


def test_a_head_that_is_nearly_a_name_is_less_sure() -> None:
    found = guessed("Proces", "Proceseigenar", "Uitzonderingspercentages")
    assert found["Proceseigenar"][0] == "accountable"
    assert 75 <= found["Proceseigenar"][1] < 95
    assert found["Uitzonderingspercentages"][0] == "exceptions.rate"


def test_one_field_is_filled_by_one_column_and_the_other_is_told() -> None:
    found = guessed("Proces", "Eigenaar", "Process owner")
    assert found["Eigenaar"] == ("accountable", 95)
    assert found["Process owner"] == ("?accountable", 0)


def test_heads_are_found_below_a_title_and_in_two_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Processen"
    sheet.merge_cells("A1:C1")
    sheet.append(["Versie 3, vastgesteld in het overleg van maart"])
    sheet.append([None, "Uitzonderingen", None])
    sheet.append(["Proces", "%", "Gemeten op"])
    sheet.merge_cells("B3:C3")
    sheet.append(["a", 0.1, "2026-01-01"])
    (found,) = propose(read_sheets("a.xlsx", saved(book)), PROPOSER)
    assert (found.heads.first, found.heads.last) == (3, 4)
    assert [guess.field for guess in found.guesses] == ["name", "exceptions.rate", "exceptions.on"]


def test_sheets_of_one_department_each_are_all_read() -> None:
    book = openpyxl.Workbook()
    for title in ("Financiën", "Personeel"):
        sheet = book.create_sheet(title)
        sheet.append(["Proces", "Eigenaar"])
        sheet.append([f"Van {title}", "a"])
    book.create_sheet("Rollen").append(["Naam"])
    book.active.append(["Toelichting"])
    found = propose(read_sheets("a.xlsx", saved(book)), PROPOSER)
    assert [(one.sheet.title, one.department) for one in found] == [
        ("Financiën", "Financiën"),
        ("Personeel", "Personeel"),
    ]
