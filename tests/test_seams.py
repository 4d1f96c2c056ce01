"""Extensions that the command line meets: importers, places to publish to, themes of packages."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from authoring import PROJECT
from inventories import TODAY, write_project
from playbook.load.installed import EXTENSIONS, THEMES
from playbook.load.store import Shelf
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.serve.preview import Preview
from playbook.serve.server import watched
from playbook.serve.watch import Watch
from playbook.site import Site, open_site
from test_cli import run
from test_extensions import FILES, PROCESS

IMPORTER, PLACE = "extensions/importer.py", "extensions/place.py"
SOURCE = """{"processes": [
  {"title": "Permits", "team": "Environment", "about": "From request to decision.", "people": 4.5},
  {"title": "Pay invoices", "team": "Finance"}
]}"""


def project(folder: Path, name: str, program: str | None = None) -> Path:
    """Write a project with one program of the documentation, or a changed one."""
    root = write_project(folder, {}, [PROCESS])
    (root / "extensions").mkdir()
    (root / name).write_text(program or FILES[name], "utf-8")
    (root / "playbook.yaml").write_text(f"title: Test\nextensions: [{name}]\n", "utf-8")
    (root / "processes.json").write_text(SOURCE, "utf-8")
    return root


def package(place: Path, name: str, group: str, value: str) -> Path:
    """Lay down what an installer knows of a package."""
    about = place / f"{name}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{name} = {value}\n")
    return place


def in_package(tmp_path: Path, name: str, program: str = "") -> tuple[Path, str]:
    """Write a project that names a package, which offers what a file of the documentation says."""
    place = package(tmp_path / "packages", "ours", EXTENSIONS, "ours_package:extend")
    lines = (program or FILES[name]).splitlines(keepends=True)
    body = "".join(f"    {line}" if line.strip() else line for line in lines)
    (place / "ours_package.py").write_text(f"def extend():\n{body}")
    root = project(tmp_path / "p", name)
    (root / "playbook.yaml").write_text("title: Test\nextensions: [ours]\n", "utf-8")
    return root, str(place)


def told(root: Path, *words: str, **around: str) -> str:
    """Return what a command says."""
    return "".join(each(root, *words, **around)[1:])


def each(root: Path, *words: str, **around: str) -> tuple[int, str, str]:
    done: subprocess.CompletedProcess[str] = run(*words, folder=root, **around)
    return done.returncode, done.stdout, done.stderr


def processes(root: Path) -> str:
    inside = root / "content" / "organisations" / "x" / "processes"
    return "".join(path.read_text("utf-8") for path in sorted(inside.glob("*.yaml")))


def test_the_importer_of_the_documentation_works(tmp_path: Path) -> None:
    root = project(tmp_path / "p", IMPORTER)
    code, _, said = each(root, "import", "processes.json", "--trust")
    assert code == 0, said
    assert "Description  →  purpose" in said
    assert "processes.json: sheet “Processes”, heads in row 1" in said
    assert "name: Pay invoices" in processes(root)
    assert "purpose: From request to decision." in processes(root)
    assert "fte: 4.5" in processes(root)
    assert "Nothing has to be written" in told(root, "import", "processes.json", "--trust")


def test_an_importer_of_a_package_works(tmp_path: Path) -> None:
    root, place = in_package(tmp_path, IMPORTER)
    said = told(root, "import", "processes.json", "--trust", PYTHONPATH=place)
    assert "2 rows: 1 process new, 1 changed" in said


def test_S23_an_importer_does_not_run_until_the_project_is_trusted(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = f"open({str(ran)!r}, 'w').close()\n{FILES[IMPORTER]}"
    root = project(tmp_path / "p", IMPORTER, program)
    code, _, said = each(root, "import", "processes.json")
    assert code != 0
    assert "playbook.yaml:2:13: warning: extensions/importer.py was not run" in said
    assert not ran.exists()
    (root / "list.csv").write_text("Process\nPermits\n", "utf-8")
    assert "was not run" not in told(root, "import", "list.csv")
    assert "was not run" not in told(root, "import", "list.csv", "--trust")
    assert not ran.exists()  # a sheet needs no program


def test_an_importer_that_fails_is_told_with_its_line_and_writes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "p", IMPORTER)
    before = processes(root)
    (root / "processes.json").write_text('{"processes": [{"title": "A"}]}', "utf-8")
    code, _, said = each(root, "import", "processes.json", "--trust")
    assert code == 1
    where = "extensions/importer.py:10: the importer of .json cannot read processes.json"
    assert f"{where}; KeyError: 'team'" in said
    assert processes(root) == before


@pytest.mark.parametrize(
    ("returned", "why"),
    [
        ("[1]", "return rows by the titles of sheets, not list"),
        ("{'a': ['text']}", "a row is a list of cells, not str"),
        ("{'a': [[object]]}", "a cell holds a text, a number, a day or a truth, not <class"),
    ],
)
def test_what_is_no_rows_is_told(tmp_path: Path, returned: str, why: str) -> None:
    program = f"""from playbook.importers import importer
importer(".json")(lambda name, data: {returned})
"""
    said = told(project(tmp_path / "p", IMPORTER, program), "import", "processes.json", "--trust")
    assert "extensions/importer.py" in said
    assert why in said


def test_an_ending_that_playbook_reads_itself_cannot_be_declared(tmp_path: Path) -> None:
    for ending, why in (
        (".csv", "playbook reads files that end in .csv itself"),
        ("json", "write the ending json as a point and small letters or digits"),
    ):
        program = FILES[IMPORTER].replace('".json"', f'"{ending}"')
        root = project(tmp_path / ending.strip("."), IMPORTER, program)
        said = told(root, "import", "processes.json", "--trust")
        assert "extensions/importer.py:6: this extension cannot be used" in said
        assert why in said


def in_database(path: Path) -> dict[str, bytes]:
    database = sqlite3.connect(path)
    try:
        return dict(database.execute("SELECT name, data FROM files"))
    finally:
        database.close()


def test_the_place_of_the_documentation_shows_the_site_and_brings_it_back(tmp_path: Path) -> None:
    root = project(tmp_path / "p", PLACE)
    code, _, said = each(root, "publish", "sqlite:../site.db", "--trust")
    assert code == 0, said
    assert "Release 1 is shown at sqlite:../site.db, file by file." in said
    shown = in_database(tmp_path / "site.db")
    page = "x/en/processes/p.html"
    assert shown[page] == (root / "site" / page).read_bytes()
    assert b"Permits" in shown[page]
    path = root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    path.write_text("processes: [{id: q, name: Other}]\n", "utf-8")
    assert "Release 2 is shown" in told(root, "publish", "sqlite:../site.db", "--trust")
    assert page not in in_database(tmp_path / "site.db")
    back = told(root, "publish", "sqlite:../site.db", "--rollback", "--trust")
    assert "Release 1 is shown" in back
    again = in_database(tmp_path / "site.db")
    assert {name: again[name] for name in shown if not name.startswith(".")} == {
        name: data for name, data in shown.items() if not name.startswith(".")
    }


def test_a_place_of_a_package_works(tmp_path: Path) -> None:
    root, place = in_package(tmp_path, PLACE)
    said = told(root, "publish", "sqlite:../site.db", "--trust", PYTHONPATH=place)
    assert "Release 1 is shown" in said
    assert "x/en/processes/p.html" in in_database(tmp_path / "site.db")


def test_S23_a_place_does_not_run_until_the_project_is_trusted(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    program = f"open({str(ran)!r}, 'w').close()\n{FILES[PLACE]}"
    root = project(tmp_path / "p", PLACE, program)
    code, _, said = each(root, "publish", "sqlite:site.db")
    assert code != 0
    assert "playbook.yaml:2:13: extensions/place.py was not run, for it is a program" in said
    assert not ran.exists()
    assert not list(root.glob("*site.db*"))


def test_a_place_that_fails_is_told_with_its_line(tmp_path: Path) -> None:
    failing = FILES[PLACE].replace("        start =", "        1 / 0\n        start =")
    said = told(project(tmp_path / "p", PLACE, failing), "publish", "sqlite:../site.db", "--trust")
    assert "extensions/place.py:30: the place sqlite cannot be used; ZeroDivisionError" in said
    failing = FILES[PLACE].replace("    return Database(", "    return Base(")
    said = told(project(tmp_path / "q", PLACE, failing), "publish", "sqlite:../site.db", "--trust")
    assert "extensions/place.py:9: the place sqlite cannot be used; NameError" in said


def test_a_place_that_nothing_declares_is_told_with_the_nearest(tmp_path: Path) -> None:
    root = project(tmp_path / "p", PLACE)
    said = told(root, "publish", "sqlit:../site.db", "--trust")
    assert "sqlit:../site.db: no place is called “sqlit:”; did you mean “sqlite:”?" in said
    taken = FILES[PLACE].replace('@shelf("sqlite")', '@shelf("s3")')
    said = told(project(tmp_path / "q", PLACE, taken), "publish", "sqlite:../a.db", "--trust")
    assert "extensions/place.py:7: this extension cannot be used" in said
    assert "addresses that begin with s3 are taken" in said


def test_nothing_of_the_inside_goes_to_a_public_place_however_its_address_is_written(
    tmp_path: Path,
) -> None:
    root = project(tmp_path / "p", PLACE)
    with (root / "playbook.yaml").open("a") as file:
        file.write("publish: {web: {to: 'sqlite:../site.db', public: yes}}\n")
    for address in ("web", "sqlite:../site.db", "sqlite:./../site.db", "sqlite:..//site.db"):
        said = told(root, "publish", address, "--trust")
        assert "the project says that this place is public" in said
    assert not (tmp_path / "site.db").exists()


THEME = ("themes/calm/theme.yaml", "themes/calm/templates/process.html")
SAID = b"Ask the process office first."


def lay(folder: Path, name: str = "calm") -> Path:
    """Write the theme of the documentation into a folder of that name."""
    for file in THEME:
        path = folder / name / file.removeprefix("themes/calm/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[file], "utf-8")
    return folder / name


@pytest.fixture
def calm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the theme of the documentation as a package; return its folder."""
    place = package(tmp_path / "packages", "calm", THEMES, "calm")
    folder = lay(place)
    (folder / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    monkeypatch.syspath_prepend(str(place))
    return folder


def with_theme(folder: Path, name: str) -> Path:
    root = write_project(folder, {}, [PROCESS])
    (root / "playbook.yaml").write_text(f"title: Test\ntheme: {name}\n", "utf-8")
    return root


def opened(root: Path, trusted: bool = True) -> Site:
    return open_site(root, Opening(TODAY, trusted=trusted))


def page_of(site: Site) -> bytes:
    return site.html(site.pages["x/en/processes/p.html"])


def refusal(root: Path) -> str:
    with pytest.raises(Unusable) as refused:
        opened(root)
    return str(refused.value)


def test_the_theme_of_the_documentation_works_as_a_folder(tmp_path: Path) -> None:
    root = with_theme(tmp_path / "p", "themes/calm")
    lay(root / "themes")
    site = opened(root)
    assert SAID in page_of(site)
    assert site.theme.name == "calm"
    assert not site.warnings


@pytest.mark.usefixtures("calm")
def test_a_theme_of_a_package_works_and_nothing_of_it_is_run_to_find_it(tmp_path: Path) -> None:
    site = opened(with_theme(tmp_path / "p", "calm"))
    assert SAID in page_of(site)
    assert not site.warnings
    assert not (tmp_path / "ran").exists()
    assert "calm" not in sys.modules


@pytest.mark.usefixtures("calm")
def test_S19_a_theme_of_a_package_is_not_used_until_the_project_is_trusted(tmp_path: Path) -> None:
    site = opened(with_theme(tmp_path / "p", "calm"), trusted=False)
    assert SAID not in page_of(site)
    assert site.theme.name == "harbour"
    (warning,) = [str(one) for one in site.warnings]
    assert "playbook.yaml:2:8: the theme “calm” was not used" in warning


@pytest.mark.usefixtures("calm")
def test_a_theme_of_the_project_stands_on_one_of_a_package_and_a_folder_lies_over_it(
    tmp_path: Path,
) -> None:
    root = with_theme(tmp_path / "p", "themes/ours")
    (root / "themes" / "ours").mkdir(parents=True)
    text = "name: ours\ndescription: Ours.\nparent: calm\n"
    (root / "themes" / "ours" / "theme.yaml").write_text(text, "utf-8")
    over = root / "themes" / "calm" / "templates"
    over.mkdir(parents=True)
    extended = (
        '{% extends "calm/process.html" %}{% block main %}Over it. {{ super() }}{% endblock %}'
    )
    (over / "process.html").write_text(extended, "utf-8")
    html = page_of(opened(root))
    assert SAID in html
    assert b"Over it." in html


def test_a_build_is_done_over_for_another_version_of_a_theme(tmp_path: Path, calm: Path) -> None:
    root = with_theme(tmp_path / "p", "calm")
    around = {"PYTHONPATH": str(calm.parent), "PLAYBOOK_CACHE_DIR": str(tmp_path / "cache")}
    assert each(root, "build", "--trust", **around)[0] == 0
    assert "nothing has changed" in told(root, "build", "--trust", **around)
    template = calm / "templates" / "process.html"
    template.write_text(template.read_text("utf-8").replace("first", "once"), "utf-8")
    assert "nothing has changed" not in told(root, "build", "--trust", **around)
    shown = (root / "site" / "x" / "en" / "processes" / "p.html").read_bytes()
    assert b"Ask the process office once." in shown


def test_a_preview_sees_another_version_of_a_theme_of_a_package(tmp_path: Path, calm: Path) -> None:
    root = with_theme(tmp_path / "p", "themes/ours")
    lay(root / "themes", "ours")
    ours = root / "themes" / "ours" / "theme.yaml"
    ours.write_text("name: ours\ndescription: x\nparent: calm\n", "utf-8")
    (root / "themes" / "ours" / "templates" / "process.html").unlink()
    how = Opening(TODAY, trusted=True, shelf=Shelf())
    preview = Preview(lambda former: open_site(root, how, former))
    watch = Watch(
        lambda: watched(root, preview.shown.site), lambda _paths: preview.refresh() and None, True
    )
    watch.start()
    template = calm / "templates" / "process.html"
    template.write_text(template.read_text("utf-8").replace("first", "once"), "utf-8")
    site = preview.wait(1, 20).site
    watch.stop()
    assert site is not None
    assert b"Ask the process office once." in page_of(site)


def test_a_preview_watches_what_the_settings_name_only_later(tmp_path: Path, calm: Path) -> None:
    root = with_theme(tmp_path / "p", "harbour")
    assert calm not in watched(root, opened(root))
    lists = "references: {other: {site: 'https://other.example/', file: lists/other.inv}}\n"
    (root / "playbook.yaml").write_text(f"title: Test\ntheme: calm\n{lists}", "utf-8")
    (root / "lists").mkdir()
    shutil.copy(PROJECT / "lists" / "standards.inv", root / "lists" / "other.inv")
    assert {calm, root / "lists" / "other.inv"} <= set(watched(root, opened(root)))


def test_a_theme_of_a_package_that_fails_is_told_with_its_place(tmp_path: Path, calm: Path) -> None:
    template = calm / "templates" / "process.html"
    template.write_text(template.read_text("utf-8").replace("super()", "process.nope"), "utf-8")
    root = with_theme(tmp_path / "p", "calm")
    said = told(root, "theme", "check", PYTHONPATH=str(calm.parent))
    assert "calm/templates/process.html:2: nothing is called “process” here" in said
    (calm / "theme.yaml").write_text("name: other\ndescription: x\n", "utf-8")
    assert "calm/theme.yaml:1:7: the theme is called “other”" in refusal(root)
    (calm / "theme.yaml").unlink()
    assert "an installed package offers a theme “calm”, and has no folder of it" in refusal(root)


@pytest.mark.usefixtures("calm")
def test_a_theme_that_nobody_offers_is_told_with_the_nearest_of_packages_too(
    tmp_path: Path,
) -> None:
    why = refusal(with_theme(tmp_path / "p", "clam"))
    assert "playbook.yaml:2:8: there is no theme “clam”; did you mean “calm”?" in why
    assert "choose harbour or ledger or calm" in refusal(with_theme(tmp_path / "q", "zzz"))


def test_the_folder_of_a_theme_may_be_called_as_a_package_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = package(tmp_path / "packages", "so-calm", THEMES, "so_calm")
    folder = lay(place, "so_calm")
    text = FILES[THEME[0]].replace("name: calm", "name: so-calm")
    (folder / "theme.yaml").write_text(text, "utf-8")
    monkeypatch.syspath_prepend(str(place))
    assert SAID in page_of(opened(with_theme(tmp_path / "p", "so-calm")))
