"""Publishing: building an edition, and showing it where its readers open it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli import completing, editions
from playbook.cli.building import build
from playbook.cli.packing import handed_over
from playbook.cli.progress import bar
from playbook.cli.shared import count, project_option, root_of, say, strict_option
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Unusable

if TYPE_CHECKING:
    from playbook.publish.release import Published, Release
    from playbook.shelves import ShelfKind


@click.command()
@click.argument("dest", shell_complete=completing.places)
@project_option
@click.option(
    "--edition",
    metavar="internal|supplier:NAME",
    shell_complete=completing.editions,
    help="For whom; internal otherwise.",
)
@click.option("--keep", type=click.IntRange(1, 100), help="Releases to keep there; 5 otherwise.")
@click.option("--rollback", is_flag=True, help="Show the release before this one again.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@strict_option
@trust_option
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; by default the cores.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
@click.pass_context
def publish(  # noqa: PLR0913, PLR0917 - one argument for each option
    context: click.Context,
    dest: str,
    project: Path,
    edition: str | None,
    keep: int | None,
    rollback: bool,
    as_json: bool,
    strict: bool,
    trusted: bool,
    jobs: int | None,
    quiet: bool,
) -> int:
    """Build the site and show it where its readers open it.

    DEST is a folder, git:BRANCH or git:BRANCH@REMOTE, an address such as s3://BUCKET/PATH, one
    that an extension declares, or the name of a place in “publish:” of playbook.yaml.
    """
    from playbook.load.settings import read_settings  # noqa: PLC0415 - start-up
    from playbook.publish import places  # noqa: PLC0415 - start-up

    root = root_of(project)
    found = places.destination(read_settings(root).publish or {}, dest, root)
    edition = editions.checked(edition or found.edition or editions.INTERNAL)

    def allow(shown: str) -> None:
        places.refuse_public(found, shown, dest)

    if not rollback:
        allow(edition)
    declared = _declared(root, trusted) if places.needs_extension(found.to) else {}
    publisher = places.publisher(found, root, keep or found.keep, declared)
    if rollback:
        with bar("Bringing back", None, quiet) as seen:
            done = publisher.rollback(allow, seen)
        _say(done, dest, quiet, as_json)
        return 0
    if edition == editions.INTERNAL:
        words = {"project": root, "strict": strict, "trusted": trusted, "jobs": jobs}
        code = context.invoke(build, edition=edition, quiet=quiet or as_json, **words)
        if code:
            return int(code)
    with _ready(root, edition, trusted, jobs) as release:
        with bar("Publishing", len(release.files), quiet) as seen:
            done = publisher.publish(release, seen)
        _say(done, dest, quiet, as_json)
    return 0


def _declared(root: Path, trusted: bool) -> Mapping[str, ShelfKind]:
    """Return the sorts of places that extensions declare; refuse when they may not be run."""
    from playbook import extensions  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up

    folder = Folder.at(root)
    if trusted or is_trusted(root):
        return extensions.run_alone(folder).shelves
    if left := extensions.left_alone(folder):
        raise Unusable([replace(left, severity="error")])
    return {}


@contextmanager
def _ready(root: Path, edition: str, trusted: bool, jobs: int | None) -> Iterator[Release]:
    """Give what is to be published; a supplier's edition only as it may be handed over."""
    import tempfile  # noqa: PLC0415 - start-up
    import zipfile  # noqa: PLC0415 - start-up

    from playbook.publish.release import release_of  # noqa: PLC0415 - start-up
    from playbook.write import manifest  # noqa: PLC0415 - start-up

    if edition == editions.INTERNAL:
        folder = editions.folder_of(root, None, edition, beside=False)
        yield release_of(folder, manifest.read(folder).files, edition)
        return
    with tempfile.TemporaryDirectory(prefix="playbook-") as empty:
        # What was searched for withheld values is what is published, byte for byte.
        packed = handed_over(root, edition, None, (), None, trusted, jobs)
        with zipfile.ZipFile(packed.path) as archive:
            archive.extractall(empty)
        (folder,) = Path(empty).iterdir()
        files = [path for path in folder.rglob("*") if path.is_file()]
        names = [path.relative_to(folder).as_posix() for path in files]
        yield release_of(folder, names, edition)


def _say(done: Published, where: str, quiet: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"place": where, **asdict(done)}))
    if quiet or as_json:
        return
    changed = f"{count(done.written, 'file')} new or changed, {done.removed} removed"
    nothing = not done.written and not done.removed
    say(f"Release {done.number} is shown at {where}, {done.way}.")
    say(f"{count(done.total, 'file')}: {'nothing has changed' if nothing else changed}.")
    if done.number > 1:
        say(f"To go back: playbook publish {where} --rollback")
