"""Extensions: the worked examples of the documentation, by file and by package."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from inventories import TODAY, write_project
from playbook import extensions
from playbook.load.installed import EXTENSIONS
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.supply import supplier_site
from test_cli import run

DOCUMENT = (Path(__file__).parents[1] / "docs" / "extensions.md").read_text("utf-8")
BLOCK = re.compile(
    r"^```\w+\n\{?# ([\w/.]+\.(?:py|yaml|html))(?: #\})?\n(.*?)```", re.MULTILINE | re.DOTALL
)
FILES = dict(BLOCK.findall(DOCUMENT))
PROCESS = {
    "id": "p",
    "name": "Permits",
    "customer": "citizens and firms",
    "result": "A letter to citizens and firms",
}
RULE, CRITERION, PACKAGE = "extensions/rule.py", "extensions/criterion.py", "water-authorities"
PAGE, WORDS = "extensions/page.py", "extensions/words.py"
TEXTS = {
    PAGE: "content/method/rules/none.yaml",
    WORDS: "content/method/rules/none.yaml",
    RULE: "content/method/rules/ours.yaml",
    CRITERION: "content/method/steps/harmonise.yaml",
    PACKAGE: "content/method/rules/package.yaml",
}
OWN_02 = """type: people
rules:
  - code: OWN-02
    title: The name is short
    looks_at: The name.
    why: Nobody knows what it is.
    question: What is it?
    mitigation: Write it out.
    fields: [name]
    who: owner
    example: {process: {name: AP}}
    instead: {process: {name: Accounts payable}}
    reasons: {short: It is short., long: It is long.}
"""


def project(folder: Path, name: str, program: str | None = None, texts: str | None = None) -> Path:
    """Write a project with one extension of the documentation, or a changed one."""
    root = write_project(folder, {}, [PROCESS])
    where = TEXTS[name]
    written = {where: texts or FILES.get(where, OWN_02)}
    if extensions.is_file(name):
        written[name] = program or FILES[name]
    for file, text in written.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")
    (root / "playbook.yaml").write_text(f"title: Test\nextensions: [{name}]\n", "utf-8")
    return root


def opened(root: Path) -> Site:
    return open_site(root, Opening(TODAY, trusted=True))


def told(root: Path) -> str:
    with pytest.raises(Unusable) as refused:
        opened(root).portfolios[0].judge_all()
    return str(refused.value)


def refusal(root: Path, page: str) -> str:
    """Return why a page of a project cannot be made."""
    site = opened(root)
    with pytest.raises(Unusable) as refused:
        site.html(site.pages[page])
    return str(refused.value)


def result(site: Site, code: str) -> Any:
    assessment = site.portfolios[0].assessments["p"]
    return next(one for step in assessment.steps for one in step.results if one.code == code)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the package of the documentation, as an installer would lay it down."""
    place = tmp_path / "packages"
    about = place / "water_authorities-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: water-authorities\nVersion: 1.0\n"
    )
    offered = DOCUMENT.partition("```toml\n")[2].partition("```")[0]
    line = offered.splitlines()[1].replace('"', "")
    (about / "entry_points.txt").write_text(f"[{EXTENSIONS}]\n{line}\n")
    (place / "water_authorities.py").write_text(FILES["water_authorities.py"])
    monkeypatch.syspath_prepend(str(place))
    monkeypatch.delitem(sys.modules, "water_authorities", raising=False)
    return place


def test_the_documentation_shows_every_seam_by_an_example() -> None:
    assert set(FILES) == {
        RULE,
        CRITERION,
        PAGE,
        WORDS,
        TEXTS[RULE],
        TEXTS[CRITERION],
        "extensions/importer.py",
        "extensions/place.py",
        "themes/calm/theme.yaml",
        "themes/calm/templates/process.html",
        "water_authorities.py",
    }


def test_the_rule_of_the_documentation_works(tmp_path: Path) -> None:
    site = opened(project(tmp_path / "p", RULE))
    found = site.portfolios[0].risks["p"].findings
    assert next(item.state for item in found if item.code == "OWN-01") == "fired"
    assert b"The customers are citizens and firms." in site.html(
        site.pages["x/en/rules/OWN-01.html"]
    )


def test_the_criterion_of_the_documentation_works(tmp_path: Path) -> None:
    site = opened(project(tmp_path / "p", CRITERION))
    one = result(site, "X1")
    assert (one.state, one.decided_by, one.at) == ("met", "field", ("result",))
    html = site.html(site.pages["x/en/processes/p.html"])
    assert b"The result names the customer." in html
    assert b"The result says for whom it is" in html


def test_a_criterion_is_unknown_while_a_field_that_it_reads_is_missing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", CRITERION)
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text("processes: [{id: p, name: P, customer: citizens}]\n", "utf-8")
    site = opened(root)
    assert result(site, "X1").state == "unknown"
    gain = next(item for item in site.portfolios[0].first_gains("p") if item.code == "X1")
    assert "X1" in gain.criteria


def test_a_criterion_counts_for_its_own_project_alone(tmp_path: Path) -> None:
    from playbook.criteria import CRITERIA  # noqa: PLC0415 - the shipped table

    opened(project(tmp_path / "p", CRITERION))
    assert "X1" not in CRITERIA
    other = project(tmp_path / "q", CRITERION)
    (other / "playbook.yaml").write_text("title: Test\n", "utf-8")
    assert result(opened(other), "X1").decided_by == "nothing"


def test_a_criterion_that_fails_is_told_with_its_line_and_process(tmp_path: Path) -> None:
    failing = FILES[CRITERION].replace("    if str", "    if process.id == 'p': 1 / 0\n    if str")
    message = told(project(tmp_path / "p", CRITERION, failing))
    assert "extensions/criterion.py:6: the criterion X1 fails on the process “p”" in message
    assert "ZeroDivisionError" in message


def test_a_criterion_that_leaves_by_exit_is_told_and_takes_nothing_along(tmp_path: Path) -> None:
    leaving = FILES[CRITERION].replace(
        "    if str", "    if process.id == 'p': exit(0)\n    if str"
    )
    message = told(project(tmp_path / "p", CRITERION, leaving))
    assert "extensions/criterion.py:6: the criterion X1 fails on the process “p”" in message
    at_once = project(tmp_path / "q", CRITERION, "raise SystemExit(0)\n" + FILES[CRITERION])
    assert "extensions/criterion.py:1: this extension cannot be used" in told(at_once)


def test_a_criterion_that_denies_its_own_example_is_told(tmp_path: Path) -> None:
    other = FILES[TEXTS[CRITERION]].replace("A letter to citizens", "A letter")
    message = told(project(tmp_path / "p", CRITERION, texts=other))
    assert "on its “example” the criterion X1 is not_met, not met" in message
    missing = FILES[TEXTS[CRITERION]].replace("customer: citizens, ", "")
    message = told(project(tmp_path / "q", CRITERION, texts=missing))
    assert "the criterion X1 is unknown, for customer is missing, not met" in message


def test_a_criterion_without_texts_or_with_a_code_that_is_taken_is_refused(tmp_path: Path) -> None:
    message = told(project(tmp_path / "p", CRITERION, texts="code: harmonise\n"))
    assert "the criterion X1 has no texts" in message
    taken = FILES[CRITERION].replace('"X1"', '"H1"')
    assert "criterion H1 is declared twice" in told(project(tmp_path / "q", CRITERION, taken))


def test_two_extensions_cannot_declare_one_code(tmp_path: Path) -> None:
    root = project(tmp_path / "p", RULE)
    (root / "extensions" / "again.py").write_text(FILES[RULE], "utf-8")
    settings = "title: T\nextensions: [extensions/rule.py, extensions/again.py]\n"
    (root / "playbook.yaml").write_text(settings, "utf-8")
    assert "extensions/again.py:4: this extension cannot be used" in told(root)


def test_an_extension_of_a_package_works(tmp_path: Path, installed: Path) -> None:
    root = project(tmp_path / "p", PACKAGE)
    for site in (opened(root), opened(root)):
        found = site.portfolios[0].risks["p"].findings
        assert next(item.state for item in found if item.code == "OWN-02") == "clear"
    assert installed.is_dir()


def test_a_package_that_fails_is_told_with_its_line(tmp_path: Path, installed: Path) -> None:
    (installed / "water_authorities.py").write_text("def extend():\n    nope()\n")
    message = told(project(tmp_path / "p", PACKAGE))
    assert "water_authorities.py:2: this extension cannot be used; NameError" in message


def test_another_package_makes_other_pages(tmp_path: Path, installed: Path) -> None:
    before = extensions.digest(tmp_path, [PACKAGE])
    assert extensions.digest(tmp_path, [PACKAGE]) == before
    with (installed / "water_authorities.py").open("a") as file:
        file.write("# another version\n")
    assert extensions.digest(tmp_path, [PACKAGE]) != before


def test_a_build_is_done_over_for_another_package(tmp_path: Path, installed: Path) -> None:
    root = project(tmp_path / "p", PACKAGE)
    around = {"PYTHONPATH": str(installed), "PLAYBOOK_CACHE_DIR": str(tmp_path / "cache")}
    assert run("build", "--trust", folder=root, **around).returncode == 0
    assert "nothing has changed" in run("build", "--trust", folder=root, **around).stderr
    with (installed / "water_authorities.py").open("a") as file:
        file.write("# another version\n")
    assert "nothing has changed" not in run("build", "--trust", folder=root, **around).stderr


def with_page(folder: Path, program: str | None = None) -> Path:
    root = project(folder, PAGE, program, "type: people\nrules: []\n")
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text("processes: [{id: p, name: Permits, legal_basis: [<b>Law</b>]}]\n", "utf-8")
    return root


def test_the_page_of_the_documentation_works(tmp_path: Path) -> None:
    site = opened(with_page(tmp_path / "p"))
    html = site.html(site.pages["x/nl/extra/laws.html"]).decode()
    assert "<h1>Wetten</h1>" in html
    assert '<a href="../processes/p.html">' in html
    assert "&lt;b&gt;Law&lt;/b&gt;" in html
    home = site.html(site.pages["x/en/index.html"]).decode()
    assert "x/en/extra/laws.html" in home


def test_a_page_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    failing = FILES[PAGE].replace("    rows = [", "    portfolio.nope\n    rows = [")
    why = refusal(with_page(tmp_path / "p", failing), "x/en/extra/laws.html")
    assert "extensions/page.py:6: the page laws cannot be written" in why


def test_a_page_that_is_no_text_and_a_name_that_is_no_address_are_told(tmp_path: Path) -> None:
    nothing = 'from playbook.pagekinds import page\npage("laws", "Laws")(lambda p, l: None)\n'
    site = opened(with_page(tmp_path / "p", nothing))
    with pytest.raises(Unusable, match="return Markdown, a text, not NoneType"):
        site.html(site.pages["x/en/extra/laws.html"])
    climbing = nothing.replace('"laws"', '"../laws"')
    assert "cannot be part of an address" in told(with_page(tmp_path / "q", climbing))


def test_no_supplier_gets_a_page_of_an_extension(tmp_path: Path) -> None:
    root = with_page(tmp_path / "p")
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text("- {id: abc, name: Abc, shares: {processes: [p]}}\n", "utf-8")
    edition = supplier_site(opened(root), "abc")
    told_them = b"".join(edition.html(page) for page in edition.pages.values())
    assert b"laws" not in told_them
    assert b"extra/" not in told_them


def test_a_page_of_an_extension_is_written_as_an_own_page(tmp_path: Path) -> None:
    text = ":::{note} Look\\nhere\\n:::\\n\\n## One\\n\\n## Two `x`\\n\\n## One"
    program = f"""from playbook.pagekinds import page
page("laws", {{"nl": "Wetten", "en": "Laws"}}, language="en")(lambda p, l: "{text}")
"""
    site = opened(with_page(tmp_path / "p", program))
    html = site.html(site.pages["x/en/extra/laws.html"]).decode()
    assert '<div class="callout" role="note">' in html
    for anchor, title in (("one", "One"), ("two-x", "Two x"), ("one-1", "One")):
        assert f'<a href="#{anchor}">{title}</a>' in html
        assert f'<h2 id="{anchor}">' in html
    dutch = site.html(site.pages["x/nl/extra/laws.html"]).decode()
    assert '<div class="own" lang="en">\n<h1>Laws</h1>' in dutch


def test_a_page_of_an_extension_is_found_by_what_it_says_and_may_stay_out_of_the_menu(
    tmp_path: Path,
) -> None:
    program = """from playbook.pagekinds import page
page("laws", "Laws", menu=False)(lambda p, l: "About **galoshes**")
"""
    site = opened(with_page(tmp_path / "p", program))
    assert "extra/laws.html" not in site.html(site.pages["x/en/index.html"]).decode()
    assert b"About galoshes" in site.script(site.index["x/en/search/0.js"])
    other = opened(with_page(tmp_path / "q", program.replace("galoshes", "umbrellas")))
    keys = {one.script_key(one.index["x/en/search/0.js"]) for one in (site, other)}
    assert len(keys) == 2


def test_texts_refer_to_the_page_of_an_extension(tmp_path: Path) -> None:
    root = with_page(tmp_path / "p")
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    purpose = "See {doc}`laws`."
    path.write_text(f"processes:\n  - {{id: p, name: P, purpose: '{purpose}'}}\n", "utf-8")
    site = opened(root)
    assert not any("laws" in str(warning) for warning in site.warnings)
    html = site.html(site.pages["x/en/processes/p.html"]).decode()
    assert '<a href="../extra/laws.html">Laws</a>' in html
    lost = [str(one) for one in open_site(root, Opening(TODAY)).warnings]
    assert any("refers to a page “laws”, which is not there" in one for one in lost)


def test_S23_an_untrusted_project_has_no_page_of_an_extension(tmp_path: Path) -> None:
    site = open_site(with_page(tmp_path / "p"), Opening(TODAY))
    assert not any(page.kind == "extra" for page in site.pages.values())


@pytest.mark.usefixtures("installed")
def test_S23_what_a_package_offers_does_not_run_until_the_project_is_trusted(
    tmp_path: Path,
) -> None:
    site = open_site(project(tmp_path / "p", PACKAGE), Opening(TODAY))
    assert "water_authorities" not in sys.modules
    (warning,) = [str(item) for item in site.warnings]
    assert "water-authorities was not run, for it is a program" in warning


def test_S23_no_setting_runs_a_module_that_offers_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", PACKAGE)
    for name in ("os", "os:system", "playbook.cli.main", "antigravity"):
        (root / "playbook.yaml").write_text(f"title: T\nextensions: ['{name}']\n", "utf-8")
        assert "no installed package offers it" in told(root)
    assert "antigravity" not in sys.modules


def test_S23_an_untrusted_project_is_judged_by_shipped_criteria_alone(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = f"open({str(ran)!r}, 'w').close()\n{FILES[CRITERION]}"
    site = open_site(project(tmp_path / "p", CRITERION, program), Opening(TODAY))
    assert result(site, "X1").decided_by == "nothing"
    assert not ran.exists()
    assert "was not run" in str(site.warnings[0])


def with_words(folder: Path, program: str | None = None) -> Path:
    root = project(folder, WORDS, program, "type: people\nrules: []\n")
    inside = root / "content" / "organisations" / "x"
    (inside / "processes" / "all.yaml").write_text(
        "processes:\n  - {id: p, name: Permits, purpose: 'See {law}`Awb 4:13`.', "
        "review_by: 2026-12-01}\n"
    )
    (inside / "pages").mkdir()
    (inside / "pages" / "a.md").write_text(
        "# A\n\n{law}`<b>`\n\n::::{note}\n:::{reviews}\n:before: 2027\n:::\n::::\n", "utf-8"
    )
    return root


def test_the_role_and_the_directive_of_the_documentation_work(tmp_path: Path) -> None:
    site = opened(with_words(tmp_path / "p"))
    assert site.warnings == ()
    process = site.html(site.pages["x/en/processes/p.html"]).decode()
    assert 'See <a href="https://wetten.overheid.nl/search?q=Awb%204%3A13">Awb 4:13</a>.' in process
    page = site.html(site.pages["x/en/pages/a.html"]).decode()
    assert ">&lt;b&gt;</a>" in page
    assert '<li><a href="../processes/p.html">Permits</a>: 2026-12-01</li>' in page


def test_a_role_and_a_directive_that_fail_are_told_with_their_line(tmp_path: Path) -> None:
    failing = FILES[WORDS].replace("    return f", "    1 / 0\n    return f")
    why = refusal(with_words(tmp_path / "p", failing), "x/en/processes/p.html")
    assert "extensions/words.py:8: the role law cannot be written" in why
    failing = FILES[WORDS].replace("    limit =", "    portfolio.nope\n    limit =")
    why = refusal(with_words(tmp_path / "q", failing), "x/en/pages/a.html")
    assert "extensions/words.py:13: the directive reviews cannot be written" in why


def test_a_name_that_playbook_has_itself_and_an_unknown_option_are_told(tmp_path: Path) -> None:
    taken = FILES[WORDS].replace('@role("law")', '@role("process")')
    assert "playbook has a role process itself" in told(with_words(tmp_path / "p", taken))
    taken = FILES[WORDS].replace('@directive("reviews"', '@directive("note"')
    assert "playbook has a directive note itself" in told(with_words(tmp_path / "q", taken))
    other = FILES[WORDS].replace('options=["before"]', 'options=["until"]')
    message = told(with_words(tmp_path / "r", other))
    assert "a.md:7:2: “reviews” has no option “before”; choose from until" in message
    other = FILES[WORDS].replace('@directive("reviews"', '@directive("review"')
    message = told(with_words(tmp_path / "s", other))
    assert "a.md:6:5: there is no directive “reviews”; did you mean “review”?" in message


def test_S23_an_untrusted_project_has_no_role_or_directive_of_an_extension(tmp_path: Path) -> None:
    site = open_site(with_words(tmp_path / "p"), Opening(TODAY))
    warnings = [str(one) for one in site.warnings]
    assert any("it may be one of an extension, which is not run" in one for one in warnings)
    assert not any("there is no role" in one for one in warnings)
    assert "wetten" not in site.html(site.pages["x/en/processes/p.html"]).decode()


def test_S19_what_a_role_and_a_directive_return_is_no_template_and_no_html(tmp_path: Path) -> None:
    hostile = FILES[WORDS].replace("return f", "return '{{7*7}} <script>x</script>' or f")
    site = opened(with_words(tmp_path / "p", hostile))
    for address in ("x/en/processes/p.html", "x/en/pages/a.html"):
        html = site.html(site.pages[address]).decode()
        assert "{{7*7}} &lt;script&gt;x&lt;/script&gt;" in html


def test_values_that_an_extension_writes_wrongly_count_as_not_given(tmp_path: Path) -> None:
    table = ":::{csv-table}\\n:header-rows: x\\n:stub-columns: x\\n:widths: x, y\\n\\na,b\\n:::"
    written = FILES[WORDS].replace('return "\\n".join(', f"return '{table}' or ''.join(")
    assert table in written
    site = opened(with_words(tmp_path / "p", written))
    assert "<tr><td>a</td><td>b</td></tr>" in site.html(site.pages["x/en/pages/a.html"]).decode()


def test_no_supplier_gets_what_a_role_of_an_extension_says(tmp_path: Path) -> None:
    root = with_words(tmp_path / "p")
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text("- {id: abc, name: Abc, shares: {processes: [p]}}\n", "utf-8")
    edition = supplier_site(opened(root), "abc")
    shown = b"".join(edition.html(page) for page in edition.pages.values())
    assert b"wetten.overheid" not in shown
