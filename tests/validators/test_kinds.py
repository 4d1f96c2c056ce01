"""What the validators look at is every kind of page that there is, in every language it has."""

from __future__ import annotations

import pytest

from playbook.contexts.context import shown_by_kind
from themed import Themed

pytestmark = pytest.mark.slow
ONCE = {"landing", "missing"}
"""Kinds of the whole site, which are in its first language."""


def test_pages_of_each_kind_are_of_every_kind_and_language(themed: Themed) -> None:
    seen = {(page.kind, page.language) for page in themed.of_each_kind()}
    kinds = set(shown_by_kind()) - {"moved", "moved_own"}
    assert seen == {(kind, "nl") for kind in kinds} | {(kind, "en") for kind in kinds - ONCE}
    assert all((themed.folder / page.path).is_file() for page in themed.of_each_kind())
