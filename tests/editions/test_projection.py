"""An edition is a model that holds nothing but what is shared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
import yaml
from msgspec import Meta, Struct

from editions.cases import INSTEAD, full_inventory, replaced, slug
from inventories import TODAY, write_project
from playbook.edition import opened_for, project, withheld
from playbook.model.inventory import Inventory
from playbook.model.marks import internal, shareable
from playbook.model.organisation import Role, Shares, System
from playbook.model.process import Process
from playbook.model.steps import StepNote, Steps
from playbook.model.visible import fields, parts, require_marks
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.site import open_site


def seen(inventory: Inventory, *opened: str) -> Inventory:
    supplier = inventory.suppliers[0]
    shares = replaced(supplier.shares, conditional=opened)
    return project(inventory, replaced(supplier, shares=shares), INSTEAD)


@pytest.fixture
def inventory() -> Inventory:
    return full_inventory(slug)


class Careless(Struct):
    """Forget to say who may see a field."""

    name: Annotated[str, shareable("Its name.")]
    secret: Annotated[str, Meta(description="Nobody said who may see it.")]


class Around(Struct):
    """Hold it deep inside."""

    inside: Annotated[dict[str, tuple[Careless, ...]] | None, internal("It.")] = None


def test_R6_a_field_without_a_mark_does_not_import() -> None:
    with pytest.raises(TypeError, match=r"Careless\.secret"):
        require_marks(Around)


def test_every_internal_field_is_gone_and_every_shareable_one_is_there(
    inventory: Inventory,
) -> None:
    edition = seen(inventory)
    (process,) = edition.processes
    for part in parts(Process):
        value = getattr(process, part.name)
        if part.visibility != "shareable":
            assert value is None, part.name
        elif part.name not in ("part_of", "follows"):
            assert value is not None, part.name
    assert process.steps is not None
    assert process.steps.harmonise is not None
    assert process.steps.harmonise.done_by is None
    assert process.evidence is not None
    assert process.evidence["H1"].link is None
    assert edition.suppliers == ()
    assert {place.file for place in edition.places.values()} == {""}


CONDITIONAL = [name for name, visibility in fields(Process).items() if visibility == "conditional"]


@pytest.mark.parametrize("name", CONDITIONAL)
def test_a_conditional_field_is_there_when_it_is_opened_and_only_then(
    inventory: Inventory, name: str
) -> None:
    (closed,) = seen(inventory).processes
    (opened,) = seen(inventory, name).processes
    shown = _at(opened, name)
    assert _at(closed, name) == []
    siblings = [other for other in CONDITIONAL if not related(other, name)]
    assert not any(_at(opened, other) for other in siblings)
    needed = _needs_more(inventory.processes[0], name)
    assert bool(shown) != needed, "opened alone, it shows unless its neighbours are needed"


def related(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _needs_more(process: Process, name: str) -> bool:
    """Tell whether a field stands in a struct that cannot be without a field beside it."""
    around, _, own = name.rpartition(".")
    structs = _at(process, around) if around else []
    return any(
        part.needed
        and part.written != own
        and fields(Process)[f"{around}.{part.written}"] == "conditional"
        for struct in structs
        for part in parts(type(struct))
    )


def _at(value: Any, name: str) -> list[Any]:
    found = [value]
    for key in name.split("."):
        inner: list[Any] = []
        for one in found:
            part = next((p for p in parts(type(one)) if p.written == key), None)
            held = getattr(one, part.name) if part else None
            if isinstance(held, dict):
                held = tuple(held.values()) if key == "evidence" else held
            plural = type(held) is tuple
            inner += [h for h in held if h is not None] if plural else [held]
        found = [one for one in inner if one is not None]
    return found


def test_the_name_of_a_shareable_or_internal_field_opens_nothing(inventory: Inventory) -> None:
    names = [name for name, seen in fields(Process).items() if seen != "conditional"]
    assert seen(inventory, *names) == seen(inventory)
    assert opened_for(replaced(inventory.suppliers[0], shares=None)).names == frozenset()


def test_a_process_opens_fields_of_its_own_and_none_of_the_organisation(
    inventory: Inventory,
) -> None:
    process = replaced(inventory.processes[0], share=("kpis.target", "data.owner", "unit_cost"))
    edition = seen(replaced(inventory, processes=(process, inventory.processes[1])))
    assert _at(edition.processes[0], "kpis.target")
    assert edition.processes[0].unit_cost is None
    assert edition.organisation.data[0].owner is None


def test_R3_what_no_shared_process_names_is_gone(inventory: Inventory) -> None:
    whole = seen(inventory).organisation
    assert [item.id for item in whole.departments] == ["department-a"]
    assert [item.id for item in whole.units] == ["unit-a"]
    assert [item.id for item in whole.roles] == ["role-a"]
    assert [item.id for item in whole.data] == ["data-a"]


def test_a_system_goes_by_what_sort_it_is_until_its_name_is_opened(inventory: Inventory) -> None:
    (closed,) = seen(inventory).organisation.systems
    assert (closed.id, closed.name) == (
        "system-1",
        {"en": slug("organisation.systems.category")},
    )
    (opened,) = seen(inventory, "systems.name").organisation.systems
    assert (opened.id, opened.name) == (
        "system-a",
        {"en": slug("organisation.systems.name")},
    )
    nameless = replaced(
        inventory,
        organisation=replaced(inventory.organisation, systems=(System(id="system-a", name="SAP"),)),
    )
    edition = seen(nameless)
    assert edition.organisation.systems == ()
    assert edition.processes[0].systems is None


def test_a_text_does_not_name_a_process_that_is_not_shared(inventory: Inventory) -> None:
    hidden = inventory.processes[1].id
    text = {
        "nl": f"Na {{process}}`{hidden}`, voor {{process}}`shared`.",
        "en": f"After {{process}}`{hidden}`.",
    }
    process = replaced(inventory.processes[0], purpose=text)
    (shown,) = seen(replaced(inventory, processes=(process, inventory.processes[1]))).processes
    assert shown.purpose == {
        "nl": "Na een ander proces, voor {process}`shared`.",
        "en": "After another process.",
    }


def test_R5_what_differs_only_inside_is_the_same_edition(inventory: Inventory) -> None:
    process = inventory.processes[0]
    inner = replaced(
        process,
        notes="other",
        sourcing=None,
        waivers=None,
        actions=None,
        formerly=("former",),
        steps=replaced(process.steps, unify=replaced(process.steps.unify, done_by=None)),
    )
    role = inventory.organisation.roles[0]
    organisation = replaced(
        inventory.organisation,
        roles=(replaced(role, person="Somebody else", contact=None), Role(id="new", name="New")),
        motives=None,
    )
    changed = replaced(
        inventory, organisation=organisation, processes=(inner, inventory.processes[1])
    )
    assert seen(changed) == seen(inventory)
    assert seen(replaced(changed, processes=(inner,))) == seen(inventory)


def test_R5_a_note_of_which_all_is_internal_looks_like_no_note(inventory: Inventory) -> None:
    process = replaced(
        inventory.processes[0], steps=Steps(unify=StepNote(done_by="our-supplier", reason="why"))
    )
    (shown,) = seen(replaced(inventory, processes=(process,))).processes
    assert shown.steps is None


def test_R8_departments_and_processes_decide_for_each_supplier(inventory: Inventory) -> None:
    second = replaced(
        inventory.suppliers[0], id="second", shares=Shares(departments=("department-b",))
    )
    both = replaced(inventory, suppliers=(inventory.suppliers[0], second))
    hidden = inventory.processes[1]
    assert [item.id for item in project(both, second, INSTEAD).processes] == [hidden.id]
    assert [item.id for item in seen(both).processes] == ["shared"]
    none = replaced(second, shares=None)
    assert list(project(both, none, INSTEAD).processes) == []


def test_what_is_withheld_is_told_value_by_value(inventory: Inventory) -> None:
    edition = seen(inventory)
    found = {value.value: value for value in withheld(inventory, edition)}
    everything = set(_texts(inventory)) - set(_texts(edition))
    fixed = {"none", "cost", "vision", "in-house", "explore"}
    names_of_fields = {slug("suppliers.shares.conditional")}
    tokens = {text for text in everything if text.startswith("c") and text.endswith("-q")}
    assert tokens - names_of_fields <= set(found)
    assert not fixed & set(found)
    role = found[slug("organisation.roles.person")]
    assert (role.kind, role.field) == ("text", "organisation.roles.person")
    assert slug("purpose") not in found, "what is shared is not withheld"


def _texts(value: Any) -> list[str]:
    plain = msgspec.to_builtins(value, enc_hook=str)
    if isinstance(plain, str):
        return [plain]
    if isinstance(plain, dict):
        return [text for inner in plain.values() for text in _texts(inner)]
    if isinstance(plain, list | tuple):
        return [text for inner in plain for text in _texts(inner)]
    return []


@pytest.mark.parametrize("name", ["volumez", "notes", "kpis[].nothing", "shares", "purpose"])
def test_R6_a_name_that_opens_nothing_opens_nothing(inventory: Inventory, name: str) -> None:
    assert seen(inventory, name) == seen(inventory)
    assert seen(inventory, name, "volumes") == seen(inventory, "volumes") != seen(inventory)


@pytest.mark.parametrize(
    ("name", "said", "severity"),
    [
        ("volumez", "did you mean “volumes”?", "error"),
        ("notes", "never leaves the organisation", "error"),
        ("purpose", "needs no opening", "warning"),
    ],
)
def test_R6_who_opens_a_field_wrongly_is_told_where(
    tmp_path: Path, name: str, said: str, severity: str
) -> None:
    root = write_project(tmp_path, {}, [{"id": "pay", "name": "Pay", "share": ["volumes", name]}])
    shares = {"processes": ["pay"], "conditional": ["volumes", name]}
    path = root / "content" / "organisations" / "x" / "suppliers.yaml"
    path.write_text(yaml.safe_dump([{"id": "ours", "name": "Ours", "shares": shares}]), "utf-8")
    try:
        told = open_site(root, Opening(TODAY)).warnings
    except Unusable as unusable:
        told = unusable.problems
    assert [problem.severity for problem in told] == [severity] * 2
    for problem in told:
        assert said in f"{problem.what}; {problem.instead}"
        text = (root / problem.place.file).read_text("utf-8").splitlines()
        assert text[problem.place.line - 1][problem.place.column - 1 :].startswith(name)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{process}`paying <shared>`", "{process}`paying <shared>`"),
        ("{process}`our own secret <HIDDEN>`", "another process"),
        ("{process}``HIDDEN``", "another process"),
        ("{process}` HIDDEN `", "another process"),
        ("{process}`two\nlines <HIDDEN>`", "another process"),
        ("{step}`simplify`, {criterion}`H1`", "{step}`simplify`, {criterion}`H1`"),
        ("{rule}`too dear <PRI-01>`", "something that is not shown here"),
        ("{role}`role-a`", "ROLE"),
        ("{role}`whoever <role-a>`", "whoever"),
        ("{role}`nobody`", "something that is not shown here"),
        ("{system}`SAP <system-a>`", "something that is not shown here"),
        ("{system}`system-a`", "something that is not shown here"),
    ],
)
def test_a_text_tells_of_other_things_what_their_fields_tell(
    inventory: Inventory, written: str, told: str
) -> None:
    hidden, role = inventory.processes[1].id, slug("organisation.roles.name")
    text = {"en": f"See {written.replace('HIDDEN', hidden)}."}
    process = replaced(inventory.processes[0], purpose=text)
    (shown,) = seen(replaced(inventory, processes=(process, inventory.processes[1]))).processes
    assert shown.purpose == {"en": f"See {told.replace('ROLE', role)}."}
    if "SAP" in written:
        opened = seen(replaced(inventory, processes=(process,)), "systems.name").processes
        assert opened[0].purpose == {"en": "See SAP."}
