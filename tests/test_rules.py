"""Every rule, by cases written as data in ``tests/rules`` and by the method's own examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cases import cases, situation
from inventories import method
from playbook.findings import decide
from playbook.model.paths import path_of
from playbook.model.process import Process
from playbook.rules import RULES
from playbook.rules.rule import Case, Rule
from playbook.texts import placeholders
from test_method import assert_both, assert_field

METHOD = method()
CASES = cases(Path(__file__).parent / "rules")
ALL_OPEN = {step.code: "open" for step in METHOD.steps}
CODES = {
    *(f"SCO-{n:02}" for n in range(1, 7)),
    *(f"RES-{n:02}" for n in range(1, 8)),
    *(f"QUA-{n:02}" for n in range(1, 8)),
    *(f"PRI-{n:02}" for n in range(1, 8)),
    *(f"DAT-{n:02}" for n in range(1, 6)),
    *(f"PEO-{n:02}" for n in range(1, 6)),
    *(f"EXI-{n:02}" for n in range(1, 6)),
}
EVERY = [pytest.param(RULES[code], id=code) for code in sorted(RULES)]


def outcome(rule: Rule, case: dict[str, Any]) -> Any:
    process, setting = situation(case, METHOD)
    steps = {**ALL_OPEN, **(case.get("steps") or {})}
    return decide(rule, Case(process, setting, steps))  # type: ignore[arg-type]


def test_all_42_rules_are_there() -> None:
    assert set(RULES) == CODES
    assert len(CODES) == 42


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any]) -> None:
    rule = RULES[code]
    found = outcome(rule, case)
    assert (found.state, found.reason) == (case["state"], case["reason"])
    if "at" in case:
        assert [str(part) for part in found.at] == list(case["at"])
    if "points" in case:
        assert rule.points[found.tier] == int(case["points"])
    if found.reason != "missing":
        text = METHOD.rule(code)
        assert text is not None
        reason = (text.reasons or {})[found.reason]
        assert placeholders(reason) <= set(found.values), "a placeholder without a value"


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_has_its_cases(rule: Rule) -> None:
    mine = [case.values[1] for case in CASES if case.values[0] == rule.code]
    states = {case["state"] for case in mine}
    assert {"fired", "clear"} <= states
    assert "unknown" in states or not rule.reads
    points = {int(case["points"]) for case in mine if case["state"] == "fired"}
    assert points == set(rule.points), "every tier has a case"


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_has_all_its_texts_in_both_languages(rule: Rule) -> None:
    text = METHOD.rule(rule.code)
    assert text is not None
    for name in ("title", "looks_at", "why", "question", "mitigation"):
        assert_both(getattr(text, name), f"{rule.code}.{name}")
    for key, reason in (text.reasons or {}).items():
        assert_both(reason, f"{rule.code}.{key}")
        assert isinstance(reason, dict)
        assert placeholders(reason["nl"]) == placeholders(reason["en"]), key
    assert text.who
    for field in text.fields or ():
        assert_field(field)


@pytest.mark.parametrize("rule", EVERY)
def test_the_example_fires_and_what_stands_instead_does_not(rule: Rule) -> None:
    text = METHOD.rule(rule.code)
    assert text is not None
    assert text.example is not None
    assert text.instead is not None
    done = {step.code: "done" for step in METHOD.steps}
    bad = {"process": text.example.process, "organisation": text.example.organisation}
    good = {"process": text.instead.process, "organisation": text.instead.organisation}
    assert outcome(rule, bad).state == "fired"
    assert outcome(rule, {**good, "steps": done}).state == "clear"


@pytest.mark.parametrize("rule", EVERY)
def test_a_missing_field_makes_a_rule_unknown_without_calling_it(rule: Rule) -> None:
    if rule.reads:
        found = outcome(rule, {})
        assert (found.state, found.reason) == ("unknown", "missing")


@pytest.mark.parametrize("rule", EVERY)
def test_fields_that_are_read_exist(rule: Rule) -> None:
    for field in rule.reads:
        assert path_of(field)[0] in Process.__struct_fields__, field


def test_every_dispute_type_has_its_texts() -> None:
    assert len(METHOD.disputes) == 7
    for dispute in METHOD.disputes:
        assert_both(dispute.name, dispute.type)
        assert_both(dispute.about, dispute.type)
        for text in dispute.rules:
            assert RULES[text.code].type == dispute.type


def test_the_most_points_there_can_be() -> None:
    """Hold the sums that the method's table was tried with: 70 always, 137 in all."""
    unless = {rule.unless for rule in RULES.values() if rule.unless}
    counted = [
        rule
        for rule in RULES.values()
        if (rule.unless is None and rule.code != "EXI-01") or rule.code in unless
    ]
    always = sum(max(rule.points) for rule in counted if rule.phase == "always")
    talks = sum(max(rule.points) for rule in counted if rule.phase == "talks")
    assert (always, always + talks) == (70, 137)
