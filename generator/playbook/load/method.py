"""The method: what is shipped, with what a project changes of it."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from playbook.config import Config
from playbook.load import notation
from playbook.load.files import Folder
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

OVERRIDES: Final = "content/method/steps"
_ORDER: Final = typing.get_args(DisputeType)


def read_method(shipped: Path, project: Path, config: Config, config_places: Located) -> Method:
    """Read the shipped method and lay the project's changes over it.

    Args:
        shipped: Folder of the shipped content.
        project: The project's folder.
        config: The project's settings.
        config_places: Where each setting stands.

    Raises:
        Unusable: With every problem of the project's changes.
    """
    base = Folder(shipped.resolve())
    problems: list[Problem] = []
    whole = _value(base, shipped / "method" / "method.yaml", MethodFile, problems)
    thresholds = _value(base, shipped / "method" / "thresholds.yaml", Thresholds, problems)
    steps = [
        _value(base, path, Step, problems)
        for path in base.yaml_below(base.root / "method" / "steps")
    ]
    disputes = [
        _value(base, path, Dispute, problems)
        for path in base.yaml_below(base.root / "method" / "rules")
    ]
    if problems:
        raise Unusable(problems)
    disputes.sort(key=lambda dispute: _ORDER.index(dispute.type))
    steps.sort(key=lambda step: step.number or 0)
    changes: list[LocalChange] = []
    for override, places in _overrides(Folder(project.resolve()), base, problems):
        steps = [
            _merge_step(step, override, changes) if step.code == override.code else step
            for step in steps
        ]
        problems += _added_without_name(steps, override, places)
    numbers = {name: _number(item, item.value) for name, item in thresholds.items()}
    problems += _thresholds(config, config_places, thresholds, numbers, changes)
    if problems:
        raise Unusable(problems)
    return Method(
        version=whole.version,
        steps=tuple(steps),
        disputes=tuple(disputes),
        thresholds=thresholds,
        numbers=numbers,
        reasons=whole.reasons,
        changes=tuple(changes),
    )


def _value(folder: Folder, path: Path, type_: Any, problems: list[Problem]) -> Any:
    read = folder.read(path, type_)
    problems += read.problems
    return read.value


def _overrides(
    folder: Folder, base: Folder, problems: list[Problem]
) -> Iterator[tuple[Step, Located]]:
    """Yield the project's step files; the repository of the method itself has none."""
    path = folder.root / OVERRIDES
    if path.resolve() == base.root / "method" / "steps":
        return
    for file in folder.yaml_below(path):
        read = folder.read(file, Step)
        problems += read.problems
        if read.value is not None:
            yield read.value, Located(read.file, msgspec.msgpack.encode(read.places))


def _merge_step(step: Step, override: Step, changes: list[LocalChange]) -> Step:
    merged = _merge(step, override, step.code, changes, skip=("code", "criteria", "number"))
    criteria = list(step.criteria)
    at = {criterion.code: index for index, criterion in enumerate(criteria)}
    for criterion in override.criteria:
        if criterion.code in at:
            index = at[criterion.code]
            criteria[index] = _merge(criteria[index], criterion, criterion.code, changes)
        else:
            changes.append(LocalChange(criterion.code, "added"))
            criteria.append(criterion)
    whole: Step = msgspec.structs.replace(merged, criteria=tuple(criteria))
    return whole


def _merge(
    value: Any, override: Any, code: str, changes: list[LocalChange], skip: tuple[str, ...] = ()
) -> Any:
    """Return a struct with the fields that the override fills in."""
    new: dict[str, Any] = {}
    for name in value.__struct_fields__:
        mine, theirs = getattr(value, name), getattr(override, name)
        if name in skip or theirs is None or theirs == mine:
            continue
        changes.append(LocalChange(code, name))
        both = isinstance(mine, dict) and isinstance(theirs, dict)
        new[name] = {**mine, **theirs} if both else theirs
    return msgspec.structs.replace(value, **new)


def _added_without_name(steps: list[Step], override: Step, places: Located) -> Iterator[Problem]:
    here = next(step for step in steps if step.code == override.code)
    elsewhere = {
        criterion.code: step.code
        for step in steps
        if step.code != override.code
        for criterion in step.criteria
    }
    nameless = {criterion.code for criterion in here.criteria if criterion.name is None}
    for at, criterion in enumerate(override.criteria):
        place = places.place(("criteria", at, "code"))
        if criterion.code in elsewhere:
            yield Problem(
                place,
                f"the criterion {criterion.code} belongs to the step {elsewhere[criterion.code]}",
                "change it there, or give your own criterion another code",
                "T02",
            )
        elif criterion.code in nameless:
            yield Problem(
                place,
                f"the criterion {criterion.code} is new and has no name",
                "add “name: …”, a statement that can be checked",
                "T03",
            )


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
