"""Images of own pages: found beside them, held against what they say they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from playbook import digests
from playbook.load.beside import beside
from playbook.load.convert import slug
from playbook.load.drawings import unsafe
from playbook.load.files import Folder, Held
from playbook.model.directive import PICTURES, Directive
from playbook.model.ownpage import Picture, place_of_line
from playbook.problems import Place, Problem, Unusable

MOST_BYTES: Final = 5 * 1024 * 1024
_MARKS: Final[Mapping[str, tuple[bytes, ...]]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".svg": (),
}
"""How a file of each kind begins."""
_INLINE_CODE: Final = re.compile(r"(?<![`}])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_IMAGE: Final = re.compile(r"!\[([^\]\n]*)\]\(\s*<?([^)\s>]*)")
Named = tuple[str, str, Place, Place]
"""Path as written, what it shows in words, where the path stands, and where the words do."""


class Pictures:
    """Read the images of an organisation's pages, gathering what is wrong with them.

    Args:
        folder: The project's folder.
        home: The folder of the organisation's pages.
    """

    def __init__(self, folder: Folder, home: Path) -> None:
        self.folder, self.home = folder, home
        self.problems: list[Problem] = []
        self.known: dict[Path, Picture | Problem] = {}

    def of(self, named: Iterator[Named]) -> dict[str, Picture]:
        """Return the images that a page names, by the way it names them.

        Args:
            named: What it names.
        """
        found: dict[str, Picture] = {}
        for written, words, place, told in named:
            if not words:
                what = "the image has no words for who cannot see it"
                instead = "say what it shows: “:alt: …”, or between [ and ]"
                self.problems.append(Problem(told, what, instead, "B07"))
            picture = self._picture(written, place)
            if picture is not None and found.setdefault(written, picture) != picture:
                what = f"“{written}” is two images on this page, for one of them is included"
                instead = "write its path from the project's folder, with / in front"
                self.problems.append(Problem(place, what, instead, "B07"))
        return found

    def _picture(self, written: str, place: Place) -> Picture | None:
        if re.match(r"(https?:)?//", written):
            what = "an image of another site is not shown"
            instead = "put the file beside this page, and name it"
            self.problems.append(Problem(place, what, instead, "B07"))
            return None
        path = beside(self.folder, place.file, written, place)
        if isinstance(path, Path):
            made = self.known.get(path) or self._read(path, place)
            self.known[path] = made
            path = made if isinstance(made, Problem) else path
        if isinstance(path, Problem):
            self.problems.append(path)
            return None
        return made if isinstance(made, Picture) else None

    def _read(self, path: Path, place: Place) -> Picture | Problem:
        """Read an image, or tell why it is not shown."""
        wrong = self._unfit(path)
        if wrong:
            return Problem(place, *wrong, "B07")
        try:
            data = Held(path, self.folder.root).read_bytes()
        except (OSError, Unusable):
            what = f"“{path.name}” cannot be read"
            return Problem(place, what, "check that it is there and that you may read it", "B07")
        wrong = _other(path, data)
        if wrong:
            return Problem(place, *wrong, "B07")
        width, height = _size(data)
        organisation, short = self.home.parent.name, digests.of_bytes(data).hex()[:10]
        name = f"{slug(path.stem) or 'image'}-{short}{path.suffix.lower()}"
        return Picture(
            file=self.folder.name(path),
            address=f"{organisation}/images/{name}",
            width=width,
            height=height,
        )

    def _unfit(self, path: Path) -> tuple[str, str] | None:
        """Return why a file is not even read, and what to do."""
        if not path.is_relative_to(self.home):
            what = f"“{path.name}” is not in the folder of these pages"
            return what, "put it there, beside the page that shows it"
        if path.suffix.lower() not in _MARKS:
            what = f"“{path.name}” is no image that every browser shows"
            return what, "save it as PNG, JPEG, WebP, GIF or SVG"
        if path.stat().st_size > MOST_BYTES:
            what = f"“{path.name}” is larger than {MOST_BYTES // 1024 // 1024} MB"
            return what, "save it smaller: pages are read on phones too"
        return None


def _other(path: Path, data: bytes) -> tuple[str, str] | None:
    """Return why the contents of an image are not shown, and what to do."""
    kind = path.suffix.lower()
    if _MARKS[kind] and not data.startswith(_MARKS[kind]):
        return f"“{path.name}” is not what its name says", "save it again as an image"
    if kind == ".svg" and (why := unsafe(data)):
        return f"“{path.name}” is not shown: {why}", "save it as plain SVG, or as PNG"
    return None


def named(
    text: str, directives: tuple[Directive, ...], origins: tuple[tuple[int, Place], ...]
) -> Iterator[Named]:
    """Yield the images that a page names.

    Args:
        text: The page, without code.
        directives: Its directives.
        origins: Where pieces of it come from.
    """
    for one in directives:
        if one.name in PICTURES:
            path = Place(one.place.file, one.place.line, one.place.column + len(one.name) + 2)
            yield one.title, one.value("alt"), path, one.place
    bare = _INLINE_CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
    for number, line in enumerate(bare.split("\n")):
        for found in _IMAGE.finditer(line):
            row = place_of_line(origins, number)
            path = Place(row.file, row.line, found.start(2) + 1)
            yield found[2], found[1].strip(), path, Place(row.file, row.line, found.start() + 1)


def _size(data: bytes) -> tuple[int, int]:
    """Return width and height of an image, so that nothing moves while it loads."""
    import io  # noqa: PLC0415 - only where there are images

    import imagesize  # noqa: PLC0415 - only where there are images

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except (ValueError, KeyError, IndexError):
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
