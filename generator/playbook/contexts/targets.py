"""What a text can refer to, as links from one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from playbook.contexts.gone import removed_mention
from playbook.contexts.shapes import Link
from playbook.model.mention import ELSEWHERE, IN_ORGANISATION, Mention
from playbook.plan import NO_PAGE, Page
from playbook.texts import bare, pick

if TYPE_CHECKING:
    from playbook.contexts.view import View


def target(view: View, page: Page, seen: Mention) -> Link | Markup | None:
    """Return a link to what a text mentions; nothing when there is no such thing.

    Args:
        view: The organisation in one language.
        page: The page that the text stands on.
        seen: What it mentions.
    """
    kind, ident = seen.kind, seen.target
    if kind == ELSEWHERE:
        offered = view.portfolio.inventory.elsewhere.find(ident)
        return Link(Markup.escape(offered.label), offered.address) if offered else None
    if kind == "process" and ident in view.portfolio.removed:
        return removed_mention(view, page, seen)
    if kind == "process":
        ident = view.portfolio.renamed.get(ident, ident)
        return view.process(page, ident) if ident in view.portfolio.processes else None
    if kind in ("step", "criterion", "rule", "term"):
        return _of_method(view, page, kind, ident)
    if kind in ("doc", "ref"):
        return _own(view, page, kind, ident)
    known = (kind, ident) in view.portfolio.setting.names
    return view.link(page, kind, ident) if known else None


def called(view: View, seen: Mention) -> str:
    """Return the name of what a text mentions; empty when there is no such thing.

    Args:
        view: The organisation in one language.
        seen: What it mentions.
    """
    if seen.kind not in IN_ORGANISATION:
        link = target(view, NO_PAGE, seen)
        return bare(link.label) if isinstance(link, Link) else ""
    portfolio, ident = view.portfolio, seen.target
    name = portfolio.setting.names.get((seen.kind, ident))
    if seen.kind == "process":
        known = portfolio.cards.get(portfolio.renamed.get(ident, ident))
        found = known or portfolio.removed.get(ident)
        name = found.name if found else None
    return pick(name, view.language, view.wording.otherwise)[0] if name else ""


def _of_method(view: View, page: Page, kind: str, code: str) -> Link | None:
    """Return a link to a step, criterion, rule or word of the method."""
    portfolio = view.portfolio
    if kind == "step":
        known = code in portfolio.numbers
        return Link(view.step_label(code), view.to(page, "step", code)) if known else None
    if kind == "criterion":
        return _criterion(view, page, code)
    if kind == "rule":
        rule = portfolio.rule_texts.get(code)
        label = view.wording.sentence(rule.title or rule.code, {}) if rule else Markup("")
        return Link(label, view.to(page, "rule", code)) if rule else None
    term = next((item for item in view.handbook.terms if item.code == code), None)
    label = Markup.escape(pick(term.term, view.language, "en")[0]) if term else Markup("")
    return Link(label, view.to(page, "glossary", "", code)) if term else None


def _own(view: View, page: Page, kind: str, name: str) -> Link | None:
    """Return a link to an own page or one of an extension, or to an anchor on one."""
    if kind == "doc" and name not in view.own_pages and name in view.extras:
        return Link(view.wording.said(view.extras[name].title), view.to(page, "extra", name))
    for key, own in view.own_pages.items():
        if kind == "doc" and (key == name or name in own.formerly):
            return Link(Markup.escape(own.title), view.to(page, "own", key))
        if kind == "ref" and name in own.anchors:
            label = Markup.escape(own.anchors[name])
            return Link(label, view.to(page, "own", key, name))
    return None


def _criterion(view: View, page: Page, code: str) -> Link | None:
    for step in view.portfolio.method.steps:
        for item in step.criteria:
            if item.code == code:
                label = view.wording.sentence(item.name or item.code, {})
                return Link(label, view.to(page, "step", step.code, code))
    return None
