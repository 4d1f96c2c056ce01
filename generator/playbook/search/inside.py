"""What can be found inside: everything that has a page."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import islice
from typing import Final

from playbook import digests, plan
from playbook.contexts.book import guide_about
from playbook.contexts.progress import rung_words
from playbook.contexts.view import View
from playbook.model.organisation import DataObject, Supplier
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.plan import UNASSIGNED, IndexPart, index_parts
from playbook.search.entries import Entry, Texts, elsewhere, first, named, written

CHOICES: Final = ("department", "step", "band", "accountable")
"""What processes can be chosen by, each a word of the interface."""

MOST_TEXT: Final = 400_000
"""Characters of own pages in the index, all pages together."""
LEAST_TEXT: Final = 1_000
"""Characters of one page that are found however many pages there are."""


def script(view: View, part: IndexPart, pages: Container[str]) -> bytes:
    """Return one part of the index as a script.

    Args:
        view: The organisation in one language; nothing else is looked at.
        part: The part.
        pages: Addresses of the site; what has no page of its own cannot be found.
    """
    if part.number == 0:
        entries = _found(view, pages)
        return first(entries, _parts(view), (*KINDS, "process"), CHOICES, view.wording)
    texts = _texts(view)
    processes = map(view.portfolio.processes.__getitem__, _of_part(view, part.number))
    entries = ((*texts.process(process), *_chosen_by(view, process)) for process in processes)
    return written({"part": part.number, "entries": list(entries)})


def _chosen_by(view: View, process: Process) -> tuple[str, str, str, str]:
    """Return what stands in the tables of processes, in the order of `CHOICES`."""
    brief = view.portfolio.brief(process.id)
    return (
        str(view.department_name(process.department or UNASSIGNED).striptags()),
        rung_words(view, brief.rung),
        view.wording.word(f"band_{brief.band}") if brief.band else "",
        str(view.owner(process).striptags()),
    )


def _texts(view: View) -> Texts:
    return Texts(view.wording, view.portfolio.setting)


def key(view: View, part: IndexPart, pages: Iterable[str], basis: bytes) -> bytes:
    """Return the digest of all that a part of the index is made from.

    Args:
        view: The organisation in one language.
        part: The part.
        pages: Addresses of the site.
        basis: Digest of what all organisations are made with.
    """
    prints = view.portfolio.prints
    made_from: Iterator[bytes]
    if part.number == 0:
        # The pages of processes come and go without a change to this part, but for its count.
        others = (page.encode() for page in pages if "/processes/" not in page)
        told = digests.of_value((*_guides(view), *_terms(view), *_written(view)))
        made_from = iter((str(_parts(view)).encode(), view.chrome_digest, told, *others))
    else:
        mine = map(prints.processes.__getitem__, _of_part(view, part.number))
        made_from = (
            made for each in mine for made in (each.whole, prints.names(sorted(each.mentions)))
        )
    return digests.of_bytes(basis, prints.around, part.path.encode(), *made_from)


def _parts(view: View) -> int:
    inventory = view.portfolio.inventory
    return sum(1 for _ in index_parts([inventory], [view.language]))


def _found(view: View, pages: Container[str]) -> Iterator[Entry]:
    """Yield everything but the processes."""
    folder = view.path("home").removesuffix("index.html")
    for kind, entries in KINDS.items():
        for code, title, address, others, text in entries(view):
            if address.partition("#")[0] in pages:
                inside = address.removeprefix(folder)
                name, language = named(view.wording, title)
                yield kind, code, name, inside, others, text, language


def _own(view: View, title: str) -> Text:
    """Return a title that is in the language of the page."""
    return {view.language: title}


def _of_part(view: View, number: int) -> Iterable[str]:
    first = (number - 1) * plan.PER_INDEX_PART
    return islice(view.portfolio.inventory.processes.where, first, first + plan.PER_INDEX_PART)


_Row = tuple[str, Text, str, str, str]
"""Code, title, address from the root of the site, other words, text."""


def _pages(view: View) -> Iterator[_Row]:
    written = {view.path("own", key) for key in view.own_pages}
    written |= {view.path("extra", key) for key in view.extras}
    for item in (*view.chrome.main, *view.chrome.more):
        if item.path not in written:
            yield "", _own(view, str(item.label.striptags())), item.path, "", ""
    yield from _written(view)
    yield "", _own(view, view.wording.word("departments")), view.path("departments"), "", ""


def _written(view: View) -> Iterator[_Row]:
    """Yield own pages and those of extensions, found by what they say.

    The more pages there are, the less of each is found: a browser reads the index at once.
    """
    most = max(LEAST_TEXT, MOST_TEXT // (len(view.own_pages) + len(view.extras) or 1))
    for key, page in view.own_pages.items():
        title = {page.language or view.language: page.title}
        yield (
            "",
            title,
            view.path("own", key),
            page.description,
            _texts(view).prose(page.text)[:most],
        )
    for key, kind in view.extras.items():
        text = kind.write(view.portfolio, view.language)
        yield "", kind.title, view.path("extra", key), "", _texts(view).prose(text)[:most]


def _steps(view: View) -> Iterator[_Row]:
    say = view.wording.plain_sentence
    for step in view.portfolio.method.steps:
        text = " ".join(filter(None, (say(step.question), say(step.changes))))
        others = " · ".join((step.code, *elsewhere(step.name, view.step_name(step.code))))
        label = str(view.step_label(step.code).unescape())
        yield "", _own(view, label), view.path("step", step.code), others, text


def _criteria(view: View) -> Iterator[_Row]:
    say = view.wording.plain_sentence
    for step in view.portfolio.method.steps:
        page = view.path("step", step.code)
        for item in step.criteria:
            text = " ".join(filter(None, (say(item.meaning), say(item.show))))
            others = " · ".join((*elsewhere(item.name, say(item.name)), *(item.fields or ())))
            yield item.code, _own(view, say(item.name)), f"{page}#{item.code}", others, text


def _rules(view: View) -> Iterator[_Row]:
    say = view.wording.plain_sentence
    for dispute in view.portfolio.method.disputes:
        for rule in dispute.rules:
            title = say(rule.title)
            texts = (say(rule.looks_at), say(rule.why), say(rule.question))
            others = " · ".join((view.type_names[dispute.type], *elsewhere(rule.title, title)))
            address = view.path("rule", rule.code)
            yield rule.code, _own(view, title), address, others, " ".join(filter(None, texts))


def _departments(view: View) -> Iterator[_Row]:
    known = {item.id: item for item in view.portfolio.inventory.organisation.departments}
    for ident in view.portfolio.members:
        item = known.get(ident)
        title = item.name if item else _own(view, view.wording.word("no_department"))
        others = elsewhere(title, view.wording.plain(title))
        if item and item.lead:
            others.append(str(view.role(item.lead).striptags()))
        text = _texts(view).prose(item.purpose) if item else ""
        yield "", title, view.path("department", ident), " · ".join(others), text


def _units(view: View) -> Iterator[_Row]:
    for item in view.portfolio.inventory.organisation.units:
        others = (*elsewhere(item.name, view.wording.plain(item.name)), item.id)
        text = view.wording.plain(item.place)
        yield "", item.name, view.path("unit", item.id), " · ".join(others), text


def _roles(view: View) -> Iterator[_Row]:
    for item in view.portfolio.inventory.organisation.roles:
        others = (*elsewhere(item.name, view.wording.plain(item.name)), item.id)
        text = str(view.department_name(item.department).striptags()) if item.department else ""
        yield "", item.name, view.path("role", item.id), " · ".join(others), text


def _fillers(view: View) -> Iterator[_Row]:
    for key in plan.FILLERS:
        yield "", _own(view, view.wording.filler(key)), view.path("filler", key), "", ""


def _systems(view: View) -> Iterator[_Row]:
    plain = view.wording.plain
    for item in view.portfolio.inventory.organisation.systems:
        others = (*elsewhere(item.name, plain(item.name)), item.id)
        text = " ".join(filter(None, (plain(item.category), _texts(view).prose(item.purpose))))
        yield "", item.name, view.path("system", item.id), " · ".join(others), text


def _data(view: View) -> Iterator[_Row]:
    yield from _by_name(view, "data", view.portfolio.inventory.organisation.data)


def _suppliers(view: View) -> Iterator[_Row]:
    yield from _by_name(view, "supplier", view.portfolio.inventory.suppliers)


def _by_name(view: View, kind: str, items: Iterable[DataObject | Supplier]) -> Iterator[_Row]:
    """Yield things that have a page, and are found by their name and id alone."""
    for item in items:
        others = (*elsewhere(item.name, view.wording.plain(item.name)), item.id)
        yield "", item.name, view.path(kind, item.id), " · ".join(others), ""


def _guides(view: View) -> Iterator[_Row]:
    for ident, guide in view.handbook.pages_in(view.language).items():
        about = guide_about(view.wording, ident)
        yield "", _own(view, guide.title), view.path("guide", ident), "", about
    for kind in ("sheets", "glossary"):
        word = view.wording.word
        yield "", _own(view, word(kind)), view.path(kind), "", word(f"{kind}_about")


def _terms(view: View) -> Iterator[_Row]:
    page, say = view.path("glossary"), view.wording.plain_sentence
    for term in view.handbook.terms:
        name = say(term.term)
        forms = (form for known in term.forms.values() for form in known)
        others = " · ".join(dict.fromkeys((*forms, *elsewhere(term.term, name))))
        yield "", _own(view, name), f"{page}#{term.code}", others, say(term.meaning)


KINDS: Final[Mapping[str, Callable[[View], Iterable[_Row]]]] = {
    "page": _pages,
    "step": _steps,
    "criterion": _criteria,
    "rule": _rules,
    "department": _departments,
    "unit": _units,
    "role": _roles,
    "filler": _fillers,
    "system": _systems,
    "data": _data,
    "supplier": _suppliers,
    "guide": _guides,
    "term": _terms,
}
"""What can be found beside processes: one function a kind; add yours here."""
