"""What stands around a project: its history in Git, who works on it, and where."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playbook.load import git
from playbook.problems import Place, Problem, Unusable

_PEOPLE: Final = "--format=%an%n%ae%n%cn%n%ce"


def revision(root: Path) -> str:
    """Return the revision that Git knows a project by; an empty text when it knows none.

    Args:
        root: The project's folder.

    Raises:
        Unusable: Git does not answer.
    """
    commit = _git(root, "rev-parse", "--verify", "HEAD")
    if not commit:
        return ""
    changed = _git(root, "status", "--porcelain", "--", ".", ":(exclude)**/handed-over.yaml")
    return f"git {commit}" + (" with changes" if changed else "")


def surroundings(root: Path) -> Iterator[tuple[str, str]]:
    """Yield what may not leave though no file of the project says it: what it is, and its value.

    Args:
        root: The project's folder.

    Raises:
        Unusable: Git does not answer, so that nobody knows what it would have said.
    """
    people = (_git(root, "log", _PEOPLE) or "").splitlines()
    people += (_git(root, "config", key) or "" for key in ("user.name", "user.email"))
    for person in dict.fromkeys(people):
        yield "a name in Git", person
    yield "a revision in Git", _git(root, "rev-parse", "--verify", "HEAD") or ""
    for line in (_git(root, "remote", "-v") or "").splitlines():
        yield "an address in Git", line.split("\t")[-1].split(" ")[0]
    yield "the name of the user", _user()
    yield "the name of the computer", platform.node()
    yield "the folder of the user", str(Path.home())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user whom the system has no name for
        return ""


def _git(root: Path, *words: str) -> str | None:
    """Return what Git says; nothing when there is no Git, or it knows nothing of the project.

    Raises:
        Unusable: Git keeps the project and does not answer: what it knows cannot be looked for.
    """
    try:
        said = git.ask(root, *words)
    except git.GitSilent as silent:
        why = f"{silent}, so the names in it cannot be looked for"
        instead = "run “git log” here and do what it asks, then hand over again"
        raise Unusable([Problem(Place(".git"), why, instead, "E03")]) from None
    return None if said is None else said.decode("utf-8", "replace").strip()
