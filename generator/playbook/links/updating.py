"""Fetching what other sites offer, to keep it in the project: a build never asks for it."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from playbook.config import OtherSiteSettings
from playbook.links.asking import Limits, Network, Unanswered, without_secret
from playbook.load.files import MAX_BYTES, Folder
from playbook.load.inventories import FOLDER, NO_ADDRESS, Unreadable, is_address, path_of, read
from playbook.problems import Place, Problem, Unusable
from playbook.write.files import put

LIST: Final = "objects.inv"
LIMITS: Final = Limits(whole=120.0, most=MAX_BYTES)
_LEADS_ON: Final = frozenset((301, 302, 303, 307, 308))
_HOPS: Final = 5


class NotFetched(Exception):
    """Say why the list of a site could not be fetched."""


class Fetched(NamedTuple):
    """The list of one site.

    Args:
        data: Its bytes.
        offers: How many names it offers.
    """

    data: bytes
    offers: int


def fetch(settings: OtherSiteSettings, network: Network) -> Fetched:
    """Fetch the list of a site, and make sure that it is one.

    Args:
        settings: The site.
        network: Asks servers.

    Raises:
        NotFetched: It is not there, or no list.
    """
    if not is_address(settings.site):
        raise NotFetched(f"“{without_secret(settings.site)}” is no address of a site; {NO_ADDRESS}")
    address = urljoin(settings.site, LIST)
    for _ in range(_HOPS + 1):
        try:
            answer = network.ask("GET", address)
        except Unanswered as why:
            raise NotFetched(_said(address, why)) from None
        if answer.status in _LEADS_ON and answer.location:
            address = _next(address, answer.location)
            continue
        if answer.status != 200:
            raise NotFetched(f"{address} answers {answer.status}")
        if not answer.whole:
            raise NotFetched(f"{address} is larger than {MAX_BYTES // 1024**2} MB, or cut off")
        return checked(answer.body, settings)
    raise NotFetched(f"{address} leads on and on")


def checked(data: bytes, settings: OtherSiteSettings) -> Fetched:
    """Return a list when it is one.

    Args:
        data: Its bytes.
        settings: The site that it is of.

    Raises:
        NotFetched: It is none.
    """
    try:
        offers, _ = read(data, settings.site)
    except Unreadable as why:
        raise NotFetched(f"what is there is no {LIST}: {why}") from None
    return Fetched(data, len(offers))


def keep(folder: Folder, name: str, fetched: Fetched) -> bool:
    """Keep the list of a site in the project, whole or not at all; tell whether it is another.

    Args:
        folder: The project's folder.
        name: What the project calls the site.
        fetched: The list.

    Raises:
        Unusable: It would lie outside the project, or the system refuses; what was kept before is
            still there.
    """
    path = path_of(folder.root, name)
    if not folder.holds(path):
        what, instead = "this is a link to a file outside the project", "put a folder there"
        raise Unusable([Problem(Place(FOLDER), what, instead, "F02")])
    if path.is_file() and path.read_bytes() == fetched.data:
        return False
    put({path: fetched.data}, folder.root)
    return True


def _next(address: str, location: str) -> str:
    try:
        there = urljoin(address, location)
        scheme = urlsplit(there).scheme
    except ValueError:
        raise NotFetched(f"{address} leads on to what is no address") from None
    if urlsplit(address).scheme == "https" and scheme != "https":
        raise NotFetched(f"{address} leads on to where all can read along")
    return there


_WHY: Final = {
    "name": "there is no such server",
    "silent": "the server does not answer",
    "slow": "the server takes too long",
    "tls": "the server cannot prove who it is",
    "own": "it is on a network of your own, which is not asked by itself: say --own {}",
    "credentials": "it holds a name or a password",
    "scheme": "it is no address of the web",
    "address": "it is no address",
}


def _said(address: str, why: Unanswered) -> str:
    return f"{without_secret(address)}: {_WHY[why.reason].format(why.detail)}"
