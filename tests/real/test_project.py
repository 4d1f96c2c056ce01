"""Check how a project is written: awkward texts, ids, bodies taken apart."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from tests.real import gemma
from tests.real.koos_body import parse
from tests.real.project import GERMAN, Ids, dump, run, slug


def test_ends_of_relations_that_are_not_there_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = {"path": "model/b", "name": "Zwevende bedrijfsfunctie", "id": "f"}
    element = {"type": "BusinessProcess", "name": "Één proces", "id": "p", "properties": []}
    ends = {"source": {"id": "gone"}, "target": {"id": "p"}}
    raw = {
        "elements": [element | {"path": "model/b/p.xml"}],
        "relationships": [{"type": "ServingRelationship", "id": "r"} | ends],
        "folders": [folder],
    }
    (tmp_path / "raw.json").write_text(json.dumps(raw), encoding="utf-8")
    report = gemma.convert(tmp_path, tmp_path / "out")
    assert report.dangling == ("gone (end of Serving r)",)
    assert report.written["processes"] == 1
    assert run(gemma.convert, [str(tmp_path), str(tmp_path / "out")]) == 0
    assert "Dangling references: 1\n  gone (end of Serving r)\n" in capsys.readouterr().out
    assert run(gemma.convert, []) == 2


AWKWARD = [
    "Onboarding neuer Mitarbeiter:innen",
    "KFZ: Zulassung",
    "#1 – kein Kommentar",
    "a #b",
    "- x",
    "? y",
    "'",
    '"',
    'it\'s “so”: "yes"',
    "no",
    "NULL",
    "~",
    "1_000",
    "2026-03",
    "12:30:00",
    "=",
    "@x",
    "`x`",
    "%x",
    "[a]",
    "{a: b}",
    "!tag",
    "&a",
    "*a",
    "|",
    ">",
    "<b onclick=\"x('y')\">&amp;</b>",
    " voor",
    "achter ",
    "regel\n",
    "\nregel",
    "  ingesprongen\nen verder",
    "een\n\n\ntwee \n drie",
    "een\r\ntwee",
    "tab\tin",
    "a\u00a0b\u2028c\u0085d\ufeffe",
    "emoji 🏛",
    "---",
    "--- x\n...\n",
    "ein sehr langer Satz " * 200,
]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back_as_they_were(text: str, tmp_path: Path) -> None:
    value = {"processes": [{"id": "a", "notes": text, "tags": [text, text]}]}
    dump(value, tmp_path / "a.yaml")
    with (tmp_path / "a.yaml").open(encoding="utf-8", newline="") as stream:
        written = stream.read()
    for loader in {getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader}:
        assert yaml.load(written, Loader=loader) == value  # noqa: S506
    for event in yaml.parse(written):
        if isinstance(event, yaml.ScalarEvent) and event.value in ("no", "NULL", "~"):
            assert event.style == "'"


def test_ids_are_short_plain_and_unique() -> None:
    ids = Ids(GERMAN)
    names = ["Prüfung: Maß & Öl", "Pruefung – mass, oel", "x" * 200, "x" * 201, "§ !", "w " * 90]
    given = [ids.of(name, name) for name in names]
    assert given[:2] == ["pruefung-mass-oel", "pruefung-mass-oel-2"]
    assert len(set(given)) == len(given)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", ident) for ident in given)
    assert max(len(ident) for ident in given) <= 80
    assert slug("Financiën coördineren") == "financien-coordineren"
    assert ids.of(names[0], "anders") == given[0]


def test_a_body_is_taken_apart() -> None:
    body = parse(
        "\n# Anderer Titel\n\n## Zweck\n\nSo: *ja*\n\n## Prozessschritte\n\n"
        "**01 Prüfen: alles**  \n*Bürger:innen*\n\n\n*Quelle: x*\n\n## Mehr\n\n### Frist\n\n3 W.",
        "Titel",
    )
    assert body.purpose == "So: *ja*"
    assert body.steps == (("Prüfen: alles", "Bürger:innen"),)
    assert body.rest == "# Anderer Titel\n\n*Quelle: x*\n\n## Mehr\n\n### Frist\n\n3 W."
