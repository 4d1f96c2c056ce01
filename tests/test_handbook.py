"""Guides, sheets and words: complete, in both languages, and leading somewhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from markupsafe import Markup

from inventories import TODAY, handbook, method, write_project
from playbook.guides.glossary import Words, once
from playbook.guides.guide import LANGUAGES, PAGES, STATES, Guide, Term
from playbook.guides.language import check
from playbook.guides.sheets import Sheet, SheetFile, files
from playbook.guides.workbook import Table, workbook
from playbook.load.store import Store
from playbook.model.scalars import Text
from playbook.opening import Opening
from playbook.plan import FILLERS
from playbook.problems import Problem, Unusable
from playbook.site import Site, open_site
from playbook.texts import pick

METHOD = method()
HANDBOOK = handbook(METHOD)
SMALL = Path(__file__).parent / "sites" / "small"
SHEET_FILES = list(files(HANDBOOK.sheets, LANGUAGES))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a small site."""
    folder = tmp_path_factory.mktemp("project")
    terms = [{"term": "Urgent <b>", "meaning": "Today"}, {"term": "Bare"}]
    root = write_project(folder, {}, [{"id": "p", "name": "Process", "terms": terms}])
    return open_site(root, Opening(TODAY))


class Links(HTMLParser):
    """Gather what a page links to, and the places that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get("id"):
            self.places.add(str(found["id"]))


def read(site: Site, path: str) -> Links:
    links = Links()
    links.feed(site.html(site.pages[path]).decode())
    return links


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_is_there(language: str) -> None:
    assert list(HANDBOOK.pages[language]) == list(PAGES)
    assert set(HANDBOOK.states[language].parts) == set(STATES)
    for guide in HANDBOOK.pages[language].values():
        assert guide.title


def sheet_files(format_: str) -> pytest.MarkDecorator:
    """Return every sheet in every language, in one format."""
    found = [file for file in SHEET_FILES if file.format == format_]
    return pytest.mark.parametrize("file", found, ids=lambda file: file.address)


@sheet_files("md")
def test_every_sheet_opens_as_text(file: SheetFile) -> None:
    text = file.read_bytes().decode("utf-8")
    assert text.startswith("# ")
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in tables}) <= 1


@sheet_files("xlsx")
@pytest.mark.filterwarnings("error")
def test_every_sheet_opens_in_excel(file: SheetFile) -> None:
    data = file.read_bytes()
    assert data == file.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) == 2
    table, explanation = book.worksheets
    heads = [cell.value for cell in table[1]]
    assert len(heads) == (len(file.sheet.columns) or 3)
    assert all(heads)
    assert table.freeze_panes == "A2"
    assert table.print_title_rows == "$1:$1"
    assert all(cell.font.b and cell.alignment.wrap_text for cell in table[1])
    widths = [table.column_dimensions[cell.column_letter].width for cell in table[1]]
    assert all(16 <= width <= 60 for width in widths)
    said = pick(file.sheet.about, file.language, "en")[0]
    assert said in [cell.value for row in explanation.iter_rows() for cell in row]
    assert {cell.data_type for row in table.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_a_workbook_holds_what_it_is_given() -> None:
    rows = [[f"head {at}" for at in range(30)], ["=1+1 <b> & “é”\x07", *[""] * 29]]
    name = "Beginning and end: of / the whole [process]"
    table = Table(
        name=name, rows=rows, questions=False, empty=1, explanation="E", lines=[("T",), ("a", "b")]
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook(table)))
    first = book.worksheets[0]
    assert book.sheetnames == ["Beginning and end  of   the", "E"]
    assert first["AD1"].value == "head 29"
    assert first["A2"].value == "'=1+1 <b> & “é”"
    assert first.max_row == 3


def test_two_tables_of_a_workbook_never_have_one_name() -> None:
    table = Table(
        name="uitleg", rows=[["a"]], questions=False, empty=0, explanation="Uitleg", lines=[("T",)]
    )
    assert openpyxl.load_workbook(io.BytesIO(workbook(table))).sheetnames == ["1", "Uitleg"]


@sheet_files("csv")
def test_every_sheet_opens_as_a_table(file: SheetFile) -> None:
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(
        csv.reader(
            io.StringIO(data.decode("utf-8-sig"), newline=""),
            delimiter=";" if file.language == "nl" else ",",
        )
    )
    width = len(file.sheet.columns) or 3
    assert len(rows) >= 2
    assert {len(row) for row in rows} == {width}
    assert all(cell for cell in rows[0])


@pytest.mark.parametrize("sheet", HANDBOOK.sheets, ids=lambda sheet: sheet.code)
def test_a_sheet_has_columns_or_questions_in_both_languages(sheet: Sheet) -> None:
    assert bool(sheet.columns) != bool(sheet.sections)
    texts = [sheet.name, sheet.about]
    for column in sheet.columns:
        texts += (column.name, column.help)
    for section in sheet.sections:
        texts += (section.title, *section.ask)
    for row in sheet.example:
        texts += row
    assert all(isinstance(text, dict) and set(text) == set(LANGUAGES) for text in texts)
    assert all(all(text.values()) for text in texts if isinstance(text, dict))


def test_a_sheets_page_leads_to_files_that_are_there(site: Site) -> None:
    for language in site.project.config.languages:
        links = read(site, f"x/{language}/sheets.html").links
        named = {link.removeprefix("../../") for link in links if "/sheets/" in link}
        assert named == {f.address for f in files(HANDBOOK.sheets, [language])}
        assert named <= set(site.assets)


def test_every_word_is_explained_in_both_languages() -> None:
    codes = [term.code for term in HANDBOOK.terms]
    assert len(codes) == len(set(codes))
    for term in HANDBOOK.terms:
        assert set(term.see) <= set(codes), term.code
        for text in (term.term, term.meaning):
            assert isinstance(text, dict)
            assert set(text) == set(LANGUAGES)
        assert set(term.forms) == (set(LANGUAGES) if term.linked else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_means_two_things(language: str) -> None:
    forms = [form for t in HANDBOOK.terms for form in t.forms.get(language, ())]
    assert len(forms) == len({form.casefold() for form in forms})


def words(*forms: str) -> Words:
    forms_ = {"en": forms}
    term = Term(code="baseline", term="baseline", forms=forms_, meaning="m")
    return Words([term], "en")


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>A baseline.</p>", "<p>A [baseline].</p>"),
        ("<p>Baselines and a baseline.</p>", "<p>[Baselines] and a baseline.</p>"),
        ("<p>baselined sub-baseline</p>", "<p>baselined sub-baseline</p>"),
        ('<p><a href="x">baseline</a> baseline</p>', '<p><a href="x">baseline</a> [baseline]</p>'),
        ("<h2>Baseline</h2><p>baseline</p>", "<h2>Baseline</h2><p>[baseline]</p>"),
        ("<p><code>baseline</code></p>", "<p><code>baseline</code></p>"),
        (
            '<p title="baseline"><em>baseline</em></p>',
            '<p title="baseline"><em>[baseline]</em></p>',
        ),
    ],
)
def test_a_word_becomes_a_link_where_it_first_stands(html: str, linked: str) -> None:
    text = Markup(html)  # noqa: S704 - a text of this test
    made = words("baseline", "baselines").link(text, lambda code: f"g.html#{code}")
    short = re.sub(r'<a class="term" href="g.html#baseline">(.*?)</a>', r"[\1]", made)
    assert short == linked


def test_a_word_is_a_link_once_on_a_page() -> None:
    made = words("baseline").link(Markup("<p>baseline</p>"), lambda code: f"g.html#{code}")
    assert once(str(made + made)) == f"{made}<p>baseline</p>"


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>All goes right the first time.</p>", True),
        ("<p>Right the second time, first of all.</p>", False),
    ],
)
def test_a_word_of_several_words_is_found(html: str, linked: bool) -> None:
    text = Markup(html)  # noqa: S704 - a text of this test
    made = words("right the first time").link(text, lambda code: f"g.html#{code}")
    assert (made != text) == linked


class Terms(HTMLParser):
    """Gather the links to words, and the elements that each stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("class") == "term":
            self.found.append((str(found["href"]), tuple(self.inside)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.inside and self.inside.pop() != tag:
            pass


NO_PLACE_FOR_A_LINK = {"a", "summary", "button", "label", "h1", "h2", "h3", "h4", "caption"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_links_once_on_every_page_and_never_inside_a_link(language: str) -> None:
    site = open_site(SMALL, Opening(TODAY))
    kinds = set()
    for page in site.pages.values():
        if page.language != language:
            continue
        terms = Terms()
        terms.feed(site.html(page).decode())
        hrefs = [href for href, _ in terms.found]
        assert len(hrefs) == len(set(hrefs)), page.path
        for href, inside in terms.found:
            assert not NO_PLACE_FOR_A_LINK & set(inside), (page.path, href, inside)
        if hrefs:
            kinds.add(page.kind)
    assert {"process", "step", "rule", "guide", "filler", "agenda", "trust"} <= kinds


def test_a_text_in_another_language_has_no_words_of_this_one(tmp_path: Path) -> None:
    process = {"id": "p", "name": "P", "purpose": {"nl": "een baseline", "en": "a baseline"}}
    root = write_project(tmp_path, {}, [process])
    site = open_site(root, Opening(TODAY))
    english = site.html(site.pages["x/en/processes/p.html"]).decode()
    assert 'a <a class="term" href="../glossary.html#baseline">baseline</a>' in english
    assert "een baseline" in site.html(site.pages["x/nl/processes/p.html"]).decode()


def test_words_of_processes_are_in_the_glossary(site: Site) -> None:
    html = site.html(site.pages["x/en/glossary.html"]).decode()
    assert "Urgent &lt;b&gt;" in html
    assert "Bare" not in html


def test_no_link_of_the_guide_book_is_dead(site: Site) -> None:
    places: dict[str, set[str]] = {}
    for page in site.pages.values():
        if page.kind not in ("guide", "guides", "sheets", "glossary", "step", "rule"):
            continue
        for link in read(site, page.path).links:
            if "://" in link or link.startswith(("mailto:", "../../assets")):
                continue
            path, _, anchor = link.partition("#")
            target = page.path if not path else _joined(page.path, path)
            if target in site.assets:
                continue
            assert target in site.pages, (page.path, link)
            if anchor:
                if target not in places:
                    places[target] = read(site, target).places
                assert anchor in places[target], (page.path, link)


def _joined(origin: str, link: str) -> str:
    parts = [*Path(origin).parent.parts]
    for part in link.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guides_to_begin_with_are_found_from_home_and_trust(site: Site, language: str) -> None:
    main = read(site, f"x/{language}/index.html").links
    assert {"guides/start.html", "guides/conversation.html"} <= set(main)
    assert "guides/conversation.html" in read(site, f"x/{language}/trust.html").links


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_can_fill_something_in_leads_to_what_is_asked_of_them(
    site: Site, language: str
) -> None:
    process = read(site, f"x/{language}/processes/p.html").links
    assert "../guides/role-owner.html" in process
    for step in METHOD.steps:
        found = set(read(site, f"x/{language}/steps/{step.code}.html").links)
        assert {f"../guides/role-{item.who}.html" for item in step.criteria} <= found, step.code


def test_a_part_that_people_play_and_its_guide_lead_to_each_other(site: Site) -> None:
    for filler in FILLERS:
        assert f"../guides/role-{filler}.html" in read(site, f"x/en/who/{filler}.html").links
        assert f"../who/{filler}.html" in read(site, f"x/en/guides/role-{filler}.html").links


def test_a_project_puts_its_own_guide_in_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    root = write_project(tmp_path, {}, [{"id": "p", "name": "Process"}])
    own = root / "content" / "method" / "guides" / "en" / "start.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Our start\n\nBegin with {step}`unify`, says {{ organisation }}.\n")
    site = open_site(root, Opening(TODAY))
    html = site.html(site.pages["x/en/guides/start.html"]).decode()
    assert "<h1>Our start</h1>" in html
    assert 'Begin with <a href="../steps/unify.html">Unify</a>, says Test.' in html
    assert "Beginnen" in site.html(site.pages["x/nl/guides/start.html"]).decode()


def own_project(folder: Path) -> Site:
    """Return a site with sheets, words and a guide of its own."""
    root = write_project(folder, {}, [{"id": "p", "name": "P", "purpose": "A dike, a variant."}])
    method_ = root / "content" / "method"
    for name, text in (
        ("sheets/walk.yaml", OWN_SHEET.format(code="walk", name="Our walk")),
        ("sheets/sipoc.yaml", OWN_SHEET.format(code="sipoc", name="Our SIPOC")),
        ("glossary.yaml", OWN_WORDS),
        ("guides/nl/inwerken.md", "# Inwerken\n\nNeem {sheet}`walk` mee.\n"),
        ("guides/en/inwerken.md", "# Learning\n\nTake {sheet}`walk` along.\n"),
    ):
        (method_ / name).parent.mkdir(parents=True, exist_ok=True)
        (method_ / name).write_text(text, "utf-8")
    return open_site(root, Opening(TODAY))


OWN_SHEET = """\
code: {code}
steps: [unify]
name: {name}
about: What to look at.
columns:
  - {{name: Place, help: Where it is.}}
"""
OWN_WORDS = """\
terms:
  - {code: dike, term: dike, meaning: A wall of earth.}
  - {code: variant, term: variant, forms: {en: [variant]}, meaning: Ours., see: [dike]}
"""


def test_a_project_adds_and_replaces_sheets(tmp_path: Path) -> None:
    site = own_project(tmp_path)
    shipped = {sheet.code for sheet in HANDBOOK.sheets}
    assert {sheet.code for sheet in site.handbook.sheets} == shipped | {"walk"}
    page = site.html(site.pages["x/en/sheets.html"]).decode()
    assert "Our walk" in page
    assert "Our SIPOC" in page
    assert site.assets["assets/sheets/en/walk.csv"].read_bytes() == b"\xef\xbb\xbfPlace\r\n"


def test_the_documents_sheet_and_word_can_be_placed(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "docs" / "guides.md").read_text("utf-8")
    sheet, word = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    root = write_project(tmp_path, {}, [{"id": "p", "name": "P"}])
    (root / "content" / "method" / "sheets").mkdir(parents=True)
    (root / "content" / "method" / "sheets" / "walk.yaml").write_text(sheet, "utf-8")
    (root / "content" / "method" / "glossary.yaml").write_text(word, "utf-8")
    site = open_site(root, Opening(TODAY))
    assert "Walk along the work" in site.html(site.pages["x/en/sheets.html"]).decode()
    assert (
        "A wall of earth that holds water." in site.html(site.pages["x/en/glossary.html"]).decode()
    )


def test_a_project_adds_and_replaces_words(tmp_path: Path) -> None:
    site = own_project(tmp_path)
    page = site.html(site.pages["x/en/glossary.html"]).decode()
    assert "A wall of earth." in page
    assert "Ours." in page
    process = site.html(site.pages["x/en/processes/p.html"]).decode()
    assert '<a class="term" href="../glossary.html#dike">dike</a>' in process
    assert '<a class="term" href="../glossary.html#variant">variant</a>' in process


def test_a_project_adds_a_guide(tmp_path: Path) -> None:
    site = own_project(tmp_path)
    for language, title in (("nl", "Inwerken"), ("en", "Learning")):
        html = site.html(site.pages[f"x/{language}/guides/inwerken.html"]).decode()
        assert f"<h1>{title}</h1>" in html
        assert 'href="../sheets.html#walk"' in html
        assert "guides/inwerken.html" in read(site, f"x/{language}/guides.html").links
    listed = site.html(site.pages["x/en/guides.html"]).decode()
    assert "<dd>A guide of the organisation itself.</dd>" in listed


def test_guides_found_right_are_checked_again_when_what_they_lead_to_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_project(tmp_path)
    checked: list[str] = []

    def counted(guide: Guide, *others: Any) -> Iterator[Problem]:
        checked.append(guide.place.file)
        return check(guide, *others)

    monkeypatch.setattr("playbook.guides.read.check", counted)
    opening = Opening(TODAY, store=Store(tmp_path / "store"))
    open_site(tmp_path, opening)
    assert "content/method/guides/en/inwerken.md" in checked
    checked.clear()
    open_site(tmp_path, opening)
    assert not checked
    (tmp_path / "content" / "method" / "sheets" / "walk.yaml").unlink()
    for _ in range(2):
        with pytest.raises(Unusable) as told:
            open_site(tmp_path, opening)
        assert [problem.place.file for problem in told.value.problems] == [
            f"content/method/guides/{language}/inwerken.md" for language in ("en", "nl")
        ]


def test_what_a_project_adds_or_replaces_is_named(tmp_path: Path) -> None:
    site = own_project(tmp_path)
    about = site.html(site.pages["x/en/about.html"]).decode()
    for name in ("sheets/walk.yaml", "sheets/sipoc.yaml", "glossary.yaml", "guides/en/inwerken.md"):
        assert f"content/method/{name}" in about


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_and_rule_is_reached_from_a_guide_and_links_back(
    site: Site, language: str
) -> None:
    rules = {rule.code for dispute in METHOD.disputes for rule in dispute.rules}
    reached: set[str] = set()
    for step in METHOD.steps:
        path = f"x/{language}/steps/{step.code}.html"
        found = read(site, path)
        told = set(re.findall(r"rules/(\w{3}-\d\d)\.html", " ".join(found.links)))
        reached |= told
        guide = HANDBOOK.steps[language][step.code]
        assert set(guide.criteria) == {item.code for item in step.criteria}
        assert set(guide.criteria) <= found.places
        for rule in told:
            back = read(site, f"x/{language}/rules/{rule}.html").links
            assert f"../steps/{step.code}.html" in back, rule
    assert reached == rules


CHECKED = {
    "nl": r"nakijken|nagekeken|toetsen|getoetst",
    "en": r"\bcheck(?:ed)?\b",
}
LEGAL = ("legal", "hr")
"""Who judges what the law says; with them a text says that it has to be checked."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_legal_matters_are_to_be_checked(language: str) -> None:
    def said(*texts: Text | None) -> str:
        return " ".join(pick(text, language, "en")[0] for text in texts if text)

    checked = re.compile(CHECKED[language])
    pages = HANDBOOK.pages[language]
    for key in ("role-data_owner", "role-hr", "role-works_council", "conversation"):
        assert checked.search(pages[key].parts["text"].text), key
    found = 0
    for step in METHOD.steps:
        for item in step.criteria:
            if item.who in LEGAL:
                assert checked.search(
                    HANDBOOK.steps[language][step.code].criteria[item.code].text
                ), item.code
                found += 1
    for dispute in METHOD.disputes:
        for rule in dispute.rules:
            if rule.who in LEGAL:
                assert checked.search(said(rule.why, rule.mitigation)), rule.code
                found += 1
    assert found >= 8


def every_text(language: str) -> Iterator[tuple[str, str]]:
    """Yield every text of the method with the name of where it stands."""
    for guide in (
        *HANDBOOK.steps[language].values(),
        *HANDBOOK.pages[language].values(),
        HANDBOOK.states[language],
    ):
        for part in (*guide.parts.values(), *guide.criteria.values()):
            yield str(part.place), part.text
    written = (
        *((step.code, step) for step in METHOD.steps),
        *((dispute.type, dispute) for dispute in METHOD.disputes),
        *((term.code, term) for term in HANDBOOK.terms),
        *((sheet.code, sheet) for sheet in HANDBOOK.sheets),
    )
    for name, value in written:
        for text in languages_in(msgspec.to_builtins(value), language):
            yield name, text


def languages_in(value: object, language: str) -> Iterator[str]:
    """Yield every text in a language that stands somewhere in a value."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        for inner in value.values():
            yield from languages_in(inner, language)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from languages_in(inner, language)


FIGURES = r"\b(?:41|38|32|30|27|25|23|70|61|39|29|50|83|20–25|10–20)\s?(?:%|procent|percent)"
"""Shares of disputes and of failed contracts that research found, among others than the reader."""
RESEARCH = r"\b(?:onderzoek|proefschrift|enquête|research|stud(?:y|ies)|thesis|survey)\b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_figure_of_the_field_is_said_of_the_reader(language: str) -> None:
    texts = list(every_text(language))
    assert len(texts) > 500
    for name, text in texts:
        assert not re.search(FIGURES, text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leans_on_research_names_it(language: str) -> None:
    leaning = [
        (name, paragraph)
        for name, text in every_text(language)
        for paragraph in re.split(r"\n\s*\n", text)
        if re.search(RESEARCH, paragraph, re.IGNORECASE)
    ]
    assert leaning, "the guide of step 4 does"
    for name, paragraph in leaning:
        assert re.search(r"\b(?:19|20)\d\d\b", paragraph), name
