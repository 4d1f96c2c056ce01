"""One organisation with its processes, and where everything of it stands."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from playbook.model.conversation import Answer, HandedOver
from playbook.model.elsewhere import NO_OTHER_SITE, Elsewhere
from playbook.model.organisation import Organisation, Supplier
from playbook.model.ownpage import OwnPage
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.model.processes import Processes
from playbook.model.visible import require_marks


class Inventory(Struct, frozen=True, kw_only=True):
    """Hold what is known of one organisation.

    Args:
        id: Short lasting name, used in addresses.
        organisation: The organisation and what its processes refer to.
        suppliers: Suppliers with whom it talks.
        processes: Processes in the order of files and of the text.
        organisation_places: Where the organisation's own facts stand.
        handed: What was handed to suppliers, the first first.
        answers: What each supplier answered, by its id.
        own_pages: Pages that it wrote itself; they never leave the house.
        elsewhere: Other sites that texts refer to.
    """

    id: str
    organisation: Organisation
    suppliers: tuple[Supplier, ...]
    processes: Processes
    organisation_places: Located
    handed: tuple[HandedOver, ...] = ()
    answers: Mapping[str, tuple[Answer, ...]] = {}
    own_pages: tuple[OwnPage, ...] = ()
    elsewhere: Elsewhere = NO_OTHER_SITE

    @property
    def places(self) -> Mapping[str, Located]:
        """Return where each process stands, by its id."""
        return self.processes.places


require_marks(Process, Organisation, Supplier, HandedOver, Answer)
