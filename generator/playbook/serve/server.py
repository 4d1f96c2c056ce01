"""The preview server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from playbook import resources
from playbook.problems import Place, Problem, Unusable
from playbook.serve import places
from playbook.serve.app import App
from playbook.serve.drives import silent_kind
from playbook.serve.preview import Preview
from playbook.serve.watch import Watch
from playbook.supply import Published

Say = Callable[[str], None]


class _Handler(WSGIRequestHandler):
    """Answer without a line in the terminal for every request."""

    timeout = 30

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - the library's
        """Keep the terminal for what matters."""


def make_app_server(app: App, host: str, port: int) -> BaseWSGIServer:
    """Return a server that is bound and not yet running.

    Args:
        app: The application.
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.

    Raises:
        Unusable: The port or the address cannot be had.
    """
    try:
        return make_server(host, port, app, threaded=True, request_handler=_Handler)
    except (OSError, SystemExit) as error:
        raise Unusable(
            [
                Problem(
                    Place(f"{host}:{port}"),
                    "the preview cannot listen there; something else may be using it",
                    "choose another port with --port, or --port 0 for a free one",
                    "V01",
                )
            ]
        ) from error


def watched(root: Path, site: Published | None = None) -> list[Path]:
    """Return what a site is made from: files and folders to watch.

    Args:
        root: The project's folder.
        site: The site as it was read last, which tells what else that is.
    """
    inside = [root / name for name in ("playbook.yaml", "content", "themes", "extensions")]
    shipped = [resources.content(), resources.themes()]
    usual = [*inside, *shipped]
    more = site.made_from if site else ()
    others = [path for path in more if not any(path.is_relative_to(one) for one in usual)]
    return [path for path in dict.fromkeys([*usual, *others]) if path.exists()]


@dataclass(frozen=True, slots=True)
class Options:
    """Say where and how to serve.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one, nothing the usual one or the next.
        poll: Whether to look for changes instead of waiting for events.
        show: Opens an address in a browser; nothing when that was not asked for.
    """

    host: str
    port: int | None
    poll: bool
    show: Say | None = None


def serve(
    root: Path, open_site: Callable[[Published | None], Published], options: Options, say: Say
) -> None:
    """Serve the preview until it is interrupted.

    Args:
        root: The project's folder.
        open_site: Reads the project, given what it was before.
        options: Where and how to serve.
        say: Takes a line for the terminal.

    Raises:
        Unusable: The port or the address cannot be had.
    """
    port = places.free_port(options.host, options.port)
    preview = Preview(open_site)
    app = App(preview, places.names(options.host), root)
    server = make_app_server(app, options.host, port)

    def changed(paths: set[Path]) -> None:
        _report(preview.refresh().problems, paths, say)

    drive = silent_kind(root)
    watch = Watch(lambda: watched(root, preview.shown.site), changed, options.poll or bool(drive))
    watch.start()
    if drive:
        say(f"This folder is on a drive that tells of no change ({drive}): looking every second.")
    address = _tell_where(options, server.server_port, say)
    _report(preview.shown.problems, set(), say)
    if options.show:
        options.show(address)
    try:
        server.serve_forever()
    finally:
        watch.stop()
        server.server_close()


def _tell_where(options: Options, port: int, say: Say) -> str:
    """Say at which addresses the preview is; return the one for this computer."""
    host = "127.0.0.1" if options.host in places.EVERYWHERE else options.host
    address = f"http://{places.in_address(host)}:{port}/"
    if options.port is None and port != places.USUAL:
        say(f"Port {places.USUAL} is in use, so this is port {port}.")
    if options.host not in places.LOCAL:
        say("Careful: everybody who can reach this address can read these pages.")
    say(f"Preview on {address} (Ctrl-C stops it).")
    if options.host in places.EVERYWHERE:
        for one in places.own_addresses():
            say(f"On a phone or a computer on the same network: http://{one}:{port}/")
    return address


def _report(problems: tuple[Problem, ...], paths: set[Path], say: Say) -> None:
    for problem in problems:
        say(str(problem))
    if paths and not problems:
        names = ", ".join(sorted(path.name for path in paths)[:3])
        say(f"Read again after a change: {names}.")
