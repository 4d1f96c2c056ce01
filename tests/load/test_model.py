"""The model's types: every field marked, described and known to the example."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from playbook import resources
from playbook.load.convert import convert
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.load.project import read_project
from playbook.load.references import references
from playbook.load.syntax import parse
from playbook.model.conversation import Answer, HandedOver
from playbook.model.marks import Refers
from playbook.model.organisation import Organisation, Supplier
from playbook.model.process import Process, ProcessFile

ROOTS = (ProcessFile, Organisation, Supplier, HandedOver, Answer)
DESIGN = Path(__file__).parents[3] / "shared" / "design" / "inventory.md"


def inner_types(type_: Any) -> Iterator[Any]:
    yield type_
    for part in typing.get_args(type_):
        yield from inner_types(part)


def structs() -> list[type[msgspec.Struct]]:
    found: dict[type[msgspec.Struct], None] = {}
    waiting: list[Any] = list(ROOTS)
    while waiting:
        for part in inner_types(waiting.pop()):
            if isinstance(part, type) and issubclass(part, msgspec.Struct) and part not in found:
                found[part] = None
                waiting += typing.get_type_hints(part, include_extras=True).values()
    return list(found)


FIELDS = [
    pytest.param(struct, name, hint, id=f"{struct.__name__}.{name}")
    for struct in structs()
    for name, hint in typing.get_type_hints(struct, include_extras=True).items()
]


@pytest.mark.parametrize(("struct", "name", "hint"), FIELDS)
def test_R6_a_field_has_its_visibility_and_a_sentence(struct: Any, name: str, hint: Any) -> None:
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, msgspec.Meta)]
    described = [mark for mark in marks if mark.extra and "visibility" in mark.extra]
    assert len(described) == 1, f"{struct.__name__}.{name} has no visibility"
    assert described[0].extra["visibility"] in ("shareable", "conditional", "internal")
    assert (described[0].description or "").endswith(".")


@pytest.mark.parametrize("struct", structs(), ids=lambda struct: struct.__name__)
def test_a_struct_is_frozen_and_knows_its_fields(struct: Any) -> None:
    config = struct.__struct_config__
    assert config.frozen
    assert config.forbid_unknown_fields


def written(value: Any, found: set[tuple[str, str]]) -> None:
    """Gather the fields that a value fills in."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if inner not in (None, ()):
                found.add((type(value).__name__, name))
                written(inner, found)
    elif isinstance(value, tuple):
        for item in value:
            written(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            written(item, found)


def test_the_example_uses_every_field(repository: Path) -> None:
    inventory = next(
        i for i in read_project(Folder.at(repository)).inventories if i.id == "waterland"
    )
    found: set[tuple[str, str]] = {("ProcessFile", "processes")}
    said = (*inventory.handed, *(one for given in inventory.answers.values() for one in given))
    for value in (inventory.organisation, *inventory.suppliers, *inventory.processes, *said):
        written(value, found)
    every = {(param.values[0].__name__, param.values[1]) for param in FIELDS}
    assert every - found == set()


def test_every_field_of_a_process_has_a_name_in_words() -> None:
    names = {field.encode_name for field in msgspec.structs.fields(Process)}
    assert names - set(read_interface(Folder.at(resources.content())).fields) == set()


def test_every_coded_value_has_words() -> None:
    codes: set[str] = set()
    for param in FIELDS:
        for part in inner_types(param.values[2]):
            if typing.get_origin(part) is typing.Literal:
                codes |= set(typing.get_args(part))
    steps = {"harmonise", "unify", "simplify", "concentrate", "digitise", "automate", "outsource"}
    assert codes - steps - set(read_interface(Folder.at(resources.content())).codes) == set()


def referring() -> Iterator[tuple[type[msgspec.Struct], str, str]]:
    for param in FIELDS:
        struct, name, hint = param.values
        for part in inner_types(hint):
            for mark in getattr(part, "__metadata__", ()):
                if isinstance(mark, Refers):
                    yield struct, name, mark.kind


def test_every_field_that_refers_is_followed(repository: Path) -> None:
    """The example uses every field; each reference in it has to be found."""
    inventory = next(
        i for i in read_project(Folder.at(repository)).inventories if i.id == "waterland"
    )
    kinds: set[tuple[str, str]] = set()
    for value in (inventory.organisation, *inventory.suppliers, *inventory.processes):
        for kind, _, path in references(value):
            last = [part for part in path if isinstance(part, str)][-1]
            kinds.add((kind, last))
    for struct, name, kind in set(referring()):
        field = next(f for f in msgspec.structs.fields(struct) if f.name == name)
        assert (kind, field.encode_name) in kinds, f"{struct.__name__}.{name}"


def test_the_slow_way_of_converting_reads_the_same_as_the_fast_one(repository: Path) -> None:
    """One Dutch date makes a whole file go the slow way."""
    for path in (repository / "content" / "organisations").rglob("processes/*.yaml"):
        text = path.read_text("utf-8")
        first = convert(parse(text, "f").values, ProcessFile, parse(text, "f").places, "f")
        assert first[1] == []
        slow = text + "  - {id: slow, name: Slow, review_by: 31-12-2026}\n"
        document = parse(slow, "f")
        value, problems = convert(document.values, ProcessFile, document.places, "f", slow)
        assert problems == []
        assert value is not None
        assert first[0] is not None
        assert value.processes[:-1] == first[0].processes


@pytest.mark.skipif(not DESIGN.is_file(), reason="the design is not beside this repository")
def test_the_inventory_of_the_design_reads_as_it_stands() -> None:
    blocks = DESIGN.read_text("utf-8").split("```yaml\n")[1:]
    text = next(b for b in blocks if b.startswith("# processes/")).split("```")[0]
    document = parse(text, "f")
    value, problems = convert(document.values, ProcessFile, document.places, "f", text)
    assert problems == []
    assert value is not None
