"""Reading what a supplier answered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli import completing
from playbook.cli.shared import count, open_project, opening, project_option, root_of, say, tell
from playbook.cli.trusting import is_trusted
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.handover.answers import Sorted
    from playbook.model.conversation import Answer


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--supplier",
    metavar="NAME",
    shell_complete=completing.suppliers,
    help="Who sent it; not needed when only one can be.",
)
@click.option("--dry-run", is_flag=True, help="Say what is in it, and keep nothing.")
@project_option
def answers(file: Path, supplier: str | None, dry_run: bool, project: Path) -> int:
    """Read a sheet of questions that came back, and keep its answers.

    FILE is the .xlsx or .csv that a supplier filled in. Nothing in it is run. What was kept
    before stays; an answer that changed is added under it. Ends with 1 when something in it
    could not be read.
    """
    from playbook.handover.answers import take  # noqa: PLC0415 - start-up

    root = root_of(project)
    data = _bytes(file)
    site = open_project(root, opening(root, is_trusted(root)))
    tell(site.warnings)
    found = take(site, file.name, data, supplier, dry_run)
    for line in _report(found, dry_run):
        say(line)
    return 1 if found.unreadable else 0


def _bytes(file: Path) -> bytes:
    from playbook.sheets.returned import MOST_FILE  # noqa: PLC0415 - start-up

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        problem = Problem(Place(file.name), f"it cannot be read ({reason})", "check it", "A01")
        raise Unusable([problem]) from None


def _report(found: Sorted, dry: bool) -> Iterable[str]:
    for title, items in (("New", found.new), ("Changed", found.changed)):
        yield from (f"{title}: {_line(answer)}" for answer in items)
    for cell, why in found.unreadable:
        yield f"Not read: {cell}: {why}."
    yield (
        f"{found.supplier}: {len(found.new)} new, {len(found.changed)} changed, "
        f"{found.unchanged} unchanged, {len(found.unreadable)} not read, "
        f"{count(found.empty, 'question')} without an answer."
    )
    if found.new or found.changed:
        yield f"{'They would be' if dry else 'They are'} kept in {found.file}."


def _line(answer: Answer) -> str:
    """Return an answer on one line, short, without signs that a terminal would obey."""
    text = " ".join(answer.answer.split())
    shown = "".join(sign for sign in text if sign.isprintable())
    return f"{answer.question}: {shown[:60]}{'…' if len(shown) > 60 else ''}"
