"""A walk through the templates of a theme, as each kind of page would use them."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jinja2 import Environment, TemplateSyntaxError, nodes
from markupsafe import Markup
from msgspec import Struct

from playbook.contract.expressions import LOOP, Expressions, Fault, Scope
from playbook.contract.types import UNKNOWN, Fixed, Record, Result, Type, element, read
from playbook.filters import FILTERS
from playbook.theme import Theme

WORDS: Final = "words"
THEME: Final = "theme"
_SHARED: Final = (WORDS, THEME)
"""Names that every template has beside the fields of its page."""


def faults(theme: Theme, pages: Mapping[str, type[Struct]], words: Iterable[str]) -> list[Fault]:
    """Return what the templates of a theme ask for that is not there.

    Args:
        theme: The theme.
        pages: What each kind of page shows, by kind.
        words: Keys of the words of the interface.
    """
    walk = Walk(theme, words)
    for kind, struct in pages.items():
        walk.page(kind, struct)
    walk.idle(pages)
    return sorted(walk.faults)


def shared(theme: Theme, words: Iterable[str]) -> Scope:
    """Return the types of what every template has beside the fields of its page.

    Args:
        theme: The theme.
        words: Keys of the words of the interface.
    """
    options: dict[str, Type] = {
        name: bool if option.type == "boolean" else str for name, option in theme.options.items()
    }
    known = {"name": str, "options": Record("the options of the theme", options), "colours": str}
    return {
        WORDS: Record("the words of the interface", dict.fromkeys(words, str)),
        THEME: Record("the theme", known),
    }


class Walk(Expressions):
    """Walk statement by statement, keeping which names have which types.

    Args:
        theme: The theme.
        words: Keys of the words of the interface.
    """

    def __init__(self, theme: Theme, words: Iterable[str]) -> None:
        environment = Environment(autoescape=True)
        environment.filters.update(FILTERS)
        super().__init__(environment)
        self.theme = theme
        self.shared = shared(theme, words)
        self.parsed: dict[str, nodes.Template | None] = {}
        self.blocks: dict[str, list[tuple[str, nodes.Block]]] = {}
        self.context: Scope = {}
        self.used: set[str] = set()
        self.entered: set[Any] = set()

    def page(self, kind: str, struct: type[Struct]) -> None:
        """Walk the template of one kind of page, and those that it extends.

        Args:
            kind: Kind of page.
            struct: What such a page shows.
        """
        hints = typing.get_type_hints(struct)
        fields = {name: read(hints[name]) for name in struct.__struct_fields__}
        self.context = {**fields, **self.shared}
        self.template = f"{kind}.html"
        chain = self.chain(f"{kind}.html")
        self.blocks = {}
        for name, tree in chain:
            for block in tree.find_all(nodes.Block):
                self.blocks.setdefault(block.name, []).append((name, block))
        self.lost_blocks(chain)
        for name, tree in chain:
            self.template = name
            if tree is not chain[-1][1]:
                kept = (node for node in tree.body if not isinstance(node, _IN_CHILDREN_UNUSED))
                self.body(list(kept), self.context)
            else:
                self.body(tree.body, self.context)

    def chain(self, name: str) -> list[tuple[str, nodes.Template]]:
        """Return a template and those that it extends, in that order."""
        found: list[tuple[str, nodes.Template]] = []
        tree = self.tree(name, nodes.Template([], lineno=0))
        while tree is not None:
            found.append((name, tree))
            extends = tree.find(nodes.Extends)
            if extends is None or not isinstance(extends.template, nodes.Const):
                break
            self.template = name
            name = extends.template.value
            if any(name == before for before, _ in found):
                break
            tree = self.tree(name, extends)
        return found

    def tree(self, name: str, asking: nodes.Node) -> nodes.Template | None:
        """Return a template as a tree, or nothing when there is none or it cannot be read."""
        self.used.add(name)
        template = self.theme.templates.get(name)
        if template is None:
            names = self.theme.templates
            self.tell(asking, f"there is no template “{name}”", name, names)
            return None
        if name not in self.parsed:
            try:
                self.parsed[name] = self.environment.parse(template.text)
            except TemplateSyntaxError as error:
                what = f"the template cannot be read: {error.message}"
                self.faults.add(Fault(name, error.lineno, what, "correct it"))
                self.parsed[name] = None
        return self.parsed[name]

    def lost_blocks(self, chain: Sequence[tuple[str, nodes.Template]]) -> None:
        """Tell of blocks that no template further up has, so that they are never shown."""
        for at, (name, tree) in enumerate(chain[:-1]):
            above = {block.name for _, up in chain[at + 1 :] for block in up.find_all(nodes.Block)}
            for block in tree.body:
                if isinstance(block, nodes.Block) and block.name not in above:
                    self.template = name
                    what = f"no template above has a block “{block.name}”, so it is never shown"
                    self.tell(block, what, block.name, above)

    def idle(self, pages: Iterable[str]) -> None:
        """Tell of templates of a project that nothing uses."""
        for layer in self.theme.layers:
            for name in sorted(layer.templates.keys() - self.used) if layer.own else ():
                self.template = name
                node = nodes.Template([], lineno=1)
                self.tell(
                    node, "no page uses this template", name, (f"{kind}.html" for kind in pages)
                )

    def body(self, statements: Iterable[nodes.Node], scope: Scope) -> None:
        """Walk statements one after another; what they set holds for those that follow."""
        for node in statements:
            known: Callable[[Any, Scope], None] | None = getattr(
                self, f"_on_{type(node).__name__.lower()}", None
            )
            if known:
                known(node, scope)
            else:
                self._child(node, scope)

    def _on_extends(self, _node: nodes.Extends, _scope: Scope) -> None:
        """Leave it: the chain was followed before."""

    def _on_output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            self.type_of(part, scope)

    def _on_if(self, node: nodes.If, scope: Scope) -> None:
        self.type_of(node.test, scope)
        self.body(node.body, {**scope, **_guarded(node.test, scope)})
        self.body(node.elif_, scope)
        self.body(node.else_, scope)

    def _on_for(self, node: nodes.For, scope: Scope) -> None:
        inside = {**scope, "loop": LOOP}
        self._bind(node.target, element(self.type_of(node.iter, scope)), inside)
        if node.test:
            self.type_of(node.test, inside)
        self.body(node.body, inside)
        self.body(node.else_, scope)

    def _bind(self, target: nodes.Node, type_: Type, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = type_
        elif isinstance(target, nodes.Tuple):
            alone = isinstance(type_, Fixed) and len(type_.items) == len(target.items)
            types = type_.items if alone else [UNKNOWN] * len(target.items)
            for part, inner in zip(target.items, types, strict=True):
                self._bind(part, inner, scope)

    def _on_assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._bind(node.target, self.type_of(node.node, scope), scope)

    def _on_assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.body(node.body, dict(scope))
        self._bind(node.target, Markup, scope)

    def _on_with(self, node: nodes.With, scope: Scope) -> None:
        inside = dict(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self.type_of(value, scope), inside)
        self.body(node.body, inside)

    def _on_scope(self, node: nodes.Scope, scope: Scope) -> None:
        self.body(node.body, dict(scope))

    def _on_block(self, node: nodes.Block, scope: Scope) -> None:
        versions = self.blocks.get(node.name) or [(self.template, node)]
        self._version(versions, 0, scope if node.scoped else self.context)

    def _version(self, versions: Sequence[tuple[str, nodes.Block]], at: int, scope: Scope) -> None:
        """Walk a block as the most particular template has it, and above it when it asks."""
        if at >= len(versions):
            return
        before, (self.template, block) = self.template, versions[at]

        def above(_given: Sequence[Type], _named: Mapping[str, Type]) -> Type:
            self._version(versions, at + 1, scope)
            return Markup

        self.body(block.body, {**scope, "super": Result(above)})
        self.template = before

    def _on_include(self, node: nodes.Include, scope: Scope) -> None:
        if not isinstance(node.template, nodes.Const):
            self.type_of(node.template, scope)
            return
        name = node.template.value
        tree = self.tree(name, node)
        key = (name, tuple(sorted((name, id(type_)) for name, type_ in scope.items())))
        if tree is not None and key not in self.entered:
            self.entered.add(key)
            before, self.template = self.template, name
            self.body(tree.body, dict(scope))
            self.template = before

    def _on_import(self, node: nodes.Import, scope: Scope) -> None:
        scope[node.target] = Record(f"the template “{_name(node)}”", dict(self._exported(node)))

    def _on_fromimport(self, node: nodes.FromImport, scope: Scope) -> None:
        known = dict(self._exported(node))
        for name in node.names:
            wanted, alias = name if isinstance(name, tuple) else (name, name)
            if wanted not in known and isinstance(node.template, nodes.Const):
                what = f"“{_name(node)}” has no macro “{wanted}”"
                self.tell(node, what, wanted, known)
            scope[alias] = known.get(wanted, UNKNOWN)

    def _exported(self, node: nodes.Import | nodes.FromImport) -> Iterator[tuple[str, Type]]:
        """Yield what another template offers; without the page's context, unless asked for."""
        tree = self.tree(_name(node), node) if isinstance(node.template, nodes.Const) else None
        if tree is not None:
            before, self.template = self.template, _name(node)
            scope: Scope = dict(self.context) if node.with_context else {}
            start = set(scope)
            self.body(tree.body, scope)
            self.template = before
            yield from ((name, type_) for name, type_ in scope.items() if name not in start)

    def _on_macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope[node.name] = self._result(node, scope)

    def _result(self, node: nodes.Macro, scope: Scope) -> Result:
        """Return a macro as something to call: its body is walked with the types it is given."""
        template = self.template

        def of(given: Sequence[Type], named: Mapping[str, Type]) -> Type:
            names = [argument.name for argument in node.args]
            inside: Scope = {**scope, **dict.fromkeys(names, UNKNOWN), "caller": UNKNOWN}
            inside |= {**dict(zip(names, given, strict=False)), **named}
            key = (id(node), tuple(inside[name] for name in names))
            if key not in self.entered:
                self.entered.add(key)
                before, self.template = self.template, template
                self.body(node.body, inside)
                self.template = before
            return Markup

        return Result(of)

    def _on_callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        self.type_of(node.call, scope)
        inside = {**scope, **{argument.name: UNKNOWN for argument in node.args}}
        self.body(node.body, inside)


_IN_CHILDREN_UNUSED: Final = (nodes.Output, nodes.Block)


def _name(node: nodes.Import | nodes.FromImport) -> str:
    return str(node.template.value) if isinstance(node.template, nodes.Const) else "this template"


def _guarded(test: nodes.Node, scope: Scope) -> Scope:
    """Return the name that a branch is only for, when this page does not have it.

    A template of several kinds of page asks `{% if chrome is defined %}`; on a page without it
    the branch is never taken, so nothing in it is wrong.
    """
    if not isinstance(test, nodes.Test) or test.name != "defined":
        return {}
    asked = test.node
    missing = isinstance(asked, nodes.Name) and asked.name not in scope
    return {asked.name: UNKNOWN} if isinstance(asked, nodes.Name) and missing else {}
