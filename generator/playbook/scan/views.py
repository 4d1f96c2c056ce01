"""The ways in which bytes can be read as text: as they stand, and with each encoding undone."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

MOST_UNPACKED: Final = 512 * 1024 * 1024
DEEPEST: Final = 4
"""Layers that are undone, one inside the other."""
KINDS: Final = frozenset(
    [
        "html",
        "css",
        "js",
        "json",
        "svg",
        "xml",
        "txt",
        "csv",
        "xlsx",
        "xls",
        "webmanifest",
        "map",
        "md",
        "png",
        "jpg",
        "jpeg",
        "gif",
        "ico",
        "webp",
        "woff",
        "woff2",
        "ttf",
        "otf",
        "sha256sums",
        "license",
        "rels",
        "vml",
        "bin",
    ]
)
_TAG: Final = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_BLOCK: Final = re.compile(
    r"</?(?:p|div|t[dhr]|li|[uod]l|d[td]|h[1-6]|section|article|header|footer|nav|main|aside"
    r"|option|label|button|title|caption|figcaption|summary|text|row|c|si|sst)\b",
    re.IGNORECASE,
)
_APART: Final = "\ue000"
"""A sign that is in no text: words on its two sides are not next to each other."""
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_CSS_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_ZLIB: Final = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")


class UnreadableError(Exception):
    """Say that a file cannot be looked into, so that nothing can be said of it."""


def texts(name: str, data: bytes) -> Iterator[str]:
    """Yield every text that a file can be read as.

    Args:
        name: Its path.
        data: Its bytes.

    Raises:
        UnreadableError: It is of a kind that is not known, or it cannot be unpacked.
    """
    suffix = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
    if suffix not in KINDS:
        raise UnreadableError(f"“{name}” is a kind of file that cannot be searched")
    yield from _of_bytes(data, 0, name)


def _of_bytes(data: bytes, depth: int, name: str) -> Iterator[str]:
    if data.startswith(b"PK\x03\x04"):
        yield from _of_archive(data, depth, name)
    binary = b"\0" in data
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, binary = data.decode("latin-1"), True
    yield from undone(text, depth, name)
    if binary:
        for start in (0, 1):
            for encoding in ("utf-16-le", "utf-16-be"):
                yield data[start:].decode(encoding, "replace")
        yield from _of_streams(data, depth, name)


def _of_archive(data: bytes, depth: int, name: str) -> Iterator[str]:
    if depth >= DEEPEST:
        raise UnreadableError(f"“{name}” holds archives inside archives")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("latin-1")
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableError(f"“{name}” is too large to search")
            for info in archive.infolist():
                yield info.filename
                for remark in (info.comment, info.extra):
                    yield from _of_bytes(remark, depth + 1, name)
                yield from _of_bytes(archive.read(info), depth + 1, f"{name}/{info.filename}")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        raise UnreadableError(f"“{name}” cannot be unpacked: {error}") from None


def _of_streams(data: bytes, depth: int, name: str) -> Iterator[str]:
    """Yield what compressed streams in bytes say, wherever they begin."""
    if depth >= DEEPEST:
        return
    for found in _ZLIB.finditer(data):
        how = 31 if found[0].startswith(b"\x1f") else 15
        try:
            inner = zlib.decompressobj(how).decompress(data[found.start() :], MOST_UNPACKED)
        except zlib.error:
            continue  # these bytes only look like the beginning of one
        if inner:
            yield from _of_bytes(inner, depth + 1, name)


def undone(text: str, depth: int = 0, name: str = "") -> Iterator[str]:
    """Yield a text as it stands, and again with each encoding in it undone.

    Args:
        text: The text.
        depth: How many layers were undone already.
        name: The file it stands in.
    """
    seen, waiting = {text}, [(text, depth)]
    while waiting:
        current, level = waiting.pop()
        yield current
        yield from _of_blocks(current, level, name)
        if level >= DEEPEST:
            continue
        for undo in _UNDOING:
            other = undo(current)
            if other not in seen:
                seen.add(other)
                waiting.append((other, level + 1))


def _of_blocks(text: str, depth: int, name: str) -> Iterator[str]:
    """Yield what blocks of base64 and of hexadecimals in a text say."""
    if depth >= DEEPEST:
        return
    for found in _BASE64.finditer(text):
        block = found[0].rstrip("=").replace("-", "+").replace("_", "/")
        for start in range(4):
            part = block[start:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            try:
                inner = base64.b64decode(part + "=" * (-len(part) % 4))
            except binascii.Error:
                continue
            if _says_something(inner):
                yield from _of_bytes(inner, DEEPEST - 1, name)
    for found in _HEX.finditer(text):
        inner = bytes.fromhex(found[0])
        if _says_something(inner):
            yield from _of_bytes(inner, DEEPEST - 1, name)


def _says_something(data: bytes) -> bool:
    """Tell whether bytes can be text or a compressed stream, and not the noise of other words."""
    if _ZLIB.match(data):
        return True
    plain = sum(32 <= byte < 127 or byte in {9, 10, 13} for byte in data)
    return plain * 4 >= len(data) * 3 or data.count(0) * 3 >= len(data)


def _without_tags(text: str) -> str:
    """Take out tags; between blocks, such as the cells of a table, a sign of its own is left."""
    return _TAG.sub(lambda at: _APART if _BLOCK.match(at[0]) else "", text) if "<" in text else text


def _unescaped(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    return urllib.parse.unquote(text, errors="replace")


def _unslashed(text: str) -> str:
    if "\\" not in text:
        return text
    pairs = _ESCAPE.sub(lambda at: _sign(at[1] or at[2] or at[3]), text)
    try:  # a sign beyond the first 65,536 is written as two
        return pairs.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeError:
        return pairs


def _uncut(text: str) -> str:
    """Undo the escapes of style sheets."""
    return _CSS_ESCAPE.sub(lambda at: _sign(at[1]), text) if "\\" in text else text


def _sign(number: str) -> str:
    value = int(number, 16)
    return chr(value) if value < 0x110000 else "�"


_UNDOING: Final[tuple[Callable[[str], str], ...]] = (
    _without_tags,
    _unescaped,
    _unquoted,
    _unslashed,
    _uncut,
)
