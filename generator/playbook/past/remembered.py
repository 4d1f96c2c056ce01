"""A site that knows its past: what its pages show of it, read once before any page is made."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from playbook.changes import content
from playbook.config import History
from playbook.load import git
from playbook.load.dates import last_changed, lines_of, whole
from playbook.load.project import ORGANISATIONS
from playbook.load.store import Store, name_of
from playbook.model.past import Past
from playbook.past.archive import Archive, States
from playbook.past.old import Old
from playbook.problems import Place, Problem, Severity
from playbook.site import Site

Days = Mapping[str, tuple[datetime.date, str]]
"""Day on which each process and own page was last changed, and digest of what was known of it."""
_NO_DAYS: Final[Mapping[str, Days]] = {}


def remembered(
    site: Site,
    former: Site | None = None,
    store: Store | None = None,
    documents: Store | None = None,
) -> Site:
    """Return a site with what its pages show of its past.

    Args:
        site: The project as it is.
        former: The same project as it was opened before; its past is taken over.
        store: Keeps what was read and judged of the past, for the next run.
        documents: Holds what was parsed of the project as it is.
    """
    history = site.project.config.history
    if former and _is_known(site, former):
        return replace(site, past=former.past)
    try:
        archive = Archive(site, store, documents)
        days = _days(archive) if (history or History()).last_changed else _NO_DAYS
        return _with(archive, history, days) if history else _dated(site, days)
    except git.GitSilent as silent:
        what = f"{silent}, so the pages show nothing of the past"
        instead = "run “git log” here and do what it asks"
        problem = Problem(Place(".git"), what, instead, "H02", "warning")
        return replace(site, warnings=(*site.warnings, problem))


def _is_known(site: Site, former: Site) -> bool:
    """Tell whether a site has the past of the same project as it was opened before."""
    mine, before = site.portfolios[0], former.portfolios[0]
    return (
        site.project.config == former.project.config
        and site.method == former.method
        and mine.rules is before.rules
        and mine.setting.today == before.setting.today
        and former.past.keys() == {item.inventory.id for item in site.portfolios}
    )


def _dated(site: Site, days: Mapping[str, Days]) -> Site:
    past = {
        item.inventory.id: Past(days=days.get(item.inventory.id, {})) for item in site.portfolios
    }
    return replace(site, past=past)


def _with(archive: Archive, history: History, days: Mapping[str, Days]) -> Site:
    """Return the site with its past as the project asks for it."""
    site = archive.site
    if not archive.head:
        return replace(site, past={item.inventory.id: Past(asked=True) for item in site.portfolios})
    months = archive.months(history.months)
    since, warnings = _since(archive, history)
    past = {
        name: Past(
            asked=True,
            months=tuple(month[name] for month in months if name in month),
            since=since.get(name),
            called=history.since or "",
            days=days.get(name, {}),
        )
        for name in (portfolio.inventory.id for portfolio in site.portfolios)
    }
    return replace(site, past=past, warnings=(*site.warnings, *warnings))


def _since(archive: Archive, history: History) -> tuple[States, tuple[Problem, ...]]:
    """Return what to compare with, and what is wrong with what the project says of it."""
    if history.since:
        found = archive.named(history.since)
        if found:
            return archive.state(*found), ()
        place = archive.site.project.config_places.place(("history", "since"))
        return {}, (no_revision(place, history.since),)
    today = archive.site.portfolios[0].setting.today
    end = today.replace(day=1) - datetime.timedelta(days=1)
    commit = archive.on(end)
    if commit is None:
        commit, end = archive.commits[-1], archive.commits[-1].day
    return archive.state(commit, end), ()


def no_revision(place: Place, word: str, severity: Severity = "warning") -> Problem:
    """Return that Git knows no such revision.

    Args:
        place: Where it is asked for.
        word: What is asked for.
        severity: Whether the work can go on.
    """
    what = f"Git has no revision “{word}” of this project"
    instead = "give a tag, a branch, a revision, or a day such as 2026-03-01 after the first one"
    return Problem(place, what, instead, "H03", severity)


def _days(archive: Archive) -> Mapping[str, Days]:
    """Return when each process was last changed before the last revision, by organisation."""
    if not archive.head:
        return _NO_DAYS
    shallow, store = str(git.is_shallow(archive.root)), archive.store
    has_pages = any(item.inventory.own_pages for item in archive.site.portfolios)
    name = name_of("last changed, of pages too", archive.head, f"{shallow} {has_pages}")
    kept = store.find(name) if store else None
    if kept is not None:
        return msgspec.convert(kept, dict[str, dict[str, tuple[datetime.date, str]]])
    held = git.files(archive.root, archive.head, ORGANISATIONS) if has_pages else {}
    pages = {path for path in held if "/pages/" in path and path.endswith(".md")}
    files = {path: old for path, old in archive.files(archive.head).items() if old.processes}
    lines = {path: lines_of(old.text, list(_starts(old))) for path, old in files.items()}
    lines |= {path: whole(path) for path in pages}
    found = last_changed(archive.root, archive.head, ORGANISATIONS, lines)
    days: dict[str, dict[str, tuple[datetime.date, str]]] = {}
    for path, old in files.items():
        mine = days.setdefault(path.removeprefix(f"{ORGANISATIONS}/").partition("/")[0], {})
        for process, _ in old.processes:
            if (day := found.get(f"{path}#{process.id}")) is not None:
                mine[process.id] = (day, content(process))
    for path in pages & found.keys():
        name_ = path.removeprefix(f"{ORGANISATIONS}/").partition("/")[0]
        days.setdefault(name_, {})[path] = (found[path], held[path].id)
    if store:
        store.keep(name, msgspec.to_builtins(days))
    return days


def _starts(old: Old) -> Iterator[tuple[str, int]]:
    """Yield the processes of a file, each with its first line."""
    for process, located in old.processes:
        yield f"{old.file}#{process.id}", located.place().line or 1
