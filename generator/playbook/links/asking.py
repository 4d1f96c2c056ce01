"""Asking servers elsewhere: never on a network of one's own, never without limits.

What a link leads to is in the hands of whoever wrote it and of whoever runs that server. So every
name is looked up here, what it stands for is judged, and that very number is connected to; nothing
is told but the address; and no answer is waited for, or read, without end.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPException
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from playbook import __version__

Reason = Literal["name", "silent", "slow", "tls", "own", "credentials", "scheme", "address"]
"""Why nothing was asked, or nothing was answered."""
PASSING: Final = frozenset(("silent", "slow"))
"""Reasons that may have passed in a moment."""
EVERY: Final = "all"
_SIZE: Final = 16 * 1024
_PATH: Final = "/%:@!$&'()*+,;=~-._"
_PORTS: Final = {"http": 80, "https": 443}
_SECRET: Final = re.compile(r"(?<=//)[^/?#]*@")
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_HEADERS: Final = {
    "User-Agent": f"playbook/{__version__} (looks whether links lead somewhere)",
    "Accept": "text/html,*/*;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
"""All that a server is told beside the address: nothing of the page that links to it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Say how long is waited and how much is read.

    Args:
        silence: Seconds without a byte.
        whole: Seconds for one question and its answer.
        most: Bytes of an answer.
    """

    silence: float = 10.0
    whole: float = 30.0
    most: int = 4 * 1024 * 1024


class Answer(NamedTuple):
    """What a server answered.

    Args:
        status: Number of HTTP.
        location: Where it sends on to; empty when it does not.
        kind: Type of what it sent, without what is behind it.
        wait: Seconds after which to ask again, when it says so.
        body: What it sent, up to the limit; empty when that was not asked for.
        whole: Whether that is all, and plain.
    """

    status: int
    location: str
    kind: str
    wait: float | None
    body: bytes
    whole: bool


class Unanswered(Exception):
    """Say why there is no answer.

    Args:
        reason: Why.
        detail: What is known of it; empty when nothing is.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class Network:
    """Ask servers, one question at a time; several threads may.

    Args:
        own: Servers that may be asked though they are on a network of one's own, by name; with
            ``all`` every server may.
        limits: How long is waited and how much is read.
    """

    def __init__(self, own: Collection[str] = (), limits: Limits | None = None) -> None:
        self.own = frozenset(name.lower().rstrip(".") for name in own)
        self.limits = limits or Limits()

    @cached_property
    def trusted(self) -> ssl.SSLContext:
        """Return whom the system trusts."""
        return ssl.create_default_context()

    def ask(self, method: str, address: str) -> Answer:
        """Ask a server for one address; follow nothing.

        Args:
            method: ``HEAD``, or ``GET`` for what is there as well.
            address: The address; what follows ``#`` is not told.

        Raises:
            Unanswered: It may not be asked, or it did not answer.
        """
        parts, host, port = parted(address)
        connection = self._connection(parts.scheme, host, port)
        # One byte a second would keep the silence short for ever.
        ending = threading.Timer(self.limits.whole, connection.cut)
        ending.daemon = True
        ending.start()
        try:
            connection.request(
                method,
                _target(parts),
                headers=_HEADERS,
                preload_content=False,
                decode_content=False,
            )
            response = connection.getresponse()
            body, whole = self._body(response) if method == "GET" else (b"", False)
            if connection.was_cut:
                raise Unanswered("slow")
            return _answer(response, body, whole)
        except ssl.SSLCertVerificationError as error:
            raise Unanswered("tls", error.verify_message) from None
        except ssl.SSLError as error:
            raise Unanswered("tls", (error.reason or "").lower()) from None
        except (TimeoutError, HTTPError, HTTPException, OSError, ValueError) as error:
            slow = connection.was_cut or isinstance(error, TimeoutError)
            raise Unanswered("slow" if slow else "silent") from None
        finally:
            ending.cancel()
            connection.close()
            connection.let_go()

    def _connection(self, scheme: str, host: str, port: int) -> _Plain | _Secure:
        limit = self.limits.silence
        if scheme == "https":
            secure = _Secure(host, port, timeout=limit, ssl_context=self.trusted)
            secure.network = self
            return secure
        plain = _Plain(host, port, timeout=limit)
        plain.network = self
        return plain

    def connect(
        self, host: str, port: int, given_up: Callable[[], bool] = lambda: False
    ) -> socket.socket:
        """Connect to a server, at an address that was judged.

        Args:
            host: Its name.
            port: Its port.
            given_up: Tells whether it took too long: of a hundred addresses each may be silent.

        Raises:
            Unanswered: There is no such server, or it may not be asked.
            OSError: It does not answer.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Unanswered("name") from None
        there = [str(item[4][0]) for item in found]
        if EVERY not in self.own and host.lower().rstrip(".") not in self.own:
            there = [number for number in there if is_public(number)]
            if not there:
                raise Unanswered("own", host)
        error: OSError = ConnectionRefusedError()
        for number in dict.fromkeys(there):
            if given_up():
                raise TimeoutError
            try:
                return socket.create_connection((number, port), self.limits.silence)
            except OSError as refused:
                error = refused
        raise error

    def _body(self, response: BaseHTTPResponse) -> tuple[bytes, bool]:
        """Return what a server sends, up to the limit, and whether that is all."""
        made = bytearray()
        while len(made) <= self.limits.most:
            part = response.read1(_SIZE)
            if not part:
                plain = response.headers.get("Content-Encoding", "identity") == "identity"
                return bytes(made), plain
            made += part
        return bytes(made[: self.limits.most]), False


class _Judged:
    """A connection to an address that was judged, which can be cut off."""

    network: Network
    host: str
    port: int
    was_cut = False
    _raw: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        """Connect as `Network.connect` does, in the place of what the library would do."""
        made = self.network.connect(self.host, self.port, lambda: self.was_cut)
        # A hold of its own on the conversation: a secure socket takes that of the plain one away.
        self._raw = made.dup()
        if self.was_cut:
            made.close()
            raise TimeoutError
        return made

    def cut(self) -> None:
        """End the conversation, from another thread, wherever it is."""
        self.was_cut = True
        if self._raw is not None:
            with suppress(OSError):
                self._raw.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Give up the hold on the conversation, when it is over."""
        if self._raw is not None:
            self._raw.close()


class _Plain(_Judged, HTTPConnection):
    pass


class _Secure(_Judged, HTTPSConnection):
    pass


def parted(address: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address that can be asked for, its server and its port.

    Args:
        address: The address.

    Raises:
        Unanswered: It is none that may be asked for.
    """
    try:
        parts = urlsplit(address)
        if parts.scheme not in _PORTS:
            raise Unanswered("scheme", parts.scheme)
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise Unanswered("address") from None
    if "@" in parts.netloc:
        raise Unanswered("credentials")
    if not host or any(sign.isspace() or not sign.isprintable() for sign in host):
        raise Unanswered("address")
    return parts, host, port


def without_secret(address: str) -> str:
    """Return an address, or what was to be one, without the name and the password in it.

    Args:
        address: The address.
    """
    return _SECRET.sub("…@", address, count=1)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_PATH)
    return f"{path}?{quote(parts.query, safe=f'{_PATH}?')}" if parts.query else path


def _answer(response: BaseHTTPResponse, body: bytes, whole: bool) -> Answer:
    try:
        wait = Retry().get_retry_after(response)
    except InvalidHeader:
        wait = None
    return Answer(
        status=response.status,
        location=response.headers.get("Location", ""),
        kind=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        wait=wait,
        body=body,
        whole=whole,
    )


def is_public(number: str) -> bool:
    """Tell whether a number is that of a server which everybody can reach.

    Args:
        number: The number, as the system gives it.
    """
    found: Any = ipaddress.ip_address(number.partition("%")[0])
    plain, inside = found.is_global and not found.is_multicast, []
    if found.version == 6:
        # Numbers of the older sort can be wrapped up in those of the newer.
        teredo = found.teredo[1] if found.teredo else None
        wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        inside = [one for one in (found.ipv4_mapped, found.sixtofour, teredo, wrapped) if one]
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        # What is kept back holds ways of wrapping up that are no longer used, and no servers.
        plain = plain and not found.is_site_local and not (found.is_reserved and wrapped is None)
    return plain and all(is_public(str(one)) for one in inside)
