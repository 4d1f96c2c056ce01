"""What changed between two states, and how it went over the months."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.shared import (
    memory_of,
    open_project,
    opening,
    project_option,
    root_of,
    say,
)
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playbook.contexts.view import View
    from playbook.model.past import Month, State
    from playbook.past.archive import Archive, States

_LANGUAGE: Final = click.option(
    "--language", type=click.Choice(["nl", "en"]), default="en", help="Language of the words."
)
_WIDE: Final = 120


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@project_option
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print Markdown.")
@trust_option
@_LANGUAGE
def diff(  # noqa: PLR0913, PLR0917 - one argument for each option
    old: str, new: str | None, project: Path, form: str | None, trusted: bool, language: str
) -> int:
    """Tell what changed between OLD and NEW.

    Each is a revision, a tag or a branch of Git, a day such as 2026-03-01, or the folder of a
    project. Without NEW it is the project as it is now. Both are judged by today's method.
    """
    from playbook.changes import between  # noqa: PLC0415 - start-up
    from playbook.past import telling  # noqa: PLC0415 - start-up
    from playbook.past.archive import EMPTY, present  # noqa: PLC0415 - start-up

    archive = _archive(_nearest(new, project), trusted)
    before = _states(archive, old, "OLD")
    after = _states(archive, new, "NEW") if new else present(archive.site)
    views = archive.site.spoken(language)
    changes = {
        view.organisation: between(
            before.get(view.organisation, EMPTY), after.get(view.organisation, EMPTY)
        )
        for view in views
    }
    if form == "json":
        click.echo(telling.changes_json(changes), nl=False)
        return 0
    for view in views:
        name = view.organisation
        lead = _lead(view, (old, before.get(name)), (new or "", after.get(name)))
        shape: telling.Form = "markdown" if form == "markdown" else "text"
        click.echo(telling.told(view, changes[name], lead, shape))
    _tell_unread((*before.values(), *after.values()))
    return 0


@click.command()
@project_option
@click.option(
    "--months", type=click.IntRange(1, 120), default=12, show_default=True, help="How far back."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with each process's step.")
@trust_option
@_LANGUAGE
def history(project: Path, months: int, as_json: bool, trusted: bool, language: str) -> int:
    """Show how many processes were on each step, month by month.

    The inventory is read from Git as it was at the end of each month, and judged by today's
    method.
    """
    from playbook.model.past import month_of  # noqa: PLC0415 - start-up
    from playbook.past import telling  # noqa: PLC0415 - start-up
    from playbook.past.archive import present  # noqa: PLC0415 - start-up

    archive = _archive(root_of(project), trusted)
    if not archive.head:
        problem = Problem(Place("."), "Git does not keep this project", "run “git init”", "H04")
        raise Unusable([problem])
    now = {name: month_of(state) for name, state in present(archive.site).items()}
    past = [*archive.months(months), now]
    views = archive.site.spoken(language)
    states = {
        view.organisation: [
            state[view.organisation] for state in past if view.organisation in state
        ]
        for view in views
    }
    if as_json:
        click.echo(telling.history_json(views, states), nl=False)
        return 0
    for view in views:
        _print_history(view, states[view.organisation])
    _tell_unread([state for mine in states.values() for state in mine])
    return 0


def _print_history(view: View, states: Sequence[Month]) -> None:
    from rich.console import Console  # noqa: PLC0415 - start-up
    from rich.table import Table  # noqa: PLC0415 - start-up
    from rich.text import Text  # noqa: PLC0415 - start-up

    from playbook.past import telling  # noqa: PLC0415 - start-up

    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)
    table = Table(title=Text(view.called), title_justify="left", title_style="bold")
    for at, head in enumerate(telling.history_heads(view)):
        table.add_column(Text(head), justify="right" if at else "left", no_wrap=not at)
    for row in telling.history_rows(view, states):
        table.add_row(*map(Text, row))
    console.print(table)


def _archive(root: Path, trusted: bool) -> Archive:
    from playbook.load import git  # noqa: PLC0415 - start-up
    from playbook.past.archive import Archive  # noqa: PLC0415 - start-up

    how = opening(root, trusted or is_trusted(root))
    site = open_project(root, how)
    try:
        return Archive(site, memory_of(root), how.store)
    except git.GitSilent as silent:
        instead = "run “git log” here and do what it asks"
        raise Unusable([Problem(Place(".git"), str(silent), instead, "H02")]) from None


def _nearest(new: str | None, project: Path) -> Path:
    """Return the project whose method judges: that of NEW when it is a folder."""
    return root_of(Path(new)) if new and _is_folder(new) else root_of(project)


def _is_folder(word: str) -> bool:
    return bool(re.search(r"[/\\]|^\.+$", word) or (Path(word) / "playbook.yaml").is_file()) and (
        Path(word).is_dir()
    )


def _states(archive: Archive, word: str, argument: str) -> States:
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up
    from playbook.past.archive import folder_states, present  # noqa: PLC0415 - start-up
    from playbook.past.remembered import no_revision  # noqa: PLC0415 - start-up

    if _is_folder(word):
        root = root_of(Path(word))
        if root == archive.root:
            return present(archive.site)
        return folder_states(archive, Folder.at(root))
    found = archive.named(word) if archive.head else None
    if found is None:
        raise Unusable([no_revision(Place(argument), word, "error")])
    return archive.state(*found)


def _lead(view: View, old: tuple[str, State | None], new: tuple[str, State | None]) -> str:
    """Return in a sentence what was compared with what."""
    since, date = (
        f"{word} ({view.wording.date(state.day)})" if state and word else word
        for word, state in (old, new)
    )
    today = view.wording.date(view.portfolio.setting.today)
    return view.wording.word("changes_since", since=since, date=date or today)


def _tell_unread(states: Sequence[State | Month]) -> None:
    for file in sorted({file for state in states for file in state.unread}):
        say(f"{file}: not all of an old state of this file is understood any more.")
