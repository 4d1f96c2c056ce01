"""What Git keeps of a project, read without touching the project's files.

Git is asked with fixed words and without a shell. It runs nothing that a repository names: no
hook, no pager, no program that watches, compares or converts files, and it fetches nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

_SECONDS: Final = 20
_HARMLESS: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor="),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false"),
    *("-c", "diff.noprefix=false"),
    *("-c", "diff.mnemonicPrefix=false"),
)
_AROUND: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
_REGULAR: Final = ("100644", "100755")


class GitSilent(Exception):
    """Git keeps the project and does not answer; the text says why."""


class Commit(Struct, frozen=True, kw_only=True):
    """One revision.

    Args:
        id: Its name in Git.
        day: Day on which it was made.
        first: Whether nothing is known from before it.
    """

    id: str
    day: datetime.date
    first: bool


class Kept(Struct, frozen=True, kw_only=True):
    """A file as a revision keeps it.

    Args:
        id: Name of its content in Git.
        size: Its length in bytes.
    """

    id: str
    size: int


def ask(root: Path, *words: str, said: bytes = b"") -> bytes | None:
    """Return what Git says; nothing when there is no Git, or it knows nothing of the project.

    Args:
        root: The project's folder.
        words: What to ask, fixed words first and ``--`` before paths.
        said: What Git reads from its input.

    Raises:
        GitSilent: Git keeps the project and does not answer.
    """
    command = _command(root, words)
    if command is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - fixed words, and no shell
            command, input=said, capture_output=True, env=_around(), timeout=_SECONDS, check=False
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise GitSilent(f"Git does not answer within {_SECONDS} seconds") from None
    if b"dubious ownership" in done.stderr:
        raise GitSilent("Git does not open this folder, for another user owns it")
    return done.stdout if done.returncode == 0 else None


@contextmanager
def listening(root: Path, *words: str) -> Iterator[IO[bytes]]:
    """Give what Git says while it says it, and end it when nobody listens any more.

    Args:
        root: The project's folder, which Git keeps.
        words: What to ask.
    """
    command = _command(root, words) or []
    with subprocess.Popen(  # noqa: S603 - fixed words, and no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_around(),
    ) as process:
        try:
            yield process.stdout  # type: ignore[misc]
        finally:
            process.kill()


def _command(root: Path, words: tuple[str, ...]) -> list[str] | None:
    git = shutil.which("git")
    return [git, *_HARMLESS, "-C", str(root), *words] if git else None


def _around() -> dict[str, str]:
    return {**os.environ, **_AROUND}


def head(root: Path) -> str:
    """Return the revision that a project is at; an empty text when Git knows none.

    Args:
        root: The project's folder.

    Raises:
        GitSilent: Git does not answer.
    """
    return find(root, "HEAD")


def find(root: Path, word: str) -> str:
    """Return the name of a revision in Git; an empty text when there is none.

    Args:
        root: The project's folder.
        word: A branch, a tag or another name of a revision. One that begins with a hyphen is
            none, so that it is never taken for an option.

    Raises:
        GitSilent: Git does not answer.
    """
    if word.startswith("-") or not word.isprintable():
        return ""
    asked = f"{word}^{{commit}}"
    found = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    return (found or b"").decode().strip()


def commits(root: Path, start: str) -> list[Commit]:
    """Return a revision and those before it, the last first, without what was merged in.

    Args:
        root: The project's folder.
        start: Name of the revision in Git.

    Raises:
        GitSilent: Git does not answer.
    """
    words = ("log", "--first-parent", "--format=%H %cs %P", "--end-of-options", start, "--")
    lines = (ask(root, *words) or b"").decode().splitlines()
    return [_commit(*line.split(" ", 2)) for line in lines]


def _commit(ident: str, day: str, parents: str = "") -> Commit:
    return Commit(id=ident, day=datetime.date.fromisoformat(day), first=not parents)


def revisions(root: Path) -> str:
    """Return what Git has of a project in short: the same text, the same past.

    Args:
        root: The project's folder.

    Raises:
        GitSilent: Git does not answer.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return ""  # what most projects without Git are told by without asking it
    said = ask(root, "rev-parse", "--is-shallow-repository", "HEAD", "--branches", "--tags")
    return " ".join((said or b"").decode().split())


def is_shallow(root: Path) -> bool:
    """Tell whether Git was given a part of the history only.

    Args:
        root: The project's folder.
    """
    return (ask(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def contents(root: Path, revisions: Iterable[str], folder: str) -> dict[str, str]:
    """Return what names all that each revision keeps of a folder: the same name, the same files.

    Args:
        root: The project's folder.
        revisions: Names of revisions in Git.
        folder: A folder of the project, with forward slashes.

    Returns:
        The name by revision; a revision without the folder is left out.

    Raises:
        GitSilent: Git does not answer.
    """
    revisions = list(revisions)
    prefix = (ask(root, "rev-parse", "--show-prefix") or b"").decode().rstrip("\n")
    asked = "".join(f"{revision}:{prefix}{folder}\n" for revision in revisions)
    said = ask(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", said=asked.encode())
    lines = (said or b"").decode().splitlines()
    pairs = zip(revisions, (line.split(" ") for line in lines), strict=False)
    return {revision: words[0] for revision, words in pairs if words[-1] == "tree"}


def files(root: Path, revision: str, folder: str) -> dict[str, Kept]:
    """Return the files below a folder as a revision keeps them, without links.

    Args:
        root: The project's folder.
        revision: Name of the revision in Git.
        folder: A folder of the project, with forward slashes.

    Returns:
        What is kept, by path from the project's folder.

    Raises:
        GitSilent: Git does not answer.
    """
    said = ask(root, "ls-tree", "-r", "-l", "-z", "--end-of-options", revision, "--", f"{folder}/")
    found = {}
    for entry in (said or b"").decode("utf-8", "replace").split("\0"):
        about, _, path = entry.partition("\t")
        mode, *_, ident, size = about.split() or ("", "", "")
        if mode in _REGULAR:
            found[path] = Kept(id=ident, size=int(size))
    return found


def name_of(content: bytes) -> str:
    """Return how Git calls a file with some contents.

    Args:
        content: The contents.
    """
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def texts(root: Path, idents: Iterable[str]) -> Mapping[str, bytes]:
    """Return contents by their names in Git; what Git does not hold is left out.

    Args:
        root: The project's folder.
        idents: The names.

    Raises:
        GitSilent: Git does not answer.
    """
    asked = "".join(f"{ident}\n" for ident in idents).encode()
    said = ask(root, "cat-file", "--batch", said=asked) or b""
    found, at = {}, 0
    while at < len(said):
        end = said.index(b"\n", at)
        ident, *rest = said[at:end].decode().split(" ")
        at = end + 1
        if len(rest) == 2:
            size = int(rest[1])
            found[ident] = said[at : at + size]
            at += size + 1
    return found
