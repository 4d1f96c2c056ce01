"""How much of each step the facts of an edition show.

The steps are never those of the assessment inside: they are worked out from what is shared, so
that a step cannot tell of a fact that is withheld. A step that looks open here may be done; the
words say so.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from playbook.assess import Result, StepResult
from playbook.contexts.shapes import Cell
from playbook.contexts.supplier.shapes import SharedStep
from playbook.contexts.supplier.view import SupplierView
from playbook.model.process import Evidence, Process
from playbook.plan import Page


def steps(view: SupplierView, page: Page, process: Process) -> tuple[SharedStep, ...]:
    """Return the seven steps of a process.

    Args:
        view: The edition in its language.
        page: The page that shows them.
        process: The process.
    """
    assessment = view.edition.assessments[process.id]
    return tuple(_step(view, page, process, step) for step in assessment.steps)


def cells(view: SupplierView, process: Process) -> tuple[Cell, ...]:
    """Return the seven steps of a process as cells of a table.

    Args:
        view: The edition in its language.
        process: The process.
    """
    made = []
    for step in view.edition.assessments[process.id].steps:
        state = _state(process, step)
        words = view.wording.word(f"shared_{state}")
        title = view.wording.word("cell_state", name=view.step_name(step.code), state=words)
        made.append(Cell(state=state, text="", title=title))
    return tuple(made)


def _step(view: SupplierView, page: Page, process: Process, result: StepResult) -> SharedStep:
    step, state = view.edition.method.step(result.code), _state(process, result)
    required = _required(result)
    note = result.note
    remarks = [view.wording.said(note.not_applicable)] if note and note.not_applicable else []
    if note and note.until:
        remarks.append(
            Markup.escape(f"{view.wording.word('until')} {view.wording.date(note.until)}")
        )
    if note and note.stays_inside:
        stays = view.wording.said(note.stays_inside)
        remarks.append(Markup("{}: {}").format(view.wording.word("stays_inside"), stays))
    return SharedStep(
        code=result.code,
        number=step.number or 0,
        name=view.step_name(result.code),
        question=view.method_prose(page, step.question),
        state=state,
        state_name=view.wording.word(f"shared_{state}"),
        shown=sum(_shown(process, item) for item in required),
        required=len(required),
        criteria=tuple(_criteria(view, process, result)),
        remark=Markup(". ").join(remarks),
    )


def _criteria(
    view: SupplierView, process: Process, result: StepResult
) -> Iterator[tuple[Markup, Markup]]:
    for item in result.results:
        if not _shown(process, item):
            continue
        found = view.edition.method.criterion(item.code)
        name = (found[1].name if found else None) or item.code
        evidence = (process.evidence or {}).get(item.code)
        how = Markup("")
        if evidence and evidence.not_applicable:
            how = view.wording.said(evidence.not_applicable)
        elif evidence and _stated(evidence):
            parts = (view.wording.code(evidence.kind), view.wording.date(evidence.on))
            how = Markup.escape(", ".join(part for part in parts if part))
        yield view.wording.sentence(name, {}), how


def _required(result: StepResult) -> list[Result]:
    return [item for item in result.results if item.required and item.state != "not_applicable"]


def _shown(process: Process, result: Result) -> bool:
    """Tell whether what is shared shows that a criterion is met, or that it is said to be."""
    evidence = (process.evidence or {}).get(result.code)
    said = evidence is not None and _stated(evidence) and result.decided_by != "field"
    return result.state == "met" or said


def _stated(evidence: Evidence) -> bool:
    # The proof itself stays inside; that it is met, since when and how that is known, does not.
    return bool(evidence.met) and evidence.on is not None and evidence.kind is not None


def _state(process: Process, result: StepResult) -> str:
    note = result.note
    if result.state == "not_applicable":
        return "not_applicable"
    if note is not None and note.decision == "no":
        return "declined"
    required = _required(result)
    if required and all(_shown(process, item) for item in required):
        return "done"
    return "started" if any(_shown(process, item) for item in required) else "open"
