"""The field that a column fills: its type, and the way to it through the inventory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from playbook.model.process import Process
from playbook.tables.forms import Form, below, fields

_PROCESS: Final = Form(struct=Process)


@dataclass(frozen=True, slots=True)
class Target:
    """Say what a column fills.

    Args:
        code: The field as people write it, such as ``exceptions.rate`` or ``units.unit``.
        path: Keys that lead to the value, or to the list that holds it.
        inner: Keys that lead to the value inside an item of that list; nothing without a list.
        form: What the value may be.
    """

    code: str
    path: tuple[str, ...]
    inner: tuple[str, ...] | None
    form: Form

    @property
    def many(self) -> bool:
        """Tell whether one cell can hold several values."""
        return self.inner is not None or self.form.items is not None

    @property
    def word(self) -> Form:
        """Return what one value may be: that of an item, when the field is a list of words."""
        return self.form.items if self.form.items and self.form.word is None else self.form


@cache
def target(code: str) -> Target | None:
    """Return what a column fills; nothing when there is no such field, or no cell can fill it.

    Args:
        code: The field, with dots between its parts.
    """
    found = below(_PROCESS, code)
    if found and _is_words(found[1]):
        return Target(code, found[0], None, found[1])
    parts = code.split(".")
    for cut in range(1, len(parts)):
        outer = below(_PROCESS, ".".join(parts[:cut]))
        if outer and outer[1].items and outer[1].items.struct:
            inner = below(outer[1].items, ".".join(parts[cut:]))
            if inner and _is_words(inner[1]):
                return Target(code, outer[0], inner[0], inner[1])
    return None


def _is_words(form: Form) -> bool:
    """Tell whether cells can hold such a value: a word, a text, or a list of them."""
    return form.word is not None or (form.items is not None and form.items.word is not None)


@cache
def codes() -> tuple[str, ...]:
    """Return every field that a column can fill."""
    return tuple(code for code in _codes(_PROCESS, "", inside=False) if target(code))


def _codes(form: Form, before: str, inside: bool) -> tuple[str, ...]:
    found: list[str] = []
    for key, (_, inner) in (fields(form.struct) if form.struct else {}).items():
        code = f"{before}{key}"
        if _is_words(inner):
            found.append(code)
        if inner.struct:
            found += _codes(inner, f"{code}.", inside)
        elif inner.items and inner.items.struct and not inside:
            found += _codes(inner.items, f"{code}.", inside=True)
    return tuple(found)
