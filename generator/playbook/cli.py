"""Words in, words and exit codes out.

Exit codes: 0 all is well, 1 problems were found, 2 the work cannot go on, 3 a mistake in
the program itself.
"""

from __future__ import annotations

import datetime
import gc
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook import __version__
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.site import Site

CANNOT_GO_ON: Final = frozenset(("F06", "O01", "O02", "O03", "O04", "V01"))
_PROJECT: Final = click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    help="Folder of the project; by default this folder or the nearest above it.",
)
_STRICT: Final = click.option("--strict", is_flag=True, help="Treat warnings as problems.")


def run() -> None:
    """Run the command that was asked for, and end with its exit code."""
    try:
        code = main(standalone_mode=False)
    except Unusable as unusable:
        tell(unusable.problems)
        code = 2 if any(problem.code in CANNOT_GO_ON for problem in unusable.problems) else 1
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        code = 130
    except BrokenPipeError:
        code = 0
    except Exception:
        traceback.print_exc()
        click.echo(
            "This is a mistake in playbook itself, not in your files. "
            "Please report it with the lines above.",
            err=True,
        )
        code = 3
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="playbook %(version)s")
def main() -> None:
    """Turn an inventory of business processes into a readiness playbook."""


@main.command()
@_PROJECT
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the site; by default “site” in the project.",
)
@_STRICT
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
def build(project: Path, output: Path | None, strict: bool, quiet: bool) -> int:
    """Build the site into a folder."""
    from playbook.load.project import find_project  # noqa: PLC0415 - start-up
    from playbook.write import Output  # noqa: PLC0415 - start-up

    root = find_project(project)
    target = Output(output or root / "site", root)
    site = _open(root)
    tell(site.warnings)
    if strict and site.warnings:
        return 1
    files = _shown(site.files(), len(site.pages) + len(site.assets), quiet)
    done = target.write(files)
    if not quiet:
        _summary(site, target.folder, done.written, done.removed)
    return 0


@main.command()
@_PROJECT
@_STRICT
def check(project: Path, strict: bool) -> int:
    """Tell what is wrong with the inventory, and build nothing."""
    from playbook.load.project import find_project  # noqa: PLC0415 - start-up

    site = _open(find_project(project))
    tell(site.warnings)
    if not site.warnings:
        click.echo("No problems.", err=True)
    return 1 if strict and site.warnings else 0


@main.command()
@_PROJECT
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; 0 takes a free one.")
@click.option("--poll", is_flag=True, help="Look for changes every second, for network drives.")
def serve(project: Path, host: str, port: int, poll: bool) -> int:
    """Preview the site; a page reloads when its files change."""
    from playbook.load.project import find_project  # noqa: PLC0415 - start-up
    from playbook.serve.server import Options  # noqa: PLC0415 - start-up
    from playbook.serve.server import serve as run_server  # noqa: PLC0415 - start-up

    root = find_project(project)
    options = Options(host, port, poll)
    run_server(root, lambda: _open(root), options, lambda text: click.echo(text, err=True))
    return 0


def _open(root: Path) -> Site:
    """Open a project with the garbage collector off: what is read is kept."""
    from playbook.site import open_site  # noqa: PLC0415 - start-up

    gc.disable()
    try:
        return open_site(root, today())
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


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, one on a line.

    Args:
        problems: The problems, in the order to print them.
    """
    problems = list(problems)
    for problem in problems:
        mark = "warning: " if problem.severity == "warning" else ""
        click.echo(f"{problem.place}: {mark}{problem.what}; {problem.instead}", err=True)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        files = len({problem.place.file for problem in problems})
        click.echo(f"{_count(errors, 'problem')} in {_count(files, 'file')}.", err=True)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _shown(
    files: Iterable[tuple[str, bytes]], total: int, quiet: bool
) -> Iterator[tuple[str, bytes]]:
    """Pass files on, with a bar while a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import track  # noqa: PLC0415 - only for a terminal

    console = Console(stderr=True)
    yield from track(files, "Building", total, console=console, transient=True)


def _summary(site: Site, folder: Path, written: int, removed: int) -> None:
    processes = sum(len(portfolio.inventory.processes) for portfolio in site.portfolios)
    organisations = _count(len(site.portfolios), "organisation")
    click.echo(
        f"{len(site.pages)} pages about {processes} processes in {organisations}: "
        f"{written} files written, {removed} removed.",
        err=True,
    )
    click.echo(f"Open {folder / 'index.html'} in a browser.", err=True)
