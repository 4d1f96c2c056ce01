"""What people call fields and coded values in sheets of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Final

from msgspec import Meta, Struct

from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.problems import Unusable
from playbook.tables.speech import Speech
from playbook.texts import Interface

_SIGNS: Final = re.compile(r"[^\w%]+")


class Names(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names by which fields, codes and answers are known, as the shipped file lists them."""

    fields: Annotated[dict[str, tuple[str, ...]], Meta(description="Names of each field.")]
    codes: Annotated[dict[str, tuple[str, ...]], Meta(description="Words for each code.")]
    yes: Annotated[tuple[str, ...], Meta(description="What stands for yes.")]
    no: Annotated[tuple[str, ...], Meta(description="What stands for no.")]
    totals: Annotated[tuple[str, ...], Meta(description="Names of rows that add up others.")]


class Vocabulary:
    """Know what people call things.

    Args:
        names: Names from the shipped list.
        interface: Words of the pages, which name fields and codes too.
    """

    def __init__(self, names: Names, interface: Interface) -> None:
        self.names = names
        self._interface = interface

    @cached_property
    def speech(self) -> Speech:
        """Return who understands coded values in an exported file."""
        return Speech(self._interface, "en")

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, int]]:
        """Return the field that a plain name stands for, and how sure that is, in percents."""
        found: dict[str, tuple[str, int]] = {}
        for field, names in self.names.fields.items():
            for name in names:
                found[plain(name)] = (field, 95)
        for field, text in self._interface.fields.items():
            if field in _COLUMN_OF:
                for name in _said(text):
                    found[plain(name)] = (_COLUMN_OF[field], 100)
        for field in (*self.names.fields, *_COLUMN_OF):
            found.setdefault(plain(field), (_COLUMN_OF.get(field, field), 100))
        return found

    @cached_property
    def codes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the codes that a plain word can stand for."""
        found: dict[str, list[str]] = {}
        for code, text in self._interface.codes.items():
            for word in _said(text):
                found.setdefault(plain(word), []).append(code)
        for code, words in self.names.codes.items():
            for word in (code, *words):
                found.setdefault(plain(word), []).append(code)
        return {word: tuple(codes) for word, codes in found.items()}

    def shown(self, code: str) -> str:
        """Return a code in the words of the pages, to suggest what to write.

        Args:
            code: The code.
        """
        return next(iter(_said(self._interface.codes.get(code, code))), code)


def read_vocabulary(content: Folder) -> Vocabulary:
    """Read what people call things.

    Args:
        content: Folder of the shipped content.

    Raises:
        Unusable: The shipped list cannot be read.
    """
    read = content.read(content.root / "intake.yaml", Names)
    if read.problems:
        raise Unusable(read.problems)
    return Vocabulary(read.value, read_interface(content))


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return a name without capitals, accents and punctuation, a percentage in words.

    Args:
        text: The name.
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    words = _SIGNS.sub(" ", letters.replace("'", "")).replace("%", " procent ")
    return " ".join(words.replace("_", " ").split())


def _said(text: str | dict[str, str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text.values())


_WHOLE: Final = (
    "id", "name", "formerly", "department", "part_of", "follows", "purpose", "accountable",
    "legal_basis", "tags", "review_by", "notes", "trigger", "result", "customer", "fte", "data",
    "systems", "business_case",
)  # fmt: skip
_COLUMN_OF: Final[Mapping[str, str]] = {
    **{name: name for name in _WHOLE},
    "inputs": "inputs.what",
    "outputs": "outputs.what",
    "units": "units.unit",
    "variants": "variants.what",
    "terms": "terms.term",
    "kpis": "kpis.name",
    "instruction": "instruction.title",
    "adherence": "adherence.rate",
    "activities": "activities.name",
    "handoffs": "handoffs.content",
    "forms": "forms.name",
    "exceptions": "exceptions.rate",
    "unit_cost": "unit_cost.amount",
    "channels": "channels.name",
    "digital_input": "digital_input.rate",
    "planned_changes": "planned_changes.what",
    "criticality": "criticality.critical",
    "exit": "exit.plan",
}
"""Fields of a process that a single column can fill, and what of it that column fills."""
