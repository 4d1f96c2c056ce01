"""What each kind of page receives; a template can read this and nothing else."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.riskpages import FindingRow, GainRow, TypeRow
from playbook.contexts.shapes import (
    ActionRow,
    Chrome,
    CriterionRow,
    Head,
    Heatmap,
    Link,
    ProcessRow,
    Rung,
)


class OrganisationCard(Struct, frozen=True, kw_only=True):
    """One organisation on the landing page.

    Args:
        name: Its name.
        about: What it is.
        processes: How many processes it has.
        links: Its home page in each language; the label is the language's own name.
    """

    name: Markup
    about: Markup
    processes: int
    links: tuple[Link, ...]


class LandingPage(Struct, frozen=True, kw_only=True):
    """The first page of the site.

    Args:
        head: What the page says of itself.
        site_title: Title of the whole site.
        organisations: The organisations.
        forward: Address to go on to at once, when there is one organisation only.
    """

    head: Head
    site_title: str
    organisations: tuple[OrganisationCard, ...]
    forward: str


class MissingPage(Struct, frozen=True, kw_only=True):
    """The page for an address that leads nowhere.

    Args:
        head: What the page says of itself.
        site_title: Title of the whole site.
        home: Where to go on, in each language.
    """

    head: Head
    site_title: str
    home: tuple[Link, ...]


class StepCount(Struct, frozen=True, kw_only=True):
    """How many processes are on one step.

    Args:
        code: Code of the step, or ``ready`` or ``in_house``.
        number: Number of the step; 0 for what comes after the ladder.
        name: Its name.
        question: The question that the step answers.
        href: Relative address of its page; empty when there is none.
        count: How many processes.
        share: Part of all processes in whole percents.
    """

    code: str
    number: int
    name: str
    question: str
    href: str
    count: int
    share: int


class FirstThing(Struct, frozen=True, kw_only=True):
    """A criterion that many processes have open on the step they are on.

    Args:
        code: Its code.
        name: The criterion.
        href: Relative address of the step's page, at the criterion.
        count: How many processes wait for it.
        who: Who can usually fill it in.
    """

    code: str
    name: Markup
    href: str
    count: int
    who: str


class HomePage(Struct, frozen=True, kw_only=True):
    """Where the organisation stands.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        about: What the organisation is.
        processes: How many processes there are.
        ladder: How many are on each step, and after the last one.
        heatmap: Processes or departments against steps.
        first: What most processes wait for.
        known: Required criteria that are met or not applicable, of all processes.
        decidable: Required criteria of all processes.
    """

    chrome: Chrome
    head: Head
    about: Markup
    processes: int
    ladder: tuple[StepCount, ...]
    heatmap: Heatmap
    first: tuple[FirstThing, ...]
    known: int
    decidable: int


class ProcessesPage(Struct, frozen=True, kw_only=True):
    """Every process in one table.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        rows: The processes.
    """

    chrome: Chrome
    head: Head
    rows: tuple[ProcessRow, ...]


class DepartmentPage(Struct, frozen=True, kw_only=True):
    """The processes of one department.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Name of the department.
        purpose: What it is for.
        lead: The role that leads it.
        ladder: How many of its processes are on each step.
        heatmap: Its processes against steps.
        rows: Its processes.
        first: What most of its processes wait for.
        unassigned: Whether these are the processes that name no department.
    """

    chrome: Chrome
    head: Head
    name: Markup
    purpose: Markup
    lead: Markup
    ladder: tuple[StepCount, ...]
    heatmap: Heatmap
    rows: tuple[ProcessRow, ...]
    first: tuple[FirstThing, ...]
    unassigned: bool


class CriterionCard(Struct, frozen=True, kw_only=True):
    """One criterion on the page of its step.

    Args:
        code: Its code.
        name: The criterion as a statement.
        required: Whether the step needs it.
        meaning: What it means.
        show: How to show it.
        fields: Fields that show it, as written in YAML.
        who: Who can usually fill it in.
        counts: How many processes have it met, not met, unknown and not applicable.
    """

    code: str
    name: Markup
    required: bool
    meaning: Markup
    show: Markup
    fields: tuple[str, ...]
    who: str
    counts: tuple[int, int, int, int]


class StepPage(Struct, frozen=True, kw_only=True):
    """One step: what it is, how it is left, which processes are on it.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        code: Code of the step.
        number: Its number.
        name: Its name.
        optional: Whether deciding against it completes it.
        question: The question it answers.
        changes: What changes by it.
        is_not: What it is not.
        supplier_can: What a supplier can help with.
        stays_inside: What stays inside.
        if_skipped: What dispute comes later.
        gain: What is kept without outsourcing.
        criteria: Its exit criteria.
        on_it: Processes that are on it.
        started: Processes that work on it while they are on an earlier step.
        done: How many processes have it done or declined.
        previous: The step before; empty label at the first.
        next: The step after; empty label at the last.
    """

    chrome: Chrome
    head: Head
    code: str
    number: int
    name: str
    optional: bool
    question: Markup
    changes: Markup
    is_not: Markup
    supplier_can: Markup
    stays_inside: Markup
    if_skipped: Markup
    gain: Markup
    criteria: tuple[CriterionCard, ...]
    on_it: tuple[ProcessRow, ...]
    started: tuple[ProcessRow, ...]
    done: int
    previous: Link
    next: Link


class StepSection(Struct, frozen=True, kw_only=True):
    """One step on the page of a process.

    Args:
        rung: The step on the ladder.
        rows: Its criteria.
        carried: Open required criteria of earlier steps.
        done_by: Supplier that does it for us, in words.
        done_with: Supplier that does it with us, in words.
        until: When it is to be ready, written out.
        stays_inside: What is not left to that supplier.
        reason: Why the step is not taken.
        is_not: What the step is not.
        supplier_can: What a supplier can help with.
        always_inside: What stays inside in any case.
        if_skipped: What dispute comes later.
        question: The question it answers.
        changes: What changes by it.
    """

    rung: Rung
    rows: tuple[CriterionRow, ...]
    carried: tuple[Link, ...]
    done_by: Markup
    done_with: Markup
    until: str
    stays_inside: Markup
    reason: Markup
    is_not: Markup
    supplier_can: Markup
    always_inside: Markup
    if_skipped: Markup
    question: Markup
    changes: Markup


class Fact(Struct, frozen=True):
    """A name and what is known under it.

    Args:
        label: What it is.
        value: What is known, ready to print.
        remark: How and when it is known.
    """

    label: str
    value: Markup
    remark: str = ""


class FactTable(Struct, frozen=True, kw_only=True):
    """Facts in rows and columns.

    Args:
        key: Lasting name, for the id of its section.
        title: What the table shows.
        columns: Names of the columns.
        rows: Cells, ready to print; as many in each row as there are columns.
        empty: What to say when there are no rows.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Markup, ...], ...]
    empty: str = ""


class Sipoc(Struct, frozen=True, kw_only=True):
    """Where a process begins, what it makes and for whom.

    Args:
        suppliers: Who the inputs come from.
        inputs: What comes in.
        trigger: What sets it going.
        activities: What is done.
        result: What is there when it is finished.
        outputs: What goes out.
        customers: Who gets it.
        known: Whether anything of it is known.
    """

    suppliers: tuple[Markup, ...]
    inputs: tuple[Markup, ...]
    trigger: Markup
    activities: tuple[Markup, ...]
    result: Markup
    outputs: tuple[Markup, ...]
    customers: tuple[Markup, ...]
    known: bool


class Raci(Struct, frozen=True, kw_only=True):
    """Who does what.

    Args:
        roles: The roles, as heads of columns.
        rows: Each activity with the letters of each role, such as ``A`` or ``A R``.
    """

    roles: tuple[Markup, ...]
    rows: tuple[tuple[Markup, tuple[str, ...]], ...]


class ProcessPage(Struct, frozen=True, kw_only=True):
    """One process: which step it is on, what is missing, what to do.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Name of the process.
        department: Its department.
        owner: The accountable role in words.
        purpose: What it is for.
        ladder: The seven steps.
        outcome: ``on_step``, ``ready`` or ``in_house``.
        current: The step it is on; nothing when no step is left.
        lead: One sentence on where it stands.
        missing: What is missing on the current step: required first, then the rest.
        remarks: Sentences on a declared step, work in parallel, review dates.
        gains: What clears most for one fact.
        findings: What the rules say, the heaviest first.
        types: Points of each dispute type, the worst first.
        band: Code of the worst band; empty when nobody thinks of outsourcing.
        band_name: That band in words.
        gained: What was gained, for a process that stays; or what is kept by stopping here.
        sections: The seven steps with all their criteria.
        summary: Facts about the process as a whole.
        sipoc: Where it begins and ends.
        raci: Who does what.
        tables: Facts in tables: hand-offs, variants, volumes, measures, systems, data …
        actions: What was agreed to do.
        part_of: The larger process; an empty label when there is none.
        parts: Smaller processes inside it.
        follows: Processes that set it going.
        followed_by: Processes that it sets going.
        place: File and line of the process.
        notes: Remarks of colleagues.
    """

    chrome: Chrome
    head: Head
    name: Markup
    department: Link
    owner: Markup
    purpose: Markup
    ladder: tuple[Rung, ...]
    outcome: str
    current: Rung | None
    lead: Markup
    missing: tuple[CriterionRow, ...]
    remarks: tuple[Markup, ...]
    gains: tuple[GainRow, ...]
    findings: tuple[FindingRow, ...]
    types: tuple[TypeRow, ...]
    band: str
    band_name: str
    gained: Markup
    sections: tuple[StepSection, ...]
    summary: tuple[Fact, ...]
    sipoc: Sipoc
    raci: Raci
    tables: tuple[FactTable, ...]
    actions: tuple[ActionRow, ...]
    part_of: Link
    parts: tuple[Link, ...]
    follows: tuple[Link, ...]
    followed_by: tuple[Link, ...]
    place: str
    notes: Markup


class GapRow(Struct, frozen=True, kw_only=True):
    """A field that many processes leave empty.

    Args:
        field: The field, as written in YAML.
        label: The same in words.
        criterion: The criterion that waits for it.
        count: How many processes wait.
        who: Who can usually fill it in.
        processes: The first of them.
    """

    field: str
    label: str
    criterion: Link
    count: int
    who: str
    processes: tuple[Link, ...]


class DoubtRow(Struct, frozen=True, kw_only=True):
    """A fact that is old or not measured.

    Args:
        process: The process.
        field: The field, as written in YAML.
        label: The same in words.
        why: Why it is doubted, in words.
        place: File and line.
    """

    process: Link
    field: str
    label: str
    why: str
    place: str


class QualityPage(Struct, frozen=True, kw_only=True):
    """How much of the inventory is known, and how well.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        known: Criteria that are decided, over all processes.
        total: Criteria that apply, over all processes.
        gaps: Fields that are missing most.
        stale: Facts that are old; at most a few hundred.
        stale_total: How many there are.
        unmeasured: Facts that are estimated or assumed; at most a few hundred.
        unmeasured_total: How many there are.
    """

    chrome: Chrome
    head: Head
    known: int
    total: int
    gaps: tuple[GapRow, ...]
    stale: tuple[DoubtRow, ...]
    stale_total: int
    unmeasured: tuple[DoubtRow, ...]
    unmeasured_total: int
