"""A project's folder: its settings and the inventories of its organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from playbook import workers
from playbook.config import INTERFACE_LANGUAGES, Config
from playbook.load.alone import WINDOWS_NAMES
from playbook.load.check import check_inventory
from playbook.load.conversation import HANDED_OVER, Conversation
from playbook.load.convert import slug
from playbook.load.files import Folder, Read
from playbook.load.gathered import Gathered
from playbook.load.inventories import read_elsewhere
from playbook.load.named import Needs, by_kind, pointed, spoken_of, together
from playbook.load.ownpages import OwnPages
from playbook.load.root import CONFIG_FILE
from playbook.load.snapshot import signature_of
from playbook.load.store import Shelf
from playbook.model.elsewhere import Elsewhere
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation, Supplier
from playbook.model.places import Located, find, locate
from playbook.model.process import Process, ProcessFile
from playbook.model.processes import Filed, Processes, whereabouts
from playbook.problems import Place, Problem, Unusable

WORTH_SHARING: Final = 500_000
"""Characters to parse from which several processes are faster than one."""
ORGANISATIONS: Final = "content/organisations"
WHOLE: Final = "organisation.yaml"
"""The file of an organisation itself, from its folder."""
_OTHERS: Final = ("organisation", "suppliers", "import")
"""Files beside the folders of an organisation; the last says how its sheets are read."""


@dataclass(frozen=True, slots=True)
class Project:
    """Hold everything that was read from a project's folder.

    Args:
        config: The project's settings.
        config_places: Where each setting stands.
        inventories: Its organisations, sorted by id.
        warnings: What is odd, though it can be understood.
        needs: Everything that organisations and processes name.
    """

    config: Config
    config_places: Located
    inventories: tuple[Inventory, ...]
    warnings: tuple[Problem, ...] = ()
    needs: Needs = field(default_factory=dict)


def read_project(folder: Folder, jobs: int = 1) -> Project:
    """Read a project.

    Args:
        folder: The project's folder.
        jobs: How many processes may parse at once, which takes a store.

    Raises:
        Unusable: With every problem of every file.
    """
    folder = _read_ahead(folder, jobs)
    problems: list[Problem] = []
    settings = folder.read(folder.root / CONFIG_FILE, Config)
    problems += settings.problems
    config = settings.value
    if config is not None:
        problems += _check_languages(config, settings)
        problems += _check_repository(config, settings)
        problems += _check_ignored(config, settings)
    located = locate(settings.file, settings.places)
    elsewhere, told = read_elsewhere(folder, config, located)
    problems += told
    organisations = folder.root / ORGANISATIONS
    inventories, needs = [], list[Needs]()
    for path in _organisation_folders(organisations):
        reading = _OrganisationReading(folder, path, bool(config and config.extensions), elsewhere)
        inventory = reading.inventory()
        problems += reading.problems
        needs.append(reading.needs)
        if inventory:
            inventories.append(inventory)
    if not inventories and not problems:
        problems.append(
            Problem(
                Place(ORGANISATIONS),
                "the project has no organisation",
                f"write {ORGANISATIONS}/NAME/organisation.yaml with “name: …”",
                "F07",
            )
        )
    warnings = tuple(sorted(problem for problem in problems if problem.severity == "warning"))
    if config is None or len(warnings) < len(problems):
        raise Unusable(problems)
    return Project(config, located, tuple(inventories), warnings, together(needs))


def _read_ahead(folder: Folder, jobs: int) -> Folder:
    """Return the folder with what its store holds of files of processes at hand.

    Let several processes read the others, when these are much.
    """
    store = folder.store
    if store is None or not store.usable or folder.shelf is not None or jobs < 2:
        return folder
    at_hand, texts = Shelf(), dict[str, str]()
    for name in folder.names_below(folder.root / ORGANISATIONS):
        path, signature = Path(name), signature_of(name)
        file = folder.name(path)
        text = folder.text(path) if type_of(file) is ProcessFile else None
        read = folder.kept(file, text) if isinstance(text, str) else None
        if read and signature:
            at_hand.keep(name, ProcessFile, signature, read)
        elif isinstance(text, str):
            texts[file] = text
    if sum(map(len, texts.values())) >= WORTH_SHARING:
        _read_apart(folder, jobs, texts)
    return replace(folder, shelf=at_hand)


def _read_apart(folder: Folder, jobs: int, texts: Mapping[str, str]) -> None:
    """Read files of processes in several processes, for the store to hold."""
    shares = [sorted(texts)[start::jobs] for start in range(jobs)]

    def read_share(number: int, _send: object) -> None:
        for name in shares[number]:
            folder.said(name, texts[name], ProcessFile)

    # Whatever a lost worker did not read is read when it is asked for.
    with suppress(workers.WorkerLost):
        workers.run(jobs, read_share, lambda _message: None)


def type_of(path: str) -> Any:
    """Return what a file of an inventory holds; nothing when it tells of no process.

    Args:
        path: Its path from the project's folder.
    """
    inner = path.removeprefix(f"{ORGANISATIONS}/").partition("/")[2]
    if inner == WHOLE:
        return Organisation
    return ProcessFile if inner.startswith("processes/") else None


def _organisation_folders(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for inner in sorted(path.iterdir(), key=lambda item: item.name):
            if inner.is_dir() and not inner.name.startswith("."):
                yield inner


def _check_languages(config: Config, settings: Read) -> Iterator[Problem]:
    if not config.languages:
        yield Problem(
            find(settings.places, ("languages",), settings.file),
            "the site has no language",
            f"choose one or both of {', '.join(INTERFACE_LANGUAGES)}",
            "C01",
        )
    for at, language in enumerate(config.languages):
        place = find(settings.places, ("languages", at), settings.file)
        if language not in INTERFACE_LANGUAGES:
            yield Problem(
                place,
                f"the pages have no words in “{language}”",
                f"choose from {', '.join(INTERFACE_LANGUAGES)}",
                "C01",
            )
        elif language in config.languages[:at]:
            yield Problem(place, f"“{language}” is given twice", "keep one of the two", "C02")


def _check_repository(config: Config, settings: Read) -> Iterator[Problem]:
    pattern = config.edit_pattern
    if pattern and not (pattern.startswith(("https://", "http://")) and "{file}" in pattern):
        yield Problem(
            find(settings.places, ("repository", "edit"), settings.file),
            "this is no address of a file on the web",
            "write one that begins with https:// and holds {file} where the file's name belongs",
            "C06",
        )


def _check_ignored(config: Config, settings: Read) -> Iterator[Problem]:
    for begin, reason in config.links_ignored.items():
        if not reason.strip():
            yield Problem(
                find(settings.places, ("linkcheck", "ignore", begin), settings.file),
                f"links that begin with “{begin}” are ignored without a reason",
                "write one sentence",
                "K14",
            )


@dataclass(slots=True)
class _OrganisationReading:
    """Read one organisation's folder, gathering problems on the way."""

    folder: Folder
    path: Path
    extended: bool
    elsewhere: Elsewhere
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[tuple[Process, Located]] = field(default_factory=list)
    named: list[Needs] = field(default_factory=list)
    needs: Needs = field(default_factory=dict)

    def inventory(self) -> Inventory | None:
        """Read the folder; nothing when the organisation itself cannot be read."""
        whole = self.read(self.path / "organisation.yaml", Organisation)
        suppliers = self.suppliers()
        processes = self.processes()
        conversation = Conversation(self.folder, self.path)
        handed = conversation.handed()
        answers = conversation.answers([supplier.id for supplier, _ in suppliers])
        self.problems += conversation.problems
        self.check_name()
        self.stray_files({*conversation.files(), self.path / HANDED_OVER})
        if whole.value is None:
            return None
        around = by_kind((*pointed(whole.value), *spoken_of(whole.value)))
        named = [*self.named, around]
        # A text that is written anew mostly names what it named before.
        self.needs = self.folder.once(
            f"what {self.path.name} names", {}, named, lambda: together(named)
        )
        own = OwnPages(self.folder, self.path)
        pages = own.read()
        self.problems += own.problems
        inventory = Inventory(
            id=self.path.name,
            organisation=whole.value,
            suppliers=tuple(supplier for supplier, _ in suppliers),
            processes=processes,
            organisation_places=locate(whole.file, whole.places),
            handed=handed,
            answers=answers,
            own_pages=pages,
            elsewhere=self.elsewhere,
        )
        self.problems += check_inventory(
            self.folder, inventory, suppliers, self.duplicates, self.needs, self.extended
        )
        return inventory

    def read(self, path: Path | str, type_: Any) -> Read:
        """Read one file and keep its problems."""
        read = self.folder.read(path, type_)
        self.problems += read.problems
        return read

    def suppliers(self) -> list[tuple[Supplier, Located]]:
        """Read the suppliers, when there is a file of them."""
        path = self.path / "suppliers.yaml"
        if not self.folder.has(path):
            return []
        read = self.read(path, tuple[Supplier, ...])
        return [
            (supplier, locate(read.file, read.places[1][at]))
            for at, supplier in enumerate(read.value or ())
        ]

    def processes(self) -> Processes:
        """Read all files of processes; a process whose id was there before is set aside."""
        names = self.folder.names_below(self.path / "processes")
        read = [one for name in names if (one := self.read(name, ProcessFile).gathered)]
        for one in read:
            self.named.append(one.needs)
            self.problems += one.alone
        files = [one.filed for one in read]
        ids = [file.ids for file in files]
        # After most changes the same processes are in the same files.
        name = f"whereabouts in {self.path.name}"
        where = self.folder.once(name, {}, ids, lambda: whereabouts(ids))
        processes = Processes(files, where)
        return processes if len(where) == len(processes) else self.firsts(read)

    def firsts(self, files: Iterable[Gathered]) -> Processes:
        """Return the first process of each id; the others are set aside."""
        first: dict[str, tuple[Process, Located]] = {}
        for process, located in (pair for one in files for pair in one.processes):
            if process.id in first:
                self.duplicates.append((process, located))
            else:
                first[process.id] = process, located
        places = {ident: located for ident, (_, located) in first.items()}
        return Processes([Filed.of(tuple(process for process, _ in first.values()), places)])

    def check_name(self) -> None:
        """Check that the folder's name can be part of an address."""
        name = self.path.name
        better = f"{name}-organisation" if name in WINDOWS_NAMES else slug(name)
        if better != name:
            self.problems.append(
                Problem(
                    Place(self.folder.name(self.path)),
                    f"“{name}” cannot be the name of an organisation's folder",
                    f"use small letters, digits and hyphens, such as “{better}”",
                    "F08",
                )
            )

    def stray_files(self, known: set[Path]) -> None:
        """Tell of YAML files that nothing reads, so that no fact is lost in silence."""
        known = known | {self.path / f"{name}.yaml" for name in _OTHERS}
        for path in self.folder.yaml_below(self.path, but=("processes", "pages")):
            if path not in known:
                self.problems.append(
                    Problem(
                        Place(self.folder.name(path)),
                        "this file is not read",
                        "move it to the folder “processes”, or remove it",
                        "F09",
                    )
                )
