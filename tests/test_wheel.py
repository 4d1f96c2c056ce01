"""The wheel carries content and themes, and works where the repository is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=repository,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (repository / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_the_wheel_holds_the_package_its_content_and_its_themes(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "playbook/__main__.py",
        "playbook/content/method/method.yaml",
        "playbook/content/interface.yaml",
        "playbook/content/intake.yaml",
        "playbook/content/start/nl/playbook.yaml",
        "playbook/content/start/ci/gitlab.yml",
        "playbook/themes/harbour/templates/base.html",
        "playbook/themes/harbour/assets/style.css",
    ):
        assert name in names, name
    assert not [name for name in names if name.startswith(("tests/", "site/", "benchmarks/"))]


def test_an_installed_wheel_builds_the_example_from_another_folder(
    wheel: Path, repository: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "empty"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    quiet = ["install", "--quiet", "--disable-pip-version-check"]
    pins = str(repository / "requirements" / "run.txt")
    subprocess.run(
        [str(python), "-m", "pip", *quiet, "--require-hashes", "-r", pins],
        check=True,
        cwd=tmp_path,
    )
    subprocess.run(
        [str(python), "-m", "pip", *quiet, "--no-deps", str(wheel)], check=True, cwd=tmp_path
    )
    project = tmp_path / "elsewhere"
    shutil.copytree(repository / "content" / "organisations", project / "content" / "organisations")
    (project / "playbook.yaml").write_text("title: Elsewhere\n", "utf-8")
    done = subprocess.run(
        [str(environment / "bin" / "playbook"), "build"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "waterland" / "nl" / "index.html").is_file()
    assert (project / "site" / "assets" / "style.css").is_file()
    program = str(environment / "bin" / "playbook")
    (tmp_path / "lijst.csv").write_text("Proces;Afdeling\nInnen;Financiën\n", "utf-8")
    settings = {"PLAYBOOK_CONFIG_DIR": str(tmp_path / "settings"), "PATH": os.environ["PATH"]}
    for words in (["--example", "waterland"], ["--from", "lijst.csv"]):
        begun = tmp_path / f"begun{words[0]}"
        for line in (["init", str(begun), "--yes", *words], ["build", "--project", str(begun)]):
            done = subprocess.run(
                [program, *line],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                env=settings,
            )
            assert done.returncode == 0, done.stderr
        assert (begun / "site" / "index.html").is_file()
