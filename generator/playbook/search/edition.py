"""What can be found in a supplier's edition: what its pages show, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from playbook import urls
from playbook.contexts.supplier.questions import questions
from playbook.contexts.supplier.view import SupplierView
from playbook.search.entries import Entry, Texts, elsewhere, first, named

_KINDS = ("process", "question", "term", "page")


def edition_script(view: SupplierView) -> bytes:
    """Return the index of an edition, which is one script: no edition is large.

    Args:
        view: The edition in its language; nothing else is looked at.
    """
    edition = view.edition
    texts = Texts(view.wording, edition.setting)
    entries = (
        *(texts.process(process) for process in edition.inventory.processes),
        *_questions(view),
        *_terms(view),
        *_pages(view),
    )
    return first(entries, 1, _KINDS, (), view.wording)


def _questions(view: SupplierView) -> Iterator[Entry]:
    page = urls.of_supplier("supplier_questions")
    for item in questions(view):
        others = f"{item.process_name} · {item.type_name}"
        yield "question", item.id, item.text, f"{page}#{item.id}", others, item.fact, ""


def _terms(view: SupplierView) -> Iterator[Entry]:
    page, plain = urls.of_supplier("supplier_glossary"), view.wording.plain
    found: dict[Entry, None] = {}
    for process in view.edition.inventory.processes:
        for item in process.terms or ():
            title, language = named(view.wording, item.term)
            others = " · ".join(elsewhere(item.term, title))
            found["term", "", title, page, others, plain(item.meaning), language] = None
    yield from found


def _pages(view: SupplierView) -> Iterator[Entry]:
    for item in view.chrome.main:
        yield "page", "", str(item.label.striptags()), item.path, "", "", ""
