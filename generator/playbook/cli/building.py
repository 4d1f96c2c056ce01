"""Building."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli import editions
from playbook.cli.editions import edition_option
from playbook.cli.progress import bar
from playbook.cli.shared import (
    as_line,
    count,
    open_project,
    opening,
    project_option,
    remembering,
    root_of,
    say,
    strict_option,
    tell,
)
from playbook.cli.trusting import is_trusted, trust_option

if TYPE_CHECKING:
    from playbook.former import Built, Tally
    from playbook.opening import Opening
    from playbook.site import Site
    from playbook.write.output import Output


@click.command()
@project_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for the site; by default “site” in the project.",
)
@edition_option
@strict_option
@trust_option
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; by default the cores.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.option("--json", "as_json", is_flag=True, help="Print what was built as one line of JSON.")
def build(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    output: Path | None,
    edition: str,
    strict: bool,
    trusted: bool,
    jobs: int | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Build the site into a folder."""
    from playbook import workers  # noqa: PLC0415 - start-up
    from playbook.former import recall_built, source_digest  # noqa: PLC0415 - start-up

    root, edition = root_of(project), editions.checked(edition, all_too=True)
    end = _End(quiet, as_json)
    how = remembering(root, opening(root, trusted or is_trusted(root), jobs or workers.cores()))
    source = source_digest(root, how)
    if edition == editions.INTERNAL:
        target = _target(root, output, edition)
        built = recall_built(how.store, target.folder) if how.store else None
        if built and built.source == source and _is_there(root, target, built):
            for line in built.warnings:
                say(line)
            if strict and built.warnings:
                return 1
            end.say(target, edition, built.tally, None)
            return 0
    with bar("Reading", None, end.silent):
        site = open_project(root, how)
    tell(site.warnings)
    if strict and site.warnings:
        return 1
    if edition == editions.ALL:
        for one in editions.every(site):
            _build_one(site, _target(root, output, one, beside=True), one, how, source, end)
        _clear_former(root, output, site, end.silent)
        return 0
    _build_one(site, _target(root, output, edition), edition, how, source, end)
    return 0


def _target(root: Path, output: Path | None, edition: str, beside: bool = False) -> Output:
    from playbook.write.output import Output  # noqa: PLC0415 - start-up

    return Output(editions.folder_of(root, output, edition, beside), root)


def _clear_former(root: Path, output: Path | None, site: Site, quiet: bool) -> None:
    """Empty the folders of suppliers that have no edition any more."""
    from playbook.write import manifest  # noqa: PLC0415 - start-up
    from playbook.write.output import Output  # noqa: PLC0415 - start-up

    folder = editions.folder_of_suppliers(root, output)
    known = {editions.folder_of(root, output, one, beside=True) for one in editions.every(site)}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path not in known and (path / manifest.NAME).is_file():
            removed = Output(path, root).clear()
            if removed and not quiet:
                say(f"{path}: there is no such edition any more, {count(removed, 'file')} removed.")


def _is_there(root: Path, target: Output, built: Built) -> bool:
    files = target.former.files
    needed = all((root / name).is_file() for name in built.needs)
    return (
        bool(files) and needed and _is_offered(root, built) and target.former.whole(target.folder)
    )


def _is_offered(root: Path, built: Built) -> bool:
    """Tell whether installed packages offer the same extensions and themes as they did."""
    if built.themes:
        from playbook.former import themes_digest  # noqa: PLC0415 - only when there are

        if themes_digest(built.themes) != built.looks:
            return False
    if not built.packages:
        return True
    from playbook import extensions  # noqa: PLC0415 - only when there are

    return extensions.digest(root, built.packages).hex() == built.offered


@dataclass(frozen=True, slots=True)
class _End:
    """Say how a build ended.

    Args:
        quiet: Whether to say nothing but problems.
        as_json: Whether another program reads it.
    """

    quiet: bool
    as_json: bool

    @property
    def silent(self) -> bool:
        """Tell whether nothing is said to a person."""
        return self.quiet or self.as_json

    def say(
        self, target: Output, edition: str, counted: Tally, done: tuple[int, int] | None
    ) -> None:
        """Say what was built: to a person, or to another program."""
        if self.quiet and not self.as_json:
            return
        from playbook.cli.concluding import conclude  # noqa: PLC0415 - start-up

        conclude(target, edition, counted, done, self.as_json)


def _build_one(  # noqa: PLR0913, PLR0917 - what a build is made of
    site: Site, target: Output, edition: str, how: Opening, source: str, end: _End
) -> None:
    """Build one edition, and say what was done."""
    from playbook import extensions  # noqa: PLC0415 - start-up
    from playbook.build import Build  # noqa: PLC0415 - start-up
    from playbook.cli.concluding import tally  # noqa: PLC0415 - start-up
    from playbook.former import Built, Tally, keep_built, themes_digest  # noqa: PLC0415 - start-up

    mine = editions.published(site, edition)
    inside = edition == editions.INTERNAL
    with bar("Building", len(mine.pages), end.silent) as seen:
        done = (
            Build(mine, target, how.jobs, how.store, partial(open_project, site.root, how))
            if inside
            else Build(mine, target, how.jobs)
        ).run(seen)
    counted = tally(site) if inside else Tally(pages=len(mine.pages))
    if how.store:
        # What is remembered of a folder names the edition, so that another is built anew.
        built = Built(
            source=source if inside else f"{source} {edition}",
            tally=counted,
            warnings=tuple(as_line(warning) for warning in site.warnings),
            needs=site.needed_files,
            packages=site.packages,
            offered=extensions.digest(site.root, site.packages).hex(),
            themes=site.installed_themes,
            looks=themes_digest(site.installed_themes),
        )
        keep_built(how.store, target.folder, built)
        if inside:
            how.store.forget_unused()
    if how.memory and inside:
        how.memory.forget_unused()
    end.say(target, edition, counted, (done.written, done.removed))
