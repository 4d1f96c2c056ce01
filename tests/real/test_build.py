"""Real inventories build, and their awkward texts arrive on the page unchanged."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from tests.real import gemma, koos

from inventories import TODAY
from playbook.model.scalars import Text
from playbook.opening import Opening
from playbook.site import Site, open_site

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real inventories are not here")
SOURCES = {"koos": (koos, "koos-gemeinde"), "gemma": (gemma, "gemma-municipal")}


@pytest.fixture(scope="module", params=sorted(SOURCES))
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    module, folder = SOURCES[request.param]
    target = tmp_path_factory.mktemp(request.param)
    report = module.convert(DATA / folder / "raw.json", target)
    return request.param, open_site(target, Opening(TODAY)), report


def plain(text: Text) -> str:
    return text if isinstance(text, str) else next(iter(text.values()))


def squeezed(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def test_every_process_has_its_page_in_both_languages(real: Any) -> None:
    name, site, _ = real
    pages = [page for page in site.pages.values() if page.kind == "process"]
    assert len(pages) == 2 * {"koos": 650, "gemma": 177}[name]


@pytest.mark.slow
def test_every_page_renders_and_names_arrive_unchanged(real: Any) -> None:
    _, site, _ = real
    names = {p.id: plain(p.name) for p in site.portfolios[0].inventory.processes}
    for page in site.pages.values():
        text = site.html(page).decode()
        if page.kind == "process":
            assert html.escape(names[page.key], quote=False) in html.unescape(text) or (
                squeezed(names[page.key]) in squeezed(text)
            ), page.path


def test_nothing_is_claimed_that_the_source_does_not_say(real: Any) -> None:
    """Whatever a source lacks stays unknown: no step is done, no rule finds a fact."""
    name, site, _ = real
    portfolio = site.portfolios[0]
    states: dict[str, int] = {}
    for assessment in portfolio.assessments.values():
        for step in assessment.steps:
            for result in step.results:
                states[result.state] = states.get(result.state, 0) + 1
    assert states["unknown"] > 0.9 * sum(states.values())
    assert all(assessment.current == "harmonise" for assessment in portfolio.assessments.values())
    outcomes = [f.state for risk in portfolio.risks.values() for f in risk.findings]
    assert outcomes.count("unknown") > 0.8 * len(outcomes), name
    assert all(risk.band is None for risk in portfolio.risks.values())


def test_duplicates_and_dangling_references_are_told(real: Any) -> None:
    name, _, report = real
    if name == "koos":
        assert len({line.split(":")[0] for line in report.dangling}) >= 1
        assert len(report.duplicates) >= 84
    else:
        assert len(report.duplicates) >= 33


def test_a_page_says_what_is_unknown_in_a_way_to_act_on(real: Any) -> None:
    _, site, _ = real
    page = next(page for page in site.pages.values() if page.kind == "findings")
    text = squeezed(site.html(page).decode())
    assert "Dat is geen slecht nieuws, maar werk." in text


def test_no_page_is_large(real: Any) -> None:
    _, site, _ = real
    assert isinstance(site, Site)
    language = site.project.config.languages[0]
    pages = [page for page in site.pages.values() if page.language == language]
    others = {page.path: len(site.html(page)) for page in pages if page.kind != "process"}
    assert {path: size for path, size in others.items() if size > 500_000} == {}
    home = next(page for page in pages if page.kind == "home")
    assert others[home.path] < 60_000, "it counts, and names no process of many"
