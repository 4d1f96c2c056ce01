"""Exporting what a project holds and what is judged of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli.progress import bar
from playbook.cli.shared import open_project, opening, project_option, root_of, say, tell, today
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.contexts.view import View
    from playbook.site import Site


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--what",
    type=click.Choice(["inventory", "open", "findings"]),
    default="inventory",
    show_default=True,
    help="The whole inventory, what is open as a list of work, or what the rules find.",
)
@click.option("--role", default="", metavar="ID", help="Of what is open: only this role's work.")
@click.option("--organisation", metavar="ID", help="Which one; not needed when there is one.")
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    help="Language of heads, choices and sentences; by default the site's first.",
)
@project_option
@trust_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems.")
def export(  # noqa: PLR0913, PLR0917 - one argument for each option
    file: Path,
    what: str,
    role: str,
    organisation: str | None,
    language: str | None,
    project: Path,
    trusted: bool,
    quiet: bool,
) -> int:
    """Write the inventory, what is open or the findings to a file.

    FILE ends with .xlsx for a workbook, .csv for one list, .zip for lists, or .json. It is for
    inside: it holds what no supplier may see. An .xlsx or .zip of the inventory or of what is open
    can be filled in and read back with `playbook import`.
    """
    from playbook.export.files import FORMS  # noqa: PLC0415 - start-up

    if file.suffix.lower() not in FORMS:
        what_is = f"“{file.name}” does not say what to write"
        instead = f"let its name end with {', '.join(FORMS[:-1])} or {FORMS[-1]}"
        raise Unusable([Problem(Place(file.name), what_is, instead, "X01")])
    root = root_of(project)
    with bar("Reading", None, quiet):
        site = open_project(root, opening(root, trusted or is_trusted(root)))
    tell(site.warnings)
    view = _view(site, organisation, language or site.project.config.languages[0])
    _check_role(view, role)
    with bar("Writing", None, quiet):
        _write(site, view, file, what, role)
    if not quiet:
        say(f"{file}: for inside only; no supplier may see it.")
    return 0


def _write(site: Site, view: View, file: Path, what: str, role: str) -> None:
    from playbook.archive.make import replacing, stamp  # noqa: PLC0415 - start-up
    from playbook.export.files import Order, made  # noqa: PLC0415 - start-up

    moment = stamp(datetime.datetime.combine(today(), datetime.time()))
    data = made(view, site.interface, Order(file.name, what, role, moment))
    try:
        with replacing(file) as draft:
            draft.write_bytes(data)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        instead = "close it when it is open in another program, or choose another place"
        problem = Problem(Place(file.name), f"it cannot be written ({reason})", instead, "X03")
        raise Unusable([problem]) from None


def _view(site: Site, organisation: str | None, language: str) -> View:
    """Return the organisation that is meant, in a language."""
    views = {view.portfolio.inventory.id: view for view in site.spoken(language)}
    if organisation is None and len(views) == 1:
        return next(iter(views.values()))
    if organisation in views:
        return views[organisation]
    what = f"there is no organisation “{organisation}”" if organisation else "there are several"
    raise Unusable(
        [Problem(Place("--organisation"), what, f"choose one of {', '.join(views)}", "X04")]
    )


def _check_role(view: View, role: str) -> None:
    known = [item.id for item in view.portfolio.inventory.organisation.roles]
    if role and role not in known:
        import difflib  # noqa: PLC0415 - only for a mistake

        near = difflib.get_close_matches(role, known, 1, 0.5)
        instead = f"did you mean “{near[0]}”?" if near else "the roles are in organisation.yaml"
        problem = Problem(Place("--role"), f"there is no role “{role}”", instead, "X05")
        raise Unusable([problem])
