"""Guides are plain: short sentences and short words, measured over their running text."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Final

import pyphen
import pytest

from inventories import handbook, method
from playbook import markdown
from playbook.guides.guide import LANGUAGES, Guide, Part
from playbook.model.scalars import Text
from playbook.problems import Place
from playbook.texts import pick

METHOD = method()
HANDBOOK = handbook(METHOD)
LONGEST_AVERAGE: Final = 15
EASIEST: Final = 60
WORST: Final = 3
_EXPRESSION: Final = re.compile(r"\{%.*?%\}")
_VALUE: Final = re.compile(r"\{\{.*?\}\}")
_ROLE: Final = re.compile(r"\{[a-z]+\}`([^`]*)`")
_BLOCK: Final = re.compile(r"</?(?:p|li|td|th|h\d|dt|dd|tr|ul|ol|table|blockquote)[^>]*>")
_NOT_RUNNING: Final = re.compile(r"<table>.*?</table>|<(h\d)[^>]*>.*?</\1>", re.DOTALL)
_END: Final = re.compile(r"(?<=[.!?])[”’\")]*\s+|\n+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_FLESCH: Final = {"en": (206.835, 1.015, 84.6), "nl": (206.84, 0.93, 77.0)}
"""Flesch for English; Flesch–Douma for Dutch: base, per word of a sentence, per syllable."""


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"en": "en_US", "nl": "nl_NL"}[language], left=1, right=1)


@cache
def syllables(word: str, language: str) -> int:
    """Return the syllables of a word: groups of vowels, a silent e at the end not counted.

    A dictionary of hyphens leaves out breaks that look bad in print, so the larger of the two
    counts holds: the measure is never kinder than it should be.
    """
    word = word.lower()
    vowels = "aeiouyáéíóúàèëïöüê" if language == "nl" else "aeiouy"
    groups = len(re.findall(f"[{vowels}]+", word))
    if (
        language == "en"
        and groups > 1
        and re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouycsxz]es$", word)
    ):
        groups -= 1
    hyphens = _hyphens(language).inserted(word).count("-") + 1 - word.count("-")
    return max(1, groups, hyphens)


def sentences(parts: list[Part]) -> list[str]:
    """Return the sentences of a running text, every way of a choice counted.

    Tables and headings are no running text; a colon or a semicolon ends no sentence.
    """
    found = []
    for part in parts:
        text = _VALUE.sub("iets", _EXPRESSION.sub(" ", part.text))
        text = _ROLE.sub(r"\1", text)
        running = _NOT_RUNNING.sub("\n", str(markdown.render(text)).replace("\n", " "))
        plain = html.unescape(re.sub("<[^>]+>", "", _BLOCK.sub("\n", running)))
        found += [" ".join(piece.split()) for piece in _END.split(plain)]
    return [sentence for sentence in found if _WORD.search(sentence)]


def measured(parts: list[Part], language: str) -> tuple[float, float, list[str]]:
    """Return words a sentence, the Flesch score, and the sentences that do most harm."""
    said = sentences(parts)
    base, by_word, by_syllable = _FLESCH[language]
    words = [word for sentence in said for word in _WORD.findall(sentence)]
    average = len(words) / len(said)
    score = base - by_word * average - by_syllable * _mean(words, language)

    def harm(sentence: str) -> float:
        own = _WORD.findall(sentence)
        return by_word * len(own) + by_syllable * _mean(own, language)

    worst = sorted((s for s in said if len(_WORD.findall(s)) > 4), key=harm, reverse=True)
    return average, score, worst[:WORST]


def _mean(words: list[str], language: str) -> float:
    return sum(syllables(word, language) for word in words) / len(words)


def guides() -> list[tuple[str, str, Guide]]:
    """Return every guide with its language and its name."""
    found = []
    for language in LANGUAGES:
        for home in (HANDBOOK.steps[language], HANDBOOK.pages[language]):
            found += [(language, name, guide) for name, guide in home.items()]
        found.append((language, "states", HANDBOOK.states[language]))
    return found


@pytest.mark.parametrize(
    ("language", "name", "guide"), guides(), ids=lambda value: value if type(value) is str else ""
)
def test_a_guide_is_plain(language: str, name: str, guide: Guide) -> None:
    plain(language, name, [*guide.parts.values(), *guide.criteria.values()])


def plain(language: str, name: str, parts: list[Part]) -> None:
    """Print how plain a text is with its worst sentences, and fail when it is not plain."""
    average, score, worst = measured(parts, language)
    said = "\n  ".join(worst)
    told = f"{language} {name}: {average:.1f} words a sentence, Flesch {score:.0f}\n  {said}"
    print(told)  # noqa: T201 - seen with pytest -s, and when the test fails
    assert average < LONGEST_AVERAGE, told
    assert score >= EASIEST, told


def texts() -> list[tuple[str, list[Text | None]]]:
    """Return the texts beside the guides: of steps, rules, words and sheets."""
    found: list[tuple[str, list[Text | None]]] = []
    for step in METHOD.steps:
        said = [step.question, step.changes, step.is_not, step.supplier_can, step.stays_inside]
        said += [step.if_skipped, step.gain]
        for item in step.criteria:
            said += [item.meaning, item.show, *(item.reasons or {}).values()]
        found.append((f"step {step.code}", said))
    for dispute in METHOD.disputes:
        said = [dispute.about]
        for rule in dispute.rules:
            said += [rule.looks_at, rule.why, rule.question, rule.mitigation]
            said += (rule.reasons or {}).values()
        found.append((f"rules {dispute.type}", said))
    found.append(("glossary", [term.meaning for term in HANDBOOK.terms]))
    said = []
    for sheet in HANDBOOK.sheets:
        asked = (question for section in sheet.sections for question in section.ask)
        helps = (column.help for column in sheet.columns)
        said += [sheet.about, *helps, *asked]
    found.append(("sheets", said))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "said"), texts(), ids=lambda value: value if type(value) is str else ""
)
def test_a_text_beside_the_guides_is_plain(
    name: str, said: list[Text | None], language: str
) -> None:
    written = [pick(text, language, "en") for text in said if text is not None]
    assert {spoken for _, spoken in written} == {language}, name
    place = Place(name, 1)
    plain(language, name, [Part("text", "", text, place) for text, _ in written])


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("cat", "en", 1),
        ("table", "en", 2),
        ("instruction", "en", 3),
        ("process", "en", 2),
        ("werk", "nl", 1),
        ("werkinstructie", "nl", 4),
        ("leverancier", "nl", 4),
        ("uitzondering", "nl", 4),
    ],
)
def test_syllables_are_counted(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_the_measure_tells_plain_from_heavy() -> None:
    def part(text: str) -> list[Part]:
        return [Part("x", "", text, Place("x.md", 1))]

    plain = "Ask each unit. Write down what it says. Then decide."
    heavy = (
        "Notwithstanding organisational heterogeneity, stakeholders operationalise "
        "harmonisation methodologies interdepartmentally, institutionalising accountability."
    )
    assert measured(part(plain), "en")[1] > 80
    average, score, worst = measured(part(heavy + " Ask."), "en")
    assert score < 0
    assert average > 5
    assert worst == [heavy]
