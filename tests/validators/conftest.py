"""The example in every shipped theme, built once."""

from __future__ import annotations

import pytest

from themed import THEMES, Themed, build_themed


@pytest.fixture(scope="session", params=THEMES)
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Themed:
    return build_themed(request.param, tmp_path_factory.mktemp(request.param))
