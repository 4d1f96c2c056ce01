"""The method: what is shipped, with what a project changes of it."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from playbook.config import Config
from playbook.load import notation
from playbook.load.files import Folder
from playbook.load.overrides import Overrides
from playbook.model.method import (
    Dispute,
    LocalChange,
    Method,
    MethodFile,
    Step,
    Threshold,
    Thresholds,
)
from playbook.model.places import Located
from playbook.model.scalars import DisputeType
from playbook.problems import Problem, Unusable

_ORDER: Final = typing.get_args(DisputeType)


def read_method(shipped: Folder, project: Folder, config: Config, config_places: Located) -> Method:
    """Read the shipped method and lay the project's changes over it.

    Args:
        shipped: Folder of the shipped content.
        project: The project's folder.
        config: The project's settings.
        config_places: Where each setting stands.

    Raises:
        Unusable: With every problem of the project's changes.
    """
    problems: list[Problem] = []
    whole = _value(shipped, shipped.root / "method" / "method.yaml", MethodFile, problems)
    thresholds = _value(shipped, shipped.root / "method" / "thresholds.yaml", Thresholds, problems)
    steps = [
        _value(shipped, path, Step, problems)
        for path in shipped.yaml_below(shipped.root / "method" / "steps")
    ]
    disputes = [
        _value(shipped, path, Dispute, problems)
        for path in shipped.yaml_below(shipped.root / "method" / "rules")
    ]
    if problems:
        raise Unusable(problems)
    disputes.sort(key=lambda dispute: _ORDER.index(dispute.type))
    steps.sort(key=lambda step: step.number or 0)
    overrides = Overrides(project, shipped)
    laid = (overrides.steps(steps), overrides.disputes(disputes))
    problems += overrides.problems
    changes = overrides.changes
    numbers = {name: _number(item, item.value) for name, item in thresholds.items()}
    problems += _thresholds(config, config_places, thresholds, numbers, changes)
    if problems:
        raise Unusable(problems)
    return Method(
        version=whole.version,
        steps=laid[0],
        disputes=laid[1],
        thresholds=thresholds,
        numbers=numbers,
        reasons=whole.reasons,
        changes=tuple(changes),
        places=overrides.places,
    )


def _value(folder: Folder, path: Path, type_: Any, problems: list[Problem]) -> Any:
    read = folder.read(path, type_)
    problems += read.problems
    return read.value


def _number(threshold: Threshold, text: str) -> float:
    if threshold.unit == "share":
        return float(notation.percentage(text))
    if threshold.unit == "count" or text.strip().isdigit():
        return float(notation.whole(text))
    days = notation.duration(text).days
    return days if threshold.unit == "days" else round(days / 30.44, 2)


def _thresholds(
    config: Config,
    places: Located,
    known: Mapping[str, Threshold],
    numbers: dict[str, float],
    changes: list[LocalChange],
) -> Iterator[Problem]:
    """Lay the project's thresholds over the method's, yielding what cannot be read."""
    for name, text in (config.thresholds or {}).items():
        place = places.place(("thresholds", name))
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            instead = f"did you mean “{near[0]}”?" if near else f"choose {', '.join(known)}"
            yield Problem(place, f"there is no threshold “{name}”", instead, "T01")
            continue
        try:
            number = _number(known[name], text)
        except notation.Misread as error:
            yield Problem(place, error.what, error.instead, "M06")
            continue
        if number != numbers[name]:
            numbers[name] = number
            changes.append(LocalChange(name, text))
