"""Every command with its arguments and options, as the program itself declares them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Final

import click

from playbook.cli.main import main
from playbook.pagekinds import page

_INTRODUCTION: Final = """\
What you type in a terminal. Each command works on the project in this folder, or the nearest above
it. `playbook COMMAND --help` prints what stands here.

## How a command ends

A program, such as a pipeline, sees by a number how a command ended.

| Code | When |
|---|---|
"""
_ENDING: Final = re.compile(r"(\d+) ([^,.]+)")


def endings() -> dict[str, str]:
    """Return what each exit code means, by the code, as the program says it of itself."""
    said = (inspect.getdoc(inspect.getmodule(main.callback)) or "").partition("Exit codes:")[2]
    return {code: " ".join(what.split()) for code, what in _ENDING.findall(said)} | {
        "130": "it was stopped, with Ctrl and C"
    }


@page("commands", title={"en": "Commands and options", "nl": "Opdrachten en opties"}, language="en")
def commands(_portfolio: Any, _language: str) -> str:
    """Return every command."""
    rows = [f"| {code} | {what} |" for code, what in endings().items()]
    said = [_INTRODUCTION + "\n".join(rows), ""]
    said += (line for name in sorted(main.commands) for line in _command(name, main.commands[name]))
    return "\n".join(said)


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=f"playbook {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## playbook {name}\n"
    yield f"```console\n$ playbook {name} {usage}\n```\n"
    yield f"{_told(command.help)}\n"
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    if options:
        yield "| Option | What it does | Default |"
        yield "|---|---|---|"
        yield from (_option(one, context) for one in options)
        yield ""
    if isinstance(command, click.Group):
        for inner in sorted(command.commands):
            yield from _command(f"{name} {inner}", command.commands[inner])


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{one}`" for one in (*option.opts, *option.secondary_opts))
    takes = "" if option.is_flag or option.count else f" `{option.make_metavar(context)}`"
    default = option.get_default(context, call=False)
    shown = f"`{default}`" if option.show_default and default not in (None, ()) else ""
    more = " May be given more than once." if option.multiple else ""
    return _row(names + takes, _told(option.help) + more, shown)


def _told(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").replace("\b", "").split())


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
