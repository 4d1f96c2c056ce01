"""Files that an own page names: beside it, or from the project's folder, and nowhere else."""

from __future__ import annotations

import difflib
import posixpath
from pathlib import Path

from playbook.load.files import Folder
from playbook.problems import Place, Problem


def beside(folder: Folder, page: str, written: str, place: Place) -> Path | Problem:
    """Return a file that a page names, or why it cannot be had.

    Args:
        folder: The project's folder.
        page: The file that names it, from the project's folder.
        written: The path as it is written: from the folder of the page, or from the project's
            when it begins with a slash.
        place: Where it is written.
    """
    if not written:
        return Problem(place, "no file is named here", "write its path behind the name", "B06")
    whole = posixpath.normpath(
        written.lstrip("/")
        if written.startswith("/")
        else posixpath.join(posixpath.dirname(page), written)
    )
    outside = whole == ".." or whole.startswith("../") or written.startswith("//")
    if outside or "\\" in written or ":" in written or "\0" in written:
        what = f"“{written}” leads out of the project"
        return Problem(place, what, "copy the file into the project and name it there", "B06")
    if any(part.startswith(".") for part in whole.split("/")):
        what = f"“{written}” is hidden, and hidden files are not shown"
        return Problem(place, what, "copy it to a name without a dot in front", "B06")
    path = folder.root
    for part in whole.split("/"):
        path /= part
        if path.is_symlink():
            what = f"“{written}” is or goes through a link"
            return Problem(place, what, "put the file itself there", "B06")
    if path.is_file():
        return path
    return Problem(place, f"there is no file “{written}”", _instead(path), "B06")


def _instead(path: Path) -> str:
    there = path.parent
    names = [item.name for item in there.iterdir() if item.is_file()] if there.is_dir() else []
    near = difflib.get_close_matches(path.name, names, 1, 0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    return "write its path from this page, or from the project's folder with / in front"
