"""Processes and departments against the types of dispute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from playbook.contexts.risk import type_name
from playbook.contexts.riskrows import RiskCell, RiskLine, RiskMap
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.model.process import Process
from playbook.model.scalars import BANDS
from playbook.plan import Page

MOST_LINES: Final = 60
"""Departments that a map shows, the worst first."""
LARGEST_DEPARTMENT: Final = 150
"""Processes up to which the page of a department shows each of them on a map."""
ANCHOR: Final = "risk"
"""Id of the map on the page of a department."""


def considered(view: View, processes: Iterable[Process]) -> list[Process]:
    """Return the processes that outsourcing is thought of for.

    Args:
        view: The organisation in one language.
        processes: The processes to choose from.
    """
    risks = view.portfolio.risks
    return [item for item in processes if risks[item.id].band is not None]


def process_map(view: View, page: Page, processes: Sequence[Process]) -> RiskMap:
    """Return processes against dispute types.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        processes: Processes that outsourcing is thought of for.
    """
    lines = (_process_line(view, page, process) for process in processes)
    return RiskMap(columns=_columns(view), lines=tuple(_worst_first(lines)))


def department_map(view: View, page: Page) -> RiskMap:
    """Return departments against dispute types, each cell a count of processes.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
    """
    lines = _worst_first(_department_lines(view, page))
    return RiskMap(
        columns=_columns(view),
        lines=tuple(lines[:MOST_LINES]),
        more=max(0, len(lines) - MOST_LINES),
        by_department=True,
    )


def _columns(view: View) -> tuple[str, ...]:
    return tuple(type_name(view, item.type) for item in view.portfolio.method.disputes)


def _worst_first(lines: Iterable[RiskLine]) -> list[RiskLine]:
    return sorted(lines, key=lambda line: (-line.band_weight, -line.points))


def _process_line(view: View, page: Page, process: Process) -> RiskLine:
    risk, word = view.portfolio.risks[process.id], view.wording.word
    cells = []
    for item in risk.types:
        title = word(
            "cell_points",
            type=type_name(view, item.type),
            band=word(f"band_{item.band}"),
            facts=item.from_facts,
            unknowns=item.from_unknowns,
        )
        cells.append(RiskCell(band=item.band, text=str(item.points or ""), title=title))
    return _line(view, view.process(page, process.id), cells, risk.band or "none", risk.points)


def _department_lines(view: View, page: Page) -> Iterator[RiskLine]:
    for key, processes in view.portfolio.by_department.items():
        thought_of = considered(view, processes)
        if not thought_of:
            continue
        risks = [view.portfolio.risks[process.id] for process in thought_of]
        cells = []
        for at, dispute in enumerate(view.portfolio.method.disputes):
            bands = Counter(risk.types[at].band for risk in risks)
            worst = max(bands, key=BANDS.index)
            cells.append(_count(view, dispute.type, worst, 0 if worst == "none" else bands[worst]))
        heaviest = max((risk.band or "none" for risk in risks), key=BANDS.index)
        points = sum(risk.points for risk in risks)
        yield _line(view, _department(view, page, key, thought_of), cells, heaviest, points)


def _department(view: View, page: Page, key: str, processes: Sequence[Process]) -> Link:
    """Return a link to the map on the page of a department, or to the page when it has none."""
    anchor = ANCHOR if len(processes) <= LARGEST_DEPARTMENT else ""
    return Link(view.department(page, key).label, view.to(page, "department", key, anchor))


def _count(view: View, type_: str, band: str, number: int) -> RiskCell:
    words, said = view.wording.word(f"band_{band}"), view.wording.number(number)
    title = view.wording.word("cell_band", type=type_name(view, type_), band=words, number=said)
    return RiskCell(band=band, text=said if number else "", title=title)


def _line(view: View, name: Link, cells: Sequence[RiskCell], band: str, points: int) -> RiskLine:
    return RiskLine(
        name=name,
        cells=tuple(cells),
        band=band,
        band_name=view.wording.word(f"band_{band}"),
        band_weight=BANDS.index(band),
        points=points,
    )
