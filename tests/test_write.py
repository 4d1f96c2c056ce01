"""Writing: only what changed, files whole, nothing of others touched, the old site kept."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playbook.problems import Unusable
from playbook.write import MANIFEST, STAGING, Output, Written

SITE = {"index.html": b"home", "x/nl/index.html": b"nl", "assets/style.css": b"css"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: x\n")
    return folder


def write(project: Path, files: dict[str, bytes]) -> Written:
    return Output(project / "site", project).write(files.items())


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


def test_a_failing_page_leaves_the_former_site(project: Path) -> None:
    write(project, SITE)

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        Output(project / "site", project).write(failing())
    assert read(project / "site") == SITE
    assert not (project / "site" / STAGING).exists()


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
    manifest = project / "site" / MANIFEST
    listed = json.loads(manifest.read_text())
    listed["files"] += ["../secret.txt", "/etc/hostname", "..\\secret.txt"]
    manifest.write_text(json.dumps(listed))
    write(project, {"index.html": b"home"})
    assert (project / "secret.txt").read_text() == "keep"


def test_S6_a_link_in_the_output_is_not_followed(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    write(project, {"index.html": b"home"})
    (project / "site" / "x").symlink_to(outside, target_is_directory=True)
    with pytest.raises(Unusable, match="link to a folder outside"):
        write(project, SITE)
    assert list(outside.iterdir()) == []


def test_a_broken_manifest_removes_nothing(project: Path) -> None:
    write(project, SITE)
    (project / "site" / MANIFEST).write_text("{")
    assert write(project, {"index.html": b"home"}) == Written(1, 0, 0)
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
        patch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(Unusable, match=words):
            write(project, {**SITE, "index.html": b"new"})
    assert read(project / "site") == SITE


BUILD_FOR_EVER = """
import sys
from pathlib import Path
from playbook.write import Output
project = Path(sys.argv[1])
print("ready", flush=True)
for turn in range(10**6):
    letter = b"ab"[turn % 2 : turn % 2 + 1]
    files = [(f"x/{n % 10}/{n}.html", letter * 20000) for n in range(60)]
    Output(project / "site", project).write(files)
"""


@pytest.mark.parametrize("turn", range(5))
def test_a_killed_build_leaves_every_file_whole(project: Path, turn: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUILD_FOR_EVER, str(project)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + 0.037 * turn)
        process.send_signal(signal.SIGKILL)
    pages = {
        path: path.read_bytes()
        for path in (project / "site").rglob("*.html")
        if STAGING not in path.parts
    }
    for path, data in pages.items():
        assert data in (b"a" * 20000, b"b" * 20000), path
    done = write(project, {"index.html": b"home"})
    assert read(project / "site") == {"index.html": b"home"}
    assert done.removed == len(pages)
