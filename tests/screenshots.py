"""Pictures of every kind of page, to look at: `make screenshots` writes them to `screenshots/`.

Each theme in light and dark, wide and on a phone, and on paper, as a PDF. With `--project` a
project is pictured in its own theme, however large: the largest page of every kind.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from chromium import FLAGS
from inventories import TODAY
from playbook.build import Build
from playbook.opening import Opening
from playbook.site import open_site
from playbook.write.output import Output
from themed import THEMES, Themed, build_themed

REPOSITORY = Path(__file__).parents[1]
SHAPES = (("wide", 1280, "light"), ("phone", 360, "light"), ("dark", 1280, "dark"))
"""Name, width in pixels and scheme of each picture."""


def picture(browser: Browser, themed: Themed, kinds: list[str], output: Path) -> None:
    """Write the pictures of one theme."""
    pages = [page for page in themed.of_each_kind() if not kinds or page.kind in kinds]
    for name, width, scheme in SHAPES:
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme)
        view = context.new_page()
        for page in pages:
            view.goto((themed.folder / page.path).as_uri())
            path = output / themed.theme / f"{page.kind}-{page.language}-{name}.png"
            view.screenshot(path=path, full_page=True)
            if scheme == "light" and width > 1000:
                paper = path.with_name(f"{page.kind}-{page.language}-paper.pdf")
                view.pdf(path=paper, prefer_css_page_size=True)
        context.close()


def build_project(project: Path, folder: Path) -> Themed:
    """Build a project of somebody's own."""
    site = open_site(project, Opening(TODAY))
    output = folder / "site"
    Build(site, Output(output, project), jobs=2).run(lambda _pages: None)
    return Themed(project.resolve().name, output, tuple(site.pages.values()))


def main() -> None:
    """Write pictures of the themes and kinds of pages that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--project", type=Path, help="a folder with a project, not the examples")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "screenshots")
    asked = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        if asked.project:
            built = iter([build_project(asked.project, Path(folder))])
        else:
            built = (build_themed(theme, Path(folder)) for theme in asked.theme or THEMES)
        for themed in built:
            (asked.output / themed.theme).mkdir(parents=True, exist_ok=True)
            picture(browser, themed, asked.kind, asked.output)
        browser.close()
    sys.stdout.write(f"Look at {asked.output}.\n")


if __name__ == "__main__":
    main()
