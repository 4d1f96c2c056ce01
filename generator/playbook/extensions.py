"""Programs that a project names under ``extensions``, run when a person has said to trust it.

An extension is a Python file of the project, or a function that an installed package offers as an
entry point of the group ``playbook.extensions``. It declares rules, criteria, pages, roles,
directives, importers and places to publish to; what it declares counts for this project alone.
Whatever goes wrong is told at its own file and line.
"""

from __future__ import annotations

import dataclasses
import runpy
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playbook import digests
from playbook.authored import DIRECTIVE_TABLES, ROLE_TABLES, OwnDirective, OwnRole
from playbook.config import Config
from playbook.criteria.verdict import CRITERIA_TABLES, Criterion, Verdict
from playbook.importers import IMPORTER_TABLES, Importer, Value, rows_of
from playbook.load import installed
from playbook.load.files import Folder
from playbook.load.root import CONFIG_FILE
from playbook.model.places import Located, locate
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.pagekinds import PAGE_TABLES, PageKind
from playbook.problems import Place, Problem, Unusable
from playbook.rules.rule import RULE_TABLES, Case, Outcome, Rule
from playbook.shelves import SHELF_TABLES, OwnShelf, ShelfKind

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_FAILS: Final = (Exception, SystemExit)
"""What a program can end in: one that leaves by ``sys.exit`` may not take the build along."""


@dataclass
class Declared:
    """Hold what the extensions of a project declare.

    Args:
        rules: The rules, by code.
        criteria: Functions that decide criteria, by code.
        pages: Pages, by name.
        roles: Roles of Markdown, by name.
        directives: Directives of Markdown, by name.
        importers: Importers, by the ending of names of files.
        shelves: Places to publish to, by what begins their addresses.
        problems: What is wrong with the extensions.
    """

    rules: dict[str, Rule] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    pages: dict[str, PageKind] = field(default_factory=dict)
    roles: dict[str, OwnRole] = field(default_factory=dict)
    directives: dict[str, OwnDirective] = field(default_factory=dict)
    importers: dict[str, Importer] = field(default_factory=dict)
    shelves: dict[str, ShelfKind] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Program:
    """A program to run: where a person finds it, the file it is, and how it is run."""

    name: str
    file: str
    run: Callable[[], object]


def run_extensions(folder: Folder, names: Sequence[str], places: Sequence[Place]) -> Declared:
    """Run extensions, one after another, and return what they declare.

    Args:
        folder: The project's folder.
        names: Their names, as the project writes them.
        places: Where each name stands.
    """
    all_ = Declared()
    for name, place in zip(names, places, strict=True):
        program = _program(folder, name)
        if program is None:
            all_.problems.append(_nothing(name, place))
            continue
        mine = Declared()
        with ExitStack() as stack:
            for table in (all_, mine):  # a code that an earlier one declares is taken
                stack.enter_context(RULE_TABLES.into(table.rules))
                stack.enter_context(CRITERIA_TABLES.into(table.criteria))
                stack.enter_context(PAGE_TABLES.into(table.pages))
                stack.enter_context(ROLE_TABLES.into(table.roles))
                stack.enter_context(DIRECTIVE_TABLES.into(table.directives))
                stack.enter_context(IMPORTER_TABLES.into(table.importers))
                stack.enter_context(SHELF_TABLES.into(table.shelves))
            try:
                program.run()
            except _FAILS as error:
                what = "this extension cannot be used"
                all_.problems.append(_failure(error, program, what))
        _take(all_, mine, program)
    return all_


def _take(all_: Declared, mine: Declared, program: _Program) -> None:
    """Take up what one extension declares, each of it so that it tells where it fails."""
    all_.rules |= {code: _guarded_rule(item, program) for code, item in mine.rules.items()}
    all_.criteria |= {
        code: _guarded_criterion(item, program) for code, item in mine.criteria.items()
    }
    all_.pages |= {name: _guarded_page(item, program) for name, item in mine.pages.items()}
    all_.roles |= {
        name: dataclasses.replace(item, say=_guarded(item.say, program, f"the role {name}"))
        for name, item in mine.roles.items()
    }
    all_.directives |= {
        name: dataclasses.replace(item, say=_guarded(item.say, program, f"the directive {name}"))
        for name, item in mine.directives.items()
    }
    all_.importers |= {
        ending: _guarded_importer(item, program) for ending, item in mine.importers.items()
    }
    all_.shelves |= {name: _guarded_shelf(item, program) for name, item in mine.shelves.items()}


def run_alone(folder: Folder) -> Declared:
    """Run the extensions of a project for what needs nothing else of it.

    Args:
        folder: The project's folder.

    Raises:
        Unusable: The settings cannot be read, or an extension fails.
    """
    config, places = _settings(folder)
    found = [places.place(("extensions", at)) for at in range(len(config.extensions))]
    declared = run_extensions(folder, config.extensions, found)
    if declared.problems:
        raise Unusable(declared.problems)
    return declared


def left_alone(folder: Folder) -> Problem | None:
    """Return what to say when the extensions of a project are not run; nothing without any.

    Args:
        folder: The project's folder.

    Raises:
        Unusable: The settings cannot be read.
    """
    config, places = _settings(folder)
    return not_run(config.extensions, places) if config.extensions else None


def not_run(names: Iterable[str], places: Located) -> Problem:
    """Return what to say of extensions that are not run.

    Args:
        names: Their names.
        places: Where each setting stands.
    """
    what = f"{', '.join(names)} was not run, for it is a program"
    instead = "read it, then run “playbook trust” in this folder"
    return Problem(places.place(("extensions",)), what, instead, "W03", "warning")


def _settings(folder: Folder) -> tuple[Config, Located]:
    read = folder.read(folder.root / CONFIG_FILE, Config)
    if read.value is None:
        raise Unusable(read.problems)
    return read.value, locate(read.file, read.places)


def digest(root: Path, names: Iterable[str]) -> bytes:
    """Return the digest of extensions: their files, or the versions of their packages.

    Args:
        root: The project's folder.
        names: Their names.
    """
    parts = []
    for name in names:
        entry = None if is_file(name) else _offered(name)
        if entry is None:
            parts.append(digests.of_files([(name, root / name)]))
        else:
            version = entry.dist.version if entry.dist else ""
            parts.append(f"{name} {entry.value} {version}".encode())
            parts.append(digests.of_files([(name, Path(installed.file_of(entry)))]))
    return digests.of_bytes(*parts)


def is_file(name: str) -> bool:
    """Tell whether a name is that of a file, not of what an installed package offers.

    Args:
        name: The name.
    """
    return name.endswith(".py") or "/" in name or "\\" in name


def _program(folder: Folder, name: str) -> _Program | None:
    path = folder.root / name
    if is_file(name):
        if not folder.holds(path) or path.suffix != ".py" or not path.is_file():
            return None
        as_name = f"playbook_extension_{path.stem}"
        return _Program(name, str(path), lambda: runpy.run_path(str(path), run_name=as_name))
    entry = _offered(name)
    if entry is None:
        return None
    file = installed.file_of(entry)
    return _Program(f"{entry.module.replace('.', '/')}.py", file, lambda: _call(entry))


def _call(entry: EntryPoint) -> None:
    entry.load()()


def _offered(name: str) -> EntryPoint | None:
    return installed.offered(installed.EXTENSIONS).get(name)


def _nothing(name: str, place: Place) -> Problem:
    what = f"there is no Python file “{name}” in this project"
    if not is_file(name):
        what += ", and no installed package offers it"
    offered = ", ".join(sorted(installed.offered(installed.EXTENSIONS)))
    instead = "name a file of the project that ends in .py"
    return Problem(place, what, f"{instead}, or one of {offered}" if offered else instead, "E01")


def _guarded_rule(rule: Rule, program: _Program) -> Rule:
    """Return a rule that tells where it fails, and on which process."""

    def decide_or_tell(case: Case) -> Outcome:
        try:
            return rule.decide(case)
        except _FAILS as error:
            what = f"the rule {rule.code} fails on the process “{case.process.id}”"
            raise Unusable([_failure(error, program, what)]) from error

    return dataclasses.replace(rule, decide=decide_or_tell)


def _guarded_criterion(criterion: Criterion, program: _Program) -> Criterion:
    """Return a criterion that tells where it fails, and on which process."""

    def decide_or_tell(process: Process, setting: Setting) -> Verdict:
        try:
            return criterion.decide(process, setting)
        except _FAILS as error:
            what = f"the criterion {criterion.code} fails on the process “{process.id}”"
            raise Unusable([_failure(error, program, what)]) from error

    return dataclasses.replace(criterion, decide=decide_or_tell)


def _guarded_page(kind: PageKind, program: _Program) -> PageKind:
    """Return a page that tells where it fails, or that it is no text."""
    return dataclasses.replace(kind, write=_guarded(kind.write, program, f"the page {kind.name}"))


def _guarded(write: Callable[..., str], program: _Program, name: str) -> Callable[..., str]:
    """Return a function that writes Markdown and tells where it fails, or that it is no text."""

    def write_or_tell(*given: Any) -> str:
        what = f"{name} cannot be written"
        try:
            text = write(*given)
        except _FAILS as error:
            raise Unusable([_failure(error, program, what)]) from error
        if not isinstance(text, str):
            why = f"return Markdown, a text, not {type(text).__name__}"
            raise Unusable([Problem(Place(program.name), what, why, "E02")])
        return text

    return write_or_tell


def _guarded_importer(importer: Importer, program: _Program) -> Importer:
    """Return an importer that tells where it fails, or that it makes no rows."""

    def read_or_tell(name: str, data: bytes) -> Mapping[str, Sequence[Sequence[Value]]]:
        with _telling(program, f"the importer of {importer.ending} cannot read {name}"):
            return rows_of(importer.read, name, data)

    return dataclasses.replace(importer, read=read_or_tell)


def _guarded_shelf(kind: ShelfKind, program: _Program) -> ShelfKind:
    """Return a place that tells where opening it fails, and using it."""
    what = f"the place {kind.name} cannot be used"

    def open_or_tell(address: str, root: Path) -> OwnShelf:
        with _telling(program, what):
            return _GuardedShelf(kind.open(address, root), program, what)

    return dataclasses.replace(kind, open=open_or_tell)


@dataclass(frozen=True, slots=True)
class _GuardedShelf:
    """A place that tells where it fails."""

    shelf: OwnShelf
    program: _Program
    what: str

    def read(self, address: str) -> bytes | None:
        with _telling(self.program, self.what):
            return self.shelf.read(address)

    def write(self, address: str, data: bytes) -> None:
        with _telling(self.program, self.what):
            self.shelf.write(address, data)

    def remove(self, addresses: Iterable[str]) -> None:
        with _telling(self.program, self.what):
            self.shelf.remove(addresses)

    def names(self, folder: str) -> list[str]:
        with _telling(self.program, self.what):
            return list(self.shelf.names(folder))


@contextmanager
def _telling(program: _Program, what: str) -> Iterator[None]:
    """Tell what a program does wrong meanwhile, at its own line."""
    try:
        yield
    except _FAILS as error:
        raise Unusable([_failure(error, program, what)]) from error


def _failure(error: BaseException, program: _Program, what: str) -> Problem:
    """Return what an extension does wrong, at the line of its own that did it."""
    if isinstance(error, SyntaxError) and error.filename == program.file:
        place = Place(program.name, error.lineno or 0, error.offset or 0)
        return Problem(place, what, error.msg, "E02")
    frames = traceback.extract_tb(error.__traceback__)
    line = next((f.lineno for f in reversed(frames) if f.filename == program.file), 0)
    why = f"{type(error).__name__}: {error}"
    return Problem(Place(program.name, line or 0), what, why, "E02")
