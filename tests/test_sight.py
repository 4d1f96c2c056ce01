"""What a function may look up is read from its code; in doubt, all that it names."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import pytest

from playbook.model.process import Process
from playbook.rules.rule import Case
from playbook.sight import EVERYTHING, heads_in, names_in

Function = Callable[..., Any]
KEPT: list[Any] = []


def told(*_given: Any, **_values: Any) -> bool:
    return True


def reads_inside(process: Any, _setting: Any) -> Any:
    return [kpi.result for kpi in process.kpis or () if kpi.decision]


def names_values(process: Any, setting: Any) -> Any:
    at, result = ("trigger",), 3
    return told(setting, at=at, result=result, **{"terms": process.kpis})


def asks_twice(process: Any, setting: Any) -> Any:
    for number in setting:
        last = number
        first = process.kpis if number else process.terms
        told(last, process.forms, first)
    return f"{process.exit}"


def begins_anew(process: Any, _setting: Any) -> Any:
    process = process.kpis
    return process.result


@pytest.mark.parametrize(
    ("function", "heads"),
    [
        (reads_inside, {"kpis"}),
        (names_values, {"kpis"}),
        (asks_twice, {"kpis", "terms", "forms", "exit"}),
        (begins_anew, {"kpis", "result"}),
        (lambda process, setting: (setting or process).kpis, {"kpis"}),
        (lambda process, setting: setting.process and process.kpis, {"kpis"}),
        (lambda process, _setting: process.counts, {"counts", "volumes"}),
    ],
)
def test_what_is_looked_up_on_the_process_is_told_from_what_is_inside(
    function: Function, heads: set[str]
) -> None:
    assert heads_in(function, (Process,)) == heads


def kept(process: Any, _setting: Any) -> Any:
    KEPT.append(process)
    return KEPT[0].kpis


def renamed(process: Any, _setting: Any) -> Any:
    other = process
    return other.kpis


def matched(process: Any, _setting: Any) -> Any:
    match process:
        case Process(kpis=found):
            return found
    return None


def held(process: Any, setting: Any) -> Any:
    return [each for each in setting if told(lambda: process.kpis)]


def spread(*given: Any) -> Any:
    return given[0].kpis


@pytest.mark.parametrize(
    "function",
    [
        kept,
        renamed,
        matched,
        held,
        spread,
        lambda process, setting: told(process, setting, 1),
        lambda process, setting: told(process, setting.kpis),
        lambda process, _setting: told(trigger=process),
        lambda process, setting: told(setting, *process),
        lambda process, setting: getattr(process, setting, None),
        lambda process, setting: process == setting,
        lambda process, setting: setting and process,
        lambda process, setting: (setting, process),
        lambda process, _setting: f"{process}",
        lambda process, _setting: process["kpis"],
        lambda process, _setting: process.__getattribute__("kpis"),
        functools.partial(told, 1),
        told,
    ],
)
def test_a_function_that_does_more_with_the_process_is_doubted(function: Function) -> None:
    assert heads_in(function, (Process,)) is None


@pytest.mark.parametrize(
    ("function", "heads"),
    [
        (lambda case: case.process.kpis, {"kpis"}),
        (lambda case: case.process.kpis and case.setting.result, {"kpis"}),
        (lambda case: case.steps["unify"] == "open", set()),
        (lambda case: told(case.process), None),
        (lambda case: told(case, 1), None),
        (lambda case: told(case.setting, case), None),
        (lambda case: case.counts and case.process.kpis, None),
    ],
)
def test_a_rule_comes_to_the_process_by_its_case(
    function: Function, heads: set[str] | None
) -> None:
    assert heads_in(function, (Process, Case), ("process",)) == heads


@pytest.mark.parametrize(
    "function",
    [
        lambda process, _setting: vars(process),
        lambda process, _setting: locals()["process"].kpis,
        lambda process, setting: eval(setting, {"process": process}),  # noqa: S307
        lambda process, setting: process and setting.f_locals["process"],
    ],
)
def test_a_function_that_looks_by_no_name_may_look_at_everything(function: Function) -> None:
    assert names_in(function, ()) == {EVERYTHING}


def test_texts_that_a_function_was_made_with_are_names() -> None:
    field = "trigger"

    def made(process: Any, other: str = "result", *, third: str = "terms") -> Any:
        return [getattr(process, name) for name in (field, other, third, "kpis")]

    assert {"trigger", "result", "terms", "kpis"} <= names_in(made, ())


class Looker:
    """Looks at the process in a method of its own."""

    def __init__(self, process: Any) -> None:
        self.found = process.kpis


@functools.cache
def remembers(process: Any) -> Any:
    return process.kpis


LISTED = [told, reads_inside]
TABLE = {"first": {"second": reads_inside}}
ASKS = operator.attrgetter("kpis")


class Unlike:
    """Can be called, and not be told from others by a number."""

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, process: Any) -> Any:
        return process.kpis


UNLIKE = Unlike()


def imports(process: Any, _setting: Any) -> Any:
    from json import dumps  # noqa: PLC0415 - what an extension may do

    return dumps(process)


@pytest.mark.parametrize(
    "function",
    [
        imports,
        lambda process, _setting: Looker(process).found,
        lambda process, _setting: ASKS(process),
        lambda process, _setting: UNLIKE(process),
        lambda process, _setting: [ask(process) for ask in (ASKS,)],
        lambda process, _setting: "{.kpis}".format(process),  # noqa: UP032 - what one may write
        functools.partial(told, 1),
    ],
)
def test_what_cannot_be_followed_may_look_at_everything(function: Function) -> None:
    assert names_in(function, ()) == {EVERYTHING}


@pytest.mark.parametrize(
    "function",
    [
        lambda process, _setting: remembers(process),
        lambda process, _setting: [ask(process, 1) for ask in LISTED],
        lambda process, _setting: TABLE["first"]["second"](process, 1),
    ],
)
def test_functions_are_followed_where_they_are_kept(function: Function) -> None:
    names = names_in(function, ())
    assert "kpis" in names
    assert EVERYTHING not in names
