"""All that a guide can say of a process; each value is made once, when a guide asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from markupsafe import Markup
from msgspec import Struct

from playbook.assess import Assessment
from playbook.guides.leaving import Leaving
from playbook.guides.meaning import Meaning
from playbook.guides.running import Running
from playbook.guides.speech import Names
from playbook.guides.working import Working
from playbook.model.method import Method
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.model.steps import StepNote
from playbook.texts import Wording, pick


class Codes(dict[str, bool]):
    """Tell of each criterion, by its code, whether something is so."""


class Limits(dict[str, str]):
    """Give each threshold of the method in words, by its name."""


class StepFacts(Struct, frozen=True, kw_only=True):
    """The step that the guide is about.

    Args:
        number: Its number.
        name: Its name.
        met: Required criteria that are met.
        required: Required criteria that apply.
        open: Required criteria that are open.
        until: When it is to be ready, written out.
        supplier: Supplier that does it, or helps with it.
        done_by: Whether that supplier does it for us.
        done_with: Whether that supplier does it with us.
        stays_inside: What is not left to that supplier.
        reason: Why it is not taken.
    """

    number: int
    name: str
    met: int
    required: int
    open: int
    until: str
    supplier: Markup
    done_by: bool
    done_with: bool
    stays_inside: Markup
    reason: Markup


class ActionFacts(Struct, frozen=True, kw_only=True):
    """What was agreed to do and is not done yet.

    Args:
        open: All of it.
        late: What should have been ready.
        next: What is due first.
        who: The role that does that.
        due: By when, written out.
    """

    open: Names
    late: Names
    next: Markup
    who: Markup
    due: str


class General:
    """Hold what a guide can say on any page of an organisation.

    Args:
        wording: Words, numbers and dates in the language of the page.
        setting: The organisation, the limits and the day.
        method: The method, for its limits.
    """

    def __init__(self, wording: Wording, setting: Setting, method: Method) -> None:
        self.wording, self.setting, self.method = wording, setting, method

    @cached_property
    def organisation(self) -> Markup:
        """Name of the organisation."""
        return self.wording.said(self.setting.organisation.name)

    @cached_property
    def today(self) -> str:
        """Day of the assessment, written out."""
        return self.wording.date(self.setting.today)

    @cached_property
    def limits(self) -> Limits:
        """Each threshold of the method, by its name."""
        said = Limits()
        for name, item in self.method.thresholds.items():
            number = self.method.numbers[name]
            share = item.unit == "share"
            said[name] = (
                self.wording.share(number) if share else self.wording.counted(number, item.unit)
            )
        return said


class Guided(Meaning, Working, Running, Leaving):
    """Hold what a guide can say of one process on one step.

    Args:
        general: What can be said on any page.
        process: The process.
        assessment: Where it stands.
        step: Code of the step that the guide is about.
        suppliers: Name of each supplier, by its id.
    """

    def __init__(
        self,
        general: General,
        process: Process,
        assessment: Assessment,
        step: str,
        suppliers: Mapping[str, Text],
    ) -> None:
        super().__init__(general.wording, general.setting, process)
        self.general, self.assessment, self._step = general, assessment, step
        self.suppliers = suppliers

    @cached_property
    def organisation(self) -> Markup:
        """Name of the organisation."""
        return self.general.organisation

    @cached_property
    def today(self) -> str:
        """Day of the assessment, written out."""
        return self.general.today

    @cached_property
    def limits(self) -> Limits:
        """Each threshold of the method, by its name."""
        return self.general.limits

    @cached_property
    def open(self) -> Codes:
        """Whether a criterion is open: not met, or not known yet."""
        return Codes({r.code: r.open for step in self.assessment.steps for r in step.results})

    @cached_property
    def unknown(self) -> Codes:
        """Whether a criterion is not known yet."""
        steps = self.assessment.steps
        return Codes({r.code: r.state == "unknown" for step in steps for r in step.results})

    @cached_property
    def step(self) -> StepFacts:
        """The step that the guide is about."""
        method, said = self.general.method, self.wording.said
        step, found = method.step(self._step), self.assessment.step(self._step)
        note = found.note or StepNote()
        supplier = note.done_by or note.done_with
        required = [r for r in found.results if r.required and r.state != "not_applicable"]
        return StepFacts(
            number=step.number or 0,
            name=pick(step.name or step.code, self.wording.language, "en")[0],
            met=sum(result.state == "met" for result in required),
            required=len(required),
            open=len(found.missing),
            until=self.wording.date(note.until),
            supplier=said(self.suppliers.get(supplier, supplier)) if supplier else Markup(""),
            done_by=note.done_by is not None,
            done_with=note.done_with is not None and note.done_by is None,
            stays_inside=self.sentence(note.stays_inside),
            reason=self.sentence(note.not_applicable or note.reason),
        )

    @cached_property
    def started(self) -> Names:
        """Other steps on which work has begun."""
        steps = self.assessment.steps
        begun = [s.code for s in steps if s.started and s.code != self.assessment.current]
        names: dict[str, Text] = {
            step.code: step.name or step.code for step in self.general.method.steps
        }
        language = self.wording.language
        return self.listed(pick(names[code], language, "en")[0] for code in begun)

    @cached_property
    def in_house(self) -> bool:
        """Whether it was decided that the process stays in-house."""
        return self.assessment.in_house

    @cached_property
    def actions(self) -> ActionFacts:
        """What was agreed to do and is not done yet."""
        said, today = self.wording.said, self.setting.today
        open_ = [item for item in self.process.actions or () if not item.done]
        late = [item for item in open_ if item.due and item.due < today]
        dated = [(item.due, at) for at, item in enumerate(open_) if item.due]
        first = open_[min(dated)[1]] if dated else open_[0] if open_ else None
        return ActionFacts(
            open=self.listed(said(item.what) for item in open_),
            late=self.listed(said(item.what) for item in late),
            next=said(first.what if first else None),
            who=self.named("role", first.who if first else None),
            due=self.wording.date(first.due if first else None),
        )

    @cached_property
    def review_by(self) -> str:
        """When these facts have to be looked at again, written out."""
        return self.wording.date(self.process.review_by)
