"""Links on the command line: those inside a site that was built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.shared import count, root_of, say

if TYPE_CHECKING:
    from playbook.report import Issue

_DEFAULT: Final = ""

site_option = click.option(
    "--site",
    metavar="[FOLDER]",
    is_flag=False,
    flag_value=_DEFAULT,
    help="Look at a site that was built, and follow its links; by default “site” in the project.",
)


def site_issues(project: Path, site: str) -> list[Issue]:
    """Return what is wrong with the links inside a site that was built.

    Args:
        project: Folder of the project that was given.
        site: Folder of the site; empty for that of the project.

    Raises:
        Unusable: There is no site.
    """
    from playbook import report, workers  # noqa: PLC0415 - start-up
    from playbook.links.inside import check_site  # noqa: PLC0415 - start-up

    folder = Path(site) if site else Path(os.path.relpath(root_of(project) / "site"))
    done = check_site(folder, workers.cores(), "" if folder == Path() else folder.as_posix())
    say(f"{count(done.files, 'file')} read; they link to {count(done.links, 'place')} inside.")
    return list(report.of_problems(done.problems))
