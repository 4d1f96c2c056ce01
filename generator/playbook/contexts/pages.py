"""What each kind of page receives; a template can read this and nothing else."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.bookpages import GuideCard
from playbook.contexts.pictureshapes import Gauge
from playbook.contexts.riskrows import RiskMap
from playbook.contexts.shapes import (
    Chrome,
    GuideText,
    Head,
    Heatmap,
    Link,
    ProcessRow,
    ProcessTable,
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
        said: The same in words.
        share: Part of all processes in whole percents.
    """

    code: str
    number: int
    name: str
    question: str
    href: str
    count: int
    said: str
    share: int


class FirstThing(Struct, frozen=True, kw_only=True):
    """A criterion that many processes have open on the step they are on.

    Args:
        code: Its code.
        name: The criterion.
        href: Relative address of the step's page, at the criterion.
        count: How many processes wait for it.
        said: The same in words.
        who: Who can usually fill it in.
    """

    code: str
    name: Markup
    href: str
    count: int
    said: str
    who: Markup


class HomePage(Struct, frozen=True, kw_only=True):
    """Where the organisation stands.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        about: What the organisation is.
        processes: How many processes there are, in words.
        ladder: How many are on each step, and after the last one.
        heatmap: Processes or departments against steps.
        departments: The page of all departments; nothing when the heatmap leaves none out.
        first: What most processes wait for.
        guides: Guides to begin with.
        met: Required criteria that are met, of those that apply to all processes.
    """

    chrome: Chrome
    head: Head
    about: Markup
    processes: str
    ladder: tuple[StepCount, ...]
    heatmap: Heatmap
    departments: Link | None
    first: tuple[FirstThing, ...]
    guides: tuple[GuideCard, ...]
    met: Gauge


class ProcessesPage(Struct, frozen=True, kw_only=True):
    """Every process in one table, or by department when there are very many.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        rows: The processes; none when there are very many.
        heatmap: Then: departments against steps; each leads to the table of its processes.
    """

    chrome: Chrome
    head: Head
    rows: tuple[ProcessRow, ...]
    heatmap: Heatmap | None


class DepartmentsPage(Struct, frozen=True, kw_only=True):
    """Every department, with how many processes are on each step.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        heatmap: Departments against steps.
    """

    chrome: Chrome
    head: Head
    heatmap: Heatmap


class DepartmentPage(Struct, frozen=True, kw_only=True):
    """The processes of one department.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Name of the department.
        purpose: What it is for.
        lead: The role that leads it.
        ladder: How many of its processes are on each step.
        heatmap: Its processes against steps; nothing when a long table shows the same.
        risk: Its processes that are thought of against dispute types; nothing when there are none
            or very many.
        rows: Its processes; of very many the first.
        rest: Where all of them can be found; nothing when they are here.
        first: What most of its processes wait for.
        unassigned: Whether these are the processes that name no department.
    """

    chrome: Chrome
    head: Head
    name: Markup
    purpose: Markup
    lead: Markup
    ladder: tuple[StepCount, ...]
    heatmap: Heatmap | None
    risk: RiskMap | None
    rows: tuple[ProcessRow, ...]
    rest: Link | None
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
        guide: What the guide says of it: how to show it, and good evidence.
        fields: Fields that show it, as written in YAML.
        who: Who can usually fill it in.
        counts: How many processes have it met, not met, unknown and not applicable.
    """

    code: str
    name: Markup
    required: bool
    meaning: Markup
    show: Markup
    guide: Markup
    fields: tuple[str, ...]
    who: Markup
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
        guide: The guide, up to its criteria.
        criteria: Its exit criteria.
        guide_after: The rest of the guide.
        on_it: Processes that are on it.
        started: Processes that work on it while they are on an earlier step.
        done: How many processes have it done or declined.
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
    guide: tuple[GuideText, ...]
    criteria: tuple[CriterionCard, ...]
    guide_after: tuple[GuideText, ...]
    on_it: ProcessTable
    started: ProcessTable
    done: int


class SearchPage(Struct, frozen=True, kw_only=True):
    """The page that searches, and leads to the lists when it cannot.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        lists: The pages on which everything is listed.
    """

    chrome: Chrome
    head: Head
    lists: tuple[Link, ...]


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
    who: Markup
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
        known: Criteria that are decided, of those that apply, over all processes.
        gaps: Fields that are missing most.
        stale: Facts that are old; at most a few hundred.
        stale_total: How many there are.
        unmeasured: Facts that are estimated or assumed; at most a few hundred.
        unmeasured_total: How many there are.
    """

    chrome: Chrome
    head: Head
    known: Gauge
    gaps: tuple[GapRow, ...]
    stale: tuple[DoubtRow, ...]
    stale_total: int
    unmeasured: tuple[DoubtRow, ...]
    unmeasured_total: int
