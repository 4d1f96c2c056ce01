"""What each page of an edition receives; none of it can hold a point, a band or a motive."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.factshapes import Fact, FactTable, Raci, SipocColumn
from playbook.contexts.shapes import Cell, Chrome, Head, Link


class EditionLabel(Struct, frozen=True, kw_only=True):
    """Which edition this is.

    Args:
        supplier: Name of the supplier whom it is for.
        date: Its date, written out.
        version: Short text that differs when what is shared differs.
    """

    supplier: Markup
    date: str
    version: str


class Question(Struct, frozen=True, kw_only=True):
    """One question to the supplier, as plain text.

    Args:
        id: Lasting id.
        type: Code of the dispute type.
        type_name: That type in words.
        process: Id of the process.
        process_name: Name of the process.
        text: The question.
        fact: The fact that it comes from, in a sentence.
        known: Whether it comes from a fact, not from one that is not known yet.
    """

    id: str
    type: str
    type_name: str
    process: str
    process_name: str
    text: str
    fact: str
    known: bool


class QuestionToSupplier(Struct, frozen=True, kw_only=True):
    """One question on a page.

    Args:
        id: Lasting id, which is also its place on the page of questions.
        process: The process.
        text: The question, ready to print.
        fact: The fact that it comes from, ready to print.
        href: Relative address of the question on the page of questions.
    """

    id: str
    process: Link
    text: Markup
    fact: Markup
    href: str


class QuestionOnce(Struct, frozen=True, kw_only=True):
    """One question, with every process that it is asked of.

    Args:
        text: The question, ready to print.
        rows: The same question of each process.
    """

    text: Markup
    rows: tuple[QuestionToSupplier, ...]


class QuestionsOfType(Struct, frozen=True, kw_only=True):
    """The questions of one dispute type.

    Args:
        code: Code of the type.
        name: Its name.
        about: What such disputes are about.
        rows: Its questions, process by process.
        once: The same, each question once with its processes.
    """

    code: str
    name: str
    about: Markup
    rows: tuple[QuestionToSupplier, ...]
    once: tuple[QuestionOnce, ...]


class SharedFact(Struct, frozen=True, kw_only=True):
    """One fact on which trust is built.

    Args:
        name: The fact in words.
        shared: For how many processes it is in this edition.
        total: How many processes the edition has.
    """

    name: str
    shared: int
    total: int


class SharedLayer(Struct, frozen=True, kw_only=True):
    """How much of one layer of trust is in this edition.

    Args:
        name: Its name.
        about: What the layer is.
        shared: Facts that are in this edition.
        total: Facts that could be.
        facts: Each fact with its own numbers.
    """

    name: str
    about: str
    shared: int
    total: int
    facts: tuple[SharedFact, ...]


class SharedStep(Struct, frozen=True, kw_only=True):
    """How much of one step the facts of an edition show.

    Args:
        code: Code of the step.
        number: Its number.
        name: Its name.
        question: The question that it answers.
        state: ``done``, ``started``, ``open``, ``declined`` or ``not_applicable``.
        state_name: The state in words.
        shown: Required criteria that the facts show to be met.
        required: Required criteria that apply.
        criteria: Criteria that are met by what is shared: the criterion and how it is known.
        remark: What the owner says of the step.
    """

    code: str
    number: int
    name: str
    question: Markup
    state: str
    state_name: str
    shown: int
    required: int
    criteria: tuple[tuple[Markup, Markup], ...]
    remark: Markup


class SharedRow(Struct, frozen=True, kw_only=True):
    """One process in a table.

    Args:
        name: The process.
        department: Its department.
        owner: The accountable role.
        declared: The step that its owner says it is on.
        ladder: How much of each step is shown.
        questions: How many questions there are about it.
    """

    name: Link
    department: Markup
    owner: Markup
    declared: str
    ladder: tuple[Cell, ...]
    questions: int


class Doer(Struct, frozen=True, kw_only=True):
    """Who does one activity, or owes one duty.

    Args:
        what: The activity or the duty.
        party: ``client``, ``supplier``, ``together``, ``out`` or ``unsettled``.
        party_name: The party in words.
        remark: The roles that do it now, or by when it is due.
    """

    what: Markup
    party: str
    party_name: str
    remark: Markup


class SupplierHome(Struct, frozen=True, kw_only=True):
    """The first page: who we are, what this is, what each may ask of the other.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        about: Who the organisation is.
        processes: How many processes are in it.
        questions: How many questions are in it.
        facts: Facts of trust that are in it.
        facts_total: Facts of trust that could be.
        rows: The processes.
        ask: What we ask of you.
        offer: What you may ask of us.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    about: Markup
    processes: int
    questions: int
    facts: int
    facts_total: int
    rows: tuple[SharedRow, ...]
    ask: tuple[str, ...]
    offer: tuple[str, ...]


class SupplierProcesses(Struct, frozen=True, kw_only=True):
    """Every shared process in one table.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        rows: The processes.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    rows: tuple[SharedRow, ...]


class SupplierProcess(Struct, frozen=True, kw_only=True):
    """One shared process.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        name: Its name.
        department: Its department.
        owner: The accountable role.
        purpose: What it is for.
        declared: The step that its owner says it is on, in a sentence.
        steps: How much of each step is shown.
        summary: Facts about the process as a whole.
        sipoc: From beginning to end; no columns when nothing of it is known.
        doers: Who does each activity.
        duties: What each party owes the other.
        raci: Who does what.
        tables: Facts in tables.
        questions: Questions about it.
        near: Other shared processes nearby: how, and which.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    name: Markup
    department: Markup
    owner: Markup
    purpose: Markup
    declared: Markup
    steps: tuple[SharedStep, ...]
    summary: tuple[Fact, ...]
    sipoc: tuple[SipocColumn, ...]
    doers: tuple[Doer, ...]
    duties: tuple[Doer, ...]
    raci: Raci
    tables: tuple[FactTable, ...]
    questions: tuple[QuestionToSupplier, ...]
    near: tuple[tuple[str, tuple[Link, ...]], ...]


class SupplierTrust(Struct, frozen=True, kw_only=True):
    """Trust, in the form that both parties may see.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        layers: What is shared of each layer of trust.
        groups: Questions by dispute type, in the order of the method.
        ask: What we ask of you.
        offer: What you may ask of us.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    layers: tuple[SharedLayer, ...]
    groups: tuple[QuestionsOfType, ...]
    ask: tuple[str, ...]
    offer: tuple[str, ...]


class SupplierQuestions(Struct, frozen=True, kw_only=True):
    """Every question, with room to answer.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        groups: Questions by dispute type, in the order of the method.
        count: How many there are.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    groups: tuple[QuestionsOfType, ...]
    count: int


class SharedTerm(Struct, frozen=True, kw_only=True):
    """A word and what is meant by it.

    Args:
        term: The word.
        meaning: What it means.
        processes: Where it is used so.
    """

    term: Markup
    meaning: Markup
    processes: tuple[Link, ...]


class SupplierGlossary(Struct, frozen=True, kw_only=True):
    """The words of the shared processes.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        terms: The words, in the order of the alphabet.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    terms: tuple[SharedTerm, ...]


class SupplierSearch(Struct, frozen=True, kw_only=True):
    """The page that searches, and leads to the lists when it cannot.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        lists: The pages on which everything is listed.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    lists: tuple[Link, ...]


class SupplierMissing(Struct, frozen=True, kw_only=True):
    """The page for an address that leads nowhere.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        edition: Which edition this is.
        home: Where to go on.
    """

    chrome: Chrome
    head: Head
    edition: EditionLabel
    home: Link
