"""Building and previewing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli.shared import (
    count,
    open_project,
    project_option,
    root_of,
    say,
    strict_option,
    tell,
)
from playbook.cli.trusting import is_trusted, trust_option

if TYPE_CHECKING:
    from playbook.site import Site
    from playbook.write import Written


@click.command()
@project_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the site; by default “site” in the project.",
)
@strict_option
@trust_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
def build(project: Path, output: Path | None, strict: bool, trusted: bool, quiet: bool) -> int:
    """Build the site into a folder."""
    from playbook.write import Output  # noqa: PLC0415 - start-up

    root = root_of(project)
    target = Output(output or root / "site", root)
    site = open_project(root, trusted or is_trusted(root))
    tell(site.warnings)
    if strict and site.warnings:
        return 1
    done = target.write(_shown(site.files(), len(site.pages) + len(site.assets), quiet))
    if not quiet:
        _summary(site, target.folder, done)
    return 0


@click.command()
@project_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port; 0 takes a free one.")
@trust_option
@click.option("--poll", is_flag=True, help="Look for changes every second, for network drives.")
def serve(project: Path, host: str, port: int, trusted: bool, poll: bool) -> int:
    """Preview the site; a page reloads when its files change."""
    from playbook.serve.server import Options  # noqa: PLC0415 - start-up
    from playbook.serve.server import serve as run_server  # noqa: PLC0415 - start-up

    root = root_of(project)
    runs = trusted or is_trusted(root)
    run_server(root, lambda: open_project(root, runs), Options(host, port, poll), say)
    return 0


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


def _summary(site: Site, folder: Path, done: Written) -> None:
    processes = sum(len(portfolio.inventory.processes) for portfolio in site.portfolios)
    say(
        f"{count(len(site.pages), 'page')} about {count(processes, 'process')} in "
        f"{count(len(site.portfolios), 'organisation')}: "
        f"{count(done.written, 'file')} written, {done.removed} removed."
    )
    say(f"Open {folder / 'index.html'} in a browser.")
