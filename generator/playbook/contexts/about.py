"""The page on this edition: what it was made from, and how to read it."""

from __future__ import annotations

from markupsafe import Markup

from playbook.contexts.asked import gap
from playbook.contexts.factshapes import Fact
from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.contexts.workpages import AboutPage
from playbook.plan import Page, listings
from playbook.texts import LANGUAGE_NAMES


def about_page(view: View, page: Page) -> AboutPage:
    """Return what this edition was made from, and how to read it.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    word, method = view.wording.word, view.portfolio.method
    return AboutPage(
        chrome=view.chrome,
        head=view.head(page, word("about"), "about"),
        facts=(
            Fact(word("assessed_on"), Markup.escape(view.chrome.date)),
            Fact(word("edition"), Markup.escape(word("edition_internal"))),
            Fact(word("method_version"), Markup.escape(method.version)),
            Fact(word("made_with"), Markup.escape(view.program)),
            Fact(
                word("languages"),
                Markup.escape(", ".join(LANGUAGE_NAMES[one] for one in view.languages)),
            ),
        ),
        counts=_counts(view, page),
        changes=(
            *((_change(view, page, item.code), item.part) for item in method.changes),
            *((Link(Markup.escape(file)), "") for file in view.handbook.changed),
        ),
        reading=tuple(
            (word(f"about_{part}_title"), word(f"about_{part}"))
            for part in ("ladder", "unknown", "todo", "trace", "find")
        ),
        tested=tuple(word(f"access_tested_{number}") for number in range(1, 5)),
        untested=tuple(word(f"access_untested_{number}") for number in range(1, 4)),
        policy=word("access_report"),
    )


def _change(view: View, page: Page, code: str) -> Link:
    """Return where a change of the method shows; a threshold shows on no page of its own."""
    method = view.portfolio.method
    if any(step.code == code for step in method.steps):
        return Link(view.step_label(code), view.to(page, "step", code))
    if method.criterion(code) or method.rule(code):
        link = gap(view, page, code)
        return Link(Markup("{} {}").format(code, link.label), link.href)
    return Link(Markup.escape(code))


def _counts(view: View, page: Page) -> tuple[tuple[Link, int], ...]:
    inventory, word = view.portfolio.inventory, view.wording.word
    whole, method = inventory.organisation, view.portfolio.method
    sizes = {
        "units": len(whole.units),
        "roles": len(whole.roles),
        "systems": len(whole.systems),
        "data": len(whole.data),
    }
    listed = listings(inventory)
    made = [
        (
            Link(Markup.escape(word("processes")), view.to(page, "processes")),
            len(inventory.processes),
        )
    ]
    departments = Link(Markup.escape(word("departments")), view.to(page, "departments"))
    made.append((departments, len(whole.departments)))
    for key, size in sizes.items():
        href = view.to(page, "listing", key) if key in listed else ""
        made.append((Link(Markup.escape(word(key)), href), size))
    criteria = sum(len(step.criteria) for step in method.steps)
    rules = sum(len(dispute.rules) for dispute in method.disputes)
    made.append((Link(Markup.escape(word("criteria"))), criteria))
    made.append((Link(Markup.escape(word("rules")), view.to(page, "findings")), rules))
    return tuple(made)
