"""Nothing leaves that is not shared: tokens in every field, and editions that have to be equal."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from editions.cases import INSTEAD, full_inventory, replaced
from editions.leaks import (
    SHAPES,
    Tokens,
    differing,
    edition,
    everything,
    gate,
    leaks,
    visibility,
    without_hidden,
    without_internal,
)
from inventories import TODAY
from playbook.edition import edition_of
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.model.visible import fields
from playbook.opening import Opening
from playbook.site import Site, open_site
from playbook.supply import SupplierSite, supplier_site
from test_cli import run

REPOSITORY = Path(__file__).parents[2]
CONDITIONAL = [name for name, seen in fields(Process).items() if seen == "conditional"]
SUPPLIERS = ("nordia", "zilverdijk", "drukhuis-delta")


@pytest.fixture(scope="module")
def site() -> Site:
    return open_site(REPOSITORY, Opening(TODAY))


@pytest.mark.parametrize("shape", SHAPES)
def test_R1_no_token_of_a_field_that_is_not_shared_is_in_an_edition(shape: str) -> None:
    tokens = Tokens(SHAPES[shape])
    made = everything(edition(full_inventory(tokens.text, tokens.number)))
    assert sum(1 for _ in tokens.forbidden()) > 200
    assert leaks(tokens, made) == []


def test_R1_the_search_finds_what_is_there() -> None:
    tokens = Tokens()
    full_inventory(tokens.text, tokens.number)
    token = tokens.token("notes")
    for hiding in (
        token,
        token.upper(),
        "".join(f"&#{ord(c)};" for c in token),
        "".join(f"\\u{ord(c):04x}" for c in token),
        "".join(f"%{ord(c):02x}" for c in token),
        f"{token[:3]}<wbr>{token[3:]}",
        token[::-1],
    ):
        assert leaks(tokens, {"page": hiding.encode()}) == ["notes in page"], hiding
    assert leaks(tokens, {"page": token.encode("utf-16-le")}) == ["notes in page"]
    assert leaks(tokens, {"page": base64.b64encode(token.encode())}) == ["notes in page"]
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert leaks(tokens, {"page": digest.encode()}) == ["notes in page"]


def test_R1_what_is_shareable_is_shown_so_that_the_search_looks_at_something() -> None:
    tokens = Tokens()
    made = everything(edition(full_inventory(tokens.text, tokens.number)))
    pages = b"".join(data for address, data in made.items() if address.endswith(".html"))
    texts = ("name", "purpose", "trigger", "activities.name", "kpis.formula", "duties.what")
    for name in texts:
        assert visibility(name) == "shareable"
        assert tokens.token(name).encode() in pages, name


def test_R2_opened_fields_are_shown_and_internal_ones_inside_them_are_not() -> None:
    tokens = Tokens()
    inventory = full_inventory(tokens.text, tokens.number)
    made = everything(edition(inventory, *CONDITIONAL, "systems.name", "data.classification"))
    assert leaks(tokens, made, opened=True) == []
    pages = b"".join(data for address, data in made.items() if address.endswith(".html"))
    for name in ("variants.what", "exceptions.catalogue", "exit.plan", "change.procedure"):
        assert tokens.token(name).encode() in pages, name


def bytes_of(site: Site, inventory: Inventory, name: str) -> dict[str, bytes]:
    """Return every byte of a supplier's edition of another inventory than the site's own."""
    portfolio = site.portfolios[-1]
    supplier = next(one for one in inventory.suppliers if one.id == name)
    made = edition_of(
        inventory,
        supplier,
        INSTEAD,
        supplier.language or "nl",
        portfolio.method,
        portfolio.rules,
        portfolio.setting,
    )
    return everything(SupplierSite(made, site.interface, site.theme))


@pytest.mark.parametrize("name", SUPPLIERS)
def test_R5_hidden_and_deleted_give_the_same_bytes(site: Site, name: str) -> None:
    inventory = site.portfolios[-1].inventory
    alone = without_hidden(inventory, name, INSTEAD)
    assert differing(bytes_of(site, inventory, name), bytes_of(site, alone, name)) == []


@pytest.mark.parametrize("name", SUPPLIERS)
def test_R5_what_differs_only_inside_gives_the_same_bytes(site: Site, name: str) -> None:
    inventory = site.portfolios[-1].inventory
    one = next(one for one in inventory.suppliers if one.id == name)
    bare = without_internal(replaced(inventory, suppliers=(one,)))
    assert bare.processes != inventory.processes
    assert differing(bytes_of(site, inventory, name), bytes_of(site, bare, name)) == []


def test_R3_a_process_more_or_less_inside_changes_no_count(site: Site) -> None:
    inventory = site.portfolios[-1].inventory
    more = tuple(Process(id=f"more-{at}", name=f"More {at}") for at in range(50))
    first = replaced(inventory, processes=(*more, *inventory.processes))
    last = replaced(inventory, processes=(*inventory.processes, *more))
    before = bytes_of(site, inventory, "nordia")
    assert differing(before, bytes_of(site, first, "nordia")) == []
    assert differing(before, bytes_of(site, last, "nordia")) == []


@pytest.mark.parametrize("name", SUPPLIERS)
def test_R8_the_edition_of_one_supplier_holds_nothing_of_another(site: Site, name: str) -> None:
    made = everything(supplier_site(site, name))
    whole = b"\n".join(made.values()).decode("utf-8", "replace").casefold()
    for other in site.portfolios[-1].inventory.suppliers:
        if other.id != name:
            names = other.name.values() if isinstance(other.name, dict) else (other.name,)
            for text in (*names, other.contact or other.id):
                assert text.casefold() not in whole
    own = next(one for one in site.portfolios[-1].inventory.suppliers if one.id == name)
    assert own.contact
    assert own.contact.casefold() not in whole


def test_R1_comments_settings_paths_people_and_the_environment_stay_inside(
    tmp_path: Path,
) -> None:
    project = tmp_path / "zqpath"
    shutil.copytree(REPOSITORY / "content" / "organisations", project / "content/organisations")
    files = sorted((project / "content").rglob("*.yaml"))
    for at, path in enumerate(files):
        path.write_text(f"# zqcomment{at}\n{path.read_text('utf-8')}# zqend{at}\n", "utf-8")
    inside = project / "content/organisations/waterland"
    inside.rename(inside.with_name("waterland"))
    settings = 'title: zqtitle\nlanguages: [nl, en]\nrules: {ignore: {PRI-06: "zqreason"}}\n'
    (project / "playbook.yaml").write_text(settings, "utf-8")
    commit = (
        "git init -q . && git add -A && "
        "git -c user.name=zqauthor -c user.email=zqmail@x.example commit -qm zqmessage"
    )
    subprocess.run(commit, shell=True, cwd=project, check=True)  # noqa: S602 - our own words
    out = tmp_path / "out"
    words = ("build", "--edition", "supplier:nordia", "-o", str(out))
    done = run(*words, folder=project, ZQ_SECRET="zqvalue", USER="zquser")
    assert done.returncode == 0, done.stderr
    names = {path.relative_to(out).as_posix() for path in out.rglob("*")}
    assert len(names) > 10
    for path in out.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"zq" not in path.relative_to(out).as_posix().encode() + data, path


def test_R4_the_gate_is_silent_about_editions_as_they_are() -> None:
    assert gate() == []


def test_the_organisation_of_tokens_fills_every_field() -> None:
    tokens = Tokens()
    inventory = full_inventory(tokens.text, tokens.number)
    for process in inventory.processes[:1]:
        for part in msgspec.structs.fields(Process):
            if part.name not in ("share", "part_of"):
                assert getattr(process, part.name) is not None, part.name
    for part in msgspec.structs.fields(Organisation):
        assert getattr(inventory.organisation, part.name) not in (None, ()), part.name
