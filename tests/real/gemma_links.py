"""Read what the relations of GEMMA say of each process."""

from __future__ import annotations

from typing import Final

from tests.real.project import Findings, Row

PROCESS: Final = "BusinessProcess"
_OUTSIDE: Final = frozenset({"Persoon"})
_READ: Final = ("1", "3")
_WRITE: Final = (None, "0", "3")
_SOURCE: Final = "source"
_TARGET: Final = "target"

# Relation and the types of its ends: what the other end is to the process, and which end that is.
_MEANINGS: Final = {
    ("Aggregation", PROCESS, PROCESS): ("part_of", _SOURCE),
    ("Composition", PROCESS, PROCESS): ("part_of", _SOURCE),
    ("Triggering", PROCESS, PROCESS): ("follows", _SOURCE),
    ("Assignment", "BusinessActor", PROCESS): ("units", _SOURCE),
    ("Assignment", "BusinessCollaboration", PROCESS): ("units", _SOURCE),
    ("Assignment", "BusinessRole", PROCESS): ("roles", _SOURCE),
    ("Serving", "ApplicationComponent", PROCESS): ("systems", _SOURCE),
    ("Serving", "SystemSoftware", PROCESS): ("systems", _SOURCE),
    ("Realization", "ApplicationComponent", PROCESS): ("systems", _SOURCE),
    ("Serving", "BusinessFunction", PROCESS): ("functions", _SOURCE),
    ("Serving", PROCESS, "BusinessFunction"): ("functions", _TARGET),
    ("Flow", PROCESS, "BusinessRole"): ("customer", _TARGET),
    ("Access", PROCESS, "BusinessObject"): ("data", _TARGET),
}
_ONE: Final = frozenset({"part_of", "customer"})
_REASONS: Final = {
    ("Serving", "BusinessService", PROCESS): "a service is not a system, and has no field",
    ("Serving", "ApplicationService", PROCESS): "it does not say which system gives the service",
    ("Serving", PROCESS, "ApplicationComponent"): "the process serves it, and does not run on it",
    ("Serving", PROCESS, "BusinessInteraction"): "an interaction has no field",
    ("Realization", PROCESS, "BusinessService"): "a service is not a result, and has no field",
    ("Association", "BusinessObject", PROCESS): "it does not say that the process uses the object",
    ("Specialization", PROCESS, PROCESS): "a kind of a process is not a part of it",
    ("Triggering", "BusinessRole", PROCESS): "a role is not an event",
    ("Triggering", PROCESS, "BusinessRole"): "it does not say that the role gets the result",
    ("Triggering", PROCESS, "BusinessEvent"): "an event is not a result",
}


class Links:
    """Hold what every process is linked to, as ids of elements.

    Args:
        elements: Elements by id.
        relations: Relations of the source.
        findings: What cannot be kept is added to it.
    """

    def __init__(self, elements: dict[str, Row], relations: list[Row], findings: Findings) -> None:
        self.kept = 0
        self._elements = elements
        self._links: dict[str, dict[str, list[str]]] = {}
        elsewhere = 0
        for relation in relations:
            kind = relation["type"].removesuffix("Relationship")
            ends = [relation[end]["id"] for end in (_SOURCE, _TARGET)]
            lost = [end for end in ends if end not in elements]
            if lost:
                findings.dangling += [f"{end} (end of {kind} {relation['id']})" for end in lost]
            elif PROCESS not in [elements[end]["type"] for end in ends]:
                elsewhere += 1
            elif reason := self._take(kind, relation):
                source, target = (_told(elements[end]) for end in ends)
                findings.dropped.append(f"{kind}, {source} to {target}: {reason}")
            else:
                self.kept += 1
        findings.dropped.append(f"{elsewhere} relations: no process at either end")

    def of(self, process: str, what: str) -> list[str]:
        """Return the ids of what a process is linked to.

        Args:
            process: Id of the process.
            what: In which meaning, such as ``part_of`` or ``systems``.
        """
        return list(dict.fromkeys(self._links.get(process, {}).get(what, ())))

    def used(self, *whats: str) -> list[Row]:
        """Return the elements that some process is linked to, in the order of the source.

        Args:
            whats: In which meanings.
        """
        wanted = {
            ident
            for links in self._links.values()
            for what in whats
            for ident in links.get(what, ())
        }
        return [element for ident, element in self._elements.items() if ident in wanted]

    def _take(self, kind: str, relation: Row) -> str | None:
        source, target = (self._elements[relation[end]["id"]] for end in (_SOURCE, _TARGET))
        types = (kind, source["type"], target["type"])
        if types not in _MEANINGS:
            return _REASONS.get(types, "the model has no field for what it says")
        what, end = _MEANINGS[types]
        process, other = (target, source) if end == _SOURCE else (source, target)
        if what == "units" and other["name"] in _OUTSIDE:
            return "it is no part of the municipality, so no unit"
        known = self.of(process["id"], what)
        if what in _ONE and known and known != [other["id"]]:
            return f"{_told(self._elements[known[0]])} is there already, and there can be one"
        self._add(process["id"], what, other["id"])
        if what == "data" and relation.get("accessType") in _READ:
            self._add(process["id"], "inputs", other["id"])
        if what == "data" and relation.get("accessType") in _WRITE:
            self._add(process["id"], "outputs", other["id"])
        return None

    def _add(self, process: str, what: str, other: str) -> None:
        self._links.setdefault(process, {}).setdefault(what, []).append(other)


def _told(element: Row) -> str:
    return f"{element['type']} “{element['name']}”"
