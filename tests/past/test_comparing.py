"""What changed between two states of an organisation."""

from __future__ import annotations

import datetime
from typing import Any

from playbook.changes import Changes, between
from playbook.model.past import Standing, State

DAY = datetime.date(2026, 1, 31)


def standing(ident: str, **more: Any) -> Standing:
    plain = {"step": "harmonise", "met": (), "findings": (), "formerly": (), "content": ident}
    return Standing(**{"id": ident, "name": ident, **plain, **more})


def changes(before: list[Standing], after: list[Standing], **more: Any) -> Changes:
    was = State(day=DAY, processes=tuple(before), **more)
    return between(was, State(day=DAY, processes=tuple(after)))


def test_what_is_new_is_added_and_what_is_gone_is_removed() -> None:
    found = changes([standing("a"), standing("b")], [standing("b"), standing("c")])
    assert [item.id for item in found.added] == ["c"]
    assert [item.id for item in found.removed] == ["a"]
    assert found.changed == ()
    assert found.same == 1


def test_a_process_moves_and_its_criteria_and_findings_come_and_go() -> None:
    before = standing("a", met=("H1", "H2"), findings=("SCO-01", "SCO-02"))
    after = standing("a", step="unify", met=("H2", "H3"), findings=("SCO-02", "PRI-01"))
    (change,) = changes([before], [after]).changed
    assert change.moved
    assert not change.renamed
    assert (change.met, change.lost) == (("H3",), ("H1",))
    assert (change.opened, change.closed) == (("PRI-01",), ("SCO-01",))


def test_a_process_that_says_how_it_was_called_is_renamed() -> None:
    found = changes([standing("old")], [standing("new", formerly=("older", "old"))])
    assert [(item.before.id, item.after.id) for item in found.changed] == [("old", "new")]
    assert found.added == found.removed == ()


def test_a_process_of_which_the_same_is_known_is_renamed() -> None:
    found = changes([standing("old", content="c")], [standing("new", content="c")])
    assert [(item.before.id, item.after.id) for item in found.changed] == [("old", "new")]


def test_two_processes_of_which_the_same_is_known_are_not_taken_for_a_third() -> None:
    before = [standing("old", content="c"), standing("older", content="c")]
    found = changes(before, [standing("new", content="c")])
    assert [item.id for item in found.added] == ["new"]
    assert [item.id for item in found.removed] == ["old", "older"]


def test_a_former_name_that_another_process_still_has_renames_nothing() -> None:
    found = changes([standing("a")], [standing("a"), standing("b", formerly=("a",))])
    assert [item.id for item in found.added] == ["b"]


def test_a_process_of_which_only_the_facts_differ_is_the_same() -> None:
    found = changes([standing("a", content="1")], [standing("a", content="2")])
    assert not found.anything
    assert found.same == 1


def test_nothing_is_told_of_a_process_that_was_not_understood() -> None:
    assert not changes([], [standing("a")], unknown=("a",)).anything
    assert not changes([], [standing("b", formerly=("a",))], unknown=("a",)).anything
