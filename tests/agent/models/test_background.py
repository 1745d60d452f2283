"""Steps in threads: whoever goes away stops them, and what they hold is let go."""

import asyncio
import threading
from collections.abc import Generator

from agent.models.background import Stop, iterate_in_worker


def test_what_a_step_holds_is_let_go_when_it_is_cancelled_under_way() -> None:
    held, begun, go_on = threading.Lock(), threading.Event(), threading.Event()

    def steps(stop: Stop) -> Generator[int, None, None]:
        with held:
            begun.set()
            go_on.wait(10)
            yield 1
            yield 2

    made = []

    def begin(stop: Stop) -> Generator[int, None, None]:
        made.append(steps(stop))  # somebody else refers to it, too: only closing it lets go
        return made[0]

    async def visitor() -> None:
        async for _ in iterate_in_worker(begin):
            pass

    async def leaving() -> None:
        task = asyncio.create_task(visitor())
        await asyncio.to_thread(begun.wait, 10)
        task.cancel()
        await asyncio.wait([task])
        go_on.set()

    asyncio.run(leaving())
    assert held.acquire(timeout=10)


def test_closing_between_two_steps_ends_them_at_once() -> None:
    ended = []

    def steps(stop: Stop) -> Generator[int, None, None]:
        try:
            yield 1
            yield 2
        finally:
            ended.append(stop.is_set)

    async def reading() -> None:
        found = iterate_in_worker(steps)
        assert await anext(found) == 1
        await found.aclose()

    asyncio.run(reading())
    assert ended == [True]
