"""Write a project as YAML, and say what was read, written and left out."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

Row = dict[str, Any]

GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
PLAIN: Final[dict[int, str]] = {}
_LONGEST_ID: Final = 80
_NO_WRAPPING: Final = 1_000_000
_BASE: Final[type[Any]] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Report:
    """Tell what a conversion read and wrote, and what it could not keep.

    Args:
        read: Number of rows read, by kind.
        written: Number of things written, by kind.
        duplicates: What the source holds twice, and what was done about it.
        dangling: References of the source that lead nowhere.
        dropped: What the source says and the project does not, each with the reason.
    """

    read: Mapping[str, int]
    written: Mapping[str, int]
    duplicates: tuple[str, ...]
    dangling: tuple[str, ...]
    dropped: tuple[str, ...]

    def __str__(self) -> str:
        """Return the report as lines of text."""
        lines: list[str] = []
        for title, counts in (("Read", self.read), ("Written", self.written)):
            lines += [title, *(f"  {kind}: {number}" for kind, number in counts.items())]
        for title, items in (
            ("Duplicates", self.duplicates),
            ("Dangling references", self.dangling),
            ("Dropped", self.dropped),
        ):
            lines += [f"{title}: {len(items)}", *(f"  {item}" for item in items)]
        return "\n".join(lines)


@dataclass
class Findings:
    """Collect what a conversion cannot keep while it runs."""

    duplicates: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def drop_keys(
        self, kind: str, rows: Iterable[Row], used: Iterable[str], reasons: Mapping[str, str]
    ) -> None:
        """Count the values under keys that the conversion does not use.

        Args:
            kind: What a row is.
            rows: Rows of the source.
            used: Keys that the conversion uses.
            reasons: Why a key is not used; any other key has no field in the model.
        """
        known = set(used)
        counts: dict[str, int] = {}
        for row in rows:
            for key, value in row.items():
                if key not in known and value not in (None, "", [], {}):
                    counts[key] = counts.get(key, 0) + 1
        for key, count in counts.items():
            reason = reasons.get(key, "the model has no field for it")
            self.dropped.append(f"{kind}, {key} ({count} values): {reason}")

    def report(self, read: Mapping[str, int], written: Mapping[str, int]) -> Report:
        """Return the report of what was collected.

        Args:
            read: Number of rows read, by kind.
            written: Number of things written, by kind.
        """
        return Report(
            dict(read),
            dict(written),
            tuple(self.duplicates),
            tuple(self.dangling),
            tuple(self.dropped),
        )


@dataclass(frozen=True)
class Project:
    """Hold a project of one organisation as it will be written.

    Args:
        id: Folder of the organisation.
        title: Title of the project.
        organisation: Content of organisation.yaml.
        processes: Processes, each with its department.
    """

    id: str
    title: str
    organisation: Row
    processes: Sequence[Row]

    def counts(self) -> dict[str, int]:
        """Return how many things of each kind the project holds."""
        lists = ("departments", "units", "roles", "systems", "data")
        activities = sum(len(process.get("activities", ())) for process in self.processes)
        return {"processes": len(self.processes), "activities": activities} | {
            kind: len(self.organisation.get(kind, ())) for kind in lists
        }

    def write(self, target: Path) -> None:
        """Write the project; processes of an earlier conversion are removed.

        Args:
            target: Folder of the project.
        """
        home = target / "content" / "organisations" / self.id
        inventory = home / "processes"
        inventory.mkdir(parents=True, exist_ok=True)
        for stale in inventory.glob("*.yaml"):
            stale.unlink()
        dump({"title": self.title, "languages": ["nl", "en"]}, target / "playbook.yaml")
        dump(self.organisation, home / "organisation.yaml")
        departments: dict[str, list[Row]] = {}
        for process in self.processes:
            departments.setdefault(process["department"], []).append(process)
        for department, processes in departments.items():
            dump({"processes": processes}, inventory / f"{department}.yaml")


class _Dumper(_BASE):  # type: ignore[misc]  # the faster base is not there in every build
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _text(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(value: Row, path: Path) -> None:
    """Write a mapping as YAML without anchors, texts in several lines as blocks.

    Args:
        value: What to write.
        path: File to write.
    """
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_WRAPPING, indent=2
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def present(**fields: Any) -> Row:
    """Return the fields that have a value; an empty text or list says nothing.

    Args:
        fields: Fields by name.
    """
    return {key: value for key, value in fields.items() if value not in (None, "", [], ())}


def load(source: Path) -> Row:
    """Return the raw inventory.

    Args:
        source: The JSON file, or the folder that holds raw.json.
    """
    path = source / "raw.json" if source.is_dir() else source
    raw: Row = json.loads(path.read_text(encoding="utf-8"))
    return raw


def slug(text: str, letters: Mapping[int, str] = PLAIN) -> str:
    """Return a text as an id: small letters, digits and single hyphens.

    Args:
        text: Name.
        letters: Letters that become two, such as those of `GERMAN`.
    """
    plain = unicodedata.normalize("NFC", text).casefold().translate(dict(letters))
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", plain)
    return _shorten("-".join(words), _LONGEST_ID) or "x"


def _shorten(ident: str, longest: int) -> str:
    if len(ident) <= longest:
        return ident
    head, _, _ = ident[: longest + 1].rpartition("-")
    return (head or ident[:longest]).strip("-")


class Ids:
    """Give every key an id of its own; the same key keeps its id.

    Args:
        letters: Letters that become two, such as those of `GERMAN`.
    """

    def __init__(self, letters: Mapping[int, str] = PLAIN) -> None:
        self._letters = letters
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, key: str, name: str) -> str:
        """Return the id of a key, made from a name.

        Args:
            key: What the source tells things apart by.
            name: Name from which to make the id.
        """
        if key not in self._given:
            wanted = ident = slug(name, self._letters)
            number = 1
            while ident in self._taken:
                number += 1
                ident = f"{_shorten(wanted, _LONGEST_ID - 1 - len(str(number)))}-{number}"
            self._given[key] = ident
            self._taken.add(ident)
        return self._given[key]


def run(convert: Callable[[Path, Path], Report], arguments: Sequence[str]) -> int:
    """Convert from the command line and print the report.

    Args:
        convert: Conversion.
        arguments: Source and target.
    """
    if len(arguments) != 2:
        sys.stderr.write("Give SOURCE (raw.json or its folder) and TARGET (a folder).\n")
        return 2
    sys.stdout.write(f"{convert(Path(arguments[0]), Path(arguments[1]))}\n")
    return 0
