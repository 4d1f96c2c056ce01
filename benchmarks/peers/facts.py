"""What the adapters give to another generator: what was judged, since it judges nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playbook.contexts.processpage import ProcessPage
from playbook.site import Site

Front = dict[str, Any]


def pages(site: Site, shared: Front) -> Iterator[tuple[str, Front, str]]:
    """Yield each process: its id, what differs from page to page, and its text in Markdown.

    Args:
        site: A site of one organisation in one language.
        shared: Filled with what all pages share, as a user of these programs would keep it.
    """
    shared.update({"menu": [], "criteria": {}, "steps": {}, "rules": {}})
    for page in site.pages.values():
        if page.kind != "process":
            continue
        shown = site.context(page)
        assert isinstance(shown, ProcessPage)
        if not shared["menu"]:
            chrome = shown.chrome
            rows = (*chrome.main, *chrome.steps, *chrome.more, *chrome.departments)
            shared["menu"] = [(item.path, str(item.label)) for item in rows]
        purpose = str(site.portfolios[0].processes[page.key].purpose)
        yield page.key, _front(shown, shared), purpose


def _front(shown: ProcessPage, shared: Front) -> Front:
    """Return what differs from page to page, and keep what does not."""
    steps = []
    for section in shown.sections:
        texts = (section.question, section.changes)
        facets = (section.supplier_can, section.always_inside, section.if_skipped)
        shared["steps"][section.rung.code] = {
            "name": section.rung.name,
            "texts": "".join(map(str, texts)),
            "facets": [str(text) for text in facets],
        }
        for row in section.rows:
            shared["criteria"][row.code] = {"name": str(row.name), "show": str(row.show)}
        steps.append(
            {
                "code": section.rung.code,
                "state": section.rung.state,
                "advice": str(section.advice),
                "carried": [_link(link) for link in section.carried],
                "rows": [_row(row) for row in section.rows],
            }
        )
    for found in shown.findings:
        shared["rules"][found.code] = {
            "title": str(found.rule.label),
            "question": str(found.question),
            "mitigation": str(found.mitigation),
        }
    return {
        "title": str(shown.name),
        "department": str(shown.department.label),
        "owner": str(shown.owner),
        "step": shown.current.name if shown.current else "",
        "ladder": [(rung.code, rung.state, rung.number, rung.name) for rung in shown.ladder],
        "missing": [_row(row) for row in shown.missing],
        "gains": [(g.code, g.points, g.criteria, g.steps) for g in shown.gains],
        "steps": steps,
        "findings": [_row(found) for found in shown.findings],
        "contents": [_link(link) for link in shown.head.contents],
        "near": [_link(shown.head.previous), _link(shown.head.next)],
        "lead": str(shown.lead),
        "needed": [_link(link) for link in shown.now.needed],
        "helpers": [(str(item.who), item.role, item.codes) for item in shown.now.helpers],
        "guide": [(part.key, part.title, str(part.text)) for part in shown.guide],
        "types": [(t.name, t.band_name, t.facts, t.unknowns) for t in shown.types],
        "sipoc": [[str(item) for item in column.texts] for column in shown.sipoc],
        "lanes": [[str(lane) for lane in shown.swimlane.lanes]]
        + [[f"{cell.text} {cell.scope_name}" for cell in row] for row in shown.swimlane.rows],
        "raci": [["", *map(str, shown.raci.roles)]]
        + [[str(name), *letters] for name, letters in shown.raci.rows],
        "volumes": [_volume(chart) for chart in shown.volumes],
        "tables": [
            {"title": table.title, "rows": [[str(cell) for cell in row] for row in table.rows]}
            for table in shown.tables
        ],
        "facts": [(fact.label, str(fact.value)) for fact in shown.summary],
    }


def _link(link: Any) -> tuple[str, str]:
    return link.href, str(link.label)


def _volume(chart: Any) -> Front:
    bars = [(m.bar.x, m.bar.y, m.bar.width, m.bar.height, m.title) for m in chart.months]
    return {"title": chart.title, "text": str(chart.text), "bars": bars}


def _row(row: Any) -> tuple[str, ...]:
    return row.code, row.state, str(row.reason), row.field, row.place, row.value
