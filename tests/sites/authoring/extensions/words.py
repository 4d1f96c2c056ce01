"""What Brook adds to its texts: a role that leads to a law, and a note that says whom to ask."""

from urllib.parse import quote

from playbook.authored import directive, role


@role("law")
def law(text, _language):
    return f"[{text}](https://wetten.overheid.nl/search?q={quote(text)})"


@directive("contact", options=["department"])
def contact(written, portfolio, _language):
    chosen = written.options.get("department")
    asked = [
        f"- {{process}}`{one.id}`: {{role}}`{one.accountable}`"
        for one in portfolio.inventory.processes
        if one.accountable and chosen in (None, one.department)
    ]
    return "\n".join([f"**{written.title}**", "", *asked, "", written.body])
