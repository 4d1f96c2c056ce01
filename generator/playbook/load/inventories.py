"""What other sites offer, read from the list that Sphinx and its kin write: ``objects.inv``.

Such a list comes from elsewhere, so nothing in it is believed: not its size, not its lines, and not
where it says that something is.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from playbook import digests
from playbook.config import Config, OtherSiteSettings
from playbook.load.alone import WINDOWS_NAMES
from playbook.load.beside import beside
from playbook.load.files import MAX_BYTES, Folder
from playbook.load.root import CONFIG_FILE
from playbook.load.snapshot import snapshot
from playbook.model.elsewhere import Elsewhere, Offered, OtherSite, in_small
from playbook.model.places import Located
from playbook.problems import Place, Problem

FOLDER: Final = "content/references"
MOST_BYTES: Final = 64 * 1024 * 1024
"""Bytes that a list may have when it is unpacked."""
LONGEST: Final = 2000
"""Characters that a line of it may have."""
_VERSION: Final = b"# Sphinx inventory version 2"
_PACKED: Final = b"zlib"
_HEAD_LINES: Final = 4
_LONGEST_HEAD: Final = 4096
# Word by word, and none of them given back: a line of nothing but blanks is read once.
_LINE: Final = re.compile(r"(\S++(?:\s++\S++)*?)\s++([^\s:]+:[^\s:]+)\s+-?\d+\s+?(\S*)\s+(.*)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


class Unreadable(Exception):
    """Say why a file is not a list of what a site offers."""


def path_of(root: Path, name: str) -> Path:
    """Return where the list of another site is kept in a project.

    Args:
        root: The project's folder.
        name: What the project calls the site.
    """
    return root / FOLDER / f"{name}.inv"


def read_elsewhere(
    folder: Folder, config: Config | None, located: Located
) -> tuple[Elsewhere, list[Problem]]:
    """Read what the other sites of a project offer, from the lists that it keeps.

    Args:
        folder: The project's folder.
        config: The project's settings; nothing when they cannot be read.
        located: Where each setting stands.
    """
    settings = (config and config.references) or {}
    return folder.once(
        FOLDER,
        snapshot([folder.root / _place(other) for other in settings.values()]),
        (settings, located),
        lambda: _read_all(folder, settings, located),
    )


def _place(settings: OtherSiteSettings) -> str:
    return (settings.file or FOLDER).lstrip("/")


def _read_all(
    folder: Folder, references: Mapping[str, OtherSiteSettings], located: Located
) -> tuple[Elsewhere, list[Problem]]:
    sites: dict[str, OtherSite] = {}
    problems: list[Problem] = []
    parts: list[bytes] = []
    for name, settings in references.items():
        place = located.place(("references", name, "site"))
        if name in WINDOWS_NAMES:
            what = f"a file on Windows cannot be called “{name}”"
            problems.append(Problem(place, what, "give the site another name", "K23"))
            continue
        if not is_address(settings.site):
            what, instead = f"“{settings.site}” is no address of a site", NO_ADDRESS
            problems.append(Problem(place, what, instead, "K23"))
            continue
        kept = _kept(folder, name, settings, located)
        if isinstance(kept, Problem):
            problems.append(kept)
            sites[name] = OtherSite(public=settings.public, read=False)
            continue
        data, here = kept
        sites[name], told = _site(data, settings, here)
        problems += told
        parts += (name.encode(), settings.site.encode(), data)
    return Elsewhere(sites=sites, digest=digests.of_bytes(*parts) if parts else b""), problems


NO_ADDRESS: Final = "write one that begins with https:// and ends in a slash, without a password"


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a site on the web, without a name or a password.

    Args:
        text: The text.
    """
    try:
        parts = urlsplit(text)
        plain = bool(parts.hostname) and "@" not in parts.netloc
        return plain and parts.scheme in ("http", "https") and parts.path.endswith("/")
    except ValueError:
        return False


def _kept(
    folder: Folder, name: str, settings: OtherSiteSettings, located: Located
) -> tuple[bytes, Place] | Problem:
    """Return the list of a site as it is kept, with its file, or what is wrong."""
    path = _list(folder, name, settings, located)
    if isinstance(path, Problem):
        return path
    here = Place(folder.name(path))
    if not folder.holds(path):
        what = "this is a link to a file outside the project"
        return Problem(here, what, "copy the file into the project", "F02")
    if path.stat().st_size > MAX_BYTES:
        what = f"the file is larger than {MAX_BYTES // 1024**2} MB"
        return Problem(here, what, _another(settings), "K22")
    return path.read_bytes(), here


def _list(
    folder: Folder, name: str, settings: OtherSiteSettings, located: Located
) -> Path | Problem:
    """Return the file that is the list of a site, or what is wrong."""
    if settings.file is not None:
        place = located.place(("references", name, "file"))
        return beside(folder, CONFIG_FILE, settings.file, place)
    path = path_of(folder.root, name)
    if path.exists():
        return path
    place = located.place(("references", name, "site"))
    what = f"there is no {FOLDER}/{name}.inv yet, so references to “{name}” are plain text"
    return Problem(place, what, "run “playbook references update”", "K21", "warning")


def _another(settings: OtherSiteSettings) -> str:
    """Return how another list gets in the place of one that is none."""
    here = "put the site's objects.inv there"
    return here if settings.file else f"run “playbook references update”, or {here}"


def _site(
    data: bytes, settings: OtherSiteSettings, place: Place
) -> tuple[OtherSite, list[Problem]]:
    try:
        offers, left_out = read(data, settings.site)
    except Unreadable as why:
        what = f"this is no list of what a site offers: {why}"
        return OtherSite(public=settings.public, read=False), [
            Problem(place, what, _another(settings), "K22")
        ]
    told = []
    if left_out:
        what = f"{left_out} lines are left out: they are not understood, or lead to another site"
        told.append(Problem(place, what, "ask the makers of that site", "K24", "warning"))
    site = OtherSite(public=settings.public, offers=offers, small=in_small(offers))
    return site, told


def read(data: bytes, site: str) -> tuple[Mapping[str, tuple[Offered, ...]], int]:
    """Return what a list offers, by name, and how many lines of it were left out.

    Args:
        data: The list, as ``objects.inv`` has it.
        site: Address that the places in it begin at.

    Raises:
        Unreadable: It is no such list, or larger than any should be.
    """
    home, left_out = urlsplit(site), 0
    # As keys: a list that offers one name a million times is no reason to look as often at each.
    offers: defaultdict[str, dict[Offered, None]] = defaultdict(dict)
    for line in _unpacked(data):
        offered = _offered(line, site)
        if offered is None:
            left_out += bool(line.strip())
            continue
        parts = urlsplit(offered.address)
        if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
            left_out += 1
        else:
            offers[offered.name][offered] = None
    return {name: tuple(found) for name, found in offers.items()}, left_out


def _unpacked(data: bytes) -> Iterator[str]:
    """Yield the lines of a list."""
    *head, packed = data[:_LONGEST_HEAD].split(b"\n", _HEAD_LINES)
    if len(head) < _HEAD_LINES or not head[0].startswith(b"# Sphinx inventory version"):
        raise Unreadable("it does not begin as one")
    if head[0].rstrip() != _VERSION:
        raise Unreadable(f"it says “{head[0][2:60].decode('ascii', 'replace').strip()}”, not 2")
    if _PACKED not in head[3]:
        raise Unreadable("it is not packed with zlib")
    packed = data[sum(map(len, head)) + _HEAD_LINES :]
    opened = zlib.decompressobj()
    try:
        plain = opened.decompress(packed, MOST_BYTES)
    except zlib.error:
        raise Unreadable("it is damaged") from None
    if opened.unconsumed_tail:
        raise Unreadable(f"it holds more than {MOST_BYTES // 1024**2} MB")
    if not opened.eof:
        raise Unreadable("its end is missing")
    try:
        yield from plain.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Unreadable("it is not UTF-8") from None


def _offered(line: str, site: str) -> Offered | None:
    """Return what one line offers; nothing when it is not understood."""
    found = _LINE.fullmatch(line.rstrip("\r")) if len(line) <= LONGEST else None
    if found is None or _CONTROL.search(line.strip("\r")):
        return None
    name, kind, way, label = found.groups()
    if way.endswith("$"):
        way = way[:-1] + name
    try:
        address = urljoin(site, way)
        urlsplit(address)
    except ValueError:
        return None
    return Offered(kind, name, address, name if label == "-" else label)
