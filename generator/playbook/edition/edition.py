"""One edition: what a supplier may see, assessed from that alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from playbook import digests
from playbook.assess import Assessment, assess_process
from playbook.config import INTERFACE_LANGUAGES
from playbook.edition.asked import Asked, Asking
from playbook.edition.lens import Instead
from playbook.edition.opened import Opened, opened_for
from playbook.edition.projection import NOWHERE, project
from playbook.model.inventory import Inventory
from playbook.model.method import Method
from playbook.model.organisation import Supplier
from playbook.model.process import Process
from playbook.model.scalars import Text
from playbook.model.setting import Setting
from playbook.rules.rule import Rule
from playbook.trust import Known, known


@dataclass(frozen=True)
class Edition:
    """Hold what one supplier may see, and what can be said of it.

    Nothing in it comes from a fact that is withheld: even where a process stands is worked out
    again, from the facts that are left.

    Args:
        inventory: The model of the edition.
        supplier: Id of the supplier.
        name: Name of the supplier.
        language: Language of the edition.
        opened: Conditional fields that are opened of each process, by its id.
        method: The method.
        rules: The rules, by code.
        setting: What assessments may look at, of the edition.
    """

    inventory: Inventory
    supplier: str
    name: Text
    language: str
    opened: Mapping[str, Opened]
    method: Method
    rules: Mapping[str, Rule]
    setting: Setting

    @cached_property
    def processes(self) -> Mapping[str, Process]:
        """Return each process by its id."""
        return {process.id: process for process in self.inventory.processes}

    @cached_property
    def assessments(self) -> Mapping[str, Assessment]:
        """Return where each process stands by the facts of the edition, by its id."""
        return {
            ident: assess_process(process, NOWHERE, NOWHERE, self.method, self.setting)
            for ident, process in self.processes.items()
        }

    @cached_property
    def known(self) -> Mapping[str, tuple[Known, ...]]:
        """Return which facts of trust the edition holds of each process, by its id."""
        return {
            ident: known(process, self.setting, ()) for ident, process in self.processes.items()
        }

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Return every question, process by process."""
        asking = Asking(self.method, self.rules, self.setting)
        return tuple(
            question
            for ident, process in self.processes.items()
            for question in asking.of(process, self.assessments[ident], self.opened[ident])
        )

    @cached_property
    def version(self) -> str:
        """Return a short text that differs as soon as anything that is shared differs."""
        inventory = self.inventory
        parts = (
            inventory.organisation,
            tuple(inventory.processes),
            [item.id for item in self.asked],
        )
        return digests.of_bytes(*map(digests.of_value, parts)).hex()[:8]


def language_of(supplier: Supplier, languages: Sequence[str]) -> str:
    """Return the language of a supplier's edition: its own, where the interface speaks that.

    Args:
        supplier: The supplier.
        languages: Languages of the project, the first for who has none of its own.
    """
    spoken = supplier.language if supplier.language in INTERFACE_LANGUAGES else None
    return spoken or languages[0]


def edition_of(  # noqa: PLR0913, PLR0917 - what an edition is made from
    inventory: Inventory,
    supplier: Supplier,
    instead: Instead,
    language: str,
    method: Method,
    rules: Mapping[str, Rule],
    setting: Setting,
) -> Edition:
    """Return the edition of one supplier.

    Args:
        inventory: The organisation with all its processes.
        supplier: The supplier.
        instead: What a text says in the place of what is not shared.
        language: Language of its pages.
        method: The method.
        rules: The rules, by code.
        setting: For the thresholds and the day.
    """
    edition = project(inventory, supplier, instead)
    shared = frozenset(process.id for process in edition.processes)
    return Edition(
        inventory=edition,
        supplier=supplier.id,
        name=supplier.name,
        language=language,
        opened={
            process.id: opened_for(supplier, process)
            for process in inventory.processes
            if process.id in shared
        },
        method=method,
        rules=rules,
        setting=Setting(edition.organisation, setting.thresholds, setting.today),
    )
