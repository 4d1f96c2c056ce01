"""The wheel carries content and themes, and works where the repository is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import playbook


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


@dataclass(frozen=True)
class Carried:
    """What a computer without internet gets, as docs/install.md says.

    Args:
        environment: An environment for Python with nothing in it.
        wheels: A folder with `playbook` and every library that it asks for.
    """

    environment: Path
    wheels: Path

    @property
    def wheel(self) -> Path:
        """Return `playbook` itself."""
        return next(self.wheels.glob("playbook-*.whl"))


@pytest.fixture(scope="module")
def carried(wheel: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Carried:
    folder = tmp_path_factory.mktemp("installed")
    environment, wheels = folder / "empty", folder / "wheels"
    venv.create(environment, with_pip=True)
    pins = str(repository / "requirements" / "run.txt")
    fetch = ["download", "--require-hashes", "--dest", str(wheels), "--requirement", pins]
    subprocess.run([*pip(environment), *fetch], check=True, cwd=folder)
    shutil.copy2(wheel, wheels)
    return Carried(environment, wheels)


def pip(environment: Path) -> list[str]:
    python = str(environment / "bin" / "python")
    return [python, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def installed(carried: Carried) -> Path:
    """Install the wheel with pip, and return the folder of its program."""
    alone = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    words = ["install", "--no-index", "--find-links", str(carried.wheels), "playbook"]
    command = [*pip(carried.environment), *words]
    subprocess.run(command, check=True, cwd=carried.wheels.parent, env=alone)
    return carried.environment / "bin"


def by_pipx(carried: Carried, folder: Path, kept: dict[str, str]) -> list[str]:
    """Install the wheel with pipx, and return what runs its program."""
    kept |= {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "bin")}
    words = ["install", "--pip-args", f"--no-index --find-links {carried.wheels}"]
    subprocess.run(
        [sys.executable, "-m", "pipx", *words, str(carried.wheel)],
        env=kept,
        check=True,
        capture_output=True,
    )
    return [str(folder / "bin" / "playbook")]


def by_uvx(carried: Carried, folder: Path, kept: dict[str, str]) -> list[str]:
    """Return what runs the program of the wheel without installing it."""
    kept |= {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(carried.wheels), "UV_NO_CONFIG": "1"}
    kept |= {"UV_CACHE_DIR": str(folder / "uv"), "UV_PYTHON_DOWNLOADS": "never"}
    for name in ("UV_INDEX", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL"):
        kept.pop(name, None)
    uvx = str(Path(sys.executable).with_name("uvx"))
    return [uvx, "--python", sys.executable, "--from", str(carried.wheel), "playbook"]


def run(installed: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {**os.environ, "PLAYBOOK_CACHE_DIR": str(folder / "cache")}
    kept["PLAYBOOK_CONFIG_DIR"] = str(folder / "settings")
    kept.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(installed / "playbook"), *words],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_an_installed_wheel_builds_the_example_from_another_folder(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    project = tmp_path / "elsewhere"
    shutil.copytree(repository / "content" / "organisations", project / "content" / "organisations")
    (project / "playbook.yaml").write_text("title: Elsewhere\n", "utf-8")
    done = run(installed, "build", folder=project)
    assert done.returncode == 0, done.stderr
    assert (project / "site" / "waterland" / "nl" / "index.html").is_file()
    assert (project / "site" / "assets" / "style.css").is_file()
    looked = run(installed, "doctor", "--json", folder=project)
    signs = {sign["name"]: sign for sign in json.loads(looked.stdout)["signs"]}
    assert looked.returncode == 0, looked.stdout
    assert signs["inventory"]["what"].endswith("in 2 organisations")


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", [["--example", "waterland"], ["--from", "lijst.csv"]], ids=["example", "sheet"]
)
def test_an_installed_wheel_begins_a_project_that_builds(
    installed: Path, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "lijst.csv").write_text("Proces;Afdeling\nInnen;Financiën\n", "utf-8")
    for line in (["init", "begun", "--yes", *words], ["build", "--project", "begun"]):
        done = run(installed, *line, folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "begun" / "site" / "index.html").is_file()


@pytest.mark.slow
def test_the_doctor_of_an_installed_wheel_finds_everything_in_order(
    installed: Path, tmp_path: Path
) -> None:
    done = run(installed, "doctor", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    signs = {sign["name"]: sign for sign in json.loads(done.stdout)["signs"]}
    assert str(installed.parent) in signs["playbook"]["what"]
    assert signs["extras"]["what"].startswith("not installed, and only needed when asked for")


@pytest.mark.slow
@pytest.mark.parametrize("way", [by_pipx, by_uvx])
def test_a_wheel_runs_by_pipx_and_by_uvx(
    carried: Carried, tmp_path: Path, way: Callable[[Carried, Path, dict[str, str]], list[str]]
) -> None:
    kept = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "HOME": str(tmp_path)}
    kept.pop("PYTHONPATH", None)
    program = way(carried, tmp_path, kept)

    def said(*words: str) -> str:
        done = subprocess.run(
            [*program, *words], env=kept, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert said("--version") == f"playbook {playbook.__version__}\n"
    said("init", "begun", "--yes")
    said("build", "--project", "begun")
    assert (tmp_path / "begun" / "site" / "index.html").is_file()
    signs = {sign["name"]: sign for sign in json.loads(said("doctor", "--json"))["signs"]}
    assert str(tmp_path) in signs["playbook"]["what"]


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_an_installed_wheel_prints_what_completes_its_words(
    installed: Path, tmp_path: Path, shell: str
) -> None:
    done = run(installed, "completion", shell, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"_PLAYBOOK_COMPLETE={shell}_complete" in done.stdout
    if shell == "bash" and shutil.which("bash"):
        line = "playbook doc"
        asked = f'{done.stdout}\nCOMP_LINE="{line}" COMP_POINT={len(line)}\n'
        asked += '_playbook_completion playbook; echo "${COMPREPLY[@]}"\n'
        path = f"{installed}{os.pathsep}{os.environ['PATH']}"
        told = subprocess.run(
            ["bash", "--norc", "-c", asked],
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout == "doctor\n"
