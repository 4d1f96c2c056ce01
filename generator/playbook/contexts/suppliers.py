"""Internal pages on suppliers: what each may see, what stays inside, what to settle first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from markupsafe import Markup

from playbook.contexts.conversation import answers, handed, since_rows
from playbook.contexts.risk import finding_row, rule_link, rule_text
from playbook.contexts.shapes import Link
from playbook.contexts.supplierpages import (
    FieldRow,
    SeenProcess,
    SettleRow,
    SupplierPage,
    SupplierRow,
    SuppliersPage,
)
from playbook.contexts.view import View
from playbook.edition import Edition, Instead, Opened, edition_of, language_of, opened_for, stoppers
from playbook.model.organisation import Supplier
from playbook.model.process import Process
from playbook.model.visible import Part, parts
from playbook.plan import Page
from playbook.texts import LANGUAGE_NAMES
from playbook.trust import shares

MOST_NAMED = 12
"""Processes that are named under one question."""
_NO_FACTS = frozenset(("id", "name", "share", "formerly"))
"""Fields that are on every page, or that say what is shared."""


def suppliers_page(view: View, page: Page) -> SuppliersPage:
    """Return every supplier with whom the organisation talks.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    return SuppliersPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("suppliers"), "suppliers"),
        rows=tuple(_row(view, page, item) for item in view.portfolio.inventory.suppliers),
    )


def _row(view: View, page: Page, supplier: Supplier) -> SupplierRow:
    inventory, edition = view.portfolio.inventory, _edition(view, supplier)
    made = [item.on for item in inventory.handed if item.supplier == supplier.id]
    return SupplierRow(
        name=view.supplier(page, supplier.id),
        processes=len(edition.processes),
        questions=len(edition.asked),
        answers=len({item.question for item in inventory.answers.get(supplier.id, ())}),
        stoppers=len(stoppers(inventory, supplier, view.portfolio.risks)),
        agreed=view.wording.date(supplier.agreed_on),
        handed=view.wording.date(made[-1]) if made else "",
    )


def supplier_page(view: View, page: Page) -> SupplierPage:
    """Return what one supplier may see, and what was said.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    inventory, wording = view.portfolio.inventory, view.wording
    supplier = next(item for item in inventory.suppliers if item.id == page.key)
    edition = _edition(view, supplier)
    many = len(edition.processes)
    trail = (Link(Markup.escape(wording.word("suppliers")), view.to(page, "suppliers")),)
    return SupplierPage(
        chrome=view.chrome,
        head=view.head(page, wording.plain(supplier.name), "suppliers", trail),
        name=wording.said(supplier.name),
        contact=supplier.contact or "",
        agreed=wording.date(supplier.agreed_on),
        language=LANGUAGE_NAMES[edition.language],
        version=edition.version,
        shares=supplier.shares is not None,
        look=f"playbook serve --edition supplier:{supplier.id}",
        pack=f"playbook pack --edition supplier:{supplier.id}",
        total=view.processes(many),
        hidden=view.processes(len(inventory.processes) - many),
        processes=tuple(_processes(view, page, supplier, edition)),
        fields=tuple(_fields(view, supplier)) if many else (),
        questions=_questions(view, page, edition),
        stoppers=tuple(
            finding_row(view, page, process, finding)
            for process, finding in stoppers(inventory, supplier, view.portfolio.risks)
        ),
        answers=answers(view, page, supplier.id),
        handed=handed(view, page, supplier.id),
        since=since_rows(view, page, edition),
    )


def _edition(view: View, supplier: Supplier) -> Edition:
    """Return the edition of a supplier, the same in every language of the inside."""
    portfolio = view.portfolio
    if (known := portfolio.editions.get(supplier.id)) is None:
        known = portfolio.editions[supplier.id] = edition_of(
            portfolio.inventory,
            supplier,
            Instead(view.wording.text("another_process"), view.wording.text("another_thing")),
            language_of(supplier, view.languages),
            portfolio.method,
            portfolio.rules,
            portfolio.setting,
        )
    return known


def seen_by(view: View, page: Page, process: Process) -> tuple[Link, ...]:
    """Return the suppliers that may see a process, each leading to what it would see of it.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        process: The process.
    """
    word = view.wording.marked
    return tuple(
        Link(
            word("what_would_see", name=view.supplier(page, item.id).label),
            view.to(page, "supplier", item.id, _anchor(process.id)),
        )
        for item in view.portfolio.inventory.suppliers
        if shares(item, process)
    )


def _anchor(process: str) -> str:
    return f"p-{process}"


def _processes(
    view: View, page: Page, supplier: Supplier, edition: Edition
) -> Iterator[SeenProcess]:
    asked = Counter(item.process for item in edition.asked)
    for ident, kept in edition.processes.items():
        process = view.portfolio.processes[ident]
        opened = opened_for(supplier, process)
        groups: dict[str, list[str]] = defaultdict(list)
        for part in _facts():
            whole, left = getattr(process, part.name), getattr(kept, part.name)
            if whole is not None:
                group = _group(part, opened, whole == left, left is not None)
                groups[group].append(view.wording.field(part.written))
        yield SeenProcess(
            anchor=_anchor(ident),
            name=view.process(page, ident),
            seen=tuple(groups["seen"]),
            partly=tuple(groups["partly"]),
            lost=tuple(groups["lost"]),
            closed=tuple(groups["closed"]),
            inside=tuple(groups["inside"]),
            questions=asked[ident],
        )


def _facts() -> tuple[Part, ...]:
    return tuple(part for part in parts(Process) if part.name not in _NO_FACTS)


def _group(part: Part, opened: Opened, whole: bool, something: bool) -> str:
    """Return what becomes of one field that is filled in."""
    if something:
        return "seen" if whole else "partly"
    if part.visibility == "internal":
        return "inside"
    return "lost" if opened.shows_part(part.written) else "closed"


def _fields(view: View, supplier: Supplier) -> Iterator[FieldRow]:
    """Yield every field of a process, those that are seen first."""
    shared = [item for item in view.portfolio.inventory.processes if shares(supplier, item)]
    rows = [_field(view, part, opened_for(supplier), shared) for part in _facts()]
    yield from sorted(rows, key=lambda row: (not row.seen, row.mark == "internal"))


def _field(view: View, part: Part, opened: Opened, shared: list[Process]) -> FieldRow:
    seen = opened.shows_part(part.written)
    if seen:
        why = "seen_opened" if part.visibility == "conditional" else "seen_always"
    else:
        why = "hidden_internal" if part.visibility == "internal" else "hidden_closed"
    return FieldRow(
        field=part.written,
        label=view.wording.field(part.written),
        mark=part.visibility,
        seen=seen,
        why=view.wording.word(why),
        filled=sum(getattr(process, part.name) is not None for process in shared),
    )


def _questions(view: View, page: Page, edition: Edition) -> tuple[SettleRow, ...]:
    by_rule: dict[str, list[str]] = defaultdict(list)
    for item in edition.asked:
        by_rule[item.code].append(item.process)
    return tuple(
        SettleRow(
            code=code,
            rule=rule_link(view, page, code),
            question=view.method_prose(page, rule_text(view, code).question),
            processes=tuple(view.process(page, ident) for ident in found[:MOST_NAMED]),
            more=max(0, len(found) - MOST_NAMED),
        )
        for code, found in by_rule.items()
    )
