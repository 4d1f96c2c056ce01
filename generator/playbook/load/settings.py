"""The settings of a project by themselves, for what does not need its inventory."""

from __future__ import annotations

from pathlib import Path

from playbook.config import Config
from playbook.load.files import Folder
from playbook.load.root import CONFIG_FILE
from playbook.problems import Unusable


def read_settings(root: Path) -> Config:
    """Read the settings of a project, and nothing else.

    Args:
        root: The project's folder.

    Raises:
        Unusable: With every problem of the settings.
    """
    folder = Folder.at(root)
    read = folder.read(folder.root / CONFIG_FILE, Config)
    if read.problems or read.value is None:
        raise Unusable(read.problems)
    config: Config = read.value
    return config
