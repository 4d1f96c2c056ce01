"""What was read of a file of processes is the same when it is taken from what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import playbook.load.files
import playbook.load.gathered as gathered_in
from inventories import TODAY, write_project
from models import structs
from playbook.load.files import Folder, Read
from playbook.load.gathered import Gathered, folded, unfolded
from playbook.load.store import Store, name_of
from playbook.load.syntax import parse
from playbook.model.places import locate
from playbook.model.process import Process, ProcessFile
from playbook.model.processes import Filed, card_of
from playbook.opening import Opening
from playbook.printed import print_of
from playbook.problems import Unusable
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
NONE = msgspec.msgpack.encode({"processes": []})
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


def cards(*rows: Any) -> bytes:
    return msgspec.msgpack.encode(rows)


def read(text: str, store: Store | None) -> Read:
    return Folder(Path(), store).said(FILE, text, ProcessFile)


def assert_same(one: Read, other: Read) -> None:
    assert one.problems == other.problems
    assert one.gathered is not None
    assert other.gathered is not None
    assert_same_found(one.gathered, other.gathered)


def assert_same_found(one: Gathered, other: Gathered) -> None:
    assert [*map(card_of, one.filed.cards)] == [*map(card_of, other.filed.cards)]
    assert one.filed.places == other.filed.places
    assert one.filed.prints == other.filed.prints
    assert one.located == other.located
    assert one.needs == other.needs
    assert one.alone == other.alone
    assert list(classes(one.filed.processes)) == list(classes(other.filed.processes))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_kept_of_a_file_is_what_it_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text("utf-8")
    alone = read(text, None)
    assert not alone.problems
    assert alone.gathered is not None
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


def test_only_files_of_which_something_is_shown_are_made_into_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path, {}, [])
    folder = root / "content" / "organisations" / "x" / "processes"
    for name in "abcd":
        more = "tags: [t], formerly: [old], part_of: c, follows: [d]" if name == "b" else ""
        text = f"processes:\n  - {{id: {name}, name: {name.upper()}, {more}}}\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    opening = Opening(TODAY, store=Store(tmp_path / "store"), jobs=2)
    first = open_site(root, opening)
    page = "x/en/processes/b.html"
    shown = first.html(first.pages[page])
    made = list[bytes]()

    class Counted:
        def decode(self, data: bytes) -> Any:
            if data != NONE:
                made.append(data)
            return decoding.decode(data)

    decoding = gathered_in.DECODER
    monkeypatch.setattr(gathered_in, "DECODER", Counted())
    again = open_site(root, opening)
    keys = [again.known_key(page) for page in again.pages.values()]
    assert keys == [first.known_key(page) for page in first.pages.values()]
    assert "x/en/processes/old.html" in again.pages
    assert made == []
    assert again.html(again.pages[page]) == shown
    assert len(made) == 1


def test_an_id_that_is_there_twice_is_told_with_its_places_by_every_run(tmp_path: Path) -> None:
    root = write_project(tmp_path, {}, [])
    file = root / "content" / "organisations" / "x" / "processes" / "a.yaml"
    file.write_text("processes:\n" + "  - {id: a, name: A}\n" * 2, "utf-8")
    told = []
    for _ in range(2):
        with pytest.raises(Unusable) as unusable:
            open_site(root, Opening(TODAY, store=Store(tmp_path / "store"), jobs=2))
        told.append([(problem.place.line, problem.code) for problem in unusable.value.problems])
    assert told == [[(3, "R02")], [(3, "R02")]]


def test_threads_that_ask_at_once_have_the_same_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")
    read(WRITTEN, store)
    found, together = read(WRITTEN, store).gathered, Barrier(2)
    assert found is not None

    class Waiting:
        def decode(self, data: bytes) -> Any:
            together.wait(10)  # both have begun
            return decoding.decode(data)

    decoding = gathered_in.DECODER
    monkeypatch.setattr(gathered_in, "DECODER", Waiting())
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(lambda: found.filed.processes) for _ in range(2)]
    one, other = (each.result() for each in asked)
    assert one == other
    assert [process.id for process in one] == ["one", "two"]
    assert found.filed.processes is found.filed.processes


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(structs(Process, most=10), max_size=3).map(tuple))
def test_any_process_comes_back_as_it_was(processes: tuple[Process, ...]) -> None:
    value = ProcessFile(processes=processes)
    located = [locate(FILE, number) for number in range(len(processes))]
    placed = list(zip(processes, located, strict=True))
    places = {each.id: where for each, where in placed}
    prints = {each.id: print_of(each, where) for each, where in placed}
    found = Gathered(Filed.of(processes, places, prints), located, {"role": frozenset("ab")})
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(folded(value, found)))
    back = unfolded(kept, FILE)
    assert back is not None
    assert_same_found(back, found)
    assert back.filed.processes is back.filed.processes
    assert_same_found(back.made(), found)


@pytest.mark.parametrize(
    "kept",
    [
        "something else",
        [1, 2, 3],
        [3, [], {}, [], cards()],
        [NONE, [], [], [], cards()],
        [NONE, [], {"role": 3}, [], cards()],
        [NONE, [], {}, [3], cards()],
        [NONE, [], {}, [], []],
        [NONE, [], {}, [], cards(3)],
        [NONE, [], {}, [], cards(["a", "A", None, [], []])],
        [NONE, [], {}, [], cards(["a", "A", None, [], [], None, []])],
        [NONE, [b"\x01"], {}, [], cards(["a", "A", None, [], [], None, []])],
        [NONE, [b"\x01"], {}, [(b"", b"", [])], cards(["a", 3, None, [], [], None, []])],
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
    problems = told.problems or (told.gathered and told.gathered.alone)
    assert problems
    for _ in range(2):
        again = read(text, Store(tmp_path / "store"))
        assert (again.problems or (again.gathered and again.gathered.alone)) == problems
