"""Beginning a project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli.importing import read_bytes, told
from playbook.cli.shared import count, say
from playbook.cli.trusting import trust_from_now_on

if TYPE_CHECKING:
    from playbook.start.files import Wanted


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), required=False
)
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--name", help="Name of the organisation.")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Language; nl otherwise.")
@click.option("--department", "departments", multiple=True, metavar="NAME", help="A department.")
@click.option(
    "--example", type=click.Choice(["waterland", "minimal"]), help="Begin with an example."
)
@click.option(
    "--from", "sheet", type=click.Path(path_type=Path), metavar="FILE", help="Fill it from a sheet."
)
@click.option(
    "--ci",
    "recipe",
    type=click.Choice(["github", "gitlab", "azure"]),
    help="Add a recipe: check every change, publish what is on main.",
)
def init(  # noqa: PLR0913, PLR0917 - one argument for each option
    folder: Path,
    yes: bool,
    name: str | None,
    language: str | None,
    departments: tuple[str, ...],
    example: str | None,
    sheet: Path | None,
    recipe: str | None,
) -> int:
    """Begin a project that builds at once, in FOLDER or here.

    Asks for a name, a language and departments, or nothing with --yes. What is there already is
    never written over. --from takes your own list of processes (.xlsx, .csv), as playbook import
    does.
    """
    from playbook.start.files import Wanted  # noqa: PLC0415 - start-up
    from playbook.start.make import make  # noqa: PLC0415 - start-up

    if example and sheet:
        raise click.UsageError("choose --example or --from, not both")
    wanted = Wanted(
        name=name or (example or "").capitalize(),
        language=language or "",
        departments=departments,
        example=example or "",
        recipe=recipe or "",
        filled=sheet is not None,
    )
    wanted = _completed(wanted, folder, ask=not yes and sys.stdin.isatty())
    data = (sheet.name, read_bytes(sheet)) if sheet else None
    made = make(folder, wanted, data)
    trust_from_now_on(folder.resolve())
    if made.taken:
        for line in told(made.taken, dry=False):
            say(line)
    for spared in made.spared:
        say(f"{spared} was there already, and is left as it is.")
    say(f"{count(len(made.files), 'file')} in {folder.resolve()}.")
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    say(f"Next: {inside}playbook build, then open site/index.html; or playbook serve.")
    return 0


def _completed(wanted: Wanted, folder: Path, ask: bool) -> Wanted:
    """Return what is wanted, with what was not said asked or chosen."""
    from playbook.start.files import Wanted  # noqa: PLC0415 - start-up

    language = wanted.language or (
        click.prompt("Taal / language", type=click.Choice(["nl", "en"]), default="nl", err=True)
        if ask
        else "nl"
    )
    dutch = language == "nl"
    usual = _usual_name(folder, dutch)
    name = wanted.name or (
        click.prompt(
            "Naam van de organisatie" if dutch else "Name of the organisation",
            default=usual,
            err=True,
        )
        if ask
        else usual
    )
    departments = wanted.departments
    if ask and not departments and not wanted.example and not wanted.filled:
        question = (
            "Afdelingen, met komma's ertussen (mag leeg)"
            if dutch
            else "Departments, with commas between them (may be empty)"
        )
        said = click.prompt(question, default="", show_default=False, err=True)
        departments = tuple(part for part in map(str.strip, said.split(",")) if part)
    return Wanted(name, language, departments, wanted.example, wanted.recipe, wanted.filled)


def _usual_name(folder: Path, dutch: bool) -> str:
    """Return the name of the folder as a name, or a name for want of a better one."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    if not any(letter.isalpha() for letter in words):
        return "Onze organisatie" if dutch else "Our organisation"
    return words[0].upper() + words[1:]
