"""What the pages on roles, units, systems and data receive; a template can read this alone."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.factshapes import Fact
from playbook.contexts.shapes import Chrome, Head, Link


class ToDoRow(Struct, frozen=True, kw_only=True):
    """One thing to do, with the processes that wait for it.

    Args:
        code: Code of the criterion or rule.
        name: The criterion or rule, leading to its page.
        fields: Fields to fill in, as written in YAML.
        show: What to do.
        count: How many processes wait, in words.
        processes: The first of them.
        rest: Some more of them, to fold.
        more: How many are left out.
    """

    code: str
    name: Link
    fields: tuple[str, ...]
    show: Markup
    count: str
    processes: tuple[Link, ...]
    rest: tuple[Link, ...]
    more: int


class DueRow(Struct, frozen=True, kw_only=True):
    """Something that was agreed and is not done.

    Args:
        what: What will be done.
        process: The process it is for.
        gap: The criterion or rule that it closes.
        due: By when, written out; empty when no date was agreed.
        late: Whether that date has passed.
    """

    what: Markup
    process: Link
    gap: Link
    due: str
    late: bool


class ShortRow(Struct, frozen=True, kw_only=True):
    """One process in a list.

    Args:
        name: The process.
        step: The step it is on, or what has become of it.
    """

    name: Link
    step: str


class ProcessGroup(Struct, frozen=True, kw_only=True):
    """Processes of one department.

    Args:
        name: The department.
        count: How many processes.
        rows: The processes; none when there are too many to name.
    """

    name: Link
    count: int
    rows: tuple[ShortRow, ...]


class Share(Struct, frozen=True, kw_only=True):
    """The processes that one of them takes part in, in one way.

    Args:
        key: Lasting name, for the id of its section.
        title: In which way.
        total: How many processes.
        folded: Whether each department is folded, because there are many processes.
        groups: The processes, by department.
    """

    key: str
    title: str
    total: int
    folded: bool
    groups: tuple[ProcessGroup, ...]


class PlayedRow(Struct, frozen=True, kw_only=True):
    """A part that a role plays in the method.

    Args:
        name: The part, leading to its page.
        about: What it is there for.
    """

    name: Link
    about: str


class RolePage(Struct, frozen=True, kw_only=True):
    """The to-do list of one role.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: Name of the role.
        facts: Its department, who holds it, what it leads and owns.
        plays: The parts that it plays in the method.
        things: How many things are open, one for each process, in words.
        due: What was agreed, late things first.
        criteria: Criteria that wait for it, the most processes first.
        rules: Points for the conversation that wait for it, the most processes first.
        shares: Processes that it is accountable for, works in, is asked about or told of.
    """

    chrome: Chrome
    head: Head
    name: Markup
    facts: tuple[Fact, ...]
    plays: tuple[PlayedRow, ...]
    things: str
    due: tuple[DueRow, ...]
    criteria: tuple[ToDoRow, ...]
    rules: tuple[ToDoRow, ...]
    shares: tuple[Share, ...]


class FillerPage(Struct, frozen=True, kw_only=True):
    """A part that people play in the method, such as that of process owner.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        code: Code of the part.
        name: Its name.
        about: What it is there for.
        guide: What is asked of who plays it; no label when there is no such guide.
        roles: Roles that play it, each with how many things are open for it, in words.
        unclaimed: How many things are open for it in a process that does not say who plays it.
        criteria: Those criteria, the most processes first.
        rules: Those points for the conversation, the most processes first.
    """

    chrome: Chrome
    head: Head
    code: str
    name: str
    about: str
    guide: Link
    roles: tuple[tuple[Link, str], ...]
    unclaimed: int
    criteria: tuple[ToDoRow, ...]
    rules: tuple[ToDoRow, ...]


class PartPage(Struct, frozen=True, kw_only=True):
    """A unit, a system or a data object: what is known of it and what is asked.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        sort: What it is, in words.
        name: Its name.
        facts: What is known of it.
        unknown: What is not known of it yet, in words.
        criteria: Criteria of its processes that wait for whoever looks after it.
        rules: Points for the conversation that wait for them.
        shares: The processes that it is part of.
    """

    chrome: Chrome
    head: Head
    sort: str
    name: Markup
    facts: tuple[Fact, ...]
    unknown: tuple[str, ...]
    criteria: tuple[ToDoRow, ...]
    rules: tuple[ToDoRow, ...]
    shares: tuple[Share, ...]


class ListColumn(Struct, frozen=True):
    """A column of a listing.

    Args:
        key: Lasting name, for the address of a filtered listing.
        label: Its name.
        number: Whether it holds numbers.
    """

    key: str
    label: str
    number: bool = False


class Listing(Struct, frozen=True, kw_only=True):
    """Things of one kind in a table.

    Args:
        key: Lasting name, for the id of its section.
        title: What the table shows; empty when the page's title says so.
        intro: A sentence above it.
        columns: The columns, the name of the thing first.
        rows: Each thing with its other cells, as many as there are other columns.
    """

    key: str
    title: str
    intro: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Link, tuple[Markup, ...]], ...]


class ListingPage(Struct, frozen=True, kw_only=True):
    """Every role, unit, system or data object.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: What is listed.
        listings: The tables.
    """

    chrome: Chrome
    head: Head
    title: str
    listings: tuple[Listing, ...]


class NameGroup(Struct, frozen=True, kw_only=True):
    """Names that begin with the same letter.

    Args:
        letter: The letter; ``0`` for names that begin with a digit or a sign.
        anchor: Id on the page.
        names: Each name with the sort of thing it is, in words.
    """

    letter: str
    anchor: str
    names: tuple[tuple[Link, str], ...]


class IndexPage(Struct, frozen=True, kw_only=True):
    """Everything that has a page, by name.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        total: How many names the whole index has.
        letters: Each letter, leading to where it begins.
        pages: The pages of the index, by their first and last name; none when there is one.
        number: Number of this page.
        groups: Names on this page.
    """

    chrome: Chrome
    head: Head
    total: int
    letters: tuple[Link, ...]
    pages: tuple[Link, ...]
    number: int
    groups: tuple[NameGroup, ...]


class AboutPage(Struct, frozen=True, kw_only=True):
    """About this edition: what it was made from, and how to read it.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        facts: Date, method, program, languages and edition.
        counts: How many there are of each thing, leading to where they are listed.
        changes: Where the project departs from the shipped method: its place and what differs.
        reading: How to read the pages: a heading and sentences each.
        tested: What of accessibility was tested.
        untested: What of it was not.
        policy: How to report what does not work.
    """

    chrome: Chrome
    head: Head
    facts: tuple[Fact, ...]
    counts: tuple[tuple[Link, int], ...]
    changes: tuple[tuple[Link, str], ...]
    reading: tuple[tuple[str, str], ...]
    tested: tuple[str, ...]
    untested: tuple[str, ...]
    policy: str
