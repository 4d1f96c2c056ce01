"""The words of the pages themselves."""

from __future__ import annotations

from playbook.load.files import Folder
from playbook.problems import Unusable
from playbook.texts import Interface


def read_interface(shipped: Folder) -> Interface:
    """Read the words of the pages.

    Args:
        shipped: Folder of the shipped content.

    Raises:
        Unusable: The shipped words cannot be read.
    """
    read = shipped.read(shipped.root / "interface.yaml", Interface)
    if read.problems:
        raise Unusable(read.problems)
    words: Interface = read.value
    return words
