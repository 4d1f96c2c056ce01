"""Opening a store: what fsspec knows by the first word of an address."""

from __future__ import annotations

import logging
from typing import Any, Final

from playbook.publish import sftp
from playbook.publish.shelves import StoreShelf
from playbook.publish.trouble import refuse, told

_READ_ONLY: Final = frozenset(("http", "https", "data", "zip", "tar"))
_LIBRARIES: Final = {"s3": "s3fs", "az": "adlfs", "gs": "gcsfs", "sftp": "fsspec paramiko"}
_INSTEAD: Final = "write a folder, git:BRANCH, s3://BUCKET/PATH, az://, gs:// or sftp://"


def store(name: str, address: str) -> StoreShelf:
    """Return a store, or a server over SFTP.

    Passwords and keys come from where its library looks.

    Args:
        name: The address as it was given.
        address: The one spelling of it.

    Raises:
        Unusable: There is no such store, a library for it is missing, or it does not let us in.
    """
    kind, _, rest = address.partition("://")
    if kind in _READ_ONLY or "::" in address or not rest:
        refuse(name, "nothing can be published to such an address", _INSTEAD, "N01")
    try:
        with told(name):
            files = _files(name, kind, rest)
    except ImportError:
        # By their own names: in a public registry “playbook” is a program of somebody else.
        libraries = _LIBRARIES.get(kind, "fsspec")
        instead = f"run: pipx inject playbook {libraries} (or pip install {libraries})"
        refuse(name, f"publishing to {kind}:// needs a library that is not here", instead, "N01")
    return StoreShelf(files, f"/{rest.partition('/')[2]}" if kind == "sftp" else rest, name)


def _files(name: str, kind: str, rest: str) -> Any:
    import fsspec  # noqa: PLC0415 - an extra

    for library in ("gcsfs", "paramiko"):  # they log with a traceback what they raise as well
        logging.getLogger(library).addHandler(logging.NullHandler())
    if kind == "sftp":
        return sftp.opened(name, rest)
    try:
        made = fsspec.get_filesystem_class(kind)
    except ValueError:
        refuse(name, f"no store is called “{kind}”", _INSTEAD, "N01")
    try:
        return made(use_listings_cache=False, skip_instance_cache=True)
    except ValueError as error:  # it knows neither an account nor a key
        what = f"it cannot be published here ({str(error).splitlines()[0]})"
        refuse(name, what, "let the library of the store know an account and a key", "N04")
