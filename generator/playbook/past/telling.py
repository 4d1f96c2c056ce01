"""What changed, and how it went, as text for people, for a document and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from playbook import __version__
from playbook.changes import Change, Changes
from playbook.contexts.changed import figures, former, moved, step_name
from playbook.contexts.view import View
from playbook.model.past import Month, Standing
from playbook.texts import bare

JSON_VERSION: Final = 1
Form = Literal["text", "markdown", "json"]
_SORTS: Final = ("met", "lost", "opened", "closed")


def told(view: View, changes: Changes, lead: str, form: Form) -> str:
    """Return what changed in one organisation, as text or as Markdown.

    Args:
        view: The organisation in one language.
        changes: What changed.
        lead: What was compared with what, in a sentence.
        form: ``text`` or ``markdown``.
    """
    head, item = ("## ", "- ") if form == "markdown" else ("", "  ")
    said = view.wording.word
    lines = [f"{head}{_safe(view.called, form)}", "", lead, ""]
    if not changes.anything:
        return "\n".join([*lines, said("changes_nothing"), ""])
    lines += [f"{item}{word}: {number}" for word, number in figures(view, changes)]
    for key, processes in (("changes_added", changes.added), ("changes_removed", changes.removed)):
        if processes:
            lines += ["", f"{'#' * (3 if head else 0)} {said(key)}".strip(), ""]
            lines += [f"{item}{_safe(_name(view, process), form)}" for process in processes]
    for change in changes.changed:
        lines += ["", f"{'### ' if head else ''}{_safe(_name(view, change.after), form)}"]
        lines += (
            ["", *(f"- {_safe(line, form)}" for line in _lines(view, change))]
            if head
            else [f"  {line}" for line in _lines(view, change)]
        )
    return "\n".join([*lines, ""])


def _lines(view: View, change: Change) -> Iterator[str]:
    for html in (former(view, change), moved(view, change)):
        if html:
            yield bare(html)
    for sort in _SORTS:
        codes: Sequence[str] = getattr(change, sort)
        if codes:
            named = "; ".join(f"{code} {_title(view, code)}" for code in codes)
            yield f"{view.wording.word(f'changes_{sort}')}: {named}"


def _title(view: View, code: str) -> str:
    criterion = view.portfolio.criteria.get(code)
    text = criterion.name if criterion else view.portfolio.rule_texts[code].title
    return view.wording.plain_sentence(text)


def _name(view: View, process: Standing) -> str:
    return f"{view.wording.plain(process.name)} ({process.id})"


def _safe(text: str, form: Form) -> str:
    """Return a text of the inventory as it is, whatever it holds."""
    if form != "markdown":
        return "".join(character if character.isprintable() else " " for character in text)
    return re.sub(r"[\\`*_{}\[\]<>#|]", r"\\\g<0>", " ".join(text.split()))


def changes_json(changes: Mapping[str, Changes]) -> str:
    """Return what changed as JSON.

    Args:
        changes: What changed, by the id of the organisation.
    """
    organisations = {name: _document(item) for name, item in changes.items()}
    return _json({"organisations": organisations})


def _document(changes: Changes) -> dict[str, Any]:
    return {
        "added": [_short(item) for item in changes.added],
        "removed": [_short(item) for item in changes.removed],
        "changed": [
            {
                **_short(change.after),
                "formerly": change.before.id if change.renamed else None,
                "step": {"before": change.before.step, "after": change.after.step},
                **{sort: list(getattr(change, sort)) for sort in _SORTS},
            }
            for change in changes.changed
        ],
        "same": changes.same,
    }


def _short(item: Standing) -> dict[str, Any]:
    return {"id": item.id, "name": item.name}


def history_rows(view: View, states: Sequence[Month]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each month: the month, and how many processes were on each step.

    Args:
        view: The organisation in one language.
        states: How it stood; the last one is today.
    """
    codes = steps(view)
    for state in states:
        counts = (sum(step == code for step in state.steps.values()) for code in codes)
        yield view.wording.month(f"{state.day:%Y-%m}"), *map(str, counts)


def history_heads(view: View) -> tuple[str, ...]:
    """Return the headings of `history_rows`.

    Args:
        view: The organisation in one language.
    """
    return view.wording.word("month"), *(bare(step_name(view, code)) for code in steps(view))


def steps(view: View) -> tuple[str | None, ...]:
    """Return the codes of the steps in order, and nothing for the processes that took them all.

    Args:
        view: The organisation in one language.
    """
    return *(step.code for step in view.portfolio.method.steps), None


def history_json(views: Iterable[View], states: Mapping[str, Sequence[Month]]) -> str:
    """Return how it went as JSON: the step of each process at the end of each month.

    Args:
        views: The organisations.
        states: How each stood, by its id; the last one is today.
    """
    document = {
        view.organisation: [
            {
                "day": state.day.isoformat(),
                "steps": {
                    code or "ready": sum(step == code for step in state.steps.values())
                    for code in steps(view)
                },
                "processes": dict(state.steps),
                "unread": list(state.unread),
            }
            for state in states[view.organisation]
        ]
        for view in views
    }
    return _json({"organisations": document})


def _json(more: dict[str, Any]) -> str:
    document = {"version": JSON_VERSION, "program": f"playbook {__version__}", **more}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
