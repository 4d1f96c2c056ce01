"""What the internal pages on suppliers receive; a template can read this and nothing else."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.riskrows import FindingRow
from playbook.contexts.shapes import Chrome, Head, Link


class SupplierRow(Struct, frozen=True, kw_only=True):
    """One supplier in the list.

    Args:
        name: The supplier, leading to its page.
        processes: How many processes are shared.
        questions: How many questions it is asked.
        answers: How many answers it gave.
        stoppers: How many findings hold up sharing.
        agreed: When the sharing was agreed, written out.
        handed: When something was last handed over, written out.
    """

    name: Link
    processes: int
    questions: int
    answers: int
    stoppers: int
    agreed: str
    handed: str


class SuppliersPage(Struct, frozen=True, kw_only=True):
    """Every supplier with whom the organisation talks.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        rows: The suppliers.
    """

    chrome: Chrome
    head: Head
    rows: tuple[SupplierRow, ...]


class FieldRow(Struct, frozen=True, kw_only=True):
    """One field of the shared processes, and who may see it.

    Args:
        field: The field, as written in YAML.
        label: The same in words.
        mark: ``shareable``, ``conditional`` or ``internal``.
        seen: Whether this supplier sees it.
        why: Why this supplier sees it or not, in words.
        filled: For how many shared processes it is filled in.
    """

    field: str
    label: str
    mark: str
    seen: bool
    why: str
    filled: int


class SeenProcess(Struct, frozen=True, kw_only=True):
    """What a supplier sees of one process; fields are those that are filled in, in words.

    Args:
        anchor: Id of the part of the page.
        name: The process.
        seen: Fields that are seen as they are.
        partly: Fields of which a part is seen.
        lost: Fields that only lead to what is not shared.
        closed: Fields that can be opened for this supplier.
        inside: Fields that never leave.
        questions: How many questions are asked about it.
    """

    anchor: str
    name: Link
    seen: tuple[str, ...]
    partly: tuple[str, ...]
    lost: tuple[str, ...]
    closed: tuple[str, ...]
    inside: tuple[str, ...]
    questions: int


class SettleRow(Struct, frozen=True, kw_only=True):
    """One question that a supplier is asked.

    Args:
        code: Code of the rule that asks it.
        rule: The rule, leading to its page.
        question: The question.
        processes: Processes that it is asked about.
        more: How many processes are left out.
    """

    code: str
    rule: Link
    question: Markup
    processes: tuple[Link, ...]
    more: int


class AnswerRow(Struct, frozen=True, kw_only=True):
    """One answer of a supplier.

    Args:
        id: Id of the question, as the sheet has it.
        supplier: Who answered, leading to its page.
        process: The process; only a name when it is no longer there.
        question: The question.
        answer: What was answered, as it came.
        language: Language of the supplier; empty when it is that of the page or unknown.
        on: When it was read, written out.
        remark: What the organisation makes of it.
        settled: Whether the question is settled by it.
        former: Earlier answers to the same question: when, and what.
    """

    id: str
    supplier: Link
    process: Link
    question: Markup
    answer: str
    language: str
    on: str
    remark: Markup
    settled: bool
    former: tuple[tuple[str, str], ...]


class HandedRow(Struct, frozen=True, kw_only=True):
    """One archive that was handed over.

    Args:
        on: When it was made, written out.
        file: Name of the archive.
        sha256: Digest of the archive.
        revision: Revision of the project.
        version: Version of the edition.
        processes: How many processes were shared.
        questions: How many questions were asked.
        locked: Whether it asks for a password.
        overrides: What held it up and was handed over all the same: the rule and the reason.
    """

    on: str
    file: str
    sha256: str
    revision: str
    version: str
    processes: int
    questions: int
    locked: bool
    overrides: tuple[tuple[Link, str], ...]


class SinceRows(Struct, frozen=True, kw_only=True):
    """What changed since the last archive was handed over.

    Args:
        on: When that was, written out.
        added: Processes that are shared now and were not.
        removed: Processes that were shared and are no more.
        changed: Processes of which fields changed, with those fields in words.
    """

    on: str
    added: tuple[Link, ...]
    removed: tuple[Link, ...]
    changed: tuple[tuple[Link, tuple[str, ...]], ...]


class SupplierPage(Struct, frozen=True, kw_only=True):
    """One supplier: what it may see, what stays inside and why, what was said.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Its name.
        contact: Whom to reach there.
        agreed: When the sharing was agreed, written out.
        language: Language of its edition in words.
        version: Version of its edition as it would be made now.
        shares: Whether anything was written on what it may see.
        look: What to write to see its edition.
        pack: What to write to make its archive.
        total: How many processes it may see, in words.
        hidden: How many processes it may not see, in words.
        processes: What it sees of each process.
        fields: Every field, those that are seen first.
        questions: What it is asked.
        stoppers: What holds up sharing.
        answers: What it answered, the newest first.
        handed: What was handed over, the newest first.
        since: What changed since the last time; nothing when nothing was handed over.
    """

    chrome: Chrome
    head: Head
    name: Markup
    contact: str
    agreed: str
    language: str
    version: str
    shares: bool
    look: str
    pack: str
    total: str
    hidden: str
    processes: tuple[SeenProcess, ...]
    fields: tuple[FieldRow, ...]
    questions: tuple[SettleRow, ...]
    stoppers: tuple[FindingRow, ...]
    answers: tuple[AnswerRow, ...]
    handed: tuple[HandedRow, ...]
    since: SinceRows | None
