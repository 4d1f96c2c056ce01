"""The language of a guide: names of facts, conditions and lists, and nothing else.

A guide is written by whoever writes the method, which can be anybody with a project. So it can do
nothing but choose between sentences: no calls, no filters, no arithmetic, no access to anything but
the facts that are named in `docs/guides.md`. What it may say is checked when it is read.
"""

from __future__ import annotations

import difflib
import re
import typing
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from playbook.guides.facts import Codes, General, Guided, Limits
from playbook.guides.guide import CONCRETE, STATES, Guide, Part
from playbook.guides.speech import Names, Share
from playbook.model.method import Method
from playbook.problems import Place, Problem

VALUE: Final = "\ue000"
"""Stands in a guide's text for a value, until the text has become HTML."""
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.If),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Const),
)
_PRINTED: Final[tuple[type, ...]] = (str, int, Names, Share)
_COMPARED: Final[tuple[type, ...]] = (str, int)
_IN_ADDRESS: Final = re.compile(r"\]\([^)\n]*\{\{")
Targets = Mapping[str, Collection[str]]
_ROLE: Final = re.compile(r"\{([a-z]+)\}`([^`\n]*)`")
_NAMES: Final = {
    nodes.Call: "a call",
    nodes.Filter: "a filter",
    nodes.For: "a loop",
    nodes.Getitem: "an index",
    nodes.Assign: "an assignment",
    nodes.Macro: "a macro",
}


@pass_context
def _take(context: Context, value: object) -> str:
    """Keep a value apart, so that it can never become markup of the text around it."""
    context["values"].append(value)
    return VALUE


ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
    keep_trailing_newline=True,
    finalize=_take,
)
ENVIRONMENT.globals.clear()
ENVIRONMENT.filters.clear()
ENVIRONMENT.tests.clear()


@lru_cache(4096)
def _parsed(text: str) -> nodes.Template:
    """Return the tree of a text; a preview reads the same guides at every change."""
    return ENVIRONMENT.parse(text)


@cache
def members(type_: type) -> Mapping[str, type]:
    """Return what can be asked of a sort of facts, with the type of each.

    Args:
        type_: The sort of facts.
    """
    if issubclass(type_, Struct):
        hints = typing.get_type_hints(type_)
        return {name: hints[name] for name in type_.__struct_fields__}
    return {
        name: typing.get_type_hints(value.func)["return"]
        for base in type_.__mro__
        for name, value in vars(base).items()
        if isinstance(value, cached_property)
    }


def check(guide: Guide, method: Method, targets: Targets) -> Iterator[Problem]:
    """Yield what a guide says that is not of its language, and references that lead nowhere.

    Args:
        guide: The guide.
        method: The method, for its codes and limits.
        targets: What can be referred to, by the name of the role.
    """
    codes = frozenset(item.code for step in method.steps for item in step.criteria)
    limits = frozenset(method.thresholds)
    for part in (*guide.parts.values(), *guide.criteria.values()):
        facts = Guided if part.key in (CONCRETE, *STATES) else General
        yield from _faults(part, facts, codes, limits)
        yield from _dead(part, targets)


@lru_cache(4096)
def _faults(
    part: Part, facts: type, codes: frozenset[str], limits: frozenset[str]
) -> tuple[Problem, ...]:
    """Return what is wrong with a part; a preview reads the same guides at every change."""
    return tuple(_Checked(part, facts, codes, limits).problems())


def _dead(part: Part, targets: Targets) -> Iterator[Problem]:
    """Yield references that lead nowhere."""
    for number, line in enumerate(part.text.splitlines()):
        for found in _ROLE.finditer(line):
            role, target = found[1], found[2]
            place = Place(part.place.file, part.place.line + number, found.start() + 1)
            if role not in targets:
                what, known = f"there is no reference “{{{role}}}”", frozenset(targets)
            elif target not in targets[role]:
                what, known = f"there is no {role} “{target}”", frozenset(targets[role])
            else:
                continue
            near = difflib.get_close_matches(target, sorted(known), 1, 0.5)
            instead = (
                f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(sorted(known))}"
            )
            yield Problem(place, what, instead, "G05")


class _Checked:
    """Check one part of a guide."""

    def __init__(
        self, part: Part, facts: type, codes: frozenset[str], limits: frozenset[str]
    ) -> None:
        self.part, self.facts = part, facts
        self.lines = part.text.splitlines()
        self.keys: Mapping[type, frozenset[str]] = {Codes: codes, Limits: limits}

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong."""
        if VALUE in self.part.text:
            yield self._problem(
                1, VALUE, "a sign stands here that has a use of its own", "remove it"
            )
            return
        for number, line in enumerate(self.lines, 1):
            if _IN_ADDRESS.search(line):
                what = "a value cannot stand in an address"
                yield self._problem(number, "](", what, "write the address out")
        try:
            tree = _parsed(self.part.text)
        except TemplateSyntaxError as error:
            why = str(error.message).split(". ")[0].strip(".")
            what = f"this cannot be read as an expression ({why})"
            yield self._problem(
                error.lineno, "{", what, "close every {{ with }} and {% if %} with {% endif %}"
            )
            return
        yield from self._walk(tree)

    def _walk(self, node: nodes.Node) -> Iterator[Problem]:
        if not isinstance(node, _ALLOWED):
            name = next((said for type_, said in _NAMES.items() if isinstance(node, type_)), "this")
            yield self._problem(
                node.lineno,
                "{",
                f"{name} cannot be used in a guide",
                "use names of facts, “if”, “and”, “or”, “not” and comparisons only",
            )
        elif isinstance(node, nodes.Name | nodes.Getattr):
            found = self._type(node)
            if isinstance(found, Problem):
                yield found
        else:
            yield from self._fits(node)
            for child in node.iter_child_nodes():
                yield from self._walk(child)

    def _fits(self, node: nodes.Node) -> Iterator[Problem]:
        """Yield what is printed and has no words, or is compared and is no number or word."""
        if isinstance(node, nodes.Output):
            shown, allowed, what = list(node.nodes), _PRINTED, "has no words of its own"
        elif isinstance(node, nodes.Compare):
            shown = [node.expr, *(operand.expr for operand in node.ops)]
            allowed, what = _COMPARED, "cannot be compared"
        else:
            return
        for item in shown:
            if not isinstance(item, nodes.Name | nodes.Getattr):
                continue
            type_: Any = self._type(item)
            if not isinstance(type_, Problem) and (type_ is bool or not issubclass(type_, allowed)):
                inside = members(type_) if _has_members(type_) else {}
                names = ", ".join(f"{_dotted(item)}.{name}" for name in inside)
                instead = f"choose from {names}" if names else "use it in a condition: {% if … %}"
                yield self._problem(
                    node.lineno, _dotted(item), f"“{_dotted(item)}” {what}", instead
                )

    def _type(self, node: nodes.Node) -> type | Problem:
        """Return the type of a name, or what is wrong with it."""
        if isinstance(node, nodes.Name):
            return self._member(node, self.facts, node.name, node.name, "a guide")
        if not isinstance(node, nodes.Getattr):
            return next(self._walk(node), str)
        of = self._type(node.node)
        if isinstance(of, Problem):
            return of
        return self._member(node, of, node.attr, f".{node.attr}", f"“{_dotted(node.node)}”")

    def _member(
        self, node: nodes.Node, of: type, name: str, written: str, where: str
    ) -> type | Problem:
        if of in self.keys:
            known = self.keys[of]
            found = (bool if of is Codes else str) if name in known else None
        else:
            table: Mapping[str, Any] = members(of) if _has_members(of) else {}
            known, found = frozenset(table), table.get(name)
        if found is not None:
            return found
        near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
        instead = (
            f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(sorted(known))}"
        )
        if not known:
            instead = f"write {where.strip('“”')} alone"
        if of is General and name in members(Guided):
            instead = f"speak of one process in the part “{CONCRETE}” only"
        return self._problem(node.lineno, written, f"{where} knows no “{name}”", instead)

    def _problem(self, line: int, written: str, what: str, instead: str) -> Problem:
        """Return a problem at the first place on a line where something is written."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        at = re.search(rf"{re.escape(written)}(?!\w)", text)
        column = at.start() + 1 + written.startswith(".") if at else 0
        place = Place(self.part.place.file, self.part.place.line + line - 1, column)
        return Problem(place, what, instead, "G04")


def _has_members(type_: Any) -> bool:
    return isinstance(type_, type) and (issubclass(type_, Struct) or type_ in (General, Guided))


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return str(getattr(node, "name", ""))
