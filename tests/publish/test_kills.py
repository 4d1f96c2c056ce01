"""Publishers that are killed at random moments while a reader polls."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publishing import PAGES, Reader, number_in, version
from sshserver import needs_sshd, sshd
from webserver import UNDER, needs_nginx, nginx

pytestmark = pytest.mark.slow
KILLS = 55
BUCKET = "playbook-test"

# What a killed process runs: the real publisher, as the command makes it.
PUBLISH = """\
import sys
from pathlib import Path
from playbook.config import Destination
from playbook.publish.places import publisher
from playbook.publish.release import release_of

folder, root, to, way = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
if way == "in order":
    from playbook.publish import places
    places.can_stage = lambda _folder: False
names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
release = release_of(folder, names, "internal")
mine = publisher(Destination(to=to), root, 3)
if hasattr(mine, "shelf"):
    mine.shelf.names("")  # connects
print("ready", flush=True)
mine.publish(release, lambda _done: None)
print("done", flush=True)
"""


def begin(site: Path, root: Path, to: str, way: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISH, str(site), str(root), to, way],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()  # it is ready to begin
    return process


def finish(site: Path, root: Path, to: str, way: str) -> float:
    process = begin(site, root, to, way)
    started = time.monotonic()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return time.monotonic() - started


def killed_again_and_again(
    folder: Path, to: str, way: str, reader: Reader, rounds: int = KILLS
) -> int:
    """Publish versions one after another, killing the publisher; return how often it was."""
    chance = random.Random(9)  # noqa: S311 - moments, not secrets
    kills = number = 0
    finish(version(folder / "1", 1).folder, folder, to, way)
    usual = finish(version(folder / "2", 2).folder, folder, to, way)
    number = 2
    reader.start()
    while kills < rounds:
        number += 1
        site = version(folder / str(number % 7 + 100), number).folder
        for old in (site / "extra").iterdir():
            if old.name != f"only-{number}.html":
                old.unlink()
        process = begin(site, folder, to, way)
        time.sleep(chance.random() * usual)
        process.kill()
        process.communicate()
        kills += process.returncode == -9
    number += 1
    finish(version(folder / "last", number).folder, folder, to, way)
    reader.stop()
    for name in ("index.html", *(f"p/{page}.html" for page in range(PAGES))):
        assert number_in(reader.read(name)) == number
    return kills


@pytest.mark.parametrize("link", [False, True], ids=["exchange", "link"])
def test_a_folder_is_one_whole_release_whenever_the_publisher_is_killed(
    tmp_path: Path, link: bool
) -> None:
    folder = tmp_path / "www"
    if link:
        folder.symlink_to("nowhere-yet")
    reader = Reader(lambda name: (folder / name).read_bytes(), whole=True)
    assert killed_again_and_again(tmp_path, str(folder), "", reader) >= 50
    assert reader.wrong == []
    assert len(reader.seen) > 5
    kept = [path.name for path in (tmp_path / ".www.playbook-releases").iterdir()]
    assert len([name for name in kept if name.isdigit()]) <= 3


@needs_nginx
@pytest.mark.parametrize("link", [False, True], ids=["exchange", "link"])
def test_a_reader_of_nginx_gets_whole_releases_whenever_the_publisher_is_killed(
    repository: Path, tmp_path: Path, link: bool
) -> None:
    folder = tmp_path / "www"
    if link:
        folder.symlink_to("nowhere-yet")
    with nginx(repository, folder, tmp_path / "nginx") as served:

        def read(name: str) -> bytes:
            status, _, body = served.get(f"{UNDER}{name}")
            if status == 404:
                raise FileNotFoundError(name)
            assert status == 200, status
            return body

        reader = Reader(read, whole=True)
        assert killed_again_and_again(tmp_path, str(folder), "", reader, 15) >= 15
    assert reader.wrong == []
    assert len(reader.seen) > 5


def test_in_order_nothing_is_missing_or_half_whenever_the_publisher_is_killed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "www"
    reader = Reader(lambda name: (folder / name).read_bytes(), whole=False)
    assert killed_again_and_again(tmp_path, str(folder), "in order", reader) >= 50
    assert reader.wrong == []
    assert len(reader.seen) > 5


@needs_sshd
def test_over_sftp_nothing_is_missing_or_half_whenever_the_publisher_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "www"
    with sshd(tmp_path / "ssh") as server:
        monkeypatch.setenv("HOME", str(server.home))
        reader = Reader(lambda name: (folder / name).read_bytes(), whole=False)
        to = server.address(folder)
        assert killed_again_and_again(tmp_path, to, "", reader) >= 50
    assert reader.wrong == []
    assert len(reader.seen) > 5


def test_a_branch_is_one_whole_release_whenever_the_publisher_is_killed(tmp_path: Path) -> None:
    for words in (
        ("init", "-q", "--bare", "remote.git"),
        ("init", "-q", "-b", "main"),
        ("config", "user.name", "A"),
        ("config", "user.email", "a@example.org"),
        ("remote", "add", "origin", "remote.git"),
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)

    def read(name: str) -> bytes:
        words = ["git", "-C", str(tmp_path / "remote.git"), "show", f"pages:{name}"]
        return subprocess.run(words, check=True, capture_output=True).stdout

    reader = Reader(read, whole=True)
    assert killed_again_and_again(tmp_path, "git:pages@origin", "", reader) >= 50
    assert reader.wrong == []


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], bytes]]:
    """Run moto's server of S3 with a bucket, and give what reads from it over HTTP."""
    import urllib3  # noqa: PLC0415 - only here

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    for name, value in {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p"]
    server = subprocess.Popen(
        [*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ
    )
    try:
        pool = urllib3.PoolManager(retries=urllib3.Retry(30, backoff_factor=0.1))
        pool.request("GET", address)
        import s3fs  # noqa: PLC0415 - only here

        s3fs.S3FileSystem(skip_instance_cache=True).mkdir(BUCKET, acl="public-read")

        def read(name: str) -> bytes:
            answer = pool.request("GET", f"{address}/{BUCKET}/site/{name}")
            if answer.status == 404:
                raise FileNotFoundError(name)
            assert answer.status == 200, answer.status
            read.headers = answer.headers  # type: ignore[attr-defined]
            return answer.data

        yield read
    finally:
        server.kill()
        server.wait()


def test_in_a_store_nothing_is_missing_or_half_whenever_the_publisher_is_killed(
    tmp_path: Path, store: Callable[[str], bytes]
) -> None:
    to = f"s3://{BUCKET}/site"
    reader = Reader(store, whole=False)
    assert killed_again_and_again(tmp_path, to, "", reader) >= 50
    assert reader.wrong == []
    assert len(reader.seen) > 5
    store("index.html")
    headers = store.headers  # type: ignore[attr-defined]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"
    store("assets/style.css")
    assert store.headers["Content-Type"] == "text/css; charset=utf-8"  # type: ignore[attr-defined]
    with pytest.raises(FileNotFoundError):
        store("extra/only-1.html")
