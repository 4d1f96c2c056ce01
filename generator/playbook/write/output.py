"""Writing a site: only what changed, each file whole, and nothing that is not ours.

A build makes the new site ready beside the former one, where unchanged files are the same
files under a second name. Only when every page is there do the two change places.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from playbook.problems import Place, Problem, Unusable
from playbook.write import manifest, switch
from playbook.write.manifest import Entry, Manifest

_OWN: Final = frozenset((manifest.NAME, f"{manifest.NAME}.new", ".gitignore", ".gitkeep"))
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Written:
    """Count what a build did.

    Args:
        total: Files of the site.
        written: Files that are new or changed.
        removed: Files of an earlier build that are no more.
    """

    total: int
    written: int
    removed: int


class Output:
    """Write a site into a folder.

    Args:
        folder: The folder; made when it is not there.
        project: The project's folder, which is never written over.

    Raises:
        Unusable: The folder is not one to write a site into.
    """

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder = folder.resolve()
        self.project = project.resolve()
        self.name = _name(self.folder, self.project)
        self._refuse_sources()
        with _told(self.name):
            switch.heal(self.folder)
        self._refuse_strangers()

    @cached_property
    def former(self) -> Manifest:
        """Return what an earlier build wrote here."""
        return manifest.read(self.folder)

    @contextmanager
    def stage(self) -> Iterator[Stage]:
        """Make room for a new version of the site, which is gone when it was not finished.

        Raises:
            Unusable: The disk or the system refuses; the former site is still there.
        """
        with _told(self.name):
            stage = Stage(self)
            try:
                yield stage
            finally:
                shutil.rmtree(stage.folder, ignore_errors=True)

    def clear(self) -> int:
        """Take away every file that an earlier build wrote here; return how many.

        Raises:
            Unusable: The system refuses.
        """
        removed = len(self.former.files)
        if removed:
            with self.stage() as stage:
                stage.finish(Manifest({}), frozenset())
        with _told(self.name):
            if sorted(path.name for path in self.folder.iterdir()) == [manifest.NAME]:
                shutil.rmtree(self.folder)
        return removed

    def _refuse_sources(self) -> None:
        home = Path.home().resolve()
        above = self.project.is_relative_to(self.folder) or home.is_relative_to(self.folder)
        sources = [self.project / name for name in ("content", "themes", "extensions", ".git")]
        inside = any(self.folder.is_relative_to(source) for source in sources)
        if above or inside or (self.folder / ".git").exists():
            raise Unusable(
                [
                    Problem(
                        Place(self.name),
                        "this folder holds other things than a site",
                        "choose a folder of its own for the site, such as “site”",
                        "O01",
                    )
                ]
            )

    def _refuse_strangers(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            what, instead = "this is a file", "choose a folder, or remove the file"
            raise Unusable([Problem(Place(self.name), what, instead, "O02")])
        if not self.folder.is_dir() or (self.folder / manifest.NAME).is_file():
            return
        with _told(self.name):
            strangers = sorted(set(os.listdir(self.folder)) - _OWN)  # noqa: PTH208
        if strangers:
            raise Unusable(
                [
                    Problem(
                        Place(self.name),
                        f"the folder is not empty (it holds “{strangers[0]}”) and "
                        "was not written by playbook",
                        "choose an empty folder, or empty this one yourself",
                        "O02",
                    )
                ]
            )


class Stage:
    """A new version of a site that is being made ready.

    Args:
        output: The folder that it is for.
    """

    def __init__(self, output: Output) -> None:
        self.output = output
        output.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder = switch.room(output.folder)
        self._made: set[str] = set()

    def write(self, address: str, data: bytes) -> tuple[int, int]:
        """Write one file; return its size and the time of writing, in nanoseconds.

        Args:
            address: Address of the file from the root of the site.
            data: Its bytes.
        """
        path = self._room(address)
        handle = os.open(path, _FLAGS, 0o666)
        try:
            whole = memoryview(data)
            while whole:
                whole = whole[os.write(handle, whole) :]
            found = os.fstat(handle)
        finally:
            os.close(handle)
        return found.st_size, found.st_mtime_ns

    def finish(self, now: Manifest, changed: Set[str]) -> Written:
        """Put the new version in the place of the former one.

        Args:
            now: Every file of the new version.
            changed: Addresses of those that were written.
        """
        output, former = self.output, self.output.former
        stale = former.files.keys() - now.files.keys()
        done = Written(total=len(now.files), written=len(changed), removed=len(stale))
        if not changed and not stale and former.files:
            if now != former:
                manifest.write(output.folder, now)
            return done
        if switch.is_beside(self.folder, output.folder):
            for address in now.files.keys() - changed:
                self._carry(address)
            self._carry_strangers(former.files, now.files)
            if output.folder.is_dir():
                shutil.copymode(output.folder, self.folder)
            manifest.write(self.folder, now)
            if switch.take_place(output.folder):
                return done
        self._move_in(now, former, changed, stale)
        return done

    def _room(self, address: str) -> str:
        """Return the path of a file of the new version, with its folder there.

        Paths are texts here: to link ten thousand files takes less than to make as many `Path`.
        """
        folder, _, _ = address.rpartition("/")
        if folder not in self._made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self.folder}/{address}"

    def _carry(self, address: str) -> None:
        """Give a file of the former version a second name in the new one, or copy it."""
        source, path = f"{self.output.folder}/{address}", self._room(address)
        try:
            os.link(source, path, follow_symlinks=False)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK):
                raise
            shutil.copy2(source, path, follow_symlinks=False)

    def _carry_strangers(self, mine: Mapping[str, Entry], now: Mapping[str, Entry]) -> None:
        """Take over what somebody else put into the folder of the site."""
        root = self.output.folder
        for folder, folders, names in os.walk(root):
            inside = Path(folder).relative_to(root).as_posix()
            here = "" if inside == "." else f"{inside}/"
            links = [name for name in folders if Path(folder, name).is_symlink()]
            for name in (*names, *links):
                address = here + name
                if address in mine or address in now or name.startswith(manifest.NAME):
                    continue
                if os.path.lexists(self.folder / address):
                    raise Unusable([_in_the_way(self.output.name, address)])
                self._carry(address)

    def _move_in(self, now: Manifest, former: Manifest, changed: Set[str], stale: Set[str]) -> None:
        """Put files in their places one by one, where folders cannot change places."""
        folder = self.output.folder
        folder.mkdir(parents=True, exist_ok=True)
        # Should the work stop halfway, the next build still knows every file as ours.
        manifest.write(folder, Manifest({**former.files, **now.files}))
        for address in sorted(changed):
            target = folder / address
            if not target.parent.resolve().is_relative_to(folder):
                raise Unusable([_in_the_way(self.output.name, address)])
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_name(f".{target.name}.new")
            shutil.copy2(self.folder / address, draft)
            draft.replace(target)
        for address in sorted(stale):
            if (folder / address).parent.resolve().is_relative_to(folder):
                (folder / address).unlink(missing_ok=True)
        manifest.write(folder, now)


def _in_the_way(name: str, address: str) -> Problem:
    what = f"“{address}” in the output is not a page of playbook, and a page is to go there"
    return Problem(Place(name), what, "remove it, or move it elsewhere", "O04")


def _name(folder: Path, project: Path) -> str:
    inside = folder.is_relative_to(project) and folder != project
    return folder.relative_to(project).as_posix() if inside else folder.as_posix()


_INSTEAD: Final = {
    errno.ENOSPC: "make room on the disk and build again",
    errno.EDQUOT: "make room on the disk and build again",
    errno.EACCES: "check that you may write there, or choose another folder with --output",
    errno.EPERM: "check that you may write there, or choose another folder with --output",
    errno.EROFS: "choose another folder with --output",
}


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell what the system refuses as a problem of the output."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        instead = _INSTEAD.get(error.errno or 0, "look at the folder and build again")
        what = f"the site cannot be written ({reason})"
        raise Unusable([Problem(Place(name), what, instead, "O03")]) from error
