"""A file of an old state, read as far as it is understood today."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from playbook.load.convert import convert
from playbook.load.files import Folder, decode
from playbook.load.project import type_of
from playbook.model.organisation import Organisation
from playbook.model.places import Located, locate
from playbook.model.process import Process, ProcessFile
from playbook.problems import Place, Problem


class Old(Struct, frozen=True, kw_only=True):
    """What one file of an old state says.

    Args:
        file: Its path from the project's folder.
        text: Its text.
        located: Where its facts stand.
        organisation: The organisation, when it is about one.
        processes: Its processes, each with its places.
        unknown: Ids of the processes that are not understood any more.
        lost: Whether something of it is not understood any more.
    """

    file: str
    text: str = ""
    located: Located
    organisation: Organisation | None = None
    processes: tuple[tuple[Process, Located], ...] = ()
    unknown: tuple[str, ...] = ()
    lost: bool = False


def read_old(folder: Folder, path: str, data: bytes | None) -> Old:
    """Return what a file of an old state says, process by process.

    A field that is not known any more costs its process, not the others of its file.

    Args:
        folder: The project's folder, with what is remembered of texts.
        path: Path of the file from there.
        data: Its bytes; nothing when Git does not give them.
    """
    text = decode(data, Place(path)) if data is not None else ""
    if isinstance(text, Problem) or not text:
        return Old(file=path, located=locate(path, 0), lost=True)
    if not folder.is_kept(path, text):
        folder = Folder(folder.root)  # what was is not worth keeping: its verdicts are
    read, located = folder.said(path, text, type_of(path)), locate(path, 0)
    if isinstance(read.value, Organisation):
        located = locate(path, read.places)
        return Old(file=path, text=text, located=located, organisation=read.value)
    of_processes = type_of(path) is ProcessFile
    if of_processes and read.gathered:
        return Old(file=path, text=text, located=located, processes=read.gathered.processes)
    found = list(_one_by_one(folder, path, text)) if of_processes else []
    return Old(
        file=path,
        text=text,
        located=located,
        processes=tuple((item, where) for _, item, where in found if item),
        unknown=tuple(ident for ident, item, _ in found if item is None),
        lost=True,
    )


def _one_by_one(
    folder: Folder, path: str, text: str
) -> Iterator[tuple[str, Process | None, Located]]:
    """Yield each process of a file: its id, and what it says when that is understood."""
    document = folder.document(path, text)
    values = document.values.get("processes") if isinstance(document.values, dict) else None
    for at, value in enumerate(values if isinstance(values, list) else ()):
        places = document.places[1]["processes"][1][at]
        process, problems = convert(value, Process, places, path, text)
        ident = str(value.get("id", "")) if isinstance(value, dict) else ""
        yield ident, None if problems else process, locate(path, places)
