"""Pieces that several pages are made of.

`Markup` is HTML that is ready to print; every other text is escaped by the templates.
"""

from __future__ import annotations

from typing import Final, Literal

from markupsafe import Markup
from msgspec import Struct

LadderState = Literal["done", "current", "started", "open", "not_applicable", "declined"]
ResultState = Literal["met", "not_met", "unknown", "not_applicable"]


class Link(Struct, frozen=True):
    """A name that leads somewhere.

    Args:
        label: Name, with its language marked when it differs from the page's.
        href: Relative address; empty when there is no page to lead to.
    """

    label: Markup
    href: str = ""


NOWHERE: Final = Link(Markup(""))
"""A link without a label, for what is not there."""


class GuideText(Struct, frozen=True):
    """A part of a guide.

    Args:
        key: Its lasting key, for the id of its section.
        title: Its heading.
        text: What it says.
    """

    key: str
    title: str
    text: Markup


class NavItem(Struct, frozen=True):
    """An entry of the navigation, which is the same on every page of a language.

    Args:
        key: What the page is compared with to mark the current entry.
        label: Name.
        path: Address from the root of the site.
    """

    key: str
    label: Markup
    path: str


class NavGroup(Struct, frozen=True):
    """Entries of the navigation that stand together.

    Args:
        title: What stands above them.
        items: The entries.
    """

    title: Markup
    items: tuple[NavItem, ...]


class Chrome(Struct, frozen=True, kw_only=True):
    """What is the same on every page of one organisation in one language.

    Args:
        organisation: Name of the organisation.
        site_title: Title of the whole site.
        main: Entries for home, processes, data quality.
        steps: Entries for the seven steps.
        departments: Entries for the departments; none when there are more than a menu can hold.
        all_departments: The page of all departments, when they are more than that.
        pages: Pages of the organisation's own that stand together.
        more: Other pages of its own, and entries for lists of roles, units, systems and data, the
            index, this edition.
        search: Address of the search page from the root of the site; empty when there is none.
        method_version: Version of the method, with the project's changes counted.
        method_changes: How many things the project changes of the method.
        date: Day of the assessment, written out.
        program: Name and version of the program.
    """

    organisation: Markup
    site_title: str
    main: tuple[NavItem, ...]
    steps: tuple[NavItem, ...]
    departments: tuple[NavItem, ...]
    all_departments: NavItem | None
    pages: tuple[NavGroup, ...]
    more: tuple[NavItem, ...]
    search: str
    method_version: str
    method_changes: int
    date: str
    program: str


class Translation(Struct, frozen=True):
    """The same page in another language.

    Args:
        language: Code of the language.
        name: Name of the language in that language.
        href: Relative address.
    """

    language: str
    name: str
    href: str


class Head(Struct, frozen=True, kw_only=True):
    """What a page says of itself.

    Args:
        kind: Kind of page, which is also the name of its template.
        language: Language of the page.
        root: Relative address of the root of the site, ending in a slash or empty.
        title: Title for the browser, without marks.
        section: Key of the entry of the navigation to mark as current.
        trail: Pages above this one, from the home page.
        translations: The same page in other languages.
        description: One sentence for the head of the page.
        contents: What stands on the page, as links to its own sections.
        previous: The page before this one, where pages have an order; an empty label at the first.
        next: The page after this one; an empty label at the last.
        within: The department that the page belongs to; an empty label when it has none.
        edit: Where the file that this page is about can be changed; empty when that is unknown.
    """

    kind: str
    language: str
    root: str
    title: str
    section: str
    trail: tuple[Link, ...]
    translations: tuple[Translation, ...]
    description: str
    contents: tuple[Link, ...] = ()
    previous: Link = NOWHERE
    next: Link = NOWHERE
    within: Link = NOWHERE
    edit: str = ""


class Rung(Struct, frozen=True, kw_only=True):
    """One step on the ladder of one process.

    Args:
        code: Code of the step.
        number: Its number.
        name: Its name.
        href: Relative address of the step's page.
        anchor: Id of the step's section on the process page.
        state: How far it is.
        state_name: The state in words.
        met: Required criteria that are met.
        required: Required criteria that apply.
    """

    code: str
    number: int
    name: str
    href: str
    anchor: str
    state: LadderState
    state_name: str
    met: int
    required: int


class Cell(Struct, frozen=True, kw_only=True):
    """One cell of a heatmap.

    Args:
        state: How far the step is, for its colour and its sign.
        text: What stands in the cell.
        title: The cell in words, for who cannot see its colour.
    """

    state: str
    text: str
    title: str


class HeatRow(Struct, frozen=True, kw_only=True):
    """One row of a heatmap.

    Args:
        name: The process or department.
        cells: One cell for each step.
        note: A short remark behind the name, such as ``in-house``.
    """

    name: Link
    cells: tuple[Cell, ...]
    note: str = ""


class HeatGroup(Struct, frozen=True, kw_only=True):
    """Rows that belong together.

    Args:
        name: The department; an empty label when the rows are not grouped.
        rows: Its rows.
    """

    name: Link
    rows: tuple[HeatRow, ...]


class Heatmap(Struct, frozen=True, kw_only=True):
    """Processes or departments against the seven steps.

    Args:
        columns: The steps, with their number and name.
        groups: Rows, by department.
        by_department: Whether a cell counts the processes of a department.
    """

    columns: tuple[Link, ...]
    groups: tuple[HeatGroup, ...]
    by_department: bool


class ProcessRow(Struct, frozen=True, kw_only=True):
    """One process in a table.

    Args:
        name: The process.
        department: Its department.
        step_number: Number of the step it is on; 0 when none is left.
        step: The step it is on, or what has become of it.
        owner: The accountable role in words.
        open: Open required criteria of that step.
        band: Band of its dispute risk; empty when nobody thinks of outsourcing it.
        band_name: The band in words.
        band_weight: How heavy the band is, for sorting; higher is heavier.
        ladder: State of each step, in order.
        ladder_words: The same in words.
        remarks: Short remarks, such as that its owner declares another step.
    """

    name: Link
    department: Link
    step_number: int
    step: str
    owner: Markup
    open: int
    band: str
    band_name: str
    band_weight: int
    ladder: tuple[LadderState, ...]
    ladder_words: str
    remarks: tuple[str, ...] = ()


class ProcessTable(Struct, frozen=True, kw_only=True):
    """Processes in a table, or counted for each department when a table would be too long.

    Args:
        total: How many there are.
        rows: The processes; none when there are too many.
        departments: Then: each department with how many of them it has.
    """

    total: int
    rows: tuple[ProcessRow, ...]
    departments: tuple[tuple[Link, int], ...]


class CriterionRow(Struct, frozen=True, kw_only=True):
    """One criterion as a page shows it.

    Args:
        code: Its code.
        anchor: Id of the row on the page.
        name: The criterion as a statement.
        required: Whether the step needs it.
        state: Met, not met, unknown or not applicable.
        state_name: The state in words.
        reason: Why, in a sentence.
        show: How to show that it is met.
        meaning: What it means.
        field: Field to look at or to fill in, as written in YAML.
        field_label: The same in words.
        value: What stands there; empty when nothing does.
        threshold: What it was held against, in words; empty when nothing.
        place: File and line.
        who: Who can usually fill it in.
        contradicted: Whether evidence says otherwise than the field.
        actions: What was agreed to do about it.
        evidence: The proof; no label when there is none.
    """

    code: str
    anchor: str
    name: Markup
    required: bool
    state: ResultState
    state_name: str
    reason: Markup
    show: Markup
    meaning: Markup
    field: str
    field_label: str
    value: str
    threshold: str
    place: str
    who: Markup
    contradicted: bool
    actions: tuple[ActionRow, ...]
    evidence: Link


class ActionRow(Struct, frozen=True, kw_only=True):
    """Something that somebody will do.

    Args:
        what: What will be done.
        who: The role that does it.
        due: By when, written out.
        done: When it was ready, written out.
        late: Whether its date has passed.
    """

    what: Markup
    who: Markup
    due: str
    done: str
    late: bool
