"""Comments in YAML, which no value holds and yet may be no supplier's business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml

from playbook.load.files import Folder
from playbook.load.root import CONFIG_FILE
from playbook.problems import Place, Problem

_COMMENT: Final = re.compile(r"(?:^|(?<=[\s]))#+[ \t]*(.*?)[ \t]*$", re.MULTILINE)


def comments_in(folder: Folder) -> Iterator[tuple[str, Place]]:
    """Yield every comment of a project, line by line, with its place.

    Args:
        folder: The project's folder.
    """
    for path in (folder.root / CONFIG_FILE, *folder.yaml_below(folder.root / "content")):
        text = folder.text(path)
        if not isinstance(text, Problem):
            yield from comments(text, folder.name(path))


def comments(text: str, file: str) -> Iterator[tuple[str, Place]]:
    """Yield every comment of a text in YAML, with its place.

    Args:
        text: The text; it can be read.
        file: Name of its file.
    """
    lines, last = 1, 0
    for said, start in _outside(text):
        lines, last = lines + text.count("\n", last, start), start
        if said:
            yield said, Place(file, lines, start - text.rfind("\n", 0, start))


def _outside(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands behind a # that is no part of a value, with the position of the #."""
    before = 0
    for begin, end in (*_values(text), (len(text), len(text))):
        # A line may end inside the value that follows: what is matched then is no comment.
        for found in _COMMENT.finditer(text, before, begin):
            yield found[1], found.start()
        before = end


def _values(text: str) -> Iterator[tuple[int, int]]:
    for token in yaml.scan(text, Loader=yaml.CLoader):
        if isinstance(token, yaml.ScalarToken):
            begin, end = token.start_mark.index, token.end_mark.index
            if token.style in ("|", ">"):  # a comment may stand behind the sign that opens it
                begin = text.find("\n", begin, end)
            yield begin, end
