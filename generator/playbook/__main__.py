"""The command line's first step: the version is told before anything else is imported."""

from __future__ import annotations

import gc
import os
import sys

from playbook import __version__


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"playbook {__version__}\n")
        return
    # What is imported stays: to look for what can be thrown away takes longer than to import it.
    gc.disable()
    from playbook.cli import run  # noqa: PLC0415 - the version needs none of it

    gc.enable()
    _leave(run())


def _leave(code: int) -> None:
    """End at once: to free a large inventory piece by piece takes longer than to read it."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # nobody reads any more
        pass
    os._exit(code)


if __name__ == "__main__":
    main()
