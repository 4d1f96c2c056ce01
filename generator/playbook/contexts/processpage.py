"""What the page of one process shows."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.factshapes import Fact, FactTable, Raci, SipocColumn
from playbook.contexts.pictureshapes import Gauge, Swimlane, VolumeChart
from playbook.contexts.riskrows import FindingRow, GainRow, TypeRow
from playbook.contexts.shapes import (
    ActionRow,
    Chrome,
    CriterionRow,
    GuideText,
    Head,
    Link,
    Rung,
)
from playbook.model.marks import Visibility


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
        reason_field: The field that the reason stands in, by its dotted name.
        advice: What to keep in mind when a supplier does it, or when it is not taken.
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
    reason_field: str
    advice: Markup
    is_not: Markup
    supplier_can: Markup
    always_inside: Markup
    if_skipped: Markup
    question: Markup
    changes: Markup


class Helper(Struct, frozen=True, kw_only=True):
    """Somebody who helps a process on.

    Args:
        who: The role, or the party.
        role: What they are to the process, in a word; empty when their name says so.
        codes: Codes of the criteria that they can fill in.
    """

    who: Markup
    role: Markup
    codes: tuple[str, ...]


class Now(Struct, frozen=True, kw_only=True):
    """What a process asks for now, before all else.

    Args:
        needed: Open required criteria of the step it is on, leading to what is said of each.
        wished: How many criteria are open that are not required.
        actions: What was agreed and is to be done, the first due first.
        more_actions: How many of those are not listed.
        first: What to begin with when nothing was agreed.
        helpers: Who fills in what is missing.
    """

    needed: tuple[Link, ...]
    wished: int
    actions: tuple[ActionRow, ...]
    more_actions: int
    first: CriterionRow | None
    helpers: tuple[Helper, ...]


class ProcessPage(Struct, frozen=True, kw_only=True):
    """One process: which step it is on, what is missing, what to do.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Name of the process.
        department: Its department.
        owner: The accountable role in words.
        purpose: What it is for.
        tags: Words to find it by, each leading to the processes that have it.
        last_changed: Day on which it was last changed, written out; empty when unknown.
        seen_by: Suppliers that may see it, each leading to what it would see.
        ladder: The seven steps.
        outcome: ``on_step``, ``ready`` or ``in_house``.
        current: The step it is on; nothing when no step is left.
        lead: One sentence on where it stands.
        now: What it asks for now, in short.
        guide: What to do now, and what to keep in mind.
        missing: What is missing on the current step: required first, then the rest.
        remarks: Sentences on a declared step, work in parallel, review dates.
        gains: What clears most for one fact.
        findings: What the rules say, the heaviest first.
        types: Points of each dispute type, the worst first.
        band: Code of the worst band; empty when nobody thinks of outsourcing.
        band_name: That band in words.
        gained: What was gained, for a process that stays; or what is kept by stopping here.
        sections: The seven steps with all their criteria.
        known: How many of the facts that trust is built on are known and shared.
        summary: Facts about the process as a whole.
        sipoc: Where it begins and ends; no columns when nothing of it is known.
        raci: Who does what.
        swimlane: Activities in the lanes of who does them.
        volumes: Volumes by month, as pictures.
        tables: Facts in tables: hand-offs, variants, volumes, measures, systems, data …
        actions: What was agreed to do.
        part_of: The larger process; an empty label when there is none.
        parts: Smaller processes inside it.
        follows: Processes that set it going.
        followed_by: Processes that it sets going.
        place: File and line of the process.
        notes: Remarks of colleagues.
        marks: Who may see each field, by its name as it stands on the page.
    """

    chrome: Chrome
    head: Head
    name: Markup
    department: Link
    owner: Markup
    purpose: Markup
    tags: tuple[Link, ...]
    last_changed: str
    seen_by: tuple[Link, ...]
    ladder: tuple[Rung, ...]
    outcome: str
    current: Rung | None
    lead: Markup
    now: Now
    guide: tuple[GuideText, ...]
    missing: tuple[CriterionRow, ...]
    remarks: tuple[Markup, ...]
    gains: tuple[GainRow, ...]
    findings: tuple[FindingRow, ...]
    types: tuple[TypeRow, ...]
    band: str
    band_name: str
    gained: Markup
    sections: tuple[StepSection, ...]
    known: Gauge
    summary: tuple[Fact, ...]
    sipoc: tuple[SipocColumn, ...]
    raci: Raci
    swimlane: Swimlane
    volumes: tuple[VolumeChart, ...]
    tables: tuple[FactTable, ...]
    actions: tuple[ActionRow, ...]
    part_of: Link
    parts: tuple[Link, ...]
    follows: tuple[Link, ...]
    followed_by: tuple[Link, ...]
    place: str
    notes: Markup
    marks: Mapping[str, Visibility]
