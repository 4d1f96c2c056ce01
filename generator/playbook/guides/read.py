"""From Markdown files to guides, with what is wrong in them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import structs

from playbook import digests
from playbook.guides.guide import (
    LANGUAGES,
    PAGES,
    PARTS,
    ROLES,
    STATES,
    TEXT,
    Guide,
    Handbook,
    Part,
)
from playbook.guides.language import Targets, check
from playbook.guides.materials import Materials
from playbook.guides.sheets import Sheet
from playbook.load.files import Folder
from playbook.load.store import name_of
from playbook.model.method import Method
from playbook.problems import Place, Problem, Unusable

HOME: Final = "content/method/guides"
_KEY: Final = re.compile(r"(?!role-)[a-z][a-z0-9]*(-[a-z0-9]+)*")
_HEADING: Final = re.compile(r"(#{1,3}) +(.*?)\s*#*\s*\Z")
_LABEL: Final = re.compile(r"\(([\w-]+)\)=\s*\Z")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")


def read_handbook(
    shipped: Folder, project: Folder, method: Method, languages: Sequence[str]
) -> Handbook:
    """Read the shipped guides, sheets and words, with what the project adds or replaces.

    Args:
        shipped: Folder of the shipped content.
        project: The project's folder.
        method: The method, for the codes of its criteria.
        languages: Languages of the site, in each of which an added guide has to be there.

    Raises:
        Unusable: With every problem of the guides.
    """
    reader = _Reader(shipped, project, method)
    materials = Materials(shipped, project, method)
    sheets, terms = materials.sheets(), materials.terms()
    reader.problems += materials.problems
    added = reader.added(languages)
    reader.targets = targets(method, sheets, added)
    pages: dict[str, dict[str, Guide]] = {}
    steps: dict[str, dict[str, Guide]] = {}
    states: dict[str, Guide] = {}
    for language in LANGUAGES:
        steps[language] = {}
        for step in method.steps:
            guide = reader.read(language, f"{step.number}-{step.code}.md", PARTS)
            if guide is not None:
                steps[language][step.code] = guide
                codes = {item.code for item in step.criteria}
                reader.problems += _codes(guide, codes)
        guide = reader.read(language, "states.md", STATES)
        if guide is not None:
            states[language] = guide
        found = {key: reader.read(language, f"{key}.md", ()) for key in (*PAGES, *added)}
        pages[language] = {key: page for key, page in found.items() if page is not None}
    reader.check()
    reader.problems += reader.strays()
    if reader.problems:
        raise Unusable(reader.problems)
    return Handbook(
        steps=steps,
        states=states,
        pages=pages,
        sheets=sheets,
        terms=terms,
        changed=(*reader.changed, *materials.changed),
    )


def targets(method: Method, sheets: Iterable[Sheet], added: Iterable[str] = ()) -> Targets:
    """Return what a guide can refer to, by the name of the role.

    Args:
        method: The method, for steps, criteria and rules.
        sheets: The sheets to copy.
        added: Keys of the guides that a project adds.
    """
    return {
        "step": frozenset(step.code for step in method.steps),
        "criterion": frozenset(item.code for step in method.steps for item in step.criteria),
        "rule": frozenset(item.code for dispute in method.disputes for item in dispute.rules),
        "sheet": frozenset(sheet.code for sheet in sheets),
        "role": frozenset(ROLES),
        "guide": frozenset((*PAGES, *added)),
    }


class _Reader:
    """Read guides, gathering what is wrong with them."""

    def __init__(self, shipped: Folder, project: Folder, method: Method) -> None:
        self.shipped, self.project, self.method = shipped, project, method
        self.problems: list[Problem] = []
        self.changed: list[str] = []
        self.names: set[str] = set()
        self.guides: list[Guide] = []
        self.targets: Targets = {}

    def added(self, languages: Sequence[str]) -> list[str]:
        """Return the keys of the guides that the project adds, there in each of some languages."""
        home = self.project.root / HOME
        shipped = self.shipped.root / "method" / "guides"
        files = [path for one in LANGUAGES for path in sorted((home / one).glob("*.md"))]
        found = [path.stem for path in files if home.resolve() != shipped]
        known = {*PAGES, "states", *(f"{step.number}-{step.code}" for step in self.method.steps)}
        keys = sorted(key for key in {*found} - known if _is_new(key, known))
        for key in keys:
            for language in languages:
                if not (home / language / f"{key}.md").is_file():
                    what = f"the guide “{key}” is not there in “{language}”"
                    instead = "write it, for the site has a page of it in every language"
                    place = Place(f"{HOME}/{language}/{key}.md")
                    self.problems.append(Problem(place, what, instead, "G01"))
        return keys

    def read(self, language: str, name: str, keys: Collection[str]) -> Guide | None:
        """Return a guide; nothing when there is none, or when it cannot be read."""
        file = f"{HOME}/{language}/{name}"
        self.names.add(file)
        folder, path = self._where(language, name)
        if folder is None:
            return None
        text = folder.text(path)
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        if folder is self.project:
            self.changed.append(file)
        guide, found = parse(text, file, keys) if keys else (parse_page(text, file), [])
        self.problems += found
        self.guides.append(guide)
        return guide

    def check(self) -> None:
        """Check what the guides say, unless it is known that nothing is wrong with them."""
        store = self.project.store
        if store is None:
            self.problems += self._faults()
            return
        made_from = digests.of_value((self.guides, self.method, self.targets))
        right = name_of("guides without a fault", made_from.hex())
        if store.find(right) is True:
            return
        found = list(self._faults())
        self.problems += found
        if not found:
            store.keep(right, True)

    def _faults(self) -> Iterator[Problem]:
        """Yield what is wrong with what the guides say."""
        for one in self.guides:
            yield from check(one, self.method, self.targets)

    def _where(self, language: str, name: str) -> tuple[Folder | None, Path]:
        """Return which file holds a guide: the project's own, or the shipped one."""
        own = self.project.root / HOME / language / name
        mine = self.shipped.root / "method" / "guides" / language / name
        if own.is_file() and own.resolve() != mine:
            return self.project, own
        return (self.shipped if mine.is_file() else None), mine

    def strays(self) -> Iterator[Problem]:
        """Yield files of the project that stand in for no guide."""
        home = self.project.root / HOME
        for path in sorted(home.rglob("*.md")) if home.is_dir() else ():
            name = self.project.name(path)
            if name not in self.names:
                what = "there is no guide of this name"
                yield Problem(Place(name), what, _choose(name, self.names), "G01")


def _is_new(key: str, known: Collection[str]) -> bool:
    """Tell whether a name is that of a guide to add, and no slip in the name of a shipped one."""
    return bool(_KEY.fullmatch(key)) and not difflib.get_close_matches(key, known, 1, 0.7)


def _choose(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
    return f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(sorted(known))}"


def parse(text: str, file: str, keys: Collection[str]) -> tuple[Guide, list[Problem]]:
    """Return a guide, and what is wrong with its parts.

    Args:
        text: The text of the file.
        file: Its name.
        keys: Keys of the parts that it has to have.
    """
    parser = _Parser(file, keys)
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        fenced ^= bool(_FENCE.match(line))
        parser.line(number, line, None if fenced else _HEADING.match(line))
    return parser.guide(), parser.problems


def parse_page(text: str, file: str) -> Guide:
    """Return a guide that is one text below a heading.

    Args:
        text: The text of the file.
        file: Its name.
    """
    lines = text.splitlines()
    at = next((at for at, line in enumerate(lines) if line.startswith("# ")), -1)
    title = lines[at].lstrip("# ").strip() if at >= 0 else ""
    part = Part(TEXT, title, "\n".join(lines[at + 1 :]), Place(file, at + 2))
    return Guide(title=title, place=Place(file, 1), parts={TEXT: part}, criteria={})


class _Parser:
    """Divide a guide into parts."""

    def __init__(self, file: str, keys: Collection[str]) -> None:
        self.file, self.keys = file, keys
        self.problems: list[Problem] = []
        self.title = self.label = ""
        self.parts: dict[str, Part] = {}
        self.criteria: dict[str, Part] = {}
        self.lines: list[str] = []
        self.last: tuple[dict[str, Part], str] | None = None

    def line(self, number: int, line: str, heading: re.Match[str] | None) -> None:
        """Take in a line."""
        level = len(heading[1]) if heading else 0
        title = heading[2] if heading else ""
        inside = self.last is not None and "criteria" in self.parts
        if named := _LABEL.match(line):
            self.label = named[1]
        elif level == 1:
            self.title = self.title or title
        elif level == 2:
            self._part(number, title)
        elif level == 3 and inside and list(self.parts)[-1] == "criteria":
            self._open(self.criteria, title.split()[0] if title else "", number, title)
        else:
            self.lines.append(line)

    def _part(self, number: int, title: str) -> None:
        key, self.label = self.label, ""
        if key not in self.keys or key in self.parts:
            what = f"the part “{title}” is named “{key}”, which is no part of this guide"
            if not key:
                what = f"the part “{title}” has no name"
            elif key in self.parts:
                what = f"there are two parts named “{key}”"
            left = [one for one in self.keys if one not in self.parts] or list(self.keys)
            instead = f"write its name on the line above: {' or '.join(f'({k})=' for k in left)}"
            self.problems.append(Problem(Place(self.file, number), what, instead, "G02"))
        self._open(self.parts, key, number, title)

    def _open(self, home: dict[str, Part], key: str, number: int, title: str) -> None:
        self._close()
        home[key] = Part(key, title, "", Place(self.file, number + 1))
        self.last = (home, key)

    def _close(self) -> None:
        if self.last is not None:
            home, key = self.last
            home[key] = structs.replace(home[key], text="\n".join(self.lines))
        self.lines = []

    def guide(self) -> Guide:
        """Return the whole, when all lines are in."""
        self._close()
        for key in self.keys:
            if key not in self.parts:
                what = f"the part “{key}” is not there"
                instead = f"write “({key})=” on a line, and below it “## ” and a heading"
                self.problems.append(Problem(Place(self.file), what, instead, "G02"))
        place = Place(self.file, 1)
        return Guide(title=self.title, place=place, parts=self.parts, criteria=self.criteria)


def _codes(guide: Guide, codes: Collection[str]) -> Iterator[Problem]:
    """Yield criteria that the step does not have."""
    for code, part in guide.criteria.items():
        if code not in codes:
            place = Place(part.place.file, part.place.line - 1)
            what = f"this step has no criterion “{code}”"
            yield Problem(place, what, _choose(code, codes), "G03")
