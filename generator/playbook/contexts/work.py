"""What is open for whom: every role, unit, system and data object with what is asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from playbook.model.activity import roles
from playbook.model.inventory import Inventory
from playbook.model.process import Action, Process

if TYPE_CHECKING:
    from playbook.contexts.portfolio import Portfolio

Who = tuple[str, str]
"""Kind and id: a ``role``, a ``unit``, a ``system``, ``data`` or a ``filler``."""

_Find = Callable[["Portfolio", Process], Iterable[str]]


def owners(_: Portfolio, process: Process) -> Iterable[str]:
    """Return the roles that answer for a process.

    Args:
        process: The process.
    """
    return process.accountables


def performers(_: Portfolio, process: Process) -> Iterable[str]:
    """Return the roles that do the work of a process.

    Args:
        process: The process.
    """
    return _distinct(role for item in process.activities or () for role in item.performers)


def data_owners(portfolio: Portfolio, process: Process) -> Iterable[str]:
    """Return the roles that own the data of a process.

    Args:
        portfolio: The organisation.
        process: The process.
    """
    found = (portfolio.setting.data.get(ident) for ident in process.data or ())
    return _distinct(item.owner for _, item in filter(None, found) if item.owner)


def system_owners(portfolio: Portfolio, process: Process) -> Iterable[str]:
    """Return the roles that own the systems of a process.

    Args:
        portfolio: The organisation.
        process: The process.
    """
    found = (portfolio.system_owners.get(ident) for ident in process.systems or ())
    return _distinct(owner for owner in found if owner)


def service_managers(_: Portfolio, process: Process) -> Iterable[str]:
    """Return the roles that would manage the service of a supplier.

    Args:
        process: The process.
    """
    retained = process.retained
    return [retained.service] if retained and retained.service else []


def nobody(_: Portfolio, __: Process) -> Iterable[str]:
    """Return no role: the inventory names none for this part."""
    return ()


PLAYERS: Final[Mapping[str, _Find]] = {
    "owner": owners,
    "unit_lead": nobody,
    "performer": performers,
    "data_owner": data_owners,
    "it": system_owners,
    "legal": nobody,
    "hr": nobody,
    "service_manager": service_managers,
}
"""The parts that people play in the method, each with the roles that play it in a process."""


def _distinct(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


@dataclass
class Todo:
    """Hold what is open for one of them.

    Args:
        criteria: Processes that wait for each criterion of the step they are on, by its code.
        rules: Processes of which each rule finds something that counts, by its code.
        actions: What was agreed and is not done: the process's id and the action.
    """

    criteria: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rules: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    actions: list[tuple[str, Action]] = field(default_factory=list)

    @property
    def things(self) -> int:
        """Return how many things are open, one for each process."""
        gaps = (*self.criteria.values(), *self.rules.values())
        return sum(map(len, gaps)) + len(self.actions)


class Work:
    """Sort what is open in an organisation by who can do something about it.

    Args:
        portfolio: The organisation, assessed.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.plays: dict[str, dict[str, None]] = defaultdict(dict)
        """The parts that each role plays somewhere, by the role's id."""
        self.played: dict[str, dict[str, None]] = defaultdict(dict)
        """The roles that play each part somewhere, by the part's code."""
        self.todos: dict[Who, Todo] = defaultdict(Todo)
        self.nobody: dict[str, Todo] = defaultdict(Todo)
        """What is open for a part that no role plays in that process, by the part's code."""
        self._who = {code: item.who or "" for code, item in portfolio.criteria.items()}
        self._who |= {code: item.who or "" for code, item in portfolio.rule_texts.items()}
        for process in portfolio.inventory.processes:
            self._of(process)

    def todo(self, kind: str, ident: str) -> Todo:
        """Return what is open for one of them.

        Args:
            kind: ``role``, ``unit``, ``system``, ``data`` or ``filler``.
            ident: Its id.
        """
        return self.todos.get((kind, ident)) or Todo()

    def _of(self, process: Process) -> None:
        asked: dict[str, list[Todo]] = {}
        for filler, find in PLAYERS.items():
            asked[filler] = self._asked(filler, list(find(self.portfolio, process)), process)
        assessment = self.portfolio.assessments[process.id]
        if assessment.current:
            for result in assessment.step(assessment.current).missing:
                for todo in asked.get(self._who[result.code], ()):
                    todo.criteria[result.code].append(process.id)
        risk = self.portfolio.risks[process.id]
        for finding in risk.open:
            if risk.band is None and finding.state == "unknown":
                continue  # nobody thinks of outsourcing, so nobody has to know it yet
            for todo in asked.get(self._who.get(finding.code, ""), ()):
                todo.rules[finding.code].append(process.id)
        for action in process.actions or ():
            if action.who and not action.done:
                self.todos["role", action.who].actions.append((process.id, action))

    def _asked(self, filler: str, found: Sequence[str], process: Process) -> list[Todo]:
        """Return the lists that something for a part in a process goes onto."""
        for role in found:
            self.plays[role][filler] = None
            self.played[filler][role] = None
        todos = [self.todos["role", role] for role in found]
        todos.append(self.todos["filler", filler])
        if not found:
            todos.append(self.nobody[filler])
        if filler == "unit_lead":
            todos += [self.todos["unit", item.unit] for item in process.units or ()]
        elif filler == "it":
            todos += [self.todos["system", ident] for ident in process.systems or ()]
        elif filler == "data_owner":
            todos += [self.todos["data", ident] for ident in process.data or ()]
        return todos


class Involved:
    """Know in which processes each role, unit, system and data object takes part.

    Args:
        inventory: The organisation and its processes.
    """

    def __init__(self, inventory: Inventory) -> None:
        self._found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for process in inventory.processes:
            for how, ident in _takes_part(process):
                self._found[how, ident][process.id] = None

    def of(self, how: str, ident: str) -> list[str]:
        """Return the processes in which one of them takes part.

        Args:
            how: ``accountable``, ``responsible``, ``consulted``, ``informed``, ``unit``,
                ``system`` or ``data``.
            ident: Its id.
        """
        return list(self._found.get((how, ident), ()))


def _takes_part(process: Process) -> Iterable[tuple[str, str]]:
    yield from (("accountable", role) for role in process.accountables)
    yield from (("unit", item.unit) for item in process.units or ())
    yield from (("system", ident) for ident in process.systems or ())
    yield from (("data", ident) for ident in process.data or ())
    for activity in process.activities or ():
        yield from (("responsible", role) for role in activity.performers)
        yield from (("system", ident) for ident in activity.systems or ())
        yield from (("consulted", role) for role in roles(activity.consulted))
        yield from (("informed", role) for role in roles(activity.informed))
