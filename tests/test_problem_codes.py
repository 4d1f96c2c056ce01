"""Codes of problems: for ever, and each for one family of problems."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import playbook

SOURCES = Path(playbook.__file__).parent
DOCS = Path(__file__).parents[1] / "docs"
CODE = re.compile(r"[A-Z]\d\d")
ROW = re.compile(r"^\| ([A-Z]\d\d) \|", re.MULTILINE)
SHARED = {
    "A01": "a sheet with answers cannot be read: by the system, or as a sheet",
    "E06": "no edition or supplier is called as --edition says",
    "F02": "a file is a link to what is outside the project",
    "H02": "Git keeps the project and does not answer",
    "I01": "a sheet to import cannot be read: by the system, or as a sheet",
    "I02": "a sheet to import has not the heads that are looked for",
    "I03": "a cell of a sheet cannot be read as what belongs there",
    "I06": "a file of an inventory cannot be changed without touching what people wrote",
    "L01": "what is named as a theme is none",
    "M01": "a field that has to be there is missing, or empty",
    "M06": "a value cannot be read as what the field holds",
    "N01": "nothing can be published to such an address",
    "N03": "a place to publish to holds what is not ours",
    "N04": "a place to publish to fails, or does not answer",
    "O03": "something cannot be written",
    "P03": "an --override that cannot be one",
    "R01": "an id that is not there",
    "R02": "an id that is given twice",
    "R04": "a former id or path that is or was that of something else as well",
    "T06": "the points of a rule are not as they can be",
    "V01": "the preview cannot listen at a port",
    "Y01": "a file is not YAML; a file that is broken has no further problems",
    "Y02": "a file is not YAML; a file that is broken has no further problems",
    "Y04": "a file is not YAML; a file that is broken has no further problems",
    "Y07": "a file is not YAML; a file that is broken has no further problems",
    "Y08": "a file is not YAML; a file that is broken has no further problems",
    "Y09": "a file is not YAML; a file that is broken has no further problems",
    "Y10": "a file is not YAML; a file that is broken has no further problems",
}
"""Codes that several modules have, each with the one thing that it means in all of them."""


@cache
def modules_of() -> dict[str, set[str]]:
    """Return the modules that have each code."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CODE.fullmatch(text):
                found[text].add(path.relative_to(SOURCES).as_posix())
    return found


def test_no_code_stands_for_two_families_of_problems() -> None:
    several = {code: sorted(where) for code, where in modules_of().items() if len(where) > 1}
    told = "give one of them a code of its own, or say in SHARED what both mean"
    assert several.keys() - SHARED.keys() == set(), (told, several)
    assert SHARED.keys() - several.keys() == set(), "these are no longer shared"


def test_every_code_that_the_manual_lists_is_one_that_the_program_has() -> None:
    listed = {
        f"{page.name}: {code}": code
        for page in DOCS.glob("*.md")
        for code in ROW.findall(page.read_text("utf-8"))
    }
    assert listed
    assert [where for where, code in listed.items() if code not in modules_of()] == []
