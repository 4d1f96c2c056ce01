"""Pages on dispute risk over many processes: trust, agenda, findings, rules, motives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import yaml
from markupsafe import Markup

from playbook import charts
from playbook.contexts.book import guide_link, guides_about
from playbook.contexts.conversation import answers
from playbook.contexts.heads import contents
from playbook.contexts.next import portfolio_gains
from playbook.contexts.overview import LARGEST_HOME_HEATMAP
from playbook.contexts.risk import (
    finding_row,
    layers,
    questions,
    rule_link,
    rule_text,
    type_name,
)
from playbook.contexts.riskmap import considered, department_map, process_map
from playbook.contexts.riskpages import (
    AgendaPage,
    FindingsPage,
    MotiveRow,
    MotivesPage,
    RuleLine,
    RulePage,
    TrustPage,
    TypeSummary,
)
from playbook.contexts.riskrows import FindingRow
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.findings import Finding
from playbook.model.method import Dispute, Example
from playbook.model.organisation import Motive
from playbook.model.process import Process
from playbook.model.scalars import BANDS
from playbook.plan import Page
from playbook.problems import Place

MOST_FINDINGS = 300
MOST_PROCESSES = 60
MOST_LINES = 60
"""Stoppers that the page on trust shows, the worst first, and as many waivers."""
MOST_ANSWERS = 100
_TALKS = ("prepare", "talks", "contracted")
MOST_MOTIVES = 300
"""Processes on the page of motives; the others have theirs on their own page."""
MOST_SILENT = 60
"""Names in one paragraph."""
_SIDES = 4
"""Sentences on what each party may ask of the other."""


def _counting(view: View, processes: Sequence[Process]) -> list[tuple[str, Finding]]:
    risks = view.portfolio.risks
    return [(item.id, finding) for item in processes for finding in risks[item.id].open]


def trust_page(view: View, page: Page) -> TrustPage:
    """Return trust and dispute risk of the organisation.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    word = view.wording.word
    processes = view.portfolio.inventory.processes
    thought_of = considered(view, processes)
    said = answers(view, page)
    counting = _counting(view, thought_of)
    by_department = len(thought_of) > LARGEST_HOME_HEATMAP
    stoppers = [item for item in counting if item[1].stopper]
    waived = _waived(view)
    return TrustPage(
        chrome=view.chrome,
        head=view.head(
            page,
            word("trust"),
            "trust",
            contents=contents(
                ("known", word("what_we_know"), True),
                ("questions", word("questions"), thought_of),
                ("points", word("points_by_type"), thought_of),
                ("heatmap", word("dispute_heatmap"), thought_of),
                ("stoppers", word("stoppers"), stoppers),
                ("answers", word("answers_of_suppliers"), said),
                ("waivers", word("waivers"), waived),
            ),
        ),
        considered=len(thought_of),
        total=len(processes),
        layers=layers(view, thought_of or processes),
        types=_types(view, page, thought_of, counting),
        map=department_map(view, page) if by_department else process_map(view, page, thought_of),
        ask=tuple(word(f"ask_{number}") for number in range(1, _SIDES + 1)),
        offer=tuple(word(f"offer_{number}") for number in range(1, _SIDES + 1)),
        stoppers=tuple(finding_row(view, page, *item) for item in stoppers[:MOST_LINES]),
        more_stoppers=max(0, len(stoppers) - MOST_LINES),
        waivers=tuple(finding_row(view, page, *item) for item in waived[:MOST_LINES]),
        more_waivers=max(0, len(waived) - MOST_LINES),
        agenda=Link(Markup.escape(word("agenda")), view.to(page, "agenda")),
        guide=guide_link(view, page, "conversation"),
        answers=said[:MOST_ANSWERS],
        answers_more=max(0, len(said) - MOST_ANSWERS),
    )


def _waived(view: View) -> list[tuple[str, Finding]]:
    return [
        (process, finding)
        for process, risk in view.portfolio.risks.items()
        for finding in risk.findings
        if finding.waiver is not None and finding.state != "clear"
    ]


def _types(
    view: View,
    page: Page,
    thought_of: Sequence[Process],
    counting: Sequence[tuple[str, Finding]],
) -> tuple[TypeSummary, ...]:
    made = [
        _type(view, page, dispute, thought_of, counting)
        for dispute in view.portfolio.method.disputes
    ]
    made.sort(
        key=lambda item: (*(-count for _, _, count in item.bands), -item.facts - item.unknowns)
    )
    bars = charts.stacked([(item.facts, item.unknowns) for item in made], 100)
    return tuple(
        msgspec.structs.replace(item, solid=solid, hollow=hollow)
        for item, (solid, hollow) in zip(made, bars, strict=True)
    )


def _type(
    view: View,
    page: Page,
    dispute: Dispute,
    thought_of: Sequence[Process],
    counting: Sequence[tuple[str, Finding]],
) -> TypeSummary:
    found = [item for item in counting if item[1].type == dispute.type]
    risks = [
        item
        for process in thought_of
        for item in view.portfolio.risks[process.id].types
        if item.type == dispute.type
    ]
    bands = Counter(item.band for item in risks)
    return TypeSummary(
        code=dispute.type,
        name=type_name(view, dispute.type),
        about=view.method_prose(page, dispute.about),
        facts=sum(item.from_facts for item in risks),
        unknowns=sum(item.from_unknowns for item in risks),
        solid=0,
        hollow=0,
        bands=tuple(
            (band, view.wording.word(f"band_{band}"), bands[band]) for band in reversed(BANDS)
        ),
        questions=questions(view, page, found, internal=False),
    )


def agenda_page(view: View, page: Page) -> AgendaPage:
    """Return the agenda for the conversation.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    thought_of = considered(view, view.portfolio.inventory.processes)
    counting = _counting(view, thought_of)
    return AgendaPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("agenda"), "trust", (_trust_link(view, page),)),
        types=tuple(item for item in _types(view, page, thought_of, counting) if item.questions),
        own=questions(view, page, counting, internal=True),
        considered=len(thought_of),
        guide=guide_link(view, page, "conversation"),
    )


def _trust_link(view: View, page: Page) -> Link:
    return Link(Markup.escape(view.wording.word("trust")), view.to(page, "trust"))


def _with_department(view: View, page: Page, process: str, finding: Finding) -> FindingRow:
    department = view.department(page, view.portfolio.cards[process].department)
    row = finding_row(view, page, process, finding)
    return msgspec.structs.replace(row, department=department.label)


def findings_page(view: View, page: Page) -> FindingsPage:
    """Return every rule, with what it finds.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    fired = [
        (process, finding)
        for process, risk in view.portfolio.risks.items()
        for finding in risk.open
        if finding.state == "fired"
    ]
    fired.sort(key=lambda item: -item[1].points)
    method, word = view.portfolio.method, view.wording.word
    unknown = sum(counts[1] for counts in view.portfolio.rule_counts.values())
    return FindingsPage(
        chrome=view.chrome,
        head=view.head(
            page,
            word("findings"),
            "findings",
            contents=contents(
                ("gains", word("gains_all"), True),
                ("fired", word("findings_fired"), True),
                ("rules", word("all_rules"), True),
                ("changes", word("method_changes_title"), method.changes),
            ),
        ),
        fired=tuple(_with_department(view, page, *item) for item in fired[:MOST_FINDINGS]),
        fired_total=len(fired),
        unknown_total=unknown,
        most_unknown=word(
            "most_unknown",
            unknown=view.wording.number(unknown),
            fired=view.wording.number(len(fired)),
        ),
        rules=tuple(
            _rule_line(view, page, rule.code)
            for dispute in method.disputes
            for rule in dispute.rules
        ),
        gains=portfolio_gains(view, page),
        changes=tuple((change.code, change.part) for change in method.changes),
    )


def _rule_line(view: View, page: Page, code: str) -> RuleLine:
    rule = view.portfolio.rules[code]
    fired, unknown, clear = view.portfolio.rule_counts[code]
    return RuleLine(
        rule=rule_link(view, page, code),
        code=code,
        type=type_name(view, rule.type),
        points=_points(view, code),
        fired=fired,
        unknown=unknown,
        clear=clear,
        stopper=view.wording.word(f"stopper_{rule.stopper}") if rule.stopper else "",
        ignored=view.portfolio.ignored.get(code, ""),
    )


def _points(view: View, code: str) -> str:
    points = rule_text(view, code).points or view.portfolio.rules[code].points
    return "–".join(str(point) for point in points)


def rule_page(view: View, page: Page) -> RulePage:
    """Return one rule with what it finds.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    code = page.key
    rule, text, wording = view.portfolio.rules[code], rule_text(view, code), view.wording
    found = view.portfolio.by_rule[code]
    fired = [item for item in found if item[1].state == "fired"]
    unknown = [process for process, finding in found if finding.state == "unknown"]
    title = wording.sentence(text.title, {}) if text.title is not None else Markup.escape(code)
    findings = Link(Markup.escape(wording.word("findings")), view.to(page, "findings"))
    return RulePage(
        chrome=view.chrome,
        head=view.head(page, f"{code} {title.striptags()}", "findings", (findings,)),
        code=code,
        title=title,
        type=type_name(view, rule.type),
        points=_points(view, code),
        talks=rule.phase == "talks",
        stopper=wording.word(f"stopper_{rule.stopper}") if rule.stopper else "",
        looks_at=view.method_prose(page, text.looks_at),
        why=view.method_prose(page, text.why),
        question=view.method_prose(page, text.question),
        internal=bool(text.internal),
        mitigation=view.method_prose(page, text.mitigation),
        guides=guides_about(view, page, code),
        example=_as_yaml(text.example),
        instead=_as_yaml(text.instead),
        fields=text.fields or (),
        who=who_link(view, page, text.who),
        ignored=view.portfolio.ignored.get(code, ""),
        fired=tuple(finding_row(view, page, *item) for item in fired[:MOST_PROCESSES]),
        unknown=tuple(view.process(page, process) for process in unknown[:MOST_PROCESSES]),
        unknown_total=len(unknown),
        clear=view.portfolio.rule_counts[code][2],
    )


def _as_yaml(example: Example | None) -> str:
    if example is None:
        return ""
    parts = [example.process]
    if example.organisation:
        parts.append({"organisation.yaml": example.organisation})
    return "\n".join(
        str(yaml.safe_dump(part, allow_unicode=True, sort_keys=False, width=70)) for part in parts
    )


def motives_page(view: View, page: Page) -> MotivesPage:
    """Return why we would outsource.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    inventory = view.portfolio.inventory
    organisation = inventory.organisation
    rows, silent = [], []
    for process in inventory.processes:
        sourcing = process.sourcing
        if sourcing and sourcing.motive:
            place = inventory.places[process.id].place(("sourcing", "motive"))
            link = view.process(page, process.id)
            rows.append(_motive_row(view, link, sourcing.motive, place, sourcing.intent))
        elif sourcing and sourcing.intent in _TALKS:
            silent.append(view.process(page, process.id))
    rows.sort(key=lambda row: not row.acute)
    word = view.wording.word
    place = inventory.organisation_places.place(("motives",))
    own = _motive_row(view, Link(Markup("")), organisation.motives or (), place, None)
    return MotivesPage(
        chrome=view.chrome,
        head=view.head(page, word("motives"), "motives"),
        policy=view.prose(page, organisation.sourcing_policy),
        organisation=own if organisation.motives else None,
        processes=tuple(rows[:MOST_MOTIVES]),
        some=word("motives_first", shown=MOST_MOTIVES, total=len(rows))
        if len(rows) > MOST_MOTIVES
        else "",
        silent=tuple(silent[:MOST_SILENT]),
        more_silent=word("list_more", count=view.wording.number(len(silent) - MOST_SILENT))
        if len(silent) > MOST_SILENT
        else "",
    )


def _motive_row(
    view: View, link: Link, motives: Sequence[Motive], place: Place, intent: str | None
) -> MotiveRow:
    wording = view.wording
    return MotiveRow(
        process=link,
        intent=wording.code(intent),
        drivers=tuple(
            (wording.code(item.driver), wording.said(item.statement)) for item in motives
        ),
        acute=any(item.driver == "acute_problem" for item in motives),
        intrinsic=any(item.driver != "acute_problem" for item in motives),
        place=str(Place(place.file, place.line)),
    )
