"""The shipped method is complete, in Dutch and in English."""

from __future__ import annotations

import typing
from pathlib import Path

import msgspec
import pytest

from inventories import method
from playbook.criteria import CRITERIA
from playbook.model.method import Criterion, Step
from playbook.model.process import Process
from playbook.model.scalars import StepCode
from playbook.texts import placeholders

METHOD = method()
CODES = {
    "harmonise": "H1 H2 H3 H4 H5 H6 H7",
    "unify": "U1 U2 U3 U4 U5 U6 U7",
    "simplify": "S1 S2 S3 S4 S5 S6 S7",
    "concentrate": "C1 C2 C3 C4 C5 C6 C7",
    "digitise": "D1 D2 D3 D4 D5 D6 D7",
    "automate": "A0 A1 A2 A3 A4 A5 A6 A7",
    "outsource": "O1 O2 O3 O4 O5 O6 O7 O8",
}
REQUIRED = {
    *("H1", "H2", "H3", "H4", "H7", "U1", "U2", "U4", "U5", "S1", "S2", "S4", "S7"),
    *("C1", "C5", "D1", "D2", "D3", "D5", "A1", "A2", "A3", "A5"),
    *("O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8"),
}
CRITERIA_OF = [(step, item) for step in METHOD.steps for item in step.criteria]


def test_the_steps_are_the_seven_in_their_order() -> None:
    assert [step.code for step in METHOD.steps] == list(typing.get_args(StepCode))
    assert [step.number for step in METHOD.steps] == list(range(1, 8))
    assert [step.code for step in METHOD.steps if step.optional] == ["concentrate"]


@pytest.mark.parametrize("step", METHOD.steps, ids=lambda step: step.code)
def test_a_step_has_its_criteria(step: Step) -> None:
    codes = sorted(criterion.code for criterion in step.criteria)
    assert codes == CODES[step.code].split()


def test_required_marks() -> None:
    assert {item.code for _, item in CRITERIA_OF if item.required} == REQUIRED


@pytest.mark.parametrize("step", METHOD.steps, ids=lambda step: step.code)
def test_a_step_has_all_its_texts_in_both_languages(step: Step) -> None:
    for name in (
        "name",
        "question",
        "changes",
        "is_not",
        "supplier_can",
        "stays_inside",
        "if_skipped",
        "gain",
    ):
        assert_both(getattr(step, name), f"{step.code}.{name}")


@pytest.mark.parametrize("criterion", [item for _, item in CRITERIA_OF], ids=lambda c: c.code)
def test_a_criterion_has_all_its_texts_in_both_languages(criterion: Criterion) -> None:
    for name in ("name", "meaning", "show"):
        assert_both(getattr(criterion, name), f"{criterion.code}.{name}")
    for key, text in (criterion.reasons or {}).items():
        assert_both(text, f"{criterion.code}.{key}")
        dutch, english = (placeholders(text[language]) for language in ("nl", "en"))
        assert dutch == english, f"{criterion.code}.{key}"
    assert criterion.who


@pytest.mark.parametrize("criterion", [item for _, item in CRITERIA_OF], ids=lambda c: c.code)
def test_the_fields_of_a_criterion_exist(criterion: Criterion) -> None:
    for field in criterion.fields or ():
        assert_field(field)


def test_a_criterion_that_fields_decide_names_them() -> None:
    for _, criterion in CRITERIA_OF:
        assert bool(criterion.reasons) == (criterion.code in CRITERIA)


def test_every_threshold_is_used_somewhere() -> None:
    sources = [
        path.read_text("utf-8") for path in (Path(__file__).parents[1] / "generator").rglob("*.py")
    ]
    for name in METHOD.thresholds:
        assert any(f'"{name}"' in source for source in sources), name


def assert_both(text: object, name: str) -> None:
    assert isinstance(text, dict), f"{name} is not in two languages"
    assert set(text) == {"nl", "en"}, name
    assert all(part.strip() for part in text.values()), name


def assert_field(dotted: str) -> None:
    """Follow a dotted field through the types of the model."""
    first = dotted.split(".", maxsplit=1)[0].removesuffix("[]")
    if first == "organisation":
        return
    type_: typing.Any = Process
    for part in dotted.replace("[]", "").split("."):
        hints = typing.get_type_hints(type_)
        names = {field.encode_name: field.name for field in msgspec.structs.fields(type_)}
        assert part in names, f"{dotted}: {type_.__name__} has no {part}"
        structs = [inner for inner in flat(hints[names[part]]) if is_struct(inner)]
        if not structs:
            return
        type_ = structs[0]


def flat(type_: typing.Any) -> list[typing.Any]:
    """Return a type and all types inside it."""
    return [type_, *(inner for part in typing.get_args(type_) for inner in flat(part))]


def is_struct(type_: typing.Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, msgspec.Struct)
