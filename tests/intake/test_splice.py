"""Files change where they have to change, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.intake.leaves import Change, Leaf, NotSplicedError
from playbook.intake.splice import changed
from playbook.load.syntax import parse
from playbook.model.process import Process
from playbook.tables.forms import Form, fields

REPOSITORY = Path(__file__).parents[2]
FILES = sorted((REPOSITORY / "content" / "organisations").glob("*/processes/*.yaml"))
TEXTS = {path.stem: path.read_text("utf-8") for path in FILES}
ORDER = tuple(fields(Process))
TEXT = Form(word=str)


def one(text: str, path: tuple[str | int, ...], value: str) -> str:
    return changed(text, "processes", {0: [Change(path, Leaf(value, TEXT))]}, ())


def test_a_remark_behind_a_value_stays() -> None:
    text = "processes:\n  - id: a   # oud\n    fte: 2   # geteld\n\n  # volgende\n  - id: b\n"
    now = one(text, ("fte",), "drie")
    assert "fte: drie" in now
    assert now.replace("fte: drie", "fte: 2").replace("  # geteld", "   # geteld").count("#") == 3
    assert now.splitlines()[0:2] == text.splitlines()[0:2]
    assert now.splitlines()[3:] == text.splitlines()[3:]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_ends_of_lines_stay(ending: str) -> None:
    text = ending.join(["processes:", "  - id: a", "    name: b", ""])
    assert one(text, ("name",), "c") == text.replace("name: b", "name: c")


@pytest.mark.parametrize(
    "value", ["no", "2026-03-01", "1.10", "0123", "12:30", "~", "null", "a: b", "a #b", "- x",
              "“é”", "'", '"', "[a", "{", "@x", "%", "!x", "&y", "*z", "a\nb", "a\n\n  b", "x:"]
)  # fmt: skip
def test_a_text_comes_back_as_it_is(value: str) -> None:
    text = "processes:\n  - id: a\n    name: b\n    terms: [{term: x}]\n  - {id: c, name: d}\n"
    tree = {"id": Leaf("n", TEXT), "name": Leaf(value, TEXT)}
    changes = {
        0: [Change(("name",), Leaf(value, TEXT)), Change(("purpose",), Leaf(value, TEXT)),
            Change(("terms", 0, "term"), Leaf(value, TEXT))],
        1: [Change(("name",), Leaf(value, TEXT))],
    }  # fmt: skip
    read = parse(changed(text, "processes", changes, [tree]), "").values["processes"]
    assert [item["name"] for item in read] == [value] * 3
    assert (read[0]["purpose"], read[0]["terms"][0]["term"]) == (value, value)


def test_what_cannot_be_changed_safely_is_refused() -> None:
    text = 'processes:\n  - id: a\n    name: "b\n  c"\n'
    with pytest.raises(NotSplicedError):
        changed(text, "processes", {0: [Change(("name",), Leaf("x", TEXT))]}, ())


def paths(value: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all words in a value."""
    if isinstance(value, dict):
        return [path for key, item in value.items() for path in paths(item, (*before, key))]
    if isinstance(value, list):
        return [path for at, item in enumerate(value) for path in paths(item, (*before, at))]
    return [before]


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\x85\u2028\u2029"),
    min_size=1,
    max_size=30,
).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_word_of_any_process_can_change_and_no_other_line_does(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    processes = parse(text, "").values["processes"]
    at = data.draw(st.integers(0, len(processes) - 1))
    path = data.draw(st.sampled_from(paths(processes[at])))
    value = data.draw(WORDS)
    now = changed(text, "processes", {at: [Change(path, Leaf(value, TEXT))]}, (), ORDER)
    before, after = text.splitlines(), now.splitlines()
    same = next((n for n, pair in enumerate(zip(before, after, strict=False)) if len({*pair}) > 1),
                len(before))  # fmt: skip
    tail = len(before) - same
    while tail and before[-tail:] != after[-tail:]:
        tail -= 1
    touched = len(before) - same - tail
    top = path[0]
    whole = parse(text, "").values["processes"][at][top]
    assert touched <= len(str(whole)) // 10 + 12, "more than the lines of one field"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_many_changes_at_once_say_what_was_asked(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    processes = parse(TEXTS[name], "").values["processes"]
    changes: dict[int, list[Change]] = {}
    for at in data.draw(st.sets(st.integers(0, len(processes) - 1), max_size=4)):
        words = data.draw(
            st.dictionaries(st.sampled_from(["notes", "purpose", "customer", "trigger"]), WORDS)
        )
        changes[at] = [Change((key,), Leaf(value, TEXT)) for key, value in words.items()]
    added = [
        {"id": Leaf(f"new-{n}", TEXT), "name": Leaf(word, TEXT)}
        for n, word in enumerate(data.draw(st.lists(WORDS, max_size=3)))
    ]
    # What comes back is held against what was asked before anything is returned.
    changed(TEXTS[name], "processes", changes, added, ORDER)
