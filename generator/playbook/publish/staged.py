"""Changing a whole site at once: the new release is made ready beside, then the two change places.

Every answer is of one release, and a reader who has seen the new one never gets the old one
again. Releases wait in a hidden folder beside the site; unchanged files are the same files
under another name, where the disk can do that.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from playbook.publish.inorder import KEPT, Allow, Seen
from playbook.publish.release import Published, Record, Release, before, chain, decode, encode
from playbook.publish.trouble import nothing_before, refuse, told
from playbook.write import manifest, switch

RECORD: Final = ".playbook-release.json"
EXCHANGE: Final = "all at once"
LINK: Final = "all at once, by a link"
_NEW: Final = "new"
_NO_LINK: Final = (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EACCES)


def releases_of(folder: Path) -> Path:
    """Return the hidden folder beside a site in which its releases wait.

    Args:
        folder: The folder of the site.
    """
    return folder.with_name(f".{folder.name}{KEPT}")


def can_stage(folder: Path) -> bool:
    """Tell whether a folder can change places with another in one step.

    Args:
        folder: The folder of the site; it need not be there.
    """
    if folder.is_symlink():
        return True
    if folder.is_mount():
        return False
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".playbook-", dir=folder.parent) as trial:
            one, other = Path(trial) / "one", Path(trial) / "other"
            one.mkdir()
            other.mkdir()
            return switch.exchange(one, other)
    except OSError:
        return False


class Staged:
    """Publish into a folder that changes from one release to the next in one step.

    Args:
        folder: The folder of the site, or a link to the release that is shown.
        keep: How many releases to keep, the one that is shown too.
    """

    def __init__(self, folder: Path, keep: int) -> None:
        self.folder, self.keep = folder, keep
        self.name = str(folder)
        self.linked = folder.is_symlink()
        self.releases = releases_of(folder)

    def publish(self, release: Release, seen: Seen) -> Published:
        """Show a release.

        Args:
            release: The release.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: The folder holds other things, or the system refuses; the former release
                is still shown.
        """
        with told(self.name), self._alone():
            former = self._former()
            same = former.files == release.files and former.edition == release.edition
            if same and former.number and self._is_whole(former):
                seen(len(release.files))
                return Published(former.number, len(release.files), 0, 0, self._way())
            now = Record(
                number=max((former.number, *self._numbers())) + 1,
                edition=release.edition,
                files=dict(release.files),
                before=before(former, release.edition),
            )
            written = self._stage(former, now, release, seen)
            self._show(former, now)
            stale = former.files.keys() - now.files.keys()
            return Published(now.number, len(now.files), written, len(stale), self._way())

    def rollback(self, allow: Allow, seen: Seen) -> Published:
        """Show the release that was shown before.

        Args:
            allow: Called with the edition that will be shown; raises when it may not be.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: None is kept, it may not be shown, or the system refuses.
        """
        with told(self.name), self._alone():
            former = self._former()
            record = self._kept().get(former.before)
            if record is None:
                nothing_before(self.name)
            allow(record.edition)
            release = Release(self._path(record.number), record.edition, record.files)
            # A copy under other names: the release stays kept, should this be broken off.
            written = self._stage(former, record, release, seen)
            shutil.rmtree(self._path(record.number), ignore_errors=True)
            self._show(former, record)
            stale = former.files.keys() - record.files.keys()
            return Published(record.number, len(record.files), written, len(stale), self._way())

    def _way(self) -> str:
        return LINK if self.linked else EXCHANGE

    def _former(self) -> Record:
        """Return what is shown now; refuse a folder that is not ours."""
        if self.folder.exists() and not self.folder.is_dir():
            refuse(self.name, "this is a file", "choose a folder", "N03")
        found = _record_in(self.folder)
        if found is not None:
            return found
        inside = sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []
        ours = KEPT in inside or manifest.NAME in inside
        strangers = [name for name in inside if not name.startswith(".")]
        if strangers and not ours:
            what = f"it is not empty (it holds “{strangers[0]}”) and was not published by playbook"
            refuse(self.name, what, "choose an empty folder, or empty this one yourself", "N03")
        files = dict.fromkeys(manifest.read(self.folder).files, "") if ours else {}
        files |= {manifest.NAME: ""} if manifest.NAME in inside else {}
        return Record(number=0, edition="", files=files)

    def _is_whole(self, record: Record) -> bool:
        return all((self.folder / name).is_file() for name in record.files)

    def _stage(self, former: Record, now: Record, release: Release, seen: Seen) -> int:
        """Make a release ready beside the one that is shown; return how many files are new."""
        new = self.releases / _NEW
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        written = 0
        for address, key in now.files.items():
            path = new / address
            path.parent.mkdir(parents=True, exist_ok=True)
            same = former.files.get(address) == key
            if not (same and _linked(self.folder / address, path)):
                shutil.copyfile(release.folder / address, path)
                written += not same
            seen(1)
        self._carry_strangers(former, now, new)
        if self.folder.is_dir():
            shutil.copymode(self.folder, new)
        (new / RECORD).write_bytes(encode(now))
        return written

    def _carry_strangers(self, former: Record, now: Record, new: Path) -> None:
        """Take over what somebody else put there, such as the settings of a web server."""
        for folder, names in _walked(self.folder):
            for name in names:
                address = (folder / name).relative_to(self.folder).as_posix()
                own = address in former.files or address == RECORD or address.startswith(KEPT)
                if own:
                    continue
                if address in now.files:
                    what = f"“{address}” is there and is not of playbook, and a page is to go there"
                    refuse(self.name, what, "remove it, or move it elsewhere", "N03")
                path = new / address
                path.parent.mkdir(parents=True, exist_ok=True)
                if not _linked(folder / name, path):
                    shutil.copy2(folder / name, path, follow_symlinks=False)

    def _show(self, former: Record, now: Record) -> None:
        """Let the new release and the one that is shown change places."""
        new = self.releases / _NEW
        if self.linked:
            target = self._path(now.number)
            new.rename(target)
            link = self.releases / "link"
            link.unlink(missing_ok=True)
            link.symlink_to(os.path.relpath(target, self.folder.parent))
            link.replace(self.folder)
        elif not self.folder.exists():
            new.rename(self.folder)
        else:
            if not switch.exchange(new, self.folder):
                raise OSError(errno.ENOTSUP, "the folders cannot change places")
            self._put_away(new, former)
        self._forget(now)

    def _put_away(self, old: Path, record: Record) -> None:
        if record.number and not self._path(record.number).exists():
            old.rename(self._path(record.number))
        else:
            shutil.rmtree(old, ignore_errors=True)

    def _heal(self) -> None:
        """Put away what a publisher that was killed left behind."""
        new = self.releases / _NEW
        left, shown = _record_in(new), _record_in(self.folder)
        if left and shown and shown.before == left.number and shown.number != left.number:
            self._put_away(new, left)  # the two had changed places
        shutil.rmtree(new, ignore_errors=True)

    def _forget(self, now: Record) -> None:
        records = {**self._kept(), now.number: now}
        kept = chain(records, now.number, self.keep)
        for number in self._numbers():  # one whose removal was broken off has no record any more
            if number not in kept:
                shutil.rmtree(self._path(number), ignore_errors=True)

    def _kept(self) -> dict[int, Record]:
        found = {number: _record_in(self._path(number)) for number in self._numbers()}
        return {number: record for number, record in found.items() if record is not None}

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self.releases.iterdir() if path.name.isdigit()]

    def _path(self, number: int) -> Path:
        return self.releases / str(number)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one publisher work at a time, and begin with what an earlier one left."""
        self.releases.mkdir(parents=True, exist_ok=True)
        with (self.releases / "lock").open("ab") as lock:
            with suppress(ImportError):
                import fcntl  # noqa: PLC0415 - not on Windows

                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    what = "somebody else is publishing here at this moment"
                    refuse(self.name, what, "try again when that is done", "N06")
            self._heal()
            yield


def _record_in(folder: Path) -> Record | None:
    try:
        return decode((folder / RECORD).read_bytes())
    except OSError:
        return None


def _linked(source: Path, target: Path) -> bool:
    """Give a file a second name, and tell whether the disk could."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINK and not isinstance(error, FileNotFoundError):
            raise
        return False
    return True


def _walked(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield each folder below one with the names of its files, and of links to folders."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        yield here, [*names, *links]
