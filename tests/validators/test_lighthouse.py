"""Lighthouse on served pages, as a phone on a slow network: nothing is left to improve."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

import pytest

from themed import MODULES, Themed, served

pytestmark = [pytest.mark.slow, pytest.mark.alone]
CLI = MODULES / "lighthouse" / "cli" / "index.js"
MOST_RUNS = 5
"""Times to measure speed until it is right: other work of a machine only makes a page slower."""
FAST = ("waterland/nl/index.html", "waterland/en/processes/accounts-payable.html")
OTHERS = (
    "index.html",
    "waterland/nl/trust.html",
    "waterland/en/steps/outsource.html",
    "nordia/index.html",
)
"""Pages of other kinds; axe-core goes through all of them."""
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-quic"


def report(address: str, *categories: str) -> dict[str, Any]:
    """Return what Lighthouse says of a page: phone profile, simulated throttling, own Chromium."""
    chromium, node = shutil.which("chromium"), shutil.which("node")
    assert chromium, "Chromium is missing; tests/browser/install.sh installs it"
    assert node, "Node.js is missing; tests/tools/install.sh installs it"
    command = [node, str(CLI), address, "--quiet", "--output=json", "--form-factor=mobile"]
    command += ["--throttling-method=simulate", f"--only-categories={','.join(categories)}"]
    command += [f"--chrome-flags={CHROMIUM}"]
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def scores(found: dict[str, Any]) -> dict[str, int]:
    return {name: round(100 * one["score"]) for name, one in found["categories"].items()}


def lost(found: dict[str, Any]) -> list[str]:
    """Return which audits cost a page something, for whoever has to mend it."""
    return [
        f"{ref['id']}: {audit['score']} {audit.get('displayValue', '')}"
        for category in found["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
        and (audit := found["audits"][ref["id"]])["score"] is not None
        and audit["score"] < 1
    ]


@pytest.mark.parametrize("address", FAST)
def test_home_and_process_page_are_fast_on_a_phone(themed: Themed, address: str) -> None:
    slow: list[tuple[int, list[str]]] = []
    with served(themed.folder) as site:
        while len(slow) < MOST_RUNS:
            found = report(f"{site}/{address}", "performance")
            if scores(found) == {"performance": 100}:
                return
            slow.append((scores(found)["performance"], lost(found)))
    pytest.fail(f"{address} never has full marks: {slow}")


@pytest.mark.parametrize("address", [*FAST, *OTHERS])
def test_pages_have_full_marks_for_the_rest(themed: Themed, address: str) -> None:
    with served(themed.folder) as site:
        found = report(f"{site}/{address}", "accessibility", "best-practices", "seo")
    assert set(scores(found).values()) == {100}, (scores(found), lost(found))
