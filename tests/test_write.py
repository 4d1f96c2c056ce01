"""Writing: only what changed, files whole, nothing of others touched, the old site kept."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playbook.problems import Unusable
from playbook.write import manifest, switch
from playbook.write.manifest import NAME as MANIFEST
from playbook.write.manifest import Entry, Manifest
from playbook.write.output import Output, Written

SITE = {"index.html": b"home", "x/nl/index.html": b"nl", "assets/style.css": b"css"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: x\n")
    return folder


def write(project: Path, files: dict[str, bytes]) -> Written:
    return write_into(Output(project / "site", project), files)


def write_into(output: Output, files: dict[str, bytes]) -> Written:
    """Write files as a build does: what is there already is kept."""
    entries: dict[str, Entry] = {}
    changed = set()
    with output.stage() as stage:
        for address, data in files.items():
            key = data.decode()
            if output.former.fresh(output.folder, address, key):
                entries[address] = output.former.files[address]
            else:
                entries[address] = Entry(key, *stage.write(address, data))
                changed.add(address)
        return stage.finish(Manifest(entries), changed)


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def refusal(output: Path, project: Path) -> str:
    with pytest.raises(Unusable) as raised:
        Output(output, project)
    return str(raised.value)


def test_a_site_is_written(project: Path) -> None:
    assert write(project, SITE) == Written(total=3, written=3, removed=0)
    assert read(project / "site") == SITE


def test_a_second_build_writes_nothing(project: Path) -> None:
    write(project, SITE)
    before = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    assert write(project, SITE) == Written(total=3, written=0, removed=0)
    assert before == {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}


def test_only_what_changed_is_written(project: Path) -> None:
    write(project, SITE)
    assert write(project, {**SITE, "index.html": b"other"}) == Written(3, 1, 0)
    assert read(project / "site")["index.html"] == b"other"


def test_a_page_changed_by_hand_is_put_right(project: Path) -> None:
    write(project, SITE)
    (project / "site" / "index.html").write_bytes(b"hand")
    assert write(project, SITE).written == 1
    assert read(project / "site") == SITE


def test_what_is_no_more_is_removed_with_its_empty_folder(project: Path) -> None:
    write(project, SITE)
    assert write(project, {"index.html": b"home"}) == Written(1, 0, 2)
    assert read(project / "site") == {"index.html": b"home"}
    assert not (project / "site" / "x").exists()


def test_files_of_others_stay(project: Path) -> None:
    write(project, SITE)
    (project / "site" / "CNAME").write_text("example")
    write(project, {"index.html": b"home"})
    assert (project / "site" / "CNAME").read_text() == "example"


def leftovers(project: Path) -> list[str]:
    return [name for name in os.listdir(project) if name.startswith(".site")]  # noqa: PTH208


def test_a_failing_page_leaves_the_former_site(project: Path) -> None:
    write(project, SITE)
    with pytest.raises(RuntimeError), Output(project / "site", project).stage() as stage:  # noqa: PT012
        stage.write("index.html", b"new")
        raise RuntimeError
    assert read(project / "site") == SITE
    assert leftovers(project) == []


def test_unchanged_files_are_the_same_files(project: Path) -> None:
    write(project, SITE)
    before = (project / "site" / "assets" / "style.css").stat()
    write(project, {**SITE, "index.html": b"new"})
    after = (project / "site" / "assets" / "style.css").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_former_version_is_not_written_into(project: Path) -> None:
    """Whoever has a page of the former version open keeps that version whole."""
    write(project, SITE)
    with (project / "site" / "index.html").open("rb") as opened:
        write(project, {**SITE, "index.html": b"new"})
        assert opened.read() == b"home"


def test_a_folder_that_cannot_move_is_written_file_by_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, SITE)

    def busy(_folder: Path) -> bool:
        return False

    monkeypatch.setattr(switch, "take_place", busy)
    files = {"index.html": b"new", "x/nl/index.html": b"nl"}
    assert write(project, files) == Written(2, 1, 1)
    assert read(project / "site") == files
    assert leftovers(project) == []
    assert write(project, files) == Written(2, 0, 0)


def test_without_an_exchange_of_names_the_old_folder_steps_aside(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switch, "_renameat2", lambda: None)
    write(project, SITE)
    assert write(project, {"index.html": b"new"}) == Written(1, 1, 2)
    assert read(project / "site") == {"index.html": b"new"}
    assert leftovers(project) == []


@pytest.mark.parametrize("ready", [True, False])
def test_a_crash_between_two_renames_is_healed(project: Path, ready: bool) -> None:
    write(project, SITE)
    site = project / "site"
    site.rename(switch.aside(site))
    switch.beside(site).mkdir()
    (switch.beside(site) / "index.html").write_bytes(b"new")
    if ready:
        manifest.write(switch.beside(site), Manifest({"index.html": Entry("new", 3, 0)}))
    output = Output(site, project)
    assert read(site) == ({"index.html": b"new"} if ready else SITE)
    assert leftovers(project) == []
    assert write_into(output, SITE).total == 3


@pytest.mark.parametrize("place", [".", "..", "content", "content/organisations", ".git"])
def test_S24_a_folder_with_sources_is_refused(project: Path, place: str) -> None:
    assert "holds other things than a site" in refusal(project / place, project)


def test_S24_home_and_root_are_refused(project: Path) -> None:
    for place in (Path("/"), Path.home(), Path.home().parent):
        assert "holds other things than a site" in refusal(place, project)


def test_S24_another_repository_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / ".git").mkdir(parents=True)
    assert "holds other things than a site" in refusal(tmp_path / "other", project)


def test_S24_a_strange_folder_that_is_not_empty_is_refused(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.doc").write_text("dear")
    assert "it holds “letter.doc”" in refusal(other, project)
    assert (other / "letter.doc").read_text() == "dear"


def test_S24_only_files_of_the_manifest_are_removed(project: Path) -> None:
    write(project, SITE)
    (project / "secret.txt").write_text("keep")
    entries = manifest.read(project / "site").files
    strange = ("../secret.txt", "/etc/hostname", "..\\secret.txt")
    listed = Manifest({**entries, **dict.fromkeys(strange, Entry("", 4, 0))})
    manifest.write(project / "site", listed)
    write(project, {"index.html": b"home"})
    assert (project / "secret.txt").read_text() == "keep"


def test_S6_a_link_in_the_output_is_not_followed(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    write(project, {"index.html": b"home"})
    (project / "site" / "x").symlink_to(outside, target_is_directory=True)
    with pytest.raises(Unusable, match="a page is to go there"):
        write(project, SITE)
    assert list(outside.iterdir()) == []


def test_a_broken_manifest_removes_nothing(project: Path) -> None:
    write(project, SITE)
    (project / "site" / MANIFEST).write_text("{")
    assert write(project, {"index.html": b"home"}) == Written(1, 1, 0)
    assert (project / "site" / "x" / "nl" / "index.html").read_bytes() == b"nl"


def test_a_file_in_place_of_the_folder_is_refused(project: Path) -> None:
    (project / "site").write_text("not a folder")
    assert "this is a file" in refusal(project / "site", project)


def test_an_empty_folder_and_one_with_gitignore_are_taken(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / ".gitignore").write_text("*")
    assert write(project, SITE).written == 3


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "make room on the disk"), (errno.EACCES, "check that you may write there")],
)
def test_what_the_system_refuses_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    write(project, SITE)

    def refuse(*_args: object, **_named: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(Unusable, match=words):
            write(project, {**SITE, "index.html": b"new"})
    assert read(project / "site") == SITE


BUILD_FOR_EVER = """
import sys
from pathlib import Path
from test_write import write
project = Path(sys.argv[1])
print("ready", flush=True)
for turn in range(10**6):
    letter = b"ab"[turn % 2 : turn % 2 + 1]
    write(project, {f"x/{n % 10}/{n}.html": letter * 20000 for n in range(60)})
"""


@pytest.mark.parametrize("turn", range(8))
def test_a_killed_build_leaves_the_site_wholly_old_or_wholly_new(project: Path, turn: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUILD_FOR_EVER, str(project)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + 0.037 * turn)
        process.send_signal(signal.SIGKILL)
    pages = {path: path.read_bytes() for path in (project / "site").rglob("*.html")}
    assert len(pages) in (0, 60)
    assert len(set(pages.values())) <= 1, "old and new pages are mixed"
    done = write(project, {"index.html": b"home"})
    assert read(project / "site") == {"index.html": b"home"}
    assert done.removed == len(pages)
    assert leftovers(project) == []
