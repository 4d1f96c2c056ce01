"""The project *Brook*, which writes pages of its own, to read or to change a copy of."""

from __future__ import annotations

import shutil
from pathlib import Path

from inventories import TODAY
from playbook.opening import Opening
from playbook.site import Site, open_site

PROJECT = Path(__file__).parent / "sites" / "authoring"
HOME = "content/organisations/brook"


def copied(folder: Path) -> Path:
    """Copy the project into a folder, without its menu: a test has pages that it does not know.

    The page that tells of what is no more is left out too: it is warned of, as it has to be.
    """
    copy = Path(shutil.copytree(PROJECT, folder / "p"))
    settings = copy / "playbook.yaml"
    settings.write_text(settings.read_text("utf-8").partition("nav:")[0], "utf-8")
    (copy / HOME / "pages" / "no-more.md").unlink()
    return copy


def opened(project: Path) -> Site:
    """Open the project, or a copy of it, as somebody does who trusts its extensions."""
    return open_site(project, Opening(TODAY, trusted=True))
