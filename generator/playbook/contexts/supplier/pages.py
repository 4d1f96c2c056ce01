"""The pages of an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, get_type_hints

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.shapes import Link
from playbook.contexts.supplier import ladder
from playbook.contexts.supplier.facts import Facts
from playbook.contexts.supplier.questions import groups, rows
from playbook.contexts.supplier.shapes import (
    SharedFact,
    SharedLayer,
    SharedRow,
    SharedTerm,
    SupplierGlossary,
    SupplierHome,
    SupplierMissing,
    SupplierProcess,
    SupplierProcesses,
    SupplierQuestions,
    SupplierSearch,
    SupplierTrust,
)
from playbook.contexts.supplier.view import SupplierView
from playbook.contexts.telling import joined
from playbook.edition import Asked
from playbook.model.process import Process
from playbook.plan import Page
from playbook.texts import bare
from playbook.trust import FACTS, LAYERS

_SIDES: Final = 4
"""Sentences on what each party may ask of the other."""


def _sides(view: SupplierView, key: str) -> tuple[str, ...]:
    return tuple(view.wording.word(f"{key}_{number}") for number in range(1, _SIDES + 1))


def home_page(view: SupplierView, page: Page) -> SupplierHome:
    """Return who we are, what this is and what each may ask of the other.

    Args:
        view: The edition in its language.
        page: The page.
    """
    layers = _layers(view)
    return SupplierHome(
        chrome=view.chrome,
        head=view.head(page, view.wording.plain(view.edition.inventory.organisation.name)),
        edition=view.label,
        about=view.prose(page, view.edition.inventory.organisation.about),
        processes=len(view.edition.processes),
        questions=len(view.edition.asked),
        facts=sum(layer.shared for layer in layers),
        facts_total=sum(layer.total for layer in layers),
        rows=_rows(view, page),
        ask=_sides(view, "ask"),
        offer=_sides(view, "offer"),
    )


def _rows(view: SupplierView, page: Page) -> tuple[SharedRow, ...]:
    asked = [item.process for item in view.edition.asked]
    return tuple(
        SharedRow(
            name=view.process(page, process.id),
            department=view.named("department", process.department),
            owner=_owner(view, process),
            declared=view.step_name(declared) if (declared := _declared(process)) else "",
            ladder=ladder.cells(view, process),
            questions=asked.count(process.id),
        )
        for process in view.edition.processes.values()
    )


def _owner(view: SupplierView, process: Process) -> Markup:
    return joined(view.named("role", role) for role in process.accountables)


def _declared(process: Process) -> str | None:
    return process.steps.declared if process.steps else None


def processes_page(view: SupplierView, page: Page) -> SupplierProcesses:
    """Return every shared process in one table.

    Args:
        view: The edition in its language.
        page: The page.
    """
    return SupplierProcesses(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("processes")),
        edition=view.label,
        rows=_rows(view, page),
    )


def process_page(view: SupplierView, page: Page) -> SupplierProcess:
    """Return one shared process.

    Args:
        view: The edition in its language.
        page: The page.
    """
    process, word = view.edition.processes[page.key], view.wording.word
    facts, asked = Facts(view, process), rows(view, page, _asked(view, process))
    summary, sipoc, doers, duties = facts.summary(), facts.sipoc(), facts.doers(), facts.duties()
    raci, tables = facts.raci(), facts.tables()
    contents = (
        ("steps", word("steps"), True),
        ("questions", word("questions_about"), asked),
        ("summary", word("facts"), summary),
        ("doers", word("who_does_what"), doers or duties),
        ("sipoc", word("sipoc"), sipoc),
        ("raci", word("raci_table"), raci.rows),
        *((f"t-{table.key}", table.title, True) for table in tables),
    )
    before, after = _neighbours(view, page)
    return SupplierProcess(
        chrome=view.chrome,
        head=view.head(page, view.wording.plain(process.name), contents, before, after),
        edition=view.label,
        name=view.wording.said(process.name),
        department=view.named("department", process.department),
        owner=_owner(view, process),
        purpose=view.prose(page, process.purpose),
        declared=_declared_sentence(view, process),
        steps=ladder.steps(view, page, process),
        summary=summary,
        sipoc=sipoc,
        doers=doers,
        duties=duties,
        raci=raci,
        tables=tables,
        questions=asked,
        near=_near(view, page, process),
    )


def _asked(view: SupplierView, process: Process) -> list[Asked]:
    return [item for item in view.edition.asked if item.process == process.id]


def _declared_sentence(view: SupplierView, process: Process) -> Markup:
    code = _declared(process)
    if code is None:
        return Markup("")
    step = view.edition.method.step(code)
    return view.wording.marked("shared_declared", number=step.number, name=view.step_name(code))


def _neighbours(view: SupplierView, page: Page) -> tuple[Link | None, Link | None]:
    """Return the shared processes before and after this one; others are not stepped over."""
    order = list(view.edition.processes)
    at = order.index(page.key)
    before = view.process(page, order[at - 1]) if at else None
    after = view.process(page, order[at + 1]) if at + 1 < len(order) else None
    return before, after


def _near(
    view: SupplierView, page: Page, process: Process
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    others = view.edition.processes.values()
    made = (
        ("part_of_long", [process.part_of] if process.part_of else []),
        ("parts", [other.id for other in others if other.part_of == process.id]),
        ("follows", list(process.follows or ())),
        ("followed_by", [other.id for other in others if process.id in (other.follows or ())]),
    )
    return tuple(
        (view.wording.word(key), tuple(view.process(page, ident) for ident in idents))
        for key, idents in made
        if idents
    )


def trust_page(view: SupplierView, page: Page) -> SupplierTrust:
    """Return trust, in the form that both parties may see.

    Args:
        view: The edition in its language.
        page: The page.
    """
    return SupplierTrust(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("supplier_trust")),
        edition=view.label,
        layers=_layers(view),
        groups=groups(view, page),
        ask=_sides(view, "ask"),
        offer=_sides(view, "offer"),
    )


def _layers(view: SupplierView) -> tuple[SharedLayer, ...]:
    word, total = view.wording.word, len(view.edition.processes)
    found = [one for row in view.edition.known.values() for one in row]
    made = []
    for layer in LAYERS:
        facts = tuple(
            SharedFact(
                name=word(f"fact_{fact.code}"),
                shared=sum(one.known for one in found if one.code == fact.code),
                total=total,
            )
            for fact in FACTS
            if fact.layer == layer
        )
        made.append(
            SharedLayer(
                name=word(f"layer_{layer}"),
                about=word(f"layer_{layer}_about"),
                shared=sum(fact.shared for fact in facts),
                total=sum(fact.total for fact in facts),
                facts=facts,
            )
        )
    return tuple(made)


def questions_page(view: SupplierView, page: Page) -> SupplierQuestions:
    """Return every question, with room to answer.

    Args:
        view: The edition in its language.
        page: The page.
    """
    made = groups(view, page)
    contents = [(f"type-{group.code}", group.name, True) for group in made]
    return SupplierQuestions(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("supplier_questions"), contents),
        edition=view.label,
        groups=made,
        count=sum(len(group.rows) for group in made),
    )


def glossary_page(view: SupplierView, page: Page) -> SupplierGlossary:
    """Return the words of the shared processes.

    Args:
        view: The edition in its language.
        page: The page.
    """
    found: dict[tuple[Markup, Markup], list[Link]] = {}
    for process in view.edition.processes.values():
        for item in process.terms or ():
            key = view.wording.said(item.term), view.wording.said(item.meaning)
            found.setdefault(key, []).append(view.process(page, process.id))
    terms = sorted(found.items(), key=lambda item: bare(item[0][0]).casefold())
    return SupplierGlossary(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("terms")),
        edition=view.label,
        terms=tuple(
            SharedTerm(term=term, meaning=meaning, processes=tuple(links))
            for (term, meaning), links in terms
        ),
    )


def search_page(view: SupplierView, page: Page) -> SupplierSearch:
    """Return what the search page shows before anything is looked for.

    Args:
        view: The edition in its language.
        page: The page.
    """
    lists = (
        *(Link(item.label, item.path) for item in view.chrome.main),
        *(view.process(page, ident) for ident in view.edition.processes),
    )
    return SupplierSearch(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("search")),
        edition=view.label,
        lists=lists,
    )


def missing_page(view: SupplierView, page: Page) -> SupplierMissing:
    """Return the page for an address that leads nowhere.

    Args:
        view: The edition in its language.
        page: The page.
    """
    label = Markup.escape(view.wording.word("home"))
    return SupplierMissing(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("title_missing")),
        edition=view.label,
        home=Link(label, view.to(page, "supplier_home")),
    )


_MAKERS: Final[dict[str, Callable[[SupplierView, Page], Struct]]] = {
    "supplier_home": home_page,
    "supplier_processes": processes_page,
    "supplier_process": process_page,
    "supplier_trust": trust_page,
    "supplier_questions": questions_page,
    "supplier_glossary": glossary_page,
    "supplier_search": search_page,
    "supplier_missing": missing_page,
}


def supplier_context(view: SupplierView, page: Page) -> Struct:
    """Return what a page of an edition shows.

    Args:
        view: The edition in its language.
        page: The page.
    """
    return _MAKERS[page.kind](view, page)


def shown_to_suppliers() -> Mapping[str, type[Struct]]:
    """Return what each kind of page of an edition shows, by kind."""
    return {kind: get_type_hints(maker)["return"] for kind, maker in _MAKERS.items()}
