"""The guides of the steps lead to every rule and criterion, in both languages alike."""

from __future__ import annotations

import re
from typing import Final

import pytest

from inventories import handbook, method
from playbook.guides.guide import LANGUAGES, Guide

METHOD = method()
STEPS = handbook(METHOD).steps
REFERENCE: Final = re.compile(r"\{(\w+)\}`([\w-]+)`")


def led(guide: Guide) -> set[tuple[str, str]]:
    """Return what a guide refers to, each with its kind."""
    parts = (*guide.parts.values(), *guide.criteria.values())
    return {reference for part in parts for reference in REFERENCE.findall(part.text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_reached_from_the_guide_of_a_step(language: str) -> None:
    reached = set().union(*(led(guide) for guide in STEPS[language].values()))
    rules = {("rule", rule.code) for dispute in METHOD.disputes for rule in dispute.rules}
    assert rules - reached == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_is_explained_in_the_guide_of_its_step(language: str) -> None:
    for step in METHOD.steps:
        criteria = STEPS[language][step.code].criteria
        assert list(criteria) == [criterion.code for criterion in step.criteria]
        assert all(part.text.strip() for part in criteria.values())


@pytest.mark.parametrize("code", [step.code for step in METHOD.steps])
def test_a_guide_leads_to_the_same_in_both_languages(code: str) -> None:
    dutch, english = (led(STEPS[language][code]) for language in ("nl", "en"))
    assert dutch == english
