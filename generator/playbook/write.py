"""Writing a site: only what changed, each file whole, and nothing that is not ours.

A build first stages what changed beside the site. Only when every page is there the staged
files take their places, so that a build that fails leaves the former site as it was.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from playbook.problems import Place, Problem, Unusable

MANIFEST: Final = ".playbook-manifest.json"
STAGING: Final = ".playbook-staging"
_OWN: Final = frozenset((MANIFEST, STAGING, ".gitignore", ".gitkeep"))


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
        self._refuse_strangers()

    def write(self, files: Iterable[tuple[str, bytes]]) -> Written:
        """Write a whole site; what an earlier build wrote and this one does not is removed.

        Args:
            files: Address and bytes of every file.

        Raises:
            Unusable: The disk or the system refuses; the former site is still there.
        """
        with _told(self.name):
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self.folder / STAGING, ignore_errors=True)
            try:
                return self._write(files)
            finally:
                shutil.rmtree(self.folder / STAGING, ignore_errors=True)

    def _write(self, files: Iterable[tuple[str, bytes]]) -> Written:
        former = self._manifest()
        now: set[str] = set()
        changed: list[str] = []
        for address, data in files:
            now.add(address)
            if _is_same(self.folder / address, data):
                continue
            self._stage(address, data)
            changed.append(address)
        stale = sorted(former - now)
        if changed or stale or now != former:
            # Should the work stop halfway, the next build still knows every file as ours.
            self._keep_manifest(former | now)
            self._place(changed)
            self._remove(stale)
            self._keep_manifest(now)
        return Written(total=len(now), written=len(changed), removed=len(stale))

    def _stage(self, address: str, data: bytes) -> None:
        path = self.folder / STAGING / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _place(self, changed: Iterable[str]) -> None:
        made: set[Path] = set()
        for address in changed:
            target = self.folder / address
            if target.parent not in made:
                self._refuse_link(target.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            (self.folder / STAGING / address).replace(target)

    def _refuse_link(self, folder: Path) -> None:
        if not folder.resolve().is_relative_to(self.folder):
            raise Unusable(
                [
                    Problem(
                        Place(self.name),
                        f"“{folder.name}” in the output is a link to a folder outside it",
                        "remove the link",
                        "O04",
                    )
                ]
            )

    def _remove(self, stale: Iterable[str]) -> None:
        for address in stale:
            path = self.folder / address
            if path.parent.resolve().is_relative_to(self.folder):
                path.unlink(missing_ok=True)
                self._remove_empty(path.parent)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.folder:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _manifest(self) -> set[str]:
        """Return the files of earlier builds; of a broken manifest none are known as ours."""
        try:
            listed = json.loads((self.folder / MANIFEST).read_text("utf-8"))["files"]
        except (OSError, ValueError, KeyError, TypeError):
            return set()
        return {item for item in listed if isinstance(item, str) and _is_inside(item)}

    def _keep_manifest(self, files: set[str]) -> None:
        staged = self.folder / f"{MANIFEST}.new"
        staged.write_text(json.dumps({"files": sorted(files)}, indent=0) + "\n", "utf-8")
        staged.replace(self.folder / MANIFEST)

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
        if not self.folder.is_dir() or (self.folder / MANIFEST).is_file():
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


def _name(folder: Path, project: Path) -> str:
    inside = folder.is_relative_to(project) and folder != project
    return folder.relative_to(project).as_posix() if inside else folder.as_posix()


def _is_inside(address: str) -> bool:
    path = PurePosixPath(address)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in address


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return (
            not path.is_symlink()
            and path.stat().st_size == len(data)
            and (path.read_bytes() == data)
        )
    except OSError:
        return False


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
