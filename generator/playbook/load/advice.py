"""What to say of YAML that its parser refuses, in words for who wrote it."""

from __future__ import annotations

import re
from typing import Final

import yaml

from playbook.problems import Place, Problem

# Part of the parser's own words -> (what is wrong, what to write instead).
_ADVICE: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "a colon stands where none is expected",
        "put a text that holds a colon between quotes, and begin this line below the key "
        "that it belongs with",
    ),
    (
        "found unexpected end of stream",
        "a quote is opened here and never closed",
        "close it, or leave both quotes out",
    ),
    (
        "found unexpected document indicator",
        "a quote is opened here and never closed",
        "close it, or leave both quotes out",
    ),
    (
        "did not find expected ',' or ']'",
        "a list is opened with “[” and not closed",
        "write “]” at its end and a comma between its items",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping is opened with “{” and not closed",
        "write “}” at its end and a comma between its items",
    ),
    (
        "did not find expected node content",
        "a list or a mapping is opened and not closed",
        "write “]” or “}” at its end and a comma between its items",
    ),
    (
        "did not find expected '-' indicator",
        "this line stands between the items of a list but does not begin with “-”",
        "begin it with “- ”, or line it up with the key that it belongs to",
    ),
    (
        "could not find expected ':'",
        "a key stands here without a colon",
        "write “key: value”, with a space after the colon",
    ),
    (
        "did not find expected key",
        "this line does not line up with the lines around it",
        "begin it in the same column as the other keys",
    ),
    (
        "did not find expected <document start>",
        "this line begins further left than the first line",
        "begin both in the same column",
    ),
    (
        "found unknown escape character",
        "a backslash between double quotes means something else in YAML",
        "use single quotes around the text, or write “\\\\”",
    ),
    (
        "found a tab character",
        "a tab stands where spaces are expected",
        "use spaces, two for each level",
    ),
)


def advise(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Turn the parser's error into a problem.

    Args:
        error: What the parser raised.
        text: The file's text.
        file: Its path from the project's folder.
    """
    said = str(getattr(error, "problem", None) or error)
    mark = _mark(error, said)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    if "control characters" in said or "unacceptable character" in said:
        return _control_character(text, file)
    if "cannot start any token" in said and mark:
        return _cannot_start(place, _character(text, mark.line, mark.column))
    for part, what, instead in _ADVICE:
        if part in said:
            return Problem(place, what, instead, "Y01")
    context = getattr(error, "context", None)
    words = f"{context}: {said}" if context else said
    return Problem(place, f"this is not YAML ({words})", "compare it with the lines above", "Y01")


def _mark(error: yaml.YAMLError, said: str) -> yaml.Mark | None:
    # An unclosed quote or bracket is noticed at the end of the file; the reader has to go
    # to where it was opened.
    opened = "end of stream" in said or "document indicator" in said or "',' or" in said
    opened = opened or "node content" in said
    context: yaml.Mark | None = getattr(error, "context_mark", None)
    problem: yaml.Mark | None = getattr(error, "problem_mark", None)
    return context if opened and context else problem or context


def _character(text: str, line: int, column: int) -> str:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    return lines[line][column : column + 1] if line < len(lines) else ""


def _cannot_start(place: Place, character: str) -> Problem:
    if character == "\t":
        return Problem(
            place,
            "a tab stands where spaces are expected",
            "use spaces, two for each level",
            "Y02",
        )
    return Problem(
        place,
        f"a text cannot begin with “{character}”",
        "put it between quotes",
        "Y01",
    )


def _control_character(text: str, file: str) -> Problem:
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    at = found.start() if found else 0
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    code = f"U+{ord(text[at]):04X}" if text else "?"
    return Problem(
        Place(file, line, column),
        f"an invisible control character ({code}) stands here",
        "remove it; if the whole file looks wrong it may not be a text file",
        "Y10",
    )
