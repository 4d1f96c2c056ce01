"""Who may see each field, for pages that tell it beside the field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from playbook.model.fieldnames import ORGANISATION, full_name, known_fields
from playbook.model.marks import Visibility

_POSITION: Final = re.compile(r"\[\d*\]")


@cache
def mark_of(name: str) -> Visibility:
    """Return who may see a field, from the marks on the types of the model.

    Args:
        name: The field as pages write it, such as ``kpis[2].formula`` or ``evidence.S7.met``.

    Raises:
        KeyError: The model has no such field.
    """
    known, bare = known_fields(), _POSITION.sub("", name)
    if full_name(bare) in known:
        return known[full_name(bare)]
    found = ""
    for step in bare.removeprefix(ORGANISATION).split("."):
        longer = f"{found}.{step}" if found else full_name(step)
        if longer in known:  # what is not is a key of a map, such as the code of a criterion
            found = longer
    return known[found]


class Marks(Mapping[str, Visibility]):
    """Give who may see a field, by its name as a page writes it."""

    def __getitem__(self, name: str) -> Visibility:
        return mark_of(name)

    def __iter__(self) -> Iterator[str]:
        return iter(known_fields())

    def __len__(self) -> int:
        return len(known_fields())
