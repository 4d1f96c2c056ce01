"""How a project stood before: read from what Git keeps, and judged by today's method.

Nothing is written into the project and none of its files is touched: revisions are read as
texts. What was judged is remembered by the content of the inventory and the day.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final, TypeVar

import msgspec

from playbook import digests, extensions
from playbook.assess import assess_process
from playbook.changes import standing
from playbook.findings import Judgement
from playbook.load import git
from playbook.load.files import MAX_BYTES, Folder
from playbook.load.notation import Misread, day
from playbook.load.project import ORGANISATIONS, WHOLE, read_project, type_of
from playbook.load.store import Store, name_of
from playbook.model.inventory import Inventory
from playbook.model.past import Month, State, month_of
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.model.processes import Filed, Processes
from playbook.model.setting import Setting
from playbook.past.old import Old, read_old
from playbook.site import Site

T = TypeVar("T")
States = Mapping[str, State]
"""How each organisation stood, by its id."""
EMPTY: Final = State(day=datetime.date.min, processes=())
"""How an organisation stood that was not there."""
Unread = tuple[tuple[str, ...], tuple[str, ...]]
"""Files of an old state, and ids of processes, that are not understood any more."""
_YAML: Final = (".yaml", ".yml")


class Archive:
    """Know how the organisations of a project stood before.

    Args:
        site: The project as it is; its method and rules judge what was before.
        store: Keeps what was judged, for the next run.
        documents: Holds what was parsed of the project as it is.

    Raises:
        git.GitSilent: Git keeps the project and does not answer.
    """

    def __init__(
        self, site: Site, store: Store | None = None, documents: Store | None = None
    ) -> None:
        self.site, self.store, self.documents = site, store, documents
        self.root = site.root
        self.head = git.head(self.root)
        self._read: dict[tuple[str, str], Old] = {}

    @cached_property
    def commits(self) -> list[git.Commit]:
        """Return the revisions, the last first."""
        return git.commits(self.root, self.head) if self.head else []

    def on(self, asked: datetime.date) -> git.Commit | None:
        """Return the revision that a project was at by the end of a day; nothing before the first.

        Args:
            asked: The day.
        """
        return next((commit for commit in self.commits if commit.day <= asked), None)

    def named(self, word: str) -> tuple[git.Commit, datetime.date] | None:
        """Return the revision that is meant, and the day on which to judge it.

        Args:
            word: A day, or a name of a revision.
        """
        try:
            asked = day(word)
        except Misread:
            found = git.find(self.root, word)
            commits = git.commits(self.root, found) if found else []
            return (commits[0], commits[0].day) if commits else None
        commit = self.on(asked)
        return (commit, asked) if commit else None

    def state(self, commit: git.Commit, asked: datetime.date) -> States:
        """Return how each organisation stood at a revision.

        Args:
            commit: The revision.
            asked: The day on which to judge it.
        """
        named = git.contents(self.root, [commit.id], ORGANISATIONS)
        return self._remembered(commit, named.get(commit.id, ""), asked)

    def months(self, count: int) -> list[Mapping[str, Month]]:
        """Return on which steps processes were at the end of each of the last months.

        Args:
            count: How many months, without the one that is not over; those before the first
                revision are left out.
        """
        ends = _ends(self.site.portfolios[0].setting.today, count)
        found = [(commit, end) for end in ends if (commit := self.on(end))]
        named = git.contents(self.root, [commit.id for commit, _ in found], ORGANISATIONS)
        return [self._month(commit, named.get(commit.id, ""), end) for commit, end in found]

    def _month(self, commit: git.Commit, named: str, end: datetime.date) -> Mapping[str, Month]:
        """Return the steps alone: a year of them is read at each build."""
        name = name_of("steps", named, end.isoformat(), self._judged_by)
        kept = self._recalled(name, dict[str, Month])
        if kept is None:
            states = self._remembered(commit, named, end)
            kept = {ident: month_of(state) for ident, state in states.items()}
            self._keep(name, kept)
        return kept

    def _remembered(self, commit: git.Commit, named: str, asked: datetime.date) -> States:
        if not named:
            return {}
        name = name_of("standing", named, asked.isoformat(), self._judged_by)
        kept = self._recalled(name, dict[str, State])
        if kept is not None:
            return kept
        states = {
            inventory.id: self.judged(inventory, asked, unread)
            for inventory, unread in self._inventories(commit)
        }
        self._keep(name, states)
        return states

    def _recalled(self, name: str, type_: type[T]) -> T | None:
        try:
            return msgspec.convert(self.store.find(name) if self.store else None, type_)
        except msgspec.ValidationError:
            return None

    def _keep(self, name: str, value: object) -> None:
        if self.store:
            self.store.keep(name, msgspec.to_builtins(value))

    @cached_property
    def _judged_by(self) -> str:
        """Return the digest of what judges: the same facts by the same method stand the same."""
        config = self.site.project.config
        return digests.of_bytes(
            digests.of_value(self.site.method),
            digests.of_value(dict(config.ignored)),
            digests.of_value(sorted(self.site.portfolios[0].rules)),
            digests.of_value(sorted(self.site.portfolios[0].setting.deciders)),
            extensions.digest(self.root, config.extensions),
        ).hex()

    def judged(
        self, inventory: Inventory, asked: datetime.date, unread: Unread = ((), ())
    ) -> State:
        """Return how an organisation stands on a day.

        Args:
            inventory: The organisation and its processes.
            asked: The day.
            unread: Files and processes of it that are not understood any more.
        """
        method, whole = self.site.method, inventory.organisation_places
        own = self.site.portfolios[0].setting.deciders
        setting = Setting(inventory.organisation, method.numbers, asked, own)
        rules, ignored = self.site.portfolios[0].rules, self.site.project.config.ignored
        judgement = Judgement(method, setting, ignored, rules)
        made = []
        for process in inventory.processes:
            located = inventory.places[process.id]
            assessment = assess_process(process, located, whole, method, setting)
            made.append(standing(process, assessment, judgement.risk(process, assessment)))
        return State(day=asked, processes=tuple(made), unread=unread[0], unknown=unread[1])

    def _inventories(self, commit: git.Commit) -> list[tuple[Inventory, Unread]]:
        """Return the organisations as a revision keeps them, each with what is not understood."""
        by_organisation: dict[str, dict[str, Old]] = {}
        for path, old in self.files(commit.id).items():
            name, _, inner = path.removeprefix(f"{ORGANISATIONS}/").partition("/")
            by_organisation.setdefault(name, {})[inner] = old
        found = (_inventory(name, files) for name, files in by_organisation.items())
        return [item for item in found if item]

    def files(self, revision: str) -> dict[str, Old]:
        """Return the files of an inventory as a revision keeps them; each is read once.

        Args:
            revision: Name of the revision in Git.

        Returns:
            What each says, by path from the project's folder.

        Raises:
            git.GitSilent: Git does not answer.
        """
        kept = {
            path: file
            for path, file in git.files(self.root, revision, ORGANISATIONS).items()
            if PurePosixPath(path).suffix.lower() in _YAML and "/." not in path and type_of(path)
        }
        new = {path: file for path, file in kept.items() if (path, file.id) not in self._read}
        wanted = sorted({file.id for file in new.values() if file.size <= MAX_BYTES})
        contents = git.texts(self.root, wanted) if wanted else {}
        for path, file in new.items():
            data = contents.get(file.id)
            self._read[path, file.id] = read_old(Folder(self.root, self.documents), path, data)
        return {path: self._read[path, file.id] for path, file in sorted(kept.items())}


def folder_states(archive: Archive, folder: Folder) -> States:
    """Return how the organisations of another folder stand today, by the same method.

    Args:
        archive: Judges them.
        folder: The folder of a project.

    Raises:
        Unusable: With every problem of that project.
    """
    today = archive.site.portfolios[0].setting.today
    return {
        inventory.id: archive.judged(inventory, today)
        for inventory in read_project(folder).inventories
    }


def present(site: Site) -> States:
    """Return how the organisations of a project stand today.

    Args:
        site: The project.
    """
    return {portfolio.inventory.id: portfolio.state for portfolio in site.portfolios}


def _inventory(name: str, files: Mapping[str, Old]) -> tuple[Inventory, Unread] | None:
    """Return an organisation from its files, and what of them is not understood any more."""
    whole = files.get(WHOLE)
    if whole is None or whole.organisation is None:
        return None
    processes: dict[str, Process] = {}
    places: dict[str, Located] = {}
    for old in files.values():
        for process, located in old.processes:
            processes.setdefault(process.id, process)
            places.setdefault(process.id, located)
    inventory = Inventory(
        id=name,
        organisation=whole.organisation,
        suppliers=(),
        processes=Processes([Filed.of(tuple(processes.values()), places)]),
        organisation_places=whole.located,
    )
    unread = tuple(old.file for old in files.values() if old.lost)
    lost = tuple(ident for old in files.values() for ident in old.unknown)
    return inventory, (unread, lost)


def _ends(today: datetime.date, count: int) -> list[datetime.date]:
    """Return the last day of each of the months before this one, the first first."""
    ends, end = [], today.replace(day=1) - datetime.timedelta(days=1)
    for _ in range(count):
        ends.append(end)
        end = end.replace(day=1) - datetime.timedelta(days=1)
    return ends[::-1]
