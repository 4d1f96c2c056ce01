"""One word for one thing, in the texts for readers in Dutch; heads that stand within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from playbook.texts import running

REPOSITORY = Path(__file__).parents[1]
MANUAL = REPOSITORY / "docs" / "content" / "organisations" / "manual" / "pages"
OTHERS = {
    "uitgaven?": "editie",
    "formulier(en)? om": "blad",
    "gidsen,? (en )?formulier": "blad",
    "bladzijden? van de leverancier|deze bladzijde": "pagina",
    "eenheid of onderdeel|onderdeel of eenheid|onderdelen en eenheden": "onderdeel",
    "handleidingen": "gids",
}
"""Other words for a thing, and the one that is used."""


def dutch() -> Iterator[tuple[str, str]]:
    """Give every Dutch text of the program with its place."""
    for path in (REPOSITORY / "content" / "method").rglob("*.md"):
        if path.parent.name == "nl":
            yield path.name, path.read_text("utf-8")
    for path in MANUAL.rglob("*.nl.md"):
        yield path.name, path.read_text("utf-8")
    files = [REPOSITORY / "content" / "interface.yaml"]
    files += (REPOSITORY / "content" / "method").rglob("*.yaml")
    for path in files:
        yield from (
            (path.name, text)
            for text in _inside(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
        )


def _inside(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "nl" and isinstance(inner, str):
                yield inner
            else:
                yield from _inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _inside(inner)


@pytest.mark.parametrize("word", OTHERS)
def test_a_thing_has_one_word_in_dutch(word: str) -> None:
    texts = list(dutch())
    assert len(texts) > 500
    found = re.compile(rf"\b({word})\b", re.IGNORECASE)
    assert [(place, at[0]) for place, text in texts for at in found.finditer(text)] == []


@pytest.mark.parametrize(
    ("head", "said"), [("Landen", "landen"), ("In use", "in use"), ("ICT", "ICT"), ("", "")]
)
def test_a_head_within_a_sentence_has_no_capital(head: str, said: str) -> None:
    assert running(head) == said
