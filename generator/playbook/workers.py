"""Work shared out over processes that are forked, so that nothing has to be sent to them."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from typing import Self

T = TypeVar("T")
Send = Callable[[Any], None]
Work = Callable[[int, Send], None]
_HEAD: Final = 4
MOST_BLOCKS: Final = 1000
"""Blocks to hand out: a pipe holds 4,096 bytes or more, and a number takes 4."""
CAN_FORK: Final = hasattr(os, "fork") and sys.platform != "darwin"
"""Elsewhere a fork is refused, or breaks the system's own libraries."""


class Turns(Generic[T]):
    """Hand out things in whole blocks: the worker that is done first takes the next block.

    The numbers of the blocks wait in a pipe that all workers read from, so that each is taken once.

    Args:
        items: The things.
        blocks: How many blocks to make of them; not so many that a pipe cannot hold their numbers.
    """

    def __init__(self, items: Sequence[T], blocks: int) -> None:
        self.items = items
        self.size = ceil(len(items) / max(1, min(blocks, MOST_BLOCKS))) or 1
        self._pipe, far = os.pipe()
        with os.fdopen(far, "wb") as opened:
            for number in range(ceil(len(items) / self.size)):
                opened.write(number.to_bytes(_HEAD, "big"))

    def __iter__(self) -> Iterator[T]:
        """Yield every thing that no other worker takes."""
        while number := os.read(self._pipe, _HEAD):
            start = int.from_bytes(number, "big") * self.size
            yield from self.items[start : start + self.size]

    def __enter__(self) -> Self:
        """Return the same."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the pipe."""
        os.close(self._pipe)


class WorkerLost(RuntimeError):
    """Tell that a worker ended before its work was done."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(jobs: int, work: Work, receive: Send) -> None:
    """Do work in some processes at once; in this one when there is one job or no fork.

    Args:
        jobs: How many processes.
        work: Called with the number of the worker, from 0, and a function that sends a
            plain value back.
        receive: Called with every value that a worker sends, in this process.

    Raises:
        WorkerLost: A worker failed or was killed.
        KeyboardInterrupt: The work was interrupted; the workers are gone.
    """
    if jobs <= 1 or not CAN_FORK:
        for number in range(max(1, jobs)):
            work(number, receive)
        return
    workers = [_Worker(number, work) for number in range(jobs)]
    try:
        _listen(workers, receive)
    finally:
        for worker in workers:
            worker.end()
    if any(worker.status for worker in workers):
        raise WorkerLost("a worker ended before its work was done")


def run_apart(jobs: int, work: Work, receive: Send) -> None:
    """Do work in some processes that are begun anew, and share nothing with this one.

    Args:
        jobs: How many processes.
        work: As for `run`; a value that can be sent to another process.
        receive: As for `run`.

    Raises:
        WorkerLost: A worker failed or was killed.
        KeyboardInterrupt: The work was interrupted; the workers are gone.
    """
    import multiprocessing  # noqa: PLC0415 - start-up

    anew = multiprocessing.get_context("spawn")
    ways = [anew.Pipe(duplex=False) for _ in range(jobs)]
    begun = [
        anew.Process(target=_work_apart, args=(number, work, far), daemon=True)
        for number, (_, far) in enumerate(ways)
    ]
    try:
        for process, (_, far) in zip(begun, ways, strict=True):
            process.start()
            far.close()
        _hear([near for near, _ in ways], receive)
        for process in begun:
            process.join()
    finally:
        for process in begun:
            if process.pid is not None and process.exitcode is None:
                process.kill()
                process.join()
    if any(process.exitcode for process in begun):
        raise WorkerLost("a worker ended before its work was done")


def _hear(ends: list[Connection], receive: Send) -> None:
    from multiprocessing.connection import wait  # noqa: PLC0415 - start-up

    waiting = set(ends)
    while waiting:
        for end in waiting.intersection(wait(waiting)):
            try:
                receive(msgspec.msgpack.decode(end.recv_bytes()))
            except EOFError:
                waiting.remove(end)


def _work_apart(number: int, work: Work, far: Connection) -> None:
    """Do a worker's share, in the worker. Only the first process is told to stop by Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work(number, lambda value: far.send_bytes(msgspec.msgpack.encode(value)))


class _Worker:
    """One forked process and the pipe on which it sends."""

    def __init__(self, number: int, work: Work) -> None:
        self.pipe, far = os.pipe()
        self.status: int | None = None
        self.waiting = bytearray()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.pipe)
            _work(number, work, far)
        os.close(far)

    def messages(self, data: bytes) -> list[Any]:
        """Return the values that are whole now."""
        self.waiting += data
        found = []
        while len(self.waiting) >= _HEAD:
            end = _HEAD + int.from_bytes(self.waiting[:_HEAD], "big")
            if len(self.waiting) < end:
                break
            found.append(msgspec.msgpack.decode(self.waiting[_HEAD:end]))
            del self.waiting[:end]
        return found

    def end(self) -> None:
        """Stop the process if it still runs, and wait for it."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> None:
        """Wait until the process has ended."""
        os.close(self.pipe)
        self.status = os.waitpid(self.pid, 0)[1]


def _listen(workers: list[_Worker], receive: Send) -> None:
    with selectors.DefaultSelector() as selector:
        for each in workers:
            selector.register(each.pipe, selectors.EVENT_READ, each)
        while selector.get_map():
            for key, _ in selector.select():
                worker: _Worker = key.data
                data = os.read(worker.pipe, 1 << 18)
                for message in worker.messages(data):
                    receive(message)
                if not data:
                    selector.unregister(worker.pipe)
                    worker.wait()


def _work(number: int, work: Work, pipe: int) -> None:
    """Do a worker's share, in the worker; never come back."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    def send(value: Any) -> None:
        data = msgspec.msgpack.encode(value)
        whole = memoryview(len(data).to_bytes(_HEAD, "big") + data)
        while whole:
            whole = whole[os.write(pipe, whole) :]

    code = 1
    try:
        work(number, send)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
