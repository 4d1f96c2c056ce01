"""Publishing to Google Cloud Storage, as an emulator of it that runs here understands it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import urllib3

from playbook.config import Destination
from playbook.publish.places import Publisher, publisher
from publishing import PAGES, Reader, number_in, version

pytestmark = pytest.mark.slow
BUCKET = "playbook-test"
TO = f"gs://{BUCKET}/site"


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], bytes]]:
    """Run the emulator with a bucket, and give what reads from it over HTTP."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
    program = str(Path(sys.executable).with_name("gcp-storage-emulator"))
    words = ["start", "--host=127.0.0.1", f"--port={port}", "--in-memory"]
    server = subprocess.Popen(
        [program, *words, f"--default-bucket={BUCKET}"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    try:
        pool = urllib3.PoolManager(retries=urllib3.Retry(30, backoff_factor=0.1))
        pool.request("GET", address)

        def get(name: str) -> bytes:
            answer = pool.request("GET", f"{address}/{BUCKET}/site/{name}", retries=False)
            if answer.status == 404:
                raise FileNotFoundError(name)
            assert answer.status == 200, answer.status
            return bytes(answer.data)

        yield get
    finally:
        server.kill()
        server.wait()


def nothing(_done: int) -> None:
    pass


def store(root: Path) -> Publisher:
    return publisher(Destination(to=TO), root, 3)


def test_a_reader_sees_whole_files_and_an_earlier_release_comes_back(
    tmp_path: Path, read: Callable[[str], bytes]
) -> None:
    one, two = version(tmp_path / "1", 1), version(tmp_path / "2", 2)
    first = store(tmp_path).publish(one, nothing)
    assert (first.number, first.written, first.removed) == (1, len(one.files), 0)
    again = store(tmp_path).publish(one, nothing)
    assert (again.number, again.written, again.removed) == (1, 0, 0)
    reader = Reader(read, whole=False)
    reader.start()
    second = store(tmp_path).publish(two, nothing)
    reader.stop()
    assert (second.number, second.written, second.removed) == (2, len(two.files) - 1, 1)
    assert reader.wrong == []
    for name in ("index.html", *(f"p/{page}.html" for page in range(PAGES))):
        assert number_in(read(name)) == 2
    with pytest.raises(FileNotFoundError):
        read("extra/only-1.html")
    store(tmp_path).rollback(nothing, nothing)
    assert number_in(read("index.html")) == 1
    with pytest.raises(FileNotFoundError):
        read("extra/only-2.html")
    import gcsfs  # noqa: PLC0415 - only here

    told = gcsfs.GCSFileSystem(skip_instance_cache=True).info(f"{BUCKET}/site/index.html")
    # The emulator keeps what stands before the semicolon of a type.
    assert (told["contentType"], told["cacheControl"]) == ("text/html", "no-cache")
