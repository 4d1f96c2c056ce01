"""What is odd though it can be understood, told with the exact words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inventories import TODAY, write_project
from playbook.model.scalars import Percentage
from playbook.opening import Opening
from playbook.site import open_site

FILE = "content/organisations/x/processes/all.yaml"
WHOLE = {"departments": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}


def warnings(folder: Path, *processes: dict[str, Any]) -> list[str]:
    project = write_project(folder / "p", WHOLE, list(processes))
    return [str(problem) for problem in open_site(project, Opening(TODAY)).warnings]


def test_a_text_that_refers_to_no_process_is_told_with_the_nearest(tmp_path: Path) -> None:
    texts = {"nl": "Zie {process}`pay`.", "en": "See {process}`payy`, {process}`pay`."}
    told = warnings(
        tmp_path,
        {"id": "pay", "name": "Pay", "notes": "As {process}`nowhere-near`."},
        {"id": "buy", "name": "Buy", "purpose": texts},
    )
    assert told == [
        f"{FILE}:4:13: the text refers to a process “nowhere-near”, which is not there; "
        "correct the id",
        f"{FILE}:9:13: the text refers to a process “payy”, which is not there; "
        "did you mean “pay”?",
    ]


def test_a_reference_in_a_block_of_text_is_told_where_it_stands(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", WHOLE, [{"id": "pay", "name": "Pay"}])
    (root / FILE).write_text(
        "processes:\n"
        "  - id: pay\n"
        "    name: Pay\n"
        "    purpose: |\n"
        "      First {step}`simplify` and {term}`handoff`.\n"
        "\n"
        "      Then {step}`automat`, {criterion}`the first <H99>`, {rule}`PRI-99`,\n"
        "      {term}`nonsense-word`, {role}`nobody`, {data}`invoice` and {unknown}`x`.\n",
        "utf-8",
    )
    told = [str(problem) for problem in open_site(root, Opening(TODAY)).warnings]
    assert [one.removeprefix(f"{FILE}:").partition("; ")[0] for one in told] == [
        "8:30: the text refers to a role “nobody”, which is not there",
        "8:46: the text refers to a data object “invoice”, which is not there",
        "7:12: the text refers to a step “automat”, which is not there",
        "7:29: the text refers to a criterion “H99”, which is not there",
        "7:59: the text refers to a rule “PRI-99”, which is not there",
        "8:7: the text refers to a word of the glossary “nonsense-word”, which is not there",
        "8:66: there is no role “unknown”",
    ]


def test_two_processes_of_one_name_in_one_department_are_told(tmp_path: Path) -> None:
    told = warnings(
        tmp_path,
        {"id": "one", "name": "Pay", "department": "a"},
        {"id": "two", "name": "PAY", "department": "a"},
        {"id": "three", "name": "Pay", "department": "b"},
    )
    assert told == [
        f"{FILE}:6:9: the process “one” in the same department has the same name; "
        "name them apart, or keep one of the two"
    ]


def test_a_computed_share_is_never_more_than_it_is() -> None:
    """A share just below a limit must not seem to reach it."""
    told = {0.5929: 0.59, 0.9499: 0.94, 0.95: 0.95, 0.29: 0.29, 0.57: 0.57, 1.0: 1.0, 0.0: 0.0}
    assert {share: Percentage.computed(share) for share in told} == told
