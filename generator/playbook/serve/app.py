"""The preview as a web application: looks addresses up and never opens a path from one."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, MethodNotAllowed, NotFound
from werkzeug.wrappers import Request, Response

from playbook.making import failure
from playbook.plan import MISSING
from playbook.problems import Unusable
from playbook.serve.preview import Preview, Shown
from playbook.serve.problems import STYLE, problems_page
from playbook.supply import Published

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
        root: The project's folder, for the lines that a problem is about.
    """

    def __init__(self, preview: Preview, hosts: Iterable[str], root: Path) -> None:
        self.preview = preview
        self.root = root
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
            good = f"/{OWN}good/{quote(path)}" if shown.site else ""
            return self._page(problems_page(shown.problems, self.root, good), shown, 500)
        return self._of_site(shown, path)

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
            return Response(STYLE, mimetype="text/css")
        if name.startswith("good/"):
            return self._of_site(self.preview.shown, name.removeprefix("good/"))
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

    def _of_site(self, shown: Shown, path: str) -> Response:
        """Answer with the site that could be read last."""
        site = shown.site
        if site is None:
            raise NotFound
        if path in site.assets:
            mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
            try:
                return Response(site.assets[path].read_bytes(), mimetype=mimetype)
            except (OSError, Unusable):
                raise NotFound from None
        if path in site.index:
            return Response(site.script(site.index[path]), mimetype="text/javascript")
        if path == "" or path.endswith("/"):
            path += "index.html"
        page = site.pages.get(path)
        status = 200 if page else 404
        page = page or site.pages[MISSING]
        try:
            return self._page(site.html(page), shown, status)
        except Unusable as unusable:
            problems = unusable.problems
        except Exception as error:
            problems = (failure(page, error),)
        return self._page(problems_page(problems, self.root, ""), shown, 500)

    def _page(self, html: bytes, shown: Shown, status: int) -> Response:
        script = (
            f'<script src="/{OWN}reload.js" data-token="{self.token}" '
            f'data-version="{shown.version}"></script>'
        )
        body = html.replace(b"</body>", script.encode() + b"</body>")
        return Response(body, status=status, mimetype="text/html")


def _is_asset(site: Published | None, path: str) -> bool:
    return site is not None and (path in site.assets or path in site.index)
