"""The step logic: where a process is, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inventories import assess_one
from playbook.model.source import key_of, values_of

PROOF = {"met": "true", "on": "2026-03-02", "kind": "measured", "link": "https://example.org/1"}
STEPS = {
    "harmonise": "H1 H2 H3 H4 H7",
    "unify": "U1 U2 U4 U5",
    "simplify": "S1 S2 S4 S7",
    "concentrate": "C1 C5",
    "digitise": "D1 D2 D3 D5",
    "automate": "A1 A2 A3 A5",
    "outsource": "O1 O2 O3 O4 O5 O6 O7 O8",
}


def proven(*steps: str) -> dict[str, Any]:
    """Return evidence for every required criterion of some steps."""
    return {code: dict(PROOF) for step in steps for code in STEPS[step].split()}


def test_an_empty_process_is_on_the_first_step(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {})
    assert assessment.current == "harmonise"
    states = {result.state for step in assessment.steps for result in step.results}
    assert states == {"unknown"}


def test_unknown_is_never_met(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {})
    assert all(step.state == "open" for step in assessment.steps)
    assert not any(step.started for step in assessment.steps)


def test_a_step_with_evidence_for_all_is_done(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"evidence": proven("harmonise")})
    assert assessment.step("harmonise").state == "done"
    assert assessment.current == "unify"


def test_evidence_without_date_kind_and_proof_leaves_a_criterion_unknown(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"evidence": {"H3": {"met": "true"}}})
    result = next(r for r in assessment.step("harmonise").results if r.code == "H3")
    assert (result.state, result.reason) == ("unknown", "evidence_incomplete")
    assert result.values["lacking"] == ("date", "known_as", "proof")


def test_a_fact_outweighs_evidence_and_the_contradiction_shows(tmp_path: Path) -> None:
    organisation = {"roles": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    process = {"accountable": ["a", "b"], "evidence": {"H1": PROOF}}
    assessment = assess_one(tmp_path, process, organisation)
    result = next(r for r in assessment.step("harmonise").results if r.code == "H1")
    assert (result.state, result.decided_by, result.contradicted) == ("not_met", "field", True)


def test_not_applicable_needs_its_reason_and_is_not_met(tmp_path: Path) -> None:
    evidence = proven("harmonise")
    evidence["H4"] = {"not_applicable": "one unit only"}
    assessment = assess_one(tmp_path, {"evidence": evidence})
    result = next(r for r in assessment.step("harmonise").results if r.code == "H4")
    assert result.state == "not_applicable"
    assert result.values["reason"] == "one unit only"
    assert assessment.step("harmonise").state == "done"


def test_deciding_against_concentrating_completes_the_step(tmp_path: Path) -> None:
    process = {
        "evidence": proven("harmonise", "unify", "simplify"),
        "steps": {"concentrate": {"decision": "no", "reason": "two sites, law"}},
    }
    assessment = assess_one(tmp_path, process)
    step = assessment.step("concentrate")
    assert (step.state, step.decided_against) == ("done", True)
    assert assessment.current == "digitise"


def test_deciding_without_a_reason_completes_nothing(tmp_path: Path) -> None:
    process = {
        "evidence": proven("harmonise", "unify", "simplify"),
        "steps": {"concentrate": {"decision": "no"}},
    }
    assert assess_one(tmp_path, process).current == "concentrate"


def test_deciding_against_automating_completes_the_step(tmp_path: Path) -> None:
    process = {
        "evidence": proven("harmonise", "unify", "simplify", "concentrate", "digitise"),
        "steps": {"automate": {"decision": "no", "reason": "ten cases a year"}},
    }
    assessment = assess_one(tmp_path, process)
    assert assessment.step("automate").decided_against
    assert assessment.current == "outsource"


def test_no_other_step_can_be_declined(tmp_path: Path) -> None:
    process = {"steps": {"unify": {"decision": "no", "reason": "no wish to"}}}
    assert assess_one(tmp_path, process).step("unify").state == "open"


def test_a_step_that_does_not_apply_is_passed_over(tmp_path: Path) -> None:
    process = {
        "evidence": proven("unify"),
        "steps": {"harmonise": {"not_applicable": "one team"}},
    }
    assessment = assess_one(tmp_path, process)
    assert assessment.step("harmonise").state == "not_applicable"
    assert assessment.current == "simplify"


def test_staying_in_house_takes_the_last_step_away(tmp_path: Path) -> None:
    process = {
        "evidence": proven(*[step for step in STEPS if step != "outsource"]),
        "sourcing": {"intent": "in-house", "reason": "cheaper"},
    }
    assessment = assess_one(tmp_path, process)
    assert assessment.current is None
    assert assessment.in_house
    assert assessment.step("outsource").state == "not_applicable"


def test_all_steps_done_leaves_none(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"evidence": proven(*STEPS)})
    assert assessment.current is None
    assert not assessment.in_house


def test_simplifying_before_unifying_is_shown_and_not_punished(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"evidence": proven("harmonise", "simplify")})
    assert assessment.step("simplify").state == "done"
    assert assessment.current == "unify"


def test_work_in_parallel_is_started(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"evidence": {"D1": PROOF}})
    assert assessment.step("digitise").started
    assert not assessment.step("automate").started


def test_a_declared_step_stands_beside_the_computed_one(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"steps": {"declared": "automate"}})
    assert (assessment.current, assessment.declared) == ("harmonise", "automate")
    assert assessment.ahead


def test_a_declared_earlier_step_is_not_ahead(tmp_path: Path) -> None:
    process = {"evidence": proven("harmonise"), "steps": {"declared": "harmonise"}}
    assert not assess_one(tmp_path, process).ahead


def test_every_result_carries_code_field_and_place(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {"exceptions": {"rate": "30%"}})
    for step in assessment.steps:
        for result in step.results:
            assert result.code
            assert result.field
            place = assessment.source.place(result.at)
            assert place.file.endswith(".yaml")
            assert place.line


def test_a_missing_field_does_not_call_the_criterion(tmp_path: Path) -> None:
    assessment = assess_one(tmp_path, {})
    result = next(r for r in assessment.step("harmonise").results if r.code == "H1")
    assert (result.reason, result.field) == ("missing", "accountable")
    assert assessment.source.value(result.at) is None


def test_processes_of_which_the_same_is_known_share_it(tmp_path: Path) -> None:
    one, other = (assess_one(tmp_path / name, {"exceptions": {"rate": "30%"}}) for name in "ab")
    assert one.source is not other.source
    for mine, theirs in zip(one.steps, other.steps, strict=True):
        assert all(a is b for a, b in zip(mine.results, theirs.results, strict=True))


def test_numbers_of_two_sorts_are_two_results() -> None:
    """As keys, 1 and true are the same."""
    assert key_of({"count": 1}) != key_of({"count": True})
    assert values_of(key_of({"count": 1, "of": "a"})) == {"count": 1, "of": "a"}
