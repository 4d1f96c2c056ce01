"""Taking an organisation's own sheet into its inventory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.shared import as_line, count, project_option, root_of, say
from playbook.cli.trusting import is_trusted, trust_option
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from playbook.importers import Importer
    from playbook.intake import mapping
    from playbook.intake.outcome import Outcome
    from playbook.intake.take import Taken

_MOST_TOLD: Final = 20
"""Lines of one sort on a terminal; the report has all of them."""
_MOST_NAMED: Final = 10
"""Processes that one line names."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--organisation", metavar="NAME", help="Whose it is; not needed when there is one.")
@click.option("--hidden", is_flag=True, help="Read rows too that the sheet hides.")
@click.option("--prefer-sheet", is_flag=True, help="Let the sheet win where you both changed.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of every row: FILE.csv or FILE.json.",
)
@project_option
@trust_option
def import_(  # noqa: PLR0913, PLR0917 - one argument for each option
    file: Path,
    organisation: str | None,
    hidden: bool,
    prefer_sheet: bool,
    dry_run: bool,
    report: Path | None,
    project: Path,
    trusted: bool,
) -> int:
    """Take a sheet of processes into the inventory, or what changed in it.

    FILE is an .xlsx or .csv as you keep it, or a file of a format that an extension of the project
    reads. Nothing in it is run. What people wrote in the
    inventory stays. Ends with 1 when something in it could not be read, or when a value was
    changed in the sheet and in the inventory.
    """
    from playbook.intake.take import Wish, take  # noqa: PLC0415 - start-up
    from playbook.write.files import put  # noqa: PLC0415 - start-up

    root = root_of(project)
    wish = Wish(organisation, hidden, prefer_sheet)
    importers = _importers(root, file, trusted or is_trusted(root))
    taken = take(root, file.name, read_bytes(file), wish, importers)
    if not dry_run:
        put(taken.files, root)
    for line in told(taken, dry_run):
        say(line)
    if report:
        _write_report(report, taken.outcome)
    return 1 if taken.outcome.problems or taken.outcome.conflicts else 0


def _importers(root: Path, file: Path, trusted: bool) -> Mapping[str, Importer]:
    """Return what extensions read; say that they are not run when the file may need one."""
    from playbook import extensions  # noqa: PLC0415 - start-up
    from playbook.importers import TAKEN  # noqa: PLC0415 - start-up
    from playbook.load.files import Folder  # noqa: PLC0415 - start-up

    if file.suffix.lower() in TAKEN:
        return {}
    folder = Folder.at(root)
    if trusted:
        return extensions.run_alone(folder).importers
    if left := extensions.left_alone(folder):
        say(as_line(left))
    return {}


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a sheet.

    Args:
        file: The file.

    Raises:
        Unusable: It cannot be read.
    """
    from playbook.intake.reader import MOST_FILE  # noqa: PLC0415 - start-up

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_FILE + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        problem = Problem(Place(file.name), f"it cannot be read ({reason})", "check it", "I01")
        raise Unusable([problem]) from None


def told(taken: Taken, dry: bool) -> Iterator[str]:
    """Yield what an import did, line by line.

    Args:
        taken: What it did.
        dry: Whether nothing was written.
    """
    for one in taken.mappings:
        yield from _columns(one)
    for title, why in taken.left_out:
        yield f"Sheet “{title}” is not read: {why}."
    outcome = taken.outcome
    yield from _some(_skipped(outcome))
    if outcome.several:
        yield _several(outcome.several)
    yield from _some(_differences(outcome))
    yield from _some(str(problem) for problem in outcome.problems)
    if outcome.missing:
        more = " and more" if len(outcome.missing) > _MOST_NAMED else ""
        names = ", ".join(outcome.missing[:_MOST_NAMED]) + more
        yield f"Not in the sheet any more, still in the inventory: {names}."
    yield from _concluded(outcome, dry)


def _columns(one: mapping.Mapping) -> Iterator[str]:
    sheet, heads = one.sheet, one.heads
    where = f"sheet “{sheet.title}”, " if sheet.title else ""
    rows = f"row {heads.first}" if heads.first == heads.last else f"rows {heads.first}–{heads.last}"
    yield f"{sheet.file}: {where}heads in {rows}"
    width = min(max((len(guess.head.text) for guess in one.guesses), default=0), 40)
    for guess in one.guesses:
        head = _printable(guess.head.text)
        shown = f"{head[: width - 1]}…" if len(head) > width else head
        hidden = ", a hidden column" if guess.head.column in sheet.hidden_columns else ""
        if guess.field:
            sure = "import.yaml" if guess.said else f"{guess.sure}%"
            yield f"  {shown:<{width}}  →  {guess.field}  ({sure}{hidden})"
        elif guess.said:
            yield f"  {shown:<{width}}  –  left out by import.yaml"
        else:
            near = f"; nearest: {guess.nearest}" if guess.nearest else ""
            yield f"  {shown:<{width}}  ?  no field found{near}"


def _skipped(outcome: Outcome) -> Iterator[str]:
    for line in outcome.lines:
        if line.status == "skipped":
            yield f"Skipped: {line.sheet.place(line.row, 0)}: {_printable(line.why)}."


def _several(rows: Mapping[str, Sequence[int]]) -> str:
    """Return which rows were taken for one process: a name that is there twice may be two."""
    names = [
        f"{ident} (rows {', '.join(map(str, numbers[:-1]))} and {numbers[-1]})"
        for ident, numbers in rows.items()
    ]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"Several rows for one process: {', '.join(names[:_MOST_NAMED])}{more}."


_KINDS: Final = {
    "kept": "Kept as you wrote it",
    "conflict": "Changed in both, kept as in the inventory",
}


def _differences(outcome: Outcome) -> Iterator[str]:
    for found in outcome.differences:
        said = found.difference
        if said.kind in _KINDS:
            yield (
                f"{_KINDS[said.kind]}: {found.place}: {found.process}, {said.field}: "
                f"inventory “{_short(said.file)}”, sheet “{_short(said.sheet)}”."
            )


def _some(lines: Iterable[str]) -> Iterator[str]:
    all_ = list(lines)
    yield from all_[:_MOST_TOLD]
    if len(all_) > _MOST_TOLD:
        yield f"… and {len(all_) - _MOST_TOLD} more; --report FILE.csv lists them all."


def _concluded(outcome: Outcome, dry: bool) -> Iterator[str]:
    made = [count(len(names), _WORDS[kind]) for kind, names in outcome.made.items() if names]
    if made:
        yield f"New in organisation.yaml: {', '.join(made)}."
    yield (
        f"{count(len(outcome.lines), 'row')}: {count(outcome.count('new'), 'process')} new, "
        f"{outcome.count('changed')} changed, {outcome.count('unchanged')} unchanged, "
        f"{count(outcome.count('skipped'), 'row')} skipped; "
        f"{count(len(outcome.problems), 'cell')} not read, "
        f"{count(len(outcome.conflicts), 'conflict')}."
    )
    if outcome.files:
        done = "would be written" if dry else "written"
        yield f"{count(len(outcome.files), 'file')} {done}: {', '.join(outcome.files)}."
    else:
        yield "Nothing has to be written."


_WORDS: Final = {
    "department": "department",
    "unit": "unit",
    "role": "role",
    "system": "system",
    "data": "data object",
}


def _printable(text: str) -> str:
    """Return a text on one line without signs that a terminal would obey."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _short(text: str) -> str:
    shown = _printable(text)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"


def _write_report(path: Path, outcome: Outcome) -> None:
    from playbook.intake.report import as_csv, as_json  # noqa: PLC0415 - start-up
    from playbook.write.files import put  # noqa: PLC0415 - start-up

    data = as_json(outcome) if path.suffix.lower() == ".json" else as_csv(outcome)
    put({path: data}, path.parent)
    say(f"What became of every row: {path}.")
