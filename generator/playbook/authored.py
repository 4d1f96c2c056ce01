"""Roles and directives of a project's own: a name, and a function that writes Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.declared import Tables
from playbook.model.directive import OPTIONS
from playbook.model.mention import INLINE, is_role

_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Written:
    """Hold a directive as it is written on a page.

    Args:
        title: What stands behind its name.
        options: Its options, by name.
        body: The rest of it.
    """

    title: str
    options: Mapping[str, str]
    body: str


SayRole = Callable[[str, str], str]
"""From what stands between the backticks and a language to Markdown of one line."""
SayDirective = Callable[[Written, Any, str], str]
"""From a directive, an organisation, assessed, and a language to Markdown."""


@dataclass(frozen=True, slots=True)
class OwnRole:
    """Tie the name of a role to the function that writes it.

    Args:
        name: Its name.
        say: The function.
    """

    name: str
    say: SayRole


@dataclass(frozen=True, slots=True)
class OwnDirective:
    """Tie the name of a directive to its options and the function that writes it.

    Args:
        name: Its name.
        options: The options that it has.
        say: The function.
    """

    name: str
    options: tuple[str, ...]
    say: SayDirective


@dataclass(frozen=True)
class Authored:
    """Hold what extensions add to Markdown.

    Args:
        roles: Roles, by name.
        directives: Directives, by name.
    """

    roles: Mapping[str, OwnRole] = field(default_factory=dict)
    directives: Mapping[str, OwnDirective] = field(default_factory=dict)

    def say_role(self, name: str, content: str, language: str) -> str | None:
        """Return what a role says, in Markdown of one line; nothing when there is no such.

        Args:
            name: Its name.
            content: What stands between its backticks.
            language: Language of the page.
        """
        kind = self.roles.get(name)
        return kind.say(content, language) if kind else None


ROLE_TABLES: Final[Tables[OwnRole]] = Tables("the role")
"""Where declarations of roles go."""
DIRECTIVE_TABLES: Final[Tables[OwnDirective]] = Tables("the directive")
"""Where declarations of directives go."""


def role(name: str) -> Callable[[SayRole], SayRole]:
    """Declare a role that every text of the project can use.

    What its function returns depends on nothing but its arguments: pages on which it stands are
    kept as long as these are the same.

    Args:
        name: Small letters, digits and hyphens.

    Raises:
        ValueError: The name is taken, or cannot be the name of a role.
    """
    _refuse(name, (name,) if is_role(name) else INLINE, "role")

    def declare(say: SayRole) -> SayRole:
        ROLE_TABLES.declare(name, OwnRole(name, say))
        return say

    return declare


def directive(name: str, options: Sequence[str] = ()) -> Callable[[SayDirective], SayDirective]:
    """Declare a directive that every own page of the project can use.

    Args:
        name: Small letters, digits and hyphens.
        options: The options that it has.

    Raises:
        ValueError: The name is taken, or cannot be the name of a directive.
    """
    _refuse(name, tuple(OPTIONS), "directive")

    def declare(say: SayDirective) -> SayDirective:
        DIRECTIVE_TABLES.declare(name, OwnDirective(name, tuple(options), say))
        return say

    return declare


def _refuse(name: str, taken: Sequence[str], what: str) -> None:
    if name in taken:
        raise ValueError(f"playbook has a {what} {name} itself")
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name} cannot be the name of a {what}")
