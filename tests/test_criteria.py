"""Every criterion, by cases written as data in ``tests/criteria``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases import cases, situation
from inventories import method
from playbook.criteria import CRITERIA
from playbook.model.paths import path_of, value_at
from playbook.model.process import Process
from playbook.texts import placeholders

FOLDER = Path(__file__).parent / "criteria"
METHOD = method()


CASES = cases(FOLDER)


def decide(code: str, case: dict[str, Any]) -> Any:
    process, setting = situation(case, METHOD)
    criterion = CRITERIA[code]
    for field in criterion.reads:
        if value_at(process, path_of(field)) is None:
            return None
    return criterion.decide(process, setting)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any]) -> None:
    verdict = decide(code, case)
    if verdict is None:
        assert (case["state"], case["reason"]) == ("unknown", "missing")
        return
    assert (verdict.state, verdict.reason) == (case["state"], case["reason"])
    if "at" in case:
        assert [str(part) for part in verdict.at] == list(case["at"])
    found = METHOD.criterion(code)
    assert found is not None
    reason = (METHOD.reasons | (found[1].reasons or {}))[verdict.reason]
    assert placeholders(reason) <= set(verdict.values), "a placeholder without a value"


@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_every_criterion_has_its_cases(code: str) -> None:
    states = {case.values[1]["state"] for case in CASES if case.values[0] == code}
    # What cannot be bad news, only missing, has no case that is not met.
    assert {"met", "unknown"} <= states


@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_every_reason_of_a_criterion_is_reached_by_a_case(code: str) -> None:
    found = METHOD.criterion(code)
    assert found is not None
    reached = {case.values[1]["reason"] for case in CASES if case.values[0] == code}
    assert set(found[1].reasons or {}) <= reached


@pytest.mark.parametrize("code", sorted(CRITERIA))
def test_fields_that_are_read_exist(code: str) -> None:
    known = set(Process.__struct_fields__)
    for field in CRITERIA[code].reads:
        assert str(path_of(field)[0]) in known
