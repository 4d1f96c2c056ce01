"""The examples in every shipped theme, and some pages of every kind of them."""

from __future__ import annotations

import gzip
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from inventories import TODAY
from past.repositories import commit, git
from playbook import resources
from playbook.build import Build
from playbook.opening import Opening
from playbook.past.remembered import remembered
from playbook.plan import Page
from playbook.site import open_site
from playbook.supply import supplier_site
from playbook.write.output import Output

THEMES = sorted(path.parent.name for path in resources.themes().glob("*/theme.yaml"))
SUPPLIERS = ("nordia", "zilverdijk")
"""Whose edition is in English, and whose in Dutch."""
TOOLS = Path(__file__).parent / "tools"
MODULES = TOOLS / "node_modules"


@dataclass(frozen=True)
class Themed:
    """A site that was built in one theme, and the sites of some suppliers in folders of it.

    Args:
        theme: Name of the theme.
        folder: Where it was built.
        pages: The pages of all these sites, each with its address in the folder.
    """

    theme: str
    folder: Path
    pages: tuple[Page, ...]

    def of_each_kind(self, per_kind: int = 1) -> list[Page]:
        """Return some pages of every kind in every language, those of processes the richest."""
        found: dict[tuple[str, str], list[Page]] = {}
        for page in self.pages:
            if page.kind.startswith("moved"):  # leads on to another page before it can be looked at
                continue
            found.setdefault((page.kind, page.language), []).append(page)
        pages = []
        for several in found.values():
            several.sort(key=lambda page: -(self.folder / page.path).stat().st_size)
            pages += several[:per_kind]
        return pages


def leads_on(path: Path) -> bool:
    """Tell whether a page stands at a former address, and is left again at once."""
    return 'http-equiv="refresh"' in path.read_text("utf-8")


def build_themed(theme: str, folder: Path, languages: str = "[nl, en]") -> Themed:
    """Build the examples in a theme."""
    repository = Path(__file__).parents[1]
    project = folder / f"project-{theme}"
    organisations = Path("content") / "organisations"
    shutil.copytree(repository / organisations, project / organisations)
    own = project / organisations / "waterland" / "pages"
    own.mkdir(exist_ok=True)
    (own / "work.nl.md").write_text("# Zo werken wij\n\n:::{note}\nKort.\n:::\n", "utf-8")
    (own / "work.en.md").write_text("# How we work\n\n:::{note}\nShort.\n:::\n", "utf-8")
    settings = f"title: {{nl: Draaiboek, en: Playbook}}\nlanguages: {languages}\ntheme: {theme}\n"
    settings += "extensions: [extensions/page.py]\nhistory: {months: 6, since: 2026-08-31}\n"
    (project / "playbook.yaml").write_text(settings, "utf-8")
    (project / "extensions").mkdir()
    documented = (repository / "docs" / "extensions.md").read_text("utf-8")
    program = documented.partition("# extensions/page.py\n")[2].partition("```")[0]
    (project / "extensions" / "page.py").write_text(program, "utf-8")
    keep_past(project, project / organisations / "waterland" / "processes")
    site = remembered(open_site(project, Opening(TODAY, trusted=True)))
    output = folder / f"site {theme}"
    Build(site, Output(output, project), jobs=2).run(lambda _pages: None)
    pages = list(site.pages.values())
    for supplier in SUPPLIERS:
        edition = supplier_site(site, supplier)
        Build(edition, Output(output / supplier, project), jobs=1).run(lambda _pages: None)
        pages += [replace(page, path=f"{supplier}/{page.path}") for page in edition.pages.values()]
    return Themed(theme, output, tuple(pages))


def keep_past(project: Path, processes: Path) -> None:
    """Let Git keep a project as it was before two things were known and one process was there."""
    now = {path: path.read_text("utf-8") for path in processes.glob("*.yaml")}
    for path, text in now.items():
        before = re.sub(r"(?m)^    terms: .*\n(?:      .*\n)*", "", text, count=1)
        path.write_text(before.rpartition("\n  - id: ")[0] + "\n", "utf-8")
    git(project, "init", "-q", "-b", "main")
    commit(project, "2026-07-10")
    for path, text in now.items():
        path.write_text(text, "utf-8")
    commit(project, "2026-10-05")


class _Compressed(SimpleHTTPRequestHandler):
    """Serve files as a web server does: compressed."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=31536000")
        if path.suffix in (".html", ".css", ".js", ".svg"):
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressed, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
