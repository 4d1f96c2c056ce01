"""A project on disk in which every field, comment and name is a token of its own."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import yaml

from editions.cases import full_inventory, replaced
from editions.leaks import Tokens
from inventories import Plain
from playbook.load.references import references
from playbook.model.inventory import Inventory
from playbook.model.scalars import Duration, Money, Percentage, Quantity
from playbook.model.visible import parts


def inventory(tokens: Tokens) -> Inventory:
    """Return an organisation full of tokens that can be written down and read again."""
    made = full_inventory(tokens.text, tokens.number)
    ours, theirs = made.suppliers
    hidden = made.processes[1].id
    shares = replaced(theirs.shares, processes=(hidden,), departments=None, conditional=None)
    return replaced(made, suppliers=(ours, replaced(theirs, shares=shares)))


def plain(value: Any) -> Any:
    """Return a value of the model as YAML writes it."""
    if isinstance(value, msgspec.Struct):
        pairs = ((part.written, getattr(value, part.name)) for part in parts(type(value)))
        return {key: plain(inner) for key, inner in pairs if inner is not None}
    if isinstance(value, Money):
        return f"{value[1]} {value[0]}"
    if isinstance(value, Duration | Quantity):
        return f"{value[0]} {value[1]}".strip()
    if isinstance(value, Percentage):
        return f"{float(value) * 100:g}%"
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if isinstance(value, datetime.date | int | float) else str(value)


def write(root: Path, made: Inventory, comment: str = "no more") -> Path:
    """Write a project down, with a comment in every file."""
    inside = root / "content" / "organisations" / made.id
    (inside / "processes").mkdir(parents=True)
    files = {
        root / "playbook.yaml": {"title": "Test", "languages": ["en"]},
        inside / "organisation.yaml": plain(made.organisation),
        inside / "suppliers.yaml": plain(made.suppliers),
        inside / "processes" / "all.yaml": {"processes": plain(tuple(made.processes))},
    }
    for path, data in files.items():
        text = yaml.dump(data, Dumper=Plain, allow_unicode=True, sort_keys=False, width=10_000)
        path.write_text(f"# {comment}\n{text}", "utf-8")
    for value in (made.organisation, *made.processes, *made.suppliers):
        for kind, name, _ in references(value):
            if kind == "file":
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).touch()
    return root


def commit(root: Path, author: str) -> None:
    """Put a project under Git, in the name of an author."""
    who = ("-c", f"user.name={author}", "-c", f"user.email={author}@x.example")
    mine = ("git", *who, "-c", "commit.gpgsign=false", "-C", str(root))
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", f"by {author}")):
        subprocess.run([*mine, *words], check=True)
