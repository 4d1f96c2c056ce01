"""An edition handed over: what is in the archive, what holds it up, what the log says."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pack.canaries import commit
from pack.cases import PROCESSES, files, opened, packed, project
from playbook.archive.check import check
from playbook.cli.surroundings import revision, surroundings
from playbook.edition.since import fingerprints, since
from playbook.problems import Unusable
from playbook.scan.scanner import Scanner
from playbook.supply import SupplierSite, supplier_site
from test_cli import run

LOG = Path("content", "organisations", "x", "handed-over.yaml")


def test_the_archive_opens_on_its_first_page_and_is_whole(tmp_path: Path) -> None:
    done = packed(project(tmp_path / "p"))
    assert check(done.path) == ()
    names = files(done.path)
    assert {name.split("/")[0] for name in names} == {"x-ours-2026-11-24"}
    inside = {name.partition("/")[2] for name in names}
    assert {"index.html", "questions.xlsx", "questions.csv", "SHA256SUMS"} <= inside
    assert "processes/pay.html" in inside
    assert not [name for name in inside if "hire" in name or name.startswith(".")]
    assert done.entry.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()


def test_R5_what_is_withheld_changes_no_byte(tmp_path: Path) -> None:
    one = packed(project(tmp_path / "one"))
    changed = {**PROCESSES[0], "notes": "Other", "unit_cost": {"amount": "EUR 27182"}}
    two = packed(project(tmp_path / "two", [changed]))
    assert one.path.read_bytes() == two.path.read_bytes()


def leaking(monkeypatch: pytest.MonkeyPatch, change: Callable[[str, bytes], bytes]) -> None:
    """Make the pages of an edition leak, as a mistake in a template would."""
    html = SupplierSite.rendered

    def rendered(self: SupplierSite, page: Any, shown: Any) -> bytes:
        return change(page.path, html(self, page, shown))

    monkeypatch.setattr(SupplierSite, "rendered", rendered)


LEAKS = [
    ("Jan de Vries-Zo&euml;", "organisation.roles.person"),
    ("jan-de-vries-zoe", "organisation.roles.person"),
    ("VRIES-ZOË, JAN DE", "organisation.roles.person"),
    ("Kosten <mark>moeten</mark> één miljoen omlaag", "organisation.motives.statement"),
    ("Rival &amp; Zonen", "suppliers.name"),
    ("Hire colleagues secretly", "name"),
    ("€ 31.415", "unit_cost.amount"),
    ("the union does not know of this yet", "notes"),
]


@pytest.mark.parametrize(("said", "field"), LEAKS)
def test_R2_a_page_that_leaks_is_not_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, field: str
) -> None:
    root = project(tmp_path / "p")
    leaking(monkeypatch, lambda _path, page: page.replace(b"</main>", f"{said}</main>".encode()))
    with pytest.raises(Unusable) as told:
        packed(root)
    found = told.value.problems
    assert {problem.code for problem in found} == {"P04"}
    assert any(f"“{field}”" in problem.what for problem in found), found
    assert all(problem.place.line or field.startswith("suppliers") for problem in found)
    assert all("Vries" not in str(problem) and "31415" not in str(problem) for problem in found)
    assert not [*root.rglob("*.zip*")]
    assert not (root / LOG).exists()


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "crash": lambda patch: patch.setattr(Scanner, "search", lambda *_: 1 / 0),
    "blind": lambda patch: patch.setattr(Scanner, "_in_fold", lambda *_: iter(())),
    "nothing to look for": lambda patch: patch.setattr(
        "playbook.scan.scanner.needles", lambda _: iter(())
    ),
    "unreadable": lambda patch: patch.setattr(
        "playbook.handover.questions.files", lambda *_: {"questions.xlsx": b"PK\x03\x04 broken"}
    ),
    "unknown kind": lambda patch: patch.setattr(
        "playbook.handover.questions.files", lambda *_: {"questions.7z": b"7z"}
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_R9_when_the_search_fails_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    root = project(tmp_path / "p")
    FAULTS[fault](monkeypatch)
    with pytest.raises(Unusable, match="search for withheld values failed"):
        packed(root)
    assert not [*root.rglob("*.zip*")]
    assert not (root / LOG).exists()


def test_R7_an_earlier_archive_stays_when_the_next_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "p")
    first = packed(root)
    before, log = first.path.read_bytes(), (root / LOG).read_bytes()
    monkeypatch.setattr(Scanner, "search", lambda *_: 1 / 0)
    with pytest.raises(Unusable):
        packed(root)
    assert first.path.read_bytes() == before
    assert (root / LOG).read_bytes() == log


def held_up() -> list[dict[str, Any]]:
    sourcing = {"intent": "prepare"}
    return [{**PROCESSES[0], "accountable": ["lead", "second"], "sourcing": sourcing}]


def test_a_stopper_holds_it_up_until_a_reason_is_given(tmp_path: Path) -> None:
    root = project(tmp_path / "p", held_up())
    with pytest.raises(Unusable) as told:
        packed(root)
    assert [problem.code for problem in told.value.problems] == ["P02"]
    assert told.value.problems[0].place.line
    done = packed(root, overrides={"RES-02": "The board said so in May"})
    assert done.entry.overrides[0].processes == ("pay",)
    kept = opened(root).portfolios[0].inventory.handed[0]
    assert kept.overrides[0].reason == "The board said so in May"
    assert not any(b"board said" in data for data in files(done.path).values())


def test_an_override_of_what_holds_nothing_up_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="RES-02 holds nothing up"):
        packed(project(tmp_path / "p"), overrides={"RES-02": "because"})


def test_the_log_is_added_to_and_what_stands_in_it_stays(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    packed(root)
    mine = (root / LOG).read_text("utf-8") + "# sent by courier\n"
    (root / LOG).write_text(mine, "utf-8")
    packed(root)
    text = (root / LOG).read_text("utf-8")
    assert text.startswith(mine)
    handed = opened(root).portfolios[0].inventory.handed
    assert [item.supplier for item in handed] == ["ours", "ours"]
    assert handed[0] == handed[1]


def test_a_log_that_cannot_be_added_to_is_left_alone(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / LOG).write_text("[]\n", "utf-8")
    with pytest.raises(Unusable, match="nothing can be added"):
        packed(root)
    assert (root / LOG).read_text("utf-8") == "[]\n"
    assert not [*root.rglob("*.zip*")]


def test_what_changed_since_is_known_without_the_old_archive(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    former = packed(root).entry
    assert not since(former, fingerprints(supplier_site(opened(root), "ours").edition)).anything
    now = {**PROCESSES[0], "purpose": "Another purpose", "trigger": None, "notes": "Other"}
    other = project(tmp_path / "q", [{k: v for k, v in now.items() if v}])
    found = since(former, fingerprints(supplier_site(opened(other), "ours").edition))
    assert dict(found.changed) == {"pay": ("purpose", "trigger")}
    gone = project(tmp_path / "r", [{"id": "hire", "name": "Hire"}])
    found = since(former, fingerprints(supplier_site(opened(gone), "ours").edition))
    assert found.removed == ("pay",)


def test_an_archive_with_a_password(tmp_path: Path) -> None:
    done = packed(project(tmp_path / "p"), password="geheim")
    assert check(done.path, "geheim") == ()
    assert done.entry.locked is True
    assert b"Pay suppliers" not in done.path.read_bytes()


def test_a_supplier_without_shares_gets_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text("- {id: ours, name: Ours}\n", "utf-8")
    with pytest.raises(Unusable, match="nothing is shared"):
        packed(root)


def command(root: Path, *words: str, **environment: str) -> bytes:
    """Return the bytes of an archive that the command made."""
    done = run("pack", "--edition", "supplier:ours", *words, folder=root, **environment)
    assert done.returncode == 0, done.stderr
    found = [*root.rglob("*.zip")]
    assert done.stdout.strip() == hashlib.sha256(found[0].read_bytes()).hexdigest()
    return found[0].read_bytes()


def test_two_archives_of_one_revision_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    plain = command(project(tmp_path / "p"))
    other = project(tmp_path / "Mijn spullen é" / "q")
    mask = os.umask(0o077)
    try:
        odd = command(other, "--jobs", "2", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    finally:
        os.umask(mask)
    assert plain == odd


def test_the_report_says_what_was_left_out_and_not_what_it_was(tmp_path: Path) -> None:
    done = run("pack", "--edition", "supplier:ours", folder=project(tmp_path / "p"))
    assert "1 process, " in done.stderr
    assert "Left out: 1 process not shared." in done.stderr
    assert "Never leaves the house: " in done.stderr
    assert "Vries" not in done.stderr


def test_the_revision_is_that_of_git_when_there_is_one(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    mine = [
        *("git", "-c", "user.name=Anna Verborgen", "-c", "user.email=a@x.example"),
        *("-c", "commit.gpgsign=false"),
    ]
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    subprocess.run([*mine, "-C", str(root), "add", "."], check=True)
    subprocess.run([*mine, "-C", str(root), "commit", "-qm", "first"], check=True)
    command(root)
    entry = opened(root).portfolios[0].inventory.handed[0]
    assert entry.revision.startswith("git ")
    assert not entry.revision.endswith("with changes")


def test_pack_needs_an_edition_of_a_supplier(tmp_path: Path) -> None:
    done = run("pack", "--edition", "internal", folder=project(tmp_path / "p"))
    assert done.returncode == 1
    assert "supplier:NAME" in done.stderr


def test_R1_who_packs_and_who_wrote_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "p")
    commit(root, "annabel-verborgen")
    subprocess.run(
        ["git", "-C", str(root), "remote", "add", "origin", "https://git.example/onze-geheimen"],
        check=True,
    )
    monkeypatch.setenv("LOGNAME", "gebruiker-47")
    monkeypatch.setenv("HOME", "/home/gebruiker-47-thuis")
    told = dict(map(reversed, surroundings(root)))
    head = revision(root).split(" ")[1]
    assert told["annabel-verborgen"] == told["annabel-verborgen@x.example"] == "a name in Git"
    assert told["https://git.example/onze-geheimen"] == "an address in Git"
    assert told[head] == "a revision in Git"
    assert told["gebruiker-47"] == "the name of the user"
    assert told["/home/gebruiker-47-thuis"] == "the folder of the user"
    assert told[platform.node()] == "the name of the computer"
    for value in told:
        if len(value) > 8:
            with monkeypatch.context() as patch:
                leaking(
                    patch, lambda _, page, v=value: page.replace(b"</h1>", v.encode() + b"</h1>")
                )
                with pytest.raises(Unusable, match="that is withheld"):
                    packed(root, around=tuple(surroundings(root)))


def test_nothing_is_handed_over_when_git_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be looked for could be inside, so it is no reason to look for less."""
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("playbook.load.git._SECONDS", 0.2)
    with pytest.raises(Unusable, match="Git does not answer"):
        list(surroundings(project(tmp_path / "p")))


def test_nothing_is_handed_over_when_git_does_not_open_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "p")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    assert list(surroundings(root))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(Unusable, match="another user owns it"):
        list(surroundings(root))


def test_a_project_that_git_does_not_know_has_surroundings_too(tmp_path: Path) -> None:
    kinds = {what for what, value in surroundings(project(tmp_path / "p")) if value}
    assert {"the name of the computer", "the folder of the user"} <= kinds
    assert "a revision in Git" not in kinds
