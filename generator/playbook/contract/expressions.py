"""The type of each expression in a template, and what is asked for that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import Environment, nodes
from markupsafe import Markup

from playbook.contract.types import (
    UNKNOWN,
    Fixed,
    OneOf,
    Record,
    Result,
    Several,
    Type,
    attributes,
    called,
    element,
    item,
    one_of,
)
from playbook.filters import FILTERS

Scope = dict[str, Type]
_GIVES_NUMBER: Final = frozenset(("length", "count", "int", "round", "abs", "wordcount", "sum"))
_GIVES_TEXT: Final = frozenset(
    ("join", "lower", "upper", "title", "trim", "string", "capitalize", "replace", "e", "escape")
) | frozenset(FILTERS)
_GIVES_ELEMENT: Final = frozenset(("first", "last", "min", "max", "random"))
_GIVES_SAME: Final = frozenset(("sort", "reverse", "unique", "list", "select", "reject"))
LOOP: Final = Record(
    "the loop",
    {
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth"), int),
        **dict.fromkeys(("first", "last"), bool),
        **dict.fromkeys(("previtem", "nextitem", "cycle", "changed", "depth0"), UNKNOWN),
    },
)


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """Say what a template asks for that is not there.

    Args:
        template: Name of the template.
        line: Line in it.
        what: What is wrong.
        instead: What to write instead.
    """

    template: str
    line: int
    what: str
    instead: str


class Expressions:
    """Tell the types of expressions, gathering faults.

    Args:
        environment: Knows the filters and tests that there are.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.faults: set[Fault] = set()
        self.template = ""

    def tell(self, node: nodes.Node, what: str, meant: str, names: Iterable[str]) -> None:
        """Note a fault, with the name that is nearest to what was meant."""
        known = sorted(name for name in names if not name.startswith("_"))
        near = difflib.get_close_matches(meant, known, 1, 0.6)
        listed = ", ".join(known[:8]) + (" and others" if len(known) > 8 else "")
        instead = f"did you mean “{near[0]}”?" if near else f"there is: {listed or 'nothing'}"
        self.faults.add(Fault(self.template, node.lineno, what, instead))

    def type_of(self, node: nodes.Node, scope: Scope) -> Type:
        """Return the type of an expression, and look into all parts of it."""
        known: Callable[[Any, Scope], Type] | None = getattr(
            self, f"_{type(node).__name__.lower()}", None
        )
        if known:
            return known(node, scope)
        for child in node.iter_child_nodes():
            self._child(child, scope)
        return _PLAIN.get(type(node), UNKNOWN)

    def _child(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Expr):
            self.type_of(node, scope)
        else:
            for child in node.iter_child_nodes():
                self._child(child, scope)

    def _name(self, node: nodes.Name, scope: Scope) -> Type:
        if node.name in scope:
            return scope[node.name]
        if node.name not in self.environment.globals:
            self.tell(node, f"nothing is called “{node.name}” here", node.name, scope)
        return UNKNOWN

    def _const(self, node: nodes.Const, _scope: Scope) -> Type:
        return type(node.value)

    def _tuple(self, node: nodes.Tuple, scope: Scope) -> Type:
        return Fixed(tuple(self.type_of(part, scope) for part in node.items))

    def _list(self, node: nodes.List, scope: Scope) -> Type:
        return Several(one_of(self.type_of(part, scope) for part in node.items))

    def _condexpr(self, node: nodes.CondExpr, scope: Scope) -> Type:
        self.type_of(node.test, scope)
        either = [node.expr1, *([node.expr2] if node.expr2 else [])]
        return one_of(self.type_of(part, scope) for part in either)

    def _either(self, node: nodes.BinExpr, scope: Scope) -> Type:
        return one_of((self.type_of(node.left, scope), self.type_of(node.right, scope)))

    _and = _or = _either

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> Type:
        return self._attribute(node, self.type_of(node.node, scope), node.attr)

    def _attribute(self, node: nodes.Getattr, type_: Type, name: str) -> Type:
        if isinstance(type_, OneOf):
            return one_of(self._attribute(node, choice, name) for choice in type_.types)
        known = attributes(type_)
        if known is None:
            return UNKNOWN
        if name not in known:
            what = f"“{_written(node.node)}” is {called(type_)} and has no “{name}”"
            self.tell(node, what, name, known)
        return known.get(name, UNKNOWN)

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Type:
        type_ = self.type_of(node.node, scope)
        self.type_of(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return Several(element(type_)) if isinstance(type_, Several | Fixed) else type_
        return item(type_, node.arg.value if isinstance(node.arg, nodes.Const) else None)

    def _call(self, node: nodes.Call, scope: Scope) -> Type:
        type_ = self.type_of(node.node, scope)
        given = [self.type_of(part, scope) for part in node.args]
        named = {part.key: self.type_of(part.value, scope) for part in node.kwargs}
        return type_.of(given, named) if isinstance(type_, Result) else UNKNOWN

    def _filter(self, node: nodes.Filter, scope: Scope) -> Type:
        if node.name not in self.environment.filters:
            filters = self.environment.filters
            self.tell(node, f"there is no filter “{node.name}”", node.name, filters)
        for part in (*node.args, *(pair.value for pair in node.kwargs)):
            self.type_of(part, scope)
        type_ = self.type_of(node.node, scope) if node.node else str
        if node.name in _GIVES_ELEMENT:
            return element(type_)
        if node.name in _GIVES_SAME:
            return type_
        return int if node.name in _GIVES_NUMBER else str if node.name in _GIVES_TEXT else UNKNOWN

    def _test(self, node: nodes.Test, scope: Scope) -> Type:
        if node.name not in self.environment.tests:
            self.tell(node, f"there is no test “{node.name}”", node.name, self.environment.tests)
        for part in node.args:
            self.type_of(part, scope)
        # What is asked to be defined may be missing.
        if node.name not in ("defined", "undefined"):
            self.type_of(node.node, scope)
        return bool


_PLAIN: Final[Mapping[type[nodes.Node], Type]] = {
    nodes.Compare: bool,
    nodes.Not: bool,
    nodes.Concat: Markup,
    nodes.TemplateData: Markup,
}


def _written(node: nodes.Node) -> str:
    """Return an expression about as it was written, for a message."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_written(node.node)}[…]"
    return "this"
