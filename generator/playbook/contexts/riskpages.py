"""What the pages on dispute risk receive; a template can read this and nothing else."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.pictureshapes import Gauge
from playbook.contexts.riskrows import FindingRow, GainRow, RiskMap
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.supplierpages import AnswerRow


class LayerRow(Struct, frozen=True, kw_only=True):
    """How much is known and shared of one layer of trust.

    Args:
        code: Code of the layer.
        name: Its name.
        about: What the layer is.
        gauge: How many facts are known and shared.
        facts: Each fact with its own numbers.
    """

    code: str
    name: str
    about: str
    gauge: Gauge
    facts: tuple[LayerFact, ...]


class LayerFact(Struct, frozen=True, kw_only=True):
    """One fact of a layer.

    Args:
        name: The fact in words.
        known: For how many processes it is known.
        shared: For how many it is shared.
        total: Number of processes.
        remark: How and when it is known, for one process.
    """

    name: str
    known: int
    shared: int
    total: int
    remark: str = ""


class TypeSummary(Struct, frozen=True, kw_only=True):
    """One dispute type over all processes that are thought of.

    Args:
        code: Code of the type.
        name: Its name.
        about: What such disputes are about.
        facts: Points of rules that fired.
        unknowns: Points of rules that could not be judged.
        solid: Length of the bar of the facts, of a hundred for the most points.
        hollow: Length of the bar of the unknowns.
        bands: How many processes are in each band, the worst first: name and count.
        questions: Questions to settle, the heaviest first.
    """

    code: str
    name: str
    about: Markup
    facts: int
    unknowns: int
    solid: int
    hollow: int
    bands: tuple[tuple[str, str, int], ...]
    questions: tuple[QuestionRow, ...]


class QuestionRow(Struct, frozen=True, kw_only=True):
    """One question for the conversation.

    Args:
        code: Code of the rule that asks it.
        rule: The rule, leading to its page.
        question: The question.
        points: Heaviest points among the processes.
        processes: Processes that it concerns, with the fact it comes from.
        more: How many processes are left out.
    """

    code: str
    rule: Link
    question: Markup
    points: int
    processes: tuple[tuple[Link, Markup], ...]
    more: int


class TrustPage(Struct, frozen=True, kw_only=True):
    """Trust and dispute risk of the organisation.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        considered: Processes for which outsourcing is thought of.
        total: All processes.
        layers: What is known and shared, by layer of trust.
        types: Dispute types, the worst first.
        map: Processes or departments against dispute types.
        ask: What we ask of the other party.
        offer: What the other party may ask of us.
        stoppers: Findings that hold up sharing or signing; the first of them.
        more_stoppers: How many are left out.
        waivers: Findings that may stand; the first of them.
        more_waivers: How many are left out.
        agenda: The agenda for the conversation.
        guide: How to hold the talk; no label when there is no such guide.
        answers: What suppliers answered, the newest first.
        answers_more: How many answers are left out.
    """

    chrome: Chrome
    head: Head
    considered: int
    total: int
    layers: tuple[LayerRow, ...]
    types: tuple[TypeSummary, ...]
    map: RiskMap
    ask: tuple[str, ...]
    offer: tuple[str, ...]
    stoppers: tuple[FindingRow, ...]
    more_stoppers: int
    waivers: tuple[FindingRow, ...]
    more_waivers: int
    agenda: Link
    guide: Link
    answers: tuple[AnswerRow, ...]
    answers_more: int


class AgendaPage(Struct, frozen=True, kw_only=True):
    """The agenda for the conversation, to print and to write on.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        types: Dispute types with their questions, the worst first.
        own: Questions for ourselves, before the talk.
        considered: Processes that the agenda is about.
        guide: How to hold the talk; no label when there is no such guide.
    """

    chrome: Chrome
    head: Head
    types: tuple[TypeSummary, ...]
    own: tuple[QuestionRow, ...]
    considered: int
    guide: Link


class RuleLine(Struct, frozen=True, kw_only=True):
    """One rule in the list of findings.

    Args:
        rule: The rule, leading to its page.
        code: Its code.
        type: Its dispute type in words.
        points: Its severity, lowest and highest.
        fired: For how many processes it fires.
        unknown: For how many it cannot be judged.
        clear: For how many it finds nothing.
        stopper: What it holds up, in words.
        ignored: Why the project ignores it.
    """

    rule: Link
    code: str
    type: str
    points: str
    fired: int
    unknown: int
    clear: int
    stopper: str
    ignored: str


class FindingsPage(Struct, frozen=True, kw_only=True):
    """Every rule, with what it finds.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        fired: Findings of facts, the heaviest first; at most a few hundred.
        fired_total: How many there are.
        unknown_total: How many facts are not known, so that a rule cannot judge.
        most_unknown: A sentence on both numbers.
        rules: Every rule with its numbers.
        gains: What clears most for least, over all processes.
        changes: Where the project departs from the shipped method: code and part.
    """

    chrome: Chrome
    head: Head
    fired: tuple[FindingRow, ...]
    fired_total: int
    unknown_total: int
    most_unknown: str
    rules: tuple[RuleLine, ...]
    gains: tuple[GainRow, ...]
    changes: tuple[tuple[str, str], ...]


class RulePage(Struct, frozen=True, kw_only=True):
    """One rule: what it looks at, why, an example, the question, the mitigation.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        code: Its code.
        title: The risk, as a statement.
        type: Its dispute type in words.
        points: Its severity.
        talks: Whether it speaks only when talks are prepared.
        stopper: What it holds up, in words.
        looks_at: Facts that it looks at.
        why: What goes wrong later, and why.
        question: The question to settle.
        internal: Whether the question is one for ourselves.
        mitigation: What to do before the talk.
        guides: Guides that speak of it.
        example: An inventory on which it fires, as YAML.
        instead: One on which it does not.
        fields: Fields that clear it.
        who: Who can usually fill them in.
        ignored: Why the project ignores it.
        fired: Processes on which it fires.
        unknown: Processes on which it cannot be judged; the first of them.
        unknown_total: How many there are.
        clear: For how many it finds nothing.
    """

    chrome: Chrome
    head: Head
    code: str
    title: Markup
    type: str
    points: str
    talks: bool
    stopper: str
    looks_at: Markup
    why: Markup
    question: Markup
    internal: bool
    mitigation: Markup
    guides: tuple[Link, ...]
    example: str
    instead: str
    fields: tuple[str, ...]
    who: Markup
    ignored: str
    fired: tuple[FindingRow, ...]
    unknown: tuple[Link, ...]
    unknown_total: int
    clear: int


class MotiveRow(Struct, frozen=True, kw_only=True):
    """Why one process, or the organisation, would be outsourced.

    Args:
        process: The process; an empty label for the organisation as a whole.
        intent: How far the thought is, in words.
        drivers: What drives it, in words, each with its statement.
        acute: Whether an acute problem is among the drivers.
        intrinsic: Whether a lasting driver is among them.
        place: File and line.
    """

    process: Link
    intent: str
    drivers: tuple[tuple[str, Markup], ...]
    acute: bool
    intrinsic: bool
    place: str


class MotivesPage(Struct, frozen=True, kw_only=True):
    """Why we would outsource, for the organisation and for each process.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        policy: The organisation's line on outsourcing.
        organisation: The organisation's own motives.
        processes: Motives of processes; acute problems first, and of very many only the first.
        some: How many of them these are; empty when they are all.
        silent: Processes that talks are prepared for without a motive; the first of them.
        more_silent: How many of those are left out, in words.
    """

    chrome: Chrome
    head: Head
    policy: Markup
    organisation: MotiveRow | None
    processes: tuple[MotiveRow, ...]
    some: str
    silent: tuple[Link, ...]
    more_silent: str
