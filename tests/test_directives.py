"""Directives of own pages: what they show, and what is wrong with them, told where it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from authoring import HOME, copied, opened
from inventories import write_project
from playbook.contexts.blocks import Block, Blocks
from playbook.contexts.progress import MOST_ROWS
from playbook.load.drawings import unsafe
from playbook.load.spliced import MOST_LINES
from playbook.problems import Unusable
from playbook.site import Site

TOOLBOX = "brook/en/pages/toolbox.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(tmp_path)


def write(project: Path, text: str, name: str = "a.md") -> Path:
    path = project / HOME / "pages" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text if name.endswith(".csv") else f"# A\n\n{text}", "utf-8")
    return path


def told(project: Path) -> list[str]:
    """Return what is wrong with the pages, sorted by where it stands."""
    with pytest.raises(Unusable) as refused:
        opened(project)
    return [str(one).removeprefix(f"{HOME}/pages/") for one in sorted(refused.value.problems)]


def warned(project: Path) -> list[str]:
    return [str(one).removeprefix(f"{HOME}/pages/") for one in sorted(opened(project).warnings)]


def blocks(site: Site, address: str) -> list[Block]:
    page = site.pages[address]
    view = site.views[page.organisation, page.language]
    own = view.own_pages[page.key]
    return list(Blocks(view, page, own.pictures).of(own.text))


def test_notes_stand_inside_notes_and_hold_live_data(project: Path) -> None:
    kinds = [(block.kind, block.sign) for block in blocks(opened(project), TOOLBOX)]
    at = kinds.index(("note", ""))
    assert kinds[at : at + 7] == [
        ("note", ""),
        ("text", ""),
        ("note", "good"),
        ("text", ""),
        ("end", ""),
        ("processes", ""),
        ("end", ""),
    ]


def test_notes_without_end_stay_bounded(project: Path) -> None:
    deep = 60
    fences = [":" * (deep + 3 - at) for at in range(deep)]
    lines = [*(f"{fence}{{note}}" for fence in fences), "x", *reversed(fences)]
    write(project, "\n".join(lines))
    found = blocks(opened(project), "brook/en/pages/a.html")
    assert [block.kind for block in found].count("note") == 8


def test_a_table_is_made_of_a_file_and_formulas_are_text(project: Path) -> None:
    site = opened(project)
    first, second = [block for block in blocks(site, TOOLBOX) if block.kind == "table"]
    assert first.cells is not None
    assert second.cells is not None
    assert first.cells.widths == (3, 2, 5)
    assert [str(cell.text) for cell in first.cells.heads[0]] == ["Wat", "Prijs", "Opmerking"]
    assert [(str(cell.text), cell.head) for cell in first.cells.rows[1]] == [
        ("Een; met puntkomma", True),
        ("=1+1", False),
        ("<strong>vet</strong>", False),
    ]
    assert [[str(cell.text) for cell in row] for row in second.cells.rows] == [
        ["buyer", "on Monday, early"],
        ['<a href="../roles/buyer.html">Buyer</a>', "@SUM(A1)"],
    ]


def test_a_cell_keeps_its_lines_and_is_as_long_as_it_is(project: Path) -> None:
    write(project, f':::{{csv-table}}\n"one\ntwo",{"x" * 140_000}\n:::\n')
    (found,) = blocks(opened(project), "brook/en/pages/a.html")
    assert found.cells is not None
    (row,) = found.cells.rows
    assert [len(str(cell.text)) for cell in row] == [len("one\ntwo"), 140_000]


def test_an_own_page_judges_no_other_process_than_it_asks_for(project: Path) -> None:
    write(project, ":::{raci}\n:process: buy\n:::\n")
    site = opened(project)
    blocks(site, "brook/en/pages/a.html")
    (portfolio,) = site.portfolios
    assert not portfolio.assessments.known()
    assert not portfolio.risks.known()


def test_a_map_of_very_many_processes_counts_them_by_department(tmp_path: Path) -> None:
    departments = [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]
    many = [
        {"id": f"p{at}", "name": "P", "department": "ab"[at % 2]} for at in range(2 * MOST_ROWS + 2)
    ]
    folder = write_project(tmp_path / "p", {"departments": departments}, many)
    pages = folder / "content" / "organisations" / "x" / "pages"
    pages.mkdir()
    text = "# A\n\n:::{heatmap}\n:::\n\n:::{heatmap}\n:department: a\n:::\n"
    (pages / "a.md").write_text(text, "utf-8")
    site = opened(folder)
    whole, one = [block.heatmap for block in blocks(site, "x/en/pages/a.html")]
    assert whole is not None
    assert one is not None
    assert [len(group.rows) for group in whole.groups] == [2]
    assert [row.note for row in one.groups[0].rows] == [str(MOST_ROWS + 1)]


def test_what_is_wrong_in_a_file_of_rows_is_told_there(project: Path) -> None:
    write(project, "what;who\nbill;{role}`buier`\n", "rows.csv")
    write(project, ":::{csv-table}\n:file: rows.csv\n:::\n")
    assert warned(project) == [
        "rows.csv:2:6: the text refers to a role “buier”, which is not there; did you mean “buyer”?"
    ]
    write(project, "what\n:::\n{role}`buyer`\n", "rows.csv")
    assert "rows.csv:2:1: this line would end the table on the page" in told(project)[-1]


def test_a_change_of_facts_changes_what_a_page_shows(project: Path) -> None:
    before = opened(project)
    assert "Match the invoice" in str(before.html(before.pages[TOOLBOX]))
    path = project / HOME / "processes" / "all.yaml"
    text = path.read_text("utf-8").replace("Match the invoice", "Compare the bill")
    path.write_text(text.replace("intent: explore", "intent: talks"), "utf-8")
    after = opened(project)
    assert "Compare the bill" in str(after.html(after.pages[TOOLBOX]))
    asked = [
        next(block for block in blocks(site, TOOLBOX) if block.kind == "questions").questions
        for site in (before, after)
    ]
    assert asked[0] != asked[1]


def test_what_is_included_is_told_of_in_its_own_file(project: Path) -> None:
    write(
        project,
        "First.\n\n:::{include} _parts/part.md\n:::\n\n{step}`simplifi`\n",
    )
    write(project, "{process}`bui`\n\n:::{ladder}\n:stap: x\n:::\n", "_parts/part.md")
    first, second, *_ = told(project)
    assert first.startswith("_parts/part.md:3:1: the text refers to a process “bui”")
    assert second.startswith("_parts/part.md:6:2: “ladder” has no option “stap”; did you mean")
    write(project, "{process}`bui`\n", "_parts/part.md")
    assert warned(project) == [
        "_parts/part.md:3:1: the text refers to a process “bui”, which is not there; "
        "did you mean “buy”?",
        "a.md:8:1: the text refers to a step “simplifi”, which is not there; "
        "did you mean “simplify”?",
    ]


def test_an_include_that_comes_back_to_itself_is_told(project: Path) -> None:
    write(project, ":::{include} _parts/one.md\n:::\n")
    write(project, ":::{include} two.md\n:::\n", "_parts/one.md")
    write(project, ":::{include} one.md\n:::\n", "_parts/two.md")
    assert told(project) == [
        "_parts/two.md:3:14: “one.md” includes this page again; take out one of the two"
    ]


def test_includes_that_double_at_every_level_are_bounded(project: Path) -> None:
    write(project, ":::{include} _parts/0.md\n:::\n")
    for at in range(40):
        again = f":::{{include}} {at + 1}.md\n:::\n"
        write(project, again + again, f"_parts/{at}.md")
    write(project, "x\n" * 10, "_parts/40.md")
    assert f"more than {MOST_LINES} lines" in told(project)[0]


def test_S5_S22_a_page_names_no_file_outside_the_project(project: Path) -> None:
    sibling = project.parent / "p_secret"
    sibling.mkdir()
    (sibling / "x.md").write_text("SECRET", "utf-8")
    (project / ".env").write_text("SECRET", "utf-8")
    outside = (
        "../../../../../p_secret/x.md",
        "/../p_secret/x.md",
        "//host/share/x.md",
        "file:///etc/passwd",
        "C:\\x.md",
        "..\\..\\x.md",
        "/.env",
        "",
    )
    for written in outside:
        write(project, f":::{{include}} {written}\n:::\n")
        assert told(project)[0].startswith("a.md:3:"), written
        write(project, f":::{{csv-table}}\n:file: {written}\n:::\n")
        assert told(project)[0].startswith("a.md:4:"), written
        write(project, f":::{{figure}} {written}\n:alt: x\n:::\n")
        assert told(project)[0].startswith("a.md:3:"), written


def test_S6_a_page_shows_nothing_by_way_of_a_link(project: Path) -> None:
    outside = project.parent / "outside"
    shutil.copytree(project / HOME / "pages", outside)
    pages = project / HOME / "pages"
    (pages / "linked").symlink_to(outside)
    (pages / "x.png").symlink_to(pages / "daily" / "stamp.png")
    for written in ("linked/daily/stamp.png", "x.png"):
        write(project, f"![stamp]({written})\n")
        assert "is or goes through a link" in told(project)[0]


def test_an_image_is_an_asset_whose_address_is_that_of_its_bytes(project: Path) -> None:
    site = opened(project)
    html = site.html(site.pages[TOOLBOX]).decode()
    (address,) = [one for one in site.assets if one.startswith("brook/images/flow-")]
    assert f'src="../../../{address}"'.replace("../../../brook", "../..") in html
    path = project / HOME / "pages" / "flow.svg"
    assert site.assets[address].read_bytes() == path.read_bytes()
    path.write_text(path.read_text("utf-8").replace("#345", "#543"), "utf-8")
    after = opened(project)
    assert address not in after.assets
    assert after.shown_key(after.context(after.pages[TOOLBOX])) != site.shown_key(
        site.context(site.pages[TOOLBOX])
    )


def test_an_image_may_have_any_letter_in_its_name(project: Path) -> None:
    pages = project / HOME / "pages"
    shutil.copy(pages / "flow.svg", pages / "coördinatie.svg")
    write(project, "![Schema](coördinatie.svg)\n")
    site = opened(project)
    html = site.html(site.pages["brook/en/pages/a.html"]).decode()
    (address,) = [one for one in site.assets if one.startswith("brook/images/coordinatie-")]
    assert f'src="../../{address.removeprefix("brook/")}" alt="Schema"' in html


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("![](daily/stamp.png)", "a.md:3:1: the image has no words for who cannot see it"),
        (":::{figure} daily/stamp.png\n:::", "a.md:3:5: the image has no words"),
        ("![x](https://e.org/x.png)", "a.md:3:6: an image of another site is not shown"),
        ("![x](daily/stmp.png)", "a.md:3:6: there is no file “daily/stmp.png”; did you mean “st"),
        ("![x](/playbook.yaml)", "a.md:3:6: “playbook.yaml” is not in the folder of these pages"),
        ("![x](prices.csv)", "a.md:3:6: “prices.csv” is no image that every browser shows"),
        ("![x](fake.png)", "a.md:3:6: “fake.png” is not what its name says"),
        (":::{figure} flow.svg\n:alt: x\n:width: 20px\n:::", "a.md:5:9: “20px” is no width"),
    ],
)
def test_what_is_wrong_with_an_image_is_told(project: Path, written: str, expected: str) -> None:
    (project / HOME / "pages" / "fake.png").write_text("<script>", "utf-8")
    write(project, f"{written}\n")
    assert told(project)[0].startswith(expected)


def test_code_that_looks_like_an_image_is_none(project: Path) -> None:
    write(project, "`![x](nowhere.png)`\n\n```\n![x](nowhere.png)\n```\n")
    assert warned(project) == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">{}</svg>'


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "<foreign"),
        ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "<p>"),
        ('<rect onload="x()"/>', "“onload”"),
        ('<a x:href="javascript:x()"><rect/></a>', "outside"),
        ('<image href="https://e.org/x.png"/>', "outside"),
        ('<image href="data:image/svg+xml;base64,AA"/>', "outside"),
        ('<use href="other.svg#a"/>', "outside"),
        ("<style>@import 'x.css';</style>", "style"),
        ("<style>rect { fill: u\\72l(x) }</style>", "style"),
        ('<rect fill="url(https://e.org/#a)"/>', "“fill”"),
        ('<set attributeName="href" to="javascript:x()"/>', "<set>"),
        ("<iframe/>", "<iframe>"),
        ("<rect>", "cannot be read"),
    ],
)
def test_S28_a_drawing_that_does_more_than_draw_is_refused(inside: str, why: str) -> None:
    assert why in unsafe(SVG.format(inside).encode())


def test_S28_declarations_in_a_drawing_are_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;")
    assert "DOCTYPE" in unsafe(bomb.encode())
    assert "DOCTYPE" in unsafe(bomb.encode("utf-16"))
    sheet = '<?xml-stylesheet href="x.css"?>' + SVG.format("")
    assert "outside itself" in unsafe(sheet.encode())


def test_a_drawing_as_programs_save_it_is_shown() -> None:
    inside = (
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>'
        '<defs><linearGradient id="g"/></defs><style>rect { fill: url(#g) }</style>'
        '<rect fill="url(#g)" style="stroke: red"/><use x:href="#g"/>'
        '<image href="data:image/png;base64,iVBORw0KGgo="/>'
    )
    assert unsafe(b'<?xml version="1.0"?>\n' + SVG.format(inside).encode()) == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (":::{nott}\n:::", "a.md:3:5: there is no directive “nott”; did you mean “note”?"),
        (":::{ladder}\n:stap: x\n:::", "a.md:4:2: “ladder” has no option “stap”; did you mean “st"),
        (":::{note}\n:class: x\n:::", "a.md:4:2: “note” has no option “class”; take it out"),
        (
            ":::{processes}\n:step: simplifi\n:::",
            "a.md:4:8: there is no step “simplifi”; did you mean “simplify”?",
        ),
        (
            ":::{raci}\n:role: byer\n:::",
            "a.md:4:8: there is no role “byer”; did you mean “buyer”?",
        ),
        (
            ":::{heatmap}\n:department: x\n:::",
            "a.md:4:14: there is no department “x”; choose from finance, people",
        ),
        (
            ":::{questions}\n:band: prepair\n:::",
            "a.md:4:8: there is no band “prepair”; did you mean “prepare”?",
        ),
        (":::{ladder}\n:process: pai\n:::", "a.md:4:11: there is no process “pai”; did you mean"),
        (":::{note}\nx", "a.md:3:5: the directive “note” is not closed; write ::: on a line"),
        ("- x\n\n  :::{note}\n  :::", "a.md:5:7: the directive “note” does not begin at the marg"),
        ("~~~{ladder}\n:stap: x\n~~~", "a.md:4:2: “ladder” has no option “stap”"),
        ("::: {ladder}\n:stap: x\n:::", "a.md:4:2: “ladder” has no option “stap”"),
        ("~~~ {include} nowhere.md\n~~~", "a.md:3:15: there is no file “nowhere.md”"),
        ("~~~{csv-table}\n:file: nowhere.csv\n~~~", "a.md:4:8: there is no file “nowhere.csv”"),
        ("x\n\n:::", "a.md:5:1: “:::” closes nothing here"),
        (":::{admonition}\nx\n:::", "a.md:3:5: the admonition has no title"),
        (":::{csv-table}\n:::", "a.md:3:5: the table has no rows"),
        (":::{csv-table}\n:widths: a\n\nx\n:::", "a.md:4:10: “a” are no widths"),
        (":::{csv-table}\n:header-rows: a\n\nx\n:::", "a.md:4:15: “a” is no number"),
        ("```{ladder}\n```\n\n:::{nott}\n:::", "a.md:6:5: there is no directive “nott”"),
        ("````{note}\n```\n:::{x}\n```\n````\n:::{nott}\n:::", "a.md:8:5: there is no directive"),
    ],
)
def test_what_is_wrong_with_a_directive_is_told(project: Path, written: str, expected: str) -> None:
    write(project, f"{written}\n")
    assert told(project)[0].startswith(expected)


def test_a_place_that_two_pages_have_is_told_where_it_is_referred_to(project: Path) -> None:
    write(project, "(here)=\n## One\n\n{ref}`here`\n")
    write(project, "(here)=\n## Two\n\n(twice)=\n## X\n\n(twice)=\n## Y\n\n{ref}`twice`\n", "b.md")
    path = project / HOME / "organisation.yaml"
    path.write_text(
        path.read_text("utf-8") + "motives: [{driver: cost, statement: '{ref}`here`'}]\n", "utf-8"
    )
    told_ = warned(project)
    assert "organisation.yaml:22:38: “here” is a place on a, b" in told_[0]
    assert told_[1].startswith("a.md:6:1: “here” is a place on a, b; give each place a name")
    assert told_[2].startswith("b.md:12:1: “twice” is twice a place on b")


def test_one_place_in_two_languages_is_one_place(project: Path) -> None:
    assert warned(project) == []


def test_a_role_that_there_is_not_is_told_with_the_nearest(project: Path) -> None:
    write(project, "{proces}`pay` and {sub}`2`, `{no}`\n\n```\n{no}`x`\n```\n")
    path = project / HOME / "processes" / "all.yaml"
    text = path.read_text("utf-8").replace("Comes before {process}", "Comes before {procces}")
    path.write_text(text, "utf-8")
    told_ = warned(project)
    assert told_[0] == "a.md:3:1: there is no role “proces”; did you mean “process”?"
    assert "all.yaml:7:20: there is no role “procces”; did you mean “process”?" in told_[1]
    assert len(told_) == 2
