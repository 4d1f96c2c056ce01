"""Several files are put in their places, or none of them."""

from __future__ import annotations

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
