"""The theme of a project: the folders that bring its files, and what the project chooses.

A template is code, and so is a script. What a project brings of its own is only taken up when
the project is trusted; the shipped theme below it takes its place otherwise. A theme that an
installed package offers is used in the same way: the project names it, and has to be trusted.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playbook.colour import LEGIBLE, contrast, is_colour
from playbook.config import Config
from playbook.load import installed, notation
from playbook.load.files import Folder, Held, Read
from playbook.model.places import Located, find
from playbook.model.scalars import Text
from playbook.model.theme import Layer, Option, Template, ThemeFile
from playbook.problems import Place, Problem, Unusable

THEMES: Final = "themes"
THEME_FILE: Final = "theme.yaml"
SHIPPED: Final = "harbour"
"""Theme that stands in when the project's own may not be used and names no other."""


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """Hold what was read of a theme.

    Args:
        layers: Folders that bring files, the most particular first.
        options: What the project may choose, by name.
        values: What it chose, or what holds otherwise, by name.
        warnings: What is odd, though it can be understood.
    """

    layers: tuple[Layer, ...]
    options: Mapping[str, Option]
    values: Mapping[str, Text | bool]
    warnings: tuple[Problem, ...]


def read_theme(  # noqa: PLR0913, PLR0917 - what a theme is read from
    project: Folder,
    shipped: Folder,
    config: Config,
    places: Located,
    trusted: bool,
    home: str = THEMES,
) -> ReadTheme:
    """Read the theme that a project names, with its parents and the project's own files.

    Args:
        project: The project's folder.
        shipped: Folder of the shipped themes.
        config: The project's settings.
        places: Where each setting stands.
        trusted: Whether the project's own templates and assets may be used.
        home: Folder of the project in which its themes are; empty for the project's folder itself.

    Raises:
        Unusable: With every problem of the theme and of what the project chooses.
    """
    reading = _Reading(project, shipped, trusted, home)
    reading.chain(config.theme, places.place(("theme",)))
    problems = reading.problems
    if not problems and all(layer.own for layer in reading.layers) and not trusted:
        reading.chain(SHIPPED, places.place(("theme",)))
    options: dict[str, Option] = {}
    for layer in reversed(reading.layers):
        options |= layer.options
    chosen = _Choosing(options, config.theme_options or {}, places)
    if not problems:
        chosen.choose()
        problems += chosen.problems
    if any(problem.severity == "error" for problem in problems):
        raise Unusable(problems)
    used = (layer for layer in reading.layers if trusted or not layer.own)
    warnings = (*problems, *reading.left_alone(places), *reading.idle())
    return ReadTheme(tuple(used), options, chosen.values, warnings)


def theme_homes(project: Folder, shipped: Folder, config: Config) -> tuple[Path, ...]:
    """Return the folders of which a file may be one of the theme that a project names.

    Args:
        project: The project's folder.
        shipped: Folder of the shipped themes.
        config: The project's settings.
    """
    homes = (shipped.root, project.root / THEMES)
    if "/" not in config.theme and (shipped.root / config.theme / THEME_FILE).is_file():
        return homes  # a shipped theme has no parent elsewhere
    offered = map(installed.folder_of, installed.offered(installed.THEMES).values())
    return (*homes, *(folder for folder in offered if folder))


@dataclass(slots=True)
class _Reading:
    """Follow a theme to its parents, gathering folders and problems."""

    project: Folder
    shipped: Folder
    trusted: bool
    home: str
    layers: list[Layer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def chain(self, name: str, place: Place) -> None:
        """Read a theme, and then its parent."""
        seen: set[str] = set()
        following: str | None = name
        while following is not None:
            short = following.rpartition("/")[2]
            if short in seen:
                what = f"the theme “{short}” has itself as a parent"
                self.tell(place, what, "name another one, or none", "L02")
                return
            seen.add(short)
            found = self.found(following, place)
            if found is None:
                return
            folder, path = found
            read = folder.read(path / THEME_FILE, ThemeFile)
            self.problems += read.problems
            if read.value is None:
                return
            if "/" not in following:
                self.overlay(short)
            self.take(folder, path, read)
            if short != read.value.name and "/" not in following:
                what = f"the theme is called “{read.value.name}”, and offered as “{short}”"
                instead = "ask the makers of the package to give both the same name"
                self.tell(place, what, instead, "L03")
            following = read.value.parent
            place = find(read.places, ("parent",), read.file)

    def found(self, name: str, place: Place) -> tuple[Folder, Path] | None:
        """Return where a theme is, and the folder that holds it; say so when there is none."""
        if "/" in name:
            path = self.project.root / name
            inside = path.parent == self.project.root / self.home and path.is_dir()
            if inside and self.project.holds(path):
                return self.project, path
            what = f"the project has no theme in a folder “{name}”"
            instead = f"write “{THEMES}/NAME”, or choose {self.choices()}"
            self.tell(place, what, instead, "L01")
            return None
        if name in self.names():
            return self.shipped, self.shipped.root / name
        entry = installed.offered(installed.THEMES).get(name)
        offered = installed.folder_of(entry) if entry else None
        if offered is not None and (offered / THEME_FILE).is_file():
            return Folder.at(offered.parent), offered.resolve()
        self.nowhere(name, place, entry is not None)
        return None

    def nowhere(self, name: str, place: Place, offered: bool) -> None:
        """Say that there is no theme of a name."""
        if offered:
            what = f"an installed package offers a theme “{name}”, and has no folder of it"
            instead = f"ask its makers for a folder with {THEME_FILE}, or choose {self.choices()}"
            self.tell(place, what, instead, "L01")
            return
        known = (*self.names(), *installed.offered(installed.THEMES))
        near = difflib.get_close_matches(name, known, 1, 0.6)
        instead = f"did you mean “{near[0]}”?" if near else f"choose {' or '.join(known)}"
        if (self.project.root / THEMES / name / THEME_FILE).is_file():
            instead = f"write “{THEMES}/{name}” for the folder of that name"
        self.tell(place, f"there is no theme “{name}”", instead, "C03")

    def names(self) -> list[str]:
        """Return the names of the shipped themes."""
        inside = self.shipped.root.iterdir()
        return sorted(path.name for path in inside if (path / THEME_FILE).is_file())

    def choices(self) -> str:
        """Return the names of the shipped themes in words."""
        return " or ".join(self.names())

    def overlay(self, name: str) -> None:
        """Take up what the project lays over a shipped theme."""
        path = self.project.root / THEMES / name
        if not path.is_dir() or path.resolve() == (self.shipped.root / name).resolve():
            return
        if (path / THEME_FILE).is_file():
            place = Place(f"{THEMES}/{name}/{THEME_FILE}")
            what = f"this folder is a theme of its own, and also lies over the shipped “{name}”"
            instead = f"write “theme: {THEMES}/{name}” with another name, or remove this file"
            self.tell(place, what, instead, "L03")
            return
        self.layers.append(self.layer(self.project, path, name, own=True))

    def take(self, folder: Folder, path: Path, read: Read) -> None:
        """Take up a theme of which the file was read."""
        file: ThemeFile = read.value
        # A package is called as a name of Python is, which holds no hyphen.
        if file.name != path.name.replace("_", "-"):
            place = find(read.places, ("name",), read.file)
            what = f"the theme is called “{file.name}”, and its folder “{path.name}”"
            self.tell(place, what, "give both the same name", "L03")
        for name, option in (file.options or {}).items():
            place = find(read.places, ("options", name, "default"), read.file)
            self.problems += _mistakes(name, option, place)
        own = folder.root != self.shipped.root
        layer = self.layer(folder, path, file.name, own, file.options)
        self.layers.append(layer)

    def layer(
        self,
        folder: Folder,
        path: Path,
        name: str,
        own: bool,
        options: Mapping[str, Option] | None = None,
    ) -> Layer:
        """Read the files of one folder."""
        templates = {}
        for address, file in self.files(folder, path / "templates"):
            shown = file.relative_to(folder.root).as_posix()
            text = folder.text(file)
            if isinstance(text, Problem):
                self.problems.append(text)
            else:
                where = f"{THEMES}/{shown}" if folder.root == self.shipped.root else shown
                templates[address] = Template(file, where, text)
        found = self.files(folder, path / "assets")
        assets = {address: Held(file, folder.root) for address, file in found}
        return Layer(name, path, own, templates, assets, options or {})

    def files(self, folder: Folder, path: Path) -> Iterator[tuple[str, Path]]:
        """Yield every file below a path with its address; a link to elsewhere is refused."""
        waiting, found = [path], []
        while waiting:
            inner = waiting.pop()
            if not folder.holds(inner):
                what = "this is a link to a file outside the project"
                self.tell(Place(folder.name(inner)), what, "copy the file into the project", "F02")
            elif inner.is_dir() and (inner == path or not inner.is_symlink()):
                waiting += (item for item in inner.iterdir() if not item.name.startswith("."))
            elif inner.is_file():
                found.append(inner)
        for file in sorted(found):
            yield file.relative_to(path).as_posix(), file

    def left_alone(self, places: Located) -> Iterator[Problem]:
        """Yield which folders of the project were not used because it is not trusted."""
        own = [layer for layer in self.layers if layer.own and (layer.templates or layer.assets)]
        if own and not self.trusted:
            names = ", ".join(self.called(layer) for layer in own)
            yield Problem(
                places.place(("theme",)),
                f"{names} was not used, for templates and scripts are programs",
                "read them, then run “playbook trust” in this folder",
                "W05",
                "warning",
            )

    def called(self, layer: Layer) -> str:
        """Return how a person finds a folder that is not the program's."""
        inside = layer.folder.is_relative_to(self.project.root)
        return self.project.name(layer.folder) if inside else f"the theme “{layer.name}”"

    def idle(self) -> Iterator[Problem]:
        """Yield folders among the project's themes that lie over no theme and are none."""
        path = self.project.root / THEMES
        for inner in sorted(path.iterdir()) if path.is_dir() else ():
            files = [inner / name for name in ("templates", "assets")]
            used = any(layer.folder == inner for layer in self.layers)
            if used or not any(file.is_dir() for file in files) or (inner / THEME_FILE).is_file():
                continue
            near = difflib.get_close_matches(inner.name, self.names(), 1, 0.6)
            again = f"did you mean “{THEMES}/{near[0]}”?" if near else "remove it"
            instead = again if inner.name not in self.names() else f"choose “theme: {inner.name}”"
            what = "nothing in this folder is used"
            yield Problem(Place(self.project.name(inner)), what, instead, "W06", "warning")

    def tell(self, place: Place, what: str, instead: str, code: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, what, instead, code))


def _mistakes(name: str, option: Option, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with what a theme says of an option."""
    if option.type == "choice" and not option.choices:
        what = f"the choice “{name}” has nothing to choose from"
        yield Problem(place, what, "add “choices: [one, another]”", "L04")
        return
    try:
        _value(name, option, option.default)
    except notation.Misread as error:
        yield Problem(place, error.what, error.instead, "L04")


def _value(name: str, option: Option, text: Text) -> Text | bool:
    """Return what is chosen for an option, or raise what is wrong with it."""
    if option.type == "text":
        return text
    if not isinstance(text, str):
        raise notation.Misread(f"“{name}” is the same in every language", "write one value")
    if option.type == "boolean":
        return notation.truth(text)
    return _colour(text) if option.type == "colour" else _choice(name, option.choices or (), text)


def _colour(text: str) -> str:
    if not is_colour(text):
        raise notation.Misread(f"“{text}” is not a colour", "write it as “#0b4f6c”, in quotes")
    return text.lower()


def _choice(name: str, choices: Sequence[str], text: str) -> str:
    if text not in choices:
        near = difflib.get_close_matches(text, choices, 1, 0.6)
        instead = f"did you mean “{near[0]}”?" if near else f"choose {' or '.join(choices)}"
        raise notation.Misread(f"“{text}” is not a choice for “{name}”", instead)
    return text


@dataclass(slots=True)
class _Choosing:
    """Read what a project chooses about its theme."""

    options: Mapping[str, Option]
    written: Mapping[str, Text]
    places: Located
    values: dict[str, Text | bool] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def choose(self) -> None:
        """Fill in the values: what is written, or else what the theme says."""
        for name in self.written.keys() - self.options:
            near = difflib.get_close_matches(name, self.options, 1, 0.6)
            listed = ", ".join(self.options) or "none"
            instead = f"did you mean “{near[0]}”?" if near else f"the options are: {listed}"
            what = f"the theme has no option “{name}”"
            self.problems.append(Problem(self.place(name), what, instead, "L05"))
        for name, option in self.options.items():
            try:
                value = _value(name, option, self.written.get(name, option.default))
            except notation.Misread as error:
                problem = Problem(self.place(name), error.what, error.instead, "L06")
                self.problems.append(problem)
                continue
            self.values[name] = value
            if name in self.written and option.on and isinstance(value, str):
                self.legible(name, value, option.on)

    def legible(self, name: str, colour: str, behind: str) -> None:
        """Warn of a colour that is hard to read."""
        reached = contrast(colour, behind)
        if reached < LEGIBLE:
            what = f"“{colour}” is hard to read on {behind}: its contrast is {reached:.1f}"
            instead = f"choose a colour with at least {LEGIBLE}"
            self.problems.append(Problem(self.place(name), what, instead, "W07", "warning"))

    def place(self, name: str) -> Place:
        """Return where an option is chosen."""
        return self.places.place(("theme_options", name))
