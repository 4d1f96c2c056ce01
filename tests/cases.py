"""Cases written as data: YAML as users write it, read by the program's own reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inventories import TODAY
from playbook.load.convert import convert
from playbook.load.syntax import parse
from playbook.model.method import Method
from playbook.model.organisation import Organisation
from playbook.model.process import Process
from playbook.model.setting import Setting


def read(values: Any, type_: Any) -> Any:
    """Return plain values as a type of the model."""
    value, problems = convert(values, type_, 0, "case")
    assert not problems, [str(problem) for problem in problems]
    return value


def cases(folder: Path) -> list[Any]:
    """Return every case of a folder as a parameter: code and case."""
    made = []
    for path in sorted(folder.glob("*.yaml")):
        document = parse(path.read_text("utf-8"), path.name)
        assert not document.problems, [str(problem) for problem in document.problems]
        made += [
            pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")
            for case in document.values
        ]
    return made


def situation(case: dict[str, Any], method: Method) -> tuple[Process, Setting]:
    """Return the process of a case and what may be looked at beside it."""
    process = read({"id": "p", "name": "P", **(case.get("process") or {})}, Process)
    organisation = read({"name": "O", **(case.get("organisation") or {})}, Organisation)
    return process, Setting(organisation, method.numbers, TODAY)
