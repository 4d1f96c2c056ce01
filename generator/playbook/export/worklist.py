"""What is open, as a list of work: who can close what, with room to fill it in.

The list is read back as evidence of criteria; the fields that are asked for stand on the sheet of
processes beside it, as in an export of the whole inventory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playbook.assess import Result
from playbook.contexts.view import View
from playbook.contexts.work import PLAYERS
from playbook.model.method import Criterion
from playbook.model.process import Evidence, Process
from playbook.tables.flat import Table, to_tables
from playbook.tables.forms import WORK_LIST, Form, below, fields, layout
from playbook.tables.written import Value, in_cell, told

FILLED_IN = ("met", "on", "kind", "link", "not_applicable", "note")
"""Columns to fill in, as evidence has them."""
COLUMNS = ("who", "process", "name", "step", "key", "criterion", "why", "field", *FILLED_IN)


def work_list(view: View, role: str = "") -> tuple[Table, ...]:
    """Return what is open on the step that each process is on, and the fields that are asked for.

    Args:
        view: The organisation in one language.
        role: Id of the role whose work it is; empty for everybody's.
    """
    rows: list[tuple[Value | None, ...]] = []
    asked: dict[str, None] = {}
    about: dict[str, None] = {}
    for process in view.portfolio.inventory.processes:
        for criterion, result in _open(view, process):
            roles = list(
                PLAYERS.get(criterion.who or "", PLAYERS["owner"])(view.portfolio, process)
            )
            if role and role not in roles:
                continue
            rows.append(_row(view, process, criterion, result, roles))
            about[process.id] = None
            asked |= dict.fromkeys(_fields(result, criterion))
    work = Table(WORK_LIST, COLUMNS, sorted(rows, key=lambda row: str(row[0]).casefold()))
    return (work, *_processes(view, about.keys(), asked))


def _open(view: View, process: Process) -> Iterator[tuple[Criterion, Result]]:
    assessment = view.portfolio.assessments[process.id]
    if assessment.current:
        for result in assessment.step(assessment.current).missing:
            yield view.portfolio.criteria[result.code], result


def _row(
    view: View, process: Process, criterion: Criterion, result: Result, roles: Sequence[str]
) -> tuple[Value | None, ...]:
    wording = view.wording
    values = dict(result.values)
    if result.reason == "missing":
        values["field"] = wording.field(str(values["field"]))
    own = (criterion.reasons or {}).get(result.reason)
    template = own if own is not None else view.portfolio.method.reasons[result.reason]
    step = view.portfolio.assessments[process.id].current or ""
    said = (
        "; ".join(view.role(role).striptags() for role in roles) or wording.filler(criterion.who),
        process.id,
        wording.plain(process.name),
        view.step_name(step),
        result.code,
        wording.plain_sentence(criterion.name),
        wording.sentence(template, values).striptags(),
        result.field,
    )
    evidence = (process.evidence or {}).get(result.code)
    return (*map(told, said), *(_known(evidence, name) for name in FILLED_IN))


def _known(evidence: Evidence | None, name: str) -> Value | None:
    """Return what is known of some evidence; a text in several languages is left alone."""
    value = getattr(evidence, name, None)
    return None if value is None or isinstance(value, dict) else in_cell(value, Form(word=str))


def _fields(result: Result, criterion: Criterion) -> Iterator[str]:
    """Yield the columns of the sheet of processes that can show a criterion."""
    for name in (result.field, *(criterion.fields or ())):
        found = below(Form(struct=Process), name)
        if found:
            yield from _words(name, found[1])


def _words(code: str, form: Form) -> Iterator[str]:
    if form.word or (form.items and form.items.word):
        yield code
    elif form.struct and not form.items:
        for part, (_, inner) in fields(form.struct).items():
            yield from _words(f"{code}.{part}", inner)


def _processes(view: View, idents: Iterable[str], asked: Iterable[str]) -> Iterator[Table]:
    """Yield the sheet of processes: what is known now of the fields that are asked for."""
    wanted = set(idents)
    (whole,) = (table for table in to_tables(view.portfolio.inventory) if table.code == "processes")
    how = layout(whole.code)
    names = [column for column in whole.columns if column.partition(".")[0] == "name"]
    heads = [column.partition("+")[0] for column in whole.columns]
    known = [
        column for column, head in zip(whole.columns, heads, strict=True) if _is_of(head, asked)
    ]
    empty = [column for column in asked if not any(_is_of(head, (column,)) for head in heads)]
    columns = list(dict.fromkeys(("id", *names, *known, *empty)))
    at = {column: number for number, column in enumerate(whole.columns)}
    rows = [
        [row[at[column]] if column in at else None for column in columns]
        for row in whole.rows
        if row[at["id"]] in wanted
    ]
    if rows and how:
        yield Table(whole.code, tuple(columns), rows)


def _is_of(column: str, asked: Iterable[str]) -> bool:
    return any(column == name or column.startswith(f"{name}.") for name in asked)
