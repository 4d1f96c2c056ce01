"""Words in, words and exit codes out; the only floor that knows the clock and the terminal."""

from playbook.cli.main import run

__all__ = ["run"]
