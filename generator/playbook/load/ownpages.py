"""Own pages of an organisation: Markdown below its folder ``pages``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playbook.config import INTERFACE_LANGUAGES
from playbook.load.files import Folder
from playbook.model.ownpage import FrontMatter, OwnPage, without_code
from playbook.problems import Place, Problem

FOLDER: Final = "pages"
LIVE: Final = ("processes", "ladder", "heatmap")
"""Directives that show what is so now, of the processes that fit their options."""
DIRECTIVES: Final = ("note", "tip", "warning", "danger", *LIVE)
"""What a fence of an own page can be, beside code."""
OPTIONS: Final = ("department", "step", "band", "role")
LAST: Final = 1000
"""Place in the navigation of a page that names none."""
_PART: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TITLE: Final = re.compile(r"\s*# +(.+?)\s*#*\s*$\n?", re.MULTILINE)
_ANCHOR: Final = re.compile(r"^\(([\w-]+)\)=[ \t]*\n\s*#+ +(.+?)\s*#*\s*$", re.MULTILINE)
_OPTION: Final = re.compile(r":([^:\n]+):")
_DIRECTIVE: Final = re.compile(r"^(:{3,}|`{3,})\{([^}\n]*)\}", re.MULTILINE)


class OwnPages:
    """Read own pages, gathering what is wrong with them.

    Args:
        folder: The project's folder.
        path: Folder of the organisation.
    """

    def __init__(self, folder: Folder, path: Path) -> None:
        self.folder, self.home = folder, path / FOLDER
        self.problems: list[Problem] = []

    def read(self) -> tuple[OwnPage, ...]:
        """Read every page."""
        paths = sorted(self.home.rglob("*.md")) if self.home.is_dir() else []
        shown = (path for path in paths if not path.name.startswith("."))
        pages = (self._page(path) for path in shown)
        return tuple(page for page in pages if page is not None)

    def _page(self, path: Path) -> OwnPage | None:
        file = self.folder.name(path)
        text = self.folder.text(path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        key, language = _named(path.relative_to(self.home).with_suffix("").as_posix())
        if not all(_PART.fullmatch(part) for part in key.split("/")):
            instead = "use small letters, digits and hyphens, such as “how-we-buy.en.md”"
            self._tell(Place(file), f"“{path.name}” cannot be the name of a page", instead, "B01")
            return None
        text = text.replace("\r\n", "\n")
        front, text, line = self._front(file, text)
        heading = _TITLE.match(text)
        if heading:
            line += heading[0].count("\n")
            text = text[heading.end() :]
        title = front.title or (heading[1] if heading else "")
        if not title:
            instead = "begin it with a line “# ” and its title"
            self._tell(Place(file, 1), "the page has no title", instead, "B02")
        self._directives(file, text, line)
        return OwnPage(
            key=key,
            language=language,
            title=title,
            nav=LAST if front.nav is None else front.nav,
            description=front.description or "",
            text=text,
            place=Place(file, line),
            anchors=dict(_ANCHOR.findall(text)),
        )

    def _front(self, file: str, text: str) -> tuple[FrontMatter, str, int]:
        """Return what stands above a page, the rest, and the line on which that begins."""
        found = _FRONT.match(text)
        if found is None:
            return FrontMatter(), text, 1
        rest = text[found.end() :]
        line = found[0].count("\n") + 1
        if not found[1].strip():
            return FrontMatter(), rest, line
        # An empty line in the place of the dashes keeps every line where it is.
        read = self.folder.said(file, "\n" + found[1], FrontMatter)
        self.problems += read.problems
        return read.value or FrontMatter(), rest, line

    def _directives(self, file: str, text: str, line: int) -> None:
        bare = without_code(text)
        for found in _DIRECTIVE.finditer(bare):
            at = line + bare[: found.start()].count("\n")
            if found[2] not in DIRECTIVES:
                what = f"there is no directive “{found[2]}”"
                instead = f"choose from {', '.join(DIRECTIVES)}"
                self._tell(Place(file, at, len(found[1]) + 2), what, instead, "B03")
            for below, option in enumerate(_options(bare[found.end() :]), 1):
                if found[2] in LIVE and option not in OPTIONS:
                    what = f"“{found[2]}” has no option “{option}”"
                    instead = f"choose from {', '.join(OPTIONS)}"
                    self._tell(Place(file, at + below, 2), what, instead, "B04")

    def _tell(self, place: Place, what: str, instead: str, code: str) -> None:
        self.problems.append(Problem(place, what, instead, code))


def _options(text: str) -> Iterator[str]:
    """Yield the names of the options at the begin of a directive, after its first line."""
    for line in text.split("\n")[1:]:
        option = _OPTION.match(line)
        if option is None:
            return
        yield option[1]


def _named(name: str) -> tuple[str, str]:
    key, _, language = name.rpartition(".")
    return (key, language) if key and language in INTERFACE_LANGUAGES else (name, "")
