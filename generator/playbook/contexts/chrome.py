"""What stands around every page: the navigation and the foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from playbook import config
from playbook.contexts.menu import Entry, entry, in_order
from playbook.contexts.shapes import Chrome, NavGroup, NavItem
from playbook.plan import has_tags, listings
from playbook.texts import pick

if TYPE_CHECKING:
    from playbook.contexts.view import View


MOST_IN_MENU: Final = 15
"""Departments up to which every page lists them all."""


def chrome(view: View) -> Chrome:
    """Return what is the same on every page of an organisation in a language.

    Args:
        view: The organisation in one language.
    """
    word, method = view.wording.word, view.portfolio.method
    main = (
        NavItem("home", Markup.escape(word("home")), view.path("home")),
        NavItem("processes", Markup.escape(word("processes")), view.path("processes")),
        NavItem("trust", Markup.escape(word("trust")), view.path("trust")),
        NavItem("findings", Markup.escape(word("findings")), view.path("findings")),
        NavItem("motives", Markup.escape(word("motives")), view.path("motives")),
        NavItem("quality", Markup.escape(word("data_quality")), view.path("quality")),
        NavItem("guides", Markup.escape(word("guides")), view.path("guides")),
    )
    steps = tuple(
        NavItem(f"step:{step.code}", view.step_label(step.code), view.path("step", step.code))
        for step in method.steps
    )
    groups = view.portfolio.members
    few = len(groups) <= MOST_IN_MENU
    listed = listings(view.portfolio.inventory)
    more = (
        *(_item(view, one) for one in _alone(view)),
        *(NavItem(key, Markup.escape(word(key)), view.path("listing", key)) for key in listed),
        *(
            NavItem(kind, Markup.escape(word(kind)), view.path(kind))
            for kind in ("suppliers", "index", "tags", "changes", "about")
            if kind != "tags" or has_tags(view.portfolio.inventory)
        ),
    )
    label = Markup.escape(word("all_departments", count=len(groups)))
    return Chrome(
        organisation=view.wording.said(view.portfolio.inventory.organisation.name),
        site_title=pick(view.site_title, view.language, view.languages[0])[0],
        main=main,
        steps=steps,
        departments=tuple(_department(view, key) for key in groups) if few else (),
        all_departments=None if few else NavItem("departments", label, view.path("departments")),
        pages=tuple(_groups(view)),
        more=more,
        search=view.path("search"),
        method_version=method.version,
        method_changes=len(method.changes) + len(view.handbook.changed),
        date=view.wording.date(view.portfolio.setting.today),
        program=view.program,
    )


def _department(view: View, key: str) -> NavItem:
    name, path = view.department_name(key), view.path("department", key)
    return NavItem(f"department:{key}", name, path)


def _item(view: View, page: Entry) -> NavItem:
    return NavItem(f"{page.kind}:{page.key}", page.title, view.path(page.kind, page.key))


def _alone(view: View) -> Iterator[Entry]:
    """Yield the pages that stand in the menu by themselves, those that no list names last."""
    listed, grouped = in_order(view), {key for group in _listed(view) for key in group.pages}
    yield from (one for one in listed if one.key not in grouped)
    rest = (entry(view, key) for key, kind in view.extras.items() if kind.menu)
    yield from (one for one in rest if one and one.kind == "extra" and one not in listed)


def _groups(view: View) -> Iterator[NavGroup]:
    """Yield the pages that stand together, as the project lists them."""
    for group in _listed(view):
        found = (entry(view, key) for key in group.pages)
        items = tuple(_item(view, one) for one in found if one)
        if items:
            yield NavGroup(view.wording.said(group.title), items)


def _listed(view: View) -> list[config.NavGroup]:
    return [one for one in view.nav or () if isinstance(one, config.NavGroup)]
