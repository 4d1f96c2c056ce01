"""A page and all it loads for the first time weigh little: counted in Chromium, from a server."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser

from themed import Themed, served

pytestmark = [pytest.mark.slow, pytest.mark.browser]
MOST_BYTES = 60_000
"""Compressed, with the heads of the answers."""
MOST_REQUESTS = 6


def test_no_page_of_any_kind_is_heavy_or_asks_for_much(browser: Browser, themed: Themed) -> None:
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: set[str] = set()
    loaded: list[float] = []

    def begun(told: dict[str, Any]) -> None:
        # What stands in the style sheet itself is asked of nobody; the search page reads its index.
        url = told["request"]["url"]
        if not url.startswith("data:") and "/search/" not in url:
            asked.add(told["requestId"])

    def ended(told: dict[str, Any]) -> None:
        if told["requestId"] in asked:
            loaded.append(told["encodedDataLength"])

    network.on("Network.requestWillBeSent", begun)
    network.on("Network.loadingFinished", ended)
    heavy: list[str] = []
    kinds: Counter[str] = Counter()
    with served(themed.folder) as site:
        for one in themed.of_each_kind():
            loaded.clear()
            page.goto(f"{site}/{one.path}", wait_until="networkidle")
            assert len(loaded) >= 3, f"{one.path}: page, style sheet and script"
            if sum(loaded) > MOST_BYTES or len(loaded) > MOST_REQUESTS:
                heavy.append(f"{one.path}: {sum(loaded):.0f} bytes in {len(loaded)} requests")
            kinds[one.kind] += 1
    context.close()
    assert heavy == []
    assert len(kinds) > 20
