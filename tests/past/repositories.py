"""Projects that Git keeps, with revisions of chosen days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from inventories import Plain, write_project

AUTHOR = "Anna Verborgen"


def git(root: Path, *words: str, day: str = "2026-01-01") -> str:
    """Run Git in a project, as somebody and on a day."""
    who = ("-c", f"user.name={AUTHOR}", "-c", "user.email=anna@x.example")
    moment = f"{day}T12:00:00Z"
    around = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "LC_ALL": "C"}
    done = subprocess.run(
        ["git", *who, "-c", "commit.gpgsign=false", "-C", str(root), *words],
        env={**os.environ, **around},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def repository(root: Path, processes: Sequence[Any], day: str = "2026-01-15") -> Path:
    """Write a project with one organisation, and keep it in Git."""
    write_project(root, {}, list(processes))
    git(root, "init", "-q", "-b", "main")
    commit(root, day)
    return root


def commit(root: Path, day: str) -> str:
    """Keep a project as it is, on a day, and return the revision."""
    git(root, "add", "-A")
    git(root, "commit", "-qm", f"as of {day}", "--allow-empty", day=day)
    return git(root, "rev-parse", "HEAD")


def write(root: Path, processes: Sequence[Any]) -> Path:
    """Write other processes into a project."""
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    document = {"processes": list(processes)}
    path.write_text(yaml.dump(document, Dumper=Plain, allow_unicode=True, sort_keys=False), "utf-8")
    return path
