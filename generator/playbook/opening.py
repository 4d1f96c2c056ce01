"""How a project is opened."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from playbook.load.store import Shelf, Store


@dataclass(frozen=True)
class Opening:
    """Say how to open a project.

    Args:
        today: Day of the assessment.
        trusted: Whether the project's own Python files may run.
        store: Keeps what was parsed, for the next run.
        shelf: Keeps what was read, for the next look of this run.
        jobs: How many processes may work at once.
        revisions: What Git had of the project, in short, so that another past is another site.
        memory: Keeps what was read and judged of the past, for the next run.
    """

    today: datetime.date
    trusted: bool = False
    store: Store | None = None
    shelf: Shelf | None = None
    jobs: int = 1
    revisions: str = ""
    memory: Store | None = None
