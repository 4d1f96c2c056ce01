"""Rules of a project's own: points, texts and ignores in YAML, functions in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import Site, open_site
from test_cli import run

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
RULE = README.partition("```python\n")[2].partition("```")[0]
"""The example of the documentation."""
TEXTS: dict[str, Any] = {
    "type": "scope",
    "rules": [
        {
            "code": "OWN-01",
            "title": {"nl": "Er is meer dan één klant", "en": "There is more than one customer"},
            "looks_at": "The customer of the process.",
            "why": "Two customers want two things.",
            "question": "Whose wish comes first?",
            "mitigation": "Name one customer.",
            "fields": ["customer"],
            "who": "owner",
            "example": {"process": {"customer": "citizens and firms"}},
            "instead": {"process": {"customer": "citizens"}},
            "reasons": {
                "several": "The customers are {customer}.",
                "one": "There is one customer.",
            },
        }
    ],
}
PROCESS = {"id": "p", "name": "P", "customer": "citizens and firms"}


def project(
    folder: Path,
    rule: str | None = RULE,
    texts: dict[str, Any] | None = None,
    settings: str = "extensions: [extensions/ours.py]\n",
) -> Path:
    """Write a project with a rule of its own."""
    root = write_project(folder / "p", {}, [PROCESS])
    if rule is not None:
        (root / "extensions").mkdir()
        (root / "extensions" / "ours.py").write_text(rule, "utf-8")
        (root / "playbook.yaml").write_text(f"title: Test\n{settings}", "utf-8")
    else:
        (root / "playbook.yaml").write_text(f"title: Test\n{settings}", "utf-8")
    method = root / "content" / "method" / "rules"
    method.mkdir(parents=True)
    (method / "ours.yaml").write_text(yaml.safe_dump(texts or TEXTS, allow_unicode=True), "utf-8")
    return root


def told(root: Path, trusted: bool = True) -> str:
    with pytest.raises(Unusable) as refused:
        open_site(root, Opening(TODAY, trusted)).portfolios[0].judge_all()
    return str(refused.value)


def finding(site: Site, code: str) -> Any:
    return next(f for f in site.portfolios[0].risks["p"].findings if f.code == code)


def page(site: Site, path: str) -> str:
    return site.html(site.pages[path]).decode()


def test_an_own_rule_counts_and_carries_its_place(tmp_path: Path) -> None:
    site = open_site(project(tmp_path), Opening(TODAY, trusted=True))
    found = finding(site, "OWN-01")
    assert (found.state, found.points, found.type) == ("fired", 4, "scope")
    place = site.portfolios[0].risks["p"].source.place(found.at)
    assert place.file.endswith("processes/all.yaml")
    assert place.line == 4


def test_an_own_rule_has_its_page_like_a_shipped_one(tmp_path: Path) -> None:
    site = open_site(project(tmp_path), Opening(TODAY, trusted=True))
    html = page(site, "x/en/rules/OWN-01.html")
    assert "There is more than one customer" in html
    assert "The customers are citizens and firms." in html
    assert "OWN-01" in page(site, "x/nl/processes/p.html")
    assert "Whose wish comes first?" in page(site, "x/en/processes/p.html")


def test_the_cheapest_next_thing_knows_own_rules(tmp_path: Path) -> None:
    site = open_site(project(tmp_path), Opening(TODAY, trusted=True))
    gain = next(g for g in site.portfolios[0].first_gains("p") if "customer" in g.fields)
    assert gain.points >= 4


def test_shipped_rules_are_untouched_by_an_own_one(tmp_path: Path) -> None:
    from playbook.rules import RULES  # noqa: PLC0415

    open_site(project(tmp_path), Opening(TODAY, trusted=True))
    assert "OWN-01" not in RULES
    assert len(RULES) == 42


def test_S23_code_of_a_project_does_not_run_until_it_is_trusted(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\n{RULE}"
    site = open_site(project(tmp_path, code), Opening(TODAY))
    assert not marker.exists()
    assert "x/en/rules/OWN-01.html" not in site.pages
    (warning,) = [str(item) for item in site.warnings]
    assert "extensions/ours.py was not run, for it is a program" in warning
    assert "playbook trust" in warning
    open_site(project(tmp_path / "b", code), Opening(TODAY, trusted=True))
    assert marker.exists()


@pytest.mark.parametrize(
    "name", ["../ours.py", "/etc/passwd", "extensions", "extensions/none.py", "playbook.yaml"]
)
def test_S23_only_python_files_of_the_project_can_be_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "ours.py").write_text("raise SystemExit('ran')")
    root = project(tmp_path, settings=f"extensions: [{name}]\n")
    assert f"there is no Python file “{name}” in this project" in told(root)


def test_trust_is_kept_until_it_is_taken_back(tmp_path: Path) -> None:
    root = project(tmp_path)
    kept = {"PLAYBOOK_CONFIG_DIR": str(tmp_path / "config")}
    assert "was not run" in run("build", folder=root, **kept).stderr
    assert "was not run" not in run("build", "--trust", folder=root, **kept).stderr
    assert run("trust", folder=root, **kept).returncode == 0
    assert "was not run" not in run("build", folder=root, **kept).stderr
    assert (tmp_path / "config" / "trusted.json").stat().st_mode & 0o077 == 0
    run("trust", "--no-longer", folder=root, **kept)
    assert "was not run" in run("build", folder=root, **kept).stderr


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"x": "y"}', ""])
def test_a_damaged_list_of_trust_trusts_nobody(tmp_path: Path, text: str) -> None:
    root = project(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "trusted.json").write_text(text)
    done = run("check", folder=root, PLAYBOOK_CONFIG_DIR=str(tmp_path / "config"))
    assert "was not run" in done.stdout


def test_a_file_that_cannot_run_is_told_with_its_line(tmp_path: Path) -> None:
    assert "extensions/ours.py:2: this extension cannot be used; NameError" in told(
        project(tmp_path / "a", "\nnope()\n")
    )
    assert "extensions/ours.py:1:5: this extension cannot be used" in told(
        project(tmp_path / "b", "def :\n")
    )


def test_a_rule_that_fails_is_told_with_its_line_and_process(tmp_path: Path) -> None:
    code = RULE.replace('" and " in customer', "case.process.name == 'P' and 1 / 0")
    texts = {**TEXTS, "rules": [{**TEXTS["rules"][0]}]}
    texts["rules"][0]["example"] = {"process": {"customer": "x"}}
    message = told(project(tmp_path, code, texts))
    assert "on its “example” the rule OWN-01 is clear, not fired" in message
    code = RULE.replace(
        "customer = str(case.process.customer)",
        "customer = {'Example': 'a and b'}[case.process.name]",
    )
    code = code.replace(
        "    if", "    if case.process.customer == 'citizens': return clear('one')\n    if"
    )
    message = told(project(tmp_path / "b", code))
    assert (
        "extensions/ours.py:6: the rule OWN-01 fails on the process “p”; KeyError: 'P'" in message
    )


def test_an_own_rule_without_texts_is_refused(tmp_path: Path) -> None:
    texts = {"type": "scope", "rules": [{"code": "OWN-01", "title": "Two customers"}]}
    message = told(project(tmp_path, texts=texts))
    assert "the rule OWN-01 lacks looks_at, why, question, mitigation, fields, example" in message
    assert "content/method/rules/ours.yaml:" in message


def test_texts_without_a_rule_are_refused(tmp_path: Path) -> None:
    message = told(project(tmp_path, None, settings=""))
    assert "there is no rule OWN-01, only texts of it" in message
    assert message == told(project(tmp_path / "b", None, settings=""), trusted=False)


def test_a_code_that_is_taken_is_refused(tmp_path: Path) -> None:
    message = told(project(tmp_path, RULE.replace("OWN-01", "SCO-01")))
    assert "rule SCO-01 is declared twice" in message


def override(folder: Path, rules: list[dict[str, Any]]) -> Path:
    return project(folder, None, {"type": "scope", "rules": rules}, "")


def test_points_and_texts_change_in_yaml_alone(tmp_path: Path) -> None:
    changed = [{"code": "SCO-04", "points": [5], "question": "Where does it begin for you?"}]
    site = open_site(override(tmp_path, changed), Opening(TODAY))
    assert site.method.changes == tuple(site.method.changes)
    assert {(c.code, c.part) for c in site.method.changes} == {
        ("SCO-04", "points"),
        ("SCO-04", "question"),
    }
    assert finding(site, "SCO-04").points == 5
    assert "Where does it begin for you?" in page(site, "x/en/rules/SCO-04.html")
    assert "2 " in page(site, "x/en/index.html").partition("<footer")[2]
    assert "SCO-04" in page(site, "x/en/findings.html")


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        ({"code": "SCO-04", "points": [7]}, "the points of SCO-04 are not between 1 and 5"),
        ({"code": "SCO-02", "points": [3]}, "the rule SCO-02 has 2 tiers of points"),
        ({"code": "RES-01", "points": [3]}, "the rule RES-01 belongs to the dispute type respons"),
        ({"code": "SCO-04", "reasons": {"nope": "x"}}, "SCO-04 never gives the reason “nope”"),
        (
            {"code": "SCO-04", "reasons": {"no_trigger": "{trigger}"}},
            "“{trigger}” is not filled in in the reason “no_trigger” of SCO-04; use {result}",
        ),
    ],
)
def test_a_change_that_cannot_be_is_told(tmp_path: Path, rule: dict[str, Any], what: str) -> None:
    message = told(override(tmp_path, [rule]), trusted=False)
    assert what in message
    assert "content/method/rules/ours.yaml:" in message


def test_an_ignore_is_shown_with_its_reason_and_counts_nothing(tmp_path: Path) -> None:
    settings = 'rules: {ignore: {SCO-04: "settled in the covenant"}}\n'
    root = write_project(tmp_path / "p", {}, [PROCESS])
    (root / "playbook.yaml").write_text(f"title: Test\n{settings}")
    site = open_site(root, Opening(TODAY))
    found = finding(site, "SCO-04")
    assert not found.counts
    assert site.warnings == ()
    assert "settled in the covenant" in page(site, "x/en/rules/SCO-04.html")


def test_an_ignore_that_ignores_nothing_is_told(tmp_path: Path) -> None:
    settled = {**PROCESS, "trigger": "a request", "result": "an answer"}
    root = write_project(tmp_path / "p", {}, [settled])
    (root / "playbook.yaml").write_text("title: Test\nrules: {ignore: {SCO-04: settled}}\n")
    (warning,) = open_site(root, Opening(TODAY)).warnings
    assert str(warning).startswith("playbook.yaml:2:26: SCO-04 is ignored, though it finds nothing")


def test_an_ignore_without_a_reason_is_refused(tmp_path: Path) -> None:
    root = write_project(tmp_path / "p", {}, [PROCESS])
    (root / "playbook.yaml").write_text('title: Test\nrules: {ignore: {SCO-04: ""}}\n')
    assert "playbook.yaml:2:26: SCO-04 is ignored without a reason" in told(root)
