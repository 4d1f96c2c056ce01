"""What a judgement may look at beside the process itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from playbook.model.organisation import DataObject, Organisation
from playbook.model.scalars import Text


@dataclass(frozen=True)
class Setting:
    """Hold the organisation, the method's thresholds and the day of the judgement.

    Args:
        organisation: Organisation that the process belongs to.
        thresholds: Threshold by name; a share is a fraction, a time is in days.
        today: Day on which the assessment is made.
        deciders: What decides the criteria of the project's own extensions, by code.
    """

    organisation: Organisation
    thresholds: Mapping[str, float]
    today: datetime.date
    deciders: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def data(self) -> Mapping[str, tuple[int, DataObject]]:
        """Return each data object with its position, by id."""
        return {item.id: (index, item) for index, item in enumerate(self.organisation.data)}

    @cached_property
    def names(self) -> Mapping[tuple[str, str], Text]:
        """Return the name of each department, unit, role, system and data object.

        The key is a pair of kind and id, as in ``("role", "ap-lead")``.
        """
        whole = self.organisation
        return (
            {("department", item.id): item.name for item in whole.departments}
            | {("unit", item.id): item.name for item in whole.units}
            | {("role", item.id): item.name for item in whole.roles}
            | {("system", item.id): item.name for item in whole.systems}
            | {("data", item.id): item.name for item in whole.data}
        )

    def name(self, kind: str, ident: str) -> Text:
        """Return the name of something in the organisation, or its id when it has none.

        Args:
            kind: ``department``, ``unit``, ``role``, ``system`` or ``data``.
            ident: Its id.
        """
        return self.names.get((kind, ident), ident)

    def past(self, months: Iterable[str] | None) -> frozenset[str]:
        """Return the months that can have been counted; a month to come is a forecast.

        Args:
            months: Months, as in ``2026-03``.
        """
        this_month = f"{self.today:%Y-%m}"
        return frozenset(month for month in months or () if month <= this_month)

    def months_since(self, day: datetime.date) -> int:
        """Return the whole months that have passed since a day; 0 when it is to come.

        Args:
            day: The day to count from.
        """
        months = (self.today.year - day.year) * 12 + self.today.month - day.month
        return max(0, months - (self.today.day < day.day))

    def is_ahead(self, day: datetime.date, months: float) -> bool:
        """Tell whether a day is to come within some months.

        Args:
            day: The day.
            months: How far ahead to look, in months.
        """
        return self.today <= day and (day - self.today).days <= months * 30.44
