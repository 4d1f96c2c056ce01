"""Which criteria and rules a change of a field can affect, read from their code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, Final, get_type_hints

import msgspec
from msgspec import Struct

from playbook import sight
from playbook.criteria import CRITERIA
from playbook.findings import Judgement
from playbook.model.method import Criterion, Method, Step
from playbook.model.paths import attributes, path_of
from playbook.model.process import Process
from playbook.rules import RULES
from playbook.rules.rule import Case

Touched = tuple[tuple[str, ...], ...]
"""What changed, as names of attributes: a whole field, or one part inside what is there."""
StepsWithCriteria = tuple[tuple[Step, tuple[Criterion, ...]], ...]
NO_FACTS: Final[Mapping[str, Any]] = {
    "id": "",
    "name": "",
    "formerly": None,
    "notes": None,
    "part_of": None,
    "follows": None,
    "purpose": None,
    "department": None,
    "legal_basis": None,
    "pcf": None,
    "tags": None,
}
"""Fields that no criterion and no shipped rule looks at."""
TOLD_ONLY: Final[Mapping[str, frozenset[str]]] = {"activities": frozenset(("name",))}
"""Names inside a field that judgements tell, and by which none decides."""
KEYS_ONLY: Final = frozenset(("months",))
"""Names of tables inside a field of which shipped judgements look at the keys alone."""
AROUND: Final = frozenset(("organisation", "data"))
"""Names by which facts of the organisation are looked at."""
_FACTS: Final = frozenset(Process.__struct_fields__) - NO_FACTS.keys()


class Looks(Struct, frozen=True):
    """Hold what a judgement may look at.

    Args:
        heads: Names that it may look up on the process itself.
        names: Names that it may look up anywhere.
        needed: Names on the process itself that only have to be there.
    """

    heads: frozenset[str]
    names: frozenset[str]
    needed: frozenset[str] = frozenset()

    def may_see(self, part: tuple[str, ...]) -> bool:
        """Tell whether a change of something can make a difference to it.

        Args:
            part: What changes, as names of attributes.
        """
        if sight.EVERYTHING in self.names or (len(part) == 1 and part[0] in self.needed):
            return True
        # Facts of the organisation are not looked up on the process.
        first = self.names if part[0] in AROUND else self.heads
        return part[0] in first and self.names.issuperset(part)


class Effect(Struct, frozen=True):
    """What a change does to any process of which nothing else matters.

    Args:
        opened: Criteria that it can affect, and that are open after it.
        closed: Those that are not open after it.
        steps: Steps that these belong to.
        points: Points of each rule that it can affect after it.
    """

    opened: frozenset[str]
    closed: frozenset[str]
    steps: tuple[str, ...]
    points: tuple[tuple[str, int], ...]


class Glance(Struct, frozen=True):
    """See of one field of a process only what is looked at.

    Args:
        field: Attribute of the process.
        names: Attributes that are looked at, inside it as well; nothing when the field only has to
            be there.
        keyed: Attributes of which the keys alone are looked at.
    """

    field: str
    names: frozenset[str] | None
    keyed: frozenset[str] = frozenset()

    def of(self, process: Process) -> object:
        """Return what is seen: the same for two processes when nothing else differs.

        Args:
            process: The process.
        """
        value = getattr(process, self.field)
        return value is not None if self.names is None else self._seen(value, self.names)

    def _seen(self, value: Any, names: frozenset[str]) -> object:
        if value is None or type(value) is str:  # most are
            return value
        if type(value) is tuple:  # an amount is one too, of a class of its own
            return tuple([self._seen(item, names) for item in value])
        if isinstance(value, Struct):
            named, keyed = _attributes(type(value), names), _attributes(type(value), self.keyed)
            tables = [getattr(value, name) for name in keyed]
            keys = [None if table is None else tuple(table) for table in tables]
            return type(value), *[self._seen(getattr(value, name), names) for name in named], *keys
        if isinstance(value, dict):
            return tuple([(key, self._seen(item, names)) for key, item in value.items()])
        # True is no 1, and a percentage no number of days.
        return type(value), value


@cache
def _attributes(struct: Any, names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in struct.__struct_fields__ if name in names)


def _glance(field: str, looks: Looks, touched: Touched, keyed: frozenset[str]) -> Glance | None:
    """Return what is looked at of one field that a change does not fill in; nothing if nothing."""
    everything = sight.EVERYTHING in looks.names
    # A name of AROUND may stand for facts of the organisation, which leave the process's alone.
    if field in NO_FACTS or ((field,) in touched and field not in AROUND):
        return None
    if not everything and field not in looks.heads:
        return Glance(field, None) if field in looks.needed else None
    filled = {part[1] for part in touched if part[0] == field and len(part) > 1}
    if everything:
        return Glance(field, _inside(field) - filled)
    seen = (_inside(field) & looks.names) - filled - TOLD_ONLY.get(field, frozenset())
    return Glance(field, seen - keyed, seen & keyed)


@cache
def _inside(field: str) -> frozenset[str]:
    """Return every attribute of every struct that a field of a process is made of."""
    found: dict[Any, None] = {}
    _structs(get_type_hints(Process)[field], found)
    return frozenset(name for struct in found for name in struct.__struct_fields__)


class Reach:
    """Know which criteria and rules a change of a field can affect.

    Args:
        method: Steps and criteria.
        judgement: Judges processes by the rules.

    It remembers in `same` what a change did, by what was changed and by all else that decides it;
    what the same was done by several is kept once, in `effects`.
    """

    def __init__(self, method: Method, judgement: Judgement) -> None:
        self.method, self.judgement = method, judgement
        self.same: dict[tuple[Touched, str, bool], dict[object, Effect]] = {}
        self.effects: dict[Effect, Effect] = {}
        self._glances: dict[Touched, tuple[Glance, ...]] = {}
        self._by_states: dict[Touched, bool] = {}
        self._shared: dict[Glance, Glance] = {}
        self._known: dict[Touched, tuple[frozenset[str], frozenset[str]]] = {}
        self._steps: dict[frozenset[str], StepsWithCriteria] = {}

    @cached_property
    def criteria(self) -> Mapping[str, Looks]:
        """Return what each criterion's function may look at."""
        return {
            code: _looks(item.decide, item.reads, ())
            for code, item in {**CRITERIA, **self.judgement.setting.deciders}.items()
        }

    @cached_property
    def rules(self) -> Mapping[str, Looks]:
        """Return what each rule's function may look at."""
        rules = self.judgement.rules
        return {code: _looks(item.decide, item.reads, ("process",)) for code, item in rules.items()}

    @cached_property
    def of_steps(self) -> frozenset[str]:
        """Return the rules that may look at the state of a step."""
        steps = frozenset(("steps", sight.EVERYTHING))
        return frozenset(code for code, looks in self.rules.items() if looks.names & steps)

    @cached_property
    def silenced_by(self) -> Mapping[str, Sequence[str]]:
        """Return the rules that say nothing while another is not clear, by that other."""
        found: dict[str, list[str]] = {}
        for code, rule in self.judgement.rules.items():
            if rule.unless:
                found.setdefault(rule.unless, []).append(code)
        return found

    @cached_property
    def by_facts(self) -> bool:
        """Tell whether the same facts are judged alike; a project's own rules may look further."""
        return self._own_names.isdisjoint((sight.EVERYTHING, *NO_FACTS))

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """Return every name that judgements of the project's own may look up."""
        looks = {**self.rules, **self.criteria}
        own = [each.names for code, each in looks.items() if code not in RULES | CRITERIA]
        return frozenset[str]().union(*own)

    def glances(self, touched: Touched) -> tuple[Glance, ...]:
        """Return what else of a process decides what a change does.

        Args:
            touched: What changed.
        """
        known = self._glances.get(touched)
        if known is None:
            looks = [self.criteria[code] for code in self.of(touched)[0]]
            looks += [self.rules[code] for code in self._spoken(touched)]
            whole = Looks(
                frozenset[str]().union(*[each.heads for each in looks]),
                frozenset[str]().union(*[each.names for each in looks]),
                frozenset[str]().union(*[each.needed for each in looks]),
            )
            keyed = KEYS_ONLY - self._own_names
            found = (_glance(field, whole, touched, keyed) for field in Process.__struct_fields__)
            shared = (self._shared.setdefault(glance, glance) for glance in found if glance)
            known = self._glances[touched] = tuple(shared)
        return known

    def by_states(self, touched: Touched) -> bool:
        """Tell whether the states of steps decide what a change does, though it turns none.

        Args:
            touched: What changed.
        """
        known = self._by_states.get(touched)
        if known is None:
            spoken = self._spoken(touched)
            known = self._by_states[touched] = not spoken.isdisjoint(self.of_steps)
        return known

    def _spoken(self, touched: Touched) -> frozenset[str]:
        """Return the rules that a change can affect, with those that they silence or that do."""
        rules, table = self.of(touched)[1], self.judgement.rules
        spoken = rules.union(*(self.silenced_by.get(code, ()) for code in rules))
        return spoken.union({table[code].unless or "" for code in spoken} & table.keys())

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return every criterion."""
        return frozenset(item.code for step in self.method.steps for item in step.criteria)

    @cached_property
    def required(self) -> Mapping[str, frozenset[str]]:
        """Return the criteria that each step needs, by the step's code."""
        return {
            step.code: frozenset(item.code for item in step.criteria if item.required)
            for step in self.method.steps
        }

    def steps_of(self, codes: frozenset[str]) -> StepsWithCriteria:
        """Return the steps that some criteria belong to, each with those criteria.

        Args:
            codes: Codes of the criteria.
        """
        known = self._steps.get(codes)
        if known is None:
            mine = (
                (step, tuple(item for item in step.criteria if item.code in codes))
                for step in self.method.steps
            )
            known = self._steps[codes] = tuple(pair for pair in mine if pair[1])
        return known

    def of(self, touched: Touched) -> tuple[frozenset[str], frozenset[str]]:
        """Return the criteria and the rules that a change can affect.

        Args:
            touched: What changed.
        """
        known = self._known.get(touched)
        if known is None:
            known = self._known[touched] = (
                _affected(self.criteria, touched),
                _affected(self.rules, touched),
            )
        return known


@lru_cache(maxsize=1024)
def _looks(function: Any, reads: tuple[str, ...], way: tuple[str, ...]) -> Looks:
    """Return what a function may look at; its way leads from its first argument to the process."""
    parts = {part for field in reads for part in field.replace("[]", "").split(".")}
    names = sight.names_in(function, _TYPES) | parts | {_attribute(part) for part in parts}
    paths = [path_of(field) for field in reads]
    read = frozenset(_attribute(str(path[0])) for path in paths)
    # Looking closer takes time: of use only where one of the names may be another field's, or one
    # of several fields may just have to be there.
    if sight.EVERYTHING in names or (names & _FACTS <= read and len(read) < 2):
        return Looks(names, names)
    heads = sight.heads_in(function, _TYPES, way)
    if heads is None:
        return Looks(names, names)
    heads |= {_attribute(str(path[0])) for path in paths if len(path) > 1}
    return Looks(heads, names, read - heads)


def _attribute(key: str) -> str:
    """Return the attribute of a top-level field, by the key that the inventory writes."""
    return attributes(Process).get(key, key)


def _structs(type_: Any, found: dict[type, None]) -> dict[type, None]:
    """Return every struct that a process is made of."""
    for inner in getattr(type_, "__args__", ()):
        _structs(inner, found)
    if isinstance(type_, type) and issubclass(type_, Struct) and type_ not in found:
        found[type_] = None
        for field in msgspec.structs.fields(type_):
            _structs(field.type, found)
    return found


_TYPES: Final = (*_structs(Process, {}), Case)


def _affected(judgements: Mapping[str, Looks], touched: Touched) -> frozenset[str]:
    return frozenset(code for code, looks in judgements.items() if any(map(looks.may_see, touched)))
