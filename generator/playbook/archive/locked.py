"""Archives that ask for a password: AES, through a library of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Any

from playbook.entries import Stamp, entry
from playbook.problems import Place, Problem, Unusable


def _library() -> Any:
    try:
        import pyzipper  # noqa: PLC0415 - an extra library
    except ImportError:
        problem = Problem(
            Place("--password"),
            "the library that locks archives is not installed",
            "run: pipx inject playbook pyzipper (or pip install pyzipper)",
            "V02",
        )
        raise Unusable([problem]) from None
    return pyzipper


def write_locked(
    opened: IO[bytes], files: Mapping[str, bytes], moment: Stamp, password: str
) -> None:
    """Write an archive of which each file is encrypted; its names can be read without.

    Every file gets a salt, so no two of these are the same bytes.

    Args:
        opened: Where to.
        files: Each file by its path, in order.
        moment: Time of every file.
        password: The password.
    """
    library = _library()
    with library.AESZipFile(opened, "w", encryption=library.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in files.items():
            plain = entry(name, moment)
            locked = archive.zipinfo_cls(name, moment)
            locked.create_system, locked.external_attr = plain.create_system, plain.external_attr
            locked.compress_type = plain.compress_type
            archive.writestr(locked, data)


def opened(data: bytes, password: str) -> Any:
    """Return an encrypted archive, to be read.

    Args:
        data: The archive.
        password: The password.
    """
    archive = _library().AESZipFile(io.BytesIO(data))
    archive.setpassword(password.encode())
    return archive
