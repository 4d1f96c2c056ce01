"""Pages that list all things of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from markupsafe import Markup

from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import filler_link
from playbook.contexts.workpages import ListColumn, Listing, ListingPage
from playbook.plan import FILLERS, Page

_Row = tuple[Link, tuple[Markup, ...]]


def listing_page(view: View, page: Page) -> ListingPage:
    """Return every role, unit, system or data object.

    Args:
        view: The organisation in one language.
        page: The page; its key says which.
    """
    title = view.wording.word(page.key)
    return ListingPage(
        chrome=view.chrome,
        head=view.head(page, title, page.key),
        title=title,
        listings=tuple(_LISTINGS[page.key](view, page)),
    )


def _listing(
    view: View, key: str, columns: Sequence[tuple[str, bool]], rows: Iterable[_Row]
) -> Listing:
    word = view.wording.word
    return Listing(
        key=key,
        title="",
        intro=word(f"listing_{key}"),
        columns=tuple(ListColumn(label, word(label), number) for label, number in columns),
        rows=tuple(rows),
    )


def _number(view: View, number: int) -> Markup:
    return Markup.escape(view.wording.number(number) if number else "")


def _roles(view: View, page: Page) -> Iterable[Listing]:
    work, involved = view.portfolio.work, view.portfolio.involved

    def rows() -> Iterable[_Row]:
        for role in view.portfolio.inventory.organisation.roles:
            yield (
                view.link(page, "role", role.id),
                (
                    view.linked(page, "department", role.department),
                    _number(view, len(involved.of("accountable", role.id))),
                    _number(view, len(involved.of("responsible", role.id))),
                    _number(view, work.todo("role", role.id).things),
                ),
            )

    def parts() -> Iterable[_Row]:
        for code in FILLERS:
            nobody = work.nobody.get(code)
            yield (
                filler_link(view, page, code),
                (
                    Markup.escape(view.wording.word(f"filler_{code}")),
                    _number(view, len(work.played.get(code, ()))),
                    _number(view, nobody.things if nobody else 0),
                ),
            )

    columns = (
        ("role", False),
        ("department", False),
        ("share_accountable", True),
        ("share_responsible", True),
        ("things_open", True),
    )
    made = _listing(view, "roles", columns, rows())
    if made.rows:
        yield made
    asked = (
        ("filler", False),
        ("filler_about", False),
        ("filler_roles", True),
        ("unclaimed", True),
    )
    yield _listing(view, "fillers", asked, parts())


def _units(view: View, page: Page) -> Iterable[Listing]:
    work, involved = view.portfolio.work, view.portfolio.involved

    def rows() -> Iterable[_Row]:
        for unit in view.portfolio.inventory.organisation.units:
            yield (
                view.link(page, "unit", unit.id),
                (
                    view.wording.said(unit.place),
                    _number(view, len(involved.of("unit", unit.id))),
                    _number(view, work.todo("unit", unit.id).things),
                ),
            )

    columns = (("unit", False), ("place", False), ("processes", True), ("things_open", True))
    yield _listing(view, "units", columns, rows())


def _systems(view: View, page: Page) -> Iterable[Listing]:
    work, involved = view.portfolio.work, view.portfolio.involved

    def rows() -> Iterable[_Row]:
        for system in view.portfolio.inventory.organisation.systems:
            yield (
                view.link(page, "system", system.id),
                (
                    view.wording.said(system.category),
                    view.linked(page, "role", system.owner),
                    _number(view, len(involved.of("system", system.id))),
                    _number(view, work.todo("system", system.id).things),
                ),
            )

    columns = (
        ("system", False),
        ("category", False),
        ("owner", False),
        ("processes", True),
        ("things_open", True),
    )
    yield _listing(view, "systems", columns, rows())


def _data(view: View, page: Page) -> Iterable[Listing]:
    work, involved, wording = view.portfolio.work, view.portfolio.involved, view.wording

    def rows() -> Iterable[_Row]:
        for item in view.portfolio.inventory.organisation.data:
            yield (
                view.link(page, "data", item.id),
                (
                    view.linked(page, "role", item.owner),
                    view.linked(page, "system", item.source),
                    Markup.escape(item.classification or ""),
                    Markup.escape(wording.code(item.personal)),
                    _number(view, len(involved.of("data", item.id))),
                    _number(view, work.todo("data", item.id).things),
                ),
            )

    columns = (
        ("data_object", False),
        ("owner", False),
        ("source", False),
        ("classification", False),
        ("personal_data", False),
        ("processes", True),
        ("things_open", True),
    )
    yield _listing(view, "data", columns, rows())


_LISTINGS: Final[dict[str, Callable[[View, Page], Iterable[Listing]]]] = {
    "roles": _roles,
    "units": _units,
    "systems": _systems,
    "data": _data,
}
