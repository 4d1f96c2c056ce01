"""What was read of a file of processes is the same when it is taken from what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import playbook.load.files
from inventories import TODAY, write_project
from models import structs
from playbook.load.files import Folder, Read
from playbook.load.gathered import Gathered, folded, unfolded
from playbook.load.store import Store, name_of
from playbook.load.syntax import parse
from playbook.model.places import locate
from playbook.model.process import Process, ProcessFile
from playbook.opening import Opening
from playbook.printed import print_of
from playbook.site import open_site

ROOT = Path(__file__).parents[2]
SITES = ("authoring", "small", "trial")
FILES = sorted(
    path
    for home in (
        ROOT / "content",
        ROOT / "docs",
        *(ROOT / "tests" / "sites" / name for name in SITES),
    )
    for path in home.rglob("organisations/*/processes/**/*.yaml")
)
FILE = "processes/all.yaml"
WRITTEN = """
processes:
  - id: one
    name: {nl: Eén, en: One}
    purpose: Leads to {process}`two`.
    handoffs: []
  - id: two
    name: Two
"""


def classes(value: Any) -> Iterator[Any]:
    """Yield a value with its class, and those inside it: tuples of two classes can be equal."""
    yield type(value), value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from classes(getattr(value, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from classes(key)
            yield from classes(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from classes(each)


def read(text: str, store: Store | None) -> Read:
    return Folder(Path(), store).said(FILE, text, ProcessFile)


def assert_same(one: Read, other: Read) -> None:
    assert list(classes(one.value)) == list(classes(other.value))
    assert one.processes == other.processes
    assert one.gathered.located == other.gathered.located
    assert one.gathered.prints == other.gathered.prints
    assert one.gathered.needs == other.gathered.needs
    assert one.problems == other.problems
    assert one.gathered.alone == other.gathered.alone


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_kept_of_a_file_is_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text("utf-8")
    alone = read(text, None)
    assert not alone.problems
    assert not alone.gathered.alone
    assert_same(read(text, Store(tmp_path / "store")), alone)
    monkeypatch.setattr(playbook.load.files, "parse", None)  # it is not called again
    assert_same(read(text, Store(tmp_path / "store")), alone)


def test_what_is_kept_of_a_file_is_known_to_be_kept(tmp_path: Path) -> None:
    folder = Folder(Path(), Store(tmp_path / "store"))
    assert not folder.is_kept(FILE, WRITTEN)
    folder.said(FILE, WRITTEN, ProcessFile)
    assert folder.is_kept(FILE, WRITTEN)
    assert not folder.is_kept(FILE, f"{WRITTEN}  - id: three\n    name: Three\n")
    assert not Folder(Path(), None).is_kept(FILE, WRITTEN)


def test_a_build_reads_each_file_of_processes_once_and_parses_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path, {}, [])
    folder = root / "content" / "organisations" / "x" / "processes"
    for name in "ab":
        text = f"processes:\n  - {{id: {name}, name: {name}}}\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    opening = Opening(TODAY, store=Store(tmp_path / "store"), jobs=2)
    open_site(root, opening)
    texts, parsed = list[str](), list[str]()

    def text_of(folder: Folder, path: Path) -> Any:
        texts.append(path.name)
        return reading(folder, path)

    def parse_it(text: str, file: str) -> Any:
        parsed.append(file)
        return parse(text, file)

    reading = Folder.text
    monkeypatch.setattr(Folder, "text", text_of)
    monkeypatch.setattr(playbook.load.files, "parse", parse_it)
    site = open_site(root, opening)
    assert [process.id for process in site.portfolios[0].inventory.processes] == ["a", "b"]
    assert (texts.count("a.yaml"), texts.count("b.yaml"), parsed) == (1, 1, [])
    (folder / "b.yaml").write_text("processes:\n  - {id: b, name: New}\n", "utf-8")
    assert open_site(root, opening).portfolios[0].processes["b"].name == "New"
    assert parsed == ["content/organisations/x/processes/b.yaml"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(structs(Process, most=10), max_size=3).map(tuple))
def test_any_process_comes_back_as_it_was(processes: tuple[Process, ...]) -> None:
    value = ProcessFile(processes=processes)
    placed = [(each, locate(FILE, number)) for number, each in enumerate(processes)]
    prints = tuple(print_of(*one) for one in placed)
    found = Gathered(tuple(placed), {"role": frozenset("ab")}, (), prints)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(folded(value, found)))
    back = unfolded(kept, FILE)
    assert back is not None
    assert list(classes(back[0])) == list(classes(value))
    assert back[1] == found


@pytest.mark.parametrize(
    "kept",
    [
        "something else",
        [1, 2, 3],
        [b"", [], {}, []],
        [b"\x80", [], {}, []],
        [msgspec.msgpack.encode({"processes": [{"id": "one", "name": 3}]}), [b"\x01"], {}, []],
        [msgspec.msgpack.encode({"processes": [{"id": "one", "name": "One"}]}), [], {}, []],
        [msgspec.msgpack.encode({"processes": []}), [], [], []],
        [msgspec.msgpack.encode({"processes": []}), [], {"role": 3}, []],
        [msgspec.msgpack.encode({"processes": []}), [], {}, [3]],
        [msgspec.msgpack.encode({"processes": [{"id": "a", "name": "A"}]}), [b"\x01"], {}, []],
    ],
)
def test_what_is_kept_under_the_name_of_a_file_and_is_none_is_passed_over(
    kept: Any, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    store.keep(name_of("processes", FILE, WRITTEN), kept)
    assert_same(read(WRITTEN, store), read(WRITTEN, None))


@pytest.mark.parametrize(
    "process", ["{id: con, name: One}", "{id: one, name: ' '}", "{id: one, name: One, un: known}"]
)
def test_what_is_wrong_in_a_file_is_told_every_time(process: str, tmp_path: Path) -> None:
    text = f"processes:\n  - {process}\n"
    told = read(text, None)
    problems = told.problems or told.gathered.alone
    assert problems
    for _ in range(2):
        again = read(text, Store(tmp_path / "store"))
        assert (again.problems or again.gathered.alone) == problems
