"""A bar that tells a person what is being done, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(what: str, total: int | None, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a bar while a person is looking, and give what moves it on.

    Args:
        what: What is being done.
        total: How much there is to do; nothing when that is not known.
        quiet: Whether to say nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.progress import Progress  # noqa: PLC0415 - only for a terminal

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.advance(task, done)
