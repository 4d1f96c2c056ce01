"""Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from playbook.cli.shared import count, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--vscode", is_flag=True, help="Print settings for .vscode/settings.json too.")
def schema(folder: Path | None, vscode: bool) -> int:
    """Write a JSON Schema for every kind of file, so that an editor helps while you write.

    FOLDER is “.playbook/schema” when you do not say.
    """
    from playbook import schema as made  # noqa: PLC0415 - start-up

    target = folder or Path(made.FOLDER)
    target.mkdir(parents=True, exist_ok=True)
    found = made.schemas()
    for name, value in found.items():
        path = target / f"{name}.schema.json"
        path.write_text(made.as_text(value), "utf-8", newline="\n")
    say(f"{count(len(found), 'schema')} written to {target}.")
    if vscode:
        click.echo(made.as_text(made.settings()), nl=False)
    else:
        say("For VS Code: playbook schema --vscode prints settings for .vscode/settings.json.")
        say("For one file, write as its first line, with the path from that file:")
        say(f"  # yaml-language-server: $schema={target.as_posix()}/processes.schema.json")
    return 0
