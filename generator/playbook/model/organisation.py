"""An organisation: its departments, units, roles, systems, data and motives."""

from typing import Annotated, Literal

from msgspec import Struct

from playbook.model.marks import conditional, internal, shareable
from playbook.model.scalars import (
    Country,
    Date,
    DepartmentId,
    Driver,
    Duration,
    Id,
    Language,
    ProcessId,
    RoleId,
    SystemId,
    Text,
)


class Motive(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Why the organisation would have a process done by another party."""

    driver: Annotated[Driver, internal("What drives the wish to outsource.")]
    statement: Annotated[Text | None, internal("The motive in the organisation's own words.")] = (
        None
    )


class Department(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the organisation chart that owns processes."""

    id: Annotated[Id, shareable("Short lasting name, used in addresses and references.")]
    name: Annotated[Text, shareable("Name as people in the organisation say it.")]
    lead: Annotated[RoleId | None, shareable("Role that leads the department.")] = None
    purpose: Annotated[Text | None, shareable("What the department is there for.")] = None


class Unit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the organisation that performs processes, such as a site, branch or team."""

    id: Annotated[Id, shareable("Short lasting name, used in addresses and references.")]
    name: Annotated[Text, shareable("Name as people in the organisation say it.")]
    place: Annotated[Text | None, shareable("Town or site where the unit works.")] = None


class Role(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A role that people hold."""

    id: Annotated[Id, shareable("Short lasting name, used in addresses and references.")]
    name: Annotated[Text, shareable("Name of the role.")]
    department: Annotated[DepartmentId | None, shareable("Department the role belongs to.")] = None
    person: Annotated[str | None, internal("Who holds the role now; never leaves the house.")] = (
        None
    )
    contact: Annotated[str | None, internal("How to reach who holds the role.")] = None


class System(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An information system that processes run on."""

    id: Annotated[Id, shareable("Short lasting name, used in addresses and references.")]
    name: Annotated[Text, conditional("Name of the system.")]
    category: Annotated[Text | None, shareable("What sort of system it is.")] = None
    owner: Annotated[RoleId | None, conditional("Role that owns the system.")] = None
    purpose: Annotated[Text | None, internal("What the system is used for.")] = None
    version: Annotated[str | None, internal("Version in use.")] = None
    host: Annotated[str | None, internal("Where the system runs.")] = None
    weaknesses: Annotated[tuple[Text, ...] | None, internal("Known weak spots.")] = None


Classification = str
Personal = Literal["none", "ordinary", "special", "criminal"]
DataRole = Literal["controller", "processor", "joint"]


class DataObject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A thing about which data is kept, such as an invoice."""

    id: Annotated[Id, shareable("Short lasting name, used in addresses and references.")]
    name: Annotated[Text, shareable("Name of the data object.")]
    owner: Annotated[RoleId | None, conditional("Role that owns the data.")] = None
    source: Annotated[SystemId | None, conditional("The one system that is the source.")] = None
    classification: Annotated[
        Classification | None, conditional("Level from the organisation's own list.")
    ] = None
    retention: Annotated[Duration | None, conditional("How long it is kept.", "time")] = None
    personal: Annotated[
        Personal | None, conditional("Which personal data it holds (GDPR art. 9 and 10).")
    ] = None
    role: Annotated[
        DataRole | None, conditional("The organisation's role for the personal data.")
    ] = None
    register: Annotated[
        str | None, conditional("Entry in the register of processing (GDPR art. 30).")
    ] = None
    countries: Annotated[
        tuple[Country, ...] | None, conditional("Countries of processing (ISO 3166).")
    ] = None
    sub_processors: Annotated[
        tuple[Text, ...] | None, conditional("Parties through whom it is processed; [] if none.")
    ] = None


class Removed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A process that is no more."""

    id: Annotated[Id, internal("The id that it had.")]
    name: Annotated[Text | None, internal("The name that it had.")] = None
    on: Annotated[Date | None, internal("When it went.")] = None
    instead: Annotated[tuple[ProcessId, ...], internal("Processes that came in its place.")] = ()
    reason: Annotated[Text | None, internal("Why it went.")] = None


class Organisation(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """An organisation and what its processes refer to."""

    name: Annotated[Text, shareable("Name of the organisation.")]
    language: Annotated[Language, shareable("Language of texts that name none (BCP 47).")] = "nl"
    about: Annotated[Text | None, shareable("Who the organisation is, in a few sentences.")] = None
    motives: Annotated[
        tuple[Motive, ...] | None, internal("Why the organisation would outsource.")
    ] = None
    sourcing_policy: Annotated[Text | None, internal("The organisation's line on outsourcing.")] = (
        None
    )
    classification_levels: Annotated[
        tuple[str, ...] | None, internal("Levels of classification, lowest first.")
    ] = None
    departments: Annotated[
        tuple[Department, ...], shareable("Departments, in the order to show them.")
    ] = ()
    units: Annotated[tuple[Unit, ...], shareable("Units that perform processes.")] = ()
    roles: Annotated[tuple[Role, ...], shareable("Roles that processes name.")] = ()
    systems: Annotated[tuple[System, ...], shareable("Systems that processes run on.")] = ()
    data: Annotated[tuple[DataObject, ...], shareable("Data objects that processes use.")] = ()
    removed: Annotated[
        tuple[Removed, ...] | None, internal("Processes that are no more; old links say so.")
    ] = None


class Shares(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What one supplier may see."""

    processes: Annotated[tuple[ProcessId, ...], internal("Processes that are shared.")] = ()
    departments: Annotated[
        tuple[DepartmentId, ...], internal("Departments of which all processes are shared.")
    ] = ()
    conditional: Annotated[
        tuple[str, ...], internal("Conditional fields that are shared as well.")
    ] = ()


class Supplier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A supplier with whom the organisation talks."""

    id: Annotated[Id, internal("Short lasting name of the supplier.")]
    name: Annotated[Text, internal("Name of the supplier.")]
    language: Annotated[Language | None, internal("Language of the supplier's edition.")] = None
    contact: Annotated[str | None, internal("Whom to reach at the supplier.")] = None
    shares: Annotated[Shares | None, internal("What the supplier may see.")] = None
    agreed_on: Annotated[Date | None, internal("When the sharing was agreed.")] = None
    helps_with: Annotated[
        tuple[ProcessId, ...] | None, internal("Processes that the supplier helps prepare.")
    ] = None
