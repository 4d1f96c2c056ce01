"""The facts of one shared process: as sentences, as tables, and who does what."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from playbook.contexts.factshapes import Fact, FactTable
from playbook.contexts.supplier.shapes import Doer
from playbook.contexts.telling import Telling, joined

_PARTIES = {"in": "supplier", "retained": "client", "out": "out", None: "unsettled"}


class Facts(Telling):
    """Tell what is shared of one process; an edition in its language names things itself."""

    def doers(self) -> tuple[Doer, ...]:
        """Return who does each activity: client, supplier, nobody, or not settled."""
        return tuple(
            self._doer(
                self.said(item.name),
                _PARTIES[item.scope],
                joined(self.named("role", role) for role in item.performers),
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

    def summary(self) -> tuple[Fact, ...]:
        """Return facts about the process as a whole; what is not known is left out."""
        told = (*self.basics(), *self._figures(), *self._agreements(), *self._leaving())
        return tuple(fact for fact in told if fact.value)

    def _figures(self) -> Iterator[Fact]:
        process = self.process
        yield self.rated("adherence", "adherence.rate", process.adherence)
        yield self.rated("digital_input", "digital_input.rate", process.digital_input)
        if process.fte is not None:
            yield self.fact("fte", "fte", self.show(process.fte))
        if process.criticality:
            yield self.fact("rto", "criticality.rto", self.show(process.criticality.rto))
            yield self.fact("rpo", "criticality.rpo", self.show(process.criticality.rpo))

    def _agreements(self) -> Iterator[Fact]:
        """Yield what is agreed, or proposed, for when another does the work."""
        process, named, said = self.process, self.named, self.said
        if process.retained:
            own = process.retained
            roles = joined(named("role", role) for role in (own.owner, own.service, own.contract))
            yield self.fact("counterparts", "retained", roles)
            yield self.fact("meetings", "retained.meetings", said(own.meetings))
        for driver in process.price_drivers:
            counted = self.code(driver.counted_by)
            yield self.fact("price_driver", "price_driver.unit", said(driver.unit), counted)
        if process.change:
            change = process.change
            yield self.fact("change_procedure", "change.procedure", said(change.procedure))
            yield self.fact("change_owner", "change.owner", named("role", change.owner))
            yield self.fact("change_included", "change.included", said(change.included))
            yield self.fact("escalation", "change.escalation", said(change.escalation))

    def _leaving(self) -> Iterator[Fact]:
        leave = self.process.exit
        if leave is None:
            return
        tested = self.date(leave.tested_on)
        remark = f"{self.word('tested_on')} {tested}" if tested else ""
        yield self.fact("exit_plan", "exit.plan", self.said(leave.plan), remark)
        if leave.data_return:
            back = leave.data_return
            within = str(self.show(back.within).unescape())
            yield self.fact("data_return", "exit.data_return.form", self.said(back.form), within)
        yield self.fact("ownership", "exit.ownership", self.said(leave.ownership))
        value = Markup.escape(self.code(leave.substitutability))
        yield self.fact("substitutability", "exit.substitutability", value)

    def tables(self) -> tuple[FactTable, ...]:
        """Return the facts in rows and columns, without the columns in which nothing is known."""
        made = map(_without_empty, super().tables())
        # The names of data objects stand among the facts already.
        return tuple(table for table in made if table.key != "data" or table.columns[1:])


def _without_empty(table: FactTable) -> FactTable:
    kept = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
    return msgspec.structs.replace(
        table,
        columns=tuple(table.columns[at] for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in table.rows),
    )
