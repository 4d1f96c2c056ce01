"""The gate: build an edition from an organisation full of tokens, and look for them everywhere."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import re
import unicodedata
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from editions.cases import full_inventory, replaced
from inventories import TODAY
from playbook.edition import edition_of
from playbook.edition.lens import Instead, Lens
from playbook.edition.opened import Opened
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.model.visible import fields
from playbook.opening import Opening
from playbook.rules import RULES
from playbook.site import Site, open_site
from playbook.supply import SupplierSite
from playbook.trust import shares

SMALL = Path(__file__).parents[1] / "sites" / "small"
SHAPES: dict[str, Callable[[str], str]] = {
    "plain": lambda token: token,
    "markup": lambda token: f"<b>{token}</b> & \"{token}\" 'x'",
    "accents": lambda token: f"Ünïcode {token} naïef",
    "capitals": lambda token: f"THE {token.upper()} OF",
    "hyphens": lambda token: f"non-{token}-working",
    "plural": lambda token: f"the {token}s ran running",
    "markdown": lambda token: f"**{token}** [{token}](https://{token}.example/{token})",
}
"""What may stand around a token: HTML, JSON, CSV and stemmers change these."""
HIDDEN = ("hidden.", "suppliers.", "file", "around.")
"""Begins names of what is never shared: fields of others, and what is no field at all."""


class Tokens:
    """Give every field of the model a text, a number and a date of its own.

    Args:
        shape: What to put around each token.
    """

    def __init__(self, shape: Callable[[str], str] = SHAPES["plain"]) -> None:
        self.names: dict[str, int] = {}
        self.shape = shape

    def at(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names))

    def token(self, name: str) -> str:
        return f"zq{self.at(name):04d}kx"

    def text(self, name: str) -> str:
        slug = name == "file" or name.endswith((".id", ".file", ".link", "formerly"))
        return self.token(name) if slug else self.shape(self.token(name))

    def number(self, name: str) -> int:
        return 7310000 + self.at(name)

    def forbidden(self, opened: bool = False) -> Iterator[str]:
        """Yield the names of the fields that may not leave; or that never may."""
        for name in self.names:
            if opened and name.startswith("organisation.systems."):
                continue
            if visibility(name) != "shareable" and not (
                opened and visibility(name) == "conditional"
            ):
                yield name


def visibility(name: str) -> str:
    """Return who may see a field of the organisation full of tokens."""
    if name.startswith(HIDDEN):
        return "internal"
    if name.startswith("organisation."):
        return fields(Organisation)[name.removeprefix("organisation.")]
    return fields(Process)[name]


@functools.cache
def small() -> Site:
    return open_site(SMALL, Opening(TODAY))


def edition(inventory: Inventory, *opened: str) -> SupplierSite:
    """Return the site of the first supplier's edition, with some fields opened."""
    supplier = inventory.suppliers[0]
    supplier = replaced(supplier, shares=replaced(supplier.shares, conditional=opened))
    site = small()
    setting = Setting(inventory.organisation, site.method.numbers, TODAY)
    words = site.interface.words
    instead = Instead(words["another_process"], words["another_thing"])
    made = edition_of(inventory, supplier, instead, "en", site.method, RULES, setting)
    return SupplierSite(made, site.interface, site.theme)


def everything(site: SupplierSite) -> dict[str, bytes]:
    """Return every byte of an edition: pages, index, assets, questions, the model, their names."""
    made = {address: site.html(page) for address, page in site.pages.items()}
    made |= {address: path.read_bytes() for address, path in site.assets.items()}
    made |= {address: site.script(part) for address, part in site.index.items()}
    made["questions"] = msgspec.json.encode(site.questions)
    made["model"] = repr(site.edition.inventory).encode()
    made["addresses"] = "\n".join((*site.pages, *site.index, *site.assets)).encode()
    return made


def readings(data: bytes) -> Iterator[str]:
    """Yield what bytes may say to who looks for longer."""
    text = data.decode("utf-8", "replace")
    plain = html.unescape(text)
    yield plain
    yield re.sub(r"<[^>]*>", "", plain)
    yield urllib.parse.unquote(plain)
    yield "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    yield re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    yield data.decode("utf-16-le", "replace")
    for found in re.findall(rb"[A-Za-z0-9+/]{8,}", data):
        whole = found[:-1] if len(found) % 4 == 1 else found
        yield base64.b64decode(whole + b"=" * (-len(whole) % 4)).decode("utf-8", "replace")


def leaks(tokens: Tokens, files: dict[str, bytes], opened: bool = False) -> list[str]:
    """Return the fields of which a token can be found, with the file."""
    wanted = {tokens.token(name): name for name in tokens.forbidden(opened)}
    backwards = {token[::-1]: name for token, name in wanted.items()}
    hashed = {
        digest: name
        for token, name in wanted.items()
        for digest in (
            hashlib.md5(token.encode(), usedforsecurity=False).hexdigest(),
            hashlib.sha1(token.encode(), usedforsecurity=False).hexdigest(),
            hashlib.sha256(token.encode()).hexdigest(),
        )
    }
    numbers = {str(tokens.number(name)): name for name in tokens.forbidden(opened)}
    found = []
    for address, data in files.items():
        for text in readings(data):
            low = text.casefold()
            hits = set(re.findall(r"zq\d{4}kx", low)) & wanted.keys()
            hits |= set(re.findall(r"xk\d{4}qz", low)) & backwards.keys()
            hits |= set(re.findall(r"\b[0-9a-f]{32,64}\b", low)) & hashed.keys()
            hits |= set(re.findall(r"731\d{4}", re.sub(r"[.,\u00a0\u202f ]", "", low))) & (
                numbers.keys()
            )
            known = {**wanted, **backwards, **hashed, **numbers}
            found += [f"{known[hit]} in {address}" for hit in hits]
    return sorted(set(found))


def gate() -> list[str]:
    """Return every complaint about an edition made now, in the way that it is made now."""
    tokens = Tokens()
    inventory = full_inventory(tokens.text, tokens.number)
    files = everything(edition(inventory))
    complaints = leaks(tokens, files)
    conditional = [name for name, seen in fields(Process).items() if seen == "conditional"]
    opened = everything(edition(inventory, *conditional))
    complaints += leaks(tokens, opened, opened=True)
    alone = replaced(
        inventory,
        processes=tuple(replaced(p, follows=None) for p in inventory.processes[:1]),
        organisation=only_used(inventory.organisation),
    )
    closed = without_internal(alone, conditional=True)
    complaints += differing(files, everything(edition(closed)))
    asked = {item.id.partition(".")[0] for item in edition(inventory).questions}
    inside = {r.code for d in small().method.disputes for r in d.rules if r.internal}
    return complaints + [f"{code} is for ourselves" for code in sorted(asked & inside)]


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the files that are not the same in both."""
    return [
        f"{address} differs"
        for address in sorted(one.keys() | other.keys())
        if one.get(address) != other.get(address)
    ]


def only_used(whole: Organisation) -> Organisation:
    """Return an organisation without the second of everything, which only the hidden name."""
    lists = ("departments", "units", "roles", "systems", "data")
    return replaced(whole, **{name: getattr(whole, name)[:1] for name in lists})


def without_hidden(inventory: Inventory, name: str, instead: Instead) -> Inventory:
    """Return an organisation of which all processes were deleted that a supplier may not see."""
    supplier = next(one for one in inventory.suppliers if one.id == name)
    kept = [process for process in inventory.processes if shares(supplier, process)]
    idents = frozenset(process.id for process in kept)
    assert 0 < len(kept) < len(inventory.processes)
    # What is left may not lead to what is deleted: a project that does cannot be read.
    lens = Lens(inventory.organisation, idents, instead, Opened(frozenset()), {})
    deleted = tuple(
        replaced(
            process,
            part_of=process.part_of if process.part_of in idents else None,
            follows=tuple(one for one in process.follows or () if one in idents) or None,
            purpose=_said(lens, process.purpose),
        )
        for process in kept
    )
    suppliers = tuple(
        replaced(one, helps_with=None, shares=one.shares if one is supplier else None)
        for one in inventory.suppliers
    )
    gone = tuple(
        replaced(one, instead=tuple(ident for ident in one.instead or () if ident in idents))
        for one in inventory.organisation.removed or ()
    )
    whole = replaced(inventory.organisation, removed=gone or None)
    return replaced(inventory, organisation=whole, processes=deleted, suppliers=suppliers)


def _said(lens: Lens, text: Text | None) -> Text | None:
    if isinstance(text, dict):
        return {language: lens.text(inner, language) for language, inner in text.items()}
    return lens.text(text) if text else None


def without_internal(inventory: Inventory, conditional: bool = False) -> Inventory:
    """Return an organisation of which nothing internal, or conditional, was ever filled in."""
    gone = ("internal", "conditional") if conditional else ("internal",)
    return replaced(
        inventory,
        organisation=_bare(inventory.organisation, gone),
        processes=tuple(_bare(process, gone) for process in inventory.processes),
        suppliers=inventory.suppliers[:1],
    )


def _bare(value: object, gone: tuple[str, ...]) -> object:
    if isinstance(value, msgspec.Struct):
        marks = fields(type(value))
        changes = {}
        for field in msgspec.structs.fields(type(value)):
            inner = getattr(value, field.name)
            if marks[field.encode_name] in gone and field.name != "share" and not field.required:
                changes[field.name] = None
            elif not (type(inner) is tuple and type(value) is Organisation and not inner):
                changes[field.name] = _bare(inner, gone)
        return msgspec.structs.replace(value, **changes)
    if type(value) is tuple:
        return tuple(_bare(item, gone) for item in value)
    if isinstance(value, dict):
        return {key: _bare(item, gone) for key, item in value.items()}
    return value
