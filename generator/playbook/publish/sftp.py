"""Servers over SFTP, and only those whose keys are known."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from playbook.publish.trouble import refuse

_PATIENCE: Final = 20
"""Seconds in which a server has to answer."""


def opened(name: str, rest: str) -> Any:
    """Return the files of a server, as fsspec has them.

    Who publishes is asked for a key by the agent of SSH or the files that SSH keeps keys in. A
    server whose key SSH does not know is refused: it may be anybody's.

    Args:
        name: The address as it was given.
        rest: User, server, port and path, after the scheme.

    Raises:
        ImportError: A library for it is missing.
        OSError: The server cannot be reached.
        paramiko.SSHException: It is not known, or it does not let this user in.
        Unusable: The address holds a password, or is none.
    """
    import paramiko  # noqa: PLC0415 - the extra “sftp”
    from fsspec.implementations.sftp import SFTPFileSystem  # noqa: PLC0415 - the extra “sftp”

    class Refusing(paramiko.MissingHostKeyPolicy):  # type: ignore[misc] # paramiko has no types
        def missing_host_key(self, _client: object, host: str, _key: object) -> None:
            instead = f"run “ssh-keyscan” or “ssh” for {host} once, and compare its fingerprint"
            refuse(name, "SSH does not know the key of this server yet", instead, "N04")

    class KnownServer(SFTPFileSystem):  # type: ignore[misc] # fsspec has no types
        """The files of a server whose key is known; fsspec itself takes any key."""

        def _connect(self) -> None:
            self.client = paramiko.SSHClient()
            self.client.load_system_host_keys()
            self.client.set_missing_host_key_policy(Refusing())
            self.client.connect(self.host, timeout=_PATIENCE, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()

    return KnownServer(**_server(name, rest), skip_instance_cache=True)


def _server(name: str, rest: str) -> dict[str, Any]:
    try:
        parts = urlsplit(f"//{rest}")
        found = {"host": parts.hostname, "username": parts.username, "port": parts.port}
    except ValueError:
        found = {}
    if not found.get("host"):
        refuse(name, "this names no server", "write sftp://USER@SERVER/PATH", "N01")
    if parts.password is not None:
        shown = f"sftp://{parts.username}@{parts.hostname}{parts.path}"
        what = "an address may hold no password: others can read it"
        refuse(shown, what, "leave it out, and let SSH know a key", "N01")
    return {key: value for key, value in found.items() if value}
