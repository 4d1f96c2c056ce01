"""The preview of an edition is the edition: the same bytes, and no other address."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from werkzeug.test import Client

from inventories import TODAY
from playbook.cli.editions import opener
from playbook.opening import Opening
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.write.manifest import NAME as MANIFEST
from test_cli import run

REPOSITORY = Path(__file__).parents[2]
RELOAD = re.compile(rb'<script src="/_playbook/reload\.js"[^>]*></script>')


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    organisations = Path("content", "organisations")
    shutil.copytree(REPOSITORY / organisations, root / organisations)
    (root / "playbook.yaml").write_text("title: x\nlanguages: [nl, en]\n", "utf-8")
    return root


@pytest.mark.parametrize("name", ["nordia", "zilverdijk", "kustlijn"])
def test_the_preview_of_an_edition_is_what_is_built(
    project: Path, tmp_path: Path, name: str
) -> None:
    edition, target = f"supplier:{name}", tmp_path / "out"
    done = run("build", "--edition", edition, "-o", str(target), folder=project)
    assert done.returncode == 0, done.stderr
    preview = Preview(opener(project, Opening(TODAY), edition))
    client = Client(App(preview, ["localhost"], project))
    built = [path for path in target.rglob("*") if path.is_file() and path.name != MANIFEST]
    assert len(built) > 10
    for path in built:
        address = path.relative_to(target).as_posix()
        served = client.get(f"/{address}")
        data, scripts = RELOAD.subn(b"", served.data)
        assert served.status_code == 200, address
        assert data == path.read_bytes(), address
        assert scripts == address.endswith(".html"), address


def test_no_page_of_the_inside_is_served_beside_an_edition(project: Path) -> None:
    preview = Preview(opener(project, Opening(TODAY), "supplier:nordia"))
    client = Client(App(preview, ["localhost"], project))
    missing = RELOAD.sub(b"", client.get("/404.html").data)
    inside = (
        "waterland/nl/index.html",
        "waterland/en/processes/accounts-payable.html",
        "waterland/nl/search/0.js",
        "processes/absence.html",
        "suppliers/nordia.html",
        "questions.xlsx",
        "handed-over.yaml",
        MANIFEST,
    )
    for address in inside:
        served = client.get(f"/{address}")
        assert served.status_code == 404, address
        assert RELOAD.sub(b"", served.data) == missing, address
