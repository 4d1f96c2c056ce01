"""The files that a new project begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

from playbook import __version__, resources, schema
from playbook.intake.things import new_id
from playbook.intake.written import word
from playbook.load.project import ORGANISATIONS

RECIPES: Final[Mapping[str, str]] = {
    "github": ".github/workflows/playbook.yml",
    "gitlab": ".gitlab-ci.yml",
    "azure": "azure-pipelines.yml",
}
"""Where each platform looks for what it has to run."""
EXAMPLES: Final = ("waterland", "minimal")
_TITLES: Final = {"nl": "Draaiboek {}", "en": "Playbook of {}"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say what a new project is to be.

    Args:
        name: Name of the organisation.
        language: Language of its texts, and of the remarks that teach.
        departments: Names of its departments.
        example: Name of a shipped example to begin with; empty for none.
        recipe: Platform to make a recipe for; empty for none.
        filled: Whether a sheet fills it, so that it needs no first process.
    """

    name: str
    language: str = "nl"
    departments: Sequence[str] = ()
    example: str = ""
    recipe: str = ""
    filled: bool = False


def files(wanted: Wanted) -> dict[str, bytes]:
    """Return the files of a new project, by their path.

    Args:
        wanted: What it is to be.
    """
    inside = _example(wanted) if wanted.example else _own(wanted)
    made = dict(inside)
    made[".gitignore"] = _shipped("ignored").encode()
    made |= _for_editors()
    if wanted.recipe:
        text = Template(_shipped(f"ci/{wanted.recipe}.yml")).substitute(version=__version__)
        made[RECIPES[wanted.recipe]] = text.encode()
    title = word(_TITLES[wanted.language].format(wanted.name))
    # The settings make a folder a project; they are the last to be written.
    made["playbook.yaml"] = _filled(f"{wanted.language}/playbook.yaml", title=title).encode()
    return made


def _own(wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield the inventory of an organisation that has everything before it."""
    here = f"{ORGANISATIONS}/{new_id(wanted.name, (), 'organisation')}"
    ids: dict[str, str] = {}
    for name in wanted.departments:
        ids[new_id(name, ids, "department")] = name
    yield f"{here}/organisation.yaml", _organisation(wanted, ids).encode()
    if wanted.filled:
        return
    first = next(iter(ids), "")
    said = {"nl": " van", "en": " of"}[wanted.language]
    text = _filled(
        f"{wanted.language}/processes.yaml",
        of=f"{said} {ids[first]}" if first else "",
        department=f"    department: {first}\n" if first else "",
    )
    yield f"{here}/processes/{first or 'processes'}.yaml", text.encode()


def _organisation(wanted: Wanted, departments: Mapping[str, str]) -> str:
    path = f"{wanted.language}/organisation.yaml"
    text = _filled(path, name=word(wanted.name), language=wanted.language)
    if departments:
        lines = [f"  - {{id: {ident}, name: {word(name)}}}" for ident, name in departments.items()]
        text += "\n".join(["", "departments:", *lines, ""])
    return text if wanted.filled else text + _shipped(f"{wanted.language}/things.yaml")


def _example(wanted: Wanted) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a shipped example."""
    folder = resources.content() / "organisations" / wanted.example
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            inside = path.relative_to(folder).as_posix()
            yield f"{ORGANISATIONS}/{wanted.example}/{inside}", path.read_bytes()


def _for_editors() -> dict[str, bytes]:
    made = {
        f"{schema.FOLDER}/{name}.schema.json": schema.as_text(value).encode()
        for name, value in schema.schemas().items()
    }
    made[".vscode/settings.json"] = schema.as_text(schema.settings()).encode()
    extensions = {"recommendations": ["redhat.vscode-yaml"]}
    made[".vscode/extensions.json"] = schema.as_text(extensions).encode()
    return made


def _filled(path: str, **values: str) -> str:
    return Template(_shipped(path)).substitute(values)


def _shipped(path: str) -> str:
    file: Path = resources.content() / "start" / path
    return file.read_text("utf-8")
