"""What the rules find, as a list."""

from __future__ import annotations

from playbook.contexts.view import View
from playbook.report import of_findings
from playbook.tables.flat import Table
from playbook.tables.written import told

FINDINGS = "findings"
COLUMNS = (
    *("process", "name", "department", "accountable", "code", "type", "known", "points"),
    *("message", "help", "file", "line"),
)


def findings(view: View) -> tuple[Table, ...]:
    """Return the findings whose points count, those with most points first.

    Args:
        view: The organisation in one language.
    """
    rows = []
    for issue in sorted(of_findings(view), key=lambda issue: (-issue.points, issue.process)):
        process = view.portfolio.processes[issue.process]
        known = "export_fact" if issue.level == "warning" else "export_unknown"
        said = (
            process.id,
            view.wording.plain(process.name),
            view.named("department", process.department).striptags(),
            "; ".join(view.role(role).striptags() for role in process.accountables),
            issue.code,
            view.type_names[view.portfolio.rules[issue.code].type],
            view.wording.word(known),
        )
        about = (issue.message, issue.help, issue.place.file)
        rows.append((*map(told, said), issue.points, *map(told, about), issue.place.line))
    return (Table(FINDINGS, COLUMNS, rows),)
