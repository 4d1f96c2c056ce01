"""Handing over: the archive for one supplier."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from playbook.cli import completing, editions
from playbook.cli.shared import count, open_project, opening, project_option, root_of, say, tell
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.handover.pack import Packed


@click.command()
@project_option
@click.option(
    "--edition",
    required=True,
    metavar="supplier:NAME",
    shell_complete=completing.editions,
    help="For which supplier.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive; by default in “site-suppliers” in the project.",
)
@click.option(
    "--password",
    envvar="PLAYBOOK_PASSWORD",
    help="Lock it (AES). Windows itself cannot open such an archive; 7-Zip can.",
)
@click.option(
    "--override",
    "overrides",
    multiple=True,
    metavar="CODE=REASON",
    help="Hand over though this rule holds it up; the reason is kept inside.",
)
@trust_option
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; by default the cores.")
def pack(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    edition: str,
    output: Path | None,
    password: str | None,
    overrides: tuple[str, ...],
    trusted: bool,
    jobs: int | None,
) -> int:
    """Make the archive for one supplier, when nothing in it should stay inside."""
    packed = handed_over(project, edition, output, overrides, password, trusted, jobs)
    for line in _report(packed, edition):
        say(line)
    if password:
        say("Windows itself cannot open this archive: tell the receiver to use 7-Zip.")
        say("Its names of files can be read without the password, and no two are the same bytes.")
    click.echo(packed.entry.sha256)
    return 0


def handed_over(  # noqa: PLR0913, PLR0917 - one argument for each option
    project: Path,
    edition: str,
    output: Path | None,
    overrides: tuple[str, ...],
    password: str | None,
    trusted: bool,
    jobs: int | None,
) -> Packed:
    """Make the archive of an edition, and write in the log that it was made.

    Args:
        project: Folder in or below the project.
        edition: The edition, which is a supplier's.
        output: The archive; nothing for the usual place.
        overrides: What is handed over all the same, as ``CODE=REASON``.
        password: Password to lock it with; nothing leaves it open.
        trusted: Whether the project's own Python files may run.
        jobs: How many processes may work at once; nothing for as many as there are cores.

    Raises:
        Unusable: Something holds it up, or something withheld was found; nothing is written.
    """
    from playbook import workers  # noqa: PLC0415 - start-up
    from playbook.cli.surroundings import revision, surroundings  # noqa: PLC0415 - start-up
    from playbook.handover.pack import Order  # noqa: PLC0415 - start-up
    from playbook.handover.pack import pack as make  # noqa: PLC0415 - start-up

    supplier = editions.supplier_of(editions.checked(edition))
    if not supplier:
        problem = Problem(Place("--edition"), "only a supplier's", "write supplier:NAME", "E06")
        raise Unusable([problem])
    root = root_of(project)
    jobs = jobs or workers.cores()
    site = open_project(root, opening(root, trusted or is_trusted(root), jobs))
    tell(site.warnings)
    order = Order(
        supplier=supplier,
        target=output.resolve() if output else None,
        overrides=dict(map(_reason, overrides)),
        password=password,
        revision=revision(root),
        around=tuple(surroundings(root)),
        jobs=jobs,
    )
    return make(site, order)


def _reason(text: str) -> tuple[str, str]:
    code, mark, reason = text.partition("=")
    if not mark or not reason.strip():
        problem = Problem(
            Place("--override"), f"“{text}” gives no reason", "write CODE=REASON", "P03"
        )
        raise Unusable([problem])
    return code.strip(), reason.strip()


def _report(packed: Packed, edition: str) -> Iterable[str]:
    """Say to the sender what the archive holds, and what was taken out of it."""
    entry, removed = packed.entry, packed.removed
    yield (
        f"{edition}: {count(len(entry.processes), 'process')}, "
        f"{count(entry.questions, 'question')}, {count(packed.files, 'file')}."
    )
    yield f"Left out: {count(removed.processes, 'process')} not shared."
    for rule, what in _RULES.items():
        fields = removed.by_rule.get(rule, {})
        total = sum(fields.values())
        if total:
            most = sorted(fields.items(), key=lambda item: (-item[1], item[0]))[:5]
            named = ", ".join(f"{name} {number}" for name, number in most)
            yield f"  {what}: {count(total, 'value')} ({named}{', …' if len(fields) > 5 else ''})."
    yield (
        f"Searched every byte for {count(packed.searched, 'value')}; found none. Not looked for: "
        f"{packed.too_short} too short to tell anything, {packed.allowed} that the method, the "
        "theme or the shared facts say as well."
    )
    for override in entry.overrides:
        yield f"Handed over in spite of {override.rule}: {override.reason}."
    yield f"{packed.path}"
    yield "Its digest, which is in handed-over.yaml too:"


_RULES = {
    "internal": "Never leaves the house",
    "conditional": "Not opened for this supplier",
    "not shared": "Belongs to what is not shared",
}
