"""Pieces of work done one after the other, here or in processes of their own, and handed back in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_order(
    pool: Executor | None, work: Callable[..., Result], pieces: Iterable[tuple[Any, ...]], ahead: int
) -> Iterator[Result]:
    """The results of `work` for each piece, in order; no more than `ahead` are under way or waiting."""
    if pool is None:
        for piece in pieces:
            yield work(*piece)
        return
    waiting: deque[Future[Result]] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.submit(work, *piece))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def crew(workers: int, executor: Executor | None = None) -> Iterator[Executor | None]:
    """The executor to use; None to work in this process. Own processes do not outlive the block."""
    if executor is not None or workers == 1:
        yield executor
        return
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_settle_in
    )
    try:
        yield pool
    except BaseException:
        # What they are at is of no use any more, and may take seconds.
        for child in multiprocessing.active_children():
            if child not in others:
                child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _settle_in() -> None:
    """A worker leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
