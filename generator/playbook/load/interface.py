"""The words of the pages themselves."""

from __future__ import annotations

from pathlib import Path

from playbook.load.files import Folder
from playbook.problems import Unusable
from playbook.texts import Interface


def read_interface(shipped: Path) -> Interface:
    """Read the words of the pages.

    Args:
        shipped: Folder of the shipped content.

    Raises:
        Unusable: The shipped words cannot be read.
    """
    folder = Folder(shipped.resolve())
    read = folder.read(folder.root / "interface.yaml", Interface)
    if read.problems:
        raise Unusable(read.problems)
    words: Interface = read.value
    return words
