"""Several files are put in their places, or none of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playbook.problems import Unusable
from playbook.write.files import put


def everything(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def test_every_file_is_written_and_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o640)
    put({tmp_path / "a": b"new", tmp_path / "deep" / "er" / "b": b"two"}, tmp_path)
    assert everything(tmp_path) == {"a": "new", "deep/er/b": "two"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_when_one_cannot_be_written_all_are_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "c" / "in the way").mkdir(parents=True)
    files = {tmp_path / "a": b"new", tmp_path / "deep" / "b": b"two", tmp_path / "c": b"three"}
    with pytest.raises(Unusable, match="it cannot be written"):
        put(files, tmp_path)
    assert everything(tmp_path) == {"a": "old"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]


FULL = """
import resource, sys
from pathlib import Path
from playbook.problems import Unusable
from playbook.write.files import put

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
root = Path(sys.argv[1])
try:
    put({root / "a": b"new", root / "deep" / "b": b"x" * 2000}, root)
except Unusable as told:
    print(told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to the size of a file there")
def test_a_file_for_which_there_is_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "it cannot be written (file too large)" in done.stdout
    assert everything(tmp_path) == {"a": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
