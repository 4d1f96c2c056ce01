"""What the commands share: opening a project, the day, telling problems."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.site import Site

CANNOT_GO_ON: Final = frozenset(("F06", "O01", "O02", "O03", "O04", "V01"))
"""Codes of problems that no change of the inventory solves."""

project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder of the project; by default this folder or the nearest above it.",
)
strict_option = click.option("--strict", is_flag=True, help="Treat warnings as problems.")


def root_of(project: Path) -> Path:
    """Return the folder of the project that a command is about.

    Args:
        project: Folder that was given.

    Raises:
        Unusable: There is no project there.
    """
    from playbook.load.project import find_project  # noqa: PLC0415 - start-up

    return find_project(project)


def open_project(root: Path, trusted: bool) -> Site:
    """Open a project with the garbage collector off, since all that is read is kept.

    Args:
        root: The project's folder.
        trusted: Whether its own Python files may run.

    Raises:
        Unusable: With every problem of the project.
    """
    from playbook.site import open_site  # noqa: PLC0415 - start-up

    gc.disable()
    try:
        return open_site(root, today(), trusted)
    finally:
        gc.freeze()
        gc.enable()


def today() -> datetime.date:
    """Return the day to assess on: that of ``SOURCE_DATE_EPOCH`` when it is set.

    Raises:
        Unusable: The variable holds no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.date.today()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        place = Place("SOURCE_DATE_EPOCH")
        problem = Problem(place, f"“{epoch}” is not a moment", "give whole seconds", "V01")
        raise Unusable([problem]) from None


def say(text: str) -> None:
    """Print a line for a person, not for another program.

    Args:
        text: The line.
    """
    click.echo(text, err=True)


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one on a line, and how many there are.

    Args:
        problems: The problems, in the order to print them.
    """
    problems = list(problems)
    for problem in problems:
        mark = "warning: " if problem.severity == "warning" else ""
        say(f"{problem.place}: {mark}{problem.what}; {problem.instead}")
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        files = len({problem.place.file for problem in problems})
        say(f"{count(errors, 'problem')} in {count(files, 'file')}.")


def count(number: int, word: str) -> str:
    """Return a number with its word.

    Args:
        number: How many.
        word: What, in the singular.
    """
    several = f"{word}es" if word.endswith("s") else f"{word}s"
    return f"{number} {word if number == 1 else several}"
