"""What the pages of one organisation in one language show alike, made once for all of them."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from playbook.assess import Result
from playbook.contexts.riskrows import FindingRow
from playbook.contexts.shapes import CriterionRow, Link
from playbook.findings import Finding
from playbook.lazily import Latest

Gap = tuple[Link, Markup]
"""What a gap is called, leading to where it is told of, and who can close it."""
MOST_ROWS: Final = 5_000
"""Rows to remember of each sort: what many processes wait for comes back on every page, and
what one alone has comes back on none."""


class Kept:
    """Remember what was put into words, by what it was made from.

    What was found is told by its identity: the same is found as one value for every process. It
    is kept beside its words, so that nothing else can get its identity.
    """

    def __init__(self) -> None:
        self.criteria = Latest[tuple[int, str], tuple[Result, CriterionRow]](MOST_ROWS)
        """Criteria, by what was found and the value that stands there."""
        self.findings = Latest[tuple[int, str, str], tuple[Finding, FindingRow]](MOST_ROWS)
        """Findings, by what was found, the value that stands there and the folder of the page."""
        self.open_links: dict[str, Link] = {}
        """Links to open criteria, by code: they are the same on every page."""
        self.who: dict[tuple[str, str | None], Markup] = {}
        """Who can fill something in, by the folder of the page and the code of that part."""
        self.gaps: dict[tuple[str, str], Gap] = {}
        """Gaps, by the folder of the page and the code of the gap."""
        self.blocks: dict[tuple[str, str], Markup] = {}
        """Blocks of guides as HTML, by the folder of the page and the text."""
