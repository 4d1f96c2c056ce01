"""What changed between two states of an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from playbook import digests
from playbook.assess import Assessment
from playbook.findings import Risk
from playbook.model.past import Standing, State
from playbook.model.process import Process


class Change(Struct, frozen=True, kw_only=True):
    """One process that is there before and after.

    Args:
        before: Where it stood.
        after: Where it stands.
    """

    before: Standing
    after: Standing

    @property
    def renamed(self) -> bool:
        """Tell whether it has another id."""
        return self.before.id != self.after.id

    @property
    def moved(self) -> bool:
        """Tell whether it is on another step."""
        return self.before.step != self.after.step

    @property
    def met(self) -> tuple[str, ...]:
        """Return the criteria that are met now and were not."""
        return _more(self.after.met, self.before.met)

    @property
    def lost(self) -> tuple[str, ...]:
        """Return the criteria that were met and are no more."""
        return _more(self.before.met, self.after.met)

    @property
    def opened(self) -> tuple[str, ...]:
        """Return the findings that are open now and were not."""
        return _more(self.after.findings, self.before.findings)

    @property
    def closed(self) -> tuple[str, ...]:
        """Return the findings that were open and are no more."""
        return _more(self.before.findings, self.after.findings)

    @property
    def anything(self) -> bool:
        """Tell whether anything is to be told."""
        judged = self.met or self.lost or self.opened or self.closed
        return bool(self.renamed or self.moved or judged)


class Changes(Struct, frozen=True, kw_only=True):
    """What changed in one organisation.

    Args:
        added: Processes that were not there.
        removed: Processes that are gone.
        changed: Processes of which something is to be told.
        same: How many others are as they were, as far as judgements go.
    """

    added: tuple[Standing, ...]
    removed: tuple[Standing, ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def anything(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.removed or self.changed)


def standing(process: Process, assessment: Assessment, risk: Risk) -> Standing:
    """Return where a process stands, in short.

    Args:
        process: The process.
        assessment: Which step it is on.
        risk: What the rules say of it.
    """
    return Standing(
        id=process.id,
        name=process.name,
        step=assessment.current,
        met=tuple(
            result.code
            for step in assessment.steps
            for result in step.results
            if result.state == "met"
        ),
        findings=tuple(finding.code for finding in risk.open),
        formerly=process.formerly or (),
        content=content(msgspec.structs.replace(process, id="", formerly=None)),
    )


def content(process: Process) -> str:
    """Return the digest of what is known of a process.

    Args:
        process: The process.
    """
    return digests.of_value(process).hex()


def between(before: State, after: State) -> Changes:
    """Return what changed between two states.

    A process that is gone is the one that says it was called so before, or, when none does, the
    only new one of which exactly the same is known. Of a process that is not understood in one of
    the states nothing is told.

    Args:
        before: How the organisation stood.
        after: How it stands.
    """
    old = {item.id: item for item in before.processes}
    former = _former(old, after.processes)
    pairs = [(old[former[item.id]], item) for item in after.processes if item.id in former]
    changes = [Change(before=was, after=now) for was, now in pairs]
    told = tuple(change for change in changes if change.anything)
    gone = old.keys() - former.values() - frozenset(after.unknown)
    unsure = frozenset(before.unknown)
    return Changes(
        added=tuple(
            item
            for item in after.processes
            if item.id not in former and unsure.isdisjoint((item.id, *item.formerly))
        ),
        removed=tuple(item for item in before.processes if item.id in gone),
        changed=told,
        same=len(changes) - len(told),
    )


def _former(old: Mapping[str, Standing], now: Iterable[Standing]) -> dict[str, str]:
    """Return the id that each process had before, by the id that it has."""
    now = tuple(now)
    former = {item.id: item.id for item in now if item.id in old}
    free = old.keys() - former.values()
    for item in now:
        named = next((ident for ident in item.formerly if ident in free), None)
        if item.id not in former and named:
            former[item.id] = named
            free -= {named}
    alike: dict[str, list[str]] = {}
    for ident in sorted(free):
        alike.setdefault(old[ident].content, []).append(ident)
    new: dict[str, list[str]] = {}
    for item in now:
        if item.id not in former:
            new.setdefault(item.content, []).append(item.id)
    pairs = ((idents, alike.get(known, [])) for known, idents in new.items())
    return former | {one[0]: two[0] for one, two in pairs if len(one) == len(two) == 1}


def _more(these: Iterable[str], than: Iterable[str]) -> tuple[str, ...]:
    known = frozenset(than)
    return tuple(code for code in these if code not in known)
