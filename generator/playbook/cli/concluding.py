"""What a build says at its end: what a person asks next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from playbook.cli.shared import count, say

if TYPE_CHECKING:
    from playbook.former import Tally
    from playbook.site import Site
    from playbook.write.output import Output

JSON_VERSION: Final = 1


def tally(site: Site) -> Tally:
    """Count what a site that was built tells of its processes.

    Args:
        site: The site.
    """
    from playbook.contexts.progress import rung_words  # noqa: PLC0415 - start-up
    from playbook.former import Tally  # noqa: PLC0415 - start-up

    # In the order of the ladder, and after it those that are on no step.
    steps: Counter[str] = Counter({step.code: 0 for step in site.method.steps})
    names: dict[str, str] = {}
    facts = unknown = 0
    for view in site.spoken("en"):
        portfolio = view.portfolio
        for ident in portfolio.processes:
            brief = portfolio.brief(ident)
            steps[brief.rung] += 1
            facts, unknown = facts + brief.fired, unknown + brief.unknown
            if brief.rung not in names:
                names[brief.rung] = rung_words(view, brief.rung)
    return Tally(
        pages=len(site.pages),
        organisations=len(site.portfolios),
        processes=steps.total(),
        steps=dict(+steps),
        names=names,
        facts=facts,
        unknown=unknown,
    )


def conclude(
    target: Output, edition: str, counted: Tally, done: tuple[int, int] | None, as_json: bool
) -> None:
    """Say what was built, or print it for another program.

    Args:
        target: Where the site is.
        edition: Which edition it is.
        counted: What was counted.
        done: Files written and removed; nothing when nothing had changed.
        as_json: Whether another program reads it.
    """
    if as_json:
        click.echo(_document(target, edition, counted, done))
        return
    for line in _lines(target, edition, counted, done):
        say(line)


def _lines(
    target: Output, edition: str, counted: Tally, done: tuple[int, int] | None
) -> Iterator[str]:
    outcome = f"{count(done[0], 'file')} written, {done[1]} removed" if done else _NOTHING
    if counted.organisations:
        yield (
            f"{count(counted.pages, 'page')} about {count(counted.processes, 'process')} in "
            f"{count(counted.organisations, 'organisation')}: {outcome}."
        )
    else:
        yield f"{edition}, {count(counted.pages, 'page')}: {outcome}."
    if counted.steps:
        on = " · ".join(f"{counted.names[code]}: {many}" for code, many in counted.steps.items())
        yield f"Processes on each step: {on}."
        found = f"{count(counted.facts, 'finding')} from facts"
        yield f"{found}, {counted.unknown} from what is not known yet."
    yield f"Open {target.folder / 'index.html'} in a browser."
    if counted.steps:
        yield _NEXT


_NOTHING: Final = "nothing has changed"
_NEXT: Final = (
    "Next: “playbook serve” shows it while you write, “playbook check” tells the findings, and "
    "“playbook export todo.xlsx --what open” lists who can do what."
)


def _document(target: Output, edition: str, counted: Tally, done: tuple[int, int] | None) -> str:
    written, removed = done or (0, 0)
    whole = {
        "version": JSON_VERSION,
        "edition": edition,
        "site": str(target.folder),
        "changed": bool(written or removed),
        "written": written,
        "removed": removed,
        "pages": counted.pages,
    }
    if counted.organisations:
        whole |= {
            "organisations": counted.organisations,
            "processes": counted.processes,
            "steps": counted.steps,
            "findings": {"facts": counted.facts, "unknown": counted.unknown},
        }
    return json.dumps(whole, ensure_ascii=False)
