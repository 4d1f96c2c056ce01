"""Answers that came back: what is new, what changed, and where they are kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playbook.archive.make import replacing
from playbook.config import INTERFACE_LANGUAGES
from playbook.handover import log
from playbook.handover.questions import COLUMNS
from playbook.load.conversation import ANSWERS
from playbook.load.files import Folder
from playbook.load.project import ORGANISATIONS
from playbook.model.conversation import Answer
from playbook.model.inventory import Inventory
from playbook.model.organisation import Supplier
from playbook.problems import Place, Problem, Unusable
from playbook.sheets.guarded import NoSheetError
from playbook.sheets.returned import Given, Returned, read
from playbook.site import Site
from playbook.supply import find_supplier, suppliers_with_an_edition
from playbook.texts import Interface, pick
from playbook.trust import shares

_HEAD: Final = (
    "Answers of a supplier, read by playbook answers. The last one counts. "
    "Add “remark:” or “settled:” as you like."
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Hold what a returned sheet says, held against what was known.

    Args:
        supplier: Id of the supplier.
        file: File that the answers are kept in, from the project's folder.
        new: Answers to questions that had none.
        changed: Answers other than the last one.
        unchanged: How many are the same as the last one.
        empty: How many questions have no answer.
        unreadable: What could not be read: where, and why.
    """

    supplier: str
    file: str
    new: tuple[Answer, ...]
    changed: tuple[Answer, ...]
    unchanged: int
    empty: int
    unreadable: tuple[tuple[str, str], ...]


def take(site: Site, name: str, data: bytes, supplier: str | None, dry: bool) -> Sorted:
    """Read a returned sheet, and keep its answers beside the inventory.

    Args:
        site: The project opened.
        name: Name of the file.
        data: Its bytes.
        supplier: Who sent it; nothing when only one supplier has an edition.
        dry: Whether to keep nothing.

    Raises:
        Unusable: It is no sheet of answers, or nobody knows whose it is.
    """
    portfolio, sender = find_supplier(site, supplier or _only(site))
    inside = portfolio.inventory
    try:
        returned = read(name, data, heads(site.interface))
    except NoSheetError as told:
        instead = "ask for the sheet as it was sent, or save it again as .xlsx or .csv"
        raise Unusable([Problem(Place(name), str(told), instead, "A01")]) from None
    folder = Folder.at(site.root)
    path = folder.root / ORGANISATIONS / inside.id / ANSWERS / f"{sender.id}.yaml"
    today = portfolio.setting.today
    found = _sort(returned, inside, sender, portfolio.rules, today, name)
    made = Sorted(supplier=sender.id, file=folder.name(path), **found)
    if not dry and (made.new or made.changed):
        _keep(folder, path, (*made.new, *made.changed))
    return made


def heads(interface: Interface) -> Mapping[str, frozenset[str]]:
    """Return what the columns that are read can be called, in every language.

    Args:
        interface: The words of the pages.
    """

    def said(key: str) -> frozenset[str]:
        text = interface.words[f"sheet_{key}"]
        return frozenset(pick(text, spoken, spoken)[0].casefold() for spoken in INTERFACE_LANGUAGES)

    return {"id": said(COLUMNS[0]), "answer": said(COLUMNS[-1])}


def _only(site: Site) -> str:
    known = suppliers_with_an_edition(site)
    if len(known) == 1:
        return known[0]
    what, instead = "it is not said who sent this", f"say --supplier, one of {', '.join(known)}"
    raise Unusable([Problem(Place("--supplier"), what, instead, "A02")])


def _sort(  # noqa: PLR0913, PLR0917 - what answers are held against
    returned: Returned,
    inside: Inventory,
    sender: Supplier,
    rules: Mapping[str, Any],
    today: datetime.date,
    name: str,
) -> dict[str, Any]:
    known = {answer.question: answer.answer for answer in inside.answers.get(sender.id, ())}
    shared = {process.id for process in inside.processes if shares(sender, process)}
    unreadable = list(returned.unreadable)
    new: list[Answer] = []
    changed: list[Answer] = []
    unchanged = 0
    for given in _once(returned.given, unreadable):
        why = _objection(given.question, rules, shared)
        if why:
            unreadable.append((given.cell, why))
        elif known.get(given.question) == given.text:
            unchanged += 1
        else:
            made = Answer(
                question=given.question,
                on=today,
                answer=given.text,
                source=f"{Path(name).name} {given.cell}",
            )
            (changed if given.question in known else new).append(made)
    return {
        "new": tuple(new),
        "changed": tuple(changed),
        "unchanged": unchanged,
        "empty": returned.empty,
        "unreadable": tuple(unreadable),
    }


def _once(given: Sequence[Given], unreadable: list[tuple[str, str]]) -> list[Given]:
    """Leave out questions that are answered twice in one sheet: nobody knows which counts."""
    cells: dict[str, list[Given]] = {}
    for item in given:
        cells.setdefault(item.question, []).append(item)
    kept = []
    for same in cells.values():
        if len({item.text for item in same}) == 1:
            kept.append(same[0])
            continue
        others = ", ".join(item.cell for item in same[1:])
        why = f"this question is answered in {others} too, with another answer"
        unreadable.append((same[0].cell, why))
    return kept


def _objection(question: str, rules: Mapping[str, Any], shared: set[str]) -> str:
    """Return why an answer cannot belong to a question; an empty text when it can."""
    code, mark, process = question.partition(".")
    shown = question if len(question) <= 60 and question.isprintable() else f"{question[:30]!a}…"
    if not mark or code not in rules:
        return f"“{shown}” is not the id of a question"
    if process not in shared:
        return f"“{shown}” is about a process that is not shared with this supplier"
    return ""


def _keep(folder: Folder, path: Path, answers: Sequence[Answer]) -> None:
    text = log.extended(folder, path, _HEAD, answers, tuple[Answer, ...])
    try:
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as draft:
            draft.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        what = f"the answers cannot be kept ({reason})"
        instead = "check that you may write there"
        raise Unusable([Problem(Place(folder.name(path)), what, instead, "O03")]) from None
