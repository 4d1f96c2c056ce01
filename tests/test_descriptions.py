"""Every page says in one true sentence what is on it, for a list of pages elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from playbook import resources
from playbook.contexts.context import shown_by_kind
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.site import Site
from playbook.supply import supplier_site, suppliers_with_an_edition

DESCRIPTIONS = read_interface(Folder.at(resources.content())).descriptions


def heads(site: Site) -> Iterator[tuple[str, Any]]:
    """Yield the head of every page, with where it stands, of the inside and of each supplier."""
    editions = {f"{name}/": supplier_site(site, name) for name in suppliers_with_an_edition(site)}
    for folder, of in {"": site, **editions}.items():
        for address, page in of.pages.items():
            shown: Any = of.context(page)
            yield folder + address, shown.head


def test_every_kind_of_page_has_one_in_every_language() -> None:
    assert set(DESCRIPTIONS) == set(shown_by_kind())
    for kind, text in DESCRIPTIONS.items():
        assert isinstance(text, dict), kind
        assert set(text) == {"nl", "en"}, kind


@pytest.fixture(scope="module")
def described(site: Site) -> dict[str, Any]:
    return dict(heads(site))


def test_no_two_pages_of_an_organisation_say_the_same(described: dict[str, Any]) -> None:
    said: dict[tuple[str, str], str] = {}
    for address, head in described.items():
        # What only leads on, or tells that nothing is here, asks search engines to leave it out.
        if head.kind.startswith("moved") or head.kind.endswith("missing"):
            continue
        key = (address.partition("/")[0], head.description)
        assert said.setdefault(key, address) == address, head.description
        assert "{" not in head.description, address
        assert head.description.endswith("."), address


def test_a_description_names_what_the_page_is_about(described: dict[str, Any]) -> None:
    process = described["waterland/nl/processes/accounts-payable.html"]
    assert process.description.startswith("Crediteurenadministratie bij Waterschap Waterland: ")
    assert "Waterschap Waterland" in described["waterland/nl/index.html"].description


def test_a_description_stands_in_the_head_of_the_page(site: Site) -> None:
    page = site.pages["waterland/en/trust.html"]
    html = site.html(page).decode().partition("<body")[0]
    assert '<meta name="description" content="What Waterland Water Authority and a' in html
