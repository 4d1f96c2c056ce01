"""Guides on pages: of a step in general, and of one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from markupsafe import Markup

from playbook import markdown
from playbook.assess import Assessment, StepResult
from playbook.contexts.shapes import GuideText
from playbook.contexts.view import View
from playbook.guides.facts import General, Guided
from playbook.guides.guide import CONCRETE, PARTS, ROLE_PREFIX, Part
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
        key = (self.page.folder, text)
        known = self.view.kept.blocks.get(key)
        if known is None:
            html = markdown.render_guide(text, self.resolve)
            known = self.view.glossary.link(html, self.address)
            self.view.kept.blocks[key] = known
        return known

    def address(self, term: str) -> str:
        """Return where a word of the glossary is explained."""
        return self.view.to(self.page, "glossary", "", term)

    def say(self, part: Part, facts: General | Guided) -> Markup:
        """Return what a part says."""
        return say(part, facts, self.render)

    def resolve(self, role: str, target: str) -> Markup | None:
        """Return a link to what a guide refers to; nothing when there is no such thing."""
        finders: dict[str, Callable[[str], Markup | None]] = {
            "criterion": self._criterion,
            "rule": self._rule,
            "step": self._step,
            "sheet": self._sheet,
            "role": self._role,
            "guide": self._guide,
        }
        return finders[role](target) if role in finders else None

    def _criterion(self, target: str) -> Markup | None:
        found = self.view.portfolio.method.criterion(target)
        if found is None:
            return None
        step, criterion = found
        href = self.view.to(self.page, "step", step.code, target)
        return _link(href, target, self.view.wording.plain_sentence(criterion.name))

    def _rule(self, target: str) -> Markup | None:
        rule = self.view.portfolio.method.rule(target)
        title = self.view.wording.plain_sentence(rule.title) if rule else ""
        return _link(self.view.to(self.page, "rule", target), target, title) if rule else None

    def _step(self, target: str) -> Markup | None:
        known = target in self.view.portfolio.numbers
        href = self.view.to(self.page, "step", target)
        return _link(href, self.view.step_name(target)) if known else None

    def _sheet(self, target: str) -> Markup | None:
        name = self.view.sheet_names.get(target)
        return _link(self.view.to(self.page, "sheets", "", target), name) if name else None

    def _role(self, target: str) -> Markup | None:
        key = f"{ROLE_PREFIX}{target}"
        known = key in self.view.handbook.pages_in(self.view.language)
        href = self.view.to(self.page, "guide", key)
        return _link(href, self.view.wording.filler(target)) if known else None

    def _guide(self, target: str) -> Markup | None:
        guide = self.view.handbook.page(self.view.language, target)
        return _link(self.view.to(self.page, "guide", target), guide.title) if guide else None

    def text(self, part: Part, facts: General | Guided) -> GuideText:
        """Return a part of a guide."""
        return GuideText(part.key, part.title, self.say(part, facts))

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
        return {key: self.say(part, self.general) for key, part in parts.items()}


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
        return self.say(part, self.facts(step.code)) if part else Markup("")


def _link(href: str, label: str, title: str = "") -> Markup:
    if not title:
        return Markup('<a href="{}">{}</a>').format(href, label)
    return Markup('<a class="ref" href="{}" title="{}">{}</a>').format(href, title, label)
