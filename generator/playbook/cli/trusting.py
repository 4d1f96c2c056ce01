"""Which projects may run code of their own: those a person at this keyboard has said to trust."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import click

from playbook.cli.shared import project_option, root_of, say

_FILE: Final = "trusted.json"

trust_option = click.option(
    "--trust", "trusted", is_flag=True, help="Run the project's own Python files, this once."
)


def is_trusted(root: Path) -> bool:
    """Tell whether a project was trusted before, and still has the same owner.

    Args:
        root: The project's folder.
    """
    return _read().get(str(root)) == _owner(root)


def trust_from_now_on(root: Path) -> None:
    """Let a project run Python files of its own.

    Args:
        root: The project's folder.
    """
    _write(_read() | {str(root): _owner(root)})


@click.command()
@project_option
@click.option("--no-longer", is_flag=True, help="Take it back.")
def trust(project: Path, no_longer: bool) -> int:
    """Let this project run Python files of its own, from now on.

    Such files can do all that you can do yourself. Read them first.
    """
    root = root_of(project)
    if no_longer:
        _write({name: owner for name, owner in _read().items() if name != str(root)})
        say(f"Code of {root} is not run any more.")
    else:
        trust_from_now_on(root)
        say(f"Code of {root} is run from now on. “playbook trust --no-longer” takes that back.")
    return 0


def _path() -> Path:
    folder = os.environ.get("PLAYBOOK_CONFIG_DIR") or click.get_app_dir("playbook")
    return Path(folder) / _FILE


def _owner(root: Path) -> int:
    return root.stat().st_uid


def _read() -> dict[str, int]:
    """Return the owner of each trusted project by its folder; nothing when it cannot be read."""
    try:
        kept = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {name: owner for name, owner in kept.items() if isinstance(owner, int)}


def _write(known: dict[str, int]) -> None:
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=2, sort_keys=True)
    draft.replace(path)
