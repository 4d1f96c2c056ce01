"""References to other sites: they lead into what Sphinx builds, and no list is believed."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from inventories import TODAY, write_project
from playbook.load.inventories import LONGEST, MOST_BYTES, Unreadable, read
from playbook.load.store import Shelf
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from test_cli import run

SITE = "https://handbook.example.org/en/"
HEAD = (
    b"# Sphinx inventory version 2\n# Project: Handbook\n# Version: 1\n"
    b"# The remainder of this file is compressed using zlib.\n"
)
AUTHORING = Path(__file__).parents[1] / "sites" / "authoring"


def packed(*lines: str) -> bytes:
    return HEAD + zlib.compress("".join(f"{line}\n" for line in lines).encode())


def project(
    folder: Path, purpose: str, inventory: bytes | None, *, public: bool = False, page: str = ""
) -> Path:
    """Write a project with one process whose purpose refers elsewhere."""
    process = {"id": "pay", "name": "Paying", "purpose": purpose}
    root = write_project(folder / "p", {}, [process])
    settings = f"references:\n  handbook:\n    site: {SITE}\n    public: {str(public).lower()}\n"
    (root / "playbook.yaml").write_text(f"title: Test\n{settings}", "utf-8")
    if inventory is not None:
        (root / "content" / "references").mkdir()
        (root / "content" / "references" / "handbook.inv").write_bytes(inventory)
    if page:
        pages = root / "content" / "organisations" / "x" / "pages"
        pages.mkdir()
        (pages / "own.md").write_text(page, "utf-8")
    return root


def opened(root: Path) -> Site:
    return open_site(root, Opening(TODAY))


def shown(site: Site, page: str = "processes/pay") -> str:
    return site.html(site.pages[f"x/en/{page}.html"]).decode()


@pytest.fixture(scope="module")
def sphinx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small site that the released Sphinx built."""
    folder = tmp_path_factory.mktemp("sphinx")
    source = folder / "docs"
    source.mkdir()
    (source / "conf.py").write_text("project = 'Handbook'\n", "utf-8")
    (source / "index.rst").write_text(
        "Handbook\n========\n\n.. _four-eyes:\n\nTwo pairs of eyes\n-----------------\n\n"
        ".. glossary::\n\n   Creditor\n      Somebody whom we owe money.\n\n"
        ".. py:class:: Ledger\n\n   .. py:method:: post(amount)\n",
        "utf-8",
    )
    command = (sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", source, folder / "out")
    subprocess.run(command, check=True)
    return folder / "out"


ROLES = {
    "{external+handbook:ref}`four-eyes`": ("index.html#four-eyes", "Two pairs of eyes"),
    "{external+handbook:std:label}`four-eyes`": ("index.html#four-eyes", "Two pairs of eyes"),
    "{external:doc}`index`": ("index.html", "Handbook"),
    "{external:term}`creditor`": ("index.html#term-Creditor", "Creditor"),
    "{external:py:class}`Ledger`": ("index.html#Ledger", "Ledger"),
    "{external+handbook}`Ledger.post`": ("index.html#Ledger.post", "Ledger.post"),
    "{external:meth}`how we book <Ledger.post>`": ("index.html#Ledger.post", "how we book"),
    "<inv:handbook:std:label#four-eyes>": ("index.html#four-eyes", "Two pairs of eyes"),
    "[two *pairs* [of eyes]](inv:#four-eyes)": ("index.html#four-eyes", "two pairs [of eyes]"),
    "[](inv:handbook:std#creditor)": ("index.html#term-Creditor", "Creditor"),
    "[our `handbook`](inv:*:*:doc#index)": ("index.html", "our handbook"),
    '[to book](<inv:handbook:py:method#Ledger%2Epost> "a title")': (
        "index.html#Ledger.post",
        "to book",
    ),
}


def test_ours_leads_into_a_site_that_sphinx_builds(sphinx: Path, tmp_path: Path) -> None:
    root = project(
        tmp_path,
        "\n\n".join(ROLES),
        (sphinx / "objects.inv").read_bytes(),
        page=f"# Own\n\n{'. '.join(ROLES)}\n",
    )
    site = opened(root)
    assert site.warnings == ()
    html = (sphinx / "index.html").read_text("utf-8")
    for page in (shown(site), shown(site, "pages/own")):
        links = re.findall(rf'<a href="{SITE}([^"]*)">(.*?)</a>', page)
        assert links == [*ROLES.values()]
        for address, _ in links:
            name, _, anchor = address.partition("#")
            assert name == "index.html"
            assert not anchor or f'id="{anchor}"' in html


def test_ours_leads_into_another_of_ours(tmp_path: Path) -> None:
    other = open_site(AUTHORING, Opening(TODAY))
    roles = ("{external+handbook:process}`pay`", "{external:term}`handoff`")
    root = project(tmp_path, " ".join(roles), other.assets["brook/en/objects.inv"].read_bytes())
    site = opened(root)
    assert site.warnings == ()
    addresses = re.findall(rf'<a href="{SITE}([^"]*)">', shown(site))
    assert addresses == ["processes/pay.html", "glossary.html#handoff"]
    for address in addresses:
        assert f"brook/en/{address.partition('#')[0]}" in other.pages


WRONG = {
    "{external+handbok:ref}`four-eyes`": "there is no other site “handbok”; "
    "did you mean “handbook”?",
    "{external+zzz:ref}`four-eyes`": "there is no other site “zzz”; choose from handbook",
    "{external:ref}`for-eyes`": "“for-eyes” is not in any of handbook as ref; "
    "did you mean “four-eyes”?",
    "{external+handbook:py:class}`zzz`": "“zzz” is not in “handbook” as py:class; "
    "look it up on that site",
    "<inv:handbok#four-eyes>": "there is no other site “handbok”; did you mean “handbook”?",
    "[ours](inv:handbook:std:label#for-eyes)": "“for-eyes” is not in “handbook” as std:label; "
    "did you mean “four-eyes”?",
    "<inv:handbook:std:label:ref#four-eyes>": "“four-eyes” is not in “handbook” as std:label:ref; "
    "look it up on that site",
    "<inv:#index>": "“index” is several things elsewhere; "
    "choose from {external+handbook:std:doc}, {external+handbook:std:label}",
    "{external}`index`": "“index” is several things elsewhere; "
    "choose from {external+handbook:std:doc}, {external+handbook:std:label}",
}
OFFERED = packed(
    "four-eyes std:label -1 index.html#$ Two pairs of eyes",
    "index std:doc -1 index.html Handbook",
    "index std:label -1 genindex.html Index",
)


@pytest.mark.parametrize("role", WRONG)
def test_a_reference_that_leads_nowhere_is_told_with_its_place(tmp_path: Path, role: str) -> None:
    root = project(tmp_path, f"First.\n\nSee {role}.", OFFERED, page=f"# Own\n\nSee {role}.\n")
    site = opened(root)
    inside = "content/organisations/x"
    told = [str(problem) for problem in site.warnings]
    assert f"{inside}/pages/own.md:3:5: {WRONG[role]}" in told
    file = (root / inside / "processes" / "all.yaml").read_text("utf-8")
    (line,) = [number for number, text in enumerate(file.split("\n"), 1) if role in text]
    column = file.split("\n")[line - 1].index(role) + 1
    assert f"{inside}/processes/all.yaml:{line}:{column}: {WRONG[role]}" in told
    assert len(told) == 2
    assert "<a" not in shown(site).partition("<p>See ")[2].partition("</p>")[0]


def test_a_project_that_names_no_site_is_told_where_to(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, [{"id": "p", "name": "P", "purpose": "{external}`x`"}])
    (warning,) = opened(root).warnings
    assert "none is named in playbook.yaml" in warning.what


def test_without_its_list_a_reference_is_plain_text_and_one_warning_says_why(
    tmp_path: Path,
) -> None:
    root = project(tmp_path, "{external:ref}`four-eyes` {external:ref}`our words <x>`", None)
    site = opened(root)
    (warning,) = site.warnings
    assert (warning.code, str(warning.place)) == ("K21", "playbook.yaml:4:11")
    assert "playbook references update" in warning.instead
    assert "<p>four-eyes our words</p>" in shown(site)


def with_file(root: Path, name: str) -> Path:
    """Let a project name a file of its own as the list of the site."""
    settings = root / "playbook.yaml"
    text = settings.read_text("utf-8").replace(
        f"site: {SITE}\n", f"site: {SITE}\n    file: {name}\n"
    )
    settings.write_text(text, "utf-8")
    return root


def test_a_list_is_a_file_that_the_project_names(tmp_path: Path) -> None:
    root = with_file(project(tmp_path, "{external:ref}`four-eyes`", None), "lists/ours.inv")
    list_ = root / "lists" / "ours.inv"
    list_.parent.mkdir()
    list_.write_bytes(OFFERED)
    how = Opening(TODAY, shelf=Shelf())
    site = open_site(root, how)
    assert site.warnings == ()
    assert f"{SITE}index.html#four-eyes" in shown(site)
    list_.write_bytes(packed("four-eyes std:label -1 moved.html#$ Two pairs of eyes"))
    assert f"{SITE}moved.html#four-eyes" in shown(open_site(root, how, site))
    done = run("references", "update", folder=root)
    assert done.returncode == 0
    assert done.stderr == (
        "handbook: its list is lists/ours.inv, a file of the project; nothing is fetched.\n"
    )
    list_.write_bytes(b"no list")
    with pytest.raises(Unusable, match=r"lists/ours.inv: .*; put the site's objects.inv there"):
        opened(root)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("lists/our.inv", "there is no file “lists/our.inv”; did you mean “ours.inv”?"),
        ("../ours.inv", "“../ours.inv” leads out of the project"),
        ("https://example.org/x", "“https://example.org/x” leads out of the project"),
        ("lists/linked.inv", "“lists/linked.inv” is or goes through a link"),
    ],
)
def test_S23_a_list_that_the_project_names_is_a_file_of_its_own(
    tmp_path: Path, name: str, why: str
) -> None:
    root = with_file(project(tmp_path, "x", None), name)
    (root / "lists").mkdir()
    (root / "lists" / "ours.inv").write_bytes(OFFERED)
    (tmp_path / "ours.inv").write_bytes(OFFERED)
    (root / "lists" / "linked.inv").symlink_to(tmp_path / "ours.inv")
    with pytest.raises(Unusable) as told:
        opened(root)
    (problem,) = told.value.problems
    assert str(problem).startswith(f"playbook.yaml:5:11: {why}")


def test_a_page_is_made_anew_when_a_list_has_changed(tmp_path: Path) -> None:
    root = project(tmp_path, "{external:ref}`four-eyes`", OFFERED)
    out = root / "site" / "x" / "en" / "processes" / "pay.html"
    assert run("build", folder=root).returncode == 0
    assert f"{SITE}index.html#four-eyes" in out.read_text("utf-8")
    moved = packed("four-eyes std:label -1 moved.html#$ Two pairs of eyes")
    (root / "content" / "references" / "handbook.inv").write_bytes(moved)
    assert run("build", folder=root).returncode == 0
    assert f"{SITE}moved.html#four-eyes" in out.read_text("utf-8")


def test_a_preview_reads_a_list_again_only_when_it_changed(tmp_path: Path) -> None:
    root = project(tmp_path, "{external:ref}`four-eyes`", OFFERED)
    how = Opening(TODAY, shelf=Shelf())
    first = open_site(root, how)
    again = open_site(root, how, first)
    assert again.project.inventories[0].elsewhere is first.project.inventories[0].elsewhere
    moved = packed("four-eyes std:label -1 moved.html#$ Two pairs of eyes")
    (root / "content" / "references" / "handbook.inv").write_bytes(moved)
    assert f"{SITE}moved.html#four-eyes" in shown(open_site(root, how, again))


@pytest.mark.parametrize(
    "purpose",
    [
        "Begin {external:ref}`secret words <four-eyes>` end, {external:doc}`index`.",
        "Begin [secret *words*](inv:handbook:std:label#four-eyes) end, <inv:*:std:doc#index>.",
        "Begin [secret words](<inv:#four-eyes>\n'title') end, [](inv:handbook:*:doc#index).",
    ],
)
@pytest.mark.parametrize("public", [True, False])
def test_a_supplier_sees_only_what_is_public(tmp_path: Path, public: bool, purpose: str) -> None:
    from playbook.supply import supplier_site  # noqa: PLC0415 - only here

    root = project(tmp_path, purpose, OFFERED, public=public)
    organisation = root / "content" / "organisations" / "x"
    (organisation / "suppliers.yaml").write_text(
        "- id: acme\n  name: Acme\n  shares:\n    processes: [pay]\n", "utf-8"
    )
    edition = supplier_site(opened(root), "acme")
    assert bool(edition.edition.inventory.elsewhere.sites) == public
    html = "".join(edition.html(page).decode() for page in edition.pages.values())
    index = b"".join(edition.script(part) for part in edition.index.values()).decode()
    assert ("secret words" in html) == public
    assert (f'<a href="{SITE}index.html#four-eyes">secret words</a>' in html) == public
    assert (f'<a href="{SITE}index.html">Handbook</a>' in html) == public
    assert ("handbook.example" in html) == public
    assert ("something that is not shown here" in html) != public
    assert ("secret" in index) == public
    assert "external" not in index
    assert "inv:" not in html + index


def test_a_link_inside_the_words_of_another_is_hidden_too(tmp_path: Path) -> None:
    from playbook.supply import supplier_site  # noqa: PLC0415 - only here

    purpose = (
        "[to [secret words](inv:secret#x)](inv:handbook#four-eyes), [`<inv:secret#y>`](inv:#z)"
    )
    root = project(tmp_path, purpose, OFFERED, public=True)
    (root / "content" / "organisations" / "x" / "suppliers.yaml").write_text(
        "- id: acme\n  name: Acme\n  shares:\n    processes: [pay]\n", "utf-8"
    )
    edition = supplier_site(opened(root), "acme")
    html = "".join(edition.html(page).decode() for page in edition.pages.values())
    assert "something that is not shown here" in html
    assert "secret" not in html


HOSTILE = {
    "not one": (b"<!doctype html><title>404</title>", "does not begin as one"),
    "empty": (b"", "does not begin as one"),
    "version 1": (
        b"# Sphinx inventory version 1\n# Project: x\n# Version: 1\na mod b\n",
        "it says “Sphinx inventory version 1”, not 2",
    ),
    "no zlib": (HEAD.replace(b"zlib", b"brotli") + b"x", "not packed with zlib"),
    "damaged": (HEAD + b"\x00\x01 not packed", "damaged"),
    "cut off": (packed("a std:doc -1 a.html A")[:-6], "its end is missing"),
    "not UTF-8": (HEAD + zlib.compress(b"\xff\xfe std:doc -1 a.html A\n"), "not UTF-8"),
    "a head without end": (b"# Sphinx inventory version 2" + b"x" * 1_000_000, "does not begin"),
    "a bomb": (HEAD + zlib.compress(b"a" * (MOST_BYTES + 1)), "more than 64 MB"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_S30_a_file_that_is_no_list_is_refused(what: str, tmp_path: Path) -> None:
    data, why = HOSTILE[what]
    with pytest.raises(Unreadable, match=why):
        read(data, SITE)
    root = project(tmp_path, "x", data)
    with pytest.raises(Unusable) as told:
        opened(root)
    (problem,) = told.value.problems
    assert (problem.code, problem.place.file) == ("K22", "content/references/handbook.inv")


LINES = {
    "leads to a script": "a std:doc -1 javascript:alert(1) A",
    "leads to a file": "a std:doc -1 file:///etc/passwd A",
    "leads to data": "a std:doc -1 data:text/html,x A",
    "leads to another site": "a std:doc -1 https://evil.example/ A",
    "leads to another host": "a std:doc -1 //evil.example/ A",
    "leads to another port": "a std:doc -1 https://handbook.example.org:8443/ A",
    "is no address": "a std:doc -1 http://[ A",
    "is a name as script": "javascript:alert(1) std:doc -1 $ A",
    "has too long a line": f"a std:doc -1 a.html {'A' * LONGEST}",
    "has a control character": "a\x1b[31m std:doc -1 a.html A",
    "ends a line by stealth": "a std:doc -1 a.html A\u2028B",
    "has no kind": "a doc -1 a.html A",
    "has no number": "a std:doc x a.html A",
    "is of spaces": " ".join(["a"] * 900),
}


@pytest.mark.parametrize("what", LINES)
def test_S30_a_line_that_is_not_to_be_believed_is_left_out(what: str) -> None:
    offers, left_out = read(packed(LINES[what], "b std:doc -1 b.html B"), SITE)
    assert (set(offers), left_out) == ({"b"}, 1)


def test_S30_a_list_that_is_made_to_be_slow_is_read_as_fast_as_others() -> None:
    # Each of these took longer than anybody waits.
    blank, many = f"a{' ' * 1990}b", 20_000
    assert read(packed(*[blank] * many), SITE) == ({}, many)
    offers, _ = read(packed(*(f"a std:k{number} -1 a.html A" for number in range(many))), SITE)
    assert len(offers["a"]) == many


def test_S30_what_a_list_says_is_only_ever_text(tmp_path: Path) -> None:
    label = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) {process}`pay` "q'
    inventory = packed(f"a std:doc -1 a.html?\"<>'#x{label.split(maxsplit=1)[0]} {label}")
    html = shown(opened(project(tmp_path, "{external:doc}`a`", inventory)))
    assert "<img" not in html.partition("<main")[2]
    assert "&lt;img src=x onerror=alert(1)&gt; [x](javascript:alert(1))" in html
    assert re.search(r'href="https://handbook\.example\.org/en/a\.html\?[^"<>]*"', html)


@pytest.mark.parametrize(
    "site",
    [
        "javascript:alert(1)/",
        "file:///x/",
        "https://user:word@example.org/",
        "example.org/",
        "http:///",
    ],
)
def test_S30_the_address_of_a_site_is_one_of_the_web(tmp_path: Path, site: str) -> None:
    root = project(tmp_path, "x", None)
    settings = root / "playbook.yaml"
    settings.write_text(settings.read_text("utf-8").replace(SITE, f'"{site}"'), "utf-8")
    with pytest.raises(Unusable) as told:
        opened(root)
    assert [problem.code for problem in told.value.problems] == ["K23"]


@pytest.mark.parametrize("name", ["../up", "a/b", "con", "A", "a b", ""])
def test_S23_the_name_of_a_site_is_no_way_to_a_file(tmp_path: Path, name: str) -> None:
    root = project(tmp_path, "x", None)
    (root / "playbook.yaml").write_text(
        f'title: Test\nreferences:\n  "{name}":\n    site: {SITE}\n', "utf-8"
    )
    with pytest.raises(Unusable):
        opened(root)


def test_a_list_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path, "x", OFFERED)
    list_ = root / "content" / "references" / "handbook.inv"
    list_.rename(tmp_path / "outside.inv")
    list_.symlink_to(tmp_path / "outside.inv")
    with pytest.raises(Unusable) as told:
        opened(root)
    assert [problem.code for problem in told.value.problems] == ["F02"]
