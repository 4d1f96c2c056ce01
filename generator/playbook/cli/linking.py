"""Links on the command line: inside a built site, to other sites, and what these offer."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.progress import bar
from playbook.cli.shared import count, opening, project_option, root_of, say, strict_option
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.config import OtherSiteSettings
    from playbook.links.following import Follower
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
            raise Unusable([Problem(Place("playbook.yaml"), what, instead, "K25")])
    if source and len(wanted) != 1:
        what, instead = "one file is the list of one site", "name that site"
        raise Unusable([Problem(Place("--from"), what, instead, "K25")])
    if not wanted:
        say("playbook.yaml names no other site under “references:”.")
    return max([_update_one(root, name, sites[name], source, own) for name in wanted], default=0)


def _update_one(
    root: Path, name: str, settings: OtherSiteSettings, source: Path | None, own: tuple[str, ...]
) -> int:
    """Fetch the list of one site, keep it, and say what was done."""
    from playbook.links import updating  # noqa: PLC0415 - start-up
    from playbook.links.asking import Network  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up

    if settings.file:
        say(f"{name}: its list is {settings.file}, a file of the project; nothing is fetched.")
        return 1 if source else 0
    try:
        if source:
            fetched = updating.checked(source.read_bytes(), settings)
        else:
            fetched = updating.fetch(settings, Network(own, updating.LIMITS))
        changed = updating.keep(Folder.at(root), name, fetched)
    except updating.NotFetched as why:
        say(f"{name}: {why}; what was kept stays.")
        return 1
    except Unusable as refused:
        say(f"{name}: {refused}; what was kept stays.")
        return 1
    except OSError as error:
        say(f"{name}: the system refuses ({(error.strerror or '').lower()}); what was kept stays.")
        return 1
    say(f"{name}: {count(fetched.offers, 'name')}, {'kept anew' if changed else 'as it was'}.")
    return 0


@click.command()
@project_option
@strict_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@own_option
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="Servers to ask at once; each gets one question at a time.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=0.5,
    show_default=True,
    help="Seconds between two questions to one server.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 300),
    default=30.0,
    show_default=True,
    help="Seconds for one question and its answer.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
def linkcheck(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    strict: bool,
    form: str,
    own: tuple[str, ...],
    jobs: int,
    delay: float,
    timeout: float,
    quiet: bool,
) -> int:
    """Follow the links of a project to other sites, and tell which lead nowhere.

    This goes on the network, and nothing else does but “references update” and “publish”. Servers
    are told nothing but the address that is asked for.
    """
    from playbook import report  # noqa: PLC0415 - start-up
    from playbook.links import told  # noqa: PLC0415 - start-up
    from playbook.links.sources import outside_links  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up
    from playbook.load.project import read_project  # noqa: PLC0415 - start-up

    root = root_of(project)
    folder = Folder.at(root, opening(root, trusted=False).store)
    read = read_project(folder)
    links = outside_links(folder, read)
    verdicts, idle = told.ignoring(links, read.config.links_ignored)
    todo = [link for link in links if link not in verdicts]
    follower = _follower(own, jobs, delay, timeout)
    with bar("Following", len(todo), quiet) as seen:
        verdicts |= follower.follow(todo, seen)
    found = told.told(links, verdicts)
    problems = told.problems(found) + told.idle_problems(idle, read.config_places)
    issues = [*report.of_problems(problems)]
    click.echo(told.as_json(found) if form == "json" else report.as_text(issues), nl=False)
    if not quiet:
        say(told.summary(found))
    return 1 if any(strict or one.severity == "error" for one in problems) else 0


def _follower(own: tuple[str, ...], jobs: int, delay: float, timeout: float) -> Follower:
    from playbook.links.asking import Limits, Network  # noqa: PLC0415 - start-up
    from playbook.links.following import Clock, Follower, Manners  # noqa: PLC0415 - start-up

    limits = Limits(silence=min(timeout, 10.0), whole=timeout)
    clock = Clock(time.monotonic, time.sleep)
    return Follower(Network(own, limits), Manners(jobs=jobs, delay=delay), clock)
