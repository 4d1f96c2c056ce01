"""Every kind of file of a project as JSON Schema, for editors that help while people write."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from playbook import resources
from playbook.config import Config
from playbook.guides.guide import Glossary
from playbook.guides.sheets import Sheet
from playbook.load.files import Folder
from playbook.load.interface import read_interface
from playbook.model.conversation import Answer, HandedOver
from playbook.model.fieldnames import known_fields
from playbook.model.intake import ImportFile
from playbook.model.method import Dispute, Step
from playbook.model.organisation import Organisation, Supplier
from playbook.model.process import ProcessFile
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.model.theme import ThemeFile
from playbook.texts import Interface

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
FOLDER: Final = ".playbook/schema"
_HERE: Final = "content/organisations/*/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that people write.

    Args:
        name: Its name.
        type: Type of the whole file.
        where: Where such files are in a project, as patterns of an editor.
    """

    name: str
    type: Any
    where: tuple[str, ...]


KINDS: Final = (
    Kind("playbook", Config, ("playbook.yaml",)),
    Kind("organisation", Organisation, (f"{_HERE}organisation.yaml",)),
    Kind("suppliers", tuple[Supplier, ...], (f"{_HERE}suppliers.yaml",)),
    Kind("processes", ProcessFile, (f"{_HERE}processes/**/*.yaml", f"{_HERE}processes/**/*.yml")),
    Kind("answers", tuple[Answer, ...], (f"{_HERE}answers/*.yaml",)),
    Kind("handed-over", tuple[HandedOver, ...], (f"{_HERE}handed-over.yaml",)),
    Kind("import", ImportFile, (f"{_HERE}import.yaml",)),
    Kind("step", Step, ("content/method/steps/*.yaml",)),
    Kind("rules", Dispute, ("content/method/rules/*.yaml",)),
    Kind("sheet", Sheet, ("content/method/sheets/*.yaml",)),
    Kind("glossary", Glossary, ("content/method/glossary.yaml",)),
    Kind("theme", ThemeFile, ("themes/*/theme.yaml",)),
)

# How a value of one word is written: pattern, example. Only a quantity may be a bare number.
_WRITTEN: Final[Mapping[Any, tuple[str, str]]] = {
    Percentage: (r"\d\s*%\s*$", "14%"),
    Duration: (r"\d\s*\S*[A-Za-z]", "30 days"),
    Money: (r"\d", "EUR 4.20"),
    Quantity: (r"\d", "91%"),
    datetime.date: (r"\d{4}", "2026-03-31"),
}
_SEEN: Final = {
    "shareable": ("een leverancier mag dit zien", "a supplier may see this"),
    "conditional": (
        "een leverancier ziet dit alleen als u het openzet",
        "a supplier sees this only when you open it",
    ),
    "internal": ("dit blijft binnen", "this stays inside"),
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every kind of file, by the name of the kind."""
    words = read_interface(Folder.at(resources.content()))
    return {kind.name: _schema(kind, words) for kind in KINDS}


def settings() -> dict[str, Any]:
    """Return the settings by which the editor VS Code finds the schemas."""
    return {
        "yaml.schemas": {f"./{FOLDER}/{kind.name}.schema.json": [*kind.where] for kind in KINDS}
    }


def as_text(value: Any) -> str:
    """Return a schema or settings as they stand in a file.

    Args:
        value: Them.
    """
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _schema(kind: Kind, words: Interface) -> dict[str, Any]:
    (top,), parts = msgspec.json.schema_components((kind.type,), schema_hook=_hook)
    definitions = {name: _part(name, part, words) for name, part in parts.items()}
    whole: dict[str, Any] = _plain(top)
    return {
        "$schema": DRAFT,
        "title": f"playbook: {', '.join(kind.where)}",
        **whole,
        "definitions": definitions,
    }


def _hook(type_: Any) -> dict[str, Any]:
    """Return how a value of one word is written."""
    pattern, example = _WRITTEN[type_]
    kinds = ["string", "number"] if type_ is Quantity else "string"
    return {"type": kinds, "pattern": pattern, "examples": [example]}


def _part(name: str, part: dict[str, Any], words: Interface) -> dict[str, Any]:
    """Return the schema of one struct, with its fields described."""
    found: dict[str, Any] = _plain(part)
    for key, field in found.get("properties", {}).items():
        found["properties"][key] = _described(name, key, field, words)
    return found


def _described(struct: str, key: str, field: dict[str, Any], words: Interface) -> dict[str, Any]:
    """Say of a field what it is called, what it holds and who may see it, in both languages."""
    name = words.fields.get(key)
    dutch, english = (name["nl"], name["en"]) if isinstance(name, dict) else (key, key)
    seen = known_fields().get(key) if struct == "Process" else None
    nl_seen, en_seen = _SEEN.get(seen or "", ("", ""))
    sentence = field.pop("description", "")
    lines = [
        f"en: {english}. {sentence}" + (f" ({en_seen})" if en_seen else ""),
        f"nl: {dutch}" + (f" ({nl_seen})" if nl_seen else ""),
    ]
    if "$ref" in field:
        # What stands beside a reference is passed over by this draft.
        field = {"allOf": [field]}
    return {"description": "\n\n".join(lines), **field}


def _plain(value: Any) -> Any:
    """Return a schema as YAML is written: a text may look like a number or a truth."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value.replace("#/$defs/", "#/definitions/") if isinstance(value, str) else value
    found = {key: _plain(item) for key, item in value.items() if key != "default"}
    if "properties" in value:  # names of fields, which may be “default” as well
        found["properties"] = {key: _plain(item) for key, item in value["properties"].items()}
    return _lenient(found)


def _lenient(found: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of one value that takes what the reader takes."""
    kind = found.get("type")
    if found.get("format") == "date":
        return {**_hook(datetime.date), **_texts(found)}
    if kind == "string" and "examples" not in found:
        # A key is always a text; of values only those without a pattern may look otherwise.
        found["type"] = ["string", "number", "boolean"]
    if kind in ("integer", "number"):
        return {
            "anyOf": [found, {"type": "string", "pattern": r"^\s*\d[\d.,\s]*$"}],
            **_texts(found),
        }
    if kind == "boolean":
        words = {"enum": ["yes", "no", "ja", "nee", "true", "false"]}
        return {"anyOf": [{"type": "boolean"}, words], **_texts(found)}
    return found


def _texts(found: dict[str, Any]) -> dict[str, Any]:
    return {key: found[key] for key in ("description", "title") if key in found}
