"""Time a cold build without references and with some in every process, one after the other.

Run `python -m benchmarks.references [PROCESSES]`; the last line is what references add.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.build import measure
from benchmarks.inventory import write_inventory

ROUNDS = 3
_REFERENCES = "Sees {step}`simplify`, {criterion}`H1` and {rule}`the price <PRI-01>`."


def with_references(project: Path) -> int:
    """Give every process a text that refers to three things, and return how many have one.

    Args:
        project: The project's folder.
    """
    given = 0
    for path in (project / "content" / "organisations").rglob("processes/*.yaml"):
        text, count = re.subn(
            r"^(\s+)notes: .*$",
            rf'\1notes: "{_REFERENCES}"',
            path.read_text("utf-8"),
            flags=re.MULTILINE,
        )
        if not count:
            text, count = re.subn(
                r"^( *)- id: (.*)$",
                rf'\1- id: \2\n\1  notes: "{_REFERENCES}"',
                text,
                flags=re.MULTILINE,
            )
        path.write_text(text, "utf-8")
        given += count
    return given


def without_references(project: Path) -> None:
    """Take the references away and leave their words, so that both texts are of one length.

    Args:
        project: The project's folder.
    """
    for path in (project / "content" / "organisations").rglob("processes/*.yaml"):
        text = re.sub(r"\{(\w+)\}`([^`]*)`", r"(\1) \2", path.read_text("utf-8"))
        path.write_text(text, "utf-8")


def main(processes: int) -> None:
    """Print both times and the difference.

    Args:
        processes: How many processes.
    """
    with tempfile.TemporaryDirectory() as folder:
        plain, told = Path(folder) / "plain", Path(folder) / "told"
        for project in (plain, told):
            write_inventory(project, processes)
            given = with_references(project)
        without_references(plain)
        times: dict[Path, list[float]] = {plain: [], told: []}
        for at in range(ROUNDS):
            for project in (plain, told):
                stages = measure(project, Path(folder) / f"site-{project.name}-{at}")
                times[project].append(stages["whole"][1])
        before, after = (statistics.median(times[project]) for project in (plain, told))
        print(f"{processes} processes, {given} texts that refer to three things each")
        print(f"without {before:.1f} s, with {after:.1f} s of CPU: {after / before - 1:+.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
