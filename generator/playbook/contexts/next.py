"""The cheapest next thing, for one process and over all of them, as rows."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from playbook.contexts.kept import Gap
from playbook.contexts.risk import rule_link
from playbook.contexts.riskrows import GainRow
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.gains import Gain
from playbook.plan import Page

MOST_FOR_ONE = 8
MOST_FOR_ALL = 25


def process_gains(view: View, page: Page, process: str) -> tuple[GainRow, ...]:
    """Return what clears most of one process for one fact.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: Id of the process.
    """
    gains = view.portfolio.first_gains(process)
    rows = (_row(view, page, gain) for gain in gains if gain.points or gain.criteria)
    return tuple(row for row, _ in zip(rows, range(MOST_FOR_ONE), strict=False))


def portfolio_gains(view: View, page: Page) -> tuple[GainRow, ...]:
    """Return what clears most for least, over all processes.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
    """
    points: Counter[str] = Counter()
    criteria: Counter[str] = Counter()
    steps: Counter[str] = Counter()
    processes: Counter[str] = Counter()
    for process in view.portfolio.inventory.processes:
        for code, clears, meets, completes in view.portfolio.tried(process.id):
            points[code] += clears
            criteria[code] += meets
            steps[code] += completes
            processes[code] += 1
    order = sorted(points, key=lambda code: (-points[code], -criteria[code], code))
    made = []
    for code in order[:MOST_FOR_ALL]:
        name, who = _gap(view, page, code)
        made.append(
            GainRow(
                code=code,
                name=name,
                fields=view.portfolio.gains.fields(code),
                who=who,
                points=points[code],
                criteria=criteria[code],
                steps=steps[code],
                processes=processes[code],
            )
        )
    return tuple(made)


def _row(view: View, page: Page, gain: Gain) -> GainRow:
    name, who = _gap(view, page, gain.code)
    return GainRow(
        code=gain.code,
        name=name,
        fields=gain.fields,
        who=who,
        points=gain.points,
        criteria=len(gain.criteria),
        steps=len(gain.steps),
    )


def _gap(view: View, page: Page, code: str) -> Gap:
    """Return what a gap is called and who can close it, the same on pages in one folder."""
    key = (page.folder, code)
    if (known := view.kept.gaps.get(key)) is None:
        known = view.kept.gaps[key] = (_name(view, page, code), _who(view, page, code))
    return known


def _name(view: View, page: Page, code: str) -> Link:
    found = view.portfolio.method.criterion(code)
    if found is None:
        return rule_link(view, page, code)
    step, criterion = found
    label = view.wording.sentence(criterion.name, {}) if criterion.name else Markup.escape(code)
    return Link(label, view.to(page, "step", step.code, code))


def _who(view: View, page: Page, code: str) -> Markup:
    method = view.portfolio.method
    found = method.criterion(code)
    text = found[1] if found else method.rule(code)
    return who_link(view, page, text.who if text else None)
