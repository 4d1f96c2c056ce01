"""Findings, points and questions of one process, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from markupsafe import Markup

from playbook import charts
from playbook.contexts.pictures import gauge
from playbook.contexts.riskpages import LayerFact, LayerRow, QuestionRow
from playbook.contexts.riskrows import FindingRow, TypeRow, WaiverRow
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.findings import Finding, Risk
from playbook.model.method import RuleText
from playbook.model.process import Process, Waiver
from playbook.plan import Page
from playbook.texts import bare
from playbook.trust import FACTS, LAYERS, Known

MOST_PROCESSES = 12
"""Processes that are named under one question."""


def rule_text(view: View, code: str) -> RuleText:
    """Return the words of a rule.

    Args:
        view: The organisation in one language.
        code: Code of the rule.
    """
    return view.portfolio.rule_texts.get(code) or RuleText(code=code)


def rule_link(view: View, page: Page, code: str) -> Link:
    """Return a link to the page of a rule.

    Args:
        view: The organisation in one language.
        page: The page that links.
        code: Code of the rule.
    """
    title = rule_text(view, code).title
    label = view.wording.sentence(title, {}) if title is not None else Markup.escape(code)
    return Link(label, view.to(page, "rule", code))


def finding_row(view: View, page: Page, process: str, finding: Finding) -> FindingRow:
    """Return what one rule says of one process.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: Id of the process.
        finding: The finding.
    """
    source = view.portfolio.risks[process].source
    known = source.value(finding.at)
    value = bare(view.wording.show(known)) if known is not None else ""
    key = (id(finding), value, page.folder)
    said = view.kept.findings.get(key)
    if said is None:
        said = view.kept.findings[key] = (finding, _worded(view, page, finding, value))
    return msgspec.structs.replace(
        said[1],
        process=view.process(page, process),
        place=source.line(finding.at),
        waiver=_waiver(view, finding.waiver) if finding.waiver else None,
        ignored=finding.ignored,
    )


def _worded(view: View, page: Page, finding: Finding, value: str) -> FindingRow:
    """Return what is said of a finding wherever the same was found, on pages in one folder."""
    wording, text = view.wording, rule_text(view, finding.code)
    return FindingRow(
        code=finding.code,
        rule=rule_link(view, page, finding.code),
        process=Link(Markup("")),
        type=type_name(view, finding.type),
        state=finding.state,
        state_name=wording.word(f"finding_{finding.state}"),
        points=finding.points,
        reason=reason(view, finding, text),
        question=view.method_prose(page, text.question),
        internal=bool(text.internal),
        mitigation=view.method_prose(page, text.mitigation),
        field=finding.field,
        field_label=wording.field(finding.field),
        value=value,
        threshold=view.threshold(finding.threshold),
        place="",
        who=who_link(view, page, text.who),
        stopper=wording.word(f"stopper_{finding.stopper}") if finding.stopper else "",
        waiver=None,
        counts=finding.counts,
        ignored="",
    )


def reason(view: View, finding: Finding, text: RuleText) -> Markup:
    """Return in a sentence why a rule says what it says.

    Args:
        view: The organisation in one language.
        finding: The finding.
        text: The words of its rule.
    """
    values = dict(finding.values)
    if finding.reason == "missing":
        values["field"] = view.wording.field(str(values["field"]))
    own = (text.reasons or {}).get(finding.reason)
    template = own if own is not None else view.portfolio.method.reasons[finding.reason]
    return view.wording.sentence(template, values)


def _waiver(view: View, waiver: Waiver) -> WaiverRow:
    return WaiverRow(
        reason=view.wording.said(waiver.reason),
        approved_by=view.role(waiver.approved_by),
        until=view.wording.date(waiver.until),
        expired=waiver.until < view.portfolio.setting.today,
    )


def type_name(view: View, code: str) -> str:
    """Return the name of a dispute type.

    Args:
        view: The organisation in one language.
        code: Its code.
    """
    return view.type_names[code]


def type_rows(view: View, risk: Risk) -> tuple[TypeRow, ...]:
    """Return the points of each dispute type, the worst first.

    Args:
        view: The organisation in one language.
        risk: What the rules say of a process.
    """
    bars = charts.stacked([(item.from_facts, item.from_unknowns) for item in risk.types], 100)
    rows = [
        TypeRow(
            code=item.type,
            name=type_name(view, item.type),
            facts=item.from_facts,
            unknowns=item.from_unknowns,
            points=item.points,
            band=item.band,
            band_name=view.wording.word(f"band_{item.band}"),
            solid=solid,
            hollow=hollow,
        )
        for item, (solid, hollow) in zip(risk.types, bars, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: -row.points))


def process_findings(view: View, page: Page, process: str) -> tuple[FindingRow, ...]:
    """Return what is found of a process, the heaviest first; clear outcomes are left out.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: Id of the process.
    """
    found = [item for item in view.portfolio.risks[process].findings if item.state != "clear"]
    found.sort(key=lambda item: (not item.counts, item.state != "fired", -item.points, item.code))
    return tuple(finding_row(view, page, process, item) for item in found)


def questions(
    view: View, page: Page, found: Iterable[tuple[str, Finding]], internal: bool
) -> tuple[QuestionRow, ...]:
    """Return the questions that findings ask, the heaviest first.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        found: Process ids with their findings.
        internal: Whether to return questions for ourselves instead of for the talk.
    """
    grouped: dict[str, list[tuple[str, Finding]]] = {}
    for process, finding in found:
        text = rule_text(view, finding.code)
        if text.question is not None and bool(text.internal) == internal:
            grouped.setdefault(finding.code, []).append((process, finding))
    rows = [_question(view, page, code, items) for code, items in grouped.items()]
    return tuple(sorted(rows, key=lambda row: (-row.points, row.code)))


def _question(
    view: View, page: Page, code: str, items: Sequence[tuple[str, Finding]]
) -> QuestionRow:
    text = rule_text(view, code)
    return QuestionRow(
        code=code,
        rule=rule_link(view, page, code),
        question=view.method_prose(page, text.question),
        points=max(finding.points for _, finding in items),
        processes=tuple(
            (view.process(page, process), reason(view, finding, text))
            for process, finding in items[:MOST_PROCESSES]
        ),
        more=max(0, len(items) - MOST_PROCESSES),
    )


def layers(view: View, processes: Sequence[Process]) -> tuple[LayerRow, ...]:
    """Return what is known and shared, by layer of trust.

    Args:
        view: The organisation in one language.
        processes: The processes to count.
    """
    word = view.wording.word
    found = [view.portfolio.known[process.id] for process in processes]
    made = []
    for layer in LAYERS:
        facts = tuple(
            _layer_fact(view, fact.code, [row[at] for row in found])
            for at, fact in enumerate(FACTS)
            if fact.layer == layer
        )
        made.append(
            LayerRow(
                code=layer,
                name=word(f"layer_{layer}"),
                about=word(f"layer_{layer}_about"),
                gauge=gauge(
                    view,
                    "gauge_shared",
                    sum(fact.known for fact in facts),
                    sum(fact.total for fact in facts),
                    sum(fact.shared for fact in facts),
                ),
                facts=facts,
            )
        )
    return tuple(made)


def _layer_fact(view: View, code: str, mine: Sequence[Known]) -> LayerFact:
    remark = ""
    if len(mine) == 1:
        parts = (view.wording.code(mine[0].kind), view.wording.date(mine[0].on))
        remark = ", ".join(part for part in parts if part)
    return LayerFact(
        name=view.wording.word(f"fact_{code}"),
        known=sum(one.known for one in mine),
        shared=sum(one.shared for one in mine),
        total=len(mine),
        remark=remark,
    )
