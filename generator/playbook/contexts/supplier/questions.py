"""The questions of an edition, as plain data and as rows of pages."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from playbook.contexts.supplier.shapes import (
    Question,
    QuestionOnce,
    QuestionsOfType,
    QuestionToSupplier,
)
from playbook.contexts.supplier.view import SupplierView
from playbook.edition import Asked
from playbook.model.method import RuleText
from playbook.model.scalars import Text
from playbook.plan import Page
from playbook.texts import bare


def questions(view: SupplierView) -> tuple[Question, ...]:
    """Return every question as plain text, by dispute type and then by process.

    Args:
        view: The edition in its language.
    """
    wording = view.wording
    return tuple(
        Question(
            id=item.id,
            type=item.type,
            type_name=_type_name(view, item.type),
            process=item.process,
            process_name=wording.plain(view.edition.processes[item.process].name),
            text=wording.plain_sentence(_rule(view, item).question),
            fact=bare(_fact(view, item)),
            known=item.known,
        )
        for item in _sorted(view)
    )


def groups(view: SupplierView, page: Page) -> tuple[QuestionsOfType, ...]:
    """Return the questions by dispute type, in the order of the method.

    Args:
        view: The edition in its language.
        page: The page that shows them.
    """
    made = []
    for dispute in view.edition.method.disputes:
        items = [item for item in _sorted(view) if item.type == dispute.type]
        if items:
            found = rows(view, page, items)
            group = QuestionsOfType(
                code=dispute.type,
                name=_type_name(view, dispute.type),
                about=view.method_prose(page, dispute.about),
                rows=found,
                once=_once(found),
            )
            made.append(group)
    return tuple(made)


def _once(found: Sequence[QuestionToSupplier]) -> tuple[QuestionOnce, ...]:
    same: dict[Markup, list[QuestionToSupplier]] = {}
    for row in found:
        same.setdefault(row.text, []).append(row)
    return tuple(QuestionOnce(text=text, rows=tuple(of)) for text, of in same.items())


def rows(view: SupplierView, page: Page, items: Sequence[Asked]) -> tuple[QuestionToSupplier, ...]:
    """Return questions as a page shows them.

    Args:
        view: The edition in its language.
        page: The page.
        items: The questions.
    """
    return tuple(
        QuestionToSupplier(
            id=item.id,
            process=view.process(page, item.process),
            text=view.method_prose(page, _rule(view, item).question),
            fact=_fact(view, item),
            href=view.to(page, "supplier_questions", "", item.id),
        )
        for item in items
    )


def _sorted(view: SupplierView) -> list[Asked]:
    order: list[str] = [dispute.type for dispute in view.edition.method.disputes]
    return sorted(view.edition.asked, key=lambda item: order.index(item.type))


def _type_name(view: SupplierView, code: str) -> str:
    names: dict[str, Text | None] = {item.type: item.name for item in view.edition.method.disputes}
    return view.wording.plain_sentence(names[code] or code)


def _rule(view: SupplierView, item: Asked) -> RuleText:
    return view.edition.method.rule(item.code) or RuleText(code=item.code)


def _fact(view: SupplierView, item: Asked) -> Markup:
    """Return in a sentence the fact that a question comes from."""
    values = dict(item.values)
    if item.reason == "missing":
        values["field"] = view.wording.field(str(values["field"]))
    own = (_rule(view, item).reasons or {}).get(item.reason)
    template = own if own is not None else view.edition.method.reasons[item.reason]
    return view.wording.sentence(template, values)
