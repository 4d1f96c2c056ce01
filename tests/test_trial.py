"""The four processes that the dispute-risk model was tried on, in the order it has to give."""

from __future__ import annotations

from pathlib import Path

import pytest

from inventories import TODAY
from playbook.contexts.portfolio import Portfolio
from playbook.opening import Opening
from playbook.site import open_site

PROJECT = Path(__file__).parent / "sites" / "trial"


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return open_site(PROJECT, Opening(TODAY)).portfolios[0]


def bands(portfolio: Portfolio, process: str, band: str) -> set[str]:
    return {risk.type for risk in portfolio.risks[process].types if risk.band == band}


@pytest.mark.parametrize(
    ("process", "points"), [("well-prepared", 9), ("early", 26), ("middling", 27), ("acute", 69)]
)
def test_points(portfolio: Portfolio, process: str, points: int) -> None:
    assert portfolio.risks[process].points == points


def test_well_prepared_has_nothing_above_discuss(portfolio: Portfolio) -> None:
    assert portfolio.risks["well-prepared"].band == "discuss"


def test_middling_has_types_to_prepare_and_none_worse(portfolio: Portfolio) -> None:
    assert portfolio.risks["middling"].band == "prepare"


def test_an_acute_problem_has_scope_responsibility_and_price_to_resolve(
    portfolio: Portfolio,
) -> None:
    assert bands(portfolio, "acute", "resolve_first") == {"scope", "responsibility", "price"}
    assert portfolio.risks["acute"].band == "resolve_first"


def test_what_nobody_wants_to_sell_has_no_band(portfolio: Portfolio) -> None:
    assert portfolio.risks["early"].band is None
    assert bands(portfolio, "early", "resolve_first") == {"scope"}
    assert portfolio.assessments["early"].current == "harmonise"


def test_the_order_to_talk_about_them(portfolio: Portfolio) -> None:
    order = sorted(portfolio.risks.values(), key=lambda risk: -risk.points)
    assert [risk.process for risk in order] == ["acute", "middling", "early", "well-prepared"]
