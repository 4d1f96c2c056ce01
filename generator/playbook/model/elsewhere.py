"""What other sites offer to refer to, as far as it is kept in the project."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from msgspec import Struct, structs

_ROLES: Final = {
    "ref": "label",
    "func": "function",
    "meth": "method",
    "mod": "module",
    "attr": "attribute",
    "exc": "exception",
    "obj": "",
}
"""Kind of thing that a role of Sphinx leads to, where the two are called otherwise."""
_IN_ANY_CASE: Final = ("std:label", "std:term")
"""Kinds whose names Sphinx looks up in small letters."""


class Offered(NamedTuple):
    """One thing that another site offers to refer to.

    Args:
        kind: Domain and kind, as in ``py:class``.
        name: Its name there.
        address: Its whole address.
        label: What it is called in a text.
    """

    kind: str
    name: str
    address: str
    label: str


class OtherSite(Struct, frozen=True, kw_only=True):
    """One other site.

    Args:
        public: Whether suppliers may see that texts lead there.
        read: Whether the list of what it offers is there.
        offers: What it offers, by name.
        small: What is looked up in small letters too, by its name in those.
    """

    public: bool = False
    read: bool = True
    offers: Mapping[str, tuple[Offered, ...]] = {}
    small: Mapping[str, tuple[Offered, ...]] = {}


class Trouble(NamedTuple):
    """Why a reference leads nowhere.

    Args:
        what: What is wrong.
        instead: What to write instead.
    """

    what: str
    instead: str


class Wanted(NamedTuple):
    """What a text asks for of another site.

    Args:
        site: Name of the site; empty for any.
        domain: Domain of the kind; empty for any.
        kind: Kind of thing; empty for any.
        name: Its name.
    """

    site: str
    domain: str
    kind: str
    name: str

    def fits(self, offered: Offered) -> bool:
        """Tell whether something is of the kind that is asked for.

        Args:
            offered: The thing.
        """
        domain, _, kind = offered.kind.partition(":")
        mine = _ROLES.get(self.kind, self.kind)
        return self.domain in ("", domain) and mine in ("", kind)


def wanted(target: str) -> Wanted:
    """Return what the target of a mention asks for.

    Args:
        target: Site and kind as a role writes them, a number sign, and the name.
    """
    asked, _, name = target.partition("#")
    site, _, kinds = asked.partition(":")
    domain, _, kind = kinds.rpartition(":")
    return Wanted(site.removeprefix("+"), domain, kind, name)


class Elsewhere(Struct, frozen=True, kw_only=True):
    """All other sites that a project refers to.

    Args:
        sites: Each by the name that the project gives it.
        digest: Digest of all that was read.
    """

    sites: Mapping[str, OtherSite] = {}
    digest: bytes = b""

    def public(self) -> Elsewhere:
        """Return the sites that suppliers may know of."""
        sites = {name: site for name, site in self.sites.items() if site.public}
        return structs.replace(self, sites=sites)

    def find(self, target: str) -> Offered | None:
        """Return what a mention leads to; nothing unless it is exactly one thing.

        Args:
            target: What it asks for, as `wanted` reads it.
        """
        found = {offered.address: offered for _, offered in self._found(wanted(target))}
        return next(iter(found.values())) if len(found) == 1 else None

    def trouble(self, target: str) -> Trouble | None:
        """Return why a mention leads nowhere; nothing when it does lead somewhere.

        Args:
            target: What it asks for, as `wanted` reads it.
        """
        asked = wanted(target)
        if not self.sites:
            what = "the text refers to another site, and none is named in playbook.yaml"
            return Trouble(what, "name it there, under “references:”")
        if asked.site and asked.site not in self.sites:
            near = difflib.get_close_matches(asked.site, self.sites, 1, 0.5)
            instead = f"did you mean “{near[0]}”?" if near else f"choose from {_list(self.sites)}"
            return Trouble(f"there is no other site “{asked.site}”", instead)
        if any(not site.read for site in self._searched(asked)):
            return None
        found = {offered.address: (name, offered) for name, offered in self._found(asked)}
        if not found:
            return self._missing(asked)
        return _ambiguous(asked, list(found.values())) if len(found) > 1 else None

    def _searched(self, asked: Wanted) -> list[OtherSite]:
        named = self.sites.get(asked.site)
        return [named] if named else list(self.sites.values())

    def _found(self, asked: Wanted) -> Iterator[tuple[str, Offered]]:
        """Yield everything that fits, with the name of its site."""
        for name, site in self.sites.items():
            if asked.site in ("", name):
                here = [one for one in site.offers.get(asked.name, ()) if asked.fits(one)]
                if not here:
                    small = site.small.get(asked.name.lower(), ())
                    here = [one for one in small if asked.fits(one)]
                yield from ((name, one) for one in here)

    def _missing(self, asked: Wanted) -> Trouble:
        names = [
            name
            for site in self._searched(asked)
            for name, offers in site.offers.items()
            if any(asked.fits(one) for one in offers)
        ]
        near = difflib.get_close_matches(asked.name, names, 1, 0.6)
        where = f"“{asked.site}”" if asked.site else f"any of {_list(self.sites)}"
        kind = ":".join(filter(None, (asked.domain, asked.kind)))
        sort = f" as {kind}" if kind else ""
        instead = f"did you mean “{near[0]}”?" if near else "look it up on that site"
        return Trouble(f"“{asked.name}” is not in {where}{sort}", instead)


def _ambiguous(asked: Wanted, found: list[tuple[str, Offered]]) -> Trouble:
    roles = [f"{{external+{site}:{offered.kind}}}" for site, offered in found]
    return Trouble(f"“{asked.name}” is several things elsewhere", f"choose from {_list(roles)}")


def in_small(offers: Mapping[str, tuple[Offered, ...]]) -> Mapping[str, tuple[Offered, ...]]:
    """Return what is looked up in small letters too, as Sphinx does, by its name in those.

    Args:
        offers: All that a site offers, by name.
    """
    made: defaultdict[str, list[Offered]] = defaultdict(list)
    for name, found in offers.items():
        made[name.lower()] += [one for one in found if one.kind in _IN_ANY_CASE]
    return {name: tuple(found) for name, found in made.items() if found}


def _list(names: Mapping[str, OtherSite] | list[str]) -> str:
    return ", ".join(sorted(names))


NO_OTHER_SITE: Final = Elsewhere()
