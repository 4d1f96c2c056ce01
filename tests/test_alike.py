"""What was found of one process holds for the others that are known to be like it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playbook.contexts.alike import Alike


class Found:
    """Something that is found, told from others by what it is alone."""


KINDS = [Found() for _ in range(6)]
PROCESSES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.lists(st.sampled_from(KINDS), max_size=4)
)


class Judge:
    """Find what is so, and keep count."""

    def __init__(self, found: dict[str, list[Found]]) -> None:
        self.found = found
        self.asked: list[str] = []

    def of(self, alike: Alike[Found], ident: str) -> list[Found]:
        def judge() -> list[Found]:
            self.asked.append(ident)
            return self.found[ident]

        return list(alike.of(ident, judge))


@given(PROCESSES, st.data())
def test_all_of_them_get_what_would_be_found(
    found: dict[str, list[Found]], data: st.DataObject
) -> None:
    before, now = Alike[Found](), Alike[Found]()
    kept = {ident: before.numbers(ident, each) for ident, each in found.items()}
    # Some have changed since: of these nothing is known any more.
    changed = set(data.draw(st.lists(st.sampled_from(sorted(found))))) if found else set()
    later = {
        ident: data.draw(st.lists(st.sampled_from(KINDS), max_size=4)) if ident in changed else each
        for ident, each in found.items()
    }
    for ident in found.keys() - changed:
        now.remember({ident: kept[ident]})
    judge = Judge(later)
    for ident in data.draw(st.permutations(sorted(found))):
        assert judge.of(now, ident) == later[ident]
    kinds = {each for ident in found.keys() - changed for each in found[ident]}
    assert len(set(judge.asked) - changed) <= len(kinds)
    # A third build, which knows all, is told by numbers of two builds.
    third, again = Alike[Found](), Judge(later)
    for ident, each in later.items():
        third.remember({ident: now.numbers(ident, each)})
    assert all(again.of(third, ident) == later[ident] for ident in later)


def test_one_of_each_kind_is_judged() -> None:
    one, two = KINDS[:2]
    found = {"a": [one], "b": [one, two], "c": [two, one], "d": [two]}
    before, now = Alike[Found](), Alike[Found]()
    for ident, each in found.items():
        now.remember({ident: before.numbers(ident, each)})
    judge = Judge(found)
    assert [judge.of(now, ident) for ident in found] == [*found.values()]
    assert judge.asked == ["a", "b"]
