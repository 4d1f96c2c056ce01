"""A page of Brook's own making: what processes were called before."""

from playbook.pagekinds import page


@page("former-names", title={"nl": "Vroegere namen", "en": "Former names"})
def former_names(portfolio, language):
    head = "| Vroeger | Nu |" if language == "nl" else "| Then | Now |"
    rows = [
        f"| {former} | {{process}}`{one.id}` |"
        for one in portfolio.inventory.processes
        for former in one.formerly or ()
    ]
    return "\n".join([head, "|---|---|", *sorted(rows)])
