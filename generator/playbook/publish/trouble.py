"""What keeps a site from being published, told as problems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from playbook.problems import Place, Problem, Unusable


def refuse(where: str, what: str, instead: str, code: str) -> NoReturn:
    """Stop, and say why.

    Args:
        where: Where it was to be published.
        what: What is wrong.
        instead: What to do instead.
        code: Code of the problem.

    Raises:
        Unusable: Always.
    """
    raise Unusable([Problem(Place(where), what, instead, code)])


@contextmanager
def told(where: str) -> Iterator[None]:
    """Tell what the system or a store refuses as a problem of the place.

    Args:
        where: Where it is published.
    """
    try:
        yield
    except Unusable:
        raise
    except OSError as error:
        reason = (error.strerror or str(error) or "no reason given").lower()
        what = f"it cannot be published here ({reason})"
        instead = "see that the place can be reached and written to, and publish again"
        raise Unusable([Problem(Place(where), what, instead, "N04")]) from error


def nothing_before(where: str) -> NoReturn:
    """Stop because there is no release to go back to.

    Args:
        where: Where it is published.

    Raises:
        Unusable: Always.
    """
    instead = "publish the inventory as it was: take it from Git and run “playbook publish”"
    refuse(where, "no earlier release is kept here", instead, "N05")
