"""The preview server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from playbook import resources
from playbook.problems import Place, Problem, Unusable
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.serve.watch import Watch
from playbook.supply import Published

Say = Callable[[str], None]
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


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


def watched(root: Path) -> list[Path]:
    """Return what a site is made from: files and folders to watch.

    Args:
        root: The project's folder.
    """
    inside = [root / name for name in ("playbook.yaml", "content", "themes", "extensions")]
    shipped = [resources.content(), resources.themes()]
    return [path for path in dict.fromkeys([*inside, *shipped]) if path.exists()]


@dataclass(frozen=True, slots=True)
class Options:
    """Say where and how to serve.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        poll: Whether to look for changes instead of waiting for events.
    """

    host: str
    port: int
    poll: bool


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
    preview = Preview(open_site)
    app = App(preview, (*_LOCAL, options.host), root)
    server = make_app_server(app, options.host, options.port)

    def changed(paths: set[Path]) -> None:
        _report(preview.refresh().problems, paths, say)

    watch = Watch(watched(root), changed, options.poll)
    watch.start()
    if options.host not in _LOCAL:
        say("Careful: everybody who can reach this address can read these pages.")
    say(f"Preview on http://{options.host}:{server.server_port}/ (Ctrl-C stops it).")
    _report(preview.shown.problems, set(), say)
    try:
        server.serve_forever()
    finally:
        watch.stop()
        server.server_close()


def _report(problems: tuple[Problem, ...], paths: set[Path], say: Say) -> None:
    for problem in problems:
        say(str(problem))
    if paths and not problems:
        names = ", ".join(sorted(path.name for path in paths)[:3])
        say(f"Read again after a change: {names}.")
