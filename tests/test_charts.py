"""Where bars and lanes stand, and that a page with pictures says the same in words."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventories import TODAY, write_project
from playbook.charts import columns, lanes, share, stacked
from playbook.opening import Opening
from playbook.site import Site, open_site

ORGANISATION = {"roles": [{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bob"}]}
PROCESS = {
    "id": "p",
    "name": "P",
    "activities": [
        {"id": "one", "name": "First", "responsible": "a", "scope": "in"},
        {"id": "two", "name": "Second", "responsible": "b", "scope": "retained"},
        {"id": "three", "name": "Third"},
    ],
    "volumes": {
        "unit": "cases",
        "months": {"2026-01": 10, "2026-02": 40, "2026-03": 0},
        "peak": "2026-02",
    },
}

SCOPES = [("in", 1), ("retained", 1), ("unknown", 1)]
PICTURED = ("accounts-payable", "payroll", "payment-run")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = write_project(tmp_path_factory.mktemp("charts"), ORGANISATION, [PROCESS])
    return open_site(folder, Opening(TODAY))


@pytest.fixture(scope="module")
def html(site: Site) -> str:
    return site.html(site.pages["x/en/processes/p.html"]).decode()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_bars_stand_on_the_ground_inside_the_picture_and_in_proportion(values: list[int]) -> None:
    bars = columns(values, 600, 120)
    most = max(values)
    for value, bar in zip(values, bars, strict=True):
        assert bar.y + bar.height == 120
        assert bar.x >= 0
        assert bar.x + bar.width <= 600
        assert (bar.height > 0) == (value > 0)
        if value == most and most:
            assert bar.height == 120
        if most:
            assert abs(bar.height - 120 * value / most) <= 1
    for left, right in pairwise(bars):
        assert left.x + left.width < right.x or left.width == 0


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=10))
def test_stacked_bars_are_on_one_scale(pairs: list[tuple[int, int]]) -> None:
    made = stacked(pairs, 100)
    most = max(map(sum, pairs)) or 1
    for (first, second), (solid, hollow) in zip(pairs, made, strict=True):
        assert solid == 100 * first // most
        assert solid + hollow == 100 * (first + second) // most


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_little_is_not_nothing_and_nearly_all_is_not_all(part: int, whole: int) -> None:
    length = share(part, whole, 100)
    assert (length == 0) == (part == 0 or whole == 0)
    assert (length == 100) == (0 < whole <= part)
    if 0 < part < whole:
        assert abs(length - 100 * part / whole) <= 1


@pytest.mark.parametrize(
    ("order", "everybody", "changes"),
    [
        ([], (), ()),
        ([["a"], ["a"], ["b"]], ("a", "b"), (False, False, True)),
        ([["a"], ["a", "b"], ["b"]], ("a", "b"), (False, False, False)),
        ([["a"], [], ["a"], ["b"]], ("a", "b"), (False, False, False, True)),
    ],
)
def test_work_changes_hands_where_nobody_goes_on(
    order: list[list[str]], everybody: tuple[str, ...], changes: tuple[bool, ...]
) -> None:
    assert lanes(order) == (everybody, changes)


def test_an_activity_stands_in_the_lane_of_who_does_it(html: str) -> None:
    found = re.search(r'<table class="lanes">.*?</table>', html, re.DOTALL)
    assert found
    rows = re.findall(r"<tr>(.*?)</tr>", found[0], re.DOTALL)
    heads = re.findall(r"<th[^>]*>(?:<a[^>]*>)?([^<]*)", rows[0])
    assert heads == ["Ann", "Bob", "Not known yet"]
    where = [
        [bool(re.search(r">\w", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in rows[1:]
    ]
    assert where == [[True, False, False], [False, True, False], [False, False, True]]
    assert "stays with us" in rows[2]
    assert "comes from other hands" in rows[2]
    assert "passes into other hands once" in html


def test_what_may_go_out_and_what_stays_inside_is_counted_beside_the_lanes(site: Site) -> None:
    shown = site.context(site.pages["x/en/processes/p.html"]).swimlane
    assert [(scope, count) for scope, _, count in shown.scopes] == SCOPES
    html = site.html(site.pages["x/en/processes/p.html"]).decode()
    assert html.count('class="lane-key') == len(SCOPES)


def test_a_picture_has_a_title_a_text_and_a_table(html: str) -> None:
    svg = re.search(r'<svg[^>]*role="img" aria-labelledby="([^"]*)".*?</svg>', html, re.DOTALL)
    assert svg
    for ident in svg[1].split():
        assert f'id="{ident}"' in svg[0]
    assert "Busiest in February 2026 (40), quietest in March 2026 (0)." in svg[0]
    assert svg[0].count('class="peak"') == 1
    assert 'id="t-volumes"' in html


def test_a_gauge_and_a_bar_say_in_words_what_they_show(repository: Path) -> None:
    site = open_site(repository, Opening(TODAY))
    trust = site.html(site.pages["waterland/en/trust.html"]).decode()
    gauges = re.findall(r'<p class="gauge">(.*?)</p>', trust, re.DOTALL)
    assert len(gauges) == 3
    for picture in gauges:
        svg, _, words = picture.partition("</svg>")
        said = re.search(r"(\d+) of (\d+) facts known, (\d+) shared", words)
        assert said
        known, total, shared = map(int, said.groups())
        widths = dict(re.findall(r'class="(known|shared)" width="(\d+)"', svg))
        assert int(widths["known"]) == share(known, total, 100)
        assert int(widths.get("shared", 0)) == share(shared, total, 100)
    rows = site.context(site.pages["waterland/en/trust.html"]).types
    for row in rows:
        assert row.solid + row.hollow <= 100
        assert (row.solid > 0, row.hollow > 0) == (row.facts > 0, row.unknowns > 0)
    assert max(row.solid + row.hollow for row in rows) == 100
    assert trust.count('class="solid"') == 1 + sum(row.solid > 0 for row in rows)


def test_S28_a_picture_brings_nothing_from_elsewhere_and_no_script(repository: Path) -> None:
    site = open_site(repository, Opening(TODAY))
    seen = 0
    pages = {(page.kind, page.language): page for page in site.pages.values()}
    pages |= {(page.key, ""): page for page in site.pages.values() if page.key in PICTURED}
    for page in pages.values():
        for svg in re.findall(r"<svg.*?</svg>", site.html(page).decode(), re.DOTALL):
            seen += 1
            assert not re.search(r"<(script|foreignObject|image|use|style|animate)\b", svg)
            assert not re.search(r"\b(on\w+|href|xlink:href|style)\s*=", svg)
    assert seen > len(pages)
