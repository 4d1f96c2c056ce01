"""Pages on who does what: a role's to-do list, and a part that people play in the method."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from playbook.contexts.asked import criteria_rows, due_rows, rule_rows, share
from playbook.contexts.book import guide_link
from playbook.contexts.factshapes import Fact
from playbook.contexts.heads import contents
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.who import filler_link
from playbook.contexts.workpages import FillerPage, PlayedRow, RolePage, Share
from playbook.guides.guide import ROLE_PREFIX
from playbook.model.organisation import Role
from playbook.plan import Page

_WAYS = ("accountable", "responsible", "consulted", "informed")


def role_page(view: View, page: Page) -> RolePage:
    """Return the to-do list of one role.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    word, organisation = view.wording.word, view.portfolio.inventory.organisation
    role = next(item for item in organisation.roles if item.id == page.key)
    work, todo = view.portfolio.work, view.portfolio.work.todo("role", role.id)
    due = due_rows(view, page, todo.actions)
    criteria = criteria_rows(view, page, todo.criteria)
    rules = rule_rows(view, page, todo.rules)
    shares = tuple(_shares(view, page, role.id))
    return RolePage(
        chrome=view.chrome,
        head=view.head(
            page,
            view.wording.plain(role.name),
            "roles",
            (_roles(view, page),),
            contents=contents(
                ("due", word("due_first"), bool(due)),
                ("criteria", word("asked_criteria"), bool(criteria)),
                ("rules", word("asked_rules"), bool(rules)),
                *((f"share-{item.key}", item.title, True) for item in shares),
            ),
        ),
        name=view.wording.said(role.name),
        facts=tuple(fact for fact in _facts(view, page, role) if fact.value),
        plays=tuple(
            PlayedRow(name=filler_link(view, page, code), about=word(f"filler_{code}"))
            for code in work.plays.get(role.id, ())
        ),
        things=_things(view, todo.things),
        due=due,
        criteria=criteria,
        rules=rules,
        shares=shares,
    )


def _shares(view: View, page: Page, ident: str) -> Iterator[Share]:
    """Yield the ways in which a role takes part; a process is named in the first that holds."""
    seen: set[str] = set()
    for way in _WAYS:
        found = [item for item in view.portfolio.involved.of(way, ident) if item not in seen]
        seen.update(found)
        if found:
            yield share(view, page, way, found)


def _facts(view: View, page: Page, role: Role) -> Iterator[Fact]:
    word, organisation = view.wording.word, view.portfolio.inventory.organisation
    if role.department:
        link = view.department(page, role.department)
        yield Fact(word("department"), anchor(link))
    yield Fact(word("held_by"), Markup.escape(role.person or ""))
    yield Fact(word("contact"), Markup.escape(role.contact or ""))
    leads = (item.id for item in organisation.departments if item.lead == role.id)
    yield Fact(word("leads"), view.linked_all(page, "department", leads))
    systems = (item.id for item in organisation.systems if item.owner == role.id)
    yield Fact(word("owns_systems"), view.linked_all(page, "system", systems))
    data = (item.id for item in organisation.data if item.owner == role.id)
    yield Fact(word("owns_data"), view.linked_all(page, "data", data))


def _roles(view: View, page: Page) -> Link:
    return Link(Markup.escape(view.wording.word("roles")), view.to(page, "listing", "roles"))


def anchor(link: Link) -> Markup:
    """Return a link as HTML.

    Args:
        link: The link.
    """
    return Markup('<a href="{}">{}</a>').format(link.href, link.label)


def filler_page(view: View, page: Page) -> FillerPage:
    """Return a part that people play in the method, and what nobody has in hand.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    work, code = view.portfolio.work, page.key
    nobody = work.nobody.get(code)
    name = filler_link(view, page, code).label
    roles = sorted(work.played.get(code, ()), key=lambda role: -work.todo("role", role).things)
    return FillerPage(
        chrome=view.chrome,
        head=view.head(page, str(name.unescape()), "roles", (_roles(view, page),)),
        code=code,
        name=str(name.unescape()),
        about=view.wording.word(f"filler_{code}"),
        guide=guide_link(view, page, f"{ROLE_PREFIX}{code}"),
        roles=tuple(
            (view.link(page, "role", role), _things(view, work.todo("role", role).things))
            for role in roles
        ),
        unclaimed=nobody.things if nobody else 0,
        criteria=criteria_rows(view, page, nobody.criteria) if nobody else (),
        rules=rule_rows(view, page, nobody.rules) if nobody else (),
    )


def _things(view: View, count: int) -> str:
    """Return in words how many things are open."""
    if not count:
        return view.wording.word("nothing_open")
    key = "one_thing_open" if count == 1 else "some_things_open"
    return view.wording.word(key, count=view.wording.number(count))
