"""Pages on a unit, a system and a data object: what is known of it, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from playbook.contexts.asked import criteria_rows, rule_rows, share
from playbook.contexts.factshapes import Fact
from playbook.contexts.heads import contents
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.workpages import PartPage
from playbook.model.organisation import DataObject, System, Unit
from playbook.model.scalars import Text
from playbook.plan import Page
from playbook.texts import running


def unit_page(view: View, page: Page) -> PartPage:
    """Return what is known of a unit, and what is asked of it.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    unit = next(item for item in view.portfolio.inventory.organisation.units if item.id == page.key)
    return _page(view, page, unit, "units", unit_facts(view, unit))


def unit_facts(view: View, unit: Unit) -> tuple[Fact, ...]:
    """Return what is known of a unit.

    Args:
        view: The organisation in one language.
        unit: The unit.
    """
    return (Fact(view.wording.word("place"), view.wording.said(unit.place)),)


def system_page(view: View, page: Page) -> PartPage:
    """Return what is known of a system, and what is asked of who looks after it.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    system = next(
        item for item in view.portfolio.inventory.organisation.systems if item.id == page.key
    )
    return _page(view, page, system, "systems", system_facts(view, page, system))


def system_facts(view: View, page: Page, system: System) -> tuple[Fact, ...]:
    """Return what is known of a system.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        system: The system.
    """
    wording = view.wording
    holds = [
        item.id for item in view.portfolio.inventory.organisation.data if item.source == system.id
    ]
    return (
        Fact(wording.word("system_owner"), view.linked(page, "role", system.owner)),
        Fact(wording.word("category"), wording.said(system.category)),
        Fact(wording.word("used_for"), wording.said(system.purpose)),
        Fact(wording.word("version"), Markup.escape(system.version or "")),
        Fact(wording.word("host"), Markup.escape(system.host or "")),
        Fact(wording.word("source_of"), view.linked_all(page, "data", holds)),
        Fact(
            wording.word("weaknesses"),
            Markup("<br>").join(map(wording.said, system.weaknesses or ())),
        ),
    )


def data_page(view: View, page: Page) -> PartPage:
    """Return what is known of a data object, and what is asked of who owns it.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    _, item = view.portfolio.setting.data[page.key]
    return _page(view, page, item, "data", data_facts(view, page, item))


def data_facts(view: View, page: Page, item: DataObject) -> tuple[Fact, ...]:
    """Return what is known of a data object.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        item: The data object.
    """
    wording = view.wording
    none = Markup.escape(wording.word("none_at_all"))
    sub = item.sub_processors
    return (
        Fact(wording.word("data_owner"), view.linked(page, "role", item.owner)),
        Fact(wording.word("source"), view.linked(page, "system", item.source)),
        Fact(wording.word("classification"), Markup.escape(item.classification or "")),
        Fact(wording.word("personal_data"), Markup.escape(wording.code(item.personal))),
        Fact(wording.word("privacy_role"), Markup.escape(wording.code(item.role))),
        Fact(wording.word("register"), Markup.escape(item.register or "")),
        Fact(wording.word("retention"), wording.show(item.retention)),
        Fact(wording.word("countries"), Markup.escape(", ".join(item.countries or ()))),
        Fact(wording.word("sub_processors"), none if sub == () else wording.show(sub or ())),
    )


_OPTIONAL = frozenset(("version", "host", "weaknesses", "source_of", "used_for"))
"""Facts of a system that nobody has to know."""


def _page(
    view: View,
    page: Page,
    item: Unit | System | DataObject,
    listing: str,
    facts: Sequence[Fact],
) -> PartPage:
    word, todo = view.wording.word, view.portfolio.work.todo(page.kind, page.key)
    optional = {word(key) for key in _OPTIONAL}
    name: Text = item.name
    criteria = criteria_rows(view, page, todo.criteria)
    rules = rule_rows(view, page, todo.rules)
    processes = view.portfolio.involved.of(page.kind, page.key)
    shares = (share(view, page, page.kind, processes),) if processes else ()
    listed = Link(Markup.escape(word(listing)), view.to(page, "listing", listing))
    return PartPage(
        chrome=view.chrome,
        head=view.head(
            page,
            view.wording.plain(name),
            listing,
            (listed,),
            contents=contents(
                ("criteria", word("asked_criteria"), bool(criteria)),
                ("rules", word("asked_rules"), bool(rules)),
                *((f"share-{part.key}", part.title, True) for part in shares),
            ),
        ),
        sort=word(f"sort_{page.kind}"),
        name=view.wording.said(name),
        facts=tuple(fact for fact in facts if fact.value),
        unknown=tuple(
            running(fact.label) for fact in facts if not fact.value and fact.label not in optional
        ),
        criteria=criteria,
        rules=rules,
        shares=shares,
    )
