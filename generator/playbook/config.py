"""The project's own settings, as written in ``playbook.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct

from playbook.model.scalars import Id, Language, RuleCode, Text

INTERFACE_LANGUAGES: Final = ("nl", "en")


class RuleSettings(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What the project does differently with rules."""

    ignore: Annotated[
        dict[RuleCode, str] | None, Meta(description="Rules to ignore, each with the reason.")
    ] = None


class Repository(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the project's files are kept."""

    edit: Annotated[
        str,
        Meta(description="Address to change a file at, with {file} and {line} where they belong."),
    ]


class History(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the site shows of the project's past, when Git keeps it."""

    months: Annotated[
        int, Meta(ge=1, le=120, description="How many months the page “What changed” looks back.")
    ] = 12
    since: Annotated[
        str | None,
        Meta(description="What to compare with: a tag, a revision or a day; else last month."),
    ] = None
    last_changed: Annotated[
        bool, Meta(description="Whether pages of processes say when they were last changed.")
    ] = True


class Destination(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A place where the site is published."""

    to: Annotated[
        str, Meta(description="A folder, git:BRANCH, or an address such as s3://BUCKET/PATH.")
    ]
    public: Annotated[
        bool, Meta(description="Whether people outside can open it; then no internal edition goes.")
    ] = False
    edition: Annotated[
        str | None, Meta(description="What goes there: internal, or supplier:NAME.")
    ] = None
    keep: Annotated[int, Meta(ge=1, le=100, description="How many releases to keep there.")] = 5


class OtherSiteSettings(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Another site that texts refer to."""

    site: Annotated[str, Meta(description="Address of the site, ending in a slash.")]
    file: Annotated[
        str | None,
        Meta(description="Its objects.inv, a file of the project; else the one that was fetched."),
    ] = None
    public: Annotated[
        bool, Meta(description="Whether suppliers may see that texts lead there.")
    ] = False


class LinkSettings(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What `playbook linkcheck` does differently."""

    ignore: Annotated[
        dict[str, str] | None,
        Meta(description="Begins of addresses that are not followed, each with the reason."),
    ] = None


class NavGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Own pages, and those of extensions, that stand together in the menu."""

    title: Annotated[Text, Meta(description="What stands above them.")]
    pages: Annotated[
        tuple[str, ...],
        Meta(
            description="Paths below pages, without language and ending, or names from extensions."
        ),
    ]


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Settings of one project."""

    title: Annotated[Text, Meta(description="Title of the whole site.")]
    languages: Annotated[
        tuple[Language, ...], Meta(description="Languages of the site; the first is the default.")
    ] = INTERFACE_LANGUAGES
    theme: Annotated[
        str,
        Meta(description="A shipped theme, one of a package, or a folder: themes/NAME."),
    ] = "harbour"
    theme_options: Annotated[
        dict[str, Text] | None, Meta(description="What you choose about the theme, by option.")
    ] = None
    thresholds: Annotated[
        dict[str, str] | None, Meta(description="Thresholds that differ from the method's.")
    ] = None
    extensions: Annotated[
        tuple[str, ...],
        Meta(description="Python files, or what packages offer; run when you trust the project."),
    ] = ()
    rules: Annotated[
        RuleSettings | None, Meta(description="What the project does differently with rules.")
    ] = None
    repository: Annotated[
        Repository | None, Meta(description="Where the project's files are kept.")
    ] = None

    history: Annotated[
        History | None, Meta(description="What the site shows of the past, when Git keeps it.")
    ] = None

    publish: Annotated[
        dict[str, Destination] | None,
        Meta(description="Places where the site is published, by the name you give them."),
    ] = None

    references: Annotated[
        dict[Id, OtherSiteSettings] | None,
        Meta(description="Other sites that texts refer to, by the name you give them."),
    ] = None

    linkcheck: Annotated[
        LinkSettings | None, Meta(description="What “playbook linkcheck” does differently.")
    ] = None

    @property
    def links_ignored(self) -> Mapping[str, str]:
        """Return the reason why some links are not followed, by the begin of their address."""
        return (self.linkcheck.ignore if self.linkcheck else None) or {}

    nav: Annotated[
        tuple[str | NavGroup, ...] | None,
        Meta(description="Own pages and those of extensions, in the order of the menu."),
    ] = None

    @property
    def edit_pattern(self) -> str:
        """Return the address to change a file at, with ``{file}``; empty when not known."""
        return self.repository.edit if self.repository else ""

    @property
    def ignored(self) -> Mapping[str, str]:
        """Return the reason why each ignored rule is ignored, by its code."""
        return (self.rules.ignore if self.rules else None) or {}


def listed_in(nav: Iterable[str | NavGroup]) -> Iterator[str]:
    """Yield the pages of a menu, in their order.

    Args:
        nav: The menu.
    """
    for one in nav:
        yield from (one,) if isinstance(one, str) else one.pages
