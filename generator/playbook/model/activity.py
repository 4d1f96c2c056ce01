"""What is done in a process, by whom, and where work changes hands."""

from typing import Annotated, Literal

from msgspec import Struct, field

from playbook.model.marks import conditional, internal, shareable
from playbook.model.scalars import Count, Date, Id, Percentage, RoleId, SystemId, Text


class Approval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A moment at which somebody has to say yes."""

    threshold: Annotated[Text | None, conditional("From where on approval is needed.")] = None
    reason: Annotated[Text | None, conditional("Why approval is needed.")] = None
    by: Annotated[RoleId | None, conditional("Role that approves.")] = None


class Activity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One activity of a process."""

    id: Annotated[Id, shareable("Short lasting name within the process.")]
    name: Annotated[Text, shareable("What is done.")]
    about: Annotated[Text | None, shareable("How it is done, in short.")] = None
    accountable: Annotated[
        RoleId | tuple[RoleId, ...] | None, shareable("The one role that answers for it.")
    ] = None
    responsible: Annotated[
        RoleId | tuple[RoleId, ...] | None, shareable("Roles that do the work.")
    ] = None
    consulted: Annotated[
        RoleId | tuple[RoleId, ...] | None, shareable("Roles that are asked beforehand.")
    ] = None
    informed: Annotated[
        RoleId | tuple[RoleId, ...] | None, shareable("Roles that are told afterwards.")
    ] = None
    systems: Annotated[tuple[SystemId, ...] | None, shareable("Systems that are used.")] = None
    scope: Annotated[
        Literal["in", "out", "retained"] | None,
        shareable("Whether a supplier would do it, nobody would, or we keep it."),
    ] = None
    value: Annotated[
        Literal["value", "required", "drop"] | None,
        conditional("Adds value, is required, or can be dropped."),
    ] = None
    judged: Annotated[Date | None, conditional("When its value was judged.")] = None
    decision: Annotated[bool | None, conditional("Whether a choice is made here.")] = None
    rule: Annotated[Text | None, conditional("The written rule by which the choice is made.")] = (
        None
    )
    judgement: Annotated[
        bool | None, conditional("Whether the choice is left to a person's judgement.")
    ] = None
    approval: Annotated[Approval | None, conditional("Approval that is needed.")] = None
    rekeying: Annotated[
        bool | None, conditional("Whether data is typed over from one system to another.")
    ] = None
    first_time_right: Annotated[
        Percentage | None, conditional("Share done right the first time.", "share")
    ] = None
    knowledge_holders: Annotated[
        Count | None, internal("How many people know how to do it; never who.", "people")
    ] = None

    @property
    def accountables(self) -> tuple[str, ...]:
        """Return the accountable roles; empty when none is known."""
        return roles(self.accountable)

    @property
    def performers(self) -> tuple[str, ...]:
        """Return the responsible roles; empty when none is known."""
        return roles(self.responsible)


class HandOff(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A point at which work changes hands."""

    origin: Annotated[Text | None, shareable("Who hands over.")] = field(name="from", default=None)
    to: Annotated[Text | None, shareable("Who receives.")] = None
    content: Annotated[Text | None, shareable("What is handed over.")] = None
    acceptance: Annotated[Text | None, shareable("When the receiver may refuse it.")] = None


def roles(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return one role or several as a tuple; empty when none is known.

    Args:
        value: What the inventory says.
    """
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
