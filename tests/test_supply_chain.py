"""What an installation brings is pinned, and can be listed."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path


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
