"""What is known and shared, by the three layers on which trust is built.

The layers follow Lewicki and Bunker: it is in neither's interest to fail the other (clarity),
each knows how the other will act (predictability), both want the same (shared purpose).
No score of a supplier or of a person is ever made.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from playbook.model.marks import Visibility
from playbook.model.organisation import Supplier
from playbook.model.process import Process
from playbook.model.setting import Setting

Layer = Literal["clarity", "predictability", "purpose"]
LAYERS: Final[tuple[Layer, ...]] = ("clarity", "predictability", "purpose")
_Look = Callable[[Process, Setting], Any]


@dataclass(frozen=True, slots=True)
class TrustFact:
    """One fact that shows something of a layer.

    Args:
        code: Lasting code, which names its text.
        layer: The layer it belongs to.
        field: Top-level field of the process that holds it.
        look: Returns the value that makes it known, or nothing.
    """

    code: str
    layer: Layer
    field: str
    look: _Look


class Known(Struct, frozen=True, kw_only=True):
    """Whether one fact is known for one process.

    Args:
        code: Code of the fact.
        layer: Its layer.
        field: Top-level field that holds it.
        known: Whether it is known.
        shared: Whether at least one supplier may see it.
        kind: Measured, estimated or assumed, when that is said.
        on: When it was found, when that is said.
    """

    code: str
    layer: Layer
    field: str
    known: bool
    shared: bool
    kind: str | None
    on: datetime.date | None


def _first(items: Iterable[Any] | None) -> Any:
    return next(iter(items or ()), None)


def _scoped(process: Process, _setting: Setting) -> Any:
    activities = process.activities or ()
    return activities if activities and all(item.scope for item in activities) else None


def _baseline(process: Process, _setting: Setting) -> Any:
    return _first(item for item in process.kpis or () if item.baseline is not None)


def _volumes(process: Process, setting: Setting) -> Any:
    return _first(item for item in process.counts if setting.past(item.months))


def _price_driver(process: Process, _setting: Setting) -> Any:
    return _first(process.price_drivers)


def _exit_plan(process: Process, _setting: Setting) -> Any:
    return process.exit if process.exit and (process.exit.plan or process.exit.link) else None


def _exceptions(process: Process, _setting: Setting) -> Any:
    exceptions = process.exceptions
    return exceptions if exceptions and exceptions.rate is not None else None


def _handoffs(process: Process, _setting: Setting) -> Any:
    return process.handoffs


def _planned(process: Process, _setting: Setting) -> Any:
    return process.planned_changes


def _meetings(process: Process, _setting: Setting) -> Any:
    return process.retained.meetings if process.retained else None


def _motive(process: Process, setting: Setting) -> Any:
    own = process.sourcing.motive if process.sourcing else None
    motives = own if own is not None else setting.organisation.motives
    return _first(item for item in motives or () if item.driver != "acute_problem")


def _success(process: Process, _setting: Setting) -> Any:
    return process.sourcing.success if process.sourcing else None


def _team(process: Process, _setting: Setting) -> Any:
    retained = process.retained
    whole = retained and retained.owner and retained.service and retained.contract
    return retained if whole else None


FACTS: Final = (
    TrustFact("scope", "clarity", "activities", _scoped),
    TrustFact("baseline", "clarity", "kpis", _baseline),
    TrustFact("volumes", "clarity", "volumes", _volumes),
    TrustFact("price_driver", "clarity", "price_driver", _price_driver),
    TrustFact("exit_plan", "clarity", "exit", _exit_plan),
    TrustFact("exceptions", "predictability", "exceptions", _exceptions),
    TrustFact("handoffs", "predictability", "handoffs", _handoffs),
    TrustFact("planned_changes", "predictability", "planned_changes", _planned),
    TrustFact("meetings", "predictability", "retained", _meetings),
    TrustFact("motive", "purpose", "sourcing", _motive),
    TrustFact("success", "purpose", "sourcing", _success),
    TrustFact("team", "purpose", "retained", _team),
)


def known(process: Process, setting: Setting, suppliers: Sequence[Supplier]) -> tuple[Known, ...]:
    """Return for every fact whether it is known and shared, in the order of `FACTS`.

    Args:
        process: The process.
        setting: For the organisation's own motives.
        suppliers: Suppliers, each with what it may see.
    """
    made = []
    for fact in FACTS:
        value = fact.look(process, setting)
        shared = value is not None and any(
            _may_see(supplier, process, fact.field) for supplier in suppliers
        )
        kind, on = getattr(value, "kind", None), getattr(value, "on", None)
        made.append(_known(fact, value is not None, shared, kind, on))
    return tuple(made)


@lru_cache(maxsize=4096)
def _known(
    fact: TrustFact, there: bool, shared: bool, kind: str | None, on: datetime.date | None
) -> Known:
    """Return the same value for the same: of thousands of processes most is known alike."""
    return Known(
        code=fact.code,
        layer=fact.layer,
        field=fact.field,
        known=there,
        shared=shared,
        kind=kind,
        on=on,
    )


def shares(supplier: Supplier, process: Process) -> bool:
    """Tell whether a supplier may see anything of a process.

    Args:
        supplier: The supplier.
        process: The process.
    """
    shared = supplier.shares
    return shared is not None and (
        process.id in shared.processes or process.department in shared.departments
    )


def _may_see(supplier: Supplier, process: Process, field: str) -> bool:
    if not shares(supplier, process) or supplier.shares is None:
        return False
    visibility = visibilities()[field]
    opted_in = field in supplier.shares.conditional or field in (process.share or ())
    return visibility == "shareable" or (visibility == "conditional" and opted_in)


@cache
def visibilities() -> dict[str, Visibility]:
    """Return the visibility of each top-level field of a process."""
    hints = typing.get_type_hints(Process, include_extras=True)
    made: dict[str, Visibility] = {}
    for field in msgspec.structs.fields(Process):
        for mark in hints[field.name].__metadata__:
            if isinstance(mark, msgspec.Meta) and mark.extra:
                made[field.encode_name] = mark.extra["visibility"]
    return made
