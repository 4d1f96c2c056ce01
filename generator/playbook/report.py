"""Problems and findings as issues, and issues as text for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal

from msgspec import Struct

from playbook import __version__
from playbook.contexts.risk import reason, rule_text
from playbook.contexts.view import View
from playbook.findings import Finding, Risk
from playbook.problems import Place, Problem

Level = Literal["error", "warning", "note"]
LEVELS: Final[tuple[Level, ...]] = ("note", "warning", "error")
SARIF_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
JSON_VERSION: Final = 1


class Issue(Struct, frozen=True, kw_only=True):
    """A problem or a finding, as `playbook check` tells it.

    Args:
        code: Lasting code of the sort of problem, or of the rule.
        level: Error: the files cannot be used. Warning: bad news, or something odd.
            Note: not known.
        place: Where it stands.
        message: What is wrong, in a sentence.
        help: What to do about it.
        process: Id of the process; empty when it is about none.
        points: Points of dispute risk.
    """

    code: str
    level: Level
    place: Place
    message: str
    help: str
    process: str = ""
    points: int = 0


def at_least(issues: Iterable[Issue], level: Level) -> list[Issue]:
    """Return the issues of a level or above.

    Args:
        issues: The issues.
        level: The lowest level.
    """
    lowest = LEVELS.index(level)
    return [issue for issue in issues if LEVELS.index(issue.level) >= lowest]


def chosen(issues: Iterable[Issue], select: Sequence[str], ignore: Sequence[str]) -> list[Issue]:
    """Return the issues whose code begins with one of some words.

    Args:
        issues: The issues.
        select: Beginnings of codes to keep; all when there are none.
        ignore: Beginnings of codes to leave out. Errors are never left out.
    """
    return [
        issue
        for issue in issues
        if issue.level == "error"
        or (
            (not select or issue.code.startswith(tuple(select)))
            and not issue.code.startswith(tuple(ignore) or ("\0",))
        )
    ]


def of_problems(problems: Iterable[Problem]) -> Iterator[Issue]:
    """Yield problems as issues.

    Args:
        problems: The problems.
    """
    for problem in problems:
        yield Issue(
            code=problem.code,
            level=problem.severity,
            place=problem.place,
            message=problem.what,
            help=problem.instead,
        )


def of_findings(view: View) -> Iterator[Issue]:
    """Yield findings whose points count as issues, in the view's language.

    Args:
        view: One organisation in one language.
    """
    for risk in view.portfolio.risks.values():
        for finding in risk.open:
            yield _of_finding(view, risk, finding)


def _of_finding(view: View, risk: Risk, finding: Finding) -> Issue:
    text = rule_text(view, finding.code)
    title = view.wording.plain_sentence(text.title)
    return Issue(
        code=finding.code,
        level="warning" if finding.state == "fired" else "note",
        place=risk.source.place(finding.at),
        message=f"{title}: {reason(view, finding, text).striptags()}",
        help=view.wording.plain_sentence(text.mitigation),
        process=risk.process,
        points=finding.points,
    )


def as_json(issues: Sequence[Issue]) -> str:
    """Return issues as JSON; its schema is in ``docs/check.schema.json``.

    Args:
        issues: The issues.
    """
    document = {
        "version": JSON_VERSION,
        "program": f"playbook {__version__}",
        "issues": [
            {
                "code": issue.code,
                "level": issue.level,
                "file": issue.place.file,
                "line": issue.place.line,
                "column": issue.place.column,
                "message": issue.message,
                "help": issue.help,
                "process": issue.process,
                "points": issue.points,
            }
            for issue in issues
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_sarif(issues: Sequence[Issue]) -> str:
    """Return issues as SARIF 2.1.0, which code platforms show beside the lines.

    Args:
        issues: The issues.
    """
    rules = {issue.code: issue for issue in issues}
    driver = {
        "name": "playbook",
        "version": __version__,
        "rules": [{"id": code, "help": {"text": rules[code].help or code}} for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(issue) for issue in issues],
    }
    document = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(issue: Issue) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": issue.place.file}}
    if issue.place.line:
        region = {"startLine": issue.place.line}
        if issue.place.column:
            region["startColumn"] = issue.place.column
        location["region"] = region
    return {
        "ruleId": issue.code,
        "level": issue.level,
        "message": {"text": f"{issue.message}; {issue.help}" if issue.help else issue.message},
        "locations": [{"physicalLocation": location}],
    }


def as_github(issues: Sequence[Issue]) -> str:
    """Return issues as the annotations of GitHub's actions.

    Args:
        issues: The issues.
    """
    return "".join(_github_line(issue) for issue in issues)


def _github_line(issue: Issue) -> str:
    kind = "notice" if issue.level == "note" else issue.level
    parts = [f"file={_property(issue.place.file)}"]
    if issue.place.line:
        parts.append(f"line={issue.place.line}")
    if issue.place.column:
        parts.append(f"col={issue.place.column}")
    parts.append(f"title={_property(issue.code)}")
    text = f"{issue.message}; {issue.help}" if issue.help else issue.message
    return f"::{kind} {','.join(parts)}::{_escaped(text)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_text(issues: Sequence[Issue]) -> str:
    """Return issues as lines, each with its place and what to do.

    Args:
        issues: The issues.
    """
    return "".join(
        f"{issue.place}: {_MARKS[issue.level]}{issue.code} {issue.message}"
        f"{'; ' if issue.help else ''}{issue.help}\n"
        for issue in issues
    )


_MARKS: Final[dict[Level, str]] = {"error": "", "warning": "warning: ", "note": "not known: "}
