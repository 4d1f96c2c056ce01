"""The same processes by Sphinx: reStructuredText, a table of contents for each department.

Its pages hold less than ours: no guides, no pictures.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from benchmarks.peers import facts
from playbook.site import Site

OUTPUT = "_build"
MOST = 1_000
"""Processes up to which it is measured; beyond that it takes many minutes."""


def find() -> str | None:
    """Return the program, when it is installed beside this Python."""
    beside = Path(sys.executable).with_name("sphinx-build")
    return str(beside) if beside.is_file() else None


def write_project(site: Site, folder: Path) -> None:
    """Write a project for Sphinx with the same processes.

    Args:
        site: A site of one organisation in one language.
        folder: Folder to write.
    """
    (folder / "processes").mkdir(parents=True)
    (folder / "conf.py").write_text('project = "Benchmark"\nhtml_theme = "basic"\n', "utf-8")
    shared: facts.Front = {}
    departments: dict[str, list[str]] = {}
    for key, front, text in facts.pages(site, shared):
        departments.setdefault(front["department"], []).append(key)
        path = folder / "processes" / f"{key}.rst"
        path.write_text(_page(front, shared, text), "utf-8")
    for number, (name, keys) in enumerate(departments.items()):
        entries = "".join(f"   processes/{key}\n" for key in keys)
        page = f"{_title(name)}\n.. toctree::\n\n{entries}"
        (folder / f"d{number}.rst").write_text(page, "utf-8")
    entries = "".join(f"   d{number}\n" for number in range(len(departments)))
    index = f"{_title('Benchmark')}\n.. toctree::\n   :maxdepth: 1\n\n{entries}"
    (folder / "index.rst").write_text(index, "utf-8")


def command(program: str) -> list[str]:
    """Return the command that builds, with both processors.

    Args:
        program: What `find` returned.
    """
    return [program, "-q", "-j", "2", "-b", "html", ".", OUTPUT]


def _page(front: facts.Front, shared: facts.Front, text: str) -> str:
    parts = [_title(front["title"]), _plain(f"{front['department']} · {front['owner']}"), text]
    parts += [_title("What is missing", "-")]
    parts += [_criterion(row, shared) for row in front["missing"]]
    for step in front["steps"]:
        parts.append(_title(shared["steps"][step["code"]]["name"], "-"))
        parts += [_criterion(row, shared) for row in step["rows"]]
    parts.append(_title("Findings", "-"))
    for row in front["findings"]:
        rule = shared["rules"][row[0]]
        said = f"{rule['title']} {row[2]} {rule['question']} {rule['mitigation']}"
        parts.append(f"* {row[0]} {_plain(said)}")
    for table in front["tables"]:
        parts.append(_title(table["title"], "-"))
        parts += ["* " + " | ".join(_plain(cell) for cell in cells) for cells in table["rows"]]
    parts += [f"* {_plain(name)}: {_plain(value)}" for name, value in front["facts"]]
    return "\n\n".join(parts) + "\n"


def _criterion(row: tuple[str, ...], shared: facts.Front) -> str:
    said = shared["criteria"][row[0]]
    return f"* {row[0]} {_plain(said['name'])}: {row[1]}. {_plain(row[2])} ``{row[3]}``"


def _title(text: str, sign: str = "=") -> str:
    plain = _plain(text)
    return f"{plain}\n{sign * max(4, len(plain) + 2)}\n"


def _plain(html: str) -> str:
    bare = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    return re.sub(r"([\\*_`|])", r"\\\1", bare)
