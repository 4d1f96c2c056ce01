"""What an installation brings is pinned, and can be listed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def pinned(path: Path) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==(\S+)", path.read_text("utf-8"), re.MULTILINE)
    return {name.lower(): version for name, version in found}


def test_S32_a_bill_of_materials_lists_every_pin_with_its_digests(repository: Path) -> None:
    subprocess.run(["make", "sbom"], cwd=repository, check=True, capture_output=True)
    made = json.loads((repository / "dist" / "sbom.cdx.json").read_text("utf-8"))
    assert made["bomFormat"] == "CycloneDX"
    assert made["metadata"]["component"]["name"] == "playbook"
    listed = {item["name"].lower(): item for item in made["components"]}
    pins = pinned(repository / "requirements" / "run.txt")
    assert {name: item["version"] for name, item in listed.items()} == pins
    for name, item in listed.items():
        assert any(one.get("hashes") for one in item["externalReferences"]), name


def test_S32_every_pin_has_a_digest_and_no_registry_is_named(repository: Path) -> None:
    for name in ("run.txt", "dev.txt"):
        text = (repository / "requirements" / name).read_text("utf-8")
        parts = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
        assert parts
        assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
        assert not re.search(r"https?://|--(extra-)?index-url", text)


def vulnerable(report: dict[str, Any]) -> list[str]:
    """Return what to do about each pin of which a vulnerability is known."""
    return [
        f"{each['name']} {each['version']}: {one['id']}; "
        + (f"needs {' or '.join(one['fix_versions'])}" if one["fix_versions"] else "no fix yet")
        for each in report["dependencies"]
        for one in each.get("vulns", ())
    ]


def unknown(report: dict[str, Any]) -> list[str]:
    """Return the pins that the database told nothing about."""
    return [each["name"] for each in report["dependencies"] if "skip_reason" in each]


def test_S32_a_vulnerable_pin_is_told_with_the_version_that_mends_it() -> None:
    """What the audit below makes of answers that it hopefully never gets."""
    known = {"id": "PYSEC-1", "fix_versions": ["2.0", "1.9.1"], "aliases": [], "description": ""}
    report = {
        "dependencies": [
            {"name": "good", "version": "1.0", "vulns": []},
            {"name": "bad", "version": "1.0", "vulns": [known, {**known, "fix_versions": []}]},
            {"name": "odd", "skip_reason": "not found"},
        ]
    }
    assert vulnerable(report) == [
        "bad 1.0: PYSEC-1; needs 2.0 or 1.9.1",
        "bad 1.0: PYSEC-1; no fix yet",
    ]
    assert unknown(report) == ["odd"]


@pytest.mark.slow
def test_S32_no_vulnerability_is_known_of_what_an_installation_brings(repository: Path) -> None:
    pins = repository / "requirements" / "run.txt"
    words = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", *words, "--timeout", "30", "-r", str(pins)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if not done.stdout.startswith("{"):
        last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        assert re.search("Connection|Timeout|Resolution|service", last), done.stderr
        pytest.skip("no database of vulnerabilities can be reached; run “make audit” where one can")
    report = json.loads(done.stdout)
    assert {each["name"].lower() for each in report["dependencies"]} == set(pinned(pins))
    found = vulnerable(report)
    assert not found, f"raise these in pyproject.toml, then “make lock”: {found}"
    silent = unknown(report)
    if silent:
        pytest.skip(f"the database that can be reached knows nothing of {len(silent)} pins")
