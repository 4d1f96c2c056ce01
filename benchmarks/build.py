"""Time a cold build by stage at several sizes, and how the time grows.

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
from playbook.site import Opening, open_site
from playbook.write.output import Output

T = TypeVar("T")
TODAY = datetime.date(2026, 11, 24)
SIZES = (500, 1000, 2000)
KOOS = Path(__file__).parents[2] / "shared" / "data" / "koos-gemeinde" / "raw.json"
"""650 processes of German municipalities, built in two languages when it is there."""


def timed(stages: dict[str, float], name: str, work: Callable[[], T]) -> T:
    """Do some work and keep its wall time.

    Args:
        stages: Wall time in seconds by stage, added to.
        name: The stage.
        work: The work.
    """
    start = time.perf_counter()
    done = work()
    stages[name] = stages.get(name, 0.0) + time.perf_counter() - start
    return done


def measure(project: Path, output: Path) -> dict[str, float]:
    """Return the wall time of each stage of a cold build, in seconds.

    Args:
        project: The project's folder.
        output: Folder for the site.
    """
    stages: dict[str, float] = {}
    gc.disable()
    site = timed(stages, "read", lambda: open_site(project, Opening(TODAY)))
    timed(stages, "judge", lambda: [item.judge_all() for item in site.portfolios])
    build = Build(site, Output(output, project), jobs=1)
    timed(stages, "pages", lambda: build.run(lambda _pages: None))
    gc.enable()
    gc.collect()
    stages["whole"] = sum(stages.values())
    return stages


def show(name: str, stages: dict[str, float]) -> None:
    """Print one row of the table.

    Args:
        name: What was built.
        stages: Wall time in seconds by stage.
    """
    print(f"{name:>9} " + "".join(f"{time:9.2f}s" for time in stages.values()))


def main() -> None:
    """Print a table of stages by size, the exponent of each, and a real inventory."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    rows: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            project = Path(folder) / f"p{size}"
            write_inventory(project, size)
            rows[size] = measure(project, Path(folder) / f"site{size}")
            if len(rows) == 1:
                print("processes " + "".join(f"{name:>10}" for name in rows[size]))
            show(str(size), rows[size])
        growth = math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else 0.0
        if growth:
            first, last = rows[sizes[0]], rows[sizes[-1]]
            exponents = (math.log(last[name] / first[name]) / growth for name in first)
            print("exponent  " + "".join(f"{exponent:10.2f}" for exponent in exponents))
        if KOOS.is_file():
            koos.convert(KOOS, Path(folder) / "koos")
            show("KOOS, 2x", measure(Path(folder) / "koos", Path(folder) / "koos-site"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
