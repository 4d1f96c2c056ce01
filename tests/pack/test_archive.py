"""The archive that is handed over, and what checks it."""

from __future__ import annotations

import datetime
import hashlib
import io
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from playbook.archive.check import NoArchiveError, check
from playbook.archive.locked import write_locked
from playbook.archive.make import SUMS, members, replacing, stamp, top_folder, write
from playbook.archive.names import objections
from playbook.problems import Unusable
from test_cli import run

DAY = stamp(datetime.datetime(2026, 11, 24))
FILES = {"index.html": b"<p>hello</p>", "en/a.html": b"a", "assets/style.css": b"p{}"}


def made(path: Path, files: dict[str, bytes] = FILES) -> Path:
    with replacing(path) as partial, partial.open("wb") as opened:
        write(opened, members("x-y", files), DAY)
    return path


def test_an_archive_is_checked_and_found_whole(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip")
    assert check(path) == ()
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {name.split("/")[0] for name in archive.namelist()} == {"x-y"}


@pytest.mark.parametrize(
    ("year", "held"), [(1979, (1980, 1, 1, 0, 0, 0)), (2108, (2107, 12, 31, 23, 59, 58))]
)
def test_a_moment_that_an_archive_cannot_hold_is_the_nearest(year: int, held: object) -> None:
    assert stamp(datetime.datetime(year, 5, 5)) == held


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"former")
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "a.zip") as partial:
        partial.write_bytes(b"half" + (tmp_path / "none").read_bytes())
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]
    assert (tmp_path / "a.zip").read_bytes() == b"former"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a/../b.html"], "leads to another folder"),
        (["/etc/passwd"], "root of a disk"),
        (["C:/a.html"], "root of a disk"),
        (["a\\b.html"], "backslash"),
        (["a/con.html"], "device"),
        (["a/NUL"], "device"),
        (["a/COM¹.txt"], "device"),
        (["a/b. "], "dot or space"),
        (["a/b./c"], "dot or space"),
        (["a/b?.html"], "Windows does not allow"),
        (["a/b\n.html"], "Windows does not allow"),
        (["a/B.html", "a/b.html"], "the same name"),
        (["a/é.html", "a/e\u0301.html"], "the same name"),
        (["A/b.html", "a/c.html"], "its folder is the same"),
        (["a", "a/b.html"], "a folder has the same name"),
        (["a/" + "b" * 99], "longer than 100"),
        (["a//b.html"], "without a name"),
    ],
)
def test_S25_names_that_cannot_be_unpacked_everywhere(names: list[str], why: str) -> None:
    assert any(why in said for _, said in objections(names)), list(objections(names))


def test_S25_no_archive_with_such_a_name_is_made() -> None:
    with pytest.raises(Unusable, match="device"):
        members("x", {"index.html": b"", "aux.html": b""})


def test_the_top_folder_leaves_room_for_the_longest_path() -> None:
    long = "processes/" + "p" * 80 + ".html"
    top = top_folder("an-organisation-a-supplier-2026-11-24", [long])
    assert len(f"{top}/{long}") <= 100
    assert not [*objections([f"{top}/{long}"])]


def changed(path: Path, change: str) -> Path:
    """Write an archive anew with one thing changed in it."""
    with zipfile.ZipFile(path) as archive:
        infos = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in infos:
            if change == "mode" and info.filename.endswith("a.html"):
                info.external_attr = 0o120777 << 16
            if change == "deflated":
                info.compress_type = zipfile.ZIP_DEFLATED
            if change == "extra":
                info.extra = struct.pack("<HH4s", 0xCAFE, 4, b"note")
            if change == "missing" and info.filename.endswith("a.html"):
                continue
            inside = b"other" if change == "bytes" and info.filename.endswith("a.html") else data
            archive.writestr(info, inside)
        if change == "added":
            archive.writestr(zipfile.ZipInfo("x-y/zz.html"), b"")
        if change == "comment":
            archive.comment = b"made by me"
        if change == "outside":
            archive.writestr(zipfile.ZipInfo("zz.html"), b"")
        if change == "climbs":
            archive.writestr(zipfile.ZipInfo("x-y/../../zz.html"), b"")
    return path


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("mode", "a link to another file"),
        ("deflated", "packed anew"),
        ("extra", "remarks"),
        ("missing", "“en/a.html” is missing"),
        ("bytes", "“en/a.html” was changed"),
        ("added", "zz.html"),
        ("comment", "comment"),
        ("outside", "not together in one folder"),
        ("climbs", "leads to another folder"),
    ],
)
def test_S25_verify_tells_what_was_done_to_an_archive(
    tmp_path: Path, change: str, why: str
) -> None:
    said = check(changed(made(tmp_path / "a.zip"), change))
    assert any(why in line for line in said), said


def test_S25_bytes_between_files_are_noticed(tmp_path: Path) -> None:
    path = made(tmp_path / "a.zip")
    path.write_bytes(b"hidden" + path.read_bytes())
    assert any("bytes beside its files" in line for line in check(path))


def test_S25_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("x/index.html", DAY)
        info.external_attr, info.create_system = 0o100644 << 16, 3
        archive.writestr(info, bytes(50_000_000), zipfile.ZIP_DEFLATED)
    assert any("packed anew" in line for line in check(path))


def test_S25_what_is_no_archive_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(NoArchiveError):
        check(path)
    with pytest.raises(NoArchiveError):
        check(tmp_path / "none.zip")


def test_the_sums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    with zipfile.ZipFile(made(tmp_path / "a.zip")) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS],
        cwd=tmp_path / "x-y",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_an_archive_with_a_password_is_read_with_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with path.open("wb") as opened:
        write_locked(opened, members("x-y", FILES), DAY, "geheim é")
    assert check(path, "geheim é") == ()
    assert any("--password" in line for line in check(path))
    with pytest.raises(NoArchiveError):
        check(path, "wrong")
    assert b"hello" not in path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert all(info.flag_bits & 1 for info in archive.infolist())


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [("", 0, "as it was made"), ("bytes", 1, "was changed"), ("none", 2, "not an archive")],
)
def test_the_command_verify_ends_with_what_it_found(
    tmp_path: Path, change: str, code: int, said: str
) -> None:
    path = made(tmp_path / "a.zip")
    if change == "bytes":
        changed(path, change)
    if change == "none":
        path.write_bytes(b"hello")
    done = run("verify", str(path), folder=tmp_path)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert done.stdout == (f"{digest}\n" if code == 0 else "")
