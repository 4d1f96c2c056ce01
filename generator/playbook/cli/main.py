"""The commands, and how each of them ends.

Exit codes: 0 all is well, 1 problems were found, 2 the work cannot go on, 3 a mistake in
the program itself.
"""

from __future__ import annotations

import io
import os
import sys
import traceback

import click

from playbook import __version__
from playbook.cli.answering import answers
from playbook.cli.building import build
from playbook.cli.changing import diff, history
from playbook.cli.checking import check, status
from playbook.cli.describing import schema
from playbook.cli.doctoring import doctor
from playbook.cli.exporting import export
from playbook.cli.importing import import_
from playbook.cli.linking import linkcheck, references
from playbook.cli.packing import pack
from playbook.cli.publishing import publish
from playbook.cli.serving import serve
from playbook.cli.shared import CANNOT_GO_ON, say, tell
from playbook.cli.shells import PROGRAM, VARIABLE, completion, prepare
from playbook.cli.starting import init
from playbook.cli.theming import theme
from playbook.cli.trusting import trust
from playbook.cli.verifying import verify
from playbook.problems import Unusable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="playbook %(version)s")
def main() -> None:
    """Turn an inventory of business processes into a readiness playbook."""


for _command in (
    answers,
    build,
    check,
    completion,
    diff,
    export,
    doctor,
    history,
    import_,
    init,
    linkcheck,
    pack,
    publish,
    references,
    schema,
    serve,
    status,
    theme,
    trust,
    verify,
):
    main.add_command(_command)


def run() -> int:
    """Run the command that was asked for, and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            _never_fail(stream)
    return _code()


def _never_fail(stream: io.TextIOWrapper) -> None:
    """Let a stream take every sign: UTF-8 for files and programs, what it can on a terminal.

    On Windows a pipe speaks an old encoding that lacks signs which inventories are full of.
    """
    told = stream.isatty() or bool(os.environ.get("PYTHONIOENCODING"))
    stream.reconfigure(encoding=None if told else "utf-8", errors="replace")


def _code() -> int:
    try:
        if VARIABLE in os.environ:
            prepare()
        code = main(prog_name=PROGRAM, complete_var=VARIABLE, standalone_mode=False)
    except Unusable as unusable:
        tell(unusable.problems)
        return 2 if any(problem.code in CANNOT_GO_ON for problem in unusable.problems) else 1
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.")
        return 130
    except BrokenPipeError:
        return 0
    except Exception:
        traceback.print_exc()
        say(
            "This is a mistake in playbook itself, not in your files. "
            "Please report it with the lines above."
        )
        return 3
    return code if isinstance(code, int) else 0
