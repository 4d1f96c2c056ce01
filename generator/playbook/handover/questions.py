"""The questions of an edition as files to fill in."""

from __future__ import annotations

from playbook.cells import as_csv
from playbook.entries import Stamp
from playbook.sheets.questions import Row, Sheet, as_workbook
from playbook.supply import SupplierSite

COLUMNS = ("id", "process", "fact", "question", "answer")


def sheet(site: SupplierSite) -> Sheet:
    """Return what the sheet of questions says.

    Args:
        site: The site of the edition.
    """
    wording = site.view.wording
    word, edition = wording.word, site.edition
    organisation = wording.plain(edition.inventory.organisation.name)
    titles = {"organisation": organisation, "supplier": wording.plain(edition.name)}
    made = {"date": wording.date(edition.setting.today), "version": edition.version}
    return Sheet(
        name=word("sheet_name"),
        explanation=word("sheet_explanation"),
        columns=tuple(word(f"sheet_{name}") for name in COLUMNS),
        lines=(
            word("sheet_title", **titles),
            word("sheet_made", **made),
            *(word(f"sheet_line_{number}") for number in range(1, 6)),
        ),
        rows=tuple(
            Row(item.id, item.process_name, item.fact, item.text) for item in site.questions
        ),
        separator=";" if wording.language == "nl" else ",",
    )


def files(site: SupplierSite, moment: Stamp) -> dict[str, bytes]:
    """Return the questions as files, by name.

    Args:
        site: The site of the edition.
        moment: Time to write in them.

    Raises:
        Unusable: The library for Excel is not installed.
    """
    made = sheet(site)
    return {
        "questions.csv": as_csv(made.cells, made.separator),
        "questions.xlsx": as_workbook(made, moment),
    }
