"""What the last import took from the sheet, so that a change by hand can be told from an old value.

It is kept in `imported.json` beside `import.yaml`: for each process the values that its cells
had, one process on a line. Without it nobody could know whether the sheet or a person wrote a
value last. It is removed without harm: then a value that differs is left as it stands in the
inventory, and told.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from playbook.problems import Place, Problem, Unusable

FILE: Final = "imported.json"


class Imported(Struct, omit_defaults=True):
    """What the sheet said of one process.

    Args:
        sheet: Title of the sheet.
        name: Name of the process in the sheet.
        values: Its values, by field; the words of a list, one after another.
    """

    sheet: str = ""
    name: str = ""
    values: dict[str, list[str]] = {}


def read(data: bytes, name: str) -> dict[str, Imported]:
    """Return what the last import took, by the id of the process.

    Args:
        data: The file's bytes.
        name: The file's name.

    Raises:
        Unusable: It was changed into something that cannot be read.
    """
    try:
        return msgspec.json.decode(data, type=dict[str, Imported])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = f"this is not what an import wrote ({error})"
        instead = "restore it, or remove it: then values that differ are kept and told"
        raise Unusable([Problem(Place(name), what, instead, "I05")]) from None


def written(known: dict[str, Imported]) -> bytes:
    """Return the file, one process on a line, so that versions of it can be compared.

    Args:
        known: What the sheets said, by the id of the process.
    """
    lines = (
        f"{msgspec.json.encode(key).decode()}: {msgspec.json.encode(known[key]).decode()}"
        for key in sorted(known)
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()
