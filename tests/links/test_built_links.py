"""Every link and anchor of a built site: `playbook check --site`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from inventories import write_project
from playbook.links import marks
from playbook.links.inside import MOST_NEAREST, check_site
from playbook.links.ways import Inside, way
from playbook.problems import Problem, Unusable
from test_cli import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FILES = {
    "index.html": "<h1 id=welcome>Home</h1>",
    "a b.html": "<h1 id='één'>A b</h1><a name=old></a>",
    "100%.html": "<p id='a%20b'></p><p id='c d'></p>",
    "één/pagina.html": "<p id=Twice></p><p id=Twice></p>",
    "één/index.html": "<p></p>",
    "one/two/three.html": "<p id=p></p>",
    "one/a?b.html": "<p></p>",
    "former.html": '<meta http-equiv="refresh" content="0; url=one/two/three.html">',
    "Capitals.html": "<p></p>",
    "style.css": "/* url(gone.png) */ a { background: url( 'a b.html' ) }",
    "empty/notes.txt": "",
}
"""A site of odd names."""
RIGHT = (
    "",
    "#",
    "#TOP",
    "#welcome",
    "?q=1#welcome",
    "./index.html",
    "index.html?x=../gone.html",
    "a%20b.html",
    "a b.html#%C3%A9%C3%A9n",
    "a b.html#één",
    "a b.html#old",
    "100%25.html#a%20b",
    "100%25.html#c%20d",
    "100%.html",
    "%C3%A9%C3%A9n/pagina.html",
    "één/../index.html#welcome",
    "%2e/one/%2E%2e/index.html",
    "one//two/three.html",
    "one/a%3Fb.html",
    " index.html\n",
    "in\ndex.html",
    "one\\two\\three.html",
    "former.html",
    "empty/notes.txt#anything",
    "index.html#welcome:~:text=Home",
    "https://example.org/gone",
    "//example.org/gone",
    "mailto:somebody@example.org",
    "data:text/plain,x",
)
WRONG = {
    "gone.html": "K01 the link “gone.html” leads to a file that is not in the site; "
    "remove the link, or put the file there",
    "capitals.html#p": "K01 the link “capitals.html#p” leads to a file whose name has other "
    "capitals; did you mean “Capitals.html#p”?",
    "three.html": "K01 the link “three.html” leads to a file that is not in the site; "
    "did you mean “one/two/three.html”?",
    "one/two/thre.html": "K01 the link “one/two/thre.html” leads to a file that is not in the "
    "site; did you mean “one/two/three.html”?",
    "a+b.html": "K01 the link “a+b.html” leads to a file that is not in the site; "
    "did you mean “a%20b.html”?",
    "one/a?b.html": "K01 the link “one/a?b.html” leads to a file that is not in the site; "
    "remove the link, or put the file there",
    "one%2Ftwo/three.html": "K01 the link “one%2Ftwo/three.html” leads to a file that is not in "
    "the site; did you mean “one/two/three.html”?",
    "één/": "K01 the link “één/” leads to a folder, which shows no page; "
    "write “%C3%A9%C3%A9n/index.html”",
    "one/two": "K01 the link “one/two” leads to a folder, which shows no page; "
    "link to a page in it",
    "..": "K03 the link “..” leads out of the site; "
    "link to a page of the site, or write a whole address",
    "one/../../x.html": "K03 the link “one/../../x.html” leads out of the site; "
    "link to a page of the site, or write a whole address",
    "/index.html": "K03 the link “/index.html” begins at the root of a server, and a site can "
    "stand in any folder; begin at the page that it stands on, as in “../index.html”",
    "file:///C:/Users/x.docx": "K03 the link “file:///C:/Users/x.docx” leads to a file on one "
    "computer; put the file into the project and link to it there",
    "#welcom": "K02 the link “#welcom” leads to an anchor that is not on index.html; "
    "did you mean “index.html#welcome”?",
    "#Welcome": "K02 the link “#Welcome” leads to an anchor that is not on index.html; "
    "did you mean “index.html#welcome”?",
    "one/two/three.html#zzz": "K02 the link “one/two/three.html#zzz” leads to an anchor that is "
    "not on one/two/three.html; remove what follows “#”, or name a place on that page",
    "één/pagina.html#Twice": "K02 the link “één/pagina.html#Twice” leads to an anchor that is 2 "
    "times on één/pagina.html; give each place on a page a name of its own",
    "former.html#p": "K04 the link “former.html#p” leads to a page that leads on, where the "
    "anchor is lost; write “one/two/three.html#p”",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def told(problem: Problem) -> str:
    return f"{problem.code} {problem.what}; {problem.instead}"


def linked(folder: Path, link: str) -> Path:
    from markupsafe import escape  # noqa: PLC0415 - only here

    page = f'{FILES["index.html"]}\n<p>\n  <a href="{escape(link)}">x</a>'
    return written(folder, {**FILES, "index.html": page})


@pytest.mark.parametrize("link", RIGHT)
def test_a_link_that_leads_somewhere_is_right(tmp_path: Path, link: str) -> None:
    assert check_site(linked(tmp_path, link)).problems == ()


@pytest.mark.parametrize("link", WRONG)
def test_a_link_that_leads_nowhere_is_told_with_what_is_near(tmp_path: Path, link: str) -> None:
    (problem,) = check_site(linked(tmp_path, link)).problems
    assert told(problem) == WRONG[link]
    assert str(problem.place) == "index.html:3:3"


@pytest.mark.browser
@pytest.mark.parametrize("link", [*RIGHT[:-4], *WRONG])
def test_a_browser_has_it_the_same(tmp_path: Path, browser: Browser, link: str) -> None:
    """Follow the link in a real browser, from a folder, and see what is there."""
    if link.startswith("file:///C:") or "former" in link:
        pytest.skip("another computer, and a page that leads on")
    root = linked(tmp_path / "site", link)
    page = browser.new_page()
    try:
        page.goto((root / "index.html").as_uri())
        there = page.evaluate("document.querySelector('a').href")
        found = page.evaluate("new URL(document.querySelector('a').href).pathname")
        if not found.endswith((".html", ".txt")) or link.startswith("/"):
            assert link in WRONG, "a folder, or the root of the disk"
            return
        try:
            page.goto(there)
        except Exception as error:
            assert re.search("ERR_FILE_NOT_FOUND|ERR_INVALID_URL", str(error))
            assert link in WRONG
            return
        anchor = there.partition("#")[2].partition(":~:")[0]
        top = anchor.lower() in ("", "top") or there.partition("#")[0].endswith(".txt")
        assert (top or page.locator(":target").count() == 1) == (
            link in RIGHT or link.endswith("Twice") or "three.html#p" in link
        )
    finally:
        page.close()


ODD = """<!doctype html><title><a href=in-title></title>
<!-- <a href=in-remark> --><script>"<a href=in-script>"</script>
<style>/* <a href=in-style> */</style><textarea><a href=in-field></textarea>
<template><a href=in-template id=t></a></template><noscript><a href=without-script></a></noscript>
<A HREF='a&amp;b' id=one/>x</A><a href = "c&quot;d" href=second id>y</a><a/href=e>z</a>
<svg><use xlink:href="#shape"/><image href=drawn.png /></svg><img srcset="s.png 1x, t,u.png 2x">
<table><tr><a href=in-table id="two words">t</a></table><object data=o.pdf></object>
<a href="open.html>never closed</a><a href=last>"""


@pytest.mark.browser
def test_a_page_is_read_as_a_browser_reads_it(tmp_path: Path, browser: Browser) -> None:
    written(tmp_path, {"odd.html": ODD})
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "odd.html").as_uri())
    script = """() => [
      [...document.querySelectorAll('*')].flatMap(one => ['href', 'src', 'xlink:href', 'data']
        .filter(name => one.hasAttribute(name)).map(name => one.getAttribute(name))),
      [...document.querySelectorAll('[id]')].map(one => one.id).filter(Boolean)]"""
    links, anchors = page.evaluate(script)
    context.close()
    mine = marks.of_html(ODD.encode())
    assert {*mine.links} - {"s.png", "t,u.png"} == {*links}
    assert {"s.png", "t,u.png"} <= {*mine.links}
    assert [*mine.anchors] == anchors


def test_the_examples_have_no_lost_link_and_every_file_is_read_once(built: Path) -> None:
    kinds = [path.suffix for path in built.rglob("*") if path.is_file()]
    done = check_site(built, jobs=2)
    assert done.problems == ()
    assert done.files == sum(kinds.count(kind) for kind in (".html", ".css", ".js"))
    assert done.links > kinds.count(".html")
    assert check_site(built) == done


def test_a_page_that_is_gone_is_told_once_however_many_link_to_it(
    built: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    (copy / "waterland" / "nl" / "trust.html").unlink()
    problems = check_site(copy, jobs=2).problems
    files = {problem.place.file for problem in problems}
    assert all("trust.html" in problem.what for problem in problems)
    # Menus, the page in the other language, and the search index, which has no lines.
    assert any(problem.what.endswith("other files") for problem in problems)
    assert 0 < len(files) <= 6


def test_what_the_search_index_leads_to_is_followed(built: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    (copy / "waterland" / "nl" / "search" / "1.js").unlink()
    first = copy / "waterland" / "nl" / "search" / "0.js"
    first.write_text(first.read_text("utf-8").replace("roles.html", "rolls.html"), "utf-8")
    problems = check_site(copy).problems
    assert [told(problem) for problem in problems] == [
        "K01 the link “../rolls.html” leads to a file that is not in the site; "
        "did you mean “../roles.html”?",
        "K01 the link “1.js” leads to a file that is not in the site; "
        "did you mean “../../en/search/1.js”?",
    ]
    assert {str(one.place) for one in problems} == {"waterland/nl/search/0.js"}
    first.write_text("playbookIndex({", "utf-8")
    assert [one.code for one in check_site(copy).problems] == ["K05"]


def test_an_address_at_the_top_moves_every_link(tmp_path: Path) -> None:
    page = '<base href="../one/"><a href="there.html">x</a><a href="#p">y</a><p id="p">'
    site = written(tmp_path, {"two/page.html": page, "one/there.html": ""})
    assert [one.code for one in check_site(site).problems] == ["K01"]
    away = '<base href="https://example.org/"><a href="gone.html">x</a>'
    assert check_site(written(tmp_path, {"two/page.html": away})).problems == ()


def test_pages_that_lead_on_in_a_round_are_told_once(tmp_path: Path) -> None:
    def on(to: str) -> str:
        return f'<meta http-equiv=refresh content="0;URL=\'{to}\'"><a href="{to}">x</a>'

    site = written(
        tmp_path, {"a.html": on("b.html"), "b.html": on("c.html"), "c.html": on("b.html")}
    )
    (problem,) = check_site(site).problems
    assert told(problem) == (
        "K04 leads on in a round that never ends: b.html, c.html; let one of them be a page"
    )


def test_ten_thousand_lost_links_do_not_take_for_ever(tmp_path: Path) -> None:
    links = "".join(f"<a href='lost-{number}.html'>x</a>" for number in range(3 * MOST_NEAREST))
    site = written(tmp_path, {"index.html": links, "lost-x.html": ""})
    problems = check_site(site).problems
    assert len(problems) == 3 * MOST_NEAREST
    assert sum("did you mean" in one.instead for one in problems) <= MOST_NEAREST


def test_an_address_is_followed_from_where_it_stands() -> None:
    assert way("../b.html#c", "x/y/a.html") == Inside("x/b.html", "c")


def test_a_page_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    site = written(tmp_path, {"index.html": ""})
    (site / "gone.html").symlink_to(tmp_path / "nothing")
    (problem,) = check_site(site).problems
    assert str(problem) == "gone.html: this cannot be read; build the site anew"


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no site lies here"):
        check_site(tmp_path)


def test_the_command_looks_at_what_was_built(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, [{"id": "pay", "name": "Pay"}])
    assert run("check", "--site", folder=project).returncode == 1
    assert run("build", folder=project).returncode == 0
    done = run("check", "--site", folder=project)
    assert (done.returncode, done.stdout) == (0, "")
    assert "files read" in done.stderr
    assert "No problems." in done.stderr
    (project / "site" / "x" / "en" / "trust.html").unlink()
    told = run("check", "--site", "--format", "json", folder=project)
    assert told.returncode == 1
    document = json.loads(told.stdout)
    schema = Path(__file__).parents[2] / "docs" / "check.schema.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text("utf-8"))).validate(document)
    place = document["issues"][0]
    assert (project / place["file"]).is_file()
    assert place["line"] > 0
    elsewhere = run("check", "--site", "p/site", folder=tmp_path)
    assert elsewhere.returncode == 1
    assert "p/site/x/en/" in elsewhere.stdout


def test_every_edition_of_the_examples_has_no_lost_link(repository: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", "--edition", "all", "-o", str(out), folder=repository).returncode == 0
    editions = [out / "internal", *(out / "suppliers").iterdir()]
    assert len(editions) > 1
    for edition in editions:
        assert check_site(edition, jobs=2).problems == ()
