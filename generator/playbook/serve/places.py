"""Where the preview listens: a port that is free, and the names it answers to."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from werkzeug.serving import select_address_family

from playbook.problems import Place, Problem, Unusable

LOCAL: Final = ("localhost", "127.0.0.1", "::1")
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - to know them, not to listen there
USUAL: Final = 8000
TRIES: Final = 20
"""How many ports are tried one after another when the usual one is taken."""
_ELSEWHERE: Final = ("192.0.2.1", 9)
"""An address that is nobody's: no packet is sent to find out by which way it would go."""


def free_port(host: str, asked: int | None) -> int:
    """Return the port to listen on: what was asked for, or the first free one from the usual on.

    Args:
        host: Address to listen on.
        asked: The port that was asked for; 0 takes any free one.

    Raises:
        Unusable: The port or the address cannot be had.
    """
    ports = (asked,) if asked is not None else range(USUAL, USUAL + TRIES)
    refused = {}
    for port in ports:
        reason = _refused(host, port)
        if reason is None:
            return port
        refused[port] = reason
    raise _told(host, asked, refused)


def _told(host: str, asked: int | None, refused: Mapping[int, OSError]) -> Unusable:
    """Return what to tell when no port can be had: whose fault it is, and what to do."""
    error = next(iter(refused.values()))
    if error.errno not in (errno.EADDRINUSE, errno.EACCES):
        reason = (error.strerror or str(error)).lower()
        where, what = host, f"this computer has no such address ({reason})"
        instead = "leave --host out, or give an address of this computer"
    elif asked is None:
        where, what = host, f"ports {min(refused)} to {max(refused)} are all in use"
        instead = "choose another with --port, or --port 0 for any free one"
    elif error.errno == errno.EACCES:
        where, what = f"{host}:{asked}", "the system does not let you use this port"
        instead = "choose one above 1023"
    else:
        where, what = f"{host}:{asked}", "another program uses this port"
        instead = "leave --port out to take a free one"
    return Unusable([Problem(Place(where), what, instead, "V01")])


def _refused(host: str, port: int) -> OSError | None:
    """Return why a port cannot be listened on; nothing when it can."""
    try:
        with socket.socket(select_address_family(host, port), socket.SOCK_STREAM) as trial:
            if sys.platform == "win32":
                # Windows lets two programs share a port unless one of them objects.
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        return error
    return None


def in_address(host: str) -> str:
    """Return a host as it is written in an address of the web.

    Args:
        host: A name, or an address of version 4 or 6.
    """
    return f"[{host}]" if ":" in host else host


def names(host: str) -> tuple[str, ...]:
    """Return the names by which a preview may be addressed, as a browser writes them.

    Any other name is refused, so that no page of somebody else can read the preview by pointing
    a name of its own at this computer.

    Args:
        host: Address that is listened on.
    """
    around = (*own_addresses(), socket.gethostname()) if host in EVERYWHERE else ()
    mine = (*LOCAL, host, *around)
    return tuple(dict.fromkeys(in_address(name).lower() for name in mine))


def own_addresses() -> tuple[str, ...]:
    """Return the addresses by which others on the same network reach this computer."""
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(_ELSEWHERE)
        found.append(way.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return tuple(dict.fromkeys(one for one in found if not one.startswith("127.")))
