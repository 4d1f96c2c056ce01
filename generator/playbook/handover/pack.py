"""Making the archive for one supplier: built in an empty folder, searched, then written."""

from __future__ import annotations

import datetime
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playbook import digests
from playbook.archive import check as checking
from playbook.archive.locked import write_locked
from playbook.archive.make import members, replacing, stamp, top_folder, write
from playbook.build import Build
from playbook.contexts.portfolio import Portfolio
from playbook.edition import stoppers
from playbook.edition.since import fingerprints
from playbook.entries import Stamp
from playbook.findings import Risk
from playbook.handover import log, questions
from playbook.handover.secrets import (
    Removed,
    beside,
    removed,
    sayable,
    secrets,
    surrounding,
)
from playbook.load.conversation import HANDED_OVER
from playbook.load.files import Folder
from playbook.load.project import ORGANISATIONS
from playbook.model.conversation import HandedOver, Override
from playbook.model.inventory import Inventory
from playbook.model.organisation import Supplier
from playbook.problems import Place, Problem, Unusable
from playbook.scan.needles import Secret
from playbook.scan.scanner import Hit, ScanFailedError, Scanner
from playbook.scan.views import UnreadableError
from playbook.site import Site
from playbook.supply import SupplierSite, find_supplier, supplier_site
from playbook.write import manifest
from playbook.write.output import Output

_HEAD = "What was handed to whom; written by playbook pack."
MOST_TOLD = 20
"""Values found that are told; there may be more."""


@dataclass(frozen=True, slots=True)
class Order:
    """Say what to pack, and how.

    Args:
        supplier: Name by which the supplier is chosen.
        target: The archive to write; nothing for the usual place.
        overrides: Reason to hand over all the same, by the code of what holds it up.
        password: Password to lock it with; nothing leaves it open.
        revision: Revision of the project; empty when Git knows none.
        around: What stands around the project and may not leave: what it is, and its value.
        jobs: How many processes may work at once.
    """

    supplier: str
    target: Path | None
    overrides: Mapping[str, str]
    password: str | None
    revision: str
    around: tuple[tuple[str, str], ...]
    jobs: int


@dataclass(frozen=True, slots=True)
class Packed:
    """Hold what was packed.

    Args:
        path: The archive.
        entry: What the log says of it.
        removed: What the edition leaves out.
        searched: How many values were looked for.
        too_short: How many values tell nothing by themselves.
        allowed: How many may be said in any case.
        files: How many files it holds.
    """

    path: Path
    entry: HandedOver
    removed: Removed
    searched: int
    too_short: int
    allowed: int
    files: int


def pack(site: Site, order: Order) -> Packed:
    """Make the archive for one supplier, and write in the log that it was made.

    Args:
        site: The project opened.
        order: What to pack.

    Raises:
        Unusable: Something holds it up, or something withheld was found; nothing is written.
    """
    portfolio, supplier = find_supplier(site, order.supplier)
    inside, today = portfolio.inventory, portfolio.setting.today
    if supplier.shares is None:
        what = f"nothing is shared with “{supplier.id}” yet"
        raise Unusable(
            [Problem(Place("suppliers.yaml"), what, "write what under “shares:”", "P06")]
        )
    overrides = _overrides(inside, supplier, portfolio.risks, order.overrides)
    mine = supplier_site(site, order.supplier)
    wanted = f"{inside.id}-{supplier.id}-{today.isoformat()}"
    target = order.target or site.root / "site-suppliers" / f"{wanted}.zip"
    moment = stamp(datetime.datetime.combine(today, datetime.time()))
    scanner = _scanner(site, portfolio, mine, supplier, order.around)
    with tempfile.TemporaryDirectory(prefix="playbook-") as empty:
        files = _built(mine, Path(empty) / "site", site.root, order.jobs, moment)
        whole = members(top_folder(wanted, files), files)
        draft = Path(empty) / "draft.zip"
        with draft.open("xb") as opened:
            write(opened, whole, moment)
        _search(draft, scanner)
        made = _final(draft, whole, moment, order.password)
    entry = HandedOver(
        supplier=supplier.id,
        on=today,
        file=target.name,
        sha256=hashlib.sha256(made).hexdigest(),
        revision=order.revision or f"inventory {_revision(inside)}",
        version=mine.edition.version,
        questions=len(mine.questions),
        locked=True if order.password else None,
        overrides=overrides,
        processes=fingerprints(mine.edition),
    )
    _write(site.root, inside.id, target, made, entry)
    return Packed(
        path=target,
        entry=entry,
        removed=removed(inside, mine.edition),
        searched=len(scanner.searched),
        too_short=len(scanner.too_short),
        allowed=len(scanner.allowed),
        files=len(whole),
    )


def _revision(inside: Inventory) -> str:
    return digests.of_value((inside.organisation, inside.suppliers, tuple(inside.processes))).hex()


def _overrides(
    inside: Inventory, supplier: Supplier, risks: Mapping[str, Risk], reasons: Mapping[str, str]
) -> tuple[Override, ...]:
    """Return what is handed over all the same; refuse what nobody gave a reason for."""
    held = stoppers(inside, supplier, risks)
    by_rule: dict[str, list[str]] = {}
    for process, finding in held:
        by_rule.setdefault(finding.code, []).append(process)
    problems = [
        Problem(
            risks[process].source.place(finding.at),
            f"{finding.code} holds up sharing “{process}”",
            f"solve it, or hand it over with --override “{finding.code}=REASON”",
            "P02",
        )
        for process, finding in held
        if not reasons.get(finding.code, "").strip()
    ]
    problems += [
        Problem(Place("--override"), f"{code} holds nothing up", "leave this --override out", "P03")
        for code in reasons
        if code not in by_rule
    ]
    if problems:
        raise Unusable(problems)
    return tuple(
        Override(rule=code, processes=tuple(dict.fromkeys(by_rule[code])), reason=reasons[code])
        for code in sorted(by_rule)
    )


def _scanner(
    site: Site,
    inside: Portfolio,
    mine: SupplierSite,
    supplier: Supplier,
    around: Sequence[tuple[str, str]],
) -> Scanner:
    """Return a search for all that is withheld, proven to find it."""
    withheld = secrets(site, inside.inventory, mine.edition)
    scanner = Scanner((*withheld, *beside(site), *(surrounding(*one) for one in around)))
    today = mine.edition.setting.today
    day = mine.view.wording.date(today)
    own = (
        supplier.id,
        supplier.name,
        today.isoformat(),
        day,
        f"{today:%Y%m%d}",
        mine.edition.version,
    )
    with _closed():
        scanner.allow(sayable(mine, own))
        scanner.prove()
    return scanner


def _built(
    mine: SupplierSite, folder: Path, root: Path, jobs: int, moment: Stamp
) -> dict[str, bytes]:
    """Build the edition into an empty folder, and return every file of it."""
    Build(mine, Output(folder, root), jobs).run(lambda _pages: None)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != manifest.NAME
    }
    return files | questions.files(mine, moment)


def _search(draft: Path, scanner: Scanner) -> None:
    """Search the archive as it will be handed over; refuse it when anything is found."""
    with _closed():
        objections = checking.check(draft)
        if objections:
            raise ScanFailedError("; ".join(objections))
        with zipfile.ZipFile(draft) as archive:
            hits = tuple(scanner.search(checking.read_members(archive)))
    if hits:
        raise Unusable(_leaks(hits))


def _leaks(hits: Sequence[Hit]) -> Iterator[Problem]:
    by_secret: dict[Secret, list[str]] = {}
    for hit in hits:
        by_secret.setdefault(hit.secret, []).append(hit.member)
    for secret, found in list(by_secret.items())[:MOST_TOLD]:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield Problem(
            secret.place,
            f"a value of “{secret.field or secret.kind}” that is withheld, {secret.masked}, "
            f"was found in {found[0]}{more}",
            "no archive was written; take it out of what is shared, or share the field",
            "P04",
        )


@contextmanager
def _closed() -> Iterator[None]:
    """Refuse to go on when the search itself fails, however it fails."""
    try:
        yield
    except Unusable:
        raise
    except Exception as error:
        told = isinstance(error, ScanFailedError | UnreadableError | checking.NoArchiveError)
        # The message of any other error may hold the value that was looked for.
        reason = str(error) if told else type(error).__name__
        what = f"the search for withheld values failed: {reason}"
        problem = Problem(Place("pack"), what, "no archive was written; report this", "P05")
        raise Unusable([problem]) from None


def _final(draft: Path, whole: Mapping[str, bytes], moment: Stamp, password: str | None) -> bytes:
    if not password:
        return draft.read_bytes()
    made = io.BytesIO()
    write_locked(made, whole, moment, password)
    return made.getvalue()


def _write(root: Path, organisation: str, target: Path, made: bytes, entry: HandedOver) -> None:
    """Write the archive and the log; neither without the other."""
    folder = Folder.at(root)
    path = folder.root / ORGANISATIONS / organisation / HANDED_OVER
    text = log.extended(folder, path, _HEAD, [entry], tuple[HandedOver, ...])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as draft:
            draft.write_text(text, "utf-8", newline="\n")
            with replacing(target) as partial:
                partial.write_bytes(made)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        what = f"the archive cannot be written ({reason})"
        instead = "check that you may write there, or choose another file with --output"
        raise Unusable([Problem(Place(target.name), what, instead, "O03")]) from None
