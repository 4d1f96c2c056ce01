"""YAML read from events: the same values as the standard loader, each with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.load.syntax import parse
from playbook.model.places import find

CONTENT = Path(__file__).parents[2] / "content"
# What a project begins with has places to fill in, and is no YAML yet.
EXAMPLES = sorted(set(CONTENT.rglob("*.yaml")) - set((CONTENT / "start").rglob("*.yaml")))
NOTHING = {"", "~", "null", "Null", "NULL"}


def expected(node: yaml.Node) -> Any:
    """Return what a composed node means to us."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: expected(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [expected(item) for item in node.value]
    return None if not node.style and node.value in NOTHING else node.value


def check_places(node: yaml.Node, places: Any, path: tuple[str | int, ...] = ()) -> None:
    place = find(places, path, "f")
    assert (place.line, place.column) == (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            check_places(value, places, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            check_places(item, places, (*path, at))


def check(text: str) -> None:
    document = parse(text, "f")
    assert document.problems == ()
    node = yaml.compose(text, yaml.CSafeLoader)
    assert document.values == expected(node)
    check_places(node, document.places)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_read_as_the_standard_loader_reads_them(path: Path) -> None:
    check(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, {c: d}, []]\n",
        "a: |\n  two\n  lines\nb: >-\n  one\n  line\n",
        "ü: ä\n€: '€'\n𝒳: x\n",
        "- - a\n  - b\n- {c: [d]}\n",
        "a:\nb: ~\nc: null\nd: ''\ne: \"null\"\n",
        "? a\n: b\n",
        "a: 'it''s'\nb: \"tab\\t\"\n",
        "a: x # comment\n",
        "a: 1\r\nb:\r\n  - c\r\n",
    ],
)
def test_documents(text: str) -> None:
    check(text)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
TREES = st.recursive(
    WORDS | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(tree=st.dictionaries(WORDS, TREES, min_size=1, max_size=4), flow=st.booleans())
def test_whatever_is_dumped_reads_back(tree: dict[str, Any], flow: bool) -> None:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
            return True

    text = yaml.dump(tree, Dumper=Plain, allow_unicode=True, default_flow_style=flow)
    assert parse(text, "f").values == tree


@pytest.mark.parametrize(
    "word",
    ["no", "NO", "yes", "on", "off", "1_000", "12:30:00", "0123", "1.10", "2026-03", "2026-01-02",
     "0x1F", "1e3", ".inf", "=", "y", "true"],
)  # fmt: skip
def test_a_plain_word_stays_what_its_writer_sees(word: str) -> None:
    assert parse(f"a: {word}\n", "f").values == {"a": word}
