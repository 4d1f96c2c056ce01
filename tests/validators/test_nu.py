"""No error and no warning of the Nu HTML checker, in HTML, CSS and SVG."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from themed import MODULES, Themed, served

pytestmark = pytest.mark.slow
JAR = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"


def messages(addresses: list[str], *options: str) -> list[str]:
    """Return what the checker says of some files or addresses."""
    java = shutil.which("java")
    assert java, "Java is missing; tests/tools/install.sh installs it"
    allow = "-Dnu.validator.servlet.allow-forbidden-hosts=true"
    command = [java, allow, "-jar", str(JAR), *(options or ("--also-check-css",))]
    command += ["--format", "json", "--stdout", "--exit-zero-always", *addresses]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return sorted(
        f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')}: {one['message']} "
        f"{one.get('extract', '')}"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
    )


def test_the_checker_finds_mistakes_when_there_are_some(tmp_path: Path) -> None:
    page, style = tmp_path / "a.html", tmp_path / "a.css"
    page.write_text("<!doctype html><title>x</title><p><div></p>")
    style.write_text("a { colour: red }")
    found = " ".join(messages([str(page), str(style)]))
    assert "“p” element in scope" in found
    assert "colour" in found


def test_pages_of_every_kind_and_assets_are_valid(themed: Themed) -> None:
    addresses = [page.path for page in themed.of_each_kind(2)]
    assets = themed.folder / "assets"
    addresses += [f"assets/{file.name}" for file in assets.glob("*.css")]
    with served(themed.folder) as site:
        found = messages([f"{site}/{address}" for address in addresses])
    found += messages([str(file) for file in assets.glob("*.svg")], "--svg")
    assert not found, "\n".join(found)
