"""What a project shows that uses all that texts can hold: its pages, and what leads to them.

The project stands in Git here, so that its pages say when they changed. One supplier has an edition
of it. `make golden` writes the pages anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest
from test_golden import main_of

from authoring import HOME, PROJECT, copied, opened
from past.repositories import commit, git
from playbook.extensions import run_alone
from playbook.load.files import Folder
from playbook.model.directive import OPEN, OPTION, OPTIONS
from playbook.model.mention import ELSEWHERE, INLINE, KINDS, LINK, mentions, other_roles
from playbook.model.ownpage import FrontMatter, without_code
from playbook.past.remembered import remembered
from playbook.site import Site
from playbook.supply import SupplierSite, supplier_site
from test_cli import run

FOLDER = Path(__file__).parent / "authoring"
KEPT = ("own", "extra", "moved", "moved_own", "removed", "tags", "index", "glossary", "changes")
"""Kinds of pages that are what somebody wrote, or lead there."""
ALSO = (("process", "buy"), ("rule", "BRK-01"))
"""Pages whose texts, which are fields of YAML, refer to everything that there is."""
BEFORE = """processes:
  - {id: settle, name: {nl: Afrekenen, en: Settling}, department: finance}
  - {id: petty-cash, name: {nl: Kleine kas, en: Petty cash}, department: finance}
  - {id: hire, name: {nl: Aannemen, en: Hiring}, department: people}
"""
"""The processes half a year earlier."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project in Git: half a year ago it had other processes."""
    made = Path(shutil.copytree(PROJECT, tmp_path_factory.mktemp("authoring") / "brook"))
    path = made / HOME / "processes" / "all.yaml"
    path.write_text(BEFORE, "utf-8")
    git(made, "init", "-q", "-b", "main")
    commit(made, "2026-05-20")
    shutil.copy(PROJECT / HOME / "processes" / "all.yaml", path)
    commit(made, "2026-11-10")
    return made


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return remembered(opened(root))


@pytest.fixture(scope="module")
def edition(site: Site) -> SupplierSite:
    return supplier_site(site, "acme")


@pytest.fixture(scope="module")
def made(site: Site, edition: SupplierSite) -> dict[str, str]:
    """Return everything that is kept, by its address."""
    return {
        **{
            address: main_of(site.html(page).decode())
            for address, page in site.pages.items()
            if page.kind in KEPT or (page.kind, page.key) in ALSO
        },
        **{
            f"{address}.txt": unpacked(asset.read_bytes())
            for address, asset in site.assets.items()
            if address.endswith("objects.inv")
        },
        **{
            f"suppliers/acme/{address}": main_of(edition.html(page).decode())
            for address, page in edition.pages.items()
        },
    }


def unpacked(inventory: bytes) -> str:
    """Return what is offered to other sites, to read."""
    *head, packed = inventory.split(b"\n", 4)
    return b"\n".join([*head, zlib.decompress(packed)]).decode()


def test_pages_are_as_they_were(made: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-golden"):
        shutil.rmtree(FOLDER, ignore_errors=True)
        for address, text in made.items():
            (FOLDER / address).parent.mkdir(parents=True, exist_ok=True)
            (FOLDER / address).write_text(text, "utf-8")
    kept = {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
        for path in FOLDER.rglob("*")
        if path.is_file()
    }
    assert made == kept, "look at these pages; `make golden` takes them as they are now"


def test_nothing_is_told_of_the_project_but_what_is_no_more(site: Site) -> None:
    page = f"{HOME}/pages/no-more.md"
    assert [str(one) for one in site.warnings] == [
        f"{page}:6:19: the process “petty-cash” was removed on 2026-05-01; write “pay”",
        f"{page}:6:42: the process “petty-cash” was removed on 2026-05-01; write “pay”",
        f"{page}:7:1: the process “stamps” was removed; take this out",
    ]


def test_the_supplier_learns_nothing_of_what_is_not_shared(
    site: Site, edition: SupplierSite
) -> None:
    everything = b"".join(map(edition.html, edition.pages.values())).decode()
    shared = {process.id for process in edition.edition.inventory.processes}
    assert shared == {"buy", "hire"}
    public = edition.edition.inventory.elsewhere
    process = next(one for one in site.portfolios[0].inventory.processes if one.id == "buy")
    seen = [one for one, _ in mentions(str(process.purpose))]
    hidden = [
        one
        for one in seen
        if one.kind in {"rule", "system", "doc", "ref"}
        or (one.kind == "process" and one.target not in shared)
        or (one.kind == ELSEWHERE and not public.find(one.target))
    ]
    assert {one.kind for one in hidden} == {"rule", "system", "doc", "ref", "process", ELSEWHERE}
    for one in hidden:
        assert not one.own or one.own not in everything
    assert not re.search(r"\{\w+[+:\w-]*\}`|inv:", everything)
    for name in ("Paying", "Betalen", "Ledger", "handbook", "Petty", "Settling", "how-we"):
        assert name.casefold() not in everything.casefold()
    assert "https://standards.example.org/contents.html" in everything


def test_packing_finds_nothing_in_the_edition_that_is_to_stay_inside(root: Path) -> None:
    because = (f"--override={code}=Acme knows." for code in ("RES-01", "RES-02"))
    done = run("pack", "--edition", "supplier:acme", "--trust", *because, folder=root)
    assert done.returncode == 0, done.stderr


def test_the_importer_tells_what_is_new_from_what_is_there(tmp_path: Path) -> None:
    project = copied(tmp_path)
    outline = project / "lists" / "processes.outline"
    outline.write_text(outline.read_text("utf-8") + "- Training\n", "utf-8")
    done = run("import", "lists/processes.outline", "--trust", folder=project)
    assert "4 rows: 1 process new, 0 changed, 3 unchanged" in done.stderr + done.stdout
    (new,) = opened(project).portfolios[0].inventory.processes[3:]
    assert (new.name, new.department) == ("Training", "people")


def test_the_place_to_publish_to_holds_the_site(root: Path) -> None:
    done = run("publish", "drawer:../drawer", "--trust", folder=root)
    assert done.returncode == 0, done.stderr
    page = "brook/en/processes/buy.html"
    shown = root.parent / "drawer" / page.replace("/", "%2F")
    assert shown.read_bytes() == (root / "site" / page).read_bytes()


def test_the_project_uses_all_that_texts_can_hold(site: Site) -> None:
    declared = {name: one.options for name, one in site.authored.directives.items()}
    assert all_of(OPTIONS | declared) - set(used_on_pages()) == set()
    roles = {*INLINE, *site.authored.roles}
    references = set(product((*KINDS, ELSEWHERE), (True, False)))
    pages = "\n\n".join(without_code(page) for page in written("pages/**/*.md"))
    inventory = "\n\n".join(written("*.yaml") + written("processes/*.yaml"))
    assert roles - {name for name, _ in other_roles(pages)} == set()
    assert {*site.authored.roles} - {name for name, _ in other_roles(inventory)} == set()
    for text in (pages, inventory):
        assert {bool(found[3]) for found in LINK.finditer(text)} == {True, False}
        assert references - {(one.kind, bool(one.own)) for one, _ in mentions(text)} == set()
    fronts = [page.split("---\n")[1] for page in written("pages/**/*.md") if page[:3] == "---"]
    keys = {line.partition(":")[0] for front in fronts for line in front.splitlines()}
    assert {*FrontMatter.__struct_fields__} - keys == set()


def test_the_project_has_an_extension_of_every_sort() -> None:
    declared = run_alone(Folder.at(PROJECT))
    for sort in fields(declared):
        assert bool(getattr(declared, sort.name)) == (sort.name != "problems"), sort.name


def written(pattern: str) -> list[str]:
    """Return files of the organisation as somebody wrote them."""
    return [path.read_text("utf-8") for path in sorted((PROJECT / HOME).glob(pattern))]


def all_of(options: Mapping[str, Iterable[str]]) -> set[tuple[str, str]]:
    """Return every directive with nothing, and with each of its options."""
    return {(name, option) for name, mine in options.items() for option in ("", *mine)}


def used_on_pages() -> Iterator[tuple[str, str]]:
    """Yield every directive that is written with nothing, and with each option that it has."""
    opened_here = re.compile(rf"[ >]*{OPEN}")
    for page in written("pages/**/*.md"):
        name = ""
        for line in without_code(page).splitlines():
            option = OPTION.match(line)
            if found := opened_here.match(line):
                name = found[2]
                yield name, ""
            elif option and name:
                yield name, option[1]
            else:
                name = ""
