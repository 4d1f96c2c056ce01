"""What was handed to suppliers and what they answered, as rows of internal pages."""

from __future__ import annotations

from markupsafe import Markup

from playbook.contexts.risk import rule_link, rule_text
from playbook.contexts.shapes import Link
from playbook.contexts.supplierpages import AnswerRow, HandedRow, SinceRows
from playbook.contexts.view import View
from playbook.edition import Edition
from playbook.edition.since import fingerprints, since
from playbook.model.conversation import Answer, HandedOver
from playbook.plan import Page


def answers(view: View, page: Page, supplier: str = "") -> tuple[AnswerRow, ...]:
    """Return the last answer to each question, the newest first.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        supplier: Id of the supplier; by default every supplier.
    """
    known = {item.id: item.language for item in view.portfolio.inventory.suppliers}
    given: dict[tuple[str, str], list[Answer]] = {}
    for sender, said in view.portfolio.inventory.answers.items():
        if sender in known and supplier in ("", sender):
            for answer in said:
                given.setdefault((sender, answer.question), []).append(answer)
    order = sorted(given.items(), key=lambda item: item[1][-1].on, reverse=True)
    return tuple(_answer(view, page, sender, known[sender], said) for (sender, _), said in order)


def _answer(
    view: View, page: Page, sender: str, language: str | None, said: list[Answer]
) -> AnswerRow:
    *former, last = said
    date = view.wording.date
    return AnswerRow(
        id=last.question,
        supplier=view.supplier(page, sender),
        process=_process(view, page, last.process),
        question=view.method_prose(page, rule_text(view, last.rule).question),
        answer=last.answer,
        language="" if language in (None, view.language) else language,
        on=date(last.on),
        remark=view.prose(page, last.remark),
        settled=bool(last.settled),
        former=tuple((date(item.on), item.answer) for item in reversed(former)),
    )


def _process(view: View, page: Page, ident: str) -> Link:
    """Return a process, which may be gone since it was spoken of."""
    if ident in view.portfolio.processes:
        return view.process(page, ident)
    return Link(Markup.escape(ident))


def handed(view: View, page: Page, supplier: str) -> tuple[HandedRow, ...]:
    """Return what was handed to a supplier, the newest first.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        supplier: Id of the supplier.
    """
    return tuple(_handed(view, page, item) for item in reversed(_of(view, supplier)))


def _of(view: View, supplier: str) -> list[HandedOver]:
    return [item for item in view.portfolio.inventory.handed if item.supplier == supplier]


def _handed(view: View, page: Page, item: HandedOver) -> HandedRow:
    return HandedRow(
        on=view.wording.date(item.on),
        file=item.file,
        sha256=item.sha256,
        revision=item.revision,
        version=item.version,
        processes=len(item.processes),
        questions=item.questions,
        locked=bool(item.locked),
        overrides=tuple(
            (_rule(view, page, override.rule), override.reason) for override in item.overrides
        ),
    )


def _rule(view: View, page: Page, code: str) -> Link:
    """Return a rule, which may be gone since it was spoken of."""
    return (
        rule_link(view, page, code) if code in view.portfolio.rules else Link(Markup.escape(code))
    )


def since_rows(view: View, page: Page, edition: Edition) -> SinceRows | None:
    """Return what changed since something was last handed over; nothing when nothing was.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        edition: The edition of the supplier as it is.
    """
    before = _of(view, edition.supplier)
    if not before:
        return None
    changes = since(before[-1], fingerprints(edition))
    return SinceRows(
        on=view.wording.date(before[-1].on),
        added=tuple(_process(view, page, ident) for ident in changes.added),
        removed=tuple(_process(view, page, ident) for ident in changes.removed),
        changed=tuple(
            (
                _process(view, page, ident),
                tuple(dict.fromkeys(view.wording.field(name) for name in names)),
            )
            for ident, names in changes.changed.items()
        ),
    )
