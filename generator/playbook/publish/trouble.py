"""What keeps a site from being published, told as problems."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

from playbook.problems import Place, Problem, Unusable

_OF_STORES: Final = frozenset(
    ("aiobotocore", "aiohttp", "azure", "botocore", "gcsfs", "google", "paramiko", "s3fs")
)
"""Libraries of stores; much of what they raise is no error of the system."""


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
    except Exception as error:
        if not isinstance(error, OSError | EOFError) and not _of_a_store(error):
            raise  # a mistake of our own
        what = f"it cannot be published here ({_reason(error)})"
        instead = "see that the place can be reached and written to, and publish again"
        raise Unusable([Problem(Place(where), what, instead, "N04")]) from error


def _of_a_store(error: Exception) -> bool:
    return any(kind.__module__.partition(".")[0] in _OF_STORES for kind in type(error).__mro__)


def _reason(error: Exception) -> str:
    """Return the first line of what is wrong: a store may answer with a whole document."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return next(iter(str(error).strip().splitlines()), "the connection was broken off")


def nothing_before(where: str) -> NoReturn:
    """Stop because there is no release to go back to.

    Args:
        where: Where it is published.

    Raises:
        Unusable: Always.
    """
    instead = "publish the inventory as it was: take it from Git and run “playbook publish”"
    refuse(where, "no earlier release is kept here", instead, "N05")
