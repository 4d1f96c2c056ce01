"""Work that is shared out is done once, whoever does it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from playbook import workers

pytestmark = pytest.mark.skipif(not workers.CAN_FORK, reason="workers are forked")


def sent(jobs: int, turns: workers.Turns[int], wait: Callable[[int], object]) -> list[Any]:
    """Return the number of the worker that took each item, with the item."""
    heard: list[Any] = []

    def work(number: int, send: workers.Send) -> None:
        for item in turns:
            send((number, item))
            wait(number)

    workers.run(jobs, work, heard.append)
    return heard


@pytest.mark.parametrize("many", [0, 1, 2, 7, 5000])
@pytest.mark.parametrize("blocks", [1, 3, 8, 5000])
@pytest.mark.parametrize("jobs", [1, 3])
def test_each_item_is_taken_by_one_worker(jobs: int, blocks: int, many: int) -> None:
    with workers.Turns(range(many), blocks) as turns:
        taken = sent(jobs, turns, lambda _number: None)
    assert sorted(item for _, item in taken) == [*range(many)]


def test_a_worker_that_is_slow_holds_up_one_block() -> None:
    with workers.Turns(range(40), 20) as turns:
        taken = sent(2, turns, lambda number: time.sleep(0.1 if number else 0))
    slow = [item for number, item in taken if number]
    assert len(slow) < 15, "the other worker takes most, or all when it begins much earlier"
    assert all(item % 2 == 0 or item - 1 in slow for item in slow), "in whole blocks"


def test_all_numbers_fit_into_a_small_pipe() -> None:
    assert workers.MOST_BLOCKS * 4 <= 4096
