"""Telling the facts of one process, inside and in a supplier's edition alike.

What differs between the two is how things are named; what may be seen is decided before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from markupsafe import Markup

from playbook.contexts.factshapes import Column, Fact, FactTable, Raci, SipocColumn
from playbook.model.activity import Activity, roles
from playbook.model.figures import Rate, Volume
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.texts import Wording

Cell = Markup | str
_LETTERS = (("A", "accountable"), ("R", "responsible"), ("C", "consulted"), ("I", "informed"))


class Naming(Protocol):
    """How things of the organisation are named on one page."""

    @property
    def wording(self) -> Wording:
        """Return the words of the page."""

    @property
    def setting(self) -> Setting:
        """Return the organisation."""

    def named(self, kind: str, ident: str | None) -> Markup:
        """Return the name of something; nothing gives an empty text."""

    def linked(self, kind: str, ident: str | None) -> Markup:
        """Return the same, leading to its page where it has one."""

    def said(self, text: Text | None) -> Markup:
        """Return a text of one line; what it refers to by its name, or leading there."""

    def party(self, text: Text | None) -> Markup:
        """Return who a text means."""


def joined(items: Iterable[Markup]) -> Markup:
    """Return texts as one, without what is empty and without saying anything twice.

    Args:
        items: The texts.
    """
    return Markup(", ").join(_distinct(items))


def _distinct(items: Iterable[Markup]) -> tuple[Markup, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


class Telling:
    """Tell the facts of one process.

    Args:
        naming: How things are named.
        process: The process.
    """

    def __init__(self, naming: Naming, process: Process) -> None:
        self.naming, self.process = naming, process
        self.named, self.linked, self.party = naming.named, naming.linked, naming.party
        wording = naming.wording
        self.word, self.said, self.show = wording.word, naming.said, wording.show
        self.code, self.date = wording.code, wording.date

    def sipoc(self) -> tuple[SipocColumn, ...]:
        """Return the process from beginning to end; nothing when nothing is known of it."""
        process, said = self.process, self.said
        inputs, outputs = process.inputs or (), process.outputs or ()
        customers = [said(process.customer), *(self.party(flow.to) for flow in outputs)]
        made = (
            ("sipoc_suppliers", "inputs.from", [self.party(flow.origin) for flow in inputs]),
            ("inputs", "inputs.what", [said(flow.what) for flow in inputs]),
            ("activities", "activities.name", [said(i.name) for i in process.activities or ()]),
            ("outputs", "outputs.what", [said(flow.what) for flow in outputs]),
            ("sipoc_customers", "outputs.to", customers),
        )
        columns = tuple(
            SipocColumn(title=self.word(key), texts=_distinct(texts), field=field)
            for key, field, texts in made
        )
        return columns if any(column.texts for column in columns) else ()

    def raci(self) -> Raci:
        """Return who does what, as a table of activities and roles."""
        activities = self.process.activities or ()
        order: dict[str, None] = {}
        for activity in activities:
            for _, name in _LETTERS:
                order.update(dict.fromkeys(roles(getattr(activity, name))))
        rows = tuple(
            (self.said(activity.name), tuple(_letters(activity, role) for role in order))
            for activity in activities
        )
        names = tuple(self.linked("role", role) for role in order)
        return Raci(roles=names, rows=rows if order else ())

    def basics(self) -> Iterator[Fact]:
        """Yield facts about the process as a whole; what is not known has no value."""
        process, linked = self.process, self.linked
        yield self.fact("trigger", "trigger", self.said(process.trigger))
        yield self.fact("result_of_process", "result", self.said(process.result))
        yield self.fact("customer", "customer", self.said(process.customer))
        yield self.rated("exception_rate", "exceptions.rate", process.exceptions)
        yield self._instruction()
        systems = joined(linked("system", ident) for ident in process.systems or ())
        yield self.fact("systems", "systems", systems)
        data = joined(linked("data", ident) for ident in process.data or ())
        yield self.fact("data", "data", data)
        basis = Markup(", ").join(self.said(item) for item in process.legal_basis or ())
        yield self.fact("legal_basis", "legal_basis", basis)
        channels = joined(self.said(item.name) for item in process.channels or ())
        yield self.fact("channels", "channels", channels)
        critical = process.criticality
        if critical:
            value = Markup.escape(self.code(critical.critical))
            reason = self.naming.wording.plain(critical.reason)
            yield self.fact("criticality", "criticality.critical", value, reason)

    def _instruction(self) -> Fact:
        instruction = self.process.instruction
        reviewed = self.date(instruction.reviewed) if instruction else ""
        remark = f"{self.word('reviewed')} {reviewed}" if reviewed else ""
        title = self.said(instruction.title) if instruction else Markup("")
        return self.fact("instruction", "instruction.title", title, remark)

    def fact(self, key: str, field: str, value: Markup, remark: str = "") -> Fact:
        """Return one fact.

        Args:
            key: Key of the word that names it.
            field: The field that it comes from, by its dotted name.
            value: What is known; an empty text when nothing is.
            remark: How and when it is known.
        """
        return Fact(label=self.word(key), value=value, remark=remark, field=field)

    def rated(self, key: str, field: str, rate: object) -> Fact:
        """Return a share as a fact, with how and when it is known.

        Args:
            key: Key of the word that names it.
            field: The field that it comes from, by its dotted name.
            rate: The struct that holds it under ``rate``; nothing when it is not known.
        """
        known = getattr(rate, "rate", None)
        value = self.show(known) if known is not None else Markup("")
        return self.fact(key, field, value, self.remark(rate))

    def remark(self, fact: object) -> str:
        """Return how and when a fact is known.

        Args:
            fact: The struct that holds it.
        """
        parts = [self.code(getattr(fact, "kind", None)), self.date(getattr(fact, "on", None))]
        if isinstance(fact, Rate) and fact.sample:
            parts.append(f"{self.word('sample')}: {self.naming.wording.number(fact.sample)}")
        return ", ".join(part for part in parts if part)

    def tables(self) -> tuple[FactTable, ...]:
        """Return the facts that come in rows and columns; those without rows are left out."""
        made = (
            self._table("units", _UNITS, self._units()),
            self._table("variants", _VARIANTS, self._variants()),
            self._table("exceptions", {"causes": "exceptions.catalogue"}, self._causes()),
            self._table("handoffs", _HANDOFFS, self._handoffs()),
            self._table("kpis", _KPIS, self._kpis()),
            self._table("volumes", _VOLUMES, self._volumes()),
            self._table("planned_changes", _PLANNED, self._planned()),
            self._table("data", _DATA, self._data()),
            self._table("terms", {"term": "terms.term", "meaning": "terms.meaning"}, self._terms()),
        )
        return tuple(table for table in made if table)

    def _table(
        self, key: str, columns: dict[str, str], rows: Iterable[tuple[Cell, ...]]
    ) -> FactTable | None:
        made = tuple([tuple([_safe(cell) for cell in row]) for row in rows])
        if not made:
            return None
        heads = [Column(name=self.word(name), field=field) for name, field in columns.items()]
        return FactTable(key=key, title=self.word(key), columns=tuple(heads), rows=made)

    def _units(self) -> Iterator[tuple[Cell, ...]]:
        for item in self.process.units or ():
            yield self.linked("unit", item.unit), self.code(item.role), self.date(item.agreed)

    def _variants(self) -> Iterator[tuple[Cell, ...]]:
        for item in self.process.variants or ():
            unit, decision = self.linked("unit", item.unit), self._or_unknown(item.decision)
            yield unit, self.said(item.what), self.code(item.reason), decision

    def _or_unknown(self, code: str | None) -> Cell:
        return self.code(code) or self.word("not_known")

    def _causes(self) -> Iterator[tuple[Cell, ...]]:
        catalogue = self.process.exceptions.catalogue if self.process.exceptions else None
        yield from ((self.said(cause),) for cause in catalogue or ())

    def _handoffs(self) -> Iterator[tuple[Cell, ...]]:
        unknown = self.word("not_known")
        for item in self.process.handoffs or ():
            parties = self.party(item.origin), self.party(item.to)
            texts = self.said(item.content), self.said(item.acceptance)
            yield tuple(text or unknown for text in (*parties, *texts))

    def _kpis(self) -> Iterator[tuple[Cell, ...]]:
        for item in self.process.kpis or ():
            source = self.linked("system", item.source)
            values = (self.show(item.baseline), self.show(item.result), self.show(item.target))
            yield self.said(item.name), self.said(item.formula), source, *values, self.remark(item)

    def _volumes(self) -> Iterator[tuple[Cell, ...]]:
        for volume in self.process.counts:
            yield from self._months(volume)

    def _months(self, volume: Volume) -> Iterator[tuple[Cell, ...]]:
        wording, what = self.naming.wording, self.said(volume.unit)
        if volume.at:
            what = Markup("{} ({})").format(what, self.named("unit", volume.at))
        for month, count in sorted((volume.months or {}).items()):
            peak = f" ({self.word('peak')})" if month == volume.peak else ""
            yield wording.month(month) + peak, what, wording.number(count)

    def _planned(self) -> Iterator[tuple[Cell, ...]]:
        for item in self.process.planned_changes or ():
            yield self.said(item.what), self.code(item.kind), self.date(item.on)

    def _data(self) -> Iterator[tuple[Cell, ...]]:
        for ident in self.process.data or ():
            found = self.naming.setting.data.get(ident)
            if found is None:
                continue
            item = found[1]
            owner, source = self.linked("role", item.owner), self.linked("system", item.source)
            level, personal = item.classification or "", self.code(item.personal)
            name = self.linked("data", ident)
            yield name, owner, source, level, personal, self.show(item.retention)

    def _terms(self) -> Iterator[tuple[Cell, ...]]:
        yield from ((self.said(i.term), self.said(i.meaning)) for i in self.process.terms or ())


def _safe(cell: Cell) -> Markup:
    return cell if isinstance(cell, Markup) else Markup.escape(cell)


def _letters(activity: Activity, role: str) -> str:
    return " ".join(letter for letter, name in _LETTERS if role in roles(getattr(activity, name)))


_UNITS = {"unit": "units.unit", "role": "units.role", "agreed": "units.agreed"}
_VARIANTS = {
    "variant_unit": "variants.unit",
    "variant_what": "variants.what",
    "reason": "variants.reason",
    "decision": "variants.decision",
}
_HANDOFFS = {
    "from": "handoffs.from",
    "to": "handoffs.to",
    "content": "handoffs.content",
    "acceptance": "handoffs.acceptance",
}
_KPIS = {
    "kpi_name": "kpis.name",
    "formula": "kpis.formula",
    "source": "kpis.source",
    "baseline": "kpis.baseline",
    "result": "kpis.result",
    "target": "kpis.target",
    "measured_on": "kpis.on",
}
_VOLUMES = {"month": "volumes.months", "unit": "volumes.unit", "count": "volumes.months"}
_PLANNED = {
    "what_changes": "planned_changes.what",
    "kind": "planned_changes.kind",
    "from_when": "planned_changes.on",
}
_DATA = {
    "data": "organisation.data.name",
    "owner": "organisation.data.owner",
    "source": "organisation.data.source",
    "classification": "organisation.data.classification",
    "personal_data": "organisation.data.personal",
    "retention": "organisation.data.retention",
}
