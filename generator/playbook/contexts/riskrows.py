"""Findings and gains as rows, for every page that shows them."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.shapes import Link


class WaiverRow(Struct, frozen=True, kw_only=True):
    """Leave to let a finding stand.

    Args:
        reason: Why it may stand.
        approved_by: The role that approved it.
        until: Its last day, written out.
        expired: Whether that day has passed, so that the finding counts again.
    """

    reason: Markup
    approved_by: Markup
    until: str
    expired: bool


class FindingRow(Struct, frozen=True, kw_only=True):
    """What one rule says of one process.

    Args:
        code: The rule's code.
        rule: The rule, as a statement, leading to its page.
        process: The process.
        type: Dispute type in words.
        state: ``fired``, ``unknown`` or ``clear``.
        state_name: The state in words.
        points: What it counts for.
        reason: Why, in a sentence.
        question: The question to settle.
        internal: Whether the question is one for ourselves.
        mitigation: What to do before the talk.
        field: Field to look at or to fill in, as written in YAML.
        field_label: The same in words.
        value: What stands there.
        threshold: What it was held against, in words.
        place: File and line.
        who: Who can usually fill it in.
        stopper: What it holds up, in words; empty when nothing.
        waiver: Leave to let it stand; nothing when there is none.
        counts: Whether its points count.
        ignored: Why the project ignores the rule.
        department: Name of the process's department, where findings of many stand together.
    """

    code: str
    rule: Link
    process: Link
    type: str
    state: str
    state_name: str
    points: int
    reason: Markup
    question: Markup
    internal: bool
    mitigation: Markup
    field: str
    field_label: str
    value: str
    threshold: str
    place: str
    who: Markup
    stopper: str
    waiver: WaiverRow | None
    counts: bool
    ignored: str
    department: Markup = Markup("")


class TypeRow(Struct, frozen=True, kw_only=True):
    """Points of one dispute type for one process.

    Args:
        code: Code of the type.
        name: Its name.
        facts: Points of rules that fired.
        unknowns: Points of rules that could not be judged.
        points: The sum.
        band: Code of the band.
        band_name: The band in words.
        solid: Length of the bar of facts, of 100.
        hollow: Length of the bar of unknowns behind it.
    """

    code: str
    name: str
    facts: int
    unknowns: int
    points: int
    band: str
    band_name: str
    solid: int
    hollow: int


class GainRow(Struct, frozen=True, kw_only=True):
    """What closing one thing clears.

    Args:
        code: Code of the criterion or rule.
        name: The criterion or rule, leading to its page.
        fields: Fields to fill in, as written in YAML.
        who: Who can usually fill it in.
        points: Points that it clears.
        criteria: Criteria that it closes.
        steps: Steps that it completes.
        processes: In how many processes.
    """

    code: str
    name: Link
    fields: tuple[str, ...]
    who: Markup
    points: int
    criteria: int
    steps: int
    processes: int = 1


class RiskCell(Struct, frozen=True, kw_only=True):
    """One cell of the heatmap of processes and dispute types.

    Args:
        band: Code of the band.
        text: Points, or a number of processes.
        title: The cell in words.
    """

    band: str
    text: str
    title: str


class RiskLine(Struct, frozen=True, kw_only=True):
    """One row of that heatmap.

    Args:
        name: The process or department.
        cells: One cell for each dispute type.
        band: Code of the worst band.
        band_name: That band in words.
        band_weight: How heavy that band is, for sorting; higher is heavier.
        points: All points, for sorting.
    """

    name: Link
    cells: tuple[RiskCell, ...]
    band: str
    band_name: str
    band_weight: int
    points: int


class RiskMap(Struct, frozen=True, kw_only=True):
    """Processes or departments against dispute types.

    Args:
        columns: Names of the dispute types.
        lines: The processes or departments, the worst first.
        more: How many departments are left out.
        by_department: Whether a line is a department.
    """

    columns: tuple[str, ...]
    lines: tuple[RiskLine, ...]
    more: int = 0
    by_department: bool = False
