"""Whatever the files hold: problems or a site, never a traceback and never a hang."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inventories import TODAY
from playbook import markdown
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import open_site

LONGEST = 10.0
"""Seconds that one input may take, far above what any takes; a hang is longer."""

SEED_FILES = sorted((Path(__file__).parents[1] / "content" / "organisations").rglob("*.yaml"))
SEEDS = [path.read_bytes() for path in SEED_FILES]
FRAGMENTS = [
    b"\t", b": ", b"- ", b"{", b"}", b"[", b"]", b"&a ", b"*a", b"!!python/object ", b"'", b'"',
    b"|", b">", b"#", b"\xff", b"\x00", b"\r\n", b"---\n", b"%", b"? ", b"null", b"~", b"\n\n",
    b"processes:\n", b"  - id: x\n", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"9" * 400, b"<<: ",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Take a file of the examples and damage it in a few places."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.sampled_from(("insert", "delete", "flip", "repeat")))
        length = draw(st.integers(1, 40))
        if how == "insert":
            data[at:at] = draw(st.sampled_from(FRAGMENTS))
        elif how == "delete":
            del data[at : at + length]
        elif how == "flip" and at < len(data):
            data[at] = draw(st.integers(0, 255))
        else:
            data[at:at] = data[at : at + length] * draw(st.integers(1, 30))
    return bytes(data)


def outcome(folder: Path, data: bytes) -> str:
    """Build a project with some bytes as its processes; say how it ended."""
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / "content" / "organisations" / "x"
    (inside / "processes").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: Fuzz\n")
    (inside / "organisation.yaml").write_text("name: Fuzz\n")
    (inside / "processes" / "p.yaml").write_bytes(data)
    start = time.perf_counter()
    try:
        site = open_site(folder, Opening(TODAY))
        for page in site.pages.values():
            site.html(page)
        end = "site"
    except Unusable as unusable:
        assert unusable.problems
        end = "problems"
    assert time.perf_counter() - start < LONGEST, data[:200]
    return end


MANY = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.slow
@MANY
@given(data=mutated())
def test_S29_damaged_examples(tmp_path: Path, data: bytes) -> None:
    assert outcome(tmp_path / "p", data) in ("site", "problems")


@pytest.mark.slow
@MANY
@given(data=st.binary(max_size=400))
def test_S29_any_bytes(tmp_path: Path, data: bytes) -> None:
    assert outcome(tmp_path / "p", data) in ("site", "problems")


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(text=st.text(alphabet="ab`*_[]()<>!#|~\\{}:&;-+ \n\t\"'", max_size=400))
def test_S29_any_markdown(text: str) -> None:
    start = time.perf_counter()
    markdown.render(text, lambda _role, _target: None)
    assert time.perf_counter() - start < LONGEST


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 20000,
        "*" * 20000,
        "`" * 20000 + "x",
        "![" * 10000,
        "<" * 20000,
        "> " * 5000 + "x",
        "- " * 5000 + "x",
        "a|" * 10000 + "\n" + "-|" * 10000,
        "{process}`" * 5000,
        "~" * 20000,
        "_a_" * 10000,
        "&" * 20000,
    ],
    ids=lambda text: text[:4],
)
def test_S29_markdown_made_to_be_slow(text: str) -> None:
    start = time.perf_counter()
    markdown.render(text, lambda _role, _target: None)
    assert time.perf_counter() - start < LONGEST
