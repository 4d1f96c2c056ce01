"""Links on the command line: those inside a built site, and what other sites offer."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.shared import count, project_option, root_of, say
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.config import OtherSiteSettings
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


own_option = click.option(
    "--own",
    multiple=True,
    metavar="SERVER",
    help="A server on your own network that may be asked; “all” for every server.",
)


@click.group()
def references() -> None:
    """Keep what other sites offer to refer to."""


@references.command()
@click.argument("names", nargs=-1)
@project_option
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Take the list of one site from this file, where there is no network.",
)
@own_option
def update(names: tuple[str, ...], project: Path, source: Path | None, own: tuple[str, ...]) -> int:
    """Fetch the lists of other sites, and keep them in the project.

    NAMES are those of “references:” in playbook.yaml; by default all of them. When one cannot be
    fetched its former list stays.
    """
    from playbook.load.settings import read_settings  # noqa: PLC0415 - start-up

    root = root_of(project)
    sites = read_settings(root).references or {}
    wanted = names or tuple(sites)
    for name in wanted:
        if name not in sites:
            instead = f"choose from {', '.join(sites)}" if sites else "name it under “references:”"
            what = f"there is no other site “{name}”"
            raise Unusable([Problem(Place("playbook.yaml"), what, instead, "I05")])
    if source and len(wanted) != 1:
        what, instead = "one file is the list of one site", "name that site"
        raise Unusable([Problem(Place("--from"), what, instead, "I05")])
    if not wanted:
        say("playbook.yaml names no other site under “references:”.")
    return max([_update_one(root, name, sites[name], source, own) for name in wanted], default=0)


def _update_one(
    root: Path, name: str, settings: OtherSiteSettings, source: Path | None, own: tuple[str, ...]
) -> int:
    """Fetch the list of one site, keep it, and say what was done."""
    from playbook.links import updating  # noqa: PLC0415 - start-up
    from playbook.links.asking import Network  # noqa: PLC0415 - start-up

    try:
        if source:
            fetched = updating.checked(source.read_bytes(), settings)
        else:
            fetched = updating.fetch(settings, Network(own, updating.LIMITS))
        changed = updating.keep(root, name, fetched)
    except updating.NotFetched as why:
        say(f"{name}: {why}; what was kept stays.")
        return 1
    except OSError as error:
        say(f"{name}: the system refuses ({(error.strerror or '').lower()}); what was kept stays.")
        return 1
    say(f"{name}: {count(fetched.offers, 'name')}, {'kept anew' if changed else 'as it was'}.")
    return 0
