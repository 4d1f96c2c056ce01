"""Git, and what it keeps of the project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from playbook.cli.health.sign import Sign
from playbook.load import git

SHALLOW = "fetch the rest: git fetch --unshallow (for CI: fetch-depth: 0, or GIT_DEPTH: 0)"


def history(root: Path | None) -> Iterator[Sign]:
    """Yield whether Git is there, and whether it can tell of the project's past.

    Args:
        root: The project's folder; nothing when there is no project.
    """
    kept = root is not None and any((each / ".git").exists() for each in (root, *root.parents))
    if shutil.which("git") is None:
        instead = "install Git, or pages cannot say when they changed" if kept else ""
        yield Sign("git", "not installed; only needed for history and git: places", instead)
        return
    said = git.ask(Path.cwd(), "--version") or b""
    yield Sign("git", said.decode("utf-8", "replace").strip().removeprefix("git version "))
    if root is not None:
        yield _of_project(root, kept)


def _of_project(root: Path, kept: bool) -> Sign:
    try:
        head = git.head(root)
        if not kept:
            return Sign("history", "no repository: pages do not say when they changed")
        if not head:
            return Sign("history", "nothing is committed yet", "git add . && git commit")
        if git.is_shallow(root):
            return Sign("history", "Git has only a part of the history", SHALLOW)
        number = len(git.commits(root, head))
    except git.GitSilent as silent:
        return Sign("history", str(silent), "run “git log” here and do what it asks")
    return Sign("history", f"{number} {'revision' if number == 1 else 'revisions'} of this branch")
