"""Places that hold files by their addresses: a folder, a store that fsspec knows, or another."""

from __future__ import annotations

import mimetypes
import os
import shutil
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, Final

from playbook.publish.inorder import Seen
from playbook.publish.release import Release
from playbook.shelves import OwnShelf

_DRAFT: Final = ".playbook-new"
_TRIES: Final = 20
_PAUSE: Final = 0.1
"""Seconds between tries to replace a file that a reader holds open, as Windows does not let."""
_AT_ONCE: Final = 8
CACHE: Final = "no-cache"
"""A reader's browser asks each time whether a page is still the same, and mostly it is."""
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_WHOLE_AT_ONCE: Final = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss"))
"""Stores in which a file is the old one until all of the new one is there."""


class FolderShelf:
    """A folder whose files are replaced one by one.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)

    def read(self, address: str) -> bytes | None:
        """Return what a file holds; nothing when there is none."""
        try:
            return (self.folder / address).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, address: str, data: bytes) -> None:
        """Write a file, whole at every moment."""
        self._replace(address, lambda draft: draft.write_bytes(data))

    def put(self, pairs: Iterable[tuple[str, str]], release: Release, seen: Seen) -> None:
        """Put files of a release at their addresses, each whole at every moment."""
        for source, address in pairs:
            self._replace(address, _copier(release.folder / source))
            seen(1)

    def copy(self, pairs: Iterable[tuple[str, str]], seen: Seen) -> None:
        """Copy files from one address to another, each whole at every moment."""
        for source, address in pairs:
            self._replace(address, _copier(self.folder / source))
            seen(1)

    def remove(self, addresses: Iterable[str]) -> None:
        """Remove files, and folders that become empty by it."""
        for address in addresses:
            path = self.folder / address
            path.unlink(missing_ok=True)
            for above in path.relative_to(self.folder).parents[:-1]:
                with suppress(OSError):  # it holds something else
                    (self.folder / above).rmdir()

    def names(self, folder: str) -> list[str]:
        """Return the names of what lies in a folder."""
        path = self.folder / folder
        return sorted(inner.name for inner in path.iterdir()) if path.is_dir() else []

    def _replace(self, address: str, fill: Callable[[Path], object]) -> None:
        path = self.folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}{_DRAFT}")
        fill(draft)
        for attempt in range(_TRIES):
            try:
                draft.replace(path)
            except PermissionError:
                if os.name != "nt" or attempt == _TRIES - 1:
                    raise
                time.sleep(_PAUSE)
            else:
                return


def _copier(source: Path) -> Callable[[Path], object]:
    return lambda draft: shutil.copyfile(source, draft)


class DeclaredShelf:
    """A place that a program of the project's own reaches.

    Args:
        place: The place.
        name: The address as it was given.
    """

    def __init__(self, place: OwnShelf, name: str) -> None:
        self.place, self.name = place, name

    def read(self, address: str) -> bytes | None:
        """Return what a file holds; nothing when there is none."""
        return self.place.read(address)

    def write(self, address: str, data: bytes) -> None:
        """Write a file, whole at every moment."""
        self.place.write(address, data)

    def put(self, pairs: Iterable[tuple[str, str]], release: Release, seen: Seen) -> None:
        """Put files of a release at their addresses, each whole at every moment."""
        for source, address in pairs:
            self.place.write(address, (release.folder / source).read_bytes())
            seen(1)

    def copy(self, pairs: Iterable[tuple[str, str]], seen: Seen) -> None:
        """Copy files from one address to another, each whole at every moment."""
        for source, address in pairs:
            data = self.place.read(source)
            if data is None:
                raise FileNotFoundError(2, f"“{source}” is not there any more")
            self.place.write(address, data)
            seen(1)

    def remove(self, addresses: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""
        self.place.remove(addresses)

    def names(self, folder: str) -> list[str]:
        """Return the names of what lies in a folder."""
        return sorted(set(self.place.names(folder)))


class StoreShelf:
    """A store that fsspec knows, such as S3, or a server over SFTP.

    Args:
        files: The store.
        root: Where the site goes in the store.
        name: The address as it was given.
    """

    def __init__(self, files: Any, root: str, name: str) -> None:
        self.files, self.root, self.name = files, root.rstrip("/"), name
        protocol = files.protocol
        self.protocol = protocol if isinstance(protocol, str) else protocol[0]
        self.at_once = self.protocol in _WHOLE_AT_ONCE
        self.folders: set[str] = set()

    def read(self, address: str) -> bytes | None:
        """Return what a file holds; nothing when there is none."""
        try:
            return bytes(self.files.cat_file(self._path(address)))
        except FileNotFoundError:
            return None

    def write(self, address: str, data: bytes) -> None:
        """Write a file, whole at every moment."""
        path = self._path(address)
        if self.at_once:
            self.files.pipe_file(path, data, **self._headers(address))
            return
        above = PurePosixPath(path).parent.as_posix()
        if above not in self.folders:  # each look at a server takes its time
            self.files.makedirs(above, exist_ok=True)
            self.folders.add(above)
        draft = f"{above}/.{PurePosixPath(path).name}{_DRAFT}"
        with self.files.open(draft, "wb") as opened:
            opened.write(data)
        self.files.mv(draft, path)

    def put(self, pairs: Iterable[tuple[str, str]], release: Release, seen: Seen) -> None:
        """Put files of a release at their addresses, each whole at every moment."""
        self._each(
            pairs, lambda source, to: self.write(to, (release.folder / source).read_bytes()), seen
        )

    def copy(self, pairs: Iterable[tuple[str, str]], seen: Seen) -> None:
        """Copy files from one address to another, each whole at every moment."""
        self._each(pairs, self._copy, seen)

    def remove(self, addresses: Iterable[str]) -> None:
        """Remove files; those that are not there are passed over."""

        def remove(address: str, _to: str) -> None:
            with suppress(FileNotFoundError):
                self.files.rm_file(self._path(address))

        self._each(((address, "") for address in addresses), remove, lambda _done: None)

    def names(self, folder: str) -> list[str]:
        """Return the names of what lies in a folder."""
        path = self._path(folder)
        try:
            self.files.invalidate_cache()
            found = self.files.ls(path, detail=False)
        except FileNotFoundError:
            return []
        names = (PurePosixPath(inner).name for inner in found if inner.rstrip("/") != path)
        return sorted(name for name in names if name)

    def _copy(self, source: str, address: str) -> None:
        # Read and written again, so that the type and the time to keep it are those of the address.
        data = self.read(source)
        if data is None:
            raise FileNotFoundError(2, f"“{source}” is not there any more")
        self.write(address, data)

    def _each(
        self, pairs: Iterable[tuple[str, str]], work: Callable[[str, str], None], seen: Seen
    ) -> None:
        if not self.at_once:
            for pair in pairs:
                work(*pair)
                seen(1)
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for _ in pool.map(lambda pair: work(*pair), pairs):
                seen(1)

    def _path(self, address: str) -> str:
        return f"{self.root}/{address}" if address else self.root

    def _headers(self, address: str) -> dict[str, Any]:
        """Return what a store is told of a file besides its bytes, as each store calls it."""
        kind = type_of(address)
        if self.protocol in ("s3", "s3a"):
            return {"ContentType": kind, "CacheControl": CACHE}
        if self.protocol in ("gs", "gcs"):
            return {"content_type": kind, "fixed_key_metadata": {"cache_control": CACHE}}
        from azure.storage.blob import ContentSettings  # noqa: PLC0415 - the extra “az”

        return {"content_settings": ContentSettings(content_type=kind, cache_control=CACHE)}


def type_of(address: str) -> str:
    """Return the type of a file, as a web server would name it.

    Args:
        address: Its address.
    """
    suffix = PurePosixPath(address).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(address)[0] or "application/octet-stream"
