"""Each place that refuses to hand something over is what refuses it: without it, it goes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pack.cases import PROCESSES, packed, project
from playbook.handover import pack, questions, secrets
from playbook.problems import Unusable
from playbook.scan import views
from playbook.scan.scanner import Scanner
from playbook.supply import SupplierSite

Patch = pytest.MonkeyPatch
AROUND = (("a name in Git", "Annabel Verborgen"), ("the name of the computer", "werkplek-4711"))
COMMENT = "Ask the board before anybody hears of this"


def on_pages(said: str) -> Callable[[Patch], None]:
    """Make every page say something, as a mistake in a template would."""

    def leak(patch: Patch) -> None:
        true = SupplierSite.rendered

        def rendered(self: SupplierSite, page: Any, shown: Any) -> bytes:
            return true(self, page, shown).replace(b"</main>", f"{said}</main>".encode())

        patch.setattr(SupplierSite, "rendered", rendered)

    return leak


def in_index(patch: Patch) -> None:
    true = SupplierSite.script
    patch.setattr(
        SupplierSite, "script", lambda self, part: true(self, part) + b"// Hire colleagues secretly"
    )


def with_file(name: str, data: Callable[[], bytes]) -> Callable[[Patch], None]:
    def leak(patch: Patch) -> None:
        true = questions.files
        patch.setattr(questions, "files", lambda *given: {**true(*given), name: data()})

    return leak


def workbook() -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active["B7"] = "The union does not know of this yet"
    book.save(made)
    return made.getvalue()


LEAKS: dict[str, Callable[[Patch], None]] = {
    "a page": on_pages("Hire colleagues secretly"),
    "a page, in entities": on_pages("Kosten moeten &eacute;&eacute;n mil<wbr>joen omlaag"),
    "the index": in_index,
    "a sheet": with_file("more.xlsx", workbook),
    "a name of a file": with_file("rival-zonen.csv", lambda: b"nothing"),
    "another supplier": on_pages("Rival &amp; Zonen"),
    "a comment": on_pages(COMMENT),
    "a name in Git": on_pages("Annabel Verborgen"),
    "a computer": on_pages("werkplek-4711"),
    "a folder": on_pages("{root}"),
}


@dataclass(frozen=True)
class Fault:
    """A place of refusal that is taken away, and what goes out then."""

    inject: Callable[[Patch], None]
    leak: str


def replace(place: Any, name: str, by: Any) -> Callable[[Patch], None]:
    return lambda patch: patch.setattr(place, name, by)


def _contents_alone(patch: Patch) -> None:
    """Search no names of files, nor the list in which they stand."""
    _files_but("SHA256SUMS")(patch)
    true = Scanner._hits
    patch.setattr(
        Scanner,
        "_hits",
        lambda self, name, where, read: true(self, name, where, read) if where != "name" else (),
    )


def _withheld_but(field: str) -> Callable[[Patch], None]:
    def inject(patch: Patch) -> None:
        true = secrets.withheld
        patch.setattr(
            secrets,
            "withheld",
            lambda *given: [one for one in true(*given) if not one.field.startswith(field)],
        )

    return inject


def _beside_but(field: str) -> Callable[[Patch], None]:
    def inject(patch: Patch) -> None:
        true = pack.beside
        patch.setattr(pack, "beside", lambda site: (s for s in true(site) if s.field != field))

    return inject


def _files_but(suffix: str) -> Callable[[Patch], None]:
    def inject(patch: Patch) -> None:
        true = Scanner.search
        patch.setattr(
            Scanner,
            "search",
            lambda self, files: true(
                self, {name: data for name, data in files.items() if not name.endswith(suffix)}
            ),
        )

    return inject


def _all_allowed(patch: Patch) -> None:
    def allow(self: Scanner, _said: Any) -> None:
        self._allowed = frozenset(range(len(self.secrets)))

    patch.setattr(Scanner, "allow", allow)


FAULTS: dict[str, Fault] = {
    "nothing is searched": Fault(replace(pack, "_search", lambda *_: None), "a page"),
    "names are not searched": Fault(_contents_alone, "a name of a file"),
    "scripts are not searched": Fault(_files_but(".js"), "the index"),
    "archives are not opened": Fault(replace(views, "_of_archive", lambda *_: ()), "a sheet"),
    "encodings are not undone": Fault(replace(views, "_UNDOING", ()), "a page, in entities"),
    "other suppliers are no secret": Fault(_withheld_but("suppliers."), "another supplier"),
    "motives are no secret": Fault(_withheld_but("organisation."), "a page, in entities"),
    "comments are no secret": Fault(_beside_but("a comment"), "a comment"),
    "folders are no secret": Fault(_beside_but("the project's folder"), "a folder"),
    "what stands around is no secret": Fault(
        replace(pack, "surrounding", lambda what, _: secrets.surrounding(what, "")),
        "a name in Git",
    ),
    "everything may be said": Fault(_all_allowed, "a page"),
}


def out(root: Path, leak: str, patch: Patch) -> bool:
    """Tell whether an archive is made while something leaks."""
    said = LEAKS[leak] if leak != "a folder" else on_pages(str(root.resolve()))
    said(patch)
    try:
        packed(root, around=AROUND)
    except Unusable as told:
        assert {problem.code for problem in told.problems} == {"P04"}
        assert not [*root.rglob("*.zip*")]
        return False
    return True


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = project(tmp_path / "the folder of the project")
    path = next(made.rglob("all.yaml"))
    path.write_text(f"# {COMMENT}\n{path.read_text('utf-8')}", "utf-8")
    return made


@pytest.mark.parametrize("leak", LEAKS)
def test_R4_what_leaks_is_refused(root: Path, monkeypatch: Patch, leak: str) -> None:
    assert not out(root, leak, monkeypatch)


@pytest.mark.parametrize("fault", FAULTS)
def test_R4_without_a_place_that_refuses_it_goes_out(
    root: Path, monkeypatch: Patch, fault: str
) -> None:
    FAULTS[fault].inject(monkeypatch)
    assert out(root, FAULTS[fault].leak, monkeypatch)


def test_R4_without_stoppers_what_is_not_ready_goes_out(tmp_path: Path, monkeypatch: Patch) -> None:
    held = [{**PROCESSES[0], "accountable": ["lead", "second"], "sourcing": {"intent": "prepare"}}]
    with pytest.raises(Unusable):
        packed(project(tmp_path / "p", held))
    monkeypatch.setattr(pack, "stoppers", lambda *_: ())
    assert packed(project(tmp_path / "q", held)).path.is_file()
