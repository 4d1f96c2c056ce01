"""What a process asks for now: what is missing, what comes first, who helps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from playbook.contexts.processpage import Helper, Now
from playbook.contexts.shapes import ActionRow, CriterionRow, Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.model.process import Action, Process
from playbook.plan import Page

MOST_ACTIONS: Final = 3
OWNER: Final = "owner"
"""Who fills in most of a process; its accountable role is named instead."""


def now(view: View, page: Page, missing: Sequence[CriterionRow]) -> Now:
    """Return what a process asks for now.

    Args:
        view: The organisation in one language.
        page: The page of the process.
        missing: The open criteria of the step it is on.
    """
    process = view.portfolio.processes[page.key]
    still = [action for action in process.actions or () if not action.done]
    still.sort(key=lambda action: action.due or datetime.date.max)
    return Now(
        needed=tuple(_link(row) for row in missing if row.required),
        wished=sum(not row.required for row in missing),
        actions=tuple(action_row(view, page, action) for action in still[:MOST_ACTIONS]),
        more_actions=max(0, len(still) - MOST_ACTIONS),
        first=missing[0] if missing and not still else None,
        helpers=_helpers(view, page, process, missing),
    )


def action_row(view: View, page: Page, action: Action) -> ActionRow:
    """Return something that somebody will do.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        action: What was agreed.
    """
    wording, today = view.wording, view.portfolio.setting.today
    return ActionRow(
        what=wording.said(action.what),
        who=view.linked(page, "role", action.who),
        due=wording.date(action.due),
        done=wording.date(action.done),
        late=bool(action.due and not action.done and action.due < today),
    )


def _link(row: CriterionRow) -> Link:
    label = Markup('<span class="code">{}</span> {}').format(row.code, row.name)
    return Link(label, f"#needs-{row.code}")


def _helpers(
    view: View, page: Page, process: Process, missing: Sequence[CriterionRow]
) -> tuple[Helper, ...]:
    """Return who fills in what is missing, and who does the step with us."""
    wanted: dict[Markup, list[str]] = {}
    for row in missing:
        if row.who:
            wanted.setdefault(row.who, []).append(row.code)
    asked, owner = who_link(view, page, OWNER), view.owner(process, page)
    helpers = [
        Helper(
            who=owner if who == asked and owner else who,
            role=who if who == asked and owner else Markup(""),
            codes=tuple(codes),
        )
        for who, codes in wanted.items()
    ]
    assessment = view.portfolio.assessments[process.id]
    note = assessment.step(assessment.current).note if assessment.current else None
    party = (note.done_by or note.done_with) if note else None
    if party:
        names = {item.id: item.name for item in view.portfolio.inventory.suppliers}
        helpers.append(
            Helper(
                who=view.wording.said(names.get(party, party)),
                role=Markup.escape(view.wording.code("supplier")),
                codes=(),
            )
        )
    return tuple(helpers)
