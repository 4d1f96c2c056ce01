"""Ladders, heatmaps and tables of processes, which several pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from playbook.assess import Assessment, StepResult
from playbook.contexts.pages import FirstThing, StepCount
from playbook.contexts.shapes import (
    Cell,
    HeatGroup,
    Heatmap,
    HeatRow,
    LadderState,
    Link,
    ProcessRow,
    ProcessTable,
    Rung,
)
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.model.process import Process
from playbook.model.scalars import BANDS
from playbook.plan import UNASSIGNED, Page

FIRST_THINGS = 5
MOST_ROWS = 300
"""Processes up to which a table names them; above it counts them for each department."""


def ladder_state(step: StepResult, assessment: Assessment) -> LadderState:
    """Return how far a step is, as the ladder shows it.

    Args:
        step: The step.
        assessment: The assessment that it is part of.
    """
    if step.state == "not_applicable":
        return "not_applicable"
    if step.decided_against:
        return "declined"
    if step.state == "done":
        return "done"
    if step.code == assessment.current:
        return "current"
    return "started" if step.started else "open"


def rungs(view: View, page: Page, assessment: Assessment) -> tuple[Rung, ...]:
    """Return the ladder of a process.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        assessment: The assessment of the process.
    """
    made = []
    for step in assessment.steps:
        state = ladder_state(step, assessment)
        required = [
            result
            for result in step.results
            if result.required and result.state != "not_applicable"
        ]
        made.append(
            Rung(
                code=step.code,
                number=view.portfolio.numbers[step.code],
                name=view.step_name(step.code),
                href=view.to(page, "step", step.code),
                anchor=f"step-{step.code}",
                state=state,
                state_name=view.wording.word(state),
                met=sum(result.state == "met" for result in required),
                required=len(required),
            )
        )
    return tuple(made)


def cells(view: View, assessment: Assessment) -> tuple[Cell, ...]:
    """Return the state of each step of a process, as cells.

    Args:
        view: The organisation in one language.
        assessment: The assessment of the process.
    """
    return tuple(
        _state_cell(view, step.code, ladder_state(step, assessment)) for step in assessment.steps
    )


def _state_cell(view: View, code: str, state: LadderState) -> Cell:
    name = view.wording.word(state)
    title = view.wording.word("cell_state", name=view.step_name(code), state=name)
    return Cell(state=state, text="", title=title)


def step_words(view: View, assessment: Assessment) -> str:
    """Return in words which step a process is on, or what has become of it.

    Args:
        view: The organisation in one language.
        assessment: The assessment of the process.
    """
    return rung_words(view, assessment.rung)


def rung_words(view: View, rung: str) -> str:
    """Return in words which step a process is on, or what has become of it.

    Args:
        view: The organisation in one language.
        rung: Code of the step, or how it is when no step is left.
    """
    if rung in view.portfolio.numbers:
        return str(view.step_label(rung).unescape())
    return view.wording.word(rung)


def process_row(view: View, page: Page, process: Process) -> ProcessRow:
    """Return one process as a row of a table.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    assessment = view.portfolio.assessments[process.id]
    current = assessment.current
    remarks = []
    if assessment.in_house and current is not None:
        remarks.append(view.wording.word("in_house"))
    if assessment.declared and assessment.declared != current:
        remarks.append(
            view.wording.word("declared_short", name=view.step_name(assessment.declared))
        )
    band = view.portfolio.risks[process.id].band
    ladder = tuple(ladder_state(step, assessment) for step in assessment.steps)
    return ProcessRow(
        name=view.process(page, process.id),
        department=view.department(page, process.department),
        step_number=view.portfolio.numbers[current] if current else 0,
        step=step_words(view, assessment),
        owner=view.owner(process),
        open=len(assessment.step(current).missing) if current else 0,
        band=band or "",
        band_name=view.wording.word(f"band_{band}") if band else "",
        band_weight=BANDS.index(band) + 1 if band else 0,
        ladder=ladder,
        ladder_words=_ladder_words(view, ladder),
        remarks=tuple(remarks),
    )


def _ladder_words(view: View, ladder: Sequence[LadderState]) -> str:
    """Return the states of the steps by their numbers, those that are alike together."""
    said, number = [], 0
    for state, alike in groupby(ladder):
        first, number = number + 1, number + len(list(alike))
        span = str(number) if first == number else f"{first}–{number}"
        said.append(f"{span} {view.wording.word(state)}")
    return ", ".join(said)


def process_table(view: View, page: Page, processes: Sequence[Process]) -> ProcessTable:
    """Return processes in a table that stays of a bearable size.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        processes: The processes.
    """
    named = len(processes) <= MOST_ROWS
    counts = Counter(process.department or UNASSIGNED for process in processes)
    departments = () if named else view.portfolio.members
    return ProcessTable(
        total=len(processes),
        rows=tuple(process_row(view, page, item) for item in processes) if named else (),
        departments=tuple(
            (view.department(page, key), counts[key]) for key in departments if counts[key]
        ),
    )


def step_counts(view: View, page: Page, processes: Sequence[Process]) -> tuple[StepCount, ...]:
    """Return how many processes are on each step, and after the last one.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        processes: The processes to count.
    """
    assessments = view.portfolio.assessments
    counts = Counter(assessments[process.id].rung for process in processes)
    total = len(processes) or 1

    def count(code: str, number: int, name: str, question: str, href: str) -> StepCount:
        share = round(100 * counts[code] / total)
        return StepCount(
            code=code,
            number=number,
            name=name,
            question=question,
            href=href,
            count=counts[code],
            said=view.wording.number(counts[code]),
            share=share,
        )

    steps = [
        count(
            step.code,
            step.number or 0,
            view.step_name(step.code),
            view.wording.plain(step.question),
            view.to(page, "step", step.code),
        )
        for step in view.portfolio.method.steps
    ]
    after = [count(code, 0, view.wording.word(code), "", "") for code in ("in_house", "ready")]
    return (*steps, *after)


def columns(view: View, page: Page) -> tuple[Link, ...]:
    """Return the heads of a heatmap's columns.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
    """
    return tuple(
        Link(view.step_label(step.code), view.to(page, "step", step.code))
        for step in view.portfolio.method.steps
    )


def process_heatmap(
    view: View, page: Page, groups: Iterable[tuple[str, Sequence[Process]]], grouped: bool
) -> Heatmap:
    """Return processes against steps.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        groups: Processes by the id of their department.
        grouped: Whether the departments are named.
    """
    made = []
    for key, processes in groups:
        rows = tuple(
            HeatRow(
                name=view.process(page, process.id),
                cells=cells(view, view.portfolio.assessments[process.id]),
                note=view.wording.word("in_house")
                if view.portfolio.assessments[process.id].in_house
                else "",
            )
            for process in processes
        )
        name = view.department(page, key) if grouped else Link(Markup(""))
        if rows:
            made.append(HeatGroup(name=name, rows=rows))
    return Heatmap(columns=columns(view, page), groups=tuple(made), by_department=False)


def department_heatmap(
    view: View, page: Page, groups: Mapping[str, Sequence[Process]], most: int | None = None
) -> Heatmap:
    """Return departments against steps, each cell a count of processes.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        groups: Processes by the id of their department.
        most: How many departments are shown, those with the most processes; all by default.
    """
    shown = set(sorted(groups, key=lambda key: -len(groups[key]))[:most])
    rows = []
    for key, processes in groups.items():
        if key not in shown:
            continue
        on = Counter(view.portfolio.assessments[process.id].current for process in processes)
        largest = max((count for code, count in on.items() if code), default=0)
        rows.append(
            HeatRow(
                name=view.department(page, key),
                cells=tuple(
                    _count_cell(view, step.code, on[step.code], largest)
                    for step in view.portfolio.method.steps
                ),
                note=view.wording.number(len(processes)),
            )
        )
    group = HeatGroup(name=Link(Markup("")), rows=tuple(rows))
    return Heatmap(columns=columns(view, page), groups=(group,), by_department=True)


def _count_cell(view: View, code: str, count: int, most: int) -> Cell:
    shade = 0 if not count else 1 + round(3 * count / most)
    title = view.wording.word(
        "cell_count", count=view.wording.number(count), name=view.step_name(code)
    )
    return Cell(
        state=f"count-{shade}", text=view.wording.number(count) if count else "", title=title
    )


def first_things(view: View, page: Page, processes: Sequence[Process]) -> tuple[FirstThing, ...]:
    """Return the criteria that most processes have open on the step they are on.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        processes: The processes to count.
    """
    waiting: Counter[str] = Counter()
    for process in processes:
        assessment = view.portfolio.assessments[process.id]
        if assessment.current:
            waiting.update(r.code for r in assessment.step(assessment.current).missing)
    made: list[FirstThing] = []
    for code, count in sorted(waiting.items(), key=lambda item: (-item[1], item[0])):
        found = view.portfolio.method.criterion(code)
        if found is None or len(made) == FIRST_THINGS:
            continue
        step, criterion = found
        made.append(
            FirstThing(
                code=code,
                name=view.wording.sentence(criterion.name or code, {}),
                href=view.to(page, "step", step.code, code),
                count=count,
                said=view.wording.number(count),
                who=who_link(view, page, criterion.who),
            )
        )
    return tuple(made)
