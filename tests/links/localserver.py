"""A real server on this computer, which answers as a test wants and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]
HTML = {"Content-Type": "text/html; charset=utf-8"}


class LocalServer:
    """Answer by path; the last of several answers is given for ever after."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.stopping = threading.Event()
        self.secure: Callable[[ssl.SSLContext], None] = lambda _proof: None

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, *replies: Reply) -> str:
        self.replies[path] = list(replies)
        return self.url(path)

    def page(self, path: str, body: str = "<p>A page") -> str:
        return self.says(path, (200, HTML, body.encode()))

    def moves(self, path: str, to: str, status: int = 301) -> str:
        return self.says(path, (status, {"Location": to}, b""))

    @property
    def lines(self) -> list[str]:
        return [f"{method} {path}" for method, path, _ in self.asked]


def _handler(server: LocalServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.command, self.path, dict(self.headers.items())))
            replies = server.replies.get(self.path, [(404, HTML, b"not here")])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if callable(reply):
                with suppress(OSError):
                    reply(self)
                return
            status, headers, body = reply
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the library's own name

        def log_message(self, *_words: Any) -> None:
            pass

    return Handler


@contextmanager
def local_server(host: str = "127.0.0.1") -> Iterator[LocalServer]:
    made = ThreadingHTTPServer((host, 0), BaseHTTPRequestHandler)
    server = LocalServer(made.server_port)
    made.RequestHandlerClass = _handler(server)
    made.daemon_threads = True

    def secure(proof: ssl.SSLContext) -> None:
        made.socket = proof.wrap_socket(made.socket, server_side=True)

    server.secure = secure
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        made.shutdown()
        made.server_close()
        thread.join()
