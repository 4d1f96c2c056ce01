"""What is remembered of the last build, to know at the next one that nothing has to be done."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from playbook import digests, resources
from playbook.load.root import CONFIG_FILE
from playbook.load.store import Store, name_of
from playbook.opening import Opening


class Tally(Struct, frozen=True, kw_only=True):
    """Count what a person asks next when a site was built.

    Args:
        pages: Pages of the site.
        organisations: Organisations that it is about.
        processes: Their processes; none of an edition, which tells no totals.
        steps: Processes on each step, by its code, and those that are ready or stay in-house.
        names: What each of these is called in English, by the same codes.
        facts: Findings from facts.
        unknown: Findings from what is not known yet.
    """

    pages: int
    organisations: int = 0
    processes: int = 0
    steps: dict[str, int] = {}
    names: dict[str, str] = {}
    facts: int = 0
    unknown: int = 0


class Built(Struct, frozen=True, kw_only=True):
    """Remember a build, to know at the next one that nothing has to be done.

    Args:
        source: Digest of everything that the site was made from.
        tally: What it counted, to say again without counting.
        warnings: What it warned of, as lines to say again.
        needs: Files of the project that have to be there.
        packages: Extensions that installed packages offered.
        offered: Digest of these extensions.
        themes: Folders of themes that installed packages brought.
        looks: Digest of the files in these.
    """

    source: str
    tally: Tally
    warnings: tuple[str, ...]
    needs: tuple[str, ...]
    packages: tuple[str, ...] = ()
    offered: str = ""
    themes: tuple[str, ...] = ()
    looks: str = ""


def recall_built(store: Store, folder: Path) -> Built | None:
    """Return what is remembered of the last build into a folder, or nothing.

    Args:
        store: What was kept.
        folder: The folder of the site.
    """
    try:
        return msgspec.convert(store.find(name_of("built", str(folder))), Built)
    except msgspec.ValidationError:
        return None


def keep_built(store: Store, folder: Path, built: Built) -> None:
    """Remember a build into a folder.

    Args:
        store: Keeps it.
        folder: The folder of the site.
        built: The build.
    """
    store.keep(name_of("built", str(folder)), msgspec.to_builtins(built))


def source_digest(root: Path, opening: Opening) -> str:
    """Return the digest of all files that a site is made from, and of what is asked for.

    Args:
        root: The project's folder.
        opening: How the project would be opened.
    """
    own = (root / name for name in ("content", "themes", "extensions"))
    folders = (*own, resources.content(), resources.themes())
    files = [
        str(root / CONFIG_FILE),
        *(path for each in folders for path in digests.files_below(each)),
    ]
    asked = f"{opening.today} {opening.trusted} {opening.revisions}".encode()
    read = digests.of_files((path, path) for path in files)
    return digests.of_bytes(digests.of_program(), asked, read).hex()


def themes_digest(folders: Iterable[str]) -> str:
    """Return the digest of all files in folders of themes.

    Args:
        folders: The folders.
    """
    files = [path for each in folders for path in digests.files_below(each)]
    return digests.of_bytes(digests.of_files((path, path) for path in files)).hex()
