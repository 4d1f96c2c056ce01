"""A theme: templates, assets and what the project chose, ready to make pages with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Final

from msgspec import Struct

from playbook import digests
from playbook.model.scalars import Text
from playbook.model.theme import Layer, Option, Readable, Template
from playbook.texts import pick

COLOURS: Final = "assets/colours.css"
"""Address of the style sheet with the colours that a project chose."""


@dataclass(frozen=True, slots=True)
class Made:
    """Hold an asset that is in no file.

    Args:
        data: Its bytes.
    """

    data: bytes

    def read_bytes(self) -> bytes:
        """Return the bytes, as a file would."""
        return self.data


class Look(Struct, frozen=True):
    """What a template knows of its theme.

    Args:
        name: Name of the theme.
        options: What the project chose, or what holds otherwise, by name.
        colours: Address of the style sheet of chosen colours; empty when none was chosen.
    """

    name: str
    options: SimpleNamespace
    colours: str


@dataclass(frozen=True, eq=False)
class Theme:
    """Hold where the files of a theme are, and what the project chose about it.

    Two themes with the same templates and the same choices are the same theme.

    Args:
        layers: Folders that bring files, the most particular first.
        options: What may be chosen, by name.
        values: What is chosen, by name.
    """

    layers: tuple[Layer, ...]
    options: Mapping[str, Option]
    values: Mapping[str, Text | bool]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Theme) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def name(self) -> str:
        """Return the name of the theme."""
        return self.layers[0].name

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """Return every template by the name under which another may ask for it.

        ``process.html`` is the most particular one. ``harbour/process.html`` is the one that the
        theme *harbour* has, or its parent: what lies over it extends it by that name.
        """
        found: dict[str, Template] = {}
        for at, layer in enumerate(self.layers):
            for name, template in layer.templates.items():
                found.setdefault(name, template)
            if not self._overlaid(at):
                for below in self.layers[at:]:
                    for name, template in below.templates.items():
                        found.setdefault(f"{layer.name}/{name}", template)
        return found

    def _overlaid(self, at: int) -> bool:
        """Tell whether a layer only lies over the next one, which has its name."""
        return at + 1 < len(self.layers) and self.layers[at + 1].name == self.layers[at].name

    @cached_property
    def digest(self) -> bytes:
        """Return the digest of the templates and of what the project chose."""
        texts = [(name, template.text) for name, template in sorted(self.templates.items())]
        return digests.of_bytes(digests.of_value(texts), digests.of_value(dict(self.values)))

    def look(self, language: str, otherwise: str) -> Look:
        """Return what the templates of one language know of the theme.

        Args:
            language: The language.
            otherwise: Language of texts that name none.
        """
        values = {
            name: value if isinstance(value, bool) else pick(value, language, otherwise)[0]
            for name, value in self.values.items()
        }
        return Look(self.name, SimpleNamespace(**values), COLOURS if self._colours else "")

    @cached_property
    def _colours(self) -> Mapping[str, str]:
        """Return the colours that the project chose otherwise than the theme, by name."""
        return {
            name: str(self.values[name])
            for name, option in self.options.items()
            if option.type == "colour" and self.values[name] != str(option.default).lower()
        }

    def assets(self) -> Iterator[tuple[str, Readable]]:
        """Yield each asset: its address from the root of the site and what it is."""
        found: dict[str, Readable] = {}
        for layer in self.layers:
            for name, asset in layer.assets.items():
                found.setdefault(f"assets/{name}", asset)
        yield from found.items()
        if self._colours:
            lines = (
                f"  --option-{name.replace('_', '-')}: {colour};\n"
                for name, colour in self._colours.items()
            )
            yield COLOURS, Made(f":root {{\n{''.join(lines)}}}\n".encode())
