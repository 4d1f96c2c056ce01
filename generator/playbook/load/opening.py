"""Names of fields that are opened for suppliers: whether there is such a field to open."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from playbook.model.fieldnames import ORGANISATION, full_name, known_fields
from playbook.model.paths import Path
from playbook.model.places import Located
from playbook.problems import Problem


def check_opened(names: Sequence[str], located: Located, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with names of fields that are opened.

    Args:
        names: The names, as people write them.
        located: Where they stand.
        path: Path to the list of them.
    """
    for at, name in enumerate(names):
        visibility = known_fields().get(full_name(name))
        place = located.place((*path, at))
        if visibility is None:
            known = [field.removeprefix(ORGANISATION) for field in known_fields()]
            near = difflib.get_close_matches(name.replace("[]", ""), known, 1, 0.6)
            instead = f"did you mean “{near[0]}”?" if near else "write the name of a field"
            yield Problem(place, f"no field is called “{name}”", instead, "R07")
        elif visibility == "internal":
            what = f"“{name}” never leaves the organisation, and cannot be opened"
            yield Problem(place, what, "leave it out", "R07")
        elif visibility == "shareable":
            what = f"“{name}” needs no opening: who may see the process may see it"
            yield Problem(place, what, "leave it out", "W08", "warning")
