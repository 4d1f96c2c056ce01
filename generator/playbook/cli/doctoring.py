"""Looking whether everything is in order, and saying what to do when it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from playbook.cli.shared import project_option, root_of
from playbook.problems import Unusable

if TYPE_CHECKING:
    from playbook.cli.health.sign import Sign


@click.command()
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def doctor(context: click.Context, project: Path, as_json: bool) -> int:
    """Look whether everything is in order: the installation, and the project you are in.

    Ends with 0 when it is, and with 1 when something needs attention. It changes nothing.
    """
    named = context.get_parameter_source("project") is not ParameterSource.DEFAULT
    signs = list(_signs(project, named))
    well = all(sign.well for sign in signs)
    if as_json:
        click.echo(json.dumps({"well": well, "signs": [*map(_as_json, signs)]}, indent=2))
    else:
        _print(signs)
    return 0 if well else 1


def _signs(project: Path, named: bool) -> Iterator[Sign]:
    from playbook.cli.health import history, installation, places  # noqa: PLC0415 - start-up
    from playbook.cli.health import project as of_project  # noqa: PLC0415 - start-up
    from playbook.cli.health.sign import Sign, looked  # noqa: PLC0415 - start-up

    yield from looked(installation.looks())
    root = None
    try:
        root = root_of(project)
    except Unusable as unusable:
        what = "none here, so only the installation was looked at"
        yield Sign("project", what, unusable.problems[0].instead if named else "")
    yield from looked([("git", lambda: history.history(root))])
    if root is not None:
        yield from looked(of_project.looks(root))
        yield from looked(places.looks(root))


def _as_json(sign: Sign) -> dict[str, str]:
    state = "ok" if sign.well else "attention"
    return {"name": sign.name, "state": state, "what": sign.what, "instead": sign.instead}


def _print(signs: Sequence[Sign]) -> None:
    width = max(len(sign.name) for sign in signs)
    for sign in signs:
        state, colour = ("ok", "green") if sign.well else ("attention", "yellow")
        click.secho(f"{state:9}", fg=colour, nl=False)
        click.echo(f"  {sign.name:{width}}  {sign.what}")
        if sign.instead:
            click.echo(f"{'':{width + 13}}→ {sign.instead}")
    wrong = sum(not sign.well for sign in signs)
    click.echo("")
    click.echo(f"{wrong} of {len(signs)} need attention." if wrong else "Everything is in order.")
