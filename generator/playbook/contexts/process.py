"""The page of one process: which step it is on, what is missing, what to do."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from playbook.assess import Assessment, Result, StepResult
from playbook.contexts.changed import last_changed
from playbook.contexts.facts import Facts
from playbook.contexts.guidance import ProcessGuidance
from playbook.contexts.heads import contents
from playbook.contexts.marks import Marks
from playbook.contexts.next import process_gains
from playbook.contexts.now import action_row, now
from playbook.contexts.pictures import gauge, swimlane, volume_charts
from playbook.contexts.pictureshapes import Gauge
from playbook.contexts.processpage import ProcessPage, StepSection
from playbook.contexts.progress import rungs
from playbook.contexts.risk import process_findings, type_rows
from playbook.contexts.shapes import NOWHERE, ActionRow, CriterionRow, Head, Link, Rung
from playbook.contexts.suppliers import seen_by
from playbook.contexts.tagged import tag_links
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.model.method import Criterion
from playbook.model.process import Evidence, Process
from playbook.model.scalars import Text
from playbook.model.steps import StepNote
from playbook.plan import UNASSIGNED, Page
from playbook.texts import bare


def process_page(view: View, page: Page) -> ProcessPage:
    """Return what the page of one process shows.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    return _ProcessView(view, page).context()


class _ProcessView:
    """Make the page of one process."""

    def __init__(self, view: View, page: Page) -> None:
        self.view = view
        self.page = page
        self.word = view.wording.word
        self.process: Process = view.portfolio.processes[page.key]
        self.assessment: Assessment = view.portfolio.assessments[page.key]
        self.ladder = rungs(view, page, self.assessment)
        self.guidance = ProcessGuidance(view, page, self.process, self.assessment)
        self.evidence = self.process.evidence or {}
        self.actions: dict[str, tuple[ActionRow, ...]] = {}
        for item in self.process.actions or ():
            known = self.actions.get(item.criterion, ())
            self.actions[item.criterion] = (*known, action_row(view, page, item))

    def context(self) -> ProcessPage:
        """Return the whole page."""
        view, page, process = self.view, self.page, self.process
        department = view.department(page, process.department)
        sections, risk = self.sections(), view.portfolio.risks[process.id]
        current = next((r for r in self.ladder if r.code == self.assessment.current), None)
        missing = _missing(sections, current)
        facts = Facts(view, page, process)
        made = ProcessPage(
            chrome=view.chrome,
            head=self.head(department),
            name=view.wording.said(process.name),
            department=department,
            owner=view.owner(process, page),
            purpose=view.prose(page, process.purpose),
            tags=tag_links(view, page, process.tags),
            last_changed=last_changed(view, process),
            seen_by=seen_by(view, page, process),
            ladder=self.ladder,
            outcome=self.assessment.outcome,
            current=current,
            lead=self.lead(current),
            now=now(view, page, missing),
            missing=missing,
            guide=self.guidance.whole(),
            remarks=self.remarks(),
            gains=process_gains(view, page, process.id),
            findings=process_findings(view, page, process.id),
            types=type_rows(view, risk),
            band=risk.band or "",
            band_name=view.wording.word(f"band_{risk.band}") if risk.band else "",
            gained=self.gained(),
            sections=sections,
            known=self.known(),
            summary=facts.summary(),
            sipoc=facts.sipoc(),
            raci=facts.raci(),
            swimlane=swimlane(view, page, process),
            volumes=volume_charts(view, process),
            tables=facts.tables(),
            actions=tuple(action_row(view, page, item) for item in process.actions or ()),
            part_of=view.process(page, process.part_of) if process.part_of else NOWHERE,
            parts=self.links(view.portfolio.parts.get(process.id, ())),
            follows=self.links(process.follows or ()),
            followed_by=self.links(view.portfolio.followers.get(process.id, ())),
            place=view.portfolio.inventory.places[process.id].line(),
            notes=view.prose(page, process.notes),
            marks=Marks(),
        )
        head = msgspec.structs.replace(made.head, contents=self.contents(made))
        return msgspec.structs.replace(made, head=head)

    def head(self, department: Link) -> Head:
        """Return what the page says of itself, with its neighbours in the department."""
        view, process = self.view, self.process
        before, after = view.portfolio.neighbours(process.id)
        every = Link(Markup.escape(self.word("departments")), view.to(self.page, "departments"))
        return view.head(
            self.page,
            view.wording.plain(process.name),
            f"department:{process.department or UNASSIGNED}",
            (every, department),
            previous=view.process(self.page, before) if before else NOWHERE,
            next=view.process(self.page, after) if after else NOWHERE,
            within=department,
            edit=view.edit(view.portfolio.inventory.places[process.id].place()),
        )

    def contents(self, made: ProcessPage) -> tuple[Link, ...]:
        """Return the contents of the page."""
        word = self.word
        kept = "gained_title" if made.outcome == "in_house" else "gained_stop_title"
        return contents(
            ("where", word("where_it_stands"), True),
            *((f"guide-{part.key}", part.title, True) for part in made.guide[:1]),
            ("missing", word("what_is_missing"), made.missing),
            ("gains", word("gains_one"), made.gains),
            ("gained", word(kept), made.gained),
            ("steps", word("all_steps"), True),
            ("findings", word("findings_of_process"), made.findings),
            ("summary", word("facts"), made.summary),
            ("sipoc", word("sipoc"), made.sipoc),
            ("lanes", word("swimlane"), made.swimlane.rows),
            ("raci", word("raci"), made.raci.rows),
            ("volumes", word("volume_charts"), made.volumes),
            *((f"t-{table.key}", table.title, True) for table in made.tables),
            ("near", word("neighbours"), made.parts or made.follows or made.followed_by),
            ("notes", word("notes"), made.notes),
        )

    def links(self, idents: Sequence[str]) -> tuple[Link, ...]:
        """Return links to other processes."""
        return tuple(self.view.process(self.page, ident) for ident in idents)

    def lead(self, current: Rung | None) -> Markup:
        """Return one sentence on where the process stands."""
        marked = self.view.wording.marked
        if current is None:
            return marked("lead_in_house" if self.assessment.in_house else "lead_ready")
        key = "lead_in_house_open" if self.assessment.in_house else "lead_on_step"
        return marked(key, number=current.number, name=current.name)

    def remarks(self) -> tuple[Markup, ...]:
        """Return sentences on a declared step, work in parallel and review dates."""
        made: list[Markup] = []
        assessment, marked = self.assessment, self.view.wording.marked
        if assessment.declared and assessment.current and assessment.declared != assessment.current:
            key = "remark_ahead" if assessment.ahead else "remark_declared"
            made.append(
                marked(
                    key,
                    declared=self.view.step_label(assessment.declared),
                    current=self.view.step_label(assessment.current),
                )
            )
        started = [rung.name for rung in self.ladder if rung.state == "started"]
        if started:
            made.append(marked("remark_parallel", steps=", ".join(started)))
        review = self.process.review_by
        if review and review < self.view.portfolio.setting.today:
            made.append(marked("remark_review", date=self.view.wording.date(review)))
        return tuple(made)

    def known(self) -> Gauge:
        """Return how many of the facts that trust is built on are known and shared."""
        facts_of = self.view.portfolio.known[self.process.id]
        counts = (sum(one.known for one in facts_of), len(facts_of))
        return gauge(self.view, "gauge_shared", *counts, sum(one.shared for one in facts_of))

    def gained(self) -> Markup:
        """Return what was gained, or what is kept by stopping at what is done."""
        sourcing = self.process.sourcing
        if sourcing and sourcing.gained:
            return self.view.prose(self.page, sourcing.gained)
        kept = [
            self.view.method_prose(self.page, self.view.portfolio.method.step(step.code).gain)
            for step in self.assessment.steps
            if step.state == "done" and not step.decided_against and step.code != "outsource"
        ]
        return Markup("").join(kept)

    def sections(self) -> tuple[StepSection, ...]:
        """Return the seven steps with all their criteria."""
        made: list[StepSection] = []
        carried: list[Link] = []
        for rung, step in zip(self.ladder, self.assessment.steps, strict=True):
            made.append(self.section(rung, step, tuple(carried)))
            if step.state == "open":
                carried += [self.open_link(result) for result in step.missing]
        return tuple(made)

    def open_link(self, result: Result) -> Link:
        """Return a link to an open criterion on this page."""
        known = self.view.kept.open_links.get(result.code)
        if known is None:
            name = self.view.wording.sentence(self.criterion(result.code).name or result.code, {})
            label = Markup.escape(f"{result.code} ") + name
            known = self.view.kept.open_links[result.code] = Link(label, f"#{_anchor(result.code)}")
        return known

    def section(self, rung: Rung, result: StepResult, carried: tuple[Link, ...]) -> StepSection:
        """Return one step with its criteria."""
        view, page = self.view, self.page
        step = view.portfolio.method.step(result.code)
        note = result.note or StepNote()
        return StepSection(
            rung=rung,
            rows=tuple([self.row(item) for item in result.results]),
            carried=carried,
            done_by=self.supplier(note.done_by),
            done_with=self.supplier(note.done_with),
            until=view.wording.date(note.until),
            stays_inside=view.wording.said(note.stays_inside),
            reason=view.wording.said(note.not_applicable or note.reason),
            reason_field=f"steps.{result.code}.{_reason_field(note)}",
            advice=self.guidance.advice(result),
            is_not=view.method_prose(page, step.is_not),
            supplier_can=view.method_prose(page, step.supplier_can),
            always_inside=view.method_prose(page, step.stays_inside),
            if_skipped=view.method_prose(page, step.if_skipped),
            question=view.method_prose(page, step.question),
            changes=view.method_prose(page, step.changes),
        )

    def supplier(self, ident: str | None) -> Markup:
        """Return the name of a supplier."""
        return self.view.wording.said(self.view.supplier_names.get(ident)) if ident else Markup("")

    def criterion(self, code: str) -> Criterion:
        """Return a criterion of the method."""
        return self.view.portfolio.criteria[code]

    def row(self, result: Result) -> CriterionRow:
        """Return one criterion as the page shows it."""
        evidence = self.evidence.get(result.code) if self.evidence else None
        actions = self.actions.get(result.code, ())
        row = self.said(result)
        place = self.assessment.source.line(result.at)
        return msgspec.structs.replace(
            row, place=place, actions=actions, evidence=_evidence(evidence)
        )

    def said(self, result: Result) -> CriterionRow:
        """Return what is said of a criterion wherever the same was found.

        Most criteria of most processes wait for the same field: their words are put together
        once, and only the place differs.
        """
        known = self.assessment.source.value(result.at)
        value = bare(self.view.wording.show(known)) if known is not None else ""
        key = (id(result), value)
        said = self.view.kept.criteria.get(key)
        if said is None:
            said = self.view.kept.criteria[key] = (result, self.worded(result, value))
        return said[1]

    def worded(self, result: Result, value: str) -> CriterionRow:
        """Return what is said of a criterion, put into words now."""
        view, wording = self.view, self.view.wording
        criterion = self.criterion(result.code)
        return CriterionRow(
            code=result.code,
            anchor=_anchor(result.code),
            name=wording.sentence(criterion.name or result.code, {}),
            required=result.required,
            state=result.state,
            state_name=wording.word(result.state),
            reason=wording.sentence(self.reason(criterion, result), self.values(result)),
            show=view.method_prose(self.page, criterion.show),
            meaning=view.method_prose(self.page, criterion.meaning),
            field=result.field,
            field_label=wording.field(result.field),
            value=value,
            threshold=view.threshold(result.threshold),
            place="",
            who=who_link(view, self.page, criterion.who),
            contradicted=result.contradicted,
            actions=(),
            evidence=NOWHERE,
        )

    def values(self, result: Result) -> dict[str, object]:
        """Return the values of a reason, a field among them in words."""
        values = dict(result.values)
        if result.reason == "missing":
            values["field"] = self.view.wording.field(str(values["field"]))
        return values

    def reason(self, criterion: Criterion, result: Result) -> Text:
        """Return the text of a reason."""
        own = (criterion.reasons or {}).get(result.reason)
        return own if own is not None else self.view.portfolio.method.reasons[result.reason]


def _missing(sections: Sequence[StepSection], current: Rung | None) -> tuple[CriterionRow, ...]:
    """Return the open criteria of the current step, required ones first."""
    if current is None:
        return ()
    rows = next(section.rows for section in sections if section.rung.code == current.code)
    still = [row for row in rows if row.state in ("not_met", "unknown") and row.code != "A0"]
    return tuple(sorted(still, key=lambda row: not row.required))


def _reason_field(note: StepNote) -> str:
    return "not_applicable" if note.not_applicable else "reason"


def _evidence(evidence: Evidence | None) -> Link:
    if evidence is None:
        return NOWHERE
    if evidence.link:
        return Link(Markup.escape(evidence.link), evidence.link)
    return Link(Markup.escape(evidence.file or ""))


def _anchor(code: str) -> str:
    return f"criterion-{code}"
