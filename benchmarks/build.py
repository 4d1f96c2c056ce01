"""Time a cold build by stage at several sizes, wall and CPU, and how the time grows.

Run `python -m benchmarks.build [SIZE …]`; read the figures as ratios, machines differ.
"""

from __future__ import annotations

import datetime
import gc
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.real import koos

from benchmarks.inventory import write_inventory
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.output import Output

T = TypeVar("T")
TODAY = datetime.date(2026, 11, 24)
SIZES = (500, 1000, 2000)
KOOS = Path(__file__).parents[2] / "shared" / "data" / "koos-gemeinde" / "raw.json"
"""650 processes of German municipalities, built in two languages when it is there."""


Stages = dict[str, tuple[float, float]]
"""Wall time and CPU time in seconds, by stage."""


def timed(stages: Stages, name: str, work: Callable[[], T]) -> T:
    """Do some work and keep what time it takes.

    Args:
        stages: Where it is kept.
        name: The stage.
        work: The work.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    stages[name] = (time.perf_counter() - wall, time.process_time() - cpu)
    return done


def measure(project: Path, output: Path) -> Stages:
    """Return what time each stage of a cold build takes in one process.

    Args:
        project: The project's folder.
        output: Folder for the site.
    """
    stages: Stages = {}
    gc.disable()
    site = timed(stages, "read", lambda: open_site(project, Opening(TODAY)))
    timed(stages, "judge", lambda: [item.judge_all() for item in site.portfolios])
    timed(stages, "try", lambda: [p.tried(i) for p in site.portfolios for i in p.processes])
    build = Build(site, Output(output, project), jobs=1)
    timed(stages, "pages", lambda: build.run(lambda _pages: None))
    gc.enable()
    gc.collect()
    walls, cpus = zip(*stages.values(), strict=True)
    stages["whole"] = (sum(walls), sum(cpus))
    return stages


def show(name: str, stages: Stages) -> None:
    """Print one row of the table: wall time / CPU time of each stage, and the memory so far.

    Args:
        name: What was built.
        stages: What time each stage took.
    """
    cells = "".join(f"{f'{wall:.2f}/{cpu:.2f}':>16}" for wall, cpu in stages.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:>9} {cells} {peak:7.0f} MB", flush=True)


def main() -> None:
    """Print a table of stages by size, the exponent of each, and a real inventory."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    rows: dict[int, Stages] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            project = Path(folder) / f"p{size}"
            write_inventory(project, size)
            rows[size] = measure(project, Path(folder) / f"site{size}")
            if len(rows) == 1:
                print("processes " + "".join(f"{name:>16}" for name in rows[size]))
            show(str(size), rows[size])
        growth = math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0.0
        if growth:
            first, last = rows[sizes[0]], rows[sizes[-1]]
            exponents = (math.log(last[name][1] / first[name][1]) / growth for name in first)
            print("exponent  " + "".join(f"{exponent:>16.2f}" for exponent in exponents))
        if KOOS.is_file():
            koos.convert(KOOS, Path(folder) / "koos")
            show("KOOS, 2x", measure(Path(folder) / "koos", Path(folder) / "koos-site"))


if __name__ == "__main__":
    main()
