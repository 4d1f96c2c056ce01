"""Previewing, in a browser that opens by itself."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import click

from playbook.cli import editions
from playbook.cli.editions import one_edition_option
from playbook.cli.shared import previewing, project_option, remembering, root_of, say
from playbook.cli.trusting import is_trusted, trust_option


@click.command()
@project_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets others on the network look.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Port; 0 takes any free one. By default 8000, or the next one that is free.",
)
@one_edition_option
@trust_option
@click.option("--poll", is_flag=True, help="Only look for changes every second.")
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open the preview in a browser; by default only for a person at a terminal.",
)
def serve(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    host: str,
    port: int | None,
    edition: str,
    trusted: bool,
    poll: bool,
    opens: bool | None,
) -> int:
    """Preview the site; a page reloads when its files change."""
    from playbook.serve.server import Options  # noqa: PLC0415 - start-up
    from playbook.serve.server import serve as run_server  # noqa: PLC0415 - start-up

    root, edition = root_of(project), editions.checked(edition)
    how = remembering(root, previewing(root, trusted or is_trusted(root)))
    if opens is None:
        opens = sys.stdin.isatty() and sys.stderr.isatty() and _has_screen()
    options = Options(host, port, poll, _show if opens else None)
    run_server(root, editions.opener(root, how, edition), options, say)
    return 0


def _has_screen() -> bool:
    """Tell whether there is a screen: without one, a browser of text would take the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _show(address: str) -> None:
    """Open an address in the person's own browser, without waiting for it."""
    import webbrowser  # noqa: PLC0415 - only when it is asked for

    def show() -> None:
        if not webbrowser.open(address):
            say("No browser could be opened; open the address above yourself.")

    threading.Thread(target=show, daemon=True).start()
