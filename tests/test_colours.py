"""Colours of the shipped themes: legible in light and dark, and apart for colour-blind readers."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from playbook.colour import LEGIBLE, channels, contrast, linear
from themed import THEMES

VISIBLE = 3.0
"""Contrast that a line or a sign needs (WCAG 2.2, criterion 1.4.11)."""
APART = 0.08
"""Distance in OKLab from which two colours side by side are told apart without hesitation."""
WASHES_APART = 0.05
"""The same for pale areas, each of which has a sign and a word."""
GROUNDS = ("paper", "wash", "raise")
TEXTS = [(text, ground) for text in ("ink", "quiet", "accent") for ground in GROUNDS] + [
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in GROUNDS),
    *((tone, f"{tone}-wash") for tone in ("good", "warn", "bad")),
    *(("ink", wash) for wash in ("good-wash", "warn-wash", "bad-wash", "mid-wash", "none-wash")),
    ("quiet", "none-wash"),
    ("quiet", "good-wash"),
    ("quiet", "warn-wash"),
    ("accent", "accent-wash"),
    ("on-accent", "accent"),
]
LINES = [("edge", "paper"), ("focus", "paper"), ("edge", "wash"), ("focus", "wash")]
SIGHTS = {
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How linear red, green and blue are seen, after Machado, Oliveira and Fernandes (2009)."""


def tokens(theme: str, dark: bool) -> dict[str, str]:
    """Return the colours that a theme's style sheet names, in one scheme."""
    sheet = Path(__file__).parents[1] / "themes" / theme / "assets" / "style.css"
    root = sheet.read_text("utf-8").partition(":root {")[2].partition("\n}")[0]
    found = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", root):
        # What a project may choose has the theme's own colour behind the comma.
        plain = re.sub(r"var\(--option-[\w-]+, (#[0-9a-f]+)\)", r"\1", value)
        either = re.fullmatch(r"light-dark\((\S+), (\S+)\)", plain)
        colour = either[2 if dark else 1] if either else plain
        if re.fullmatch(r"#[0-9a-f]{3,6}", colour):
            found[name] = colour
    return found


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour in OKLab as somebody sees it."""
    light = [linear(channel) for channel in channels(colour)]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True))))
        for row in SIGHTS[sight]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: str, other: str, sight: str) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_texts_and_lines_stand_out(theme: str, dark: bool) -> None:
    known = tokens(theme, dark)
    weak = [
        f"{front} {known[front]} on {back} {known[back]}: {contrast(known[front], known[back]):.2f}"
        for pairs, least in ((TEXTS, LEGIBLE), (LINES, VISIBLE))
        for front, back in pairs
        if contrast(known[front], known[back]) < least
    ]
    assert weak == []


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_states_stay_apart_for_colour_blind_readers(theme: str, dark: bool, sight: str) -> None:
    known = tokens(theme, dark)
    close = []
    for tones in (("good", "warn", "bad"), ("good-wash", "warn-wash", "bad-wash")):
        least = APART if tones[0] == "good" else WASHES_APART
        for one, other in itertools.combinations(tones, 2):
            far = distance(known[one], known[other], sight)
            if far < least:
                close.append(f"{one} and {other}: {far:.3f}")
    assert close == []


def test_the_measures_are_those_that_are_known() -> None:
    """Red and green of equal lightness part for full sight alone; black and white are 1 apart."""
    assert distance("#000", "#fff", "full") == pytest.approx(1.0, abs=0.001)
    assert distance("#d33d3d", "#3d8f3d", "full") > 0.25
    assert (
        distance("#c8503c", "#7d7d28", "deuteranopia") < distance("#c8503c", "#7d7d28", "full") / 2
    )
    assert distance("#777", "#777", "tritanopia") == 0
