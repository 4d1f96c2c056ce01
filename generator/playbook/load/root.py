"""Where a project is: the folder that holds its settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playbook.problems import Place, Problem, Unusable

CONFIG_FILE: Final = "playbook.yaml"


def find_project(start: Path) -> Path:
    """Return the project's folder: the given one or the nearest above it that has settings.

    Args:
        start: Folder to begin in.

    Raises:
        Unusable: No folder from there upwards holds ``playbook.yaml``.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise Unusable(
        [
            Problem(
                Place(CONFIG_FILE),
                "there is no playbook.yaml in this folder or in one above it",
                "go to the project's folder, or write a playbook.yaml with “title: …”",
                "F06",
            )
        ]
    )
