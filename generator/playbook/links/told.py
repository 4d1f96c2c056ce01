"""What was found of links to other sites, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from playbook import __version__
from playbook.links.asking import without_secret
from playbook.links.following import State, Verdict
from playbook.model.places import Located
from playbook.problems import Place, Problem

JSON_VERSION: Final = 1
_ORDER: Final[tuple[State, ...]] = ("good", "moved", "lost", "unsure", "ignored")
_CODES: Final = {"lost": "K11", "moved": "K12", "unsure": "K13"}


class Told(Struct, frozen=True, kw_only=True):
    """One link, and what is said of it.

    Args:
        address: The link, without a password.
        verdict: What is said of it.
        places: Where it stands.
    """

    address: str
    verdict: Verdict
    places: tuple[Place, ...]


def told(
    links: Mapping[str, tuple[Place, ...]], verdicts: Mapping[str, Verdict]
) -> tuple[Told, ...]:
    """Return what is said of each link, by where it stands first.

    Args:
        links: The links, with the places where they stand.
        verdicts: What is said of each.
    """
    made = [
        Told(address=without_secret(link), verdict=verdicts[link], places=places)
        for link, places in links.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.places, one.address)))


def ignoring(
    links: Iterable[str], ignored: Mapping[str, str]
) -> tuple[dict[str, Verdict], list[str]]:
    """Return what is said of links that are not followed, and the begins that no link has.

    Args:
        links: The links.
        ignored: Reason for each begin of an address.
    """
    verdicts: dict[str, Verdict] = {}
    idle = dict.fromkeys(ignored)
    for link in links:
        begin = max((one for one in ignored if link.startswith(one)), key=len, default="")
        if begin:
            verdicts[link] = Verdict(state="ignored", why=ignored[begin])
            idle.pop(begin, None)
    return verdicts, list(idle)


def problems(told_: Iterable[Told]) -> list[Problem]:
    """Return what is wrong with links, once for each place.

    Args:
        told_: What is said of them.
    """
    return sorted(
        Problem(
            place=place,
            what=f"{one.address} {one.verdict.why}",
            instead=one.verdict.instead,
            code=_CODES[one.verdict.state],
            severity="error" if one.verdict.state == "lost" else "warning",
        )
        for one in told_
        if one.verdict.state in _CODES
        for place in one.places
    )


def idle_problems(idle: Iterable[str], config_places: Located) -> list[Problem]:
    """Return a warning for each begin of an address that no link has.

    Args:
        idle: The begins.
        config_places: Where each setting stands.
    """
    return [
        Problem(
            place=config_places.place(("linkcheck", "ignore", begin)),
            what=f"no link begins with “{begin}”",
            instead="remove it from “ignore:”",
            code="K15",
            severity="warning",
        )
        for begin in idle
    ]


def summary(told_: Sequence[Told]) -> str:
    """Return in one sentence how many links there are, and how they are.

    Args:
        told_: What is said of them.
    """
    states = Counter(one.verdict.state for one in told_)
    parts = ", ".join(f"{states[state]} {state}" for state in _ORDER if states[state])
    if not told_:
        return "No links to other sites."
    many = "1 link to another site" if len(told_) == 1 else f"{len(told_)} links to other sites"
    return f"{many}: {parts}."


def as_json(told_: Sequence[Told]) -> str:
    """Return what is said of links as JSON; its schema is in ``docs/linkcheck.schema.json``.

    Args:
        told_: What is said of them.
    """
    document = {
        "version": JSON_VERSION,
        "program": f"playbook {__version__}",
        "links": [_as_value(one) for one in told_],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_value(one: Told) -> dict[str, Any]:
    verdict = one.verdict
    return {
        "address": one.address,
        "state": verdict.state,
        "status": verdict.status,
        "message": verdict.why,
        "help": verdict.instead,
        "to": verdict.to,
        "places": [
            {"file": place.file, "line": place.line, "column": place.column} for place in one.places
        ],
    }
