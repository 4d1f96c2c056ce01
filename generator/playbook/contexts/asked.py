"""What is asked of somebody or something, and in which processes it takes part, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from playbook.contexts.progress import step_words
from playbook.contexts.risk import rule_link, rule_text
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.workpages import DueRow, ProcessGroup, Share, ShortRow, ToDoRow
from playbook.model.process import Action
from playbook.plan import UNASSIGNED, Page

FEW = 8
"""Processes that are named at once under one thing to do."""
MOST = 60
"""Processes that are named under it when it is unfolded."""
MOST_OPEN = 30
"""Processes up to which a list of them stands open."""
MOST_NAMED = 400
"""Processes up to which a list names them; above it counts them for each department."""


class _Thing(NamedTuple):
    """A criterion or rule: its code, its page, its fields and what to do."""

    code: str
    name: Link
    fields: tuple[str, ...]
    show: Markup


def criteria_rows(
    view: View, page: Page, waiting: Mapping[str, Sequence[str]]
) -> tuple[ToDoRow, ...]:
    """Return criteria with the processes that wait for them, the most first.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        waiting: Ids of processes, by the criterion's code.
    """
    made = []
    for code, processes in _ordered(waiting):
        found = view.portfolio.method.criterion(code)
        if found is None:
            continue
        step, criterion = found
        name = view.wording.sentence(criterion.name or code, {})
        link = Link(name, view.to(page, "step", step.code, code))
        show = view.method_prose(page, criterion.show)
        thing = _Thing(code, link, criterion.fields or (), show)
        made.append(_row(view, page, thing, processes))
    return tuple(made)


def rule_rows(view: View, page: Page, waiting: Mapping[str, Sequence[str]]) -> tuple[ToDoRow, ...]:
    """Return rules with the processes they find something in, the most first.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        waiting: Ids of processes, by the rule's code.
    """
    made = []
    for code, processes in _ordered(waiting):
        show = view.method_prose(page, rule_text(view, code).mitigation)
        fields = view.portfolio.gains.fields(code)
        thing = _Thing(code, rule_link(view, page, code), fields, show)
        made.append(_row(view, page, thing, processes))
    return tuple(made)


def _ordered(waiting: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return sorted(waiting.items(), key=lambda item: (-len(item[1]), item[0]))


def _row(view: View, page: Page, thing: _Thing, processes: Sequence[str]) -> ToDoRow:
    links = [view.process(page, ident) for ident in processes[:MOST]]
    return ToDoRow(
        code=thing.code,
        name=thing.name,
        fields=thing.fields,
        show=thing.show,
        count=view.processes(len(processes)),
        processes=tuple(links[:FEW]),
        rest=tuple(links[FEW:]),
        more=len(processes) - len(links),
    )


def due_rows(view: View, page: Page, actions: Sequence[tuple[str, Action]]) -> tuple[DueRow, ...]:
    """Return what was agreed and is not done: by date, and what has no date last.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        actions: The process's id and the action.
    """
    today = view.portfolio.setting.today
    order = sorted(actions, key=lambda item: (item[1].due is None, item[1].due or today, item[0]))
    return tuple(
        DueRow(
            what=view.wording.said(action.what),
            process=view.process(page, ident),
            gap=gap(view, page, action.criterion),
            due=view.wording.date(action.due),
            late=bool(action.due and action.due < today),
        )
        for ident, action in order
    )


def gap(view: View, page: Page, code: str) -> Link:
    """Return a link to a criterion or a rule.

    Args:
        view: The organisation in one language.
        page: The page that links.
        code: Its code.
    """
    found = view.portfolio.method.criterion(code)
    if found is None:
        return rule_link(view, page, code)
    step, criterion = found
    label = view.wording.sentence(criterion.name or code, {})
    return Link(label, view.to(page, "step", step.code, code))


def share(view: View, page: Page, key: str, processes: Sequence[str]) -> Share:
    """Return the processes that something takes part in, by department.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        key: In which way; also the key of its title in the interface.
        processes: Ids of the processes.
    """
    found: dict[str, list[str]] = {ident: [] for ident in view.portfolio.members}
    for ident in processes:
        found[view.portfolio.cards[ident].department or UNASSIGNED].append(ident)
    named = len(processes) <= MOST_NAMED
    return Share(
        key=key,
        title=view.wording.word(f"share_{key}"),
        total=len(processes),
        folded=len(processes) > MOST_OPEN,
        groups=tuple(
            ProcessGroup(
                name=view.department(page, department),
                count=len(idents),
                rows=tuple(_short(view, page, ident) for ident in idents) if named else (),
            )
            for department, idents in found.items()
            if idents
        ),
    )


def _short(view: View, page: Page, ident: str) -> ShortRow:
    words = step_words(view, view.portfolio.assessments[ident])
    return ShortRow(name=view.process(page, ident), step=words)
