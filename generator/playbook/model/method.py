"""The method as values: steps, criteria, thresholds and their texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from playbook.model.scalars import CriterionCode, DisputeType, RuleCode, StepCode, Text
from playbook.problems import Place

_Order = Annotated[int, Meta(ge=1, le=99)]
_Points = Annotated[int, Meta(ge=0, le=100)]
Filler = Literal[
    "owner", "unit_lead", "performer", "data_owner", "it", "legal", "hr", "service_manager"
]


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fragment of an inventory that shows what a rule looks at."""

    process: Annotated[dict[str, Any], Meta(description="Fields of a process.")]
    organisation: Annotated[
        dict[str, Any] | None, Meta(description="Fields of its organisation.")
    ] = None


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One exit criterion of a step."""

    code: Annotated[CriterionCode, Meta(description="Lasting code.")]
    required: Annotated[bool | None, Meta(description="Whether the step needs it.")] = None
    fields: Annotated[
        tuple[str, ...] | None, Meta(description="Fields of the inventory that show it.")
    ] = None
    name: Annotated[Text | None, Meta(description="The criterion, as a statement.")] = None
    meaning: Annotated[Text | None, Meta(description="What it means and why it matters.")] = None
    show: Annotated[Text | None, Meta(description="How to show that it is met.")] = None
    who: Annotated[Filler | None, Meta(description="Who can usually fill it in.")] = None
    reasons: Annotated[
        dict[str, Text] | None, Meta(description="Why it is met or not, by key.")
    ] = None
    example: Annotated[Example | None, Meta(description="An inventory in which it is met.")] = None


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One of the seven steps, with its exit criteria."""

    code: Annotated[StepCode, Meta(description="Lasting code.")]
    number: Annotated[_Order | None, Meta(description="Place in the order, from 1.")] = None
    optional: Annotated[
        bool | None, Meta(description="Whether deciding against it completes it.")
    ] = None
    name: Annotated[Text | None, Meta(description="Name of the step.")] = None
    question: Annotated[Text | None, Meta(description="The question it answers.")] = None
    changes: Annotated[Text | None, Meta(description="What changes by it.")] = None
    is_not: Annotated[Text | None, Meta(description="What it is not.")] = field(
        name="not", default=None
    )
    supplier_can: Annotated[Text | None, Meta(description="What a supplier can help with.")] = None
    stays_inside: Annotated[Text | None, Meta(description="What is never left to others.")] = None
    if_skipped: Annotated[Text | None, Meta(description="The dispute that comes later.")] = None
    gain: Annotated[Text | None, Meta(description="What is kept without outsourcing.")] = None
    criteria: Annotated[
        tuple[Criterion, ...], Meta(description="Exit criteria, in the order to show them.")
    ] = ()


class RuleText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The words of one rule, and what a project may change of it."""

    code: Annotated[RuleCode, Meta(description="Lasting code.")]
    points: Annotated[
        tuple[_Points, ...] | None, Meta(description="Severity, where it differs from the shipped.")
    ] = None
    title: Annotated[Text | None, Meta(description="The risk, as a statement.")] = None
    looks_at: Annotated[Text | None, Meta(description="Facts that it looks at.")] = None
    why: Annotated[Text | None, Meta(description="What goes wrong later, and why.")] = None
    question: Annotated[Text | None, Meta(description="Question to settle in the talk.")] = None
    internal: Annotated[
        bool | None, Meta(description="Whether the question is one for ourselves.")
    ] = None
    mitigation: Annotated[Text | None, Meta(description="What to do before the talk.")] = None
    example: Annotated[Example | None, Meta(description="An inventory on which it fires.")] = None
    instead: Annotated[Example | None, Meta(description="One on which it does not.")] = None
    fields: Annotated[
        tuple[str, ...] | None, Meta(description="Fields of the inventory that clear it.")
    ] = None
    who: Annotated[Filler | None, Meta(description="Who can usually fill it in.")] = None
    reasons: Annotated[dict[str, Text] | None, Meta(description="Why it fires, by key.")] = None


class Dispute(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One type of dispute, with the rules that speak of it."""

    type: Annotated[DisputeType, Meta(description="Lasting code of the type.")]
    name: Annotated[Text | None, Meta(description="Name of the type.")] = None
    about: Annotated[Text | None, Meta(description="What such disputes are about.")] = None
    rules: Annotated[tuple[RuleText, ...], Meta(description="Its rules, in order.")] = ()


class Threshold(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that facts are held against."""

    value: Annotated[str, Meta(description="The number, as written.")]
    unit: Annotated[
        Literal["share", "months", "count", "days"], Meta(description="What it counts.")
    ]
    text: Annotated[Text, Meta(description="What it is for.")]


class LocalChange(Struct, frozen=True):
    """A place where a project departs from the shipped method.

    Args:
        code: Step, criterion or threshold that is changed.
        part: What of it is changed; ``added`` when all of it is new.
    """

    code: str
    part: str


class Method(Struct, frozen=True, kw_only=True):
    """Hold the method that a project works by.

    Args:
        version: Version of the shipped method.
        steps: The seven steps, in order.
        disputes: The types of dispute with their rules, in order.
        thresholds: Thresholds with unit and text, by name.
        numbers: Value of each threshold; a share is a fraction.
        reasons: Reasons that any criterion can have, by key.
        changes: Where the project departs from the shipped method.
        places: Where the project changes or adds a criterion or a rule, by its code.
    """

    version: str
    steps: tuple[Step, ...]
    disputes: tuple[Dispute, ...]
    thresholds: Mapping[str, Threshold]
    numbers: Mapping[str, float]
    reasons: dict[str, Text]
    changes: tuple[LocalChange, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def step(self, code: str) -> Step:
        """Return a step by its code.

        Args:
            code: Code of one of the seven steps.
        """
        return next(step for step in self.steps if step.code == code)

    def criterion(self, code: str) -> tuple[Step, Criterion] | None:
        """Return a criterion with its step, or nothing when there is none.

        Args:
            code: Code of the criterion.
        """
        for step in self.steps:
            for criterion in step.criteria:
                if criterion.code == code:
                    return step, criterion
        return None

    def rule(self, code: str) -> RuleText | None:
        """Return the words of a rule, or nothing when there are none.

        Args:
            code: Code of the rule.
        """
        for dispute in self.disputes:
            for rule in dispute.rules:
                if rule.code == code:
                    return rule
        return None


class MethodFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the shipped method says beside its steps."""

    version: Annotated[str, Meta(description="Version of the method.")]
    reasons: Annotated[dict[str, Text], Meta(description="Reasons of any criterion.")]


Thresholds = dict[str, Threshold]
