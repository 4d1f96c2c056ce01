"""Pages over many processes: landing, home, all processes, a department, a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from markupsafe import Markup

from playbook import urls
from playbook.assess import Assessment
from playbook.contexts.book import guide_cards
from playbook.contexts.guidance import Guidance
from playbook.contexts.heads import contents
from playbook.contexts.pages import (
    CriterionCard,
    DepartmentPage,
    DepartmentsPage,
    HomePage,
    LandingPage,
    MissingPage,
    OrganisationCard,
    ProcessesPage,
    SearchPage,
    StepPage,
)
from playbook.contexts.pictures import gauge
from playbook.contexts.progress import (
    department_heatmap,
    first_things,
    process_heatmap,
    process_row,
    process_table,
    step_counts,
)
from playbook.contexts.riskmap import ANCHOR, LARGEST_DEPARTMENT, considered, process_map
from playbook.contexts.shapes import NOWHERE, Head, Link
from playbook.contexts.view import View
from playbook.contexts.who import who_link
from playbook.model.method import Criterion, Step
from playbook.model.process import Process
from playbook.plan import UNASSIGNED, Page
from playbook.texts import LANGUAGE_NAMES, pick

LARGEST_HOME_HEATMAP = 60
"""Processes up to which the home page shows each of them, not its department; then as many
departments."""
_FIRST_GUIDES = ("start", "conversation")
MOST_TOGETHER = 700
"""Processes up to which one table shows them all: 420 KB, 13 KB compressed. A table of 2,000
takes two to three times as long to open, to filter and to sort: seconds on a phone."""
LARGEST_HEATMAP = 150
"""Processes up to which a department shows them against the steps above their table."""


def landing_page(views: Mapping[tuple[str, str], View], page: Page) -> LandingPage:
    """Return what the first page of the site shows.

    Args:
        views: The organisations in each language, by organisation and language.
        page: The page.
    """
    default = [view for (_, language), view in views.items() if language == page.language]
    return LandingPage(
        head=_bare_head(default[0], page, ""),
        site_title=pick(default[0].site_title, page.language, page.language)[0],
        organisations=tuple(_card(view, page) for view in default),
        forward=urls.home(default[0].organisation, page.language) if len(default) == 1 else "",
    )


def _card(view: View, page: Page) -> OrganisationCard:
    organisation = view.portfolio.inventory.organisation
    return OrganisationCard(
        name=view.wording.said(organisation.name),
        about=view.prose(page, organisation.about),
        processes=len(view.portfolio.inventory.processes),
        links=tuple(
            Link(
                Markup.escape(LANGUAGE_NAMES[language]),
                urls.relative(page.path, urls.home(view.organisation, language)),
            )
            for language in view.languages
        ),
    )


def _bare_head(view: View, page: Page, title: str) -> Head:
    site = pick(view.site_title, page.language, page.language)[0]
    return Head(
        kind=page.kind,
        language=page.language,
        root=urls.root(page.path),
        title=title or site,
        section="",
        trail=(),
        translations=(),
        description=view.wording.description(page.kind, title or site, ""),
    )


def missing_page(views: Mapping[tuple[str, str], View], page: Page) -> MissingPage:
    """Return what the page for an unknown address shows.

    Args:
        views: The organisations in each language, by organisation and language.
        page: The page.
    """
    view = next(view for (_, language), view in views.items() if language == page.language)
    return MissingPage(
        head=_bare_head(view, page, view.wording.word("title_missing")),
        site_title=pick(view.site_title, page.language, page.language)[0],
        home=(Link(Markup.escape(view.wording.word("home")), "index.html"),),
    )


def home_page(view: View, page: Page) -> HomePage:
    """Return where the organisation stands.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    inventory = view.portfolio.inventory
    processes = inventory.processes
    if len(processes) <= LARGEST_HOME_HEATMAP:
        heatmap = process_heatmap(view, page, view.portfolio.by_department.items(), grouped=True)
    else:
        heatmap = department_heatmap(view, page, view.portfolio.by_department, LARGEST_HOME_HEATMAP)
    word, first = view.wording.word, first_things(view, page, processes)
    return HomePage(
        chrome=view.chrome,
        head=view.head(
            page,
            view.called,
            "home",
            contents=contents(
                ("ladder", word("home_ladder"), True),
                ("first", word("home_first"), first),
                ("heatmap", word("heatmap"), True),
            ),
            edit=view.edit(inventory.organisation_places.place()),
        ),
        about=view.prose(page, inventory.organisation.about),
        processes=view.wording.number(len(processes)),
        ladder=step_counts(view, page, processes),
        heatmap=heatmap,
        departments=_all_departments(view, page) if heatmap.by_department else None,
        first=first,
        guides=guide_cards(view, page, _FIRST_GUIDES),
        met=gauge(view, "gauge_met", *_required(list(view.portfolio.assessments.values()))),
    )


def _required(assessments: Sequence[Assessment]) -> tuple[int, int]:
    met = total = 0
    for assessment in assessments:
        for step in assessment.steps:
            for result in step.results:
                if result.required and result.state != "not_applicable":
                    total += 1
                    met += result.state == "met"
    return met, total


def _all_departments(view: View, page: Page) -> Link | None:
    """Return a link to all departments; nothing when the home page shows them all."""
    many = len(view.portfolio.members)
    if many <= LARGEST_HOME_HEATMAP:
        return None
    label = view.wording.word("all_departments", count=many)
    return Link(Markup.escape(label), view.to(page, "departments"))


def processes_page(view: View, page: Page) -> ProcessesPage:
    """Return every process in one table.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    processes = view.portfolio.inventory.processes
    together = len(processes) <= MOST_TOGETHER
    return ProcessesPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("processes"), "processes"),
        rows=tuple(process_row(view, page, item) for item in processes) if together else (),
        heatmap=None if together else department_heatmap(view, page, view.portfolio.by_department),
    )


def departments_page(view: View, page: Page) -> DepartmentsPage:
    """Return every department.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    return DepartmentsPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("departments"), "departments"),
        heatmap=department_heatmap(view, page, view.portfolio.by_department),
    )


def department_page(view: View, page: Page) -> DepartmentPage:
    """Return the processes of one department.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    key = page.key
    processes = view.portfolio.by_department[key]
    departments = {item.id: item for item in view.portfolio.inventory.organisation.departments}
    department = departments.get(key)
    plain = (
        view.wording.plain(department.name) if department else view.wording.word("no_department")
    )
    word, first = view.wording.word, first_things(view, page, processes)
    thought_of = considered(view, processes)
    return DepartmentPage(
        chrome=view.chrome,
        head=view.head(
            page,
            plain,
            f"department:{key}",
            (Link(Markup.escape(word("departments")), view.to(page, "departments")),),
            within=view.department(page, key),
            edit=view.edit(view.portfolio.inventory.organisation_places.place()),
            contents=contents(
                ("ladder", word("home_ladder"), True),
                ("first", word("home_first"), first),
                ("heatmap", word("heatmap"), 0 < len(processes) <= LARGEST_HEATMAP),
                (ANCHOR, word("dispute_heatmap"), 0 < len(thought_of) <= LARGEST_DEPARTMENT),
                ("list", word("processes"), processes),
            ),
        ),
        name=view.department_name(key),
        purpose=view.prose(page, department.purpose) if department else Markup(""),
        lead=view.linked(page, "role", department.lead) if department else Markup(""),
        ladder=step_counts(view, page, processes),
        heatmap=process_heatmap(view, page, [(key, processes)], grouped=False)
        if len(processes) <= LARGEST_HEATMAP
        else None,
        risk=process_map(view, page, thought_of)
        if 0 < len(thought_of) <= LARGEST_DEPARTMENT
        else None,
        rows=tuple(process_row(view, page, item) for item in processes[:MOST_TOGETHER]),
        rest=_rest(view, page, plain, len(processes)),
        first=first,
        unassigned=key == UNASSIGNED,
    )


def _rest(view: View, page: Page, department: str, count: int) -> Link | None:
    """Return a link to all processes of a department; nothing when its own page shows them."""
    if count <= MOST_TOGETHER:
        return None
    label = view.wording.word("processes_rest", shown=MOST_TOGETHER, total=count)
    href = f"{view.to(page, 'search')}?department={quote(department)}"
    return Link(Markup.escape(label), href)


def step_page(view: View, page: Page) -> StepPage:
    """Return one step with its criteria and the processes that are on it.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    method = view.portfolio.method
    step = method.step(page.key)
    at = method.steps.index(step)
    on_it, started, done = _by_state(view, step.code)
    title, word = str(view.step_label(step.code).unescape()), view.wording.word
    guidance = Guidance(view, page)
    # In the order of the page: a word is explained where it comes first.
    before, said = guidance.step(step.code, before=True), guidance.criteria(step.code)
    after = guidance.step(step.code, before=False)
    return StepPage(
        chrome=view.chrome,
        head=view.head(
            page,
            title,
            f"step:{step.code}",
            previous=_step_link(view, page, method.steps[at - 1] if at else None),
            next=_step_link(view, page, next(iter(method.steps[at + 1 :]), None)),
            contents=contents(
                *((part.key, part.title, True) for part in before),
                ("criteria", word("exit_criteria"), True),
                *((part.key, part.title, True) for part in after),
                ("on-it", word("on_this_step"), True),
                ("started", word("started_here"), started),
            ),
        ),
        code=step.code,
        number=step.number or 0,
        name=view.step_name(step.code),
        optional=bool(step.optional),
        question=view.method_prose(page, step.question),
        changes=view.method_prose(page, step.changes),
        is_not=view.method_prose(page, step.is_not),
        supplier_can=view.method_prose(page, step.supplier_can),
        stays_inside=view.method_prose(page, step.stays_inside),
        if_skipped=view.method_prose(page, step.if_skipped),
        gain=view.method_prose(page, step.gain),
        guide=before,
        criteria=tuple(_criterion_card(view, page, item, said) for item in step.criteria),
        guide_after=after,
        on_it=process_table(view, page, on_it),
        started=process_table(view, page, started),
        done=done,
    )


def search_page(view: View, page: Page) -> SearchPage:
    """Return what the search page shows before anything is looked for.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    chrome = view.chrome
    groups = (chrome.all_departments,) if chrome.all_departments else chrome.departments
    items = (*chrome.main, *chrome.more, *chrome.steps, *groups)
    return SearchPage(
        chrome=chrome,
        head=view.head(page, view.wording.word("search"), "search"),
        lists=tuple(Link(item.label, urls.relative(page.path, item.path)) for item in items),
    )


def _by_state(view: View, code: str) -> tuple[list[Process], list[Process], int]:
    on_it, started, done = [], [], 0
    for process in view.portfolio.inventory.processes:
        assessment = view.portfolio.assessments[process.id]
        step = assessment.step(code)
        if assessment.current == code:
            on_it.append(process)
        elif step.started:
            started.append(process)
        done += step.state == "done"
    return on_it, started, done


def _step_link(view: View, page: Page, step: Step | None) -> Link:
    if step is None:
        return NOWHERE
    return Link(view.step_label(step.code), view.to(page, "step", step.code))


def _criterion_card(
    view: View, page: Page, criterion: Criterion, said: Mapping[str, Markup]
) -> CriterionCard:
    return CriterionCard(
        code=criterion.code,
        name=view.wording.sentence(criterion.name or criterion.code, {}),
        required=bool(criterion.required),
        meaning=view.method_prose(page, criterion.meaning),
        show=view.method_prose(page, criterion.show),
        guide=said.get(criterion.code, Markup("")),
        fields=criterion.fields or (),
        who=who_link(view, page, criterion.who),
        counts=view.portfolio.criterion_counts[criterion.code],
    )
