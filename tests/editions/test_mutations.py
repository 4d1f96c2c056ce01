"""A fault in any place that keeps something inside makes the gate speak.

Each fault takes away one mark, or one filter, in the running program.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from editions import leaks
from playbook import search
from playbook.edition import asked, edition, keeping, lens, opened, projection
from playbook.model import fieldnames, visible
from playbook.model.marks import Refers
from playbook.model.organisation import DataObject, Organisation, Role, System
from playbook.model.process import Process

Fault = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    """Forget what was read from the marks, so that a fault in them counts."""
    keeping._keepers.cache_clear()
    visible.parts.cache_clear()
    visible.fields.cache_clear()
    fieldnames.known_fields.cache_clear()


def unmarked(struct: type[msgspec.Struct], name: str) -> Fault:
    """Make one field shareable for the projection, while the gate goes by its true mark.

    What stands inside the field goes with it: a field is kept again at every part of it.
    """
    own = next(part for part in visible.parts(struct) if part.name == name)
    inside = _all_inside(own.hint)

    def inject(patch: pytest.MonkeyPatch) -> None:
        true_parts, true_fields = visible.parts, visible.fields

        def parts(one: type[msgspec.Struct]) -> tuple[visible.Part, ...]:
            found = true_parts(one)
            return tuple(
                msgspec.structs.replace(part, visibility="shareable")
                if one in inside or (one is struct and part.name == name)
                else part
                for part in found
            )

        def fields(one: type[msgspec.Struct]) -> dict[str, Any]:
            patch.setattr(visible, "parts", parts)
            try:
                return true_fields.__wrapped__(one)
            finally:
                patch.setattr(visible, "parts", true_parts)

        patch.setattr(keeping, "parts", parts)
        patch.setattr(fieldnames, "fields", fields)

    return inject


def _all_inside(hint: Any) -> set[type[msgspec.Struct]]:
    found: set[type[msgspec.Struct]] = set()
    waiting = list(visible.structs_in(hint))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [
                inner for part in visible.parts(one) for inner in visible.structs_in(part.hint)
            ]
    return found


def _leads_outside(hint: Any) -> bool:
    """Tell whether a field holds an address, a file or a supplier, which are kept a second time."""
    marks = getattr(hint, "__metadata__", ())
    kinds = {mark.kind for mark in marks if isinstance(mark, Refers)}
    return bool(kinds & {"link", "file", "supplier"}) or any(
        _leads_outside(inner) for inner in typing.get_args(hint)
    )


def _marks() -> Iterator[Any]:
    """Yield a fault for every mark that holds something back where a supplier looks."""
    done: set[type[msgspec.Struct]] = {Organisation}
    waiting: list[type[msgspec.Struct]] = [Process, Role, System, DataObject]
    while waiting:
        struct = waiting.pop()
        if struct in done:
            continue
        done.add(struct)
        for part in visible.parts(struct):
            # Names of fields that are shared say nothing, and what is never filled leaks nothing.
            held = part.visibility != "shareable" and part.name != "share"
            if held and not _leads_outside(part.hint):
                name = f"{struct.__name__}.{part.name}"
                yield pytest.param(unmarked(struct, part.name), id=name)
            if part.visibility == "shareable":
                waiting += [one for one in visible.structs_in(part.hint) if one not in done]


def replace(place: Any, name: str, by: Any) -> Fault:
    return lambda patch: patch.setattr(place, name, by)


def _seen_whole(
    _lens: Any, _supplier: Any, shared: Any
) -> tuple[tuple[Process, ...], Organisation]:
    return tuple(shared), _lens.whole


def _steps_and_all(name: str) -> Fault:
    def inject(patch: pytest.MonkeyPatch) -> None:
        true = edition.project

        def project(inventory: Any, supplier: Any, instead: Any) -> Any:
            made = true(inventory, supplier, instead)
            return msgspec.structs.replace(made, **{name: getattr(inventory, name)})

        patch.setattr(edition, "project", project)

    return inject


def _untrimmed(_lens: Any, whole: Any, _processes: Any) -> Any:
    return whole


def _as_before(name: str) -> Fault:
    """Leave one list of the organisation as long as it was."""

    def inject(patch: pytest.MonkeyPatch) -> None:
        true = projection._trimmed

        def trimmed(one: Any, whole: Any, processes: Any) -> Any:
            made = true(one, whole, processes)
            return msgspec.structs.replace(made, **{name: getattr(whole, name)})

        patch.setattr(projection, "_trimmed", trimmed)

    return inject


def _real_places(patch: pytest.MonkeyPatch) -> None:
    true = edition.project

    def project(inventory: Any, supplier: Any, instead: Any) -> Any:
        made = true(inventory, supplier, instead)
        return msgspec.structs.replace(made, organisation_places=inventory.organisation_places)

    patch.setattr(edition, "project", project)


def _index_of_all(patch: pytest.MonkeyPatch) -> None:
    """Make the search index alone of the whole organisation; the pages are as they should be."""
    whole: list[Any] = []
    true_project, true_script = edition.project, search.edition_script

    def project(inventory: Any, supplier: Any, instead: Any) -> Any:
        whole.append(inventory)
        return true_project(inventory, supplier, instead)

    def script(view: Any) -> bytes:
        of_all = dataclasses.replace(view.edition, inventory=whole[-1])
        return true_script(dataclasses.replace(view, edition=of_all))

    patch.setattr(edition, "project", project)
    patch.setattr(search, "edition_script", script)


def _lens_named(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(lens.Lens, "system_name", lambda _self, name, _category: name)


FILTERS: dict[str, Fault] = {
    "every process is shared": replace(projection, "shares", lambda *_: True),
    "no process is hidden from references": replace(
        lens.Lens, "refer", lambda _self, _kind, ident: ident
    ),
    "texts keep their mentions": replace(lens.Lens, "text", lambda _self, text, _language="": text),
    "systems keep their names": _lens_named,
    "every field is seen": replace(
        opened.Opened, "shows", lambda _self, name: fieldnames.known_fields().get(name) != "x"
    ),
    "every part is seen": replace(opened.Opened, "shows_part", lambda _self, _name: True),
    "every conditional field is opened": replace(
        projection,
        "opened_for",
        lambda *_: opened.Opened(
            frozenset(n for n, v in fieldnames.known_fields().items() if v == "conditional")
        ),
    ),
    "nothing is projected": replace(projection, "_seen", _seen_whole),
    "the organisation is not trimmed": replace(projection, "_trimmed", _untrimmed),
    "processes come from the inside": _steps_and_all("processes"),
    "the organisation comes from the inside": _steps_and_all("organisation"),
    "suppliers come along": _steps_and_all("suppliers"),
    "places come along": _real_places,
    "departments stay": _as_before("departments"),
    "units stay": _as_before("units"),
    "roles stay": _as_before("roles"),
    "systems stay": _as_before("systems"),
    "data objects stay": _as_before("data"),
    "the index is made of everything": _index_of_all,
    "questions for ourselves are asked": replace(asked, "_may_ask", lambda *_: True),
}
FEW = ("Role.person", "System.host", "Process.notes", "Process.unit_cost", "Evidence.note")
MARKS = list(_marks())


def speaks() -> bool:
    """Tell whether the gate complains, or nothing can be handed over at all."""
    try:
        return leaks.gate() != []
    except KeyError:  # a page asks for a process that the edition does not hold
        return True


def test_R4_there_are_faults_enough() -> None:
    assert len(MARKS) + len(FILTERS) >= 50


@pytest.mark.parametrize("fault", FILTERS)
def test_R4_without_a_filter_the_gate_speaks(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FILTERS[fault](monkeypatch)
    assert speaks()


@pytest.mark.parametrize("fault", [one for one in MARKS if one.id in FEW])
def test_R4_without_one_of_the_gravest_marks_the_gate_speaks(
    fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert speaks()


@pytest.mark.slow
@pytest.mark.parametrize("fault", [one for one in MARKS if one.id not in FEW])
def test_R4_without_a_mark_the_gate_speaks(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    assert speaks()
