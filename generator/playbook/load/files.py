"""Reading files: inside the project only, as UTF-8 text, within limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from playbook.load.convert import convert
from playbook.load.gathered import Gathered, folded, gathered, unfolded
from playbook.load.snapshot import Snapshot, signature_of
from playbook.load.store import Shelf, Store, name_of
from playbook.load.syntax import Document, parse
from playbook.model.places import locate
from playbook.model.process import ProcessFile
from playbook.problems import Place, Problem, Unusable

T = TypeVar("T")
MAX_BYTES: Final = 32 * 1024 * 1024
_YAML: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Held:
    """Read a file that was found inside a folder, as long as it still is.

    Args:
        path: The file.
        folder: The folder.
    """

    path: Path
    folder: Path

    def read_bytes(self) -> bytes:
        """Return its bytes, of the very file that was found to be inside.

        Raises:
            Unusable: It has become a link that leads out of the folder.
        """
        with self.path.open("rb") as opened:
            real = self.path.resolve()
            inside = real.is_relative_to(self.folder.resolve())
            # Opened first and compared then: a link that is laid in between is noticed too.
            if not inside or not os.path.samestat(os.fstat(opened.fileno()), real.stat()):
                raise Unusable([_leads_out(Place(self.path.name))])
            return opened.read()


def _leads_out(place: Place) -> Problem:
    what = "this is a link to a file outside the project"
    return Problem(place, what, "copy the file into the project", "F02")


@dataclass(frozen=True)
class Read:
    """Hold what one file says, converted to the model.

    Args:
        file: Path from the project's folder, with forward slashes.
        value: The converted value; nothing when there are problems, or what it says is known.
        places: Tree of packed places.
        problems: What is wrong with the file.
        known: What a run before gathered from a file of processes.
    """

    file: str
    value: Any
    places: Any
    problems: tuple[Problem, ...]
    known: Gathered | None = None

    @cached_property
    def gathered(self) -> Gathered | None:
        """Return what is gathered from a file of processes, now or by a run before.

        Nothing when the file cannot be read.
        """
        if self.known or self.value is None:
            return self.known
        located = [locate(self.file, node) for node in self.places[1]["processes"][1]]
        return gathered(self.value.processes, located)


@dataclass(frozen=True, slots=True)
class Folder:
    """Read files below one folder and nowhere else.

    Args:
        root: The project's folder, resolved.
        store: Keeps what was parsed, for the next run.
        shelf: Keeps what was read, for the next look of this run.
    """

    root: Path
    store: Store | None = None
    shelf: Shelf | None = None

    @classmethod
    def at(cls, path: Path, store: Store | None = None, shelf: Shelf | None = None) -> Self:
        """Return the folder at a path, links followed.

        Args:
            path: The path.
            store: Keeps what was parsed, for the next run.
            shelf: Keeps what was read, for the next look of this run.
        """
        return cls(path.resolve(), store, shelf)

    def name(self, path: Path) -> str:
        """Return the path of a file from the project's folder, with forward slashes.

        Args:
            path: A path below the folder.
        """
        return path.relative_to(self.root).as_posix()

    def holds(self, path: Path) -> bool:
        """Tell whether a path, links followed, is inside the folder.

        Args:
            path: Any path.
        """
        return path.resolve().is_relative_to(self.root)

    def has(self, path: Path) -> bool:
        """Tell whether there is something at a path.

        Args:
            path: A path below the folder.
        """
        return path.exists()

    def text(self, path: Path) -> str | Problem:
        """Return a file's text, or what keeps it from being read.

        Args:
            path: A path below the folder.
        """
        place = Place(self.name(path))
        if not self.holds(path):
            return _leads_out(place)
        if path.exists() and not path.is_file():
            return Problem(place, "this is not a file", "remove it, or give it another name", "F10")
        try:
            if path.stat().st_size > MAX_BYTES:
                return Problem(
                    place,
                    f"the file is larger than {MAX_BYTES // 1024 // 1024} MB",
                    "spread its contents over several files",
                    "F03",
                )
            data = path.read_bytes()
        except OSError as error:
            return Problem(
                place,
                f"the file cannot be read ({(error.strerror or 'no reason given').lower()})",
                "check that it exists and that you may read it",
                "F01",
            )
        return decode(data, place)

    def once(self, name: str, seen: Snapshot, given: object, make: Callable[[], T]) -> T:
        """Return what is made from files, or what the shelf has of it as long as it is the same.

        Args:
            name: What it is.
            seen: The files, as they were seen before it is made.
            given: All else that it is made from.
            make: Makes it.
        """
        return make() if self.shelf is None else self.shelf.made(name, seen, given, make)

    def read(self, path: Path | str, type_: type[T] | Any) -> Read:
        """Read one YAML file into a type of the model.

        Args:
            path: A path below the folder.
            type_: Type of the whole file.
        """
        if self.shelf is None:
            return self._read(Path(path), type_)
        signature = signature_of(path)
        kept = self.shelf.find(path, type_, signature) if signature else None
        if kept is not None:
            return kept  # type: ignore[no-any-return]
        read = self._read(Path(path), type_)
        if signature and not read.problems:
            self.shelf.keep(path, type_, signature, read)
        return read

    def _read(self, path: Path, type_: Any) -> Read:
        file = self.name(path)
        text = self.text(path)
        if isinstance(text, Problem):
            return Read(file, None, 0, (text,))
        return self.said(file, text, type_)

    def said(self, file: str, text: str, type_: Any) -> Read:
        """Read a text of YAML into a type of the model.

        Args:
            file: Name of the file that it stands in.
            text: The text.
            type_: Type of the whole file.
        """
        if type_ is not ProcessFile or self.store is None:
            return _converted(self.document(file, text), file, text, type_)
        if known := self._known(file, text):
            return Read(file, None, 0, (), known.made())
        read = _converted(parse(text, file), file, text, type_)
        found = read.gathered
        if found and not read.problems and not found.alone:
            self.store.keep(name_of("processes", file, text), folded(read.value, found))
        return read

    def kept(self, file: str, text: str) -> Read | None:
        """Return what a run before read in a file of processes; nothing when none did.

        The processes are not made before one of them is asked for.

        Args:
            file: Name of the file.
            text: Its text.
        """
        known = self._known(file, text)
        return Read(file, None, 0, (), known) if known else None

    def _known(self, file: str, text: str) -> Gathered | None:
        found = self.store.find(name_of("processes", file, text)) if self.store else None
        return unfolded(found, file)

    def document(self, file: str, text: str) -> Document:
        """Return what a text says, parsed now or kept from before.

        Args:
            file: Name of the file.
            text: Its text.
        """
        if self.store is None:
            return parse(text, file)
        name = name_of("document", file, text)
        known = self.store.find(name)
        if isinstance(known, list) and len(known) == 2:
            return Document(known[0], known[1], ())
        document = parse(text, file)
        if not document.problems and document.values is not None:
            self.store.keep(name, (document.values, document.places))
        return document

    def is_kept(self, file: str, text: str) -> bool:
        """Tell whether a text was read before.

        Args:
            file: Name of the file.
            text: Its text.
        """
        names = (name_of(what, file, text) for what in ("processes", "document"))
        return self.store is not None and any(map(self.store.holds, names))

    def yaml_below(self, path: Path, but: Collection[str] = ()) -> Iterator[Path]:
        """Yield every YAML file below a path, sorted, without hidden ones.

        Args:
            path: A path below the folder.
            but: Names of folders directly in it that are passed over.
        """
        return map(Path, self.names_below(path, but))

    def names_below(self, path: Path | str, but: Collection[str] = ()) -> Iterator[str]:
        """Yield the path of every YAML file below another, as text: many of those are made sooner.

        Args:
            path: A path below the folder.
            but: Names of folders directly in it that are passed over.
        """
        if not os.path.isdir(path):  # noqa: PTH112 - as below
            return
        with os.scandir(path) as inside:
            found = sorted(inside, key=lambda item: item.name)
        for inner in found:
            if inner.name.startswith(".") or inner.name in but:
                continue
            if inner.is_dir(follow_symlinks=False):
                yield from self.names_below(inner.path)
            elif inner.name.lower().endswith(_YAML):
                yield inner.path


def _converted(document: Document, file: str, text: str, type_: Any) -> Read:
    """Return what a text of YAML says as a type of the model."""
    if document.values is None and not document.problems:
        problem = Problem(Place(file), "the file is empty", "fill it in, or remove it", "F04")
        return Read(file, None, document.places, (problem,))
    if document.problems and not isinstance(document.values, dict | list):
        return Read(file, None, document.places, document.problems)
    if any(problem.code in _BROKEN for problem in document.problems):
        # What stands behind a break in the syntax is not known to be what was meant.
        return Read(file, None, document.places, document.problems)
    value, problems = convert(document.values, type_, document.places, file, text)
    return Read(file, value, document.places, (*document.problems, *problems))


_BROKEN: Final = frozenset(("Y01", "Y02", "Y04", "Y07", "Y08", "Y09", "Y10"))


def decode(data: bytes, place: Place) -> str | Problem:
    """Return the text of a file, or why it is none.

    Args:
        data: The bytes of the file.
        place: The file.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            place,
            "the file is saved as UTF-16",
            "save it again with the encoding UTF-8",
            "F05",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        return Problem(
            Place(place.file, line, column),
            "a character stands here that is not UTF-8",
            "save the file again with the encoding UTF-8; if it is not a text file, remove it",
            "F05",
        )
