"""A theme as written in its ``theme.yaml``, and the files that it brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

from playbook.model.scalars import Id, Text

OptionType = Literal["text", "choice", "colour", "boolean"]
OptionName = Annotated[str, Meta(pattern=r"^[a-z]+(_[a-z0-9]+)*$")]


class Option(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that a project may choose about a theme."""

    type: Annotated[OptionType, Meta(description="What may be written: a text, a colour, ….")]
    description: Annotated[Text, Meta(description="What it changes.")]
    default: Annotated[Text, Meta(description="What holds when the project says nothing.")]
    choices: Annotated[
        tuple[Id, ...] | None, Meta(description="What a choice may be chosen from.")
    ] = None
    on: Annotated[
        str | None, Meta(description="Colour behind a colour, from which it has to stand out.")
    ] = None


class ThemeFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a theme says of itself."""

    name: Annotated[Id, Meta(description="Name of the theme, which is that of its folder.")]
    description: Annotated[Text, Meta(description="What it looks like, in a sentence.")]
    parent: Annotated[
        str | None, Meta(description="Theme that has what this one lacks: a name, or a folder.")
    ] = None
    options: Annotated[
        dict[OptionName, Option] | None, Meta(description="What a project may choose.")
    ] = None


class Readable(Protocol):
    """Something that has bytes: a file, or what was made in memory."""

    def read_bytes(self) -> bytes:
        """Return the bytes."""


@dataclass(frozen=True, slots=True)
class Template:
    """Hold one template.

    Args:
        path: Its file.
        shown: Its file as a problem names it, from the project's or the program's folder.
        text: What it says.
    """

    path: Path
    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class Layer:
    """Hold what one folder brings to a theme.

    Args:
        name: Name of the theme.
        folder: The folder.
        own: Whether the project or a package brings it, and not the program.
        templates: Templates by their address below ``templates``.
        assets: Assets by their address below ``assets``.
        options: What the project may choose, by name.
    """

    name: str
    folder: Path
    own: bool
    templates: Mapping[str, Template]
    assets: Mapping[str, Readable]
    options: Mapping[str, Option] = field(default_factory=dict)
