"""The method as it is shipped: steps with criteria, rules and thresholds, by their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playbook.model.scalars import Text
from playbook.pagekinds import page
from playbook.rules import RULES
from playbook.texts import pick

_SAID: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "codes": "A code never changes and is never used for something else.",
        "criteria": "Code | Criterion | Needed | Fields",
        "needed": "yes",
        "rules": "Code | What it says of a process | Points | When | Holds up | Fields",
        "always": "always",
        "talks": "once talks are prepared",
        "sharing": "sharing",
        "signing": "signing",
        "thresholds": "Name | Number | What for",
    },
    "nl": {
        "codes": "Een code verandert nooit en wordt nooit voor iets anders gebruikt.",
        "criteria": "Code | Criterium | Nodig | Velden",
        "needed": "ja",
        "rules": "Code | Wat de regel zegt | Punten | Wanneer | Houdt tegen | Velden",
        "always": "altijd",
        "talks": "zodra er gesprekken komen",
        "sharing": "delen",
        "signing": "tekenen",
        "thresholds": "Naam | Getal | Waarvoor",
    },
}


@page("criteria", title={"en": "Steps and criteria", "nl": "Stappen en criteria"})
def criteria(portfolio: Any, language: str) -> str:
    """Return every step with its criteria."""
    said, lines = _SAID[language], [_SAID[language]["codes"], ""]
    for step in portfolio.method.steps:
        lines += [f"## {step.number}. {_of(step.name, language)} (`{step.code}`)", ""]
        lines += [_of(step.question, language), "", *_head(said["criteria"])]
        lines += [
            _row(
                item.code,
                f"{{criterion}}`{item.code}`",
                said["needed"] if item.required else "",
                _fields(item.fields),
            )
            for item in step.criteria
        ]
        lines.append("")
    return "\n".join(lines)


@page("rules", title={"en": "Rules of dispute risk", "nl": "Regels voor geschilrisico"})
def rules(portfolio: Any, language: str) -> str:
    """Return every rule, by type of dispute."""
    said, lines = _SAID[language], [_SAID[language]["codes"], ""]
    for dispute in portfolio.method.disputes:
        lines += [f"## {_of(dispute.name, language)} (`{dispute.type}`)", ""]
        lines += [_of(dispute.about, language), "", *_head(said["rules"])]
        for text in dispute.rules:
            rule = RULES[text.code]
            lines.append(
                _row(
                    text.code,
                    f"{{rule}}`{text.code}`",
                    "–".join(map(str, sorted({rule.points[0], rule.points[-1]}))),
                    said[rule.phase],
                    said[rule.stopper] if rule.stopper else "",
                    _fields(text.fields),
                )
            )
        lines.append("")
    return "\n".join(lines)


@page("thresholds", title={"en": "Thresholds", "nl": "Drempels"})
def thresholds(portfolio: Any, language: str) -> str:
    """Return every number that facts are held against."""
    lines = [*_head(_SAID[language]["thresholds"])]
    for name, threshold in portfolio.method.thresholds.items():
        lines.append(_row(f"`{name}`", threshold.value, _of(threshold.text, language)))
    return "\n".join(lines)


def _head(columns: str) -> Iterator[str]:
    yield f"| {columns} |"
    yield "|---" * (columns.count("|") + 1) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _fields(names: tuple[str, ...] | None) -> str:
    return ", ".join(f"`{name}`" for name in names or ())


def _of(text: Text | None, language: str) -> str:
    return pick(text or "", language, "en")[0].replace("|", "\\|")
