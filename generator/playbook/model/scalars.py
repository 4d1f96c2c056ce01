"""Values of one word: percentages, dates, durations, money, references and coded lists."""

import datetime
import math
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from msgspec import Meta

from playbook.model.marks import Refers

TimeUnit = Literal["minute", "hour", "day", "week", "month", "year"]
_DAYS: Final = {
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
}


class Percentage(float):
    """Hold a share of a whole as a fraction: 0.14 is 14 %."""

    @classmethod
    def computed(cls, share: float) -> Self:
        """Hold a share that was computed from others, in whole percents.

        It is rounded down: a share below a limit must not seem to reach it.

        Args:
            share: The share as a fraction.
        """
        return cls(math.floor(round(share * 100, 6)) / 100)


class _Measured(tuple[Any, str]):
    """Hold a number and its unit; a class of its own, so that text is read by notation."""

    __slots__ = ()

    @property
    def unit(self) -> str:
        """Return the unit."""
        return self[1]


class Duration(_Measured):
    """Hold a length of time in the unit in which it was written."""

    __slots__ = ()

    def __new__(cls, count: float, unit: TimeUnit) -> Self:
        """Keep a count and its unit of time."""
        return super().__new__(cls, (count, unit))

    @property
    def length(self) -> float:
        """Return how many."""
        return float(self[0])

    @property
    def days(self) -> float:
        """Return the length in days, a month taken as 30.44 and a year as 365.25."""
        return self.length * _DAYS[self.unit]


class Money(_Measured):
    """Hold an amount in whole currency units and the currency's code of ISO 4217."""

    __slots__ = ()

    def __new__(cls, amount: Decimal, currency: str) -> Self:
        """Keep an amount and its currency."""
        return super().__new__(cls, (amount, currency))

    @property
    def amount(self) -> Decimal:
        """Return the amount."""
        return Decimal(self[0])


class Quantity(_Measured):
    """Hold a measured number: its unit is ``%`` (of a fraction), time, money, a word or nothing."""

    __slots__ = ()

    def __new__(cls, number: float, unit: str) -> Self:
        """Keep a number and its unit."""
        return super().__new__(cls, (number, unit))

    @property
    def number(self) -> float:
        """Return the number."""
        return float(self[0])


Text = str | dict[Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")], str]
"""One text, or a mapping of language (BCP 47) to text."""

Date = datetime.date
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Month = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Count = Annotated[int, Meta(ge=0, le=10**15)]
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
Link = Annotated[str, Refers("link")]
ProjectFile = Annotated[str, Refers("file")]

StepCode = Literal[
    "harmonise", "unify", "simplify", "concentrate", "digitise", "automate", "outsource"
]
Knowledge = Literal["measured", "estimated", "assumed"]
Intent = Literal["none", "explore", "prepare", "talks", "contracted", "in-house"]
Driver = Literal["vision", "cost", "quality", "innovation", "continuity", "acute_problem"]
Party = Literal["client", "supplier", "together"]
DisputeType = Literal["scope", "responsibility", "quality", "price", "data", "people", "exit"]
Band = Literal["none", "discuss", "prepare", "resolve_first"]
BANDS: Final[tuple[Band, ...]] = ("none", "discuss", "prepare", "resolve_first")
"""How much there is to settle, the least first."""
