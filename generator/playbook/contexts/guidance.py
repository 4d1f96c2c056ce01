"""Guides on pages: of a step in general, and of one process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from markupsafe import Markup

from playbook import markdown
from playbook.assess import Assessment, StepResult
from playbook.contexts.shapes import GuideText
from playbook.contexts.view import View
from playbook.guides.facts import General, Guided
from playbook.guides.guide import CONCRETE, PARTS, Part
from playbook.guides.say import say
from playbook.model.process import Process
from playbook.plan import Page

_BEFORE = PARTS[1 : PARTS.index("criteria")]
_AFTER = PARTS[PARTS.index("criteria") + 1 :]


class Guidance:
    """Say what the guides say, on one page.

    Args:
        view: The organisation in one language.
        page: The page.
    """

    def __init__(self, view: View, page: Page) -> None:
        self.view, self.page = view, page
        self.general: General = view.general

    def render(self, text: str) -> Markup:
        """Return Markdown of a guide as HTML; a block that was seen before is not made again."""
        folder = self.page.path.rpartition("/")[0]
        known = self.view.blocks.get((folder, text))
        if known is None:
            known = markdown.render_guide(text, self.resolve)
            self.view.blocks[folder, text] = known
        return known

    def resolve(self, role: str, target: str) -> Markup | None:
        """Return a link to what a guide refers to."""
        method, view, page = self.view.portfolio.method, self.view, self.page
        if role == "criterion" and (found := method.criterion(target)):
            step, criterion = found
            href = view.to(page, "step", step.code, target)
            return _link(href, target, view.wording.plain_sentence(criterion.name))
        if role == "rule" and (rule := method.rule(target)):
            return _link(
                view.to(page, "rule", target), target, view.wording.plain_sentence(rule.title)
            )
        if role == "step" and target in view.portfolio.numbers:
            return _link(view.to(page, "step", target), view.step_name(target))
        return None

    def text(self, part: Part, facts: General | Guided) -> GuideText:
        """Return a part of a guide."""
        return GuideText(part.key, part.title, say(part, facts, self.render))

    def step(self, code: str, *, before: bool) -> tuple[GuideText, ...]:
        """Return the parts of a step's guide that stand before or after its criteria."""
        guide = self.view.handbook.step(self.view.language, code)
        keys = _BEFORE if before else _AFTER
        if guide is None:
            return ()
        return tuple(self.text(guide.parts[key], self.general) for key in keys)

    def criteria(self, code: str) -> dict[str, Markup]:
        """Return what a step's guide says of each criterion."""
        guide = self.view.handbook.step(self.view.language, code)
        parts = guide.criteria if guide else {}
        return {key: say(part, self.general, self.render) for key, part in parts.items()}


class ProcessGuidance(Guidance):
    """Say what the guides say of one process.

    Args:
        view: The organisation in one language.
        page: The page of the process.
        process: The process.
        assessment: Where it stands.
    """

    def __init__(self, view: View, page: Page, process: Process, assessment: Assessment) -> None:
        super().__init__(view, page)
        self.process, self.assessment = process, assessment

    def facts(self, step: str) -> Guided:
        """Return the facts of the process, told on a step."""
        names = self.view.supplier_names
        return Guided(self.general, self.process, self.assessment, step, names)

    @cached_property
    def current(self) -> Guided:
        """Return the facts of the process, told on the step that it is on."""
        return self.facts(self.assessment.current or self.assessment.steps[-1].code)

    def whole(self) -> tuple[GuideText, ...]:
        """Return what to do now, and what to keep in mind."""
        return tuple(self.text(part, self.current) for part in self._parts())

    def _parts(self) -> Iterator[Part]:
        handbook, language = self.view.handbook, self.view.language
        current, in_house = self.assessment.current, self.assessment.in_house
        guide = handbook.step(language, current) if current else None
        if guide:
            yield guide.parts[CONCRETE]
        states = []
        if current is None:
            states.append("in-house" if in_house else "ready")
        elif in_house:
            states.append("in-house-open")
        if current and any(s.started and s.code != current for s in self.assessment.steps):
            states.append("parallel")
        for state in states:
            if part := handbook.state(language, state):
                yield part

    def advice(self, step: StepResult) -> Markup:
        """Return what to keep in mind at a step that a supplier does, or that is not taken."""
        key = ""
        if step.state == "not_applicable":
            key = "not-applicable"
        elif step.decided_against:
            key = "declined"
        elif step.note and step.note.done_by:
            key = "by-supplier"
        elif step.note and step.note.done_with:
            key = "with-supplier"
        part = self.view.handbook.state(self.view.language, key) if key else None
        return say(part, self.facts(step.code), self.render) if part else Markup("")


def _link(href: str, label: str, title: str = "") -> Markup:
    if not title:
        return Markup('<a href="{}">{}</a>').format(href, label)
    return Markup('<a href="{}" title="{}">{}</a>').format(href, title, label)
