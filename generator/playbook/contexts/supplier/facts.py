"""The facts of one shared process: as sentences, as tables, and who does what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from playbook.contexts.supplier.shapes import Doer, SharedTable, SharedValue, SipocColumn
from playbook.contexts.supplier.view import SupplierView
from playbook.model.activity import Activity, roles
from playbook.model.figures import Rate
from playbook.model.process import Process
from playbook.model.scalars import Text

Cell = Markup | str
_LETTERS = (("A", "accountable"), ("R", "responsible"), ("C", "consulted"), ("I", "informed"))
_PARTIES = {"in": "supplier", "retained": "client", "out": "out", None: "unsettled"}


def joined(items: Iterable[Markup]) -> Markup:
    """Return texts as one, without what is empty and without saying anything twice.

    Args:
        items: The texts.
    """
    return Markup(", ").join(dict.fromkeys(item for item in items if item))


class Facts:
    """Say what is shared of one process.

    Args:
        view: The edition in its language.
        process: The process.
    """

    def __init__(self, view: SupplierView, process: Process) -> None:
        self.view, self.process = view, process
        wording = view.wording
        self.word, self.said, self.show = wording.word, wording.said, wording.show
        self.code, self.date = wording.code, wording.date

    def sipoc(self) -> tuple[SipocColumn, ...]:
        """Return the process from beginning to end; nothing when nothing is known of it."""
        process, said = self.process, self.said
        inputs, outputs = process.inputs or (), process.outputs or ()
        customers = [said(process.customer), *(said(flow.to) for flow in outputs)]
        made = (
            ("sipoc_suppliers", [said(flow.origin) for flow in inputs]),
            ("inputs", [said(flow.what) for flow in inputs]),
            ("activities", [said(item.name) for item in process.activities or ()]),
            ("outputs", [said(flow.what) for flow in outputs]),
            ("sipoc_customers", customers),
        )
        columns = tuple(
            SipocColumn(
                title=self.word(key), texts=tuple(dict.fromkeys(item for item in items if item))
            )
            for key, items in made
        )
        return columns if any(column.texts for column in columns) else ()

    def doers(self) -> tuple[Doer, ...]:
        """Return who does each activity: client, supplier, nobody, or not settled."""
        return tuple(
            self._doer(
                self.said(item.name),
                _PARTIES[item.scope],
                joined(self.view.named("role", role) for role in item.performers),
            )
            for item in self.process.activities or ()
        )

    def duties(self) -> tuple[Doer, ...]:
        """Return what each party owes the other."""
        return tuple(
            self._doer(self.said(item.what), item.by, self.said(item.when))
            for item in self.process.duties or ()
        )

    def _doer(self, what: Markup, party: str, remark: Markup) -> Doer:
        name = self.word(f"party_{party}")
        return Doer(what=what, party=party, party_name=name, remark=remark)

    def raci(self) -> tuple[tuple[Markup, ...], tuple[tuple[Markup, tuple[str, ...]], ...]]:
        """Return the roles, and each activity with the letters of each."""
        activities = self.process.activities or ()
        order: dict[str, None] = {}
        for activity in activities:
            for _, name in _LETTERS:
                order.update(dict.fromkeys(roles(getattr(activity, name))))
        rows = tuple(
            (self.said(activity.name), tuple(_letters(activity, role) for role in order))
            for activity in activities
        )
        return tuple(self.view.named("role", role) for role in order), rows if order else ()

    def summary(self) -> tuple[SharedValue, ...]:
        """Return facts about the process as a whole; what is not known is left out."""
        return tuple(fact for fact in self._summary() if fact.value)

    def _summary(self) -> Iterator[SharedValue]:
        process, named = self.process, self.view.named
        yield self._value("trigger", self.said(process.trigger))
        yield self._value("result_of_process", self.said(process.result))
        yield self._value("customer", self.said(process.customer))
        yield self._rated("exception_rate", process.exceptions)
        yield self._rated("adherence", process.adherence)
        yield self._rated("digital_input", process.digital_input)
        yield self._instruction()
        yield self._value("systems", joined(named("system", i) for i in process.systems or ()))
        yield self._value("data", joined(named("data", i) for i in process.data or ()))
        yield self._value("legal_basis", self.show(process.legal_basis or ()))
        yield self._value("channels", joined(self.said(i.name) for i in process.channels or ()))
        if process.fte is not None:
            yield self._value("fte", self.show(process.fte))
        yield from self._agreements()

    def _agreements(self) -> Iterator[SharedValue]:
        """Yield what is agreed, or proposed, for when another does the work."""
        process, named = self.process, self.view.named
        if process.retained:
            roles_ = (process.retained.owner, process.retained.service, process.retained.contract)
            yield self._value("counterparts", joined(named("role", role) for role in roles_))
            yield self._value("meetings", self.said(process.retained.meetings))
        for driver in process.price_drivers:
            yield self._value("price_driver", self.said(driver.unit), self.code(driver.counted_by))
        if process.change:
            change = process.change
            yield self._value("change_procedure", self.said(change.procedure))
            yield self._value("change_owner", named("role", change.owner))
            yield self._value("change_included", self.said(change.included))
            yield self._value("escalation", self.said(change.escalation))
        if process.criticality:
            value = Markup.escape(self.code(process.criticality.critical))
            yield self._value(
                "criticality", value, self.view.wording.plain(process.criticality.reason)
            )
            yield self._value("rto", self.show(process.criticality.rto))
            yield self._value("rpo", self.show(process.criticality.rpo))
        yield from self._leaving()

    def _leaving(self) -> Iterator[SharedValue]:
        leave = self.process.exit
        if leave is None:
            return
        tested = self.date(leave.tested_on)
        yield self._value(
            "exit_plan", self.said(leave.plan), tested and f"{self.word('tested_on')} {tested}"
        )
        if leave.data_return:
            back = leave.data_return
            yield self._value(
                "data_return", self.said(back.form), str(self.show(back.within).unescape())
            )
        yield self._value("ownership", self.said(leave.ownership))
        value = Markup.escape(self.code(leave.substitutability))
        yield self._value("substitutability", value)

    def _value(self, key: str, value: Markup, remark: str = "") -> SharedValue:
        return SharedValue(label=self.word(key), value=value, remark=remark)

    def _rated(self, key: str, rate: object) -> SharedValue:
        known = getattr(rate, "rate", None)
        value = self.show(known) if known is not None else Markup("")
        return self._value(key, value, self._remark(rate))

    def _remark(self, fact: object) -> str:
        """Return how and when a fact is known."""
        parts = [self.code(getattr(fact, "kind", None)), self.date(getattr(fact, "on", None))]
        if isinstance(fact, Rate) and fact.sample:
            parts.append(f"{self.word('sample')}: {self.view.wording.number(fact.sample)}")
        return ", ".join(part for part in parts if part)

    def _instruction(self) -> SharedValue:
        instruction = self.process.instruction
        if instruction is None:
            return self._value("instruction", Markup(""))
        reviewed = self.date(instruction.reviewed)
        remark = f"{self.word('reviewed')} {reviewed}" if reviewed else ""
        return self._value("instruction", self.said(instruction.title), remark)

    def tables(self) -> tuple[SharedTable, ...]:
        """Return the facts that come in rows and columns; those without rows are left out."""
        made = (
            self._table("units", ("unit", "role", "agreed"), self._units()),
            self._table(
                "variants",
                ("variant_unit", "variant_what", "reason", "decision"),
                self._variants(),
            ),
            self._table("exceptions", ("causes",), self._causes()),
            self._table("handoffs", ("from", "to", "content", "acceptance"), self._handoffs()),
            self._table(
                "kpis",
                ("kpi_name", "formula", "source", "baseline", "result", "target", "measured_on"),
                self._kpis(),
            ),
            self._table("volumes", ("month", "unit", "count"), self._volumes()),
            self._table("planned_changes", ("what_changes", "kind", "from_when"), self._planned()),
            self._table(
                "data",
                ("data", "owner", "source", "classification", "personal_data", "retention"),
                self._data(),
            ),
            self._table("terms", ("term", "meaning"), self._terms()),
        )
        # The names of data objects stand among the facts already.
        plain = ("data",)
        return tuple(
            table for table in made if table.rows and (table.key not in plain or table.columns[1:])
        )

    def _table(
        self, key: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]
    ) -> SharedTable:
        """Return a table without the columns in which nothing is known."""
        cells = [tuple(Markup.escape(cell) for cell in row) for row in rows]
        kept = [at for at in range(len(columns)) if any(row[at] for row in cells)]
        return SharedTable(
            key=key,
            title=self.word(key),
            columns=tuple(self.word(columns[at]) for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in cells),
        )

    def _units(self) -> Iterator[Sequence[Cell]]:
        for item in self.process.units or ():
            unit = self.view.named("unit", item.unit)
            yield unit, self.code(item.role), self.date(item.agreed)

    def _variants(self) -> Iterator[Sequence[Cell]]:
        for item in self.process.variants or ():
            unit = self.view.named("unit", item.unit)
            decision = self.code(item.decision) or self.word("not_known")
            yield unit, self.said(item.what), self.code(item.reason), decision

    def _causes(self) -> Iterator[Sequence[Cell]]:
        catalogue = self.process.exceptions.catalogue if self.process.exceptions else None
        yield from ((self.said(cause),) for cause in catalogue or ())

    def _handoffs(self) -> Iterator[Sequence[Cell]]:
        def known(text: Text | None) -> Cell:
            return self.said(text) or self.word("not_known")

        for item in self.process.handoffs or ():
            yield tuple(map(known, (item.origin, item.to, item.content, item.acceptance)))

    def _kpis(self) -> Iterator[Sequence[Cell]]:
        for item in self.process.kpis or ():
            source = self.view.named("system", item.source)
            values = (self.show(item.baseline), self.show(item.result), self.show(item.target))
            yield self.said(item.name), self.said(item.formula), source, *values, self._remark(item)

    def _volumes(self) -> Iterator[Sequence[Cell]]:
        wording = self.view.wording
        for volume in self.process.counts:
            what = self.said(volume.unit)
            if volume.at:
                what = Markup("{} ({})").format(what, self.view.named("unit", volume.at))
            for month, count in sorted((volume.months or {}).items()):
                peak = f" ({self.word('peak')})" if month == volume.peak else ""
                yield wording.month(month) + peak, what, wording.number(count)

    def _planned(self) -> Iterator[Sequence[Cell]]:
        for item in self.process.planned_changes or ():
            yield self.said(item.what), self.code(item.kind), self.date(item.on)

    def _data(self) -> Iterator[Sequence[Cell]]:
        for ident in self.process.data or ():
            found = self.view.edition.setting.data.get(ident)
            if found is None:
                continue
            item = found[1]
            owner = self.view.named("role", item.owner)
            source = self.view.named("system", item.source)
            level, personal = item.classification or "", self.code(item.personal)
            yield self.said(item.name), owner, source, level, personal, self.show(item.retention)

    def _terms(self) -> Iterator[Sequence[Cell]]:
        yield from ((self.said(i.term), self.said(i.meaning)) for i in self.process.terms or ())


def _letters(activity: Activity, role: str) -> str:
    return " ".join(letter for letter, name in _LETTERS if role in roles(getattr(activity, name)))
