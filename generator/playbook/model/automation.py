"""How far the rules of a process run by themselves."""

from typing import Annotated, Literal

from msgspec import Struct

from playbook.model.marks import conditional, internal
from playbook.model.scalars import (
    Date,
    Duration,
    Knowledge,
    Link,
    Percentage,
    RoleId,
    Text,
)


class RuleBase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The rules that systems execute."""

    owner: Annotated[RoleId | None, conditional("Role in the business that owns the rules.")] = None
    version: Annotated[str | None, conditional("Version in use.")] = None
    on: Annotated[Date | None, conditional("Date of that version.")] = None
    link: Annotated[Link | None, internal("Where they are written.")] = None


class StraightThrough(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Cases that run without a hand."""

    rate: Annotated[Percentage | None, conditional("Share without a hand.", "share")] = None
    target: Annotated[Percentage | None, conditional("Share to reach.", "share")] = None
    kind: Annotated[Knowledge | None, conditional("How the share is known.")] = None
    on: Annotated[Date | None, conditional("When it was found.")] = None


class Queue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where cases wait that the systems could not finish."""

    owner: Annotated[RoleId | None, conditional("Role that clears the queue.")] = None
    ageing: Annotated[bool | None, conditional("Whether the age of each case is seen.")] = None
    oldest: Annotated[Duration | None, conditional("Age of the oldest case.", "time")] = None


class Audit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How one can see afterwards what a system decided."""

    trail: Annotated[bool | None, conditional("Whether every decision can be traced.")] = None
    automated_decisions: Annotated[
        Literal["none", "assessed", "not_assessed"] | None,
        conditional("Whether decisions about people without a person in them were assessed."),
    ] = None


class Fallback(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How work goes on when the automation fails."""

    how: Annotated[Text | None, conditional("What is done then.")] = None
    tested_on: Annotated[Date | None, conditional("When this was last tested.")] = None


class RuleChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a rule is changed safely."""

    procedure: Annotated[Text | None, conditional("Who may change a rule, and how.")] = None
    test_set: Annotated[bool | None, conditional("Whether cases to test with are kept.")] = None


class Asset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A script, bot or model and who owns it."""

    what: Annotated[Text, conditional("The script, bot or model.")]
    owner: Annotated[
        Literal["client", "supplier", "vendor", "unclear"] | None, conditional("Who owns it.")
    ] = None
    transferable: Annotated[bool | None, conditional("Whether it may pass to another party.")] = (
        None
    )


class Automation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Rules, exceptions, fallback and ownership of what is automated."""

    rules: Annotated[RuleBase | None, conditional("The rules that systems execute.")] = None
    stp: Annotated[StraightThrough | None, conditional("Straight-through processing.")] = None
    queue: Annotated[Queue | None, conditional("The exception queue.")] = None
    audit: Annotated[Audit | None, conditional("The audit trail.")] = None
    fallback: Annotated[Fallback | None, conditional("What is done when it fails.")] = None
    change: Annotated[RuleChange | None, conditional("How rules are changed.")] = None
    ip: Annotated[
        tuple[Asset, ...] | None, conditional("Scripts, bots and models; [] if there are none.")
    ] = None
