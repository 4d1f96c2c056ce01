"""What an owner says of the steps themselves."""

from typing import Annotated, Literal

from msgspec import Struct

from playbook.model.marks import internal, shareable
from playbook.model.scalars import Date, StepCode, SupplierId, Text


class StepNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an owner says of one step."""

    done_by: Annotated[SupplierId | None, internal("Supplier that does this step for us.")] = None
    done_with: Annotated[SupplierId | None, internal("Supplier that does it with us.")] = None
    until: Annotated[Date | None, shareable("When it is to be ready.")] = None
    stays_inside: Annotated[Text | None, shareable("What is not left to the supplier.")] = None
    not_applicable: Annotated[Text | None, shareable("Why the step does not apply.")] = None
    decision: Annotated[
        Literal["yes", "no"] | None,
        shareable("Whether to concentrate, or to automate; no completes the step."),
    ] = None
    reason: Annotated[Text | None, internal("Why that was decided.")] = None


class Steps(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The step that an owner declares, and notes by step."""

    declared: Annotated[StepCode | None, shareable("Step the owner says it is on.")] = None
    harmonise: Annotated[StepNote | None, shareable("On step 1.")] = None
    unify: Annotated[StepNote | None, shareable("On step 2.")] = None
    simplify: Annotated[StepNote | None, shareable("On step 3.")] = None
    concentrate: Annotated[StepNote | None, shareable("On step 4.")] = None
    digitise: Annotated[StepNote | None, shareable("On step 5.")] = None
    automate: Annotated[StepNote | None, shareable("On step 6.")] = None
    outsource: Annotated[StepNote | None, shareable("On step 7.")] = None
