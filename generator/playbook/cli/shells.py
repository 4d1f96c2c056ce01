"""Completing words in a shell, by the library's own way."""

from __future__ import annotations

import os
from typing import Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

PROGRAM: Final = "playbook"
VARIABLE: Final = "_PLAYBOOK_COMPLETE"
"""What a shell sets when it asks for words instead of running a command."""
SHELLS: Final = ("bash", "zsh", "fish")


class Bash(BashComplete):
    """Complete in Bash, which takes a colon for the end of a word: ``supplier:nordia`` is three.

    So the line itself is read, and of what is found only the part after the last colon is told.
    """

    _told = 0
    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(env COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" COMP_BREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1")
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            dir) COMPREPLY=(); compopt -o dirnames ;;
            file) COMPREPLY=(); compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being written, and what there is of that."""
        line = os.environ["COMP_LINE"].encode()[: int(os.environ["COMP_POINT"])].decode()
        words = split_arg_string(line)
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        if ":" in os.environ.get("COMP_BREAKS", ":"):
            value = incomplete.partition("=")[2] if incomplete.startswith("-") else incomplete
            self._told = value.rfind(":") + 1
        return words[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word as the script reads it, without what Bash took for words before it."""
        return f"{item.type},{item.value[self._told :] if item.type == 'plain' else item.value}"


class _WholeWord(ShellComplete):
    """Complete in a shell that takes ``--edition=supplier:`` for one word: all of it is told."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is being written, and what there is of that."""
        words, incomplete = super().get_completion_args()
        option, sign, _ = incomplete.partition("=")
        self._before = f"{option}{sign}" if sign and option.startswith("-") else ""
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word as the script reads it, with the option that it belongs to."""
        whole = CompletionItem(f"{self._before}{item.value}", item.type, item.help)
        return super().format_completion(whole)


class Zsh(_WholeWord, ZshComplete):
    """Complete in Zsh."""


class Fish(_WholeWord, FishComplete):
    """Complete in fish."""


def prepare() -> None:
    """Let our own ways of completing take the place of the library's."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell)


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that completes the words of playbook in a shell.

    For Bash: playbook completion bash > ~/.local/share/bash-completion/completions/playbook.
    For the other shells, see docs/install.md.
    """
    prepare()
    made = get_completion_class(shell)
    if made is None:  # the choices above are those that the library knows
        raise click.UsageError(f"{shell} is not known")
    click.echo(made(context.find_root().command, {}, PROGRAM, VARIABLE).source(), nl=False)
    return 0
