"""Checking an archive that is about to be sent, or that came in."""

from __future__ import annotations

from pathlib import Path

import click

from playbook.cli.shared import count, say


@click.command()
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--password", help="What the archive was locked with.", envvar="PLAYBOOK_PASSWORD")
def verify(archive: Path, password: str | None) -> int:
    """Check that an archive is as it was made: nothing added, changed or missing.

    Ends with 0 when it is, 1 when it is not, 2 when it cannot be read at all.
    """
    from playbook.archive.check import NoArchiveError, check, digest  # noqa: PLC0415 - start-up

    try:
        objections = check(archive, password)
        code = digest(archive)
    except NoArchiveError as told:
        say(f"{archive.name}: {told}.")
        return 2
    for objection in objections:
        say(f"{archive.name}: {objection}")
    if objections:
        say(f"{count(len(objections), 'objection')}: this is not the archive that was made.")
        return 1
    say(f"{archive.name} is as it was made. Compare this digest with the one in the log:")
    click.echo(code)
    return 0
