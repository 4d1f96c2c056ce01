"""Take the body of a KOOS process apart: purpose, steps and what is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_STEP: Final = re.compile(r"^\*\*\d+ (?P<name>.+)\*\*[ ]*\n\*(?P<about>.+)\*[ ]*$", re.MULTILINE)
_SECTION: Final = re.compile(r"^(?=## )", re.MULTILINE)
_UNKNOWN: Final = "(noch nicht erfasst)"


@dataclass(frozen=True)
class Body:
    """Hold the parts of a body, every text as it was written.

    Args:
        purpose: Text under "Zweck"; nothing where the source says it is not known yet.
        placeholder: Whether the source says that the purpose is not known yet.
        steps: Name and explanation of each step.
        rest: Everything else: another title, other sections, the line that names the source.
    """

    purpose: str | None
    placeholder: bool
    steps: tuple[tuple[str, str], ...]
    rest: str | None


def parse(body: str, title: str) -> Body:
    """Take a body apart.

    Args:
        body: Markdown after the front matter.
        title: Title in the front matter; a first heading that repeats it is left out.
    """
    first, *sections = _SECTION.split(body)
    lead = first.strip()
    rest = [lead.removeprefix(f"# {title}").strip() if _repeats(lead, title) else lead]
    purpose: str | None = None
    steps: list[tuple[str, str]] = []
    for section in sections:
        heading, _, text = section.partition("\n")
        if heading.strip() == "## Zweck" and purpose is None:
            purpose = text.strip()
        elif heading.strip() == "## Prozessschritte":
            steps += [(step["name"], step["about"]) for step in _STEP.finditer(text)]
            rest.append(_STEP.sub("", text).strip())
        else:
            rest.append(section.strip())
    placeholder = purpose == _UNKNOWN
    return Body(
        purpose=None if placeholder else purpose,
        placeholder=placeholder,
        steps=tuple(steps),
        rest="\n\n".join(part for part in rest if part) or None,
    )


def _repeats(lead: str, title: str) -> bool:
    return lead.partition("\n")[0].strip() == f"# {title}"
