"""Own pages of an organisation: Markdown below its folder ``pages``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playbook.config import INTERFACE_LANGUAGES
from playbook.load import git
from playbook.load.alone import WINDOWS_NAMES
from playbook.load.directed import Directives
from playbook.load.files import Folder
from playbook.load.pictures import Pictures, named
from playbook.load.spliced import Splicing
from playbook.model.directive import PICTURES, Directive
from playbook.model.mention import in_place
from playbook.model.ownpage import FrontMatter, OwnPage, without_code
from playbook.problems import Place, Problem

FOLDER: Final = "pages"
LAST: Final = 1000
"""Place in the navigation of a page that names none."""
_PART: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TITLE: Final = re.compile(r"\s*# +(.+?)\s*#*\s*$\n?", re.MULTILINE)
_ANCHOR: Final = re.compile(r"^\(([\w-]+)\)=[ \t]*\n\s*#+ +(.+?)\s*#*\s*$", re.MULTILINE)


class OwnPages:
    """Read own pages, gathering what is wrong with them.

    Args:
        folder: The project's folder.
        path: Folder of the organisation.
    """

    def __init__(self, folder: Folder, path: Path) -> None:
        self.folder, self.home = folder, path / FOLDER
        self.pictures = Pictures(folder, self.home)
        self.problems: list[Problem] = []

    def read(self) -> tuple[OwnPage, ...]:
        """Read every page; what begins with a dot or an underscore is none."""
        paths = sorted(self.home.rglob("*.md")) if self.home.is_dir() else []
        shown = (
            path
            for path in paths
            if not any(part.startswith((".", "_")) for part in path.relative_to(self.home).parts)
        )
        pages = (self._page(path) for path in shown)
        made = tuple(page for page in pages if page is not None)
        self.problems += self.pictures.problems
        return made

    def _page(self, path: Path) -> OwnPage | None:
        file = self.folder.name(path)
        text = self.folder.text(path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        key, language = _named(path.relative_to(self.home).with_suffix("").as_posix())
        parts = key.split("/")
        if not WINDOWS_NAMES.isdisjoint(parts) or not all(map(_PART.fullmatch, parts)):
            instead = "use small letters, digits and hyphens, such as “how-we-buy.en.md”"
            self._tell(Place(file), f"“{path.name}” cannot be the name of a page", instead, "B01")
            return None
        kept = git.name_of(text.encode())
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
        splicing = Splicing(self.folder)
        text, origins = splicing.spliced(file, text, line)
        directives = Directives(text, origins)
        found = tuple(directives.read())
        self.problems += (*splicing.problems, *directives.problems)
        bare = without_code(text)
        anchors = [*_ANCHOR.findall(bare), *_names(found)]
        counts = Counter(name for name, _ in anchors)
        return OwnPage(
            key=key,
            language=language,
            title=title,
            nav=LAST if front.nav is None else front.nav,
            description=front.description or "",
            text=text,
            place=Place(file, line),
            anchors={name: _plain(words) for name, words in reversed(anchors)},
            origins=origins,
            tags=front.tags or (),
            formerly=front.formerly or (),
            pictures=self.pictures.of(named(bare, found, origins)),
            directives=found,
            kept=kept,
            twice=tuple(name for name, count in counts.items() if count > 1),
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

    def _tell(self, place: Place, what: str, instead: str, code: str) -> None:
        self.problems.append(Problem(place, what, instead, code))


def _names(directives: tuple[Directive, ...]) -> Iterator[tuple[str, str]]:
    """Yield the places that directives are, each with what stands there in words."""
    for one in directives:
        if name := one.value("name"):
            shows = one.name in PICTURES
            yield name, (" ".join(one.body.split()) or one.value("alt")) if shows else one.title


def _plain(words: str) -> str:
    """Return words without marks: what refers to something goes by its own words, or its id."""
    said = in_place(words, lambda seen, _: seen.own or seen.target.rpartition("#")[2])
    return re.sub(r"[*`]", "", said).strip()


def _named(name: str) -> tuple[str, str]:
    key, _, language = name.rpartition(".")
    return (key, language) if key and language in INTERFACE_LANGUAGES else (name, "")
