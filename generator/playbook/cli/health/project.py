"""The project: its settings, its inventory, and what editors know of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playbook.cli.health.sign import Look, Sign
from playbook.cli.shared import count, open_project, opening
from playbook.cli.trusting import is_trusted
from playbook.load.settings import read_settings
from playbook.problems import Unusable

CHECK = "run “playbook check”, which tells each with its place"


def looks(root: Path) -> Iterator[tuple[str, Look]]:
    """Yield what there is to look at in a project.

    Args:
        root: The project's folder.
    """
    yield "project", lambda: [Sign("project", str(root))]
    yield "settings", lambda: _settings(root)
    yield "inventory", lambda: _inventory(root)
    yield "schema", lambda: _schema(root)


def _settings(root: Path) -> Iterator[Sign]:
    config = read_settings(root)
    title = config.title if isinstance(config.title, str) else next(iter(config.title.values()))
    languages = ", ".join(config.languages)
    yield Sign("settings", f"“{title}” in {languages}, theme {config.theme}")


def _inventory(root: Path) -> Iterator[Sign]:
    try:
        site = open_project(root, opening(root, is_trusted(root)))
    except Unusable as unusable:
        yield Sign("inventory", count(len(unusable.problems), "problem"), CHECK)
        return
    processes = sum(len(each.inventory.processes) for each in site.portfolios)
    named = f"{count(processes, 'process')} in {count(len(site.portfolios), 'organisation')}"
    if site.warnings:
        yield Sign("inventory", f"{named}, {count(len(site.warnings), 'warning')}", CHECK)
    else:
        yield Sign("inventory", named)


def _schema(root: Path) -> Iterator[Sign]:
    from playbook import schema  # noqa: PLC0415 - a second that only this look takes

    folder = root / schema.FOLDER
    if not folder.is_dir():
        yield Sign("schema", "none written; “playbook schema” makes editors help")
        return
    old = [
        f"{name}.schema.json"
        for name, value in schema.schemas().items()
        if _text(folder / f"{name}.schema.json") != schema.as_text(value)
    ]
    if old:
        what = f"{len(old)} in {schema.FOLDER} are not those of this version, such as {old[0]}"
        yield Sign("schema", what, "run “playbook schema”")
    else:
        yield Sign("schema", f"up to date in {schema.FOLDER}")


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""
