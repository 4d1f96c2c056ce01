"""New parts of YAML files as text, in the style in which people write them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import yaml
from yaml import CSafeDumper

from playbook.intake.convert import native
from playbook.intake.leaves import Leaf, mapped

WIDTH: Final = 100
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .()/%&+-]*[\w.)%])?")
"""Texts that stand anywhere in YAML without quotes."""


class _Dumper(CSafeDumper):
    """Write texts of several lines as they are, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's signature
        return True


def _text(dumper: CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def block(tree: Any, indent: int) -> list[str]:
    """Return a mapping as lines of YAML.

    Args:
        tree: The mapping, with leaves.
        indent: How many spaces stand before each line.
    """
    plain = mapped(tree, _native)
    text = yaml.dump(
        plain,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH - indent,
        default_flow_style=None,
    )
    if text.startswith("{"):  # a mapping of words alone is put on one line
        text = yaml.dump(
            plain,
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            width=WIDTH - indent,
            default_flow_style=False,
        )
    return [f"{' ' * indent}{line}" if line else "" for line in _indented(text)]


def item(tree: Any, indent: int) -> list[str]:
    """Return a mapping as an item of a list.

    Args:
        tree: The mapping, with leaves.
        indent: How many spaces stand before the sign of the item.
    """
    lines = block(tree, indent + 2)
    return [f"{' ' * indent}- {lines[0][indent + 2 :]}", *lines[1:]]


def _indented(text: str) -> list[str]:
    """Return lines with the items of each list further in than the key above them."""
    made: list[str] = []
    inside = False
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("- "):
            inside = True
        elif line[:1].strip():
            inside = False
        made.append(f"  {line}" if inside and line else line)
    return made


def _native(leaf: Leaf) -> Any:
    value = native(leaf.text, leaf.form)
    if isinstance(value, float) and repr(value) != leaf.text:
        return leaf.text
    return value


@cache
def needs_quotes(text: str) -> bool:
    """Tell whether a text without quotes would be taken for a number, a date or a truth.

    Args:
        text: The text.
    """
    ways = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    return any(pattern.match(text) for _, pattern in ways)


def word(text: str) -> str:
    """Return a text on one line, with quotes around it when it needs them anywhere.

    Args:
        text: The text.
    """
    if _PLAIN.fullmatch(text) and not needs_quotes(text):
        return text
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{inner}"'
