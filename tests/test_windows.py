"""What has to hold for Windows, as far as another system can tell: names, signs, line ends."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inventories import TODAY, write_project
from playbook.archive.names import objections
from playbook.load.alone import WINDOWS_NAMES
from playbook.opening import Opening
from playbook.plan import supplier_plan
from playbook.problems import Unusable
from playbook.site import Site, open_site
from playbook.supply import supplier_site, suppliers_with_an_edition

ONE = [{"id": "pay", "name": "Pay suppliers"}]


def test_no_address_of_a_site_is_reserved_or_the_same_as_another_on_windows(site: Site) -> None:
    """Names of devices, signs, lengths, and names that differ by capitals or accents alone."""
    assert list(objections([*site.pages, *site.assets, *site.index])) == []
    for name in suppliers_with_an_edition(site):
        theirs = supplier_site(site, name)
        assert list(objections([*theirs.pages, *theirs.assets, *theirs.index])) == []


@pytest.mark.parametrize("kind", ["departments", "units", "roles", "systems", "data"])
def test_the_longest_id_still_gives_an_address_that_windows_takes(
    tmp_path: Path, kind: str
) -> None:
    """The folder of the site adds to it: Windows takes 260 signs, and archives 100."""
    longest = "x" * 80
    organisation = {kind: [{"id": longest, "name": "Long"}]}
    project = write_project(tmp_path / "p", organisation, [{"id": longest, "name": "Long"}])
    site = open_site(project, Opening(TODAY))
    assert max(map(len, site.pages)) <= 130
    inventory = site.portfolios[0].inventory
    assert all(len(page.path) <= 100 for page in supplier_plan(inventory, "en"))


@pytest.mark.parametrize("name", sorted(WINDOWS_NAMES))
def test_an_organisation_is_not_called_after_a_device(tmp_path: Path, name: str) -> None:
    project = write_project(tmp_path / "p", {}, ONE)
    organisations = project / "content" / "organisations"
    (organisations / "x").rename(organisations / name)
    with pytest.raises(Unusable, match=f"such as “{name}-organisation”"):
        open_site(project, Opening(TODAY))


def test_an_own_page_is_not_called_after_a_device(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", {}, ONE)
    folder = project / "content" / "organisations" / "x" / "pages" / "aux"
    folder.mkdir(parents=True)
    (folder / "help.md").write_text("# Help\n", "utf-8")
    with pytest.raises(Unusable, match="cannot be the name of a page"):
        open_site(project, Opening(TODAY))


def test_files_that_an_editor_of_windows_saved_are_read_and_build_the_same_site(
    tmp_path: Path,
) -> None:
    sites = []
    for name, end in (("unix", "\n"), ("windows", "\r\n")):
        project = write_project(tmp_path / name, {}, [{**ONE[0], "purpose": "One\n\nTwo"}])
        (project / "content" / "organisations" / "x" / "pages").mkdir()
        own = project / "content" / "organisations" / "x" / "pages" / "help.md"
        own.write_text("# Help\n\nSome **text**.\n", "utf-8")
        for path in (*project.rglob("*.yaml"), *project.rglob("*.md")):
            path.write_bytes(path.read_text("utf-8").replace("\n", end).encode())
        opened = open_site(project, Opening(TODAY))
        sites.append({address: opened.html(page) for address, page in opened.pages.items()})
    assert sites[0] == sites[1]


def playbook(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as Windows does: without UTF-8 unless it is said."""
    return subprocess.run(
        [sys.executable, "-m", "playbook", *words],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **environment},
    )


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252", "latin-1"])
def test_a_message_never_fails_for_a_sign_that_the_terminal_lacks(
    tmp_path: Path, encoding: str
) -> None:
    project = write_project(tmp_path / "p", {}, [{"id": "pay", "nam": "→ “x” é"}])
    done = playbook(project, "check", PYTHONIOENCODING=encoding)
    said = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "all.yaml:3:3" in said
    assert "is not a known key" in said


def test_what_goes_to_a_file_or_a_program_is_utf_8_whatever_the_system_speaks(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "p", {}, [{"id": "pay", "nam": "x"}])
    done = playbook(project, "check", "--format", "json", LC_ALL="C")
    assert "“nam” is not a known key" in done.stdout.decode("utf-8")


def test_no_text_is_read_or_written_in_the_encoding_of_the_system(repository: Path) -> None:
    """Windows would take another one than the author's computer."""
    found = [
        f"{path.relative_to(repository)}:{node.lineno}"
        for path in sorted((repository / "generator").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and not _says_how(node)
    ]
    assert found == []


def _says_how(call: ast.Call) -> bool:
    """Tell whether a call that opens a text names its encoding; true of every other call."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    keys = {keyword.arg for keyword in call.keywords}
    words = [one.value for one in call.args if isinstance(one, ast.Constant)]
    if name == "read_text":
        return bool(call.args or "encoding" in keys)
    if name == "write_text":
        return len(call.args) > 1 or "encoding" in keys
    if name in ("open", "fdopen") and words and set(str(words[-1])) <= set("rwxab+"):
        return "b" in str(words[-1]) or "encoding" in keys
    return True


POSIX = {"fork", "getuid", "geteuid", "waitpid", "fchmod", "chown", "sched_getaffinity"}


def test_what_windows_lacks_is_asked_for_before_it_is_used(repository: Path) -> None:
    """A module that uses such a function also asks whether there is one."""
    for path in sorted((repository / "generator").rglob("*.py")):
        text = path.read_text("utf-8")
        used = {name for name in POSIX if f"os.{name}(" in text} - {"waitpid"}
        for name in used:
            asked = (f'hasattr(os, "{name}")', "CAN_FORK", 'os.name != "nt"', "win32")
            assert any(word in text for word in asked), f"{path.name} uses os.{name}"
        for module in ("fcntl", "pwd", "grp", "termios", "resource"):
            assert f"\nimport {module}\n" not in text, f"{path.name} imports {module}"
