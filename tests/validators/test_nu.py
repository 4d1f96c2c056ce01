"""No error and no warning of the Nu HTML checker, in HTML, CSS and SVG."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from themed import MODULES, Themed

pytestmark = pytest.mark.slow
JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def messages(files: list[Path]) -> list[str]:
    """Return what the checker says of some files."""
    java = shutil.which("java")
    assert java, "Java is missing; tests/tools/install.sh installs it"
    command = [java, "-jar", str(JAR), "--also-check-css", "--also-check-svg"]
    command += ["--format", "json", "--stdout", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return sorted(
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
    )


def test_the_checker_finds_mistakes_when_there_are_some(tmp_path: Path) -> None:
    page, style = tmp_path / "a.html", tmp_path / "a.css"
    page.write_text("<!doctype html><title>x</title><p><div></p>")
    style.write_text("a { colour: red }")
    found = " ".join(messages([page, style]))
    assert "“p” element in scope" in found
    assert "colour" in found


def test_pages_of_every_kind_and_assets_are_valid(themed: Themed) -> None:
    files = [themed.folder / page.path for page in themed.of_each_kind(2)]
    files += sorted((themed.folder / "assets").glob("*.css"))
    files += sorted((themed.folder / "assets").glob("*.svg"))
    assert messages(files) == []
