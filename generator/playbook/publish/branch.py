"""Publishing to a branch of Git, from which a service such as GitLab Pages shows the site.

The branch has a history of its own. The working tree, the index and the branch that is checked
out are left alone: the commit is made from the files, and then the branch moves in one step.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from playbook.publish.inorder import Allow, Seen
from playbook.publish.release import Published, Release
from playbook.publish.trouble import nothing_before, refuse, told

WAY: Final = "as one commit"
_SECONDS: Final = 600
_NO_JEKYLL: Final = ".nojekyll"
"""Tells GitHub Pages to show files as they are."""
_BY_PLAYBOOK: Final = "Playbook-Edition"


class Branch:
    """Publish to a branch, and push it when a remote is named.

    Args:
        root: A folder that Git keeps: the project's.
        branch: Name of the branch.
        remote: Name of the remote to push to; empty to keep the branch here.
        name: The address as it was given.
    """

    def __init__(self, root: Path, branch: str, remote: str, name: str) -> None:
        self.root, self.branch, self.remote, self.name = root, branch, remote, name
        self.ref = f"refs/heads/{branch}"

    def publish(self, release: Release, seen: Seen) -> Published:
        """Show a release.

        Args:
            release: The release.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: Git refuses, or the branch holds other things; it stays as it was.
        """
        with told(self.name):
            self._refuse_names()
            former = self._former()
            if former and self._edition(former) != release.edition:
                what = (
                    f"the branch “{self.branch}” holds another edition, and its history shows that"
                )
                refuse(self.name, what, "choose a branch of its own for each edition", "N03")
            tree = self._tree(release)
            seen(len(release.files))
            before = self._said("rev-parse", f"{former}^{{tree}}") if former else ""
            written, removed = self._differences(former, tree)
            if before != tree:
                title = f"Publish the site\n\n{_BY_PLAYBOOK}: {release.edition}"
                former = self._commit(tree, former, title)
            self._push(former)
            return Published(self._count(former), len(release.files), written, removed, WAY)

    def rollback(self, allow: Allow, seen: Seen) -> Published:
        """Show the release that was shown before, as a new commit.

        Args:
            allow: Called with the edition that will be shown; raises when it may not be.
            seen: Called with the number of files that are done now.

        Raises:
            Unusable: There is none, it may not be shown, or Git refuses.
        """
        with told(self.name):
            former = self._former()
            parent = self._before(former) if former else ""
            if not parent:
                nothing_before(self.name)
            edition = self._edition(parent)
            allow(edition)
            tree = self._said("rev-parse", f"{parent}^{{tree}}")
            written, removed = self._differences(former, tree)
            title = f"Show the earlier site again\n\nPlaybook-Again: {parent}"
            total = len(self._said("ls-tree", "-r", "--name-only", tree).splitlines())
            commit = self._commit(tree, former, f"{title}\n{_BY_PLAYBOOK}: {edition}")
            self._push(commit)
            seen(total)
            return Published(self._count(commit), total, written, removed, WAY)

    def _before(self, commit: str) -> str:
        """Return the commit that was shown before one, whatever was brought back since."""
        key = "--format=%(trailers:key=Playbook-Again,valueonly)"
        again = self._said("log", "-1", key, commit)
        return self._said("rev-parse", "--verify", "--quiet", f"{again or commit}~1", quiet=True)

    def _refuse_names(self) -> None:
        if not self._said("check-ref-format", "--branch", self.branch, quiet=True):
            refuse(self.name, "this is no name of a branch", "write it as git:pages", "N01")
        if not self._said("rev-parse", "--git-dir", quiet=True):
            what = "the project is not kept by Git"
            refuse(self.name, what, "run “git init” in it, or publish to a folder", "N01")
        if self.branch == self._said("symbolic-ref", "--short", "HEAD", quiet=True):
            what = f"“{self.branch}” is the branch that you work on"
            refuse(self.name, what, "choose another one, such as git:pages", "N03")

    def _former(self) -> str:
        """Return the commit that the branch is at, the remote's when one is named."""
        if self.remote:
            at = self._said("ls-remote", self.remote, self.ref).split("\t")[0]
            if at:
                self._said("fetch", "--quiet", "--no-tags", self.remote, self.ref)
                return self._ours(at)
        return self._ours(self._said("rev-parse", "--verify", "--quiet", self.ref, quiet=True))

    def _ours(self, commit: str) -> str:
        if commit and not self._edition(commit):
            what = f"the branch “{self.branch}” holds other things than a site"
            refuse(self.name, what, "choose a branch of its own, such as git:pages", "N03")
        return commit

    def _edition(self, commit: str) -> str:
        """Return for whom the site of a commit is; empty when it holds none."""
        key = f"--format=%(trailers:key={_BY_PLAYBOOK},valueonly)"
        return self._said("log", "-1", key, commit)

    def _tree(self, release: Release) -> str:
        """Return the tree of a release, made in an index of its own."""
        names = list(release.files)
        paths = "\n".join(str((release.folder / name).resolve()) for name in names)
        hashed = self._said(
            "hash-object", "-w", "--no-filters", "--stdin-paths", said=paths
        ).splitlines()
        empty = self._said("hash-object", "-w", "--stdin", said="")
        listed = [*zip(names, hashed, strict=True), (_NO_JEKYLL, empty)]
        entries = "".join(f"100644 {ident}\t{name}\0" for name, ident in listed)
        with tempfile.TemporaryDirectory(prefix="playbook-") as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._said("update-index", "-z", "--index-info", said=entries, around=index)
            return self._said("write-tree", around=index)

    def _commit(self, tree: str, parent: str, title: str) -> str:
        parents = ("-p", parent) if parent else ()
        commit = self._said("commit-tree", tree, *parents, said=title)
        # Only when it is still where it was: another publisher is not undone.
        here = self._said("rev-parse", "--verify", "--quiet", self.ref, quiet=True)
        self._said("update-ref", self.ref, commit, here or "0" * len(commit))
        return commit

    def _push(self, commit: str) -> None:
        if self.remote:
            self._said("push", "--quiet", self.remote, f"{commit}:{self.ref}")

    def _differences(self, former: str, tree: str) -> tuple[int, int]:
        if not former:
            return len(self._said("ls-tree", "-r", "--name-only", tree).splitlines()), 0
        told = self._said("diff-tree", "-r", "--no-renames", "--name-status", former, tree)
        lines = told.splitlines()
        gone = sum(line.startswith("D") for line in lines)
        return len(lines) - gone, gone

    def _count(self, commit: str) -> int:
        return int(self._said("rev-list", "--count", commit))

    def _said(
        self,
        *words: str,
        said: str = "",
        around: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> str:
        """Return what Git answers; refuse when it fails, unless that is an answer too."""
        git = shutil.which("git")
        if git is None:
            refuse(self.name, "Git is not installed", "install it, and publish again", "N01")
        command = [git, "--no-pager", "-c", "core.quotePath=false", "-C", str(self.root), *words]
        environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(around or {})}
        try:
            done = subprocess.run(  # noqa: S603 - fixed words, and no shell
                command,
                input=said.encode(),
                capture_output=True,
                env=environment,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            what = f"Git does not answer within {_SECONDS} seconds"
            refuse(self.name, what, "see that the remote can be reached", "N04")
        if done.returncode and not quiet:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            what = f"Git refuses ({lines[-1] if lines else 'no reason given'})"
            refuse(self.name, what, f"try “git {words[0]}” here and do what it asks", "N04")
        return done.stdout.decode("utf-8", "replace").strip() if not done.returncode else ""
