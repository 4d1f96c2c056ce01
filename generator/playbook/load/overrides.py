"""What a project changes of the method, laid over what is shipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

import msgspec

from playbook.load.files import Folder
from playbook.model.method import Criterion, Dispute, LocalChange, RuleText, Step
from playbook.model.places import Located
from playbook.model.scalars import Text
from playbook.problems import Place, Problem
from playbook.texts import placeholders

S = TypeVar("S", Step, Dispute)
METHOD: Final = "content/method"
_HOMES: Final = {"criterion": "step", "rule": "dispute type"}


class Overrides:
    """Lay a project's changes over the shipped method, gathering what is wrong with them.

    Args:
        project: The project's folder.
        shipped: Folder of the shipped content.
    """

    def __init__(self, project: Folder, shipped: Folder) -> None:
        self.project, self.shipped = project, shipped
        self.changes: list[LocalChange] = []
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}

    def steps(self, steps: Iterable[Step]) -> tuple[Step, ...]:
        """Return the steps with the project's changes.

        Args:
            steps: The shipped steps.
        """
        merged = {step.code: step for step in steps}
        for override, places in self._read("steps", Step):
            self._own_criteria(merged.values(), override, places)
            merged[override.code] = self._merged(
                merged[override.code], override, override.code, places
            )
        return tuple(merged.values())

    def disputes(self, disputes: Iterable[Dispute]) -> tuple[Dispute, ...]:
        """Return the types of dispute and their rules with the project's changes.

        Args:
            disputes: The shipped ones.
        """
        merged = {dispute.type: dispute for dispute in disputes}
        for override, places in self._read("rules", Dispute):
            self._own_rules(merged.values(), override, places)
            merged[override.type] = self._merged(
                merged[override.type], override, override.type, places
            )
        return tuple(merged.values())

    def _read(self, name: str, type_: type[S]) -> Iterator[tuple[S, Located]]:
        """Yield the project's files; the repository of the method itself has none."""
        path = self.project.root / METHOD / name
        if path.resolve() == self.shipped.root / "method" / name:
            return
        for file in self.project.yaml_below(path):
            read = self.project.read(file, type_)
            self.problems += read.problems
            if read.value is not None:
                yield read.value, Located(read.file, msgspec.msgpack.encode(read.places))

    def _merged(self, whole: S, override: S, name: str, places: Located) -> S:
        """Return a step or a type of dispute with its criteria or rules changed."""
        part = "criteria" if isinstance(whole, Step) else "rules"
        merged = self._fields(whole, override, name, ("code", "type", "number", part))
        items: dict[str, Any] = {item.code: item for item in getattr(whole, part)}
        for at, item in enumerate(getattr(override, part)):
            self.places[item.code] = places.place((part, at, "code"))
            if item.code in items:
                here = places.place((part, at, "reasons"))
                self.problems += _reasons(items[item.code], item, here)
                items[item.code] = self._fields(items[item.code], item, item.code)
            else:
                self.changes.append(LocalChange(item.code, "added"))
                items[item.code] = item
        changed: S = msgspec.structs.replace(merged, **{part: tuple(items.values())})
        return changed

    def _fields(self, value: Any, override: Any, code: str, skip: tuple[str, ...] = ()) -> Any:
        """Return a struct with the fields that the override fills in."""
        new: dict[str, Any] = {}
        for name in value.__struct_fields__:
            mine, theirs = getattr(value, name), getattr(override, name)
            if name in skip or theirs is None or theirs == mine:
                continue
            self.changes.append(LocalChange(code, name))
            both = isinstance(mine, dict) and isinstance(theirs, dict)
            new[name] = {**mine, **theirs} if both else theirs
        return msgspec.structs.replace(value, **new)

    def _own_criteria(self, steps: Iterable[Step], override: Step, places: Located) -> None:
        home = {item.code: step.code for step in steps for item in step.criteria}
        for at, criterion in enumerate(override.criteria):
            place = places.place(("criteria", at, "code"))
            if home.get(criterion.code, override.code) != override.code:
                self._wrong_home("criterion", criterion.code, home[criterion.code], place)
            elif criterion.code not in home and criterion.name is None:
                self.problems.append(
                    Problem(
                        place,
                        f"the criterion {criterion.code} is new and has no name",
                        "add “name: …”, a statement that can be checked",
                        "T03",
                    )
                )

    def _own_rules(self, disputes: Iterable[Dispute], override: Dispute, places: Located) -> None:
        home = {item.code: dispute.type for dispute in disputes for item in dispute.rules}
        for at, rule in enumerate(override.rules):
            if home.get(rule.code, override.type) != override.type:
                place = places.place(("rules", at, "code"))
                self._wrong_home("rule", rule.code, home[rule.code], place)
            if rule.points is not None and not all(1 <= point <= 5 for point in rule.points):
                self.problems.append(
                    Problem(
                        places.place(("rules", at, "points")),
                        f"the points of {rule.code} are not between 1 and 5",
                        "write 1 for a nuisance, 3 for lost money or time, 5 for a broken deal",
                        "T06",
                    )
                )

    def _wrong_home(self, word: str, code: str, home: str, place: Place) -> None:
        self.problems.append(
            Problem(
                place,
                f"the {word} {code} belongs to the {_HOMES[word]} {home}",
                f"change it there, or give your own {word} another code",
                "T02",
            )
        )


def _reasons(
    shipped: Criterion | RuleText, override: Criterion | RuleText, place: Place
) -> Iterator[Problem]:
    """Yield reasons that are never given, and values in them that are never filled in."""
    known: Mapping[str, Text] = shipped.reasons or {}
    for key, text in (override.reasons or {}).items():
        if key not in known:
            what = f"{shipped.code} never gives the reason “{key}”"
            yield Problem(place, what, f"choose from {', '.join(known)}", "T07")
            continue
        strange = placeholders(text) - placeholders(known[key])
        if strange:
            names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(known[key])))
            instead = f"use {names}" if names else "leave it out"
            what = f"“{{{min(strange)}}}” is not filled in in the reason “{key}” of {shipped.code}"
            yield Problem(place, what, instead, "T08")
