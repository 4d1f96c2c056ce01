"""Checking an inventory, and seeing where everything stands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.completing import codes
from playbook.cli.linking import site_issues, site_option
from playbook.cli.shared import (
    count,
    open_project,
    opening,
    project_option,
    root_of,
    say,
    strict_option,
)
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from playbook.contexts.view import View
    from playbook.report import Issue
    from playbook.site import Site

_LANGUAGE: Final = click.option(
    "--language", type=click.Choice(["nl", "en"]), default="en", help="Language of the findings."
)


@click.command()
@project_option
@strict_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    shell_complete=codes,
    help="Only codes that begin like this.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    shell_complete=codes,
    help="Leave out such codes.",
)
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="End with 1 from this severity: errors in files, findings of facts, what is unknown.",
)
@site_option
@trust_option
@click.option(
    "--explain",
    metavar="CODE",
    shell_complete=codes,
    help="Explain a rule or a criterion, and stop.",
)
@_LANGUAGE
def check(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    strict: bool,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    site: str | None,
    trusted: bool,
    explain: str | None,
    language: str,
) -> int:
    """Tell what is wrong with the inventory and what the rules find, and build nothing.

    With --site it looks at a site that was built instead, and follows its links.
    """
    from playbook import report  # noqa: PLC0415 - start-up

    if site is not None:
        return _told(report.chosen(site_issues(project, site), select, ignore), form, severity)
    root = root_of(project)
    runs = trusted or is_trusted(root)
    if explain:
        return _explain(open_project(root, opening(root, runs)), explain, language)
    issues = report.chosen(_issues(root, runs, language), select, ignore)
    code = _told(issues, form, severity)
    odd = strict and any(issue.level == "warning" and not issue.process for issue in issues)
    return 1 if odd else code


def _told(issues: list[Issue], form: str, severity: str) -> int:
    """Print issues, and return the exit code that they ask for."""
    from playbook import report  # noqa: PLC0415 - start-up

    shown = issues if form != "text" or severity == "note" else report.at_least(issues, "warning")
    printers = {"json": report.as_json, "sarif": report.as_sarif, "github": report.as_github}
    if form == "text":
        _print_text(shown)
        _conclude(issues, len(issues) - len(shown))
    else:
        click.echo(printers[form](shown), nl=False)
    return 1 if report.at_least(issues, severity) else 0  # type: ignore[arg-type]


def _issues(root: Path, trusted: bool, language: str) -> list[Issue]:
    from playbook import report  # noqa: PLC0415 - start-up

    try:
        site = open_project(root, opening(root, trusted))
    except Unusable as unusable:
        return sorted(report.of_problems(unusable.problems), key=lambda issue: issue.place)
    found = [*report.of_problems(site.warnings)]
    for view in site.spoken(language):
        found += report.of_findings(view)
    return sorted(found, key=lambda issue: (issue.place, issue.code))


_COLOURS: Final = {"error": "red", "warning": "yellow", "note": "blue"}


def _print_text(issues: list[Issue]) -> None:
    from playbook import report  # noqa: PLC0415 - start-up

    if not sys.stdout.isatty():
        click.echo(report.as_text(issues), nl=False)
        return
    file = ""
    for issue in issues:
        if issue.place.file != file:
            file = issue.place.file
            click.secho(f"\n{file}", bold=True)
        where = f"{issue.place.line}:{issue.place.column}"
        click.echo(f"  {where:>8}  ", nl=False)
        click.secho(f"{issue.code:7}", fg=_COLOURS[issue.level], nl=False)
        click.echo(f" {issue.message}")
        if issue.help:
            click.secho(f"{'':20}{issue.help}", dim=True)


def _conclude(issues: list[Issue], left_out: int) -> None:
    errors = sum(issue.level == "error" for issue in issues)
    found = sum(bool(issue.process) and issue.level == "warning" for issue in issues)
    if errors:
        files = len({issue.place.file for issue in issues if issue.level == "error"})
        say(f"{count(errors, 'problem')} in {count(files, 'file')}.")
    else:
        say("No problems." if not found else f"No problems; {count(found, 'finding')} from facts.")
    if left_out:
        say(f"{count(left_out, 'finding')} from facts not known yet: --severity note shows them.")


def _explain(site: Site, code: str, language: str) -> int:
    view = site.spoken(language)[0]
    lines = list(_explanation(view, code))
    if not lines:
        say(f"There is no rule or criterion {code}; the codes are on the page “Findings”.")
        return 2
    for line in lines:
        click.echo(line)
    return 0


def _explanation(view: View, code: str) -> Iterator[str]:
    said, word = view.wording.plain_sentence, view.wording.word
    rule = view.portfolio.method.rule(code)
    if rule is not None:
        yield f"{code} {said(rule.title)}"
        for label, text in (
            ("looks_at", rule.looks_at),
            ("why", rule.why),
            ("question", rule.question),
            ("mitigation", rule.mitigation),
        ):
            if text is not None:
                yield f"\n{word(label)}\n  {said(text)}"
        yield f"\n{word('fields')}\n  {', '.join(rule.fields or ())}"
        return
    found = view.portfolio.method.criterion(code)
    if found is not None:
        step, criterion = found
        yield f"{code} {said(criterion.name)} ({view.step_name(step.code)})"
        for text in (criterion.meaning, criterion.show):
            if text is not None:
                yield f"\n  {said(text)}"
        yield f"\n{word('fields')}\n  {', '.join(criterion.fields or ())}"


@click.command()
@project_option
@trust_option
@_LANGUAGE
def status(project: Path, trusted: bool, language: str) -> int:
    """Show where every process stands, as a table."""
    from rich.console import Console  # noqa: PLC0415 - start-up

    root = root_of(project)
    site = open_project(root, opening(root, trusted or is_trusted(root)))
    console = Console()
    for view in site.spoken(language):
        _status_table(console, view)
    return 0


def _status_table(console: Console, view: View) -> None:
    from rich.table import Table  # noqa: PLC0415 - start-up
    from rich.text import Text  # noqa: PLC0415 - start-up

    from playbook.contexts.progress import step_words  # noqa: PLC0415 - start-up

    word, portfolio = view.wording.word, view.portfolio
    name = view.called
    table = Table(title=Text(name), title_justify="left", title_style="bold")
    for key in ("process", "department", "step", "open_criteria", "band", "points"):
        numeric = key in ("open_criteria", "points")
        table.add_column(word(key), justify="right" if numeric else "left")
    for process in portfolio.inventory.processes:
        assessment, risk = portfolio.assessments[process.id], portfolio.risks[process.id]
        missing = len(assessment.step(assessment.current).missing) if assessment.current else 0
        cells = (
            view.wording.plain(process.name),
            str(view.department_name(process.department or "none").striptags()),
            step_words(view, assessment),
            str(missing),
            word(f"band_{risk.band}") if risk.band else "–",
            str(risk.points),
        )
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
