"""Model calls on an event loop of their own: what runs there can be stopped at once and kept to a time limit.

Threads can't be interrupted while they wait for a slow server; tasks can, and a cancelled task closes its connection.
Knows nothing of models.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from queue import SimpleQueue
from typing import Any, TypeVar

__all__ = ["Stop", "Stopped", "drive", "in_worker", "iterate_in_worker", "spawn"]

T = TypeVar("T")

WORKERS = 32
"""Threads for searches, and for models that have no asynchronous calls."""

_END = object()
_lock = threading.Lock()
_loops: dict[int, asyncio.AbstractEventLoop] = {}


class Stopped(Exception):
    """The run was stopped by `Stop.set`; whoever stopped it isn't waiting any more."""


class Stop:
    """A switch that ends a run from another thread. Once set, it stays so."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = False
        self._cancel: Callable[[], Any] | None = None

    @property
    def is_set(self) -> bool:
        """Whether it has been set."""
        return self._set

    def set(self) -> None:
        """Ends the run that is under way, and any that begins later."""
        with self._lock:
            self._set, cancel = True, self._cancel
        if cancel is not None:
            cancel()

    def attach(self, cancel: Callable[[], Any]) -> None:
        """Names what ends the run that is under way; called at once where the switch is set already."""
        with self._lock:
            self._cancel, late = cancel, self._set
        if late:
            cancel()


def _loop() -> asyncio.AbstractEventLoop:
    """The process's loop for model calls, started at first use (again after a fork, where threads don't survive)."""
    with _lock:
        if os.getpid() not in _loops:
            loop = asyncio.new_event_loop()
            loop.set_default_executor(ThreadPoolExecutor(WORKERS, thread_name_prefix="medley-model"))
            threading.Thread(target=loop.run_forever, name="medley-models", daemon=True).start()
            _loops[os.getpid()] = loop
        return _loops[os.getpid()]


def spawn(work: Coroutine[Any, Any, Any]) -> None:
    """Runs `work` on the models' loop, without waiting for it."""
    asyncio.run_coroutine_threadsafe(work, _loop())


def drive(source: AsyncGenerator[T, None], stop: Stop | None = None) -> Generator[T, None, None]:
    """Yield what `source` yields, while it runs on the models' loop.

    Closing this generator, or `stop`, cancels `source` wherever it waits. Raises what `source` raises, and Stopped.
    """
    box: SimpleQueue[Any] = SimpleQueue()

    async def pump() -> None:
        async with aclosing(source):
            async for value in source:
                box.put(value)

    future = asyncio.run_coroutine_threadsafe(pump(), _loop())
    future.add_done_callback(lambda _: box.put(_END))
    if stop is not None:
        stop.attach(future.cancel)
    try:
        while (value := box.get()) is not _END:
            yield value
        if future.cancelled():
            raise Stopped
        future.result()
    finally:
        future.cancel()


async def in_worker(work: Callable[[Stop], T]) -> T:
    """Return the result of `work` from a thread of its own. Cancelling the caller's task stops it."""
    stop = Stop()
    try:
        return await asyncio.to_thread(work, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


async def iterate_in_worker(begin: Callable[[Stop], Generator[T, None, None]]) -> AsyncGenerator[T, None]:
    """Yield what the iterator yields, each step in a thread. Cancelling the caller's task, or closing this, stops it.

    What the iterator holds is let go in every case: one that is under way then is closed as soon as its step is over.
    """
    stop, moving = Stop(), threading.Lock()
    steps = begin(stop)

    def step() -> Any:
        with moving:
            return _END if stop.is_set else next(steps, _END)

    def end() -> None:
        with moving:
            steps.close()

    try:
        while (value := await asyncio.to_thread(step)) is not _END:
            yield value
    finally:
        stop.set()
        if moving.locked():  # on its way to the stop, in its thread
            threading.Thread(target=end, name="medley-ending", daemon=True).start()
        else:
            end()
