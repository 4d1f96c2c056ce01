"""The page on data quality: what is not known, old, estimated or assumed."""

from __future__ import annotations

from collections import defaultdict

from playbook.contexts.heads import contents
from playbook.contexts.pages import DoubtRow, GapRow, QualityPage
from playbook.contexts.pictures import gauge
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.plan import Page
from playbook.quality import Doubt

MOST_GAPS = 40
MOST_DOUBTS = 200
MOST_EXAMPLES = 3


def quality_page(view: View, page: Page) -> QualityPage:
    """Return how much of the inventory is known, and how well.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    known = total = 0
    for met, not_met, unknown, _ in view.portfolio.criterion_counts.values():
        known += met + not_met
        total += met + not_met + unknown
    doubts, word = view.portfolio.doubts, view.wording.word
    stale = [doubt for doubt in doubts if doubt.why in ("stale", "review_passed")]
    unmeasured = [doubt for doubt in doubts if doubt.why in ("estimated", "assumed")]
    return QualityPage(
        chrome=view.chrome,
        head=view.head(
            page,
            word("data_quality"),
            "quality",
            contents=contents(
                ("gaps", word("gaps"), True),
                ("stale", word("stale"), True),
                ("unmeasured", word("unmeasured"), True),
            ),
        ),
        known=gauge(view, "gauge_judged", known, total),
        gaps=_gaps(view, page),
        stale=tuple(_doubt_row(view, page, doubt) for doubt in stale[:MOST_DOUBTS]),
        stale_total=len(stale),
        unmeasured=tuple(_doubt_row(view, page, doubt) for doubt in unmeasured[:MOST_DOUBTS]),
        unmeasured_total=len(unmeasured),
    )


def _gaps(view: View, page: Page) -> tuple[GapRow, ...]:
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for assessment in view.portfolio.assessments.values():
        for step in assessment.steps:
            for result in step.results:
                if result.state == "unknown":
                    waiting[result.code, result.field].append(assessment.process)
    order = sorted(waiting.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = []
    for (code, field), processes in order[:MOST_GAPS]:
        found = view.portfolio.method.criterion(code)
        if found is None:
            continue
        home, criterion = found
        name = view.wording.sentence(criterion.name or code, {})
        rows.append(
            GapRow(
                field=field,
                label=view.wording.field(field),
                criterion=Link(name, view.to(page, "step", home.code, code)),
                count=len(processes),
                who=who_link(view, page, criterion.who),
                processes=tuple(view.process(page, key) for key in processes[:MOST_EXAMPLES]),
            )
        )
    return tuple(rows)


def _doubt_row(view: View, page: Page, doubt: Doubt) -> DoubtRow:
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in doubt.path)
    word = view.wording.word
    why = {
        "stale": lambda: word("stale_since", date=view.wording.date(doubt.on)),
        "review_passed": lambda: word("review_passed", date=view.wording.date(doubt.on)),
        "estimated": lambda: word("estimated_fact"),
        "assumed": lambda: word("assumed_fact"),
    }[doubt.why]()
    return DoubtRow(
        process=view.process(page, doubt.process),
        field=field,
        label=view.wording.field(field),
        why=why,
        place=str(doubt.place),
    )
