"""The preview as a web application: looks addresses up and never opens a path from one."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, Final

from markupsafe import Markup, escape
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from playbook.plan import MISSING
from playbook.problems import Problem
from playbook.serve.preview import Preview, Shown
from playbook.site import Site

OWN: Final = "_playbook/"
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::[0-9]{1,5})?")
HEARTBEAT: Final = 15.0
"""Seconds after which a silent connection is written to, so that a closed one is noticed."""
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_RELOAD: Final = """\
(function () {
  "use strict";
  var token = document.currentScript.dataset.token;
  var version = Number(document.currentScript.dataset.version);
  var key = "playbook-scroll:" + location.pathname;
  var kept = sessionStorage.getItem(key);
  if (kept !== null) {
    sessionStorage.removeItem(key);
    addEventListener("load", function () { scrollTo(0, Number(kept)); });
  }
  var events = new EventSource("/_playbook/events?token=" + token + "&version=" + version);
  events.onmessage = function (event) {
    if (Number(event.data) === version) { return; }
    events.close();
    sessionStorage.setItem(key, String(scrollY));
    location.reload();
  };
  addEventListener("beforeunload", function () { events.close(); });
})();
"""


class App:
    """Answer requests with what the preview shows.

    Args:
        preview: What is shown.
        hosts: Names by which this server may be addressed.
    """

    def __init__(self, preview: Preview, hosts: Iterable[str]) -> None:
        self.preview = preview
        self.hosts = frozenset(hosts)
        self.token = secrets.token_urlsafe(16)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            response = self.answer(request)
        except HTTPException as error:
            response = Response(f"{error.code} {error.name}\n", status=error.code or 500)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """Return the answer to one request.

        Args:
            request: The request.

        Raises:
            HTTPException: The request is refused, or leads nowhere.
        """
        self._refuse(request)
        path = request.path.removeprefix("/")
        if path.startswith(OWN):
            return self._own(request, path.removeprefix(OWN))
        shown = self.preview.shown
        if shown.problems and not _is_asset(shown.site, path):
            return self._page(problems_page(shown.problems), shown, 500)
        if shown.site is None:
            raise NotFound
        return self._of_site(shown, shown.site, path)

    def _refuse(self, request: Request) -> None:
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(valid_methods=["GET", "HEAD"])
        host = _HOST.fullmatch(request.headers.get("Host", ""))
        if host is None or host[1].lower() not in self.hosts:
            raise Forbidden
        origin = request.headers.get("Origin")
        if origin and origin != f"http://{request.headers['Host']}":
            raise Forbidden
        if any(sign in request.path for sign in ("\\", "\0")):
            raise BadRequest

    def _own(self, request: Request, name: str) -> Response:
        if name == "reload.js":
            return Response(_RELOAD, mimetype="text/javascript")
        if name == "problems.css":
            return Response(_PROBLEMS_STYLE, mimetype="text/css")
        given = request.args.get("token", "")
        if name == "events" and secrets.compare_digest(given.encode(), self.token.encode()):
            version = request.args.get("version", 0, type=int)
            return Response(self._events(version), mimetype="text/event-stream")
        raise Forbidden if name == "events" else NotFound

    def _events(self, version: int) -> Iterator[str]:
        yield "retry: 500\n\n"
        while True:
            shown = self.preview.wait(version, HEARTBEAT)
            version = shown.version
            yield f"data: {version}\n\n"

    def _of_site(self, shown: Shown, site: Site, path: str) -> Response:
        if path in site.assets:
            mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return Response(site.assets[path].read_bytes(), mimetype=mimetype)
        if path == "" or path.endswith("/"):
            path += "index.html"
        page = site.pages.get(path)
        if page is None:
            return self._page(site.html(site.pages[MISSING]), shown, 404)
        return self._page(site.html(page), shown, 200)

    def _page(self, html: bytes, shown: Shown, status: int) -> Response:
        script = (
            f'<script src="/{OWN}reload.js" data-token="{self.token}" '
            f'data-version="{shown.version}"></script>'
        )
        body = html.replace(b"</body>", script.encode() + b"</body>")
        return Response(body, status=status, mimetype="text/html")


def _is_asset(site: Site | None, path: str) -> bool:
    return site is not None and path in site.assets


_PROBLEMS_STYLE: Final = """\
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; line-height: 1.5;
  font-family: system-ui, sans-serif; color: #1b1b1b; background: #fff; }
li { margin: 0 0 1rem; } code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.instead { color: #24506b; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #16191c; } .instead { color: #9fc8e4; } }
"""
_PROBLEMS_PAGE: Final = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{count} to solve</title>"
    '<link rel="stylesheet" href="/_playbook/problems.css"></head>'
    "<body><main><h1>{count} to solve</h1>"
    "<p>The site cannot be shown until these are solved. Save the file and this page follows."
    "</p><ol>{items}</ol></main></body></html>\n"
)
_PROBLEM: Final = Markup(
    '<li><code>{place}</code><br>{what}.<br><span class="instead">→ {instead}</span></li>'
)


def problems_page(problems: Iterable[Problem]) -> bytes:
    """Return a page that tells what is wrong.

    Args:
        problems: The problems.
    """
    problems = list(problems)
    items = Markup("").join(
        _PROBLEM.format(place=escape(problem.place), what=problem.what, instead=problem.instead)
        for problem in problems
    )
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return _PROBLEMS_PAGE.format(count=count, items=items).encode()
