"""The tutorials: from an empty folder, every file and command in order, each with what it shows.

`make golden` writes what the commands show into the tutorials. Look at the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

MANUAL = Path(__file__).parents[1] / "docs" / "content" / "organisations" / "manual"
HOME = {"en": "/home/you/our-playbook", "nl": "/home/jij/ons-draaiboek"}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAIRS = {"processes/processes.yaml": "processes/homes.yaml", "suppliers.yaml": "suppliers.yaml"}
NAMED = re.compile(r"`([\w./-]+\.(?:yaml|md))`")
PORT = re.compile(r"127\.0\.0\.1:\d+")
NOON_OF_THE_FIFTH_OF_OCTOBER = "1791201600"
# The number of pages and files grows with the product, and a digest with every word of it.
VARIES = (
    (re.compile(r"\b\d+ (pages|files)"), r"N \1"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
)


@dataclass(frozen=True)
class Block:
    """A piece of code of a tutorial: a file to write, or a command and what it shows."""

    at: slice
    file: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    before = 0
    for found in FENCE.finditer(text):
        paragraph = text[before : found.start()].strip().rpartition("\n\n")[2]
        names = NAMED.findall(paragraph)
        before = found.end()
        at = slice(found.start(2), found.end(2))
        if found[1] == "console":
            yield Block(at, "", found[2])
        else:
            assert names, f"no file is named above: {found[2]}"
            yield Block(at, names[-1], found[2])


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "SOURCE_DATE_EPOCH": NOON_OF_THE_FIFTH_OF_OCTOBER,
        "PLAYBOOK_CACHE_DIR": str(folder.parent / "cache"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "80",
    }


def shown(command: str, folder: Path) -> str:
    """Run a command of a tutorial and return what the terminal shows."""
    program, *words = shlex.split(command)
    assert program == "playbook"
    whole = [sys.executable, "-m", "playbook", *words]
    if words[0] == "serve":
        return previewed([*whole, "--port", "0", "--no-open"], folder)
    done = subprocess.run(
        whole,
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def previewed(whole: list[str], folder: Path) -> str:
    """Return what the preview says, after its first page was looked at."""
    with subprocess.Popen(
        whole,
        cwd=folder,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as server:
        assert server.stdout
        line = server.stdout.readline()
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert address, line
            with urlopen(address[0]) as answer:  # noqa: S310 - our own preview
                assert "De Linde" in answer.read().decode()
        finally:
            server.terminate()
    return line


def same_always(text: str) -> str:
    for pattern, instead in VARIES:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def answered(block: Block, folder: Path, home: str) -> str:
    """Return the block that a command gives now."""
    command = block.text.partition("\n")[0].removeprefix("$ ")
    said = PORT.sub("127.0.0.1:8000", shown(command, folder).replace(str(folder), home))
    lines = (line.rstrip() for line in said.strip().splitlines())
    return "\n".join((f"$ {command}", *lines)) + "\n"


@pytest.fixture(params=["en", pytest.param("nl", marks=pytest.mark.slow)])
def followed(
    request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[str, Path, list[tuple[str, str]]]:
    """Return a language, the folder in which its tutorial was followed, and what differs."""
    language: str = request.param
    path = MANUAL / "pages" / f"tutorial.{language}.md"
    text = path.read_text("utf-8")
    folder = tmp_path / "p"
    folder.mkdir()
    differs, parts, end = [], [], 0
    for block in blocks(text):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, "utf-8")
            continue
        assert block.text.count("$ ") == 1, "one command in a block"
        now = answered(block, folder, HOME[language])
        parts += [text[end : block.at.start], now]
        end = block.at.stop
        if same_always(now) != same_always(block.text):
            differs.append((block.text, now))
    if differs and request.config.getoption("--write-golden"):
        path.write_text("".join([*parts, text[end:]]), "utf-8")
        differs = []
    return language, folder, differs


def test_every_command_of_a_tutorial_shows_what_it_says(
    followed: tuple[str, Path, list[tuple[str, str]]],
) -> None:
    language, folder, differs = followed
    for told, now in differs:
        assert now == told
    assert list((folder / "site-suppliers").glob("*.zip"))
    if language == "en":
        compare_with_the_manual(folder / "content" / "organisations" / "de-linde")


def compare_with_the_manual(made: Path) -> None:
    """The organisation of the manual is the one that the tutorial makes."""
    for name, by_hand in PAIRS.items():
        of_manual = yaml.safe_load((MANUAL / name).read_text("utf-8"))
        assert in_english(of_manual) == yaml.safe_load((made / by_hand).read_text("utf-8"))
    organisation = in_english(yaml.safe_load((MANUAL / "organisation.yaml").read_text("utf-8")))
    of_tutorial = yaml.safe_load((made / "organisation.yaml").read_text("utf-8"))
    for key in ("departments", "units", "roles"):
        assert organisation[key] == of_tutorial[key]
    page = "pages/how-we-work"
    written = (made / f"{page}.md").read_text("utf-8")
    assert (
        written.partition("# ")[2]
        == (MANUAL / f"{page}.en.md").read_text("utf-8").partition("# ")[2]
    )


def in_english(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"en", "nl"}:
            return value["en"]
        return {key: in_english(inner) for key, inner in value.items()}
    return [in_english(inner) for inner in value] if isinstance(value, list) else value
