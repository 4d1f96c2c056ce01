"""Values of one word: percentages, dates, durations, money, references and coded lists."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from playbook.model.marks import Refers


class Percentage(float):
    """Hold a share of a whole as a fraction: 0.14 is 14 %."""


class Duration(Struct, frozen=True):
    """Hold a length of time in the unit in which it was written.

    Args:
        count: How many.
        unit: Unit of time.
    """

    count: float
    unit: Literal["minute", "hour", "day", "week", "month", "year"]


class Money(Struct, frozen=True):
    """Hold an amount of money.

    Args:
        amount: Amount in whole currency units.
        currency: Code of ISO 4217.
    """

    amount: Decimal
    currency: str


class Quantity(Struct, frozen=True):
    """Hold a measured number with its unit.

    Args:
        number: The number; a percentage is a fraction.
        unit: ``%``, a unit of time, a currency, another word, or nothing for a plain number.
    """

    number: float
    unit: str


Text = str | dict[str, str]
"""One text, or a mapping of language (BCP 47) to text."""

Date = datetime.date
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Count = Annotated[int, Meta(ge=0)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
CriterionCode = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]*-?[0-9]+$")]
RuleCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}-[0-9]{2}$")]

RoleId = Annotated[str, Refers("role")]
UnitId = Annotated[str, Refers("unit")]
DepartmentId = Annotated[str, Refers("department")]
SystemId = Annotated[str, Refers("system")]
ProcessId = Annotated[str, Refers("process")]
DataId = Annotated[str, Refers("data")]
SupplierId = Annotated[str, Refers("supplier")]

StepCode = Literal[
    "harmonise", "unify", "simplify", "concentrate", "digitise", "automate", "outsource"
]
Knowledge = Literal["measured", "estimated", "assumed"]
Intent = Literal["none", "explore", "prepare", "talks", "contracted", "in-house"]
Driver = Literal["vision", "cost", "quality", "innovation", "continuity", "acute_problem"]
Party = Literal["client", "supplier", "together"]
