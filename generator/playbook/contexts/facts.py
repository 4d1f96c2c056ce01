"""The facts of one process as lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from playbook.contexts.processpage import Fact, FactTable, Raci, Sipoc
from playbook.contexts.view import View
from playbook.model.activity import Activity, roles
from playbook.model.figures import Kpi, Volume
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.plan import Page

_LETTERS = (
    ("A", "accountable"),
    ("R", "responsible"),
    ("C", "consulted"),
    ("I", "informed"),
)


def sipoc(view: View, page: Page, process: Process) -> Sipoc:
    """Return where a process begins, what it makes and for whom.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    said = view.wording.said
    inputs, outputs = process.inputs or (), process.outputs or ()
    customers = [said(process.customer), *(_party(view, page, flow.to) for flow in outputs)]
    known = (process.trigger, process.result, process.customer, inputs, outputs)
    return Sipoc(
        suppliers=_distinct(_party(view, page, flow.origin) for flow in inputs),
        inputs=_distinct(said(flow.what) for flow in inputs),
        trigger=said(process.trigger),
        activities=_distinct(said(item.name) for item in process.activities or ()),
        result=said(process.result),
        outputs=_distinct(said(flow.what) for flow in outputs),
        customers=_distinct(customers),
        known=any(known),
    )


def _party(view: View, page: Page, text: Text | None) -> Markup:
    """Return a party, by its name when the text is the id of one in the organisation."""
    if isinstance(text, str):
        for kind in ("unit", "department", "role", "system"):
            if (kind, text) in view.portfolio.setting.names:
                return view.linked(page, kind, text)
    return view.wording.said(text)


def _distinct(items: Iterable[Markup]) -> tuple[Markup, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


def raci(view: View, page: Page, process: Process) -> Raci:
    """Return who does what, as a table of activities and roles.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    activities = process.activities or ()
    order: dict[str, None] = {}
    for activity in activities:
        for _, name in _LETTERS:
            order.update(dict.fromkeys(roles(getattr(activity, name))))
    rows = tuple(
        (view.wording.said(activity.name), tuple(_letters(activity, role) for role in order))
        for activity in activities
    )
    return Raci(
        roles=tuple(view.linked(page, "role", role) for role in order), rows=rows if order else ()
    )


def _letters(activity: Activity, role: str) -> str:
    return " ".join(letter for letter, name in _LETTERS if role in roles(getattr(activity, name)))


def summary(view: View, page: Page, process: Process) -> tuple[Fact, ...]:
    """Return facts about a process as a whole.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    wording = view.wording
    word, said, show = wording.word, wording.said, wording.show
    facts = [
        Fact(word("trigger"), said(process.trigger)),
        Fact(word("result_of_process"), said(process.result)),
        Fact(word("customer"), said(process.customer)),
        _exceptions(view, process),
        _instruction(view, process),
        Fact(word("systems"), view.linked_all(page, "system", process.systems or ())),
        Fact(word("data"), view.linked_all(page, "data", process.data or ())),
        Fact(word("legal_basis"), show(process.legal_basis or ())),
        Fact(word("channels"), _joined(said(item.name) for item in process.channels or ())),
        _criticality(view, process),
        Fact(word("pcf"), Markup.escape(_pcf(process))),
    ]
    return tuple(fact for fact in facts if fact.value)


def _joined(items: Iterable[Markup]) -> Markup:
    return Markup(", ").join(items)


def _exceptions(view: View, process: Process) -> Fact:
    exceptions, wording = process.exceptions, view.wording
    if exceptions is None or exceptions.rate is None:
        return Fact("", Markup(""))
    remark = _remark(view, exceptions.kind, wording.date(exceptions.on))
    return Fact(wording.word("exception_rate"), wording.show(exceptions.rate), remark)


def _remark(view: View, kind: str | None, date: str) -> str:
    return ", ".join(part for part in (view.wording.code(kind), date) if part)


def _instruction(view: View, process: Process) -> Fact:
    instruction, wording = process.instruction, view.wording
    if instruction is None or instruction.title is None:
        return Fact("", Markup(""))
    reviewed = wording.date(instruction.reviewed)
    remark = f"{wording.word('reviewed')} {reviewed}" if reviewed else ""
    return Fact(wording.word("instruction"), wording.said(instruction.title), remark)


def _criticality(view: View, process: Process) -> Fact:
    criticality, wording = process.criticality, view.wording
    if criticality is None or criticality.critical is None:
        return Fact("", Markup(""))
    label = wording.word("criticality")
    return Fact(
        label,
        Markup.escape(wording.code(criticality.critical)),
        wording.plain(criticality.reason),
    )


def _pcf(process: Process) -> str:
    if process.pcf is None:
        return ""
    parts = (process.pcf.hierarchy, process.pcf.element, process.pcf.version)
    return " · ".join(str(part) for part in parts if part is not None)


def tables(view: View, page: Page, process: Process) -> tuple[FactTable, ...]:
    """Return the facts that come in rows and columns; those without rows are left out.

    Args:
        view: The organisation in one language.
        page: The page that shows it.
        process: The process.
    """
    makers = (_units, _variants, _causes, _handoffs, _kpis, _volumes, _data, _terms)
    made = (make(view, page, process) for make in makers)
    return tuple(table for table in made if table.rows)


def _table(
    view: View, key: str, columns: Sequence[str], rows: Iterable[Sequence[Markup | str]]
) -> FactTable:
    return FactTable(
        key=key,
        title=view.wording.word(key),
        columns=tuple(view.wording.word(column) for column in columns),
        rows=tuple(tuple(Markup.escape(cell) for cell in row) for row in rows),
    )


def _units(view: View, page: Page, process: Process) -> FactTable:
    rows = (
        (
            view.linked(page, "unit", item.unit),
            view.wording.code(item.role),
            view.wording.date(item.agreed),
        )
        for item in process.units or ()
    )
    return _table(view, "units", ("unit", "role", "agreed"), rows)


def _variants(view: View, page: Page, process: Process) -> FactTable:
    wording = view.wording
    rows = (
        (
            view.linked(page, "unit", item.unit),
            wording.said(item.what),
            wording.code(item.reason),
            wording.code(item.decision) or wording.word("not_known"),
        )
        for item in process.variants or ()
    )
    return _table(view, "variants", ("variant_unit", "variant_what", "reason", "decision"), rows)


def _causes(view: View, _: Page, process: Process) -> FactTable:
    causes = process.exceptions.catalogue if process.exceptions else None
    return _table(view, "exceptions", ("causes",), ((view.wording.said(c),) for c in causes or ()))


def _handoffs(view: View, page: Page, process: Process) -> FactTable:
    said, empty = view.wording.said, view.wording.word("not_known")
    rows = (
        (
            _party(view, page, item.origin) or empty,
            _party(view, page, item.to) or empty,
            said(item.content) or empty,
            said(item.acceptance) or empty,
        )
        for item in process.handoffs or ()
    )
    return _table(view, "handoffs", ("from", "to", "content", "acceptance"), rows)


def _kpis(view: View, page: Page, process: Process) -> FactTable:
    columns = ("kpi_name", "formula", "source", "baseline", "result", "target", "measured_on")
    return _table(view, "kpis", columns, (_kpi(view, page, item) for item in process.kpis or ()))


def _kpi(view: View, page: Page, item: Kpi) -> tuple[Markup | str, ...]:
    wording = view.wording
    return (
        wording.said(item.name),
        wording.said(item.formula),
        view.linked(page, "system", item.source),
        wording.show(item.baseline),
        wording.show(item.result),
        wording.show(item.target),
        _remark(view, item.kind, wording.date(item.on)),
    )


def _volumes(view: View, _: Page, process: Process) -> FactTable:
    rows = [row for volume in process.counts for row in _months(view, volume)]
    return _table(view, "volumes", ("month", "unit", "count"), rows)


def _months(view: View, volume: Volume) -> Iterable[tuple[Markup | str, ...]]:
    wording = view.wording
    what = wording.said(volume.unit)
    if volume.at:
        what = Markup("{} ({})").format(what, view.named("unit", volume.at))
    for month, count in sorted((volume.months or {}).items()):
        peak = f" ({wording.word('peak')})" if month == volume.peak else ""
        yield wording.month(month) + peak, what, wording.number(count)


def _data(view: View, page: Page, process: Process) -> FactTable:
    columns = ("data", "owner", "source", "classification", "personal_data", "retention")
    rows = []
    for ident in process.data or ():
        found = view.portfolio.setting.data.get(ident)
        if found is None:
            continue
        item = found[1]
        rows.append(
            (
                view.linked(page, "data", ident),
                view.linked(page, "role", item.owner),
                view.linked(page, "system", item.source),
                item.classification or "",
                view.wording.code(item.personal),
                view.wording.show(item.retention),
            )
        )
    return _table(view, "data", columns, rows)


def _terms(view: View, _: Page, process: Process) -> FactTable:
    rows = (
        (view.wording.said(item.term), view.wording.said(item.meaning))
        for item in process.terms or ()
    )
    return _table(view, "terms", ("term", "meaning"), rows)
