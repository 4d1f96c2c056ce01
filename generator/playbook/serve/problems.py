"""Problems as a page: where, the line itself with a caret, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from playbook.load.files import Folder
from playbook.problems import Place, Problem

AROUND: Final = 2
"""Lines to show before the line that a problem is about."""
WIDEST: Final = 160

STYLE: Final = """\
:root { color-scheme: light dark; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; line-height: 1.5;
  font-family: system-ui, sans-serif; color: #1b1b1b; background: #fff; }
ol { padding-left: 1.5rem; } li { margin: 0 0 2rem; }
h1 { font-size: 1.5rem; } p { margin: .25rem 0; }
code, pre { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .75rem 1rem; overflow-x: auto; background: #f2f5f7;
  border-left: 4px solid #b3261e; border-radius: 4px; }
.number { color: #5b6770; } .caret { color: #b3261e; font-weight: 700; }
.instead { color: #1d5c87; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #16191c; } pre { background: #22272b; border-color: #ff8a80; }
  .number { color: #9aa5ad; } .caret { color: #ff8a80; } .instead, a { color: #9fc8e4; } }
"""
_PAGE: Final = Markup(
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; "
    "style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'\">"
    "<title>{count}</title>"
    '<link rel="stylesheet" href="/_playbook/problems.css"></head>'
    "<body><main><h1>{count} to solve</h1>"
    "<p>Save the file and this page follows.{good}</p><ol>{items}</ol></main></body></html>\n"
)
_GOOD: Final = Markup(
    ' Until then you can look at <a href="{href}">this page as it was</a> before.'
)
_PROBLEM: Final = Markup(
    '<li><p><code>{place}</code></p>{excerpt}<p>{what}.</p><p class="instead">→ {instead}</p></li>'
)


def problems_page(problems: Iterable[Problem], root: Path, good: str) -> bytes:
    """Return a page that tells what is wrong.

    Args:
        problems: The problems.
        root: The project's folder.
        good: Address of the page as it could be shown last; empty when there is none.
    """
    problems = list(problems)
    folder = Folder.at(root)
    items = Markup("").join(
        _PROBLEM.format(
            place=escape(problem.place),
            excerpt=_excerpt(folder, problem.place),
            what=problem.what,
            instead=problem.instead,
        )
        for problem in problems
    )
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    link = _GOOD.format(href=good) if good else ""
    return _PAGE.format(count=count, items=items, good=link).encode()


def _excerpt(folder: Folder, place: Place) -> Markup:
    """Return the line that a problem is about and some before it, with a caret below it."""
    path = folder.root / place.file
    if not place.line or not folder.holds(path) or not path.is_file():
        return Markup("")
    text = folder.text(path)
    lines = text.splitlines() if isinstance(text, str) else []
    first = max(0, place.line - 1 - AROUND)
    shown = [
        Markup('<span class="number">{:>5} </span>{}').format(first + at + 1, line[:WIDEST])
        for at, line in enumerate(lines[first : place.line])
    ]
    if place.column and place.column <= WIDEST:
        shown.append(Markup('{}<span class="caret">^</span>').format(" " * (5 + place.column)))
    return Markup("<pre>{}</pre>").format(Markup("\n").join(shown))
