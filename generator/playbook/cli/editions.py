"""Editions on the command line: which one is meant, where each goes, opening it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from playbook.cli import completing
from playbook.cli.shared import open_project
from playbook.problems import Place, Problem, Unusable

if TYPE_CHECKING:
    from playbook.opening import Opening
    from playbook.site import Site
    from playbook.supply import Published

INTERNAL: Final = "internal"
ALL: Final = "all"
_SUPPLIER: Final = "supplier:"
_SITE: Final = "site"
_SUPPLIERS: Final = "site-suppliers"

edition_option = click.option(
    "--edition",
    default=INTERNAL,
    show_default=True,
    metavar="internal|supplier:NAME|all",
    shell_complete=completing.editions,
    help="For whom: yourselves, one supplier, or everybody, each in a folder of its own.",
)
one_edition_option = click.option(
    "--edition",
    default=INTERNAL,
    show_default=True,
    metavar="internal|supplier:NAME",
    shell_complete=completing.editions,
    help="For whom: yourselves, or one supplier.",
)


def checked(edition: str, all_too: bool = False) -> str:
    """Return an edition as it was given, when it is one.

    Args:
        edition: What was given.
        all_too: Whether all of them may be meant.

    Raises:
        Unusable: It is none.
    """
    choices = (INTERNAL, ALL) if all_too else (INTERNAL,)
    if edition in choices or (edition.startswith(_SUPPLIER) and edition != _SUPPLIER):
        return edition
    named = ", ".join((*choices, f"{_SUPPLIER}NAME"))
    problem = Problem(Place("--edition"), f"no edition is “{edition}”", f"choose {named}", "E06")
    raise Unusable([problem])


def supplier_of(edition: str) -> str:
    """Return the supplier that an edition is for; an empty text when it is for the inside.

    Args:
        edition: The edition.
    """
    return edition.removeprefix(_SUPPLIER) if edition.startswith(_SUPPLIER) else ""


def folder_of(root: Path, output: Path | None, edition: str, beside: bool) -> Path:
    """Return the folder that an edition goes into.

    A supplier's edition never goes into the folder of the inside by itself, so that no page is
    ever handed over by mistake.

    Args:
        root: The project's folder.
        output: The folder that was asked for.
        edition: The edition.
        beside: Whether other editions go there as well.
    """
    supplier = supplier_of(edition).replace("/", "-")
    if output and not beside:
        return output
    if output:
        return output / "suppliers" / supplier if supplier else output / INTERNAL
    return root / _SUPPLIERS / supplier if supplier else root / _SITE


def folder_of_suppliers(root: Path, output: Path | None) -> Path:
    """Return the folder in which the editions of all suppliers stand side by side.

    Args:
        root: The project's folder.
        output: The folder that was asked for.
    """
    return folder_of(root, output, f"{_SUPPLIER}x", beside=True).parent


def published(site: Site, edition: str) -> Published:
    """Return the site of an edition.

    Args:
        site: The project opened.
        edition: One edition.

    Raises:
        Unusable: There is no such supplier.
    """
    from playbook.supply import supplier_site  # noqa: PLC0415 - start-up

    supplier = supplier_of(edition)
    return supplier_site(site, supplier) if supplier else site


def every(site: Site) -> tuple[str, ...]:
    """Return every edition of a project, the internal one first.

    Args:
        site: The project opened.
    """
    from playbook.supply import suppliers_with_an_edition  # noqa: PLC0415 - start-up

    return (INTERNAL, *(f"{_SUPPLIER}{name}" for name in suppliers_with_an_edition(site)))


def opener(root: Path, how: Opening, edition: str) -> Callable[[Any], Published]:
    """Return what opens the site of an edition again and again.

    Args:
        root: The project's folder.
        how: How to open the project.
        edition: One edition.
    """
    inside: list[Site | None] = [None]

    def open_edition(_former: Published | None) -> Published:
        site = inside[0] = open_project(root, how, inside[0])
        return published(site, edition)

    return open_edition
