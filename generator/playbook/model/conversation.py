"""What was said between the organisation and a supplier: what was handed over, what came back."""

from typing import Annotated

from msgspec import Meta, Struct

from playbook.model.marks import internal
from playbook.model.scalars import Count, Date, Id, RuleCode, Text

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
ShortDigest = Annotated[str, Meta(pattern=r"^[0-9a-f]{12}$")]
QuestionId = Annotated[str, Meta(pattern=r"^[A-Z]{3}-[0-9]{2}\.[a-z0-9-]+$")]


class Override(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A finding that holds up sharing, and why it was shared all the same."""

    rule: Annotated[RuleCode, internal("Code of the rule.")]
    processes: Annotated[tuple[Id, ...], internal("Processes that it was about.")]
    reason: Annotated[str, internal("Why it was handed over all the same.")]


class HandedOver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One archive that was handed to a supplier; written by `playbook pack`."""

    supplier: Annotated[Id, internal("Supplier that it was made for.")]
    on: Annotated[Date, internal("Day on which it was made.")]
    file: Annotated[str, internal("Name of the archive.")]
    sha256: Annotated[Digest, internal("Digest of the archive.")]
    revision: Annotated[str, internal("Revision of the project: of Git, or of the inventory.")]
    version: Annotated[str, internal("Version of the edition, as its pages say it.")]
    questions: Annotated[Count, internal("How many questions were asked.")]
    locked: Annotated[bool | None, internal("Whether it asks for a password.")] = None
    overrides: Annotated[
        tuple[Override, ...], internal("What held it up, and why it was handed over.")
    ] = ()
    processes: Annotated[
        dict[Id, dict[str, ShortDigest]],
        internal("Of each process a digest of every field that was shared."),
    ] = {}


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One answer of a supplier; written by `playbook answers`, and yours to add remarks to."""

    question: Annotated[QuestionId, internal("Id of the question, as the sheet has it.")]
    on: Annotated[Date, internal("Day on which it was read.")]
    answer: Annotated[str, internal("What the supplier answered.")]
    source: Annotated[str | None, internal("File and cell that it came from.")] = None
    remark: Annotated[Text | None, internal("What you make of it.")] = None
    settled: Annotated[bool | None, internal("Whether the question is settled by it.")] = None

    @property
    def process(self) -> str:
        """Return the id of the process that the question is about."""
        return self.question.partition(".")[2]

    @property
    def rule(self) -> str:
        """Return the code of the rule that asked."""
        return self.question.partition(".")[0]
