"""What the commands share: opening a project, the day, telling problems."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.load.store import Store
    from playbook.opening import Opening
    from playbook.site import Site

CANNOT_GO_ON: Final = frozenset(
    "F06 H02 H03 H04 N01 N02 N03 N04 N05 N06 N07 O01 O02 O03 O04 O05 V01 V02 V04".split()  # noqa: SIM905 - codes
)
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
    from playbook.load.root import find_project  # noqa: PLC0415 - start-up

    return find_project(project)


def opening(root: Path, trusted: bool, jobs: int = 1) -> Opening:
    """Return how a command opens a project.

    Args:
        root: The project's folder.
        trusted: Whether its own Python files may run.
        jobs: How many processes may work at once.
    """
    from playbook.load.store import Store  # noqa: PLC0415 - start-up
    from playbook.opening import Opening  # noqa: PLC0415 - start-up

    return Opening(today(), trusted, store=Store(cache_folder(root)), jobs=jobs)


def remembering(root: Path, how: Opening) -> Opening:
    """Return how to open a project whose pages show something of its past.

    Args:
        root: The project's folder.
        how: How to open it.
    """
    from playbook.load import git  # noqa: PLC0415 - start-up

    with suppress(git.GitSilent):  # opening the project tells of it
        if known := git.revisions(root):
            return replace(how, revisions=known, memory=memory_of(root))
    return how


def memory_of(root: Path) -> Store:
    """Return where it is kept what a project's past was judged to be.

    Args:
        root: The project's folder.
    """
    from playbook.load.store import Store  # noqa: PLC0415 - start-up

    folder = cache_folder(root)
    return Store(folder.with_name(f"{folder.name}-past"))


def previewing(root: Path, trusted: bool) -> Opening:
    """Return how the preview opens a project again and again.

    Args:
        root: The project's folder.
        trusted: Whether its own Python files may run.
    """
    from playbook.load.store import Shelf  # noqa: PLC0415 - start-up

    return replace(opening(root, trusted), shelf=Shelf())


def open_project(root: Path, how: Opening, former: Site | None = None) -> Site:
    """Open a project with the garbage collector off, since all that is read is kept.

    Args:
        root: The project's folder.
        how: How to open it.
        former: The same project as it was before.

    Raises:
        Unusable: With every problem of the project.
    """
    gc.disable()
    try:
        from playbook.site import open_site  # noqa: PLC0415 - start-up

        site = open_site(root, how, former)
        if not how.revisions and site.project.config.history is None:
            return site
        from playbook.past.remembered import remembered  # noqa: PLC0415 - only with a past

        return remembered(site, former, how.memory, how.store)
    finally:
        gc.freeze()
        if how.shelf:
            # The preview lives on; a build or a check is over before anything has to be collected.
            gc.enable()


def cache_folder(root: Path) -> Path:
    """Return a folder of the user's own for what is kept of a project between runs.

    Args:
        root: The project's folder.
    """
    from hashlib import sha256  # noqa: PLC0415 - start-up

    named = os.environ.get("PLAYBOOK_CACHE_DIR")
    if named:
        base = Path(named)
    elif os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "playbook" / "cache"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "playbook"
    return base / sha256(str(root).encode()).hexdigest()[:16]


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
        problem = Problem(place, f"“{epoch}” is not a moment", "give whole seconds", "V04")
        raise Unusable([problem]) from None


def say(text: str) -> None:
    """Print a line for a person, not for another program.

    Args:
        text: The line.
    """
    click.echo(text, err=True)


def as_line(problem: Problem) -> str:
    """Return a problem or a warning on one line.

    Args:
        problem: The problem.
    """
    mark = "warning: " if problem.severity == "warning" else ""
    return f"{problem.place}: {mark}{problem.what}; {problem.instead}"


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one on a line, and how many there are.

    Args:
        problems: The problems, in the order to print them.
    """
    problems = list(problems)
    for problem in problems:
        say(as_line(problem))
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
