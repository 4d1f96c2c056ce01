"""The definition of the container's image: read as it stands, and built where that is possible."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from inventories import write_project

BUILDAH = shutil.which("buildah")
BASE = os.environ.get("PLAYBOOK_BASE_IMAGE", "")


@pytest.fixture(scope="module")
def steps(repository: Path) -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile, each with its words."""
    text = (repository / "Containerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in whole.splitlines()]


def test_the_image_is_never_root_and_has_no_home_to_write_in(steps: list[tuple[str, str]]) -> None:
    last = len(steps) - 1 - [step for step, _ in reversed(steps)].index("FROM")
    final = steps[last:]
    (user,) = [words for step, words in final if step == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "a number, so that a cluster can check it"
    assert [words for step, words in final if step in ("RUN", "ADD", "EXPOSE")] == []
    assert all("--chown" not in words for step, words in final if step == "COPY")
    assert final[-2:] == [("ENTRYPOINT", '["playbook"]'), ("CMD", '["--help"]')]


def test_what_it_installs_is_pinned_with_digests(steps: list[tuple[str, str]]) -> None:
    installs = [words for step, words in steps if step == "RUN" and "pip install" in words]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements/run.txt" in installs[0]
    assert "--no-deps ." in installs[1]


def test_it_copies_only_what_is_there_and_not_left_out(
    repository: Path, steps: list[tuple[str, str]]
) -> None:
    ignored = (repository / ".containerignore").read_text("utf-8").splitlines()
    kept = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert "*" in ignored, "all is left out but what is named"
    copied = [words.split()[:-1] for step, words in steps if step == "COPY"]
    sources = [name for names in copied if not names[0].startswith("--from") for name in names]
    assert sources
    for name in sources:
        assert (repository / name).exists(), name
        assert any(fnmatch.fnmatch(name, one) or name.startswith(f"{one}/") for one in kept), name
    project = (repository / "pyproject.toml").read_text("utf-8")
    for name in ("README.md", "LICENSE"):
        assert name not in project or name in sources, "the wheel needs it"


@pytest.mark.slow
@pytest.mark.skipif(
    not (BUILDAH and BASE),
    reason="building takes buildah, and PLAYBOOK_BASE_IMAGE: an image with Python that it can get",
)
def test_the_image_builds_a_site_as_nobody_from_a_project_it_cannot_write(
    repository: Path, tmp_path: Path
) -> None:
    project = write_project(tmp_path / "project", {}, [{"id": "pay", "name": "Pay suppliers"}])
    out = tmp_path / "site"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)

    def buildah(*words: str) -> str:
        command = [str(BUILDAH), "--storage-driver", "vfs", *words]
        done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    base = ("--build-arg", f"PYTHON={BASE}")
    places = os.environ.get("PLAYBOOK_BUILD_VOLUMES", "").split()
    volumes = [word for place in places for word in ("--volume", place)]
    buildah("bud", "--isolation", "chroot", *base, *volumes, "--tag", "playbook-test", ".")
    made = buildah("from", "localhost/playbook-test").strip()
    run = ("run", "--isolation", "chroot", "--user", "65532:65532")
    mounts = ("--volume", f"{project}:/project:ro", "--volume", f"{out}:/site")
    try:
        assert "uid=65532" in buildah(*run, made, "--", "id")
        buildah(*run, *mounts, made, "--", "playbook", "build", "--output", "/site")
        assert (out / "x" / "nl" / "processes" / "pay.html").is_file()
        found = buildah(*run, made, "--", "find", "/playbook", "-writable", "-not", "-type", "l")
        assert found == "", "nobody can change the program"
    finally:
        buildah("rm", made)
