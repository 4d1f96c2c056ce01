"""A guide speaks of one process, chooses between sentences, and can do nothing else."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, structs

from cases import cases, situation
from inventories import TODAY, handbook, method, read_inventory
from playbook import markdown, resources
from playbook.assess import assess_process
from playbook.guides.facts import Codes, General, Guided, Limits
from playbook.guides.guide import LANGUAGES, PARTS, STATES, Part
from playbook.guides.language import VALUE, check, members
from playbook.guides.read import parse, targets
from playbook.guides.say import say
from playbook.guides.speech import Names, Share
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.model.places import locate
from playbook.model.setting import Setting
from playbook.problems import Place
from playbook.texts import Wording

REPOSITORY = Path(__file__).parents[1]
METHOD = method()
HANDBOOK = handbook(METHOD)
TARGETS = targets(METHOD, HANDBOOK.sheets)
INTERFACE = read_interface(Folder.at(resources.content()))
REQUIRED = {c.code: s.code for s in METHOD.steps for c in s.criteria if c.required}
OPEN = [
    param
    for param in cases(REPOSITORY / "tests" / "criteria")
    if param.values[0] in REQUIRED and param.values[1]["state"] in ("not_met", "unknown")
]
UNITS = [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}]


def guide(here: str, **others: str) -> tuple[Any, list[Any]]:
    texts = {key: others.get(key, "Text.") for key in PARTS} | {"here": here}
    whole = "# Title\n" + "".join(f"\n({k})=\n## Part {k}\n{text}\n" for k, text in texts.items())
    return parse(whole, "g.md", PARTS)


def problems(here: str, **others: str) -> list[str]:
    made, found = guide(here, **others)
    return [str(problem) for problem in (*found, *check(made, METHOD, TARGETS))]


def facts(tmp_path: Path, process: dict[str, Any], language: str = "en") -> Guided:
    fields = {"id": "p", "name": "Process", **process}
    inventory = read_inventory(tmp_path, {"units": UNITS}, [fields])
    found = inventory.processes[0]
    setting = Setting(inventory.organisation, METHOD.numbers, TODAY)
    places = inventory.places["p"]
    assessment = assess_process(found, places, inventory.organisation_places, METHOD, setting)
    general = General(Wording(INTERFACE, language, "en"), setting, METHOD)
    return Guided(general, found, assessment, assessment.current or "outsource", {})


def said(here: str, of: Guided) -> str:
    return str(say(Part("here", "", here, Place("g.md", 1)), of, markdown.render)).strip()


def test_a_guide_speaks_of_its_process(tmp_path: Path) -> None:
    of = facts(tmp_path, {"units": [{"unit": "north"}, {"unit": "south", "agreed": "2026-01-01"}]})
    text = "{% if units.waiting %}\nAsk {{ units.waiting }} of {{ units.all.count }}.\n{% endif %}"
    assert said(text, of) == "<p>Ask North of 2.</p>"


def test_a_choice_at_the_end_of_a_sentence_ends_its_paragraph_too(tmp_path: Path) -> None:
    of = facts(tmp_path, {})
    text = "{% if not owners %}\nA.{% if not units.all %} B.{% endif %}\n{% endif %}\n\nC."
    assert said(text, of) == "<p>A. B.</p>\n<p>C.</p>"
    text = "{% if not owners %}\n- a{% if not units.all %}a{% endif %}\n{% endif %}\n- b"
    assert said(text, of).count("<ul>") == 1


def test_variants_of_one_unit_are_told_apart(tmp_path: Path) -> None:
    variants = [{"unit": "north", "what": "By phone"}, {"unit": "north", "what": "By post"}]
    of = facts(tmp_path, {"variants": [*variants, {"unit": "south"}, {"what": "At night"}]})
    named = "By phone (North), By post (North), South and At night"
    assert said("{{ variants.all }}", of) == f"<p>{named}</p>"


def test_what_is_not_known_is_false(tmp_path: Path) -> None:
    of = facts(tmp_path, {})
    text = "{% if units.known or exceptions or owners %}No{% else %}Yes{% endif %}"
    assert said(text, of) == "<p>Yes</p>"


@pytest.mark.parametrize("name", ["*bold*", "[a](http://x)", "<b>", "{{ 7 * 7 }}", VALUE, "`a`|b"])
def test_S19_a_value_is_never_markup_nor_an_expression(tmp_path: Path, name: str) -> None:
    of = facts(tmp_path, {"name": name})
    shown = said("About {{ name }}, **{{ name }}**.", of)
    plain = name.replace("<b>", "&lt;b&gt;")
    assert shown == f"<p>About {plain}, <strong>{plain}</strong>.</p>"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.format.__globals__ }}",
        "{{ '{0.__class__}'.format(name) }}",
        "{{ name.__class__.__mro__ }}",
        "{{ units.all.__init__.__globals__ }}",
        "{{ [].__class__.__base__.__subclasses__() }}",
        "{{ ''|attr('format') }}",
        "{{ cycler.__init__ }}",
        "{{ self._TemplateReference__context }}",
        "{% set x = name %}",
        "{% for a in name %}{% endfor %}",
        "{% include 'secret' %}",
        "{% import 'os' as os %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ name[0] }}",
        "{{ range(9) }}",
        "{{ values }}",
        "{{ open['H1'] }}",
        "{{ open.__class__ }}",
        "{% if open.keys %}{% endif %}",
        "{% macro x() %}{% endmacro %}",
        "{% if name is defined %}{% endif %}",
    ],
)
def test_S19_a_guide_can_only_choose_between_sentences(attack: str) -> None:
    assert problems(attack)


@pytest.mark.parametrize(
    ("here", "told"),
    [
        ("a\nb {{ unts.all }}", "g.md:6:6: a guide knows no “unts”; did you mean “units”?"),
        ("{{ units.wating }}", "g.md:5:10: “units” knows no “wating”; did you mean “waiting”?"),
        ("{{ name.x }}", "g.md:5:9: “name” knows no “x”; write name alone"),
        (
            "{{ units }}",
            "g.md:5:4: “units” has no words of its own; choose from units.known, units.all, "
            "units.agreed, units.waiting, units.shadow, units.hub",
        ),
        (
            "{% if units.all > 3 %}{% endif %}",
            "g.md:5:7: “units.all” cannot be compared; choose from units.all.count, "
            "units.all.words",
        ),
        ("[a]({{ name }})", "g.md:5:3: a value cannot stand in an address; write the address out"),
        (
            "{% if name %}",
            "g.md:5:1: this cannot be read as an expression (Unexpected end of template); "
            "close every {{ with }} and {% if %} with {% endif %}",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(here: str, told: str) -> None:
    assert problems(here) == [told]


def test_only_one_part_speaks_of_a_process() -> None:
    assert problems("{{ name }}") == []
    assert problems("x", what="{{ limits.exceptions_high }} {{ organisation }}") == []
    [told] = problems("x", what="{{ name }}")
    assert told.endswith("a guide knows no “name”; speak of one process in the part “here” only")


def test_a_part_that_is_missing_or_strange_is_told() -> None:
    _, found = parse("# T\n\n(here)=\n## Now\nText.\n\n## Other\n", "g.md", ("here", "what"))
    assert [problem.what for problem in found] == [
        "the part “Other” has no name",
        "the part “what” is not there",
    ]


def test_blocks_are_made_html_once(tmp_path: Path) -> None:
    made: list[str] = []

    def render(block: str) -> Any:
        made.append(block)
        return markdown.render(block)

    part = Part("here", "", "Do {{ name }} now.\n\n- {{ units.all }}\n- b", Place("g.md", 1))
    whole = say(part, facts(tmp_path, {"units": [{"unit": "north"}]}), render)
    assert made == [f"Do {VALUE} now.", f"- {VALUE}\n- b"]
    assert "<p>Do Process now.</p>" in whole
    assert "<li>North</li>" in whole


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_fact_has_words_when_nothing_is_known(tmp_path: Path, language: str) -> None:
    of = facts(tmp_path, {}, language)
    for name, type_ in members(Guided).items():
        value = getattr(of, name)
        assert isinstance(value, type_), name
        if type_ in (Codes, Limits):
            assert value
        elif issubclass(type_, Struct) and type_ not in (Names, Share):
            for inside, inner in members(type_).items():
                assert isinstance(getattr(value, inside), inner), (name, inside)


def test_many_names_are_counted(tmp_path: Path) -> None:
    words = [{"term": letter} for letter in "abcdef"]
    of = facts(tmp_path, {"terms": words})
    assert said("{{ terms.all }}", of) == "<p>a, b, c and 3 more</p>"
    assert said("{{ terms.bare.count }}", of) == "<p>6</p>"


def _named(type_: type, before: str = "") -> list[str]:
    names = []
    for name, inner in members(type_).items():
        if inner in (Codes, Limits):
            names.append(f"{name}.{'CODE' if inner is Codes else 'NAME'}")
        elif issubclass(inner, Struct) and inner not in (Names, Share):
            names += [f"{name}.{inside}" for inside in members(inner)]
        else:
            names.append(name)
    return [before + name for name in names]


def test_the_document_names_every_fact() -> None:
    text = (REPOSITORY / "docs" / "guides.md").read_text("utf-8")
    _, general, guided = re.split(r"\| Name \| Is \| What \|", text)
    rows = partial(re.findall, r"^\| `([\w.]+)` \|", flags=re.MULTILINE)
    assert rows(general) == _named(General)
    assert rows(guided) == _named(Guided)


def test_the_documents_example_is_a_guide() -> None:
    text = (REPOSITORY / "docs" / "guides.md").read_text("utf-8")
    example = re.search(r"````markdown\n(.*?)````", text, re.DOTALL)
    assert example is not None
    made, found = parse(example[1], "g.md", ("here", "what"))
    assert [*found, *check(made, METHOD, TARGETS)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_states_are_of_the_language(language: str) -> None:
    path = resources.content() / "method" / "guides" / language / "states.md"
    made, found = parse(path.read_text("utf-8"), path.name, STATES)
    assert [*found, *check(made, METHOD, TARGETS)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), OPEN)
def test_a_guide_speaks_of_every_open_criterion(
    code: str, case: dict[str, Any], language: str
) -> None:
    process, setting = situation(case, METHOD)
    nowhere = locate("case.yaml", 0)
    assessment = assess_process(process, nowhere, nowhere, METHOD, setting)
    general = General(Wording(INTERFACE, language, "en"), setting, METHOD)
    part = HANDBOOK.steps[language][REQUIRED[code]].parts["here"]

    def told(*, open_: bool) -> str:
        of = Guided(general, process, assessment, REQUIRED[code], {})
        # The count of open points is said above them all.
        vars(of)["step"] = structs.replace(of.step, open=0)
        vars(of)["open"] = Codes(of.open | {code: open_})
        return str(say(part, of, markdown.render))

    assert told(open_=True) != told(open_=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("One site", "One site. "),
        ("One site.", "One site. "),
        ("We say “one site.”", "We say “one site.” "),
        ("One (or two)", "One (or two). "),
    ],
)
def test_a_text_ends_its_sentence_once(
    tmp_path: Path, language: str, written: str, said: str
) -> None:
    note = {"decision": "no", "reason": written}
    of = facts(tmp_path, {"steps": {"concentrate": note}}, language)
    part = HANDBOOK.steps[language]["concentrate"].parts["here"]
    assert said in say(part, of, markdown.render).striptags()
