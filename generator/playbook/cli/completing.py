"""Values that complete a word in a shell: those that only the project at hand knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from playbook.cli.shared import root_of
from playbook.problems import Unusable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from playbook.config import Config
    from playbook.model.method import Method
    from playbook.model.scalars import Text


def editions(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Return the editions of the project that begin as written.

    Args:
        context: What was written before.
        parameter: The option; its words say which editions it takes.
        begun: What there is of the word.
    """
    taken = (parameter.metavar or "").split("|")
    words: list[str] = [word for word in ("internal", "all") if word in taken]
    words += (f"supplier:{name}" for name in _suppliers(_root(context)))
    return _beginning(words, begun)


def suppliers(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the suppliers of the project that begin as written.

    Args:
        context: What was written before.
        begun: What there is of the word.
    """
    return _beginning(_suppliers(_root(context)), begun)


def codes(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the codes of rules and criteria that begin as written, each with its name.

    Args:
        context: What was written before.
        begun: What there is of the word.
    """
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

    named = dict(_codes(_root(context)))
    return [CompletionItem(code, help=named[code]) for code in _beginning(named, begun.upper())]


def places(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Return the places of the project that begin as written, or else folders.

    Args:
        context: What was written before.
        begun: What there is of the word.
    """
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - start-up

    config = _config(_root(context))
    found = _beginning(config.publish or {} if config else (), begun)
    return [CompletionItem(name) for name in found] or [CompletionItem(begun, type="dir")]


def _beginning(words: Iterable[str], begun: str) -> list[str]:
    return [word for word in words if word.startswith(begun)]


def _root(context: click.Context) -> Path | None:
    try:
        return root_of(context.params.get("project") or Path())
    except (Unusable, OSError):
        return None


def _suppliers(root: Path | None) -> Iterator[str]:
    """Yield the id of every supplier, read from the files that name them alone."""
    if root is None:
        return
    from playbook.load.files import Folder  # noqa: PLC0415 - only when it is asked for
    from playbook.load.project import ORGANISATIONS  # noqa: PLC0415 - only when it is asked for
    from playbook.model.organisation import Supplier  # noqa: PLC0415 - only when it is asked for

    folder = Folder.at(root)
    for path in sorted((folder.root / ORGANISATIONS).glob("*/suppliers.yaml")):
        read: Any = folder.read(path, tuple[Supplier, ...])
        yield from (supplier.id for supplier in read.value or ())


def _config(root: Path | None) -> Config | None:
    from playbook.load.settings import read_settings  # noqa: PLC0415 - only when it is asked for

    with suppress(Unusable):
        return read_settings(root) if root else None
    return None


def _codes(root: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the code of every rule and criterion of a project, with its name."""
    config = _config(root)
    if root is None or config is None:
        return
    from playbook import resources  # noqa: PLC0415 - only when it is asked for
    from playbook.load.files import Folder  # noqa: PLC0415 - only when it is asked for
    from playbook.load.method import read_method  # noqa: PLC0415 - only when it is asked for
    from playbook.load.root import CONFIG_FILE  # noqa: PLC0415 - only when it is asked for
    from playbook.model.places import locate  # noqa: PLC0415 - only when it is asked for

    shipped = Folder.at(resources.content())
    with suppress(Unusable):
        yield from _named(read_method(shipped, Folder.at(root), config, locate(CONFIG_FILE, 0)))


def _named(method: Method) -> Iterator[tuple[str, str]]:
    for dispute in method.disputes:
        yield from ((rule.code, _plain(rule.title)) for rule in dispute.rules)
    for step in method.steps:
        yield from ((item.code, _plain(item.name)) for item in step.criteria or ())


def _plain(text: Text | None) -> str:
    return text if isinstance(text, str) else (text or {}).get("en", "")
